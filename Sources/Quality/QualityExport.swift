import Formats
import SQLite
import Workforce
import Workspace

/// Writing evaluations out in the form in which they are read in, with their scores.
package struct QualityExport {
  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Calls `output` with each line of cells, the heading first, for the evaluations in force on one version of a form.
  package func write(
    in quarter: Quarter, scorecard: String, version: Int?, output: ([String]) throws -> Void
  ) throws {
    try occasion.require(.assessor, .hr, to: "export evaluations")
    let database = occasion.database
    let newest = try database.integer(
      """
      SELECT MAX(version)
        FROM evaluation INDEXED BY evaluation_quarter
       WHERE quarter = ?1 AND scorecard = ?2 AND batch NOT IN (\(Batch.pending))
      """, [.integer(quarter.number), .text(scorecard)])
    guard let version = version ?? newest else {
      throw Refusal(
        .noInput, "\(quarter) has no evaluation on '\(scorecard)'",
        "see: merit qa results --quarter \(quarter)")
    }
    let card = try SchemeRecords(database).document(Scorecard.self, id: scorecard, version: version)
    var ids: [Int: String] = [:]
    for (id, key) in try StaffRecords(database).keys() { ids[key] = id }
    let noted = card.items.map { Evaluation.noteColumn($0.id) }
    try output(
      ["call", "agent", "assessor", "date", "kind", "moment", "notified", "comment"] + card.items.map(\.id)
        + noted + ["score", "criticals"])
    try QualityRecords(database).forEachEvaluation(in: quarter, scorecard: scorecard, version: version) {
      call, row in
      let details = (row.details ?? "").split(separator: "\u{1f}", omittingEmptySubsequences: false).map(
        String.init)
      let notes = row.itemNotes
      try output(
        [
          call, ids[row.staff] ?? "", ids[row.assessor] ?? "", "\(row.day)", "\(row.kind)",
          details.first ?? "", details.count > 1 ? details[1] : "", row.comment ?? "",
        ] + zip(card.items, row.items).map { $0.text(of: $1) } + card.items.map { notes[$0.id] ?? "" } + [
          row.score?.description ?? "", "\(row.criticals)",
        ])
    }
  }
}

extension Scorecard.Item {
  /// An answer as a file states it.
  fileprivate func text(of byte: UInt8) -> String {
    switch ItemAnswer(byte: byte) {
    case .notApplicable: "NA"
    case .steps(let steps) where scale == .yesno: steps == 1 ? "yes" : "no"
    case .steps(let steps): ExactDecimal(mantissa: steps * step, places: 2).text
    }
  }
}
