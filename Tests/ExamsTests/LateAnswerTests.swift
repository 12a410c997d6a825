import Exams
import Formats
import SQLite
import Testing
import Workforce
import Workspace

@Suite struct LateAnswerTests {
  fileprivate static func entry(_ sequence: Int, _ place: Int, _ response: Response) -> LineEntry {
    SittingLineTests.entry(sequence, place: place, response)
  }

  /// One question of each type, ten minutes and two of grace; everything that marks itself was answered wrongly in time.
  private struct Case {
    let house: House
    let exam: String
    let sitting: Sitting
    let places: [String: Int]

    init(essay: String? = nil) throws {
      let (house, room) = try TypeHouse.open()
      self.house = house
      exam = room.exam.id
      let client = try TypeHouse.client(house, exam)
      sitting = try client.begin(staff: "E1", language: "en", holder: "h").sitting
      places = Dictionary(
        try room.paper(of: sitting).enumerated().map { ($1.question, $0) }
      ) { first, _ in first }
      var sequence = 0
      for (question, response) in [
        ("tf", Response.truth(false)), ("sa", .text("no")), ("nu", .text("1")),
        ("es", essay.map { .text($0) } ?? .blank),
      ] {
        sequence += 1
        _ = try line(after: 60).append([LateAnswerTests.entry(sequence, places[question] ?? 0, response)])
      }
    }

    func line(after seconds: Int, holder: String = "h") throws -> SittingLine {
      try SittingLine(TypeHouse.client(house, exam, after: seconds), sitting: sitting.id, holder: holder)
    }

    var records: SittingRecords { SittingRecords(house.space.database) }
    var desk: LateAnswerDesk { LateAnswerDesk(house.at(start.adding(seconds: 5_000))) }

    /// Gives the drill its points, so that the sitting has a result.
    func mark(_ points: Int, drill: Bool = true, by name: String = "m") throws {
      let desk = try MarkingDesk(
        Occasion(house.space, actor: Actor(account: name, roles: [.examiner]), now: start), exam: exam)
      for script in try desk.queue() where script.isDrill == drill {
        try desk.rate(script, points: points, lines: [], comment: "")
      }
    }
  }

  private static func entry(_ sequence: Int, _ question: String, _ held: Case, _ response: Response)
    -> LineEntry
  {
    entry(sequence, held.places[question] ?? 0, response)
  }

