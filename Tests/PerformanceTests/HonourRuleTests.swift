import Formats
import Performance
import Testing
import Workspace

/// Who is honoured by which rule; every list is worked out by hand from the candidates beside it.
@Suite struct HonourRuleTests {
  private let q3 = Quarter(number: 2026 * 4 + 2)

  private func honour(_ keys: String) throws -> Honour {
    let text =
      "{merit: 'honours', id: 'x', version: 1, from: '2026-01-01', title: 'x', honours: [{id: 'h', title: 'h', \(keys)}]}"
    return try #require(try HonourScheme.read(Array(text.utf8), named: "x").honours.first)
  }

  private func candidate(
    _ id: String, _ total: Int? = nil, _ change: (inout HonourCandidate) -> Void = { _ in },
    joined: String = "2020-01-01", post: String = "agent"
  ) -> HonourCandidate {
    var candidate = HonourCandidate(
      staff: id, name: id, post: post, joined: CalendarDay(joined) ?? CalendarDay(number: 0))
    candidate.total = total.map(Score.init(hundredths:))
    candidate.grade = total.map { $0 >= 90_00 ? "A" : "B" }
    change(&candidate)
    return candidate
  }

  private func standing(_ keys: String, _ candidates: [HonourCandidate]) throws -> [String] {
    try honour(keys).proposals(candidates, in: q3).map { one in
      ([one.staff, one.rank.map(String.init) ?? "–"] + (one.isProposed ? ["yes"] : [])
        + (one.isTied ? ["tied"] : []) + one.against.map { "(\($0.en))" }).joined(separator: " ")
    }
  }

  @Test func `the star goes to the best totals, as many as there are places`() throws {
    let people = [candidate("E0", 85_00), candidate("E1", 92_00), candidate("E2", 88_00), candidate("E3")]
    #expect(try standing("rule: 'star', places: 2", people) == ["E1 1 yes", "E2 2 yes", "E0 3"])
  }

