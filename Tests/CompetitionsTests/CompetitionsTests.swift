import Competitions
import Formats
import Testing
import Workspace

@Suite struct PanelTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let marks: [Int]
    let drop: Int
    let mean: String?
    var testDescription: String { "\(marks) drop \(drop)" }
  }

  // Marks in hundredths. Two: mean. Three: the closest two, of equal distance the higher two (IJRU manual 3.0.0).
  // Nine: figure skating's 9.50 10 9.75 9.75 9.50 9.75 10 9.50 9.75 → 68/7 (quality-kpi-pay.md §5).
  @Test(arguments: [
    Example(marks: [], drop: 1, mean: nil), Example(marks: [900], drop: 1, mean: "9.000000"),
    Example(marks: [900, 950], drop: 1, mean: "9.250000"),
    Example(marks: [700, 900, 950], drop: 1, mean: "9.250000"),
    Example(marks: [700, 750, 950], drop: 1, mean: "7.250000"),
    Example(marks: [700, 800, 900], drop: 1, mean: "8.500000"),
    Example(marks: [700, 800, 900, 1_000], drop: 1, mean: "8.500000"),
    Example(marks: [700, 800, 900, 1_000], drop: 0, mean: "8.500000"),
    Example(marks: [100, 800, 810, 820], drop: 1, mean: "8.050000"),
    Example(marks: [950, 1_000, 975, 975, 950, 975, 1_000, 950, 975], drop: 1, mean: "9.714286"),
    Example(marks: [700, 800, 900, 1_000], drop: 5, mean: "8.500000"),
    Example(marks: [750, 700, 750, 700, 750, 800, 650], drop: 2, mean: "7.333333"),
  ])
  func `a panel is trimmed and averaged exactly`(_ example: Example) {
    let mark = Panel.mark(example.marks.compactMap { Ratio(Int128($0), 100) }, drop: example.drop)
    #expect(mark?.text(places: 6) == example.mean)
  }
}

@Suite struct RankingTests {
  private static let rules =
    "{merit: 'contest', id: 'c', version: 1, from: '2026-01-01', title: 'c', held: '2026-09-01', stages: [{id: 'a', title: 'a', weight: 60, drop: 0}, {id: 'b', title: 'b', weight: 40, full: 10, drop: 0}], tie_breaks: ['a', 'b'], points: ['3']}"

  private func standings(_ marks: [(String, Int, Int)], ties: Bool = true) throws -> [String] {
    let text = ties ? Self.rules : Self.rules.split(separator: "'a', 'b'").joined(separator: "")
    let contest = try Contest.read(Array(text.utf8), named: "c")
    let all = marks.flatMap { entrant, a, b in
      [
        JudgeMark(stage: "a", entrant: entrant, judge: "J", criterion: "", mark: a * 10_000),
        JudgeMark(stage: "b", entrant: entrant, judge: "J", criterion: "", mark: b * 10_000),
      ]
    }
    return Ranking.standings(contest, marks: all).map {
      "\($0.rank ?? 0) \($0.entrant) \($0.total?.text(places: 2) ?? "-") \($0.tieBreak ?? "-")"
    }
  }

  @Test func `totals rank, ties are broken by the chain and say where`() throws {
    // x: 0.6·80 + 0.4·60 = 72; y: 0.6·60 + 0.4·90 = 72; z: 60.
    #expect(
      try standings([("z", 60, 6), ("y", 60, 9), ("x", 80, 6)]) == [
        "1 x 72.00 a", "2 y 72.00 a", "3 z 60.00 -",
      ])
  }

  @Test func `what nothing parts shares a rank, and the next stays empty`() throws {
    #expect(
      try standings([("a", 90, 9), ("c", 80, 6), ("b", 80, 6), ("d", 10, 1)]) == [
        "1 a 90.00 -", "2 b 72.00 -", "2 c 72.00 -", "4 d 10.00 -",
      ])
    #expect(try standings([("x", 80, 6), ("y", 60, 9)], ties: false) == ["1 x 72.00 -", "1 y 72.00 -"])
  }

  @Test func `an entrant without a stage is listed and not ranked`() throws {
    let contest = try Contest.read(Array(Self.rules.utf8), named: "c")
    let marks = [JudgeMark(stage: "a", entrant: "x", judge: "J", criterion: "", mark: 90_0000)]
    let standing = try #require(Ranking.standings(contest, marks: marks).first)
    #expect(standing.rank == nil)
    #expect(standing.total == nil)
    #expect(standing.stages.map { $0.panel?.text(places: 0) } == ["90", nil])
  }

  @Test func `marks that cannot be are all named`() throws {
    let contest = try Contest.read(Array(Self.rules.utf8), named: "c")
    let table = try TableReader(
      bytes: Array("stage,entrant,judge,mark\na,x,J1,101\nq,x,J1,5\nb,x,J1,11\na,y,J1,5\na,y,J1,6\n".utf8),
      named: "m.csv", shape: JudgeMark.shape)
    _ = try JudgeMark.read(table, contest: contest)
    #expect(
      table.faults.list.map(\.message) == [
        "'101' is outside 0.0000 to 100.0000", "'q' is no stage of this contest (a, b)",
        "'11' is outside 0.0000 to 10.0000",
        "judge 'J1' marked 'y' here on line 5 already; keep one",
      ])
  }
}
