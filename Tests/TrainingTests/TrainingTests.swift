import Formats
import Glibc
import SQLite
import Testing
import Training
import Workforce
import Workspace

let now = Instant(seconds: 1_790_000_000)
let trainer = Actor(account: "t", roles: [.trainer, .hr, .administrator])

func house() throws -> Occasion {
  let space = try Workspace.create(
    at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
    migrations: Workspace.migrations + Workforce.migrations + Training.migrations)
  let occasion = Occasion(space, actor: trainer, now: now)
  func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }
  let desk = WorkforceDesk(occasion)
  _ = try desk.importOrganisation(table("unit,name,kind\nT1,t,team\n", Unit.shape), options: IntakeOptions())
  _ = try desk.importRoster(
    table("id,name,post,team,joined\nE1,a,x,T1,2024-01-01\nE2,b,x,T1,2024-01-01\n", Person.shape),
    options: IntakeOptions())
  return occasion
}

/// A course folder that is gone when the test ends.
final class Folder {
  let path = "/tmp/merit-course-\(UInt64.random(in: 0 ... .max))"
  init() { mkdir(path, 0o755) }
  deinit {
    for name in (try? InputFile.names(inFolder: path)) ?? [] { unlink("\(path)/\(name)") }
    rmdir(path)
  }
  func write(_ name: String, _ text: String) throws {
    let file = try #require(fopen("\(path)/\(name)", "w"))
    fputs(text, file)
    fclose(file)
  }
  func writeCourse(version: Int = 1, lessons: [String] = ["01-a"]) throws {
    let list = lessons.map { "  - \($0)\n" }.joined()
    try write(
      "course.md",
      "---\nid: c\nversion: \(version)\ntitle.en: C\ntitle.zh-Hans: 课\nlanguages: zh-Hans, en\nposts: x\nareas: basics\nlessons:\n\(list)---\nAbout\n"
    )
  }
  func writeLesson(
    _ stem: String, _ language: String, id: String, area: String = "basics", minutes: String = "30",
    mode: String = "online", more: String = ""
  ) throws {
    try write(
      "\(stem).\(language).md",
      "---\nid: \(id)\ntitle: t\narea: \(area)\nminutes: \(minutes)\nmode: \(mode)\nobjectives:\n  - o\n\(more)---\n# t\n"
    )
  }
}

@Suite struct CourseTests {
  @Test func `a course is its folder, in both languages`() throws {
    let folder = Folder()
    try folder.writeCourse()
    try folder.writeLesson("01-a", "en", id: "l1")
    try folder.writeLesson("01-a", "zh-Hans", id: "l1")
    let course = try CourseReading.read(folder: folder.path)
    #expect(course.id == "c")
    #expect(course.title == Words(en: "C", zh: "课"))
    #expect(course.lesson("l1", chinese: true)?.language == "zh-Hans")
    #expect(course.lesson("l1", chinese: false)?.language == "en")
  }

  @Test func `every fault of a course is found at once`() throws {
    let folder = Folder()
    try folder.writeCourse(lessons: ["01-a", "02-b", "03-c"])
    try folder.writeLesson("01-a", "en", id: "l1")
    try folder.writeLesson("01-a", "zh-Hans", id: "l1", minutes: "45")
    try folder.writeLesson("02-b", "en", id: "l1", area: "basic")
    try folder.writeLesson("02-b", "zh-Hans", id: "l1")
    try folder.writeLesson("03-c", "en", id: "l3", minutes: "long")
    let faults = #expect(throws: Faults.self) { _ = try CourseReading.read(folder: folder.path) }
    let found = Set(
      (faults?.list ?? []).map { "\($0.file.split(separator: "/").last ?? ""):\($0.line): \($0.message)" })
    let expected: Set<String> = [
      "01-a.en.md:2: id, area, minutes, mode, checks or the rubric's lines differ from the page in zh-Hans; they must be the same",
      "02-b.en.md:4: area 'basic' is not one of the course; did you mean 'basics'?",
      "02-b.en.md:2: id, area, minutes, mode, checks or the rubric's lines differ from the page in zh-Hans; they must be the same",
      "02-b.zh-Hans.md:2: lesson id 'l1' is that of '01-a' too; ids are unique",
      "03-c.en.md:5: 'minutes' is 'long'; a whole number from 1 to 1000 is needed",
      "03-c.zh-Hans.md:0: the file is missing; write it, or take it out of the course",
    ]
    #expect(found == expected)
  }

