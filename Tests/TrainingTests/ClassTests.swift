import Formats
import Foundation
import Testing
import Training
import Workforce
import Workspace

/// A cycle of a course with an online lesson and a drill, from 2026-09-01 to 2026-09-30, for E1; the house's now is 2026-09-21.
@Suite struct ClassTests {
  private let space: Workspace
  private let cycle: Int

  init() throws {
    let occasion = try house()
    space = occasion.workspace
    let folder = Folder()
    try folder.writeCourse(lessons: ["01-a", "02-b"])
    for language in ["en", "zh-Hans"] {
      try folder.writeLesson("01-a", language, id: "l1")
      try folder.writeLesson(
        "02-b", language, id: "l2", minutes: "90", mode: "drill",
        more: "rubric:\n  - ask 60 Asks\n  - solve 40 Solves\n")
    }
    _ = try TrainingDesk(occasion).load(folders: [folder.path])
    cycle =
      try TrainingDesk(occasion).openCycle(
        "c", staff: Self.table("id\nE1\n", StaffList.shape), from: day("2026-09-01"), to: day("2026-09-30"),
        dryRun: false
      ).cycle ?? 0
  }

  private static func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  private func at(_ time: String, as actor: Actor = trainer) throws -> Occasion {
    Occasion(space, actor: actor, now: try #require(Instant(time)))
  }

  private func states() throws -> [String] {
    try ClassRecords(space.database).enrolments(in: cycle).map { "\($0.id) \($0.state.rawValue)" }
  }

  @Test func `who comes after the last place waits, and moves up when one leaves`() throws {
    let desk = ClassDesk(try at("2026-09-02T02:00:00Z"))
    try desk.limit(cycle, to: 1)
    let done = try desk.enrol(["E1", "E2"], in: cycle)
    #expect((done.enrolled, done.waiting, done.there) == ([], ["E2"], ["E1"]))
    #expect(try states() == ["E1 enrolled", "E2 waiting"])
    #expect(try desk.leave("E1", cycle: cycle, reason: "ill") == "E2")
    #expect(try states() == ["E1 left", "E2 enrolled"])
    #expect(throws: Refusal.self) { try desk.leave("E1", cycle: cycle, reason: "again") }
    #expect(throws: Refusal.self) { try desk.enrol(["E9"], in: cycle) }
    #expect(throws: Refusal.self) { try ClassDesk(at("2026-10-01T02:00:00Z")).enrol(["E1"], in: cycle) }
    #expect(try TrainingRecords(space.database).enrolled(in: cycle).map(\.id) == ["E2"])
  }

  @Test func `more places let those who wait move up, fewer than are taken are refused`() throws {
    let desk = ClassDesk(try at("2026-09-02T02:00:00Z"))
    try desk.limit(cycle, to: 1)
    _ = try desk.enrol(["E2"], in: cycle)
    #expect(throws: Refusal.self) { try desk.limit(cycle, to: 0) }
    try desk.limit(cycle, to: 2)
    #expect(try states() == ["E1 enrolled", "E2 enrolled"])
  }

  @Test func `a leader enrols their own people only`() throws {
    let leader = Actor(account: "lead", roles: [.leader], staff: "E2")
    let refusal = #expect(throws: Refusal.self) {
      try ClassDesk(at("2026-09-02T02:00:00Z", as: leader)).enrol(["E1"], in: cycle)
    }
    #expect(refusal?.summary == "account 'lead' does not lead 'E1' and may not enrol people of other teams")
  }

