import Formats
import Performance
import Testing
import Workspace

/// Curves that nobody should be paid by.
///
/// A curve begins at the first column of the fourth line.
@Suite struct CurveFaultTests {
  private func found(_ curve: String) -> [String] {
    faults(
      of: """
        {merit: 'performance', id: 's', version: 1, from: '2026-01-01', title: 'S', post: 'p',
         grades: [{grade: 'A', from: 0, factor: 1}], satisfaction_gates: [{from: 0, factor: 1}],
         parts: [{id: 'i', title: 'I', source: 'indicator', indicator: 'x', weight: 100, curve:
        \(curve)}]}
        """)
  }

  private func isTaken(_ curve: String) throws -> Bool {
    let text = """
      {merit: 'performance', id: 's', version: 1, from: '2026-01-01', title: 'S', post: 'p',
       grades: [{grade: 'A', from: 0, factor: 1}], satisfaction_gates: [{from: 0, factor: 1}],
       parts: [{id: 'i', title: 'I', source: 'indicator', indicator: 'x', weight: 100, curve: \(curve)}]}
      """
    return try PerformanceScheme.read(Array(text.utf8), named: "s").parts[0].curve != nil
  }

  @Test(arguments: [
    // The output table of the 11183 centre: nothing is said of 220 to 250 (quality-kpi-pay.md §4).
    (
      "{steps: [{from: 300, score: 100}, {from: 250, score: 80}, {to: 220, score: 50}]}",
      "4:9: 'steps' leaves a gap between 220 and 250; let 'to' of one be 'from' of the other"
    ),
    (
      "{steps: [{from: 90, score: 100}, {from: 80, to: 95, score: 80}, {score: 50}]}",
      "4:9: 'steps' overlaps between 90 and 95; let 'to' of one be 'from' of the other"
    ),
    (
      "{better: 'lower', steps: [{to: 15, score: 100}, {from: 20, to: 30, score: 80}, {score: 50}]}",
      "4:26: 'steps' leaves a gap between 15 and 20; let 'from' of one be 'to' of the other"
    ),
    (
      "{better: 'lower', steps: [{to: 15, score: 100}, {from: 12, to: 30, score: 80}, {score: 50}]}",
      "4:26: 'steps' overlaps between 12 and 15; let 'from' of one be 'to' of the other"
    ),
    (
      "{steps: [{from: 90, score: 100}, {from: 90, score: 80}, {score: 50}]}",
      "4:9: 'steps' must go from the best down: 90 does not come after 90"
    ),
    (
      "{steps: [{from: 90, score: 80}, {from: 80, score: 80.01}, {score: 50}]}",
      "4:9: 'steps' pays more for a worse figure: 80.01 below 80"
    ),
    (
      "{steps: [{from: 90, score: 100}, {score: 59.99}]}",
      "4:9: 'steps' falls off a cliff at 90: 100 to 59.99; add steps between, or say cliffs: \"allowed\""
    ),
    (
      "{steps: [{score: 100}, {score: 80}]}",
      "4:9: step 1 of 'steps' has no 'from'; only the last may leave it out"
    ),
    (
      "{steps: [{from: 90, score: 100}, {from: 60, score: 80}]}",
      "4:9: 'steps' leaves a gap beyond 60; let the last step leave out 'from'"
    ),
    (
      "{steps: [{from: 90, score: 100}]}",
      "4:9: 'steps' has 1; two or more are needed, the best first"
    ),
    (
      "{floor: 60, target: 60}",
      "4:21: 'floor' and 'target' are both 60; a line needs two places"
    ),
    (
      "{floor: 60, target: 80, stretch: 80}",
      "4:34: 'stretch' is 80, which is not better than the target of 80"
    ),
    (
      "{floor: 30, target: 15, stretch: 16}",
      "4:34: 'stretch' is 16, which is not better than the target of 15"
    ),
    (
      "{floor: 60, target: 80, floor_score: 50, target_score: 49.99}",
      "4:1: the curve falls from 50 to 49.99 where the figure gets better"
    ),
    ("{floor: 60}", "4:1: 'parts[0].curve.target' is missing; a number is needed"),
    (
      "{points: [{at: 1, score: 0}, {at: 2, score: 50}, {at: 3, score: 49.99}]}",
      "4:10: 'points' rises and falls; a better figure never earns less"
    ),
    (
      "{points: [{at: 2, score: 0}, {at: 2, score: 50}]}",
      "4:10: 'points' must rise: 2 does not come after 2"
    ),
    ("{points: [{at: 2, score: 0}]}", "4:10: 'points' has 1; a line needs two or more"),
    (
      "{pass: 3, pass_score: 50, fail_score: 50.01}",
      "4:1: failing earns 50.01, which is more than passing with 50"
    ),
    (
      "{marginal: [{from: 5, rate: 1}, {from: 4, rate: 2}]}",
      "4:12: 'marginal' must rise: 4 does not come after 5"
    ),
    ("{marginal: []}", "4:12: 'marginal' is empty; give tiers of {from, rate}"),
    (
      "{marginal: [{from: 0, rate: 10000.0001}]}",
      "4:29: 'parts[0].curve.marginal[0].rate' is 10000.0001; it must be from 0.0000 to 10000.0000"
    ),
    (
      "{}",
      "4:1: a curve has one of floor (with target), points, steps, pass or marginal; here none stands"
    ),
    (
      "{floor: 60, target: 80, pass: 70}",
      "4:1: a curve has one of floor (with target), points, steps, pass or marginal; here stand floor and pass"
    ),
    // Lines show by their direction what is better.
    (
      "{floor: 60, target: 80, better: 'lower'}",
      "4:25: 'parts[0].curve.better' is not a known key; known here: floor, floor_score, stretch, stretch_score, target, target_score"
    ),
    (
      "{pass: 70, cliffs: 'allowed'}",
      "4:12: 'parts[0].curve.cliffs' is not a known key; known here: better, fail_score, pass, pass_score"
    ),
    (
      "{pass: 70, stretch: 80}",
      "4:12: 'parts[0].curve.stretch' is not a known key; known here: better, fail_score, pass, pass_score"
    ),
  ])
  func `a curve with a gap, a cliff or a fall is refused where it stands`(_ curve: String, _ fault: String) {
    #expect(found(curve) == [fault])
  }

