import Exams
import Formats
import SQLite
import Testing
import Workforce
import Workspace

@Suite struct RegradeTests {
  private func keys(_ text: String, _ house: House, _ exam: String) throws -> [(
    question: String, key: String
  )] {
    try RegradeDesk(house.at(start), exam: exam).keys(house.table("question,key\n" + text, RegradeDesk.shape))
  }

  @Test func `a new key supersedes marks and overwrites none`() throws {
    let house = try House()
    let room = try house.open()
    let id = room.exam.id
    let (first, _) = try house.sit("E1", room) { _ in .choice([0]) }
    let (second, _) = try house.sit("E2", room) { _ in .choice([1]) }
    let item = try #require(
      try room.paper(of: first).first { item in
        try room.paper(of: second).contains { $0.question == item.question }
      })
    let desk = RegradeDesk(house.at(start), exam: id)
    let changes = try desk.regrade(
      try keys("\(item.question),B\n", house, id), neverLowers: false, reason: "wrong key")
    let byPerson = Dictionary(changes.map { ($0.sitting.staff, $0) }) { first, _ in first }
    let worth = item.points
    #expect(byPerson["E1"]?.points == 1_000 - worth)
    let other = try #require(try room.paper(of: second).first { $0.question == item.question })
    #expect(byPerson["E2"]?.points == other.points)
    let records = SittingRecords(house.space.database)
    #expect(try records.history(first.id).map(\.cause) == ["submission", "regrade"])
    #expect(try records.history(first.id).map(\.points) == [1_000, 1_000 - worth])
    #expect(try records.sitting(first.id).outcome?.revision == 2)
    // The same key again changes nothing, and later sittings are marked by it at once.
    #expect(
      try desk.regrade(try keys("\(item.question),B\n", house, id), neverLowers: false, reason: "again")
        .isEmpty)
    #expect(try ProofDesk(house.at(start)).prove(first.id).holds)
    #expect(throws: SQLiteError.self) { try house.space.database.execute("DELETE FROM place_mark") }
  }

  @Test
  func `credit for all reaches those who left it blank, and nobody falls where marks are never lowered`()
    throws
  {
    let house = try House()
    let room = try house.open()
    let id = room.exam.id
    let (blank, _) = try house.sit("E1", room) { _ in nil }
    let (right, _) = try house.sit("E2", room) { _ in .choice([0]) }
    let question = try #require(try room.paper(of: blank).first).question
    let desk = RegradeDesk(house.at(start), exam: id)
    let raised = try desk.regrade(
      try keys("\(question),*\n", house, id), neverLowers: true, reason: "ambiguous")
    #expect(raised.map(\.sitting.staff) == ["E1"])
    let shared = try #require(try room.paper(of: right).first)
    let lowered = try desk.regrade(
      try keys("\(shared.question),C\n", house, id), neverLowers: true, reason: "other")
    #expect(!lowered.contains { $0.sitting.staff == "E2" })
    #expect(try SittingRecords(house.space.database).sitting(right.id).outcome?.points == 1_000)
  }

  @Test func `all faults of a key come at once`() throws {
    let house = try House()
    let id = try house.open().exam.id
    let faults = #expect(throws: Faults.self) { _ = try keys("q0,Z\nnone,A\nq1,B\nq1,C\n", house, id) }
    #expect(
      faults?.list.map(\.message) == [
        "key 'Z' is not letters from A to C, each once",
        "exam 'b-1' has no question 'none'; see: merit exam analyse b-1",
        "question 'q1' stands twice; keep one row",
      ])
    #expect(throws: Refusal.self) { _ = try keys("", house, id) }
  }

  @Test(arguments: [
    ("Q{=a ~b ~c}", "B", "b", 2_520), ("Q{=a ~b ~c}", "AB", "a", 2_520), ("Q{=a ~b ~c}", "AB", "c", 0),
    ("Q{~%50%a ~%50%b ~%-100%c}", "BC", "BC", 2_520), ("Q{~%50%a ~%50%b ~%-100%c}", "BC", "A", 0),
    ("Q{T}", "F", "F", 2_520), ("Q{=cat}", "dog|hound", "hound", 2_520), ("Q{=cat}", "dog", "cat", 0),
    ("Q{#5}", "7:0.5", "6.5", 2_520), ("Q{#5}", "7:0.5", "5", 0),
  ])
  func `a changed key marks by itself alone`(_ gift: String, _ key: String, _ typed: String, _ parts: Int)
    throws
  {
    let entries = GIFT.read(Array(gift.utf8), named: "q").entries
    guard case .question(let text)? = entries.first else { throw CancellationError() }
    let question = Question(
      id: "q", version: 1, bank: "k", type: text.typeName, level: 5, topic: "x", difficulty: .easy,
      lesson: "l",
      texts: ["en": text])
    let changed = try #require(try KeyChange.apply(key, to: question).text(in: "en"))
    let response = try ResponseReading.read(typed, to: changed, options: Array(0..<5))
    #expect(Marking.credit(for: response, to: changed).parts == parts)
  }

  @Test func `an appeal that is upheld gives one place new points`() throws {
    let house = try House()
    let room = try house.open()
    let (sitting, _) = try house.sit("E1", room) { _ in .choice([1]) }
    let own = Occasion(house.space, actor: Actor(account: "c", roles: [.staff], staff: "E1"), now: start)
    let number = try ResultDesk(own).appeal(sitting.id, place: 2, text: "B is right too")
    #expect(throws: Refusal.self) {
      try ResultDesk(own).decide(number, isUpheld: true, points: 100, reason: "me")
    }
    let desk = ResultDesk(house.at(start))
    #expect(throws: Refusal.self) {
      try desk.decide(number, isUpheld: true, points: 9_999, reason: "too much")
    }
    try desk.decide(number, isUpheld: true, points: 150, reason: "fair")
    #expect(throws: Refusal.self) { try desk.decide(number, isUpheld: false, points: nil, reason: "again") }
    let outcome = try #require(try SittingRecords(house.space.database).sitting(sitting.id).outcome)
    #expect(outcome.points == 150 && outcome.cause == .appeal)
    #expect(try desk.appeals(room.exam.id).map(\.decision?.isUpheld) == [true])
  }

  @Test func `a sitting that runs while a key changes is marked by the new one`() throws {
    let house = try House()
    let room = try house.open()
    let (sitting, _) = try room.begin(staff: "E1", language: "en", holder: "a")
    let paper = try room.paper(of: sitting)
    for place in paper.indices { try room.keep(.choice([1]), place: place, in: sitting, holder: "a") }
    _ = try RegradeDesk(house.at(start), exam: room.exam.id).regrade(
      paper.map { ($0.question, "B") }, neverLowers: false, reason: "keyed wrongly")
    #expect(try room.submit(sitting).total == 1_000)
    #expect(try ProofDesk(house.at(start)).prove(sitting.id).holds)
  }

  @Test func `marks that were spared still prove, and what an appeal gave outlasts a regrade`() throws {
    let house = try House()
    let room = try house.open()
    let (sitting, _) = try house.sit("E1", room) { _ in .choice([0]) }
    let question = try #require(try room.paper(of: sitting).first).question
    let desk = RegradeDesk(house.at(start), exam: room.exam.id)
    #expect(try desk.regrade([(question, "C")], neverLowers: true, reason: "other").isEmpty)
    #expect(try ProofDesk(house.at(start)).prove(sitting.id).holds)
    let results = ResultDesk(house.at(start))
    let number = try results.appeal(sitting.id, place: 1, text: "half")
    try results.decide(number, isUpheld: true, points: 50, reason: "half")
    let second = try #require(try room.paper(of: sitting).dropFirst().first).question
    _ = try desk.regrade([(second, "*")], neverLowers: false, reason: "all")
    #expect(try SittingRecords(house.space.database).marks(sitting.id)[1].points == 50)
    #expect(try ProofDesk(house.at(start)).prove(sitting.id).holds)
  }

  @Test func `nobody decides about their own sitting, and an annulled one comes back by no appeal`() throws {
    let house = try House()
    let room = try house.open()
    let (sitting, _) = try house.sit("E1", room) { _ in .choice([1]) }
    let own = Occasion(house.space, actor: Actor(account: "e", roles: [.examiner], staff: "E1"), now: start)
    let number = try ResultDesk(own).appeal(sitting.id, place: 0, text: "mine")
    #expect(throws: Refusal.self) {
      try ResultDesk(own).decide(number, isUpheld: true, points: 100, reason: "x")
    }
    #expect(throws: Refusal.self) { try ExamDesk(own).annul(sitting.id, reason: "x") }
    #expect(throws: Refusal.self) { _ = try ExamDesk(own).extend(sitting.id, minutes: 5, reason: "x") }
    #expect(throws: Refusal.self) { _ = try ProofDesk(own).prove(sitting.id) }
    let desk = ResultDesk(house.at(start))
    #expect(throws: Refusal.self) {
      try desk.decide(number, isUpheld: true, points: nil, reason: "no points")
    }
    try ExamDesk(house.at(start)).annul(sitting.id, reason: "notes")
    #expect(throws: Refusal.self) { try desk.decide(number, isUpheld: true, points: 100, reason: "x") }
    try desk.decide(number, isUpheld: false, points: nil, reason: "annulled")
  }
}