  @Test func `attendance of what is not held is refused in words`() throws {
    _ = try session("09:00", "11:00")
    let table = try Self.table(
      "course,staff,date,lesson,result\nc,E1,2026-09-20,l2,attended\nc,E1,2026-09-22,l1,attended\nc,E1,2026-09-20,l9,attended\n",
      Attendance.shape)
    let faults = #expect(throws: Faults.self) {
      try TrainingDesk(at("2026-09-21T02:00:00Z")).attend(table, options: IntakeOptions())
    }
    #expect(
      Set(faults?.list.map(\.message) ?? []) == [
        "no session of 'l2' is held on 2026-09-20; cycle \(cycle) has 2026-09-21",
        "2026-09-22 is not yet here; nobody was at a lesson then",
        "course 'c' has no lesson 'l9'; did you mean 'l1'?",
      ])
  }

  @Test func `a drill completes a check-in, and other lines are another drill`() throws {
    _ = try session("09:00", "11:00")
    let occasion = try at("2026-09-21T02:00:00Z")
    _ = try ClassDesk(occasion).checkIn("AAAAAA", staff: "E1")
    func run(_ ask: String, _ solve: String) throws -> IntakeOutcome {
      try DrillDesk(occasion).importMarks(
        Self.table(
          "staff,date,examiner,line,points\nE1,2026-09-21,X,ask,\(ask)\nE1,2026-09-21,X,solve,\(solve)\n",
          DrillMark.shape), course: "c", lesson: "l2", options: IntakeOptions())
    }
    #expect(try run("50", "30").corrected == 1)
    #expect(try run("50", "30").identical == 1)
    #expect(throws: Faults.self) { try run("48", "32") }
  }

  private func session(
    _ from: String, _ to: String, room: String = "R1", by: String = "I1", code: String = "AAAAAA",
    on date: String = "2026-09-21"
  )
    throws -> ClassSession
  {
    try ClassDesk(at("2026-09-02T02:00:00Z")).plan(
      cycle: cycle, lesson: "l2", day: day(date), from: #require(MinuteOfDay(from)),
      to: #require(MinuteOfDay(to)), room: room, instructor: by, code: code)
  }

  @Test func `a clash is refused with the other session named`() throws {
    _ = try session("09:00", "11:00")
    let room = #expect(throws: Refusal.self) { try session("10:59", "12:00", by: "I2", code: "B") }
    #expect(
      room?.summary.contains("room 'R1' is taken on 2026-09-21 09:00–11:00 by session 1 of 'c'") ?? false)
    let person = #expect(throws: Refusal.self) { try session("08:00", "09:01", room: "R2", code: "B") }
    #expect(person?.summary.contains("instructor 'I1' teaches session 1") ?? false)
    _ = try session("11:00", "12:00", code: "B")
    #expect(throws: Refusal.self) { try session("09:00", "11:00", code: "C", on: "2026-10-01") }
    #expect(throws: Refusal.self) { try session("11:00", "11:00", room: "R9", by: "I9", code: "C") }
    try ClassDesk(at("2026-09-02T02:00:00Z")).cancel(1, of: cycle, reason: "moved")
    #expect(try session("09:00", "11:00", code: "D").id == 3)
  }

  // 09:00 in Shanghai is 01:00 UTC; the code opens half an hour before.
  @Test func `a code counts on its day, from half an hour before until the end, once`() throws {
    let held = try session("09:00", "11:00")
    let own = Actor(account: "li", roles: [.staff], staff: "E1")
    for early in ["2026-09-21T00:29:59Z", "2026-09-21T03:00:01Z", "2026-09-20T01:00:00Z"] {
      let refusal = #expect(throws: Refusal.self) {
        try ClassDesk(at(early, as: own)).checkIn("AAAAAA", staff: "E1")
      }
      #expect(refusal?.summary.contains("held on 2026-09-21, 09:00 to 11:00") ?? false)
    }
    #expect(try ClassDesk(at("2026-09-21T00:30:00Z", as: own)).checkIn("aaaaaa", staff: "E1").id == held.id)
    #expect(throws: Refusal.self) {
      try ClassDesk(at("2026-09-21T01:00:00Z", as: own)).checkIn("AAAAAA", staff: "E1")
    }
    #expect(throws: Refusal.self) {
      try ClassDesk(at("2026-09-21T01:00:00Z", as: own)).checkIn("AAAAAA", staff: "E2")
    }
    #expect(throws: Refusal.self) { try ClassDesk(at("2026-09-21T01:00:00Z")).checkIn("AAAAAA", staff: "E2") }
    #expect(throws: Refusal.self) { try ClassDesk(at("2026-09-21T01:00:00Z")).checkIn("ZZZZZZ", staff: "E1") }
    let rows = try TrainingRecords(space.database).attendance(of: 1, course: "c", from: day("2026-09-01"))
    #expect(
      rows.map { "\($0.row.lesson) \($0.row.result.rawValue) \($0.row.hours ?? 0)" } == ["l2 attended 200"])
  }

  // (50 + 30 + 45.5 + 31.25) / 2 = 78.375, rounded half away from zero; 90 minutes are 1.5 hours.
  @Test func `a drill's score is the mean of the examiners who judged every line`() throws {
    let rows =
      "E1,2026-09-20,X,ask,50\nE1,2026-09-20,X,solve,30\nE1,2026-09-20,Y,ask,45.5\nE1,2026-09-20,Y,solve,31.25\nE1,2026-09-20,Z,ask,1\n"
    func run(_ rows: String, _ options: IntakeOptions = IntakeOptions()) throws -> IntakeOutcome {
      try DrillDesk(at("2026-09-21T02:00:00Z")).importMarks(
        Self.table("staff,date,examiner,line,points\n" + rows, DrillMark.shape), course: "c", lesson: "l2",
        options: options)
    }
    #expect(try run(rows).new == 1)
    #expect(try run(rows).identical == 1)
    let records = TrainingRecords(space.database)
    let attended = try records.attendance(of: 1, course: "c", from: day("2026-09-01"))
    #expect(attended.map { "\($0.row.score ?? .zero) \($0.row.hours ?? 0)" } == ["78.38 150"])
    #expect(try records.drillMarks(of: attended[0].id).count == 5)
    let faults = #expect(throws: Faults.self) {
      try run(
        "E1,2026-09-22,X,ask,61\nE9,2026-09-20,X,ask,1\nE2,2026-09-20,E2,sing,1\nE2,2026-09-20,X,ask,1\n")
    }
    #expect(
      Set(faults?.list.map(\.message) ?? []) == [
        "'61' is outside 0.00 to 60.00", "2026-09-22 is not yet here",
        "nobody has the id 'E9'; see: merit staff list",
        "'sing' is no line of 'l2' (ask, solve)", "'E2' would judge their own drill",
        "no examiner judged every line for this person (ask, solve)",
      ])
  }

  @Test func `feedback is from people of the cycle, and says something`() throws {
    let desk = FeedbackDesk(try at("2026-09-21T02:00:00Z"))
    let table = try Self.table(
      "staff,content,teaching,usefulness,comment\nE1,5,4,,good\nE2,5,,,\nE1,1,,,\n", Feedback.shape)
    let faults = #expect(throws: Faults.self) {
      try desk.importFeedback(table, cycle: cycle, options: IntakeOptions())
    }
    #expect(
      Set(faults?.list.map(\.message) ?? [])
        == ["'E2' is not in cycle \(cycle)", "'E1' stands on line 2 already; keep one"])
    let good = try Self.table("staff,content,comment\nE1,5,好\n", Feedback.shape)
    #expect(try desk.importFeedback(good, cycle: cycle, options: IntakeOptions()).new == 1)
    #expect(try FeedbackRecords(space.database).feedback(of: cycle).map(\.content) == [5])
  }

  @Test func `a calendar says its times in UTC and folds long lines`() throws {
    let held = try session("09:00", "11:00", room: "R1, left; of the lift")
    let text = CalendarFile.text(
      [held], titles: ["c": String(repeating: "热线", count: 20)], zone: try Zone(named: "Asia/Shanghai"),
      stamp: try #require(Instant("2026-09-02T02:00:00Z")))
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines.contains("DTSTART:20260921T010000Z"))
    #expect(lines.contains("DTEND:20260921T030000Z"))
    #expect(lines.contains("LOCATION:R1\\, left\\; of the lift"))
    #expect(lines.allSatisfy { $0.utf8.count <= 75 })
    #expect(lines.last == "")
  }
}

