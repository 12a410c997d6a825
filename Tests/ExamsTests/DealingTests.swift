import Exams
import Formats
import SQLite
import Testing
import Workspace

/// A blueprint of two rows of three out of ten each.
private func blueprint(spread: String = "2") throws -> Blueprint {
  let text = """
    {merit: "blueprint", id: "b", version: 1, from: "2020-01-01", title: "B", bank: "k", level: "five", minutes: 10, pass: 60,
     spread: \(spread), rows: [{topic: "x", count: 3, points: 4}, {topic: "y", count: 3, points: 6}]}
    """
  return try Blueprint.read(Array(text.utf8), named: "b.json5")
}

private func question(_ id: String, topic: String) -> Question {
  Question(
    id: id, version: 1, bank: "k", type: "multichoice", level: 5, topic: topic, difficulty: .medium,
    lesson: "l",
    texts: [:])
}

/// Ten questions of each topic whose facilities run from 30 % to 84 %.
private func pool() -> Pool {
  let rows = ["x", "y"].map { topic in (0..<10).map { question("\(topic)\($0)", topic: topic) } }
  var facility: [String: Int] = [:]
  for row in rows {
    for (place, question) in row.enumerated() { facility[question.id] = 3_000 + 600 * place }
  }
  return Pool(rows: rows, facility: facility)
}

