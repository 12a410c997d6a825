import Exams
import Formats
import SQLite
import Testing
import Workforce
import Workspace

private let start = Instant(seconds: 1_790_000_000)

/// A workspace with two people, eight questions and an exam of four that is open.
private struct House {
  let space: Workspace

  static let blueprint = """
    {merit: "blueprint", id: "b", version: 1, from: "2020-01-01", title: "B", bank: "bank", level: "five", minutes: 10, pass: 60,
     attempts: 2, wait_days: 7, rows: [{topic: "x", difficulty: "easy", count: 2, points: 3}, {topic: "x", count: 2, points: 2}]}
    """

  init(blueprint: String = House.blueprint, questions: Int = 8) throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Workforce.migrations + Exams.migrations)
    let occasion = at(start)
    func table(_ text: String, _ shape: TableShape) throws -> TableReader {
      try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
    }
    let desk = WorkforceDesk(occasion)
    _ = try desk.importOrganisation(
      table("unit,name,kind\nT1,t,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table("id,name,post,team,joined\nE1,a,x,T1,2024-01-01\nE2,b,x,T1,2024-01-01\n", Person.shape),
      options: IntakeOptions())
    _ = try SchemeDesk(occasion, kinds: [SchemeKind(Blueprint.self)]).load([
      ("b.json5", Array(blueprint.utf8))
    ])
    let path = "/tmp/merit-bank-\(UInt64.random(in: 0 ... .max))"
    try Folder.make(path, questions: questions)
    defer { Folder.remove(path) }
    _ = try BankDesk(occasion).load(["\(path)/bank"])
  }

  func at(_ moment: Instant) -> Occasion {
    Occasion(space, actor: Actor(account: "x", roles: [.administrator]), now: moment)
  }

  func open(seed: UInt64 = 7) throws -> ExamRoom {
    let desk = ExamDesk(at(start))
    let exam = try desk.create(blueprint: "b", named: nil, seed: seed)
    try desk.open(exam.id)
    return try ExamRoom(at(start), exam: exam.id)
  }
}

@Suite struct ExamTests {
  @Test func `a paper is the same for the same candidate and attempt, and has no question twice`() throws {
    let room = try House().open()
    let paper = room.paper(staff: "E1", attempt: 1)
    #expect(paper == room.paper(staff: "E1", attempt: 1))
    #expect(paper != room.paper(staff: "E1", attempt: 2) || paper != room.paper(staff: "E2", attempt: 1))
    #expect(Set(paper.map(\.question)).count == 4)
    #expect(paper.map(\.points).sorted() == [200, 200, 300, 300])
  }

  @Test func `the whole pool is reachable and fairly used`() throws {
    let room = try House().open()
    var counts: [String: Int] = [:]
    for number in 0..<400 {
      for item in room.paper(staff: "E\(number)", attempt: 1) { counts[item.question, default: 0] += 1 }
    }
    // Easy ones: 2 of 4 by the first row, else 2 of 6 by the second: 266.7 of 400; the others 133.3. Five standard deviations.
    for number in 0..<8 {
      #expect((number % 2 == 0 ? 220...313 : 87...180).contains(counts["q\(number)"] ?? 0))
    }
  }

  @Test func `rows that compete for the same questions are filled together`() throws {
    // Only four are easy: the first row must leave none of them to the second when it needs them.
    let house = try House(
      blueprint: House.blueprint.split(separator: "rows:")[0]
        + "rows: [{topic: \"x\", count: 4, points: 1}, {topic: \"x\", difficulty: \"easy\", count: 4, points: 1}]}"
    )
    let paper = try house.open().paper(staff: "E1", attempt: 1)
    #expect(Set(paper.map(\.question)).count == 8)
  }