  // The deadline is after 600 seconds, the grace over after 720.
  @Test(arguments: [(599, 0, false), (600, 0, true), (719, 0, true), (720, 1, false), (5_000, 1, false)])
  func `what arrives in the grace counts and is called late, what arrives after it stands beside`(
    _ seconds: Int, _ beside: Int, _ isLate: Bool
  ) throws {
    let held = try Case()
    let standing = try held.line(after: seconds).append([Self.entry(5, "tf", held, .truth(true))])
    #expect(standing.kept == 5 && standing.late == beside && standing.isOver == (beside > 0))
    _ = try held.line(after: seconds).submit(through: 5)
    try held.mark(0)
    let sitting = try held.records.sitting(held.sitting.id)
    #expect(sitting.outcome?.points == (beside > 0 ? 0 : 100))
    #expect(sitting.isLate == isLate)
    #expect(try held.records.journal(sitting.id).count == (beside > 0 ? 4 : 5))
    // Sent again it is skipped.
    #expect(
      try held.line(after: 6_000).append([Self.entry(5, "tf", held, .truth(true))]).late == beside)
    #expect(try ProofDesk(held.house.at(start)).prove(sitting.id).holds)
  }

  @Test func `what comes after the submission stands beside it, whichever client sends it`() throws {
    let held = try Case()
    _ = try held.line(after: 70).submit(through: 4)
    let one = try held.line(after: 80).append([Self.entry(5, "tf", held, .truth(true))])
    let other = try held.line(after: 90, holder: "other").append([Self.entry(1, "nu", held, .text("4711"))])
    #expect((one.late, other.late, other.kept) == (1, 2, 1))
    let late = try #require(try held.desk.list(held.exam).first)
    #expect(late.answers.map(\.holder) == ["h", "other"] && late.undecided == 2)
    #expect(late.answers.map(\.received) == [80, 90].map { start.adding(seconds: $0) })
    #expect(throws: SQLiteError.self) {
      try held.house.space.database.execute("UPDATE late_answer SET response = 'b:0'")
    }
    #expect(throws: SQLiteError.self) { try held.house.space.database.execute("DELETE FROM late_answer") }
  }

  @Test func `accepted, it is marked like what came in time, once and with a reason`() throws {
    let held = try Case()
    _ = try held.line(after: 70).submit(through: 4)
    try held.mark(300)
    #expect(try held.records.sitting(held.sitting.id).outcome?.points == 300)
    _ = try held.line(after: 900).append([
      Self.entry(5, "tf", held, .truth(true)), Self.entry(6, "sa", held, .text("wrong")),
      Self.entry(7, "sa", held, .text("SECRET")),
    ])
    let change = try #require(
      try held.desk.decide(held.sitting.id, isAccepted: true, reason: "the line was down"))
    #expect(change.points == 500)
    let history = try held.records.history(held.sitting.id)
    #expect(history.map(\.cause) == ["marking", "late"] && history.last?.reason == "the line was down")
    #expect(try held.records.responses(held.sitting.id)[held.places["sa"] ?? 0] == .text("SECRET"))
    #expect(try ProofDesk(held.house.at(start)).prove(held.sitting.id).holds)
    #expect(try held.records.journalFaults().isEmpty)
    #expect(throws: Refusal.self) {
      try held.desk.decide(held.sitting.id, isAccepted: false, reason: "again")
    }
    // A later key is laid upon the accepted answer too.
    let changes = try RegradeDesk(held.house.at(start), exam: held.exam).regrade(
      [("sa", "no")], neverLowers: false, reason: "keyed wrongly")
    #expect(changes.map(\.points) == [400])
    #expect(try ProofDesk(held.house.at(start)).prove(held.sitting.id).holds)
    // The candidate reads what counted.
    try ExamDesk(held.house.at(start)).release(held.exam)
    let places = try ResultDesk(held.house.at(start)).review(held.sitting.id).places
    #expect(places.first { $0.item.question == "sa" }?.response == .text("SECRET"))
  }

  @Test func `rejected, it changes nothing, and what comes later is decided anew`() throws {
    let held = try Case()
    _ = try held.line(after: 70).submit(through: 4)
    try held.mark(300)
    _ = try held.line(after: 900).append([Self.entry(5, "tf", held, .truth(true))])
    #expect(try held.desk.decide(held.sitting.id, isAccepted: false, reason: "no cause") == nil)
    #expect(try held.records.sitting(held.sitting.id).outcome?.points == 300)
    #expect(try held.line(after: 900).append([Self.entry(6, "nu", held, .text("4711"))]).late == 1)
    #expect(try held.desk.decide(held.sitting.id, isAccepted: true, reason: "proved")?.points == 400)
    // The rejected answer stays out.
    #expect(try held.records.responses(held.sitting.id)[held.places["tf"] ?? 0] == .truth(false))
    let late = try #require(try held.desk.list(held.exam).first)
    #expect(late.decisions.map(\.isAccepted) == [false, true] && late.undecided == 0)
  }

  @Test func `a text that came late waits for markers, and the result stands until they are done`() throws {
    let held = try Case(essay: "First.")
    _ = try held.line(after: 70).submit(through: 4)
    try held.mark(300)
    try held.mark(200, drill: false)
    #expect(try held.records.sitting(held.sitting.id).outcome?.points == 500)
    _ = try held.line(after: 900).append([
      Self.entry(5, "es", held, .text("First, and the rest.")), Self.entry(6, "tf", held, .truth(true)),
    ])
    #expect(try held.desk.decide(held.sitting.id, isAccepted: true, reason: "the line was down") == nil)
    #expect(try held.records.sitting(held.sitting.id).outcome?.points == 500)
    #expect(try ProofDesk(held.house.at(start)).prove(held.sitting.id).holds)
    let queue = try MarkingDesk(
      Occasion(held.house.space, actor: Actor(account: "m", roles: [.examiner]), now: start),
      exam: held.exam
    ).queue()
    #expect(queue.map(\.answer) == ["First, and the rest."])
    // The same marker reads the longer text.
    try held.mark(900, drill: false)
    let outcome = try #require(try held.records.sitting(held.sitting.id).outcome)
    #expect(outcome.points == 1_300 && outcome.cause == .late)
    #expect(try ProofDesk(held.house.at(start)).prove(held.sitting.id).holds)
    #expect(
      try MarkingDesk(held.house.at(start), exam: held.exam).queue().isEmpty)
  }

  @Test func `an empty text that came late is marked by people too`() throws {
    let held = try Case()
    _ = try held.line(after: 70).submit(through: 4)
    try held.mark(300)
    _ = try held.line(after: 900).append([Self.entry(5, "es", held, .text("Late words."))])
    #expect(try held.desk.decide(held.sitting.id, isAccepted: true, reason: "x") == nil)
    try held.mark(700, drill: false)
    #expect(try held.records.sitting(held.sitting.id).outcome?.points == 1_000)
  }

  @Test func `late answers to a sitting that people have still to mark join those in time`() throws {
    let held = try Case(essay: "Words.")
    _ = try held.line(after: 70).submit(through: 4)
    _ = try held.line(after: 900).append([Self.entry(5, "tf", held, .truth(true))])
    #expect(try held.desk.decide(held.sitting.id, isAccepted: true, reason: "x") == nil)
    try held.mark(300)
    try held.mark(200, drill: false)
    let outcome = try #require(try held.records.sitting(held.sitting.id).outcome)
    #expect(outcome.points == 600 && outcome.cause == .marking)
    #expect(try ProofDesk(held.house.at(start)).prove(held.sitting.id).holds)
  }

  @Test func `what an appeal gave stays, and an annulled sitting takes nothing`() throws {
    let held = try Case()
    _ = try held.line(after: 70).submit(through: 4)
    try held.mark(300)
    let results = ResultDesk(held.house.at(start))
    let number = try results.appeal(held.sitting.id, place: held.places["tf"], text: "half")
    try results.decide(number, isUpheld: true, points: 50, reason: "half")
    _ = try held.line(after: 900).append([Self.entry(5, "tf", held, .truth(true))])
    #expect(try held.desk.decide(held.sitting.id, isAccepted: true, reason: "x")?.points == 350)
    try ExamDesk(held.house.at(start)).annul(held.sitting.id, reason: "notes")
    _ = try held.line(after: 900).append([Self.entry(6, "nu", held, .text("4711"))])
    #expect(throws: Refusal.self) {
      try held.desk.decide(held.sitting.id, isAccepted: true, reason: "x")
    }
    try held.desk.decide(held.sitting.id, isAccepted: false, reason: "annulled")
  }

  @Test func `examiners decide, others' sittings only`() throws {
    let held = try Case()
    _ = try held.line(after: 900).append([Self.entry(5, "tf", held, .truth(true))])
    func desk(_ roles: Set<Role>, staff: String? = nil) -> LateAnswerDesk {
      LateAnswerDesk(
        Occasion(held.house.space, actor: Actor(account: "z", roles: roles, staff: staff), now: start))
    }
    #expect(try desk([.trainer]).list(held.exam).count == 1)
    #expect(throws: Refusal.self) { _ = try desk([.staff]).list(held.exam) }
    #expect(throws: Refusal.self) {
      try desk([.trainer]).decide(held.sitting.id, isAccepted: true, reason: "x")
    }
    #expect(throws: Refusal.self) {
      try desk([.examiner], staff: "E1").decide(held.sitting.id, isAccepted: true, reason: "x")
    }
    #expect(throws: Refusal.self) { try desk([.examiner]).decide(99, isAccepted: true, reason: "x") }
  }
}
