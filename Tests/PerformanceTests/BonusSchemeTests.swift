import Formats
import Performance
import Testing
import Workspace

@Suite struct BonusSchemeTests {
  @Test(arguments: [
    ("2026Q1", 0, "2026-03"), ("2026Q1", 1, "2026-04"), ("2026Q3", 1, "2026-10"), ("2026Q3", 3, "2026-12"),
    ("2026Q3", 4, "2027-01"), ("2026Q4", 0, "2026-12"), ("2026Q4", 1, "2027-01"), ("2026Q4", 12, "2027-12"),
    ("2027Q1", 12, "2028-03"),
  ])
  func `a quarter is paid so many months after its last, also over the year's end`(
    _ quarter: String, _ months: Int, _ month: String
  ) throws {
    let quarter = try #require(Quarter(quarter))
    #expect(try bonusScheme("pay_after_months: \(months)").payMonth(of: quarter) == month)
    #expect(BonusScheme.payMonth(of: quarter, after: months) == month)
  }

  @Test func `what is not said has the house's usual value`() throws {
    let scheme = try bonusScheme("")
    #expect(scheme.pool == nil)
    #expect(scheme.index == nil)
    #expect(scheme.teams == nil)
    #expect(scheme.objectionDays == 5)
    #expect(scheme.payAfterMonths == 1)
    #expect(scheme.needed == [])
    #expect(try bonusScheme("pool: 0.01").pool?.fen == 1)
    let index = try bonusScheme("index: {survey: 'csi', curve: {pass: 70, fail_factor: 0.9}}")
    #expect(index.needed == [SchemeReference(kind: "survey", id: "csi")])
    #expect(index.index?.curve.value(at: 69_99) == 9_000)
  }

  // The members begin at column 71 of the only line.
  @Test(arguments: [
    ("pool: -0.01", "77: 'pool' is -0.01; it must be from 0.00 to 922337203685477.58"),
    ("pool: 0.001", "77: 'pool' is 0.001; a number with at most 2 decimal places is needed"),
    ("objection_days: 61", "87: 'objection_days' is 61; it must be from 0 to 60"),
    ("pay_after_months: 13", "89: 'pay_after_months' is 13; it must be from 0 to 12"),
    ("index: {survey: 's'}", "78: 'index.curve' is missing; an object is needed"),
    ("index: {curve: {pass: 1}}", "78: 'index.survey' is missing; a text is needed"),
    (
      "teams: {by: 'sales', curve: {pass: 1}}",
      "83: 'teams.by' is 'sales', which is none of satisfaction, score"
    ),
    (
      "teams: {by: 'score', curve: {steps: [{from: 80, factor: 1}, {factor: 0.5999}]}}",
      "107: 'steps' falls off a cliff at 80: 1 to 0.5999; add steps between, or say cliffs: \"allowed\""
    ),
    ("pol: 1", "71: 'pol' is not a known key; did you mean 'pool'?"),
  ])
  func `a mistake is found where it stands`(_ members: String, _ fault: String) {
    let faults = #expect(throws: Faults.self) { _ = try bonusScheme(members) }
    #expect(faults?.list.map { "\($0.column): \($0.message)" } == [fault])
  }
}