  @Test func `checks, rubrics and attachments are looked at`() throws {
    let folder = Folder()
    try folder.writeCourse(lessons: ["01-a", "02-b"])
    for language in ["en", "zh-Hans"] {
      try folder.writeLesson(
        "01-a", language, id: "l1",
        more: "checks:\n  - q1\n  - q9\n  - q1\nattachments:\n  - card.txt\nrubrik: x\n")
      try folder.writeLesson(
        "02-b", language, id: "l2", mode: "drill",
        more: "rubric:\n  - a 60 Asks\n  - b 30 Solves it\n  - tone\n")
    }
    try folder.write("03-c.en.md", "---\n---\n")
    let faults = #expect(throws: Faults.self) {
      _ = try CourseReading.read(folder: folder.path, questions: ["q1", "q2"])
    }
    let found = (faults?.list ?? []).filter { !$0.file.contains("zh-Hans") }
      .map { "\($0.file.split(separator: "/").last ?? ""):\($0.line): \($0.message)" }
    #expect(
      Set(found) == [
        "01-a.en.md:11: question 'q9' does not exist; did you mean 'q1'?",
        "01-a.en.md:12: question 'q1' stands twice",
        "01-a.en.md:14: attachment 'card.txt' is not in the folder; put it there",
        "01-a.en.md:15: 'rubrik' is not a known key; did you mean 'rubric'?",
        "02-b.en.md:12: 'tone' is no line of a rubric; write: ID POINTS TITLE",
        "02-b.en.md:9: the rubric's points sum to 90.00; they must sum to 100",
        "03-c.en.md:1: the page belongs to no lesson; add it to 'lessons' in course.md, or delete it",
      ])
  }

  @Test func `a changed course needs a new version`() throws {
    let occasion = try house()
    let desk = TrainingDesk(occasion)
    let folder = Folder()
    try folder.writeCourse()
    for language in ["en", "zh-Hans"] { try folder.writeLesson("01-a", language, id: "l1") }
    #expect(try desk.load(folders: [folder.path]).map(\.isNew) == [true])
    #expect(try desk.load(folders: [folder.path]).map(\.isNew) == [false])
    try folder.writeLesson("01-a", "en", id: "l1", minutes: "31")
    try folder.writeLesson("01-a", "zh-Hans", id: "l1", minutes: "31")
    let faults = #expect(throws: Faults.self) { _ = try desk.load(folders: [folder.path]) }
    #expect(faults?.list.map(\.message) == ["course 'c' v1 is loaded with other pages; make this version 2"])
    try folder.writeCourse(version: 2)
    #expect(try desk.load(folders: [folder.path]).map(\.isNew) == [true])
    #expect(try desk.course("c").version == 2)
  }
}

@Suite struct AttendanceTests {
  private func loaded() throws -> Occasion {
    let occasion = try house()
    let folder = Folder()
    try folder.writeCourse(lessons: ["01-a", "02-b"])
    for (stem, id) in [("01-a", "l1"), ("02-b", "l2")] {
      for language in ["en", "zh-Hans"] { try folder.writeLesson(stem, language, id: id) }
    }
    _ = try TrainingDesk(occasion).load(folders: [folder.path])
    return occasion
  }

  private func attend(_ occasion: Occasion, _ text: String, _ options: IntakeOptions = IntakeOptions()) throws
    -> IntakeOutcome
  {
    try TrainingDesk(occasion).attend(
      TableReader(
        bytes: Array("course,staff,date,lesson,result,score\n\(text)".utf8), named: "a.csv",
        shape: Attendance.shape),
      options: options)
  }

  @Test func `a quarter counts the lessons given and those done`() throws {
    let occasion = try loaded()
    _ = try attend(
      occasion,
      "c,E1,2026-07-01,l1,attended,\nc,E1,2026-07-08,l2,缺勤,\nc,E1,2026-06-30,l2,attended,\nc,E2,2026-09-20,l1,completed,77.5\n"
    )
    let records = TrainingRecords(occasion.database)
    let keys = try StaffRecords(occasion.database).keys()
    let quarter = try #require(Quarter("2026Q3"))
    let counted = try records.participation(in: quarter.days)
    #expect(counted[keys["E1"] ?? 0]?.done == 1)
    #expect(counted[keys["E1"] ?? 0]?.given == 2)
    #expect(counted[keys["E2"] ?? 0]?.done == 1)
    #expect(
      try records.scores(course: "c", lesson: "l1", by: quarter.lastDay)[keys["E2"] ?? 0]?.map(
        \.score.description)
        == ["77.50"])
  }

  @Test func `a correction supersedes and the old row stays`() throws {
    let occasion = try loaded()
    _ = try attend(occasion, "c,E1,2026-07-01,l1,absent,\n")
    #expect(throws: Faults.self) { _ = try attend(occasion, "c,E1,2026-07-01,l1,attended,\n") }
    #expect(
      try attend(occasion, "c,E1,2026-07-01,l1,attended,\n", IntakeOptions(correction: "sheet misread"))
        .corrected == 1)
    #expect(try attend(occasion, "c,E1,2026-07-01,l1,attended,\n").identical == 1)
    let quarter = try #require(Quarter("2026Q3"))
    #expect(try TrainingRecords(occasion.database).participation(in: quarter.days).values.map(\.done) == [1])
    #expect(try occasion.database.integer("SELECT COUNT(*) FROM attendance") == 2)
  }

  @Test func `a cycle knows who has finished`() throws {
    let occasion = try loaded()
    let desk = TrainingDesk(occasion)
    let list = try TableReader(bytes: Array("id\nE1\nE2\n".utf8), named: "l.csv", shape: StaffList.shape)
    let (first, last) = (try #require(CalendarDay("2026-07-01")), try #require(CalendarDay("2026-07-31")))
    #expect(try desk.openCycle("c", staff: list, from: first, to: last, dryRun: false).enrolled == 2)
    _ = try attend(
      occasion,
      "c,E1,2026-06-30,l1,attended,\nc,E1,2026-07-01,l1,attended,\nc,E1,2026-07-02,l2,attended,\nc,E2,2026-07-01,l1,attended,\n"
    )
    #expect(
      try desk.status()[0].people.map { "\($0.id) \($0.progress.lessonsDone)/\($0.progress.lessonsInCourse)" }
        == ["E1 2/2", "E2 1/2"])
  }
}
