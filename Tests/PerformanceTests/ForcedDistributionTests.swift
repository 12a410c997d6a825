import Formats
import Performance
import Testing
import Workforce
import Workspace

/// Grades by shares: each outcome counted out by hand from the quotas.
@Suite struct ForcedDistributionTests {
  private static let three =
    "{grade: 'A', from: 90, factor: 1.2}, {grade: 'B', from: 80, factor: 1}, {grade: 'C', from: 0, factor: 0.8}"
  private static let shares =
    "[{grade: 'A', share: 20}, {grade: 'B', share: 70}, {grade: 'C', share: 10}]"

  private func scheme(_ rule: String = "", _ members: String = "", grades: String = three) throws
    -> PerformanceScheme
  {
    try examScheme("forced: {\(rule)shares: \(Self.shares)}, \(members)", grades: grades)
  }

  /// The grades from the best total down, as `A6 B21 C3`.
  private func grades(_ cases: [QuarterCase], _ scheme: PerformanceScheme) throws -> String {
    let settlement = try Settlement(QuarterInputs(quarter: thirdQuarter, schemes: [scheme], cases: cases))
    let results = (0..<settlement.count).map { settlement.result(at: $0).assessment }
      .filter { $0.total != nil }.sorted { ($0.total ?? .zero) > ($1.total ?? .zero) }
    var runs: [(grade: String, count: Int)] = []
    for grade in results.compactMap(\.grade) {
      if let last = runs.last, last.grade == grade {
        runs[runs.count - 1].count += 1
      } else {
        runs.append((grade, 1))
      }
    }
    return runs.map { "\($0.grade)\($0.count)" }.joined(separator: " ")
  }

  /// So many people with totals that fall by a hundredth from 60.00; all a `C` by the bands.
  private func people(_ count: Int, team: String = "t") -> [QuarterCase] {
    (0..<count).map { examined("\(team)\(100 + $0)", 60_00 - $0, team: team) }
  }

  @Test(arguments: [
    (29, "C29"), (30, "A6 B21 C3"),
    // 7.4, 25.9 and 3.7 of 37 (quality-kpi-pay.md §4).
    (37, "A7 B26 C4"),
    // 6.2, 21.7 and 3.1 of 31.
    (31, "A6 B22 C3"),
  ])
  func `groups of thirty and more are graded by shares, smaller ones by the bands`(
    _ count: Int, _ outcome: String
  ) throws {
    #expect(try grades(people(count), scheme()) == outcome)
    #expect(try grades(people(count).reversed(), scheme()) == outcome)
  }

  // The places, from 0, between which totals are equal; quotas of 6, 21 and 3.
  @Test(arguments: [
    (5, 7, "A8 B19 C3"), (6, 8, "A6 B21 C3"), (4, 5, "A6 B21 C3"), (25, 27, "A6 B22 C2"),
    (20, 29, "A6 B24"), (0, 29, "A30"), (0, 28, "A29 C1"), (5, 27, "A28 C2"),
  ])
  func `a tie across a quota gets the better grade, and the next grade has so many fewer`(
    _ first: Int, _ last: Int, _ outcome: String
  ) throws {
    let cases = (0..<30).map { examined("E\(100 + $0)", 60_00 - ((first...last).contains($0) ? first : $0)) }
    #expect(try grades(cases, scheme()) == outcome)
    #expect(try grades(cases.reversed(), scheme()) == outcome)
  }

  @Test func `equal remainders go to the better grade`() throws {
    // 3, 10.5, 10.5 and 6 of 30.
    let scheme = try examScheme(
      "forced: {shares: [{grade: 'A', share: 10}, {grade: 'B', share: 35}, {grade: 'C', share: 35}, {grade: 'D', share: 20}]}"
    )
    #expect(try grades(people(30), scheme) == "A3 B11 C10 D6")
  }

  @Test func `only who is assessed makes the group large enough`() throws {
    #expect(try grades(people(29) + [examined("Z", nil)], scheme()) == "C29")
    #expect(try grades(people(30) + [examined("Z", nil)], scheme()) == "A6 B21 C3")
    #expect(try grades(people(30), scheme("least: 31, ")) == "C30")
    #expect(try grades(people(31), scheme("least: 31, ")) == "A6 B22 C3")
  }

  @Test func `teams are groups of their own where the scheme says so`() throws {
    let both = people(30, team: "n") + people(29, team: "s")
    let settlement = try Settlement(
      QuarterInputs(quarter: thirdQuarter, schemes: [scheme("by: 'team', ")], cases: both))
    let found = (0..<59).map { settlement.result(at: $0).assessment.grade ?? "-" }
    #expect(found.prefix(30).joined() == "AAAAAABBBBBBBBBBBBBBBBBBBBBCCC")
    #expect(Set(found.suffix(29)) == ["C"])
  }

  @Test func `a cap stays, a calibration has the last word, and both are said`() throws {
    var cases = people(30)
    cases[0].evidence.criticals = 2
    cases[1].evidence.criticals = 1
    cases[2].calibrated = "B"
    cases[29].calibrated = "A"
    let settlement = try Settlement(
      QuarterInputs(
        quarter: thirdQuarter, schemes: [scheme("", "caps: [{for: 'criticals', from: 2, grade: 'C'}]")],
        cases: cases))
    func said(_ place: Int) -> String {
      let assessment = settlement.result(at: place).assessment
      return "\(assessment.grade ?? "-") \(assessment.flags.joined(separator: " "))"
    }
    #expect(said(0) == "C no-satisfaction")
    #expect(said(1) == "A no-satisfaction forced:C")
    #expect(said(2) == "B no-satisfaction calibrated:C")
    // The place of the capped one is not handed on.
    #expect(said(5) == "A no-satisfaction forced:C")
    #expect(said(6) == "B no-satisfaction forced:C")
    #expect(said(28) == "C no-satisfaction")
    #expect(said(29) == "A no-satisfaction calibrated:C")
  }

  @Test func `a calibration by a grade that this scheme has not got gives nothing and says nothing`() throws {
    var cases = people(30)
    cases[0].calibrated = "II"
    cases[29].calibrated = "II"
    let settlement = try Settlement(QuarterInputs(quarter: thirdQuarter, schemes: [scheme()], cases: cases))
    #expect(settlement.result(at: 0).assessment.grade == "A")
    #expect(settlement.result(at: 0).assessment.flags == ["no-satisfaction", "forced:C"])
    #expect(settlement.result(at: 29).assessment.flags == ["no-satisfaction"])
  }
}