  @Test func `a blueprint that cannot be filled says which row lacks how many`() throws {
    let house = try House(questions: 3)
    let refusal = #expect(throws: Refusal.self) {
      _ = try ExamDesk(house.at(start)).create(blueprint: "b", named: nil, seed: 1)
    }
    #expect(refusal?.code == .badData)
    #expect(refusal?.summary == "bank 'bank' cannot fill blueprint 'b': row 2 (x, any difficulty) lacks 1")
  }

  @Test func `a sitting that was cut off goes on with its answers, paper and clock`() throws {
    let house = try House()
    let room = try house.open()
    let first = try room.begin(staff: "E1", language: "en")
    try room.at(start.adding(seconds: 60)).keep(.choice([0]), place: 0, in: first.sitting)
    try room.at(start.adding(seconds: 70)).keep(.choice([1]), place: 0, in: first.sitting)
    // Another process opens the same exam later.
    let again = try ExamRoom(house.at(start.adding(seconds: 300)), exam: room.exam.id).begin(
      staff: "E1", language: "en")
    #expect(again.sitting.id == first.sitting.id)
    #expect(again.sitting.deadline == start.adding(seconds: 600))
    #expect(again.responses == [0: .choice([1])])
  }

  @Test func `the time limit is kept to the second, and what was in time counts`() throws {
    let house = try House()
    let room = try house.open()
    let sitting = try room.begin(staff: "E1", language: "en").sitting
    try room.at(start.adding(seconds: 599)).keep(.choice([0]), place: 0, in: sitting)
    #expect(throws: Refusal.self) {
      try room.at(start.adding(seconds: 600)).keep(.choice([0]), place: 1, in: sitting)
    }
    let records = ExamRecords(house.space.database)
    let outcome = try #require(try records.sittings(of: room.exam.id)[0].outcome)
    #expect(outcome.submitted == start.adding(seconds: 600))
    #expect(outcome.maximum == 1_000)
    #expect(throws: Refusal.self) {
      _ = try ExamRoom(house.at(start.adding(seconds: 700)), exam: room.exam.id).begin(
        staff: "E1", language: "en")
    }
  }

  @Test func `a clock turned back gives nobody more time`() throws {
    let house = try House()
    let room = try house.open()
    let sitting = try room.begin(staff: "E1", language: "en").sitting
    try room.at(start.adding(seconds: 500)).keep(.choice([0]), place: 0, in: sitting)
    try room.at(start.adding(seconds: 10)).keep(.choice([0]), place: 1, in: sitting)
    #expect(
      try ExamRecords(house.space.database).answers(sitting.id).map(\.at)
        == [500, 500].map { start.adding(seconds: $0) })
  }

  @Test func `a sitting nobody came back to is closed by whoever looks`() throws {
    let house = try House()
    let room = try house.open()
    _ = try room.begin(staff: "E1", language: "en")
    let results = try ExamDesk(house.at(start.adding(seconds: 601))).results(room.exam.id)
    #expect(results.sittings.map { $0.outcome?.score.description } == ["0.00"])
  }

  @Test func `a full paper is marked, and the journal's end is in the audit's keeping`() throws {
    let house = try House()
    let room = try house.open()
    let (sitting, _) = try room.begin(staff: "E1", language: "en")
    // In these questions the first answer of the bank is always right.
    for place in 0..<3 { try room.at(start.adding(seconds: 5)).keep(.choice([0]), place: place, in: sitting) }
    let result = try room.at(start.adding(seconds: 9)).submit(sitting)
    let paper = room.paper(staff: "E1", attempt: 1)
    #expect(result.points == paper.prefix(3).map(\.points) + [0])
    #expect(result.score == Score(part: paper.prefix(3).reduce(0) { $0 + $1.points }, of: 1_000))
    var head = AnswerChain.start(sitting: sitting.id)
    for answer in try ExamRecords(house.space.database).answers(sitting.id) {
      head = AnswerChain.head(
        after: head, sitting: sitting.id, place: answer.place, at: answer.at, response: answer.response)
      #expect(answer.head == head)
    }
    #expect(throws: Refusal.self) {
      try room.at(start.adding(seconds: 10)).keep(.choice([0]), place: 3, in: sitting)
    }
    #expect(throws: SQLiteError.self) {
      try house.space.database.execute("UPDATE answer SET response = 'c:0'")
    }
    #expect(throws: SQLiteError.self) { try house.space.database.execute("UPDATE sitting SET score = 10000") }
  }

  @Test func `a retake waits its days and ends with the attempts`() throws {
    let house = try House()
    let blueprint = try house.open().blueprint
    func attempt(_ finished: [(String, Bool)], _ today: String) throws -> Int {
      try Admission.attempt(
        after: finished.map { (try #require(CalendarDay($0.0)), $0.1) }, on: try #require(CalendarDay(today)),
        exam: "e",
        blueprint: blueprint)
    }
    #expect(try attempt([], "2026-08-01") == 1)
    #expect(throws: Refusal.self) { _ = try attempt([("2026-08-01", false)], "2026-08-07") }
    #expect(try attempt([("2026-08-01", false)], "2026-08-08") == 2)
    #expect(throws: Refusal.self) { _ = try attempt([("2026-08-01", true)], "2026-09-08") }
    #expect(throws: Refusal.self) {
      _ = try attempt([("2026-08-01", false), ("2026-08-09", false)], "2026-09-08")
    }
  }

  @Test func `a changed bank makes new versions and leaves an exam as it was`() throws {
    let house = try House()
    let room = try house.open()
    let before = room.paper(staff: "E1", attempt: 1)
    let path = "/tmp/merit-bank-\(UInt64.random(in: 0 ... .max))"
    try Folder.make(path, questions: 8, wording: "Reworded")
    defer { Folder.remove(path) }
    let outcome = try BankDesk(house.at(start)).load(["\(path)/bank"])
    #expect((outcome.changed, outcome.new) == (8, 0))
    let again = try ExamRoom(house.at(start), exam: room.exam.id)
    #expect(again.paper(staff: "E1", attempt: 1) == before)
    #expect(again.text(of: before[0], language: "en")?.stem.hasPrefix("Reworded") == false)
  }

  @Test func `answers given on paper are marked like any other, once`() throws {
    let house = try House()
    let room = try house.open()
    let paper = room.paper(staff: "E1", attempt: 1)
    let letters = paper.map { optionLetter($0.options.firstIndex(of: 0) ?? 0) }
    let text =
      "staff,date,place,answer\n" + letters.enumerated().map { "E1,2026-08-20,\($0 + 1),\($1)\n" }.joined()
    func take(_ text: String) throws -> IntakeOutcome {
      try ExamDesk(house.at(start)).importAnswers(
        room.exam.id, TableReader(bytes: Array(text.utf8), named: "a.csv", shape: AnswerSheets.shape),
        language: "en", dryRun: false)
    }
    #expect(try take(text).new == 4)
    let sittings = try ExamRecords(house.space.database).sittings(of: room.exam.id)
    #expect(sittings.map { $0.outcome?.score.description } == ["100.00"])
    #expect(try take(text).identical == 4)
    let other = text.split(separator: "\n").dropLast().joined(separator: "\n") + "\nE1,2026-08-20,9,A\n"
    let faults = #expect(throws: Faults.self) { _ = try take(other) }
    #expect(
      faults?.list.map(\.message).contains("the paper of 'E1' has 4 questions and no question 9") == true)
  }
}
