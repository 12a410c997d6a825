import Performance
import Testing
import Workspace

/// What a performance scheme may not say: each mistake alone, with the line and column at which it is found.
///
/// Places were counted in the text by another program.
@Suite struct SchemeFaultTests {
  struct Row: Sendable, CustomTestStringConvertible {
    let from: String
    let to: String
    let fault: String
    /// Whether the mistake draws others after it, such as weights that no longer sum up.
    let amongOthers: Bool
    var testDescription: String { to }

    init(_ from: String, _ to: String, _ fault: String, amongOthers: Bool = false) {
      self.from = from
      self.to = to
      self.fault = fault
      self.amongOthers = amongOthers
    }
  }

  @Test(arguments: [
    Row(
      "weight: 35", "weight: 34.99",
      "2:9: the parts weigh 99.99%; they must sum to 100%"),
    Row(
      "weight: 35", "weight: 35.01",
      "2:9: the parts weigh 100.01%; they must sum to 100%"),
    Row(
      "weight: 35", "weight: 35.001",
      "2:55: 'parts[0].weight' is 35.001; a number with at most 2 decimal places is needed"),
    Row(
      "id: \"sat\"", "id: \"qa\"",
      "2:9: part 'qa' stands twice; ids are unique"),
    Row(
      "id: \"sat\"", "id: \"Sat\"",
      "3:15: 'id' is 'Sat'; use lower-case letters, digits and hyphens"),
    Row(
      "source: \"exam\"", "source: \"exm\"",
      "4:43: 'parts[2].source' is 'exm', which is none of qa, satisfaction, exam, training, complaint, competition, indicator; did you mean 'exam'?"
    ),
    Row(
      "missing: \"zero\"", "missing: \"nought\"",
      "4:72: 'parts[2].missing' is 'nought', which is none of renormalise, zero, block"),
    Row(
      "least: 2", "least: 0",
      "3:77: 'parts[1].least' is 0; it must be from 1 to 100000"),
    Row(
      "per_complaint: 25", "per_complaint: 100.01",
      "6:84: 'parts[4].per_complaint' is 100.01; it must be from 0.01 to 100.00"),
    Row(
      "source: \"exam\"", "source: \"indicator\", indicator: \"x\"",
      "4:10: 'curve' is missing; a figure that is no score needs one, such as {floor: 60, target: 85}"),
    Row(
      "source: \"exam\"", "source: \"competition\"",
      "4:10: 'curve' is missing; a figure that is no score needs one, such as {floor: 60, target: 85}"),
    Row(
      "source: \"exam\"", "source: \"indicator\", curve: {pass: 1}",
      "4:10: 'indicator' is missing; name the indicator of the catalogue that this part judges"),
    Row(
      "source: \"exam\"", "source: \"exam\", indicator: \"x\"",
      "4:62: 'indicator' goes with source 'indicator', and the source here is 'exam'"),
    Row(
      "source: \"exam\"", "source: \"exam\", of: \"team\"",
      "4:55: 'of' goes with source 'indicator', and the source here is 'exam'"),
    Row(
      "source: \"exam\"", "source: \"exam\", least: 3",
      "4:58: 'least' goes with source 'qa', 'satisfaction', 'training', and the source here is 'exam'"),
    Row(
      "per_complaint: 25", "least: 4",
      "6:76: 'least' goes with source 'qa', 'satisfaction', 'training', and the source here is 'complaint'"),
    Row(
      "source: \"exam\"", "source: \"exam\", per_complaint: 3.25",
      "4:66: 'per_complaint' goes with source 'complaint', and the source here is 'exam'"),
    Row(
      "competition_cap: 3", "competition_cap: 100.01",
      "7:19: 'competition_cap' is 100.01; it must be from 0.00 to 100.00"),
    Row(
      "competition_cap: 3", "total_cap: 200.01",
      "7:13: 'total_cap' is 200.01; it must be from 1.00 to 200.00"),
    Row(
      "competition_cap: 3", "least_days: 93",
      "7:14: 'least_days' is 93; it must be from 1 to 92"),
    Row(
      "competition_cap: 3", "totl_cap: 100",
      "7:2: 'totl_cap' is not a known key; did you mean 'total_cap'?"),
    Row(
      "competition_cap: 3", "additions: [{id: \"i\", title: \"I\", for: \"ideas\", per: 1, cap: 2}]",
      "7:41: 'additions[0].for' is 'ideas', which is none of criticals, incidents, complaints, suggestions, help"
    ),
    Row(
      "competition_cap: 3", "deductions: [{id: \"i\", title: \"I\", for: \"complaints\", per: 1}]",
      "7:15: 'deductions[0].cap' is missing; a number is needed"),
    Row(
      "grade: \"D\", from: 0", "grade: \"D\", from: 50",
      "8:10: 'grades' leaves a gap below 50.00; let the last start at 0"),
    Row(
      "from: 80, factor: 1", "from: 90, factor: 1",
      "8:10: 'grades' must go down: 90.00 does not come below 90.00"),
    Row(
      "from: 70, factor: 0.8", "from: 70, factor: 1.0001",
      "8:10: 'grades' pays more from 70.00 (1.0001) than from 80.00 (1); a better score never earns less"),
    Row(
      "grade: \"C\"", "grade: \"B\"",
      "8:10: grade 'B' stands twice; names are unique", amongOthers: true),
    Row(
      "grade: \"D\"", "grade: \"not met\"",
      "8:128: 'grade' is 'not met'; use letters, digits, '.', '_' and '-'"),
    Row(
      "from: 90", "from: 100.01",
      "8:10: grade 'A' starts at 100.01, and the best total that this scheme allows is 100.00"),
    Row(
      "{from: 0, factor: 0.8}]", "{from: 1, factor: 0.8}]",
      "9:22: 'satisfaction_gates' leaves a gap below 1.00; let the last start at 0"),
    Row(
      "from: 60, factor: 0.9", "from: 60, factor: 1.1",
      "9:22: 'satisfaction_gates' pays more from 60.00 (1.1) than from 75.00 (1); a better score never earns less"
    ),
    Row(
      "calls: 2, grade: \"C\"", "calls: 2, grade: \"E\"",
      "10:34: 'grade' is 'E', which is no grade of this scheme"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}", "caps: [{for: \"incidents\", from: 1, grade: \"E\"}]",
      "10:44: 'grade' is 'E', which is no grade of this scheme"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}", "forfeits: [{for: \"incidents\", from: 0}]",
      "10:38: 'forfeits[0].from' is 0; it must be from 1 to 100000"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}",
      "forced: {shares: [{grade: \"A\", share: 20}, {grade: \"B\", share: 79.99}]}",
      "10:19: the shares sum to 99.99%; they must sum to 100%"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}", "forced: {least: 29, shares: [{grade: \"A\", share: 100}]}",
      "10:18: 'forced.least' is 29; it must be from 30 to 100000"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}",
      "forced: {shares: [{grade: \"A\", share: 100}, {grade: \"E\", share: 0}]}",
      "10:54: 'grade' is 'E', which is no grade of this scheme"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}",
      "forced: {by: \"site\", shares: [{grade: \"A\", share: 100}]}",
      "10:15: 'forced.by' is 'site', which is none of post, team"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}", "bonus: {floor: 60, target: 90, least: 0.5, most: 0.4999}",
      "10:51: 'most' is below 'least'"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}", "neutral: {kinds: [\"holiday\"]}",
      "10:19: 'holiday' is no kind of leave (annual, sick, maternity, injury, personal, training)"),
    Row(
      "critical_cap: {calls: 2, grade: \"C\"}", "neutral: {long_sick_days: 367}",
      "10:28: 'neutral.long_sick_days' is 367; it must be from 1 to 366"),
  ])
  func `a mistake in a scheme is found where it stands`(_ row: Row) {
    let faults = faultsOfFiveParts(row.from, row.to)
    #expect(row.amongOthers ? faults.contains(row.fault) : faults == [row.fault])
  }

  @Test(arguments: [
    ("from: 90", "from: 100"), ("competition_cap: 3", "total_cap: 200"),
    ("competition_cap: 3", "least_days: 92"),
    ("from: 70, factor: 0.8", "from: 70, factor: 1"),
  ])
  func `what only comes close is taken`(_ from: String, _ to: String) throws {
    #expect(try schemeOfFiveParts(from, to).grades.count == 4)
  }

  @Test func `shares may hand out a grade that no total reaches`() throws {
    let scheme = try schemeOfFiveParts(
      "from: 90", "from: 150", also: "critical_cap: {calls: 2, grade: \"C\"}",
      as: "forced: {shares: [{grade: \"A\", share: 10}, {grade: \"B\", share: 90}]}")
    #expect(scheme.forced?.shares.map(\.basisPoints) == [1_000, 9_000, 0, 0])
  }

  @Test func `a better indicator than any score is no end of what a grade can ask for`() throws {
    // 300 calls at 0.4 points: only an indicator goes past 100.
    let parts =
      "parts: [{id: 'i', title: 'I', source: 'indicator', indicator: 'calls', weight: 100, curve: {marginal: [{from: 0, rate: 0.4}]}}]"
    let rest =
      "satisfaction_gates: [{from: 0, factor: 1}], grades: [{grade: 'A', from: 90, factor: 1}, {grade: 'B', from: 0, factor: 0.5}]}"
    let head = "{merit: 'performance', id: 's', version: 1, from: '2026-01-01', title: 'S', post: 'p', "
    let scheme = try PerformanceScheme.read(Array((head + parts + ", " + rest).utf8), named: "s")
    #expect(scheme.best.description == "100.00")
    #expect(
      faults(of: head + parts.replacing("'indicator', indicator: 'calls'", with: "'exam'") + ", " + rest)
        .map { String($0.drop { $0 != "g" }) }
        == ["grade 'A' starts at 90.00, and the best total that this scheme allows is 40.00"])
  }
}
