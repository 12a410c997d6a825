import Exams
import Formats
import Terminal
import Training
import Workspace

extension Verb {
  static let courseCheck = Verb(
    "course", "check", arguments: ["DIR…"],
    options: [
      Option(
        "--bank", "PATHS", en: "folders of questions, with commas; the workspace's banks unless said",
        zh: "题库目录，逗号分隔")
    ], en: "find every fault of courses at once", zh: "检查课程",
    example: "merit course check Curriculum/hotline-refresher --bank QuestionBanks/hotline"
  ) { session, input in
    var questions: Set<String>?
    if let paths = input.value("--bank") {
      let files = try BankReading.files(paths.split(separator: ",").map(String.init))
      questions = Set(try BankReading.questions(in: files).questions.map(\.id))
    } else if InputFile.exists(session.path) {
      questions = try BankRecords(try session.open(readOnly: true).database).ids()
    }
    var faults = Faults()
    var sound: [Course] = []
    for folder in input.arguments {
      do { sound.append(try CourseReading.read(folder: folder, questions: questions)) } catch let found
        as Faults
      { faults.append(contentsOf: found) }
    }
    try faults.throwIfAny()
    session.report(
      .array(
        sound.map {
          .object([
            ("course", .string($0.id)), ("version", .int($0.version)), ("lessons", .int($0.lessons.count)),
            ("checks", .int($0.lessons.compactMap(\.first).reduce(0) { $0 + $1.checks.count })),
          ])
        })
    ) {
      for course in sound {
        let checks = course.lessons.compactMap(\.first).reduce(0) { $0 + $1.checks.count }
        let known =
          questions == nil ? session.word(" (not looked up: name the banks with --bank)", "（未核对题库）") : ""
        session.say(
          session.word(
            "\(course.id) v\(course.version): \(course.lessons.count) lessons, \(checks) check questions\(known), no faults",
            "\(course.id) v\(course.version)：\(course.lessons.count) 课，\(checks) 道检查题\(known)，无问题"))
      }
    }
    return .done
  }

  static let coursePrepost = Verb(
    "course", "prepost", arguments: ["FILE"],
    options: [Option("--course", "ID", en: "the course of rows that name none", zh: "未注明课程的行所属课程")] + intake,
    en: "take in tests before and after a course", zh: "导入训前训后成绩",
    example: "merit course prepost tests.csv --course hotline-refresher"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: TrainingTest.shape)
    session.report(
      try FeedbackDesk(try session.occasion()).importTests(
        table, course: input.value("--course"), options: input.intake()))
    return .done
  }

  static let courseHours = Verb(
    "course", "hours",
    options: [
      Option("--year", "YEAR", en: "which year; this one unless said", zh: "年份，默认今年"),
      Option("--staff", "ID", en: "only this person", zh: "仅此员工"),
    ], en: "hours of training per person and year", zh: "查看培训学时", example: "merit course hours --year 2026"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let year = try input.integer("--year", in: 1900...3000) ?? occasion.today.parts.year
    guard let first = CalendarDay(year: year, month: 1, day: 1),
      let last = CalendarDay(year: year, month: 12, day: 31)
    else { return .done }
    let people = try TrainingDesk(occasion).hours(of: input.value("--staff"), from: first, to: last)
    session.report(TrainingDesk.hoursForm.json(people)) {
      var table = AlignedTable(
        [
          session.word("staff", "工号"), session.word("name", "姓名"), session.word("hours", "学时"),
          session.word("lessons", "课次"),
        ], numbers: [2, 3])
      for person in people { table.add([person.id, person.name, "\(person.hours)", "\(person.lessons)"]) }
      session.show(table)
    }
    return .done
  }
}