  @Test(arguments: [
    (
      "{points: [{at: 1, score: 0}, {at: 2, score: 'x'}]}",
      "4:45: 'parts[0].curve.points[1].score' is a text; a number is needed"
    ),
    (
      "{steps: [{from: 90, score: 100}, {from: 80}, {score: 50}]}",
      "4:34: 'parts[0].curve.steps[1].score' is missing; a number is needed"
    ),
    ("{marginal: [{from: 0}]}", "4:13: 'parts[0].curve.marginal[0].rate' is missing; a number is needed"),
  ])
  func `an entry that cannot be read draws no other fault after it`(_ curve: String, _ fault: String) {
    #expect(found(curve) == [fault])
  }

  private static let falls = "the curve pays less for more, and more of this is better; let it rise"

  @Test(arguments: [
    "{floor: 90, target: 60}", "{points: [{at: 60, factor: 1.2}, {at: 90, factor: 1.1999}]}",
    "{better: 'lower', steps: [{to: 60, factor: 1}, {factor: 0.9}]}", "{better: 'lower', pass: 60}",
  ])
  func `only an indicator may be better lower`(_ curve: String) throws {
    func sentence(_ found: [String]) -> [String] { found.map { String($0.drop { $0 != "t" }) } }
    #expect(
      sentence(faultsOfFiveParts("competition_cap: 3", "bonus: \(curve)")) == [Self.falls])
    for part in ["qa", "exam"] {
      let scored = curve.replacing("factor", with: "score").replacing("1.1999", with: "1.19")
      #expect(
        sentence(faultsOfFiveParts("source: \"\(part)\"", "source: \"\(part)\", curve: \(scored)")) == [
          Self.falls
        ])
    }
    for use in ["index: {survey: 's', curve: \(curve)}", "teams: {by: 'score', curve: \(curve)}"] {
      let faults = #expect(throws: Faults.self) { _ = try bonusScheme(use) }
      #expect(faults?.list.map(\.message) == [Self.falls])
    }
  }

  @Test(arguments: [
    // A fall of 40.00 needs no permission, one of 40.01 does.
    "{steps: [{from: 90, score: 100}, {score: 60}]}",
    "{cliffs: 'allowed', steps: [{from: 90, score: 100}, {score: 59.99}]}",
    "{cliffs: 'allowed', steps: [{from: 90, score: 100}, {score: 0}]}",
    // The last may end at 0, below which no figure of that kind lies.
    "{steps: [{from: 90, score: 100}, {from: 0, score: 80}]}",
    "{steps: [{from: 90, score: 100}, {from: 80, to: 90, score: 80}, {to: 80, score: 50}]}",
    "{points: [{at: 1, score: 50}, {at: 2, score: 50}]}",
    "{pass: 3, pass_score: 50, fail_score: 50}", "{marginal: [{from: 0, rate: 10000}]}",
  ])
  func `what only comes close is taken`(_ curve: String) throws { #expect(try isTaken(curve)) }
}