@Suite struct GrowthTests {
  private static func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  @Test func `a rotation begins on its day, and ending it takes people back`() throws {
    let occasion = try house()
    let desk = RotationDesk(occasion)
    let planned = try desk.plan(
      "E1", post: "y", team: "T1", from: occasion.today, to: occasion.today.adding(days: 30), course: "")
    #expect(planned.state == .planned)
    #expect(throws: Refusal.self) {
      try desk.plan("E1", post: "z", team: "T1", from: occasion.today, to: occasion.today, course: "")
    }
    #expect(throws: Refusal.self) { try desk.move(planned.id, to: .ended, note: "") }
    #expect(try desk.move(planned.id, to: .begun, note: "").state == .begun)
    let workforce = WorkforceDesk(occasion)
    #expect(try workforce.person("E1").assignments.last?.post == "y")
    #expect(try desk.move(planned.id, to: .ended, note: "well done").state == .ended)
    #expect(try workforce.person("E1").assignments.last?.post == "x")
    let later = try desk.plan(
      "E2", post: "y", team: "T1", from: occasion.today.adding(days: 1), to: occasion.today.adding(days: 9),
      course: "")
    #expect(throws: Refusal.self) { try desk.move(later.id, to: .begun, note: "") }
    #expect(try desk.move(later.id, to: .dropped, note: "").state == .dropped)
  }

  @Test func `one mentor at a time, not oneself, not too many`() throws {
    let occasion = try house()
    let desk = MentorDesk(occasion)
    let (from, to) = (occasion.today, occasion.today.adding(days: 90))
    try desk.name("E2", for: "E1", from: from, to: to)
    #expect(throws: Refusal.self) { try desk.name("E2", for: "E1", from: to, to: to) }
    #expect(throws: Refusal.self) { try desk.name("E1", for: "E1", from: from, to: to) }
    #expect(throws: Refusal.self) { try desk.name("E9", for: "E1", from: from, to: to) }
    try desk.name("E2", for: "E1", from: to.adding(days: 1), to: to.adding(days: 9))
    #expect(try MentorRecords(occasion.database).all().count == 2)
  }

  @Test func `a bulletin is missing for those who have not confirmed it`() throws {
    let occasion = try house()
    let folder = Folder()
    try folder.write(
      "b.md", "---\nid: b1\ntitle.en: B\ntitle.zh-Hans: 通知\nposts: x\ndue: 2026-10-01\n---\nRead this.\n")
    let desk = BulletinDesk(occasion)
    _ = try desk.issue("\(folder.path)/b.md")
    _ = try desk.issue("\(folder.path)/b.md")
    #expect(try desk.missing("b1").map(\.id) == ["E1", "E2"])
    try desk.confirm("b1", staff: "E1")
    try desk.confirm("b1", staff: "E1")
    #expect(try desk.missing("b1").map(\.id) == ["E2"])
    let own = Occasion(
      occasion.workspace, actor: Actor(account: "li", roles: [.staff], staff: "E1"), now: now)
    #expect(throws: Refusal.self) { try BulletinDesk(own).confirm("b1", staff: "E2") }
    try folder.write("c.md", "---\nid: b1\ndue: soon\n---\n")
    let faults = #expect(throws: Faults.self) { _ = try desk.issue("\(folder.path)/c.md") }
    #expect(faults?.list.count == 5)
  }

  @Test func `a permit needs the scheme's courses`() throws {
    let occasion = try house()
    let folder = Folder()
    try folder.writeCourse()
    for language in ["en", "zh-Hans"] { try folder.writeLesson("01-a", language, id: "l1") }
    _ = try TrainingDesk(occasion).load(folders: [folder.path])
    let scheme =
      "{merit: 'training', id: 't', version: 1, from: '2023-01-01', title: 't', posts: ['x'], rules: [], permit: {courses: ['c']}}"
    _ = try SchemeDesk(occasion, kinds: [SchemeKind(TrainingScheme.self)]).load([
      ("t.json5", Array(scheme.utf8))
    ])
    let desk = PermitDesk(occasion)
    #expect(try desk.missing().map(\.id) == ["E1", "E2"])
    let refusal = #expect(throws: Refusal.self) { try desk.grant(["E1", "E9"]) }
    #expect(
      refusal?.summary == "no permit was granted: 'E1' has not completed c; nobody has the id 'E9'")
    _ = try TrainingDesk(occasion).attend(
      Self.table("course,staff,date,lesson,result\nc,E1,2026-07-01,l1,completed\n", Attendance.shape),
      options: IntakeOptions())
    #expect(try desk.grant(["E1"]).map(\.evidence) == ["c completed 2026-07-01"])
    #expect(try desk.missing().map(\.id) == ["E2"])
  }
}