  @Test func `a tie across the last place gives it to all or to nobody`() throws {
    let people = [
      candidate("E0", 92_00), candidate("E1", 88_00), candidate("E2", 88_00), candidate("E3", 80_00),
    ]
    #expect(
      try standing("rule: 'star', places: 2, ties: 'all'", people) == [
        "E0 1 yes", "E1 2 yes", "E2 2 yes", "E3 4",
      ])
    #expect(
      try standing("rule: 'star', places: 2, ties: 'none'", people) == [
        "E0 1 yes", "E1 2 tied", "E2 2 tied", "E3 4",
      ])
    #expect(
      try standing("rule: 'star', places: 2", people) == ["E0 1 yes", "E1 2 tied", "E2 2 tied", "E3 4"])
    // Within the places a tie is none.
    #expect(
      try standing("rule: 'star', places: 3", people) == ["E0 1 yes", "E1 2 yes", "E2 2 yes", "E3 4"])
  }

  @Test func `conditions hold at their bound, and who lacks one takes no place`() throws {
    let keys = "rule: 'star', places: 1, posts: ['agent'], grades: ['A'], satisfaction: 75, criticals: 0"
    func with(_ satisfaction: Int?, _ criticals: Int = 0) -> (inout HonourCandidate) -> Void {
      {
        $0.satisfaction = satisfaction.map(Score.init(hundredths:))
        $0.criticals = criticals
      }
    }
    #expect(
      try standing(
        keys,
        [
          candidate("E0", 98_00, with(74_99)), candidate("E1", 97_00, with(80_00, 1)),
          candidate("E2", 96_00, with(nil)), candidate("E3", 89_99, with(90_00)),
          candidate("E4", 99_00, with(90_00), post: "clerk"), candidate("E5", 90_00, with(75_00)),
        ]) == [
          "E0 – (satisfaction 74.99, short by 0.01)", "E1 – (critical failures: 1)",
          "E2 – (satisfaction not measured)", "E5 1 yes", "E3 – (grade B)",
        ])
    #expect(
      try standing("rule: 'star', places: 1, total: 90", [candidate("E0", 90_00), candidate("E1", 89_99)])
        == ["E0 1 yes", "E1 – (total 89.99, short by 0.01)"])
  }

  // 2026-09-30 less 180 days is 2026-04-03.
  @Test func `a newcomer joined no longer ago than the rule says`() throws {
    let keys = "rule: 'newcomer', places: 3, within_days: 180"
    let people = [
      candidate("E0", 80_00, joined: "2026-04-03"), candidate("E1", 99_00, joined: "2026-04-02"),
      candidate("E2", 81_00, joined: "2026-09-30"), candidate("E3", 82_00, joined: "2026-10-01"),
    ]
    #expect(try standing(keys, people) == ["E2 1 yes", "E0 2 yes"])
  }

  @Test func `the most improved rose most since they were last assessed`() throws {
    func from(_ total: Int, _ back: Int = 1) -> (inout HonourCandidate) -> Void {
      { $0.before = .init(quarter: Quarter(number: 2026 * 4 + 2 - back), total: Score(hundredths: total)) }
    }
    let people = [
      candidate("E0", 83_00, from(80_00)), candidate("E1", 70_00, from(60_00, 3)),
      candidate("E2", 99_00, from(96_01)), candidate("E3", 99_00), candidate("E4", 60_00, from(70_00)),
    ]
    #expect(try standing("rule: 'improved', places: 2, least: 3", people) == ["E1 1 yes", "E0 2 yes"])
    #expect(try standing("rule: 'improved', places: 2", people) == ["E1 1 yes", "E0 2 yes", "E2 3"])
    let value = try honour("rule: 'improved', places: 1").proposals(people, in: q3)[0].value
    #expect(value.en == "rose 10.00 from 60.00 in 2025Q4")
    #expect(value.zh == "较 2025Q4 的 60.00 提高 10.00")
  }

  @Test func `suggestions count by number, then by what they save`() throws {
    func adopted(_ count: Int, _ fen: Int) -> (inout HonourCandidate) -> Void {
      {
        $0.suggestions = count
        $0.saving = Money(fen: fen)
      }
    }
    let people = [
      candidate("E0", nil, adopted(1, 9_000_00)), candidate("E1", nil, adopted(2, 10_00)),
      candidate("E2", nil, adopted(2, 20_00)), candidate("E3"),
    ]
    #expect(try standing("rule: 'suggestion', places: 2", people) == ["E2 1 yes", "E1 2 yes", "E0 3"])
    #expect(try standing("rule: 'suggestion', places: 2, least: 2", people) == ["E2 1 yes", "E1 2 yes"])
  }

  @Test func `help counts by days, then by how often`() throws {
    func helped(_ times: Int, _ days: Int) -> (inout HonourCandidate) -> Void {
      {
        $0.helps = times
        $0.helpDays = days
      }
    }
    let people = [
      candidate("E0", nil, helped(1, 3_00)), candidate("E1", nil, helped(2, 3_00)),
      candidate("E2", nil, helped(9, 2_50)),
    ]
    #expect(try standing("rule: 'help', places: 1", people) == ["E1 1 yes", "E0 2", "E2 3"])
    #expect(try standing("rule: 'help', places: 9, least: 3", people) == ["E1 1 yes", "E0 2 yes"])
  }

  struct Repeat: Sendable, CustomTestStringConvertible {
    let granted: [String]
    let isPassedOver: Bool
    var testDescription: String { "granted \(granted)" }
  }

  // Twice in four quarters before 2026Q3: 2025Q3 to 2026Q2.
  @Test(arguments: [
    Repeat(granted: [], isPassedOver: false), Repeat(granted: ["2026Q2"], isPassedOver: false),
    Repeat(granted: ["2026Q1", "2026Q2"], isPassedOver: true),
    Repeat(granted: ["2025Q3", "2026Q2"], isPassedOver: true),
    Repeat(granted: ["2025Q2", "2026Q2"], isPassedOver: false),
    Repeat(granted: ["2024Q1", "2024Q2", "2025Q2"], isPassedOver: false),
    // A later quarter says nothing about this one.
    Repeat(granted: ["2026Q2", "2026Q4"], isPassedOver: false),
  ])
  func `who had it too often within the last quarters is passed over`(_ example: Repeat) throws {
    let people = [
      candidate("E0", 95_00, { $0.granted = example.granted.compactMap { Quarter($0) } }),
      candidate("E1", 90_00),
    ]
    let keys = "rule: 'star', places: 1, repeat_limit: {times: 2, quarters: 4}"
    let list = try standing(keys, people)
    if example.isPassedOver {
      let quarters = example.granted.joined(separator: ", ")
      #expect(
        list == ["E0 – (passed over: had it in \(quarters), at most 2 in 4 quarters)", "E1 1 yes"])
    } else {
      #expect(list == ["E0 1 yes", "E1 2"])
    }
  }

  @Test func `an honour taken back is not proposed again for the same quarter`() throws {
    let people = [candidate("E0", 95_00, { $0.isRevoked = true }), candidate("E1", 90_00)]
    #expect(try standing("rule: 'star', places: 1", people) == ["E0 – (revoked in 2026Q3)", "E1 1 yes"])
  }

  @Test(arguments: [
    ("rule: 'star'", "'honours[0].places' is missing; a whole number is needed"),
    (
      "rule: 'best', places: 1",
      "'honours[0].rule' is 'best', which is none of star, newcomer, improved, suggestion, help"
    ),
    (
      "rule: 'newcomer', places: 1", "'within_days' is missing; say for how long somebody is a newcomer"
    ),
    (
      "rule: 'star', places: 1, within_days: 9",
      "'within_days' is for newcomers; leave it out of 'star'"
    ),
    (
      "rule: 'star', places: 1, least: 9",
      "'least' is a rise, a number or days; of a total write 'total'"
    ),
    ("rule: 'star', places: 0", "'honours[0].places' is 0; it must be from 1 to 1000"),
    (
      "rule: 'star', places: 1, ties: 'some'",
      "'honours[0].ties' is 'some', which is none of all, none"
    ),
    (
      "rule: 'star', places: 1, repeat_limit: {times: 1}",
      "'honours[0].repeat_limit.quarters' is missing; a whole number is needed"
    ),
  ])
  func `what a scheme of honours leaves open or contradicts is a fault`(_ keys: String, _ message: String) {
    let faults = #expect(throws: Faults.self) { _ = try honour(keys) }
    #expect(
      faults?.list.map { $0.message.split(separator: "; did you mean").first.map(String.init) } == [message])
  }

  @Test func `two honours of one id are a fault`() {
    let text =
      "{merit: 'honours', id: 'x', version: 1, from: '2026-01-01', title: 'x', honours: [{id: 'h', title: 'h', rule: 'star', places: 1}, {id: 'h', title: 'h', rule: 'help', places: 1}]}"
    let faults = #expect(throws: Faults.self) {
      _ = try HonourScheme.read(Array(text.utf8), named: "x")
    }
    #expect(faults?.list.map(\.message) == ["honour 'h' is there twice; ids are unique"])
  }
}
