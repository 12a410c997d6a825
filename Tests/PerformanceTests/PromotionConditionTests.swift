import Formats
import Performance
import Testing
import Workspace

/// Reads a promotion scheme from the keys that are its own.
func promotionScheme(_ keys: String) throws -> PromotionScheme {
  let text =
    "{merit: 'promotion', id: 'x', version: 1, from: '2026-01-01', title: 'x', post: 'p', step: 'star', \(keys)}"
  return try PromotionScheme.read(Array(text.utf8), named: "x")
}

private let q3 = Quarter(number: 2026 * 4 + 2)

private func graded(_ grades: String...) -> [PromotionQuarter] {
  grades.map { grade in
    switch grade {
    case "-": .none
    case "n": PromotionQuarter(grade: nil, isNeutral: true)
    default: PromotionQuarter(grade: grade)
    }
  }
}

/// Every condition of a step on both sides of its bound; the last day of the quarter is 2026-09-30.
///
/// Expected words and dates are worked out by hand from the calendar and the scheme in each row.
@Suite struct PromotionConditionTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let keys: String
    let person: PromotionCase
    let isMet: Bool
    let found: String
    let remedy: String?

    init(
      _ name: String, _ keys: String, _ change: (inout PromotionCase) -> Void, isMet: Bool, _ found: String,
      remedy: String? = nil
    ) {
      testDescription = name
      self.keys = keys
      var person = PromotionCase(staff: "E", name: "E")
      change(&person)
      self.person = person
      self.isMet = isMet
      self.found = found
      self.remedy = remedy
    }
  }

  private func check(_ example: Example) throws {
    let scheme = try promotionScheme("vacancies: 1, \(example.keys)")
    let proposals = PromotionProposal.proposals(
      [example.person], scheme: scheme, on: q3.lastDay, places: PromotionPlaces(open: 1))
    let proposal = try #require(proposals.first)
    #expect(proposal.isEligible == proposal.conditions.allSatisfy(\.isMet))
    let condition = try #require(proposal.conditions.last)
    #expect(condition.isMet == example.isMet)
    #expect(condition.found.en == example.found)
    #expect(condition.remedy?.en == example.remedy)
  }

  private static func day(_ text: String) -> CalendarDay? { CalendarDay(text) }

  @Test(arguments: [
    Example("the level itself", "level: 'four'", { $0.level = 4 }, isMet: true, "four"),
    Example("a higher level", "level: 'four'", { $0.level = 3 }, isMet: true, "three"),
    Example(
      "a lower level", "level: 'four'", { $0.level = 5 }, isMet: false, "five", remedy: "earn level four"),
    Example("no level", "level: 'four'", { _ in }, isMet: false, "none", remedy: "earn level four"),
    Example(
      "the certificate asked for", "certificate: {ladder: 'hotline', level: 'four'}", { $0.certificate = 4 },
      isMet: true, "four"),
    Example(
      "one below it", "certificate: {ladder: 'hotline', level: 'four'}", { $0.certificate = 5 }, isMet: false,
      "five", remedy: "earn hotline four"),
    Example(
      "none of that ladder", "certificate: {ladder: 'hotline', level: 'four'}", { $0.level = 3 },
      isMet: false, "none valid on 2026-09-30", remedy: "earn hotline four"),
    Example(
      "a star below", "changes: {star: 3}, total: 0", { ($0.star, $0.total) = (2, .zero) }, isMet: true,
      "0.00"),
  ])
  func `a level is held or earned`(_ example: Example) throws { try check(example) }

  @Test(arguments: [
    Example(
      "a full year on the last day", "level: 'five', months_at_level: 12",
      { ($0.level, $0.levelSince) = (5, day("2025-09-30")) }, isMet: true, "since 2025-09-30"),
    Example(
      "a day short of it", "level: 'five', months_at_level: 12",
      { ($0.level, $0.levelSince) = (5, day("2025-10-01")) }, isMet: false, "11 of 12 months on 2026-09-30",
      remedy: "since 2025-10-01: true from 2026-10-01"),
    Example(
      "half a year of one", "level: 'five', months_at_level: 12",
      { ($0.level, $0.levelSince) = (5, day("2026-02-10")) }, isMet: false, "7 of 12 months on 2026-09-30",
      remedy: "since 2026-02-10: true from 2027-02-10"),
    // September and February have no 31st: their last day fills the month.
    Example(
      "from the end of a long month", "level: 'five', months_at_level: 6",
      { ($0.level, $0.levelSince) = (5, day("2026-08-31")) }, isMet: false, "1 of 6 months on 2026-09-30",
      remedy: "since 2026-08-31: true from 2027-02-28"),
    Example(
      "a level on the roster alone", "level: 'five', months_at_level: 12", { $0.level = 5 }, isMet: false,
      "held, since when is not known",
      remedy: "put the certificate with its day into the register: merit cert import FILE"),
    Example(
      "no level at all", "level: 'five', months_at_level: 12", { _ in }, isMet: false, "not held",
      remedy: "earn level five and hold it 12 months"),
    Example(
      "three months in the post", "months_in_post: 3", { $0.postSince = day("2026-06-30") }, isMet: true,
      "since 2026-06-30"),
    Example(
      "a day less", "months_in_post: 3", { $0.postSince = day("2026-07-01") }, isMet: false,
      "2 of 3 months on 2026-09-30", remedy: "since 2026-07-01: true from 2026-10-01"),
    Example(
      "another post", "months_in_post: 3", { _ in }, isMet: false, "not in the post on 2026-09-30",
      remedy: "hold the post 3 months"),
  ])
  func `months are whole months up to the quarter's last day`(_ example: Example) throws {
    try check(example)
  }

  private static let row = "quarters: 2, grades: ['A', 'B']"
  private static let of = "quarters: 3, grades: ['A', 'B'], grades_of: 4"

  @Test(arguments: [
    Example("two in a row", row, { $0.quarters = graded("B", "A", "D") }, isMet: true, "B, A"),
    Example(
      "one, then none", row, { $0.quarters = graded("B", "C") }, isMet: false, "B, C: 1 of 2 quarters",
      remedy: "one more quarter at B or better"),
    Example(
      "none now, one before", row, { $0.quarters = graded("C", "B", "B") }, isMet: false,
      "C, B: 0 of 2 quarters", remedy: "2 more quarters at B or better"),
    Example(
      "a neutral quarter between", row, { $0.quarters = graded("B", "n", "A") }, isMet: true, "B, neutral, A"),
    Example(
      "a neutral quarter first", row, { $0.quarters = graded("n", "B", "A") }, isMet: true, "neutral, B, A"),
    Example(
      "a neutral quarter does not count", row, { $0.quarters = graded("B", "n") }, isMet: false,
      "B, neutral: 1 of 2 quarters", remedy: "one more quarter at B or better"),
    Example(
      "an unassessed quarter breaks the row", row, { $0.quarters = graded("B", "-", "A") }, isMet: false,
      "B, –: 1 of 2 quarters", remedy: "one more quarter at B or better"),
    Example("three of four", of, { $0.quarters = graded("A", "D", "B", "B") }, isMet: true, "A, D, B, B"),
    Example(
      "two of four", of, { $0.quarters = graded("A", "D", "B", "C") }, isMet: false,
      "A, D, B, C: 2 of 3 quarters", remedy: "one more quarter at B or better"),
    // The oldest good one leaves the window as the next comes in: A D C B holds two, two more make A B+B+A.
    Example(
      "two of four, the older leaving", of, { $0.quarters = graded("A", "D", "C", "B") }, isMet: false,
      "A, D, C, B: 2 of 3 quarters", remedy: "2 more quarters at B or better"),
    Example(
      "an unassessed quarter takes a place of the four", of,
      { $0.quarters = graded("A", "-", "B", "C", "B") },
      isMet: false, "A, –, B, C: 2 of 3 quarters", remedy: "one more quarter at B or better"),
    Example(
      "a neutral one takes none", of, { $0.quarters = graded("A", "n", "B", "C", "B") }, isMet: true,
      "A, neutral, B, C, B"),
    Example(
      "nobody knows earlier quarters", of, { $0.quarters = graded("A") }, isMet: false, "A: 1 of 3 quarters",
      remedy: "2 more quarters at B or better"),
  ])
  func `quarters count in a row or among the last, and neutral ones neither count nor break`(
    _ example: Example
  ) throws { try check(example) }

  private static func criticals(_ counts: Int...) -> [PromotionQuarter] {
    counts.map { PromotionQuarter(grade: "B", criticals: $0) }
  }

  private static func score(_ hundredths: Int) -> Score { Score(hundredths: hundredths) }

  @Test(arguments: [
    Example(
      "satisfaction at its bound", "satisfaction: 75", { $0.satisfaction = score(75_00) }, isMet: true,
      "75.00"),
    Example(
      "satisfaction below", "satisfaction: 75", { $0.satisfaction = score(74_99) }, isMet: false,
      "74.99, short by 0.01", remedy: "0.01 more in a quarter"),
    Example(
      "satisfaction not measured", "satisfaction: 75", { _ in }, isMet: false, "not measured",
      remedy: "be measured in a quarter, at 75.00 or more"),
    Example("quality at its bound", "quality: 90", { $0.quality = score(90_00) }, isMet: true, "90.00"),
    Example(
      "quality below", "quality: 90", { $0.quality = score(86_80) }, isMet: false, "86.80, short by 3.20",
      remedy: "3.20 more in a quarter"),
    Example("total at its bound", "total: 85.5", { $0.total = score(85_50) }, isMet: true, "85.50"),
    Example(
      "total below", "total: 85.5", { $0.total = score(85_49) }, isMet: false, "85.49, short by 0.01",
      remedy: "0.01 more in a quarter"),
    Example("no critical failure", "criticals: 0", { $0.quarters = criticals(0, 4) }, isMet: true, "0"),
    Example(
      "one where none may be", "criticals: 0", { $0.quarters = criticals(1) }, isMet: false, "1, 1 too many",
      remedy: "no further one: true in 2026Q4"),
    Example(
      "two in three quarters where two may be", "criticals: 2, criticals_quarters: 3",
      { $0.quarters = criticals(1, 0, 1, 5) }, isMet: true, "2"),
    // 3 in the last three; a quarter on, 1 + 1 of them remain.
    Example(
      "three, the oldest about to leave", "criticals: 2, criticals_quarters: 3",
      { $0.quarters = criticals(1, 1, 1) }, isMet: false, "3, 1 too many",
      remedy: "no further one: true in 2026Q4"),
    Example(
      "three, all new", "criticals: 2, criticals_quarters: 3", { $0.quarters = criticals(3, 0, 0) },
      isMet: false, "3, 1 too many", remedy: "no further one: true in 2027Q2"),
    Example(
      "an exam at its pass", "exam: {blueprint: 'hotline-four', pass: 80}",
      { $0.exam = .init(score: score(80_00), day: CalendarDay(number: 0)) }, isMet: true,
      "80.00 on 1970-01-01"),
    Example(
      "an exam below", "exam: {blueprint: 'hotline-four', pass: 80}",
      { $0.exam = .init(score: score(72_00), day: CalendarDay(number: 0)) }, isMet: false,
      "72.00 on 1970-01-01, short by 8.00", remedy: "pass hotline-four with 80.00 or more"),
    Example(
      "an exam not sat", "exam: {blueprint: 'hotline-four', pass: 80}", { _ in }, isMet: false, "not sat",
      remedy: "pass hotline-four with 80.00 or more"),
    Example(
      "a course completed", "training: ['care']", { $0.completed = ["care": CalendarDay(number: 0)] },
      isMet: true, "on 1970-01-01"),
    Example(
      "another course completed", "training: ['care']", { $0.completed = ["other": CalendarDay(number: 0)] },
      isMet: false, "not completed by 2026-09-30", remedy: "complete care"),
  ])
  func `scores, failures, exams and courses are held against their bounds`(_ example: Example) throws {
    try check(example)
  }

  private func back(_ keys: String, _ change: (inout PromotionCase) -> Void) throws -> [String] {
    var person = PromotionCase(staff: "E", name: "E")
    change(&person)
    let scheme = try promotionScheme("direction: 'back', \(keys)")
    let proposal = PromotionProposal.proposals(
      [person], scheme: scheme, on: q3.lastDay, places: PromotionPlaces(open: nil))[0]
    #expect(proposal.conditions.allSatisfy { $0.remedy == nil })
    #expect(proposal.rank == nil)
    #expect(proposal.isEligible == proposal.conditions.allSatisfy(\.isMet))
    return ["\(proposal.isProposed)"] + proposal.conditions.map { "\($0.what.en): \($0.found.en)" }
  }

  @Test func `a step back holds its bounds from the other side`() throws {
    let d = "quarters: 2, grades: ['D']"
    #expect(try back(d) { $0.quarters = graded("D", "D") } == ["true", "2 quarters at D: D, D"])
    #expect(
      try back(d) { $0.quarters = graded("D", "C") } == ["false", "2 quarters at D: D, C: 1 of 2 quarters"])
    #expect(
      try back(d) { $0.quarters = graded("D", "n", "D") } == ["true", "2 quarters at D: D, neutral, D"])
    #expect(
      try back(d) { $0.quarters = graded("D", "-", "D") } == [
        "false", "2 quarters at D: D, –: 1 of 2 quarters",
      ])
    #expect(
      try back("total: 60") { $0.total = Score(hundredths: 59_99) } == ["true", "total under 60.00: 59.99"])
    #expect(
      try back("total: 60") { $0.total = Score(hundredths: 60_00) } == [
        "false", "total under 60.00: 60.00, 0.00 from it",
      ])
    #expect(try back("total: 60") { _ in } == ["false", "total under 60.00: not measured"])
    #expect(
      try back("criticals: 2") { $0.quarters = Self.criticals(2) } == [
        "true", "2 or more critical failures: 2",
      ])
    #expect(
      try back("criticals: 2") { $0.quarters = Self.criticals(1) } == [
        "false", "2 or more critical failures: 1",
      ])
  }

  @Test(arguments: [
    ("", 2, true, "star below 3"), ("", 3, false, "star below 3"), ("", nil, true, "star below 3"),
    ("direction: 'back',", 4, true, "star above 3"), ("direction: 'back',", 3, false, "star above 3"),
  ])
  func `whoever is where the step leads is not asked`(
    _ direction: String, _ star: Int?, _ isMet: Bool, _ what: String
  ) throws {
    var person = PromotionCase(staff: "E", name: "E")
    person.star = star
    let places = direction.isEmpty ? "vacancies: 1," : ""
    let scheme = try promotionScheme("\(direction) \(places) changes: {star: 3}, criticals: 0")
    let condition = PromotionProposal.proposals(
      [person], scheme: scheme, on: q3.lastDay, places: PromotionPlaces(open: 1))[0].conditions[0]
    #expect(condition.id == "step")
    #expect(condition.what.en == what)
    #expect(condition.isMet == isMet)
  }

  @Test func `what a line says, it says in Chinese too`() throws {
    let scheme = try promotionScheme(
      "vacancies: 1, level: 'four', quarters: 2, grades: ['A', 'B'], satisfaction: 75")
    var person = PromotionCase(staff: "E", name: "E")
    person.level = 5
    person.quarters = graded("B", "n", "C")
    person.satisfaction = Score(hundredths: 71_80)
    let conditions = PromotionProposal.proposals(
      [person], scheme: scheme, on: q3.lastDay, places: PromotionPlaces(open: 1))[0].conditions
    #expect(conditions.map(\.what.zh) == ["持有四级证书", "连续2个季度B及以上", "满意度达到 75.00"])
    #expect(conditions.map(\.found.zh) == ["五级", "B, 不参评, C：1/2 个季度", "71.80，差 3.20"])
    #expect(conditions.map { $0.remedy?.zh } == ["取得四级证书", "再有 1 个季度B及以上", "季度内再提高 3.20"])
  }
}
