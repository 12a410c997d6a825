import Formats
import Performance
import Testing
import Workforce
import Workspace

/// Five parts of every kind of evidence, four grades, gates and a cap; tests replace members of it.
let fiveParts = """
  {merit: "performance", id: "s", version: 1, from: "2026-01-01", title: "S", post: "p",
   parts: [{id: "qa", title: "Q", source: "qa", weight: 35},
           {id: "sat", title: "S", source: "satisfaction", weight: 30, least: 2},
           {id: "exam", title: "E", source: "exam", weight: 15, missing: "zero"},
           {id: "train", title: "T", source: "training", weight: 10},
           {id: "compl", title: "C", source: "complaint", weight: 10, per_complaint: 25}],
   competition_cap: 3,
   grades: [{grade: "A", from: 90, factor: 1.2}, {grade: "B", from: 80, factor: 1}, {grade: "C", from: 70, factor: 0.8}, {grade: "D", from: 0, factor: 0.5}],
   satisfaction_gates: [{from: 75, factor: 1}, {from: 60, factor: 0.9}, {from: 0, factor: 0.8}],
   critical_cap: {calls: 2, grade: "C"}}
  """

/// The scheme of five parts with one piece of its text replaced.
func schemeOfFiveParts(
  _ from: String = "", _ to: String = "", also other: String = "", as another: String = ""
) throws -> PerformanceScheme {
  try PerformanceScheme.read(
    Array(replaced(replaced(fiveParts, from, to), other, another).utf8), named: "s")
}

/// What is wrong with the scheme of five parts once a piece of its text is replaced: `line:column: message`.
func faultsOfFiveParts(_ from: String, _ to: String) -> [String] {
  faults(of: replaced(fiveParts, from, to))
}

/// What is wrong with a performance scheme: `line:column: message`.
func faults(of text: String) -> [String] {
  (#expect(throws: Faults.self) { _ = try PerformanceScheme.read(Array(text.utf8), named: "s") })?
    .list.map { "\($0.line):\($0.column): \($0.message)" } ?? []
}

/// The first place where a piece stands, replaced.
private func replaced(_ text: String, _ from: String, _ to: String) -> String {
  guard !from.isEmpty else { return text }
  return text.split(separator: from, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: to)
}

/// A scheme of one part, for whom the exam's score is the total.
func examScheme(_ members: String = "", post: String = "p", grades: String = bands) throws
  -> PerformanceScheme
{
  try PerformanceScheme.read(
    Array(
      """
      {merit: "performance", id: "\(post)", version: 1, from: "2026-01-01", title: "S", post: "\(post)",
       parts: [{id: "exam", title: "E", source: "exam", weight: 100}],
       satisfaction_gates: [{from: 0, factor: 1}], grades: [\(grades)], \(members)}
      """.utf8), named: "s")
}

/// Four grades by the tens.
let bands =
  "{grade: 'A', from: 90, factor: 1.2}, {grade: 'B', from: 80, factor: 1}, {grade: 'C', from: 70, factor: 0.8}, {grade: 'D', from: 0, factor: 0.5}"

/// The third quarter of 2026, of 92 days.
let thirdQuarter = Quarter(number: 2026 * 4 + 2)

/// Somebody in one post for a whole quarter, with an exam's score.
func examined(
  _ id: String, _ exam: Int?, base: Int = 1_000_00, post: String = "p", team: String = "t",
  _ change: (inout QuarterCase) -> Void = { _ in }
) -> QuarterCase {
  var evidence = Evidence()
  evidence.exam = exam.map(Score.init(hundredths:))
  var own = QuarterCase(
    id: id, employment: .regular, base: Money(fen: base),
    stints: [
      Stint(post: post, team: team, share: .whole, from: thirdQuarter.firstDay, to: thirdQuarter.lastDay)
    ], evidence: evidence)
  change(&own)
  return own
}
