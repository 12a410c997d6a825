import Formats
import SQLite
import Workforce
import Workspace

/// Comparing assessors on the calls that several of them judged.
package struct CalibrationDesk {
  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// The calibration of a quarter on one version of a scorecard.
  ///
  /// - Parameter call: only this call, for a session on a single one.
  package func calibration(
    in quarter: Quarter, scorecard: String, call: String? = nil
  ) throws -> (result: Calibration, card: Scorecard) {
    try occasion.require(.assessor, .leader, .hr, to: "calibrate")
    let database = occasion.database
    var ids: [Int: String] = [:]
    for (id, key) in try StaffRecords(database).keys() { ids[key] = id }
    let only = try call.map { name in
      guard let known = try QualityRecords(database).call(named: name) else {
        throw Refusal.unknownCall(name)
      }
      return known.id
    }
    var groups: [[Calibration.Judgement]] = []
    var (current, version) = (-1, 0)
    var judgements: [Calibration.Judgement] = []
    func finish() {
      if judgements.count > 1 { groups.append(judgements) }
      judgements = []
    }
    // The newest version with calls that several judged is the one compared; versions have different items.
    let newest = try database.integer(
      """
      SELECT version
        FROM evaluation INDEXED BY evaluation_quarter
       WHERE quarter = ?1 AND scorecard = ?2 AND (?3 IS NULL OR call = ?3) AND \(Batch.inForce("evaluation"))
       GROUP BY version, call
      HAVING COUNT(*) > 1
       ORDER BY version DESC
       LIMIT 1
      """, [.integer(quarter.number), .text(scorecard), .optional(only)])
    guard let newest else { throw Refusal.nothingToCalibrate(quarter, scorecard) }
    version = newest
    try database.forEach(
      """
      SELECT call, assessor, day, score, items
        FROM evaluation INDEXED BY evaluation_quarter
       WHERE quarter = ?1 AND scorecard = ?2 AND version = ?3 AND (?4 IS NULL OR call = ?4)
         AND \(Batch.inForce("evaluation"))
       ORDER BY call, assessor
      """, [.integer(quarter.number), .text(scorecard), .integer(version), .optional(only)]
    ) { row in
      if row.int(0) != current {
        finish()
        current = row.int(0)
      }
      judgements.append(
        Calibration.Judgement(
          assessor: ids[row.int(1)] ?? "?", day: CalendarDay(row.text(2))?.number ?? 0,
          score: row.optionalInt(3).map(Score.init(hundredths:)), items: row.blob(4)))
    }
    finish()
    guard !groups.isEmpty else { throw Refusal.nothingToCalibrate(quarter, scorecard) }
    let card = try SchemeRecords(database).document(Scorecard.self, id: scorecard, version: version)
    return (Calibration(groups, card: card), card)
  }
}

extension Refusal {
  static func nothingToCalibrate(_ quarter: Quarter, _ scorecard: String) -> Refusal {
    Refusal(
      .noInput, "no call of \(quarter) was judged by several assessors on '\(scorecard)'",
      "have some scored twice: merit qa assign, or merit qa score CALL --kind calibration")
  }
}