@Suite struct DealingTests {
  private func dealing(_ blueprint: Blueprint, _ seed: UInt64 = 5, used: [Int]? = nil) -> Dealing {
    let pool = pool()
    return Dealing(
      exam: "e", seed: seed, blueprint: blueprint, pool: pool, used: used ?? pool.questions.map { _ in 0 })
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5])
  func `no two papers differ by more than the bound, and every question is used`(_ seed: UInt64) throws {
    var dealing = dealing(try blueprint(), seed)
    let papers = (0..<300).map { dealing.deal(staff: "E\($0)", attempt: 1, seen: []) }
    let facilities = papers.map(\.facility)
    #expect((facilities.max() ?? 0) - (facilities.min() ?? 0) <= 200)
    for paper in papers { #expect(Set(paper.items.map(\.question)).count == 6) }
    // 300 papers of 3 out of 10: each question on 90; balance pulls the extreme ones apart a little.
    #expect(dealing.used.allSatisfy { (60...120).contains($0) })
    // Σ 3·4·f + 3·6·f over 30 points is the pool's mean: 5 700.
    #expect(dealing.targetFacility == 5_700)
  }

  @Test func `the expected facility is that of the questions on the paper`() throws {
    var dealing = dealing(try blueprint())
    let paper = dealing.deal(staff: "E1", attempt: 1, seen: [])
    let sum = paper.items.reduce(0) {
      $0 + ($1.points / 100) * (3_000 + 600 * (Int($1.question.dropFirst()) ?? 0))
    }
    #expect(paper.facility == (sum + 15) / 30)
  }

  @Test func `the same seed, order and history give the same papers`() throws {
    var (a, b) = (dealing(try blueprint()), dealing(try blueprint()))
    for number in 0..<20 {
      #expect(
        a.deal(staff: "E\(number)", attempt: 1, seen: []).items
          == b.deal(staff: "E\(number)", attempt: 1, seen: []).items)
    }
    var c = dealing(try blueprint(), 6)
    var d = dealing(try blueprint(), 5)
    #expect(
      c.deal(staff: "E1", attempt: 1, seen: []).items != d.deal(staff: "E1", attempt: 1, seen: []).items)
  }

  @Test func `what somebody has seen comes last`() throws {
    var dealing = dealing(try blueprint(spread: "100"))
    var seen: Set<String> = []
    for attempt in 1...3 {
      let paper = Set(dealing.deal(staff: "E1", attempt: attempt, seen: seen).items.map(\.question))
      #expect(seen.isDisjoint(with: paper))
      seen.formUnion(paper)
    }
    // Nine of ten are seen in each row: the tenth is on the fourth paper.
    let fourth = Set(dealing.deal(staff: "E1", attempt: 4, seen: seen).items.map(\.question))
    #expect(fourth.subtracting(seen).count == 2)
  }

  @Test func `the least used come first`() throws {
    let used = pool().questions.map {
      $0.id.hasSuffix("0") || $0.id.hasSuffix("4") || $0.id.hasSuffix("9") ? 0 : 7
    }
    var dealing = dealing(try blueprint(spread: "100"), used: used)
    let paper = dealing.deal(staff: "E1", attempt: 1, seen: [])
    #expect(Set(paper.items.map(\.question)) == ["x0", "x4", "x9", "y0", "y4", "y9"])
  }

  @Test(arguments: [
    // Nothing known; all of 20 right, drawn halfway; 300 of 1 000 points in 100 sittings: (3000·100 + 6500·20) ÷ 120.
    (0, 0, 0, 6_500, 6_500), (2_000, 2_000, 20, 6_500, 8_250), (300, 1_000, 100, 6_500, 3_583),
    (-5, 100, 20, 4_500, 2_250),
  ])
  func `an expected facility is measured as far as it was sat`(
    _ earned: Int, _ maximum: Int, _ sittings: Int, _ prior: Int, _ expected: Int
  ) {
    #expect(
      ExpectedFacility.estimate(earned: earned, of: maximum, sittings: sittings, prior: prior) == expected)
  }

  @Test func `a paper is kept and read back, and anything else is refused`() throws {
    let blueprint = try blueprint()
    var dealing = dealing(blueprint)
    let items = dealing.deal(staff: "E1", attempt: 1, seen: []).items
    #expect(Paper.items(stored: Paper.stored(items), blueprint: blueprint) == items)
    #expect(Paper.items(stored: "x0|1|2|", blueprint: blueprint) == nil)
    #expect(Paper.items(stored: "x0|1", blueprint: blueprint) == nil)
  }

  @Test func `an exam whose papers would differ too much is not made`() throws {
    // One row over easy and medium questions, two points of facility apart: of two questions papers differ by 10 %.
    let house = try House(
      blueprint: """
        {merit: "blueprint", id: "b", version: 1, from: "2020-01-01", title: "B", bank: "bank", level: "five", minutes: 10, pass: 60,
         spread: 5, rows: [{topic: "x", count: 7, points: 1}]}
        """)
    // Seven of eight: with or without one easy question is 20 ÷ 7 = 2.86 %.
    #expect(throws: Never.self) { _ = try house.open() }
    let narrow = try House(
      blueprint: """
        {merit: "blueprint", id: "b", version: 1, from: "2020-01-01", title: "B", bank: "bank", level: "five", minutes: 10, pass: 60,
         spread: 1, rows: [{topic: "x", count: 7, points: 1}]}
        """)
    let refusal = #expect(throws: Refusal.self) { _ = try narrow.open() }
    #expect(
      refusal?.summary
        == "papers of blueprint 'b' would differ by 2.86 % in expected facility, and it allows 1.00 %")
  }

  @Test func `every paper of a released exam is dealt again from its seed`() throws {
    let house = try House()
    let room = try house.open(seed: 11)
    for staff in ["E2", "E1", "E3"] { try house.sit(staff, room) { _ in .choice([1]) } }
    let occasion = house.at(start.adding(seconds: 8 * 86_400))
    let later = try ExamRoom(occasion, exam: room.exam.id)
    try house.sit("E1", later) { _ in .choice([0]) }
    try ExamDesk(occasion).release(room.exam.id)
    let found = try ProofDesk(occasion).verify(room.exam.id)
    #expect(found.seed == 11 && found.papers == 4 && found.different.isEmpty)
    // A question put on a paper behind the seed's back shows.
    try house.space.database.execute("DROP TRIGGER paper_no_update")
    try house.space.database.execute("UPDATE paper SET items = replace(items, '|1|0|', '|1|1|') WHERE id = 2")
    #expect(try ProofDesk(occasion).verify(room.exam.id).different == ["E1 1"])
  }
}
