import Formats
import SQLite
import Workforce
import Workspace

/// The papers of a closed quarter that HR keeps: what it was settled from, what came out, what was said and decided.
package struct ArchiveDesk {
  let occasion: Occasion
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// The frozen parts of a revision with its hash.
  ///
  /// - Parameter number: the last unless said.
  package func frozen(
    _ quarter: Quarter, revision number: Int?
  ) throws -> (revision: FrozenRecords.Revision, parts: FrozenQuarter) {
    try occasion.require(.hr, to: "archive a quarter")
    let records = FrozenRecords(database)
    let revisions = try records.revisions(of: quarter)
    guard !revisions.isEmpty else { throw Refusal.nothingFrozen(quarter) }
    guard let revision = number.map({ n in revisions.first { $0.number == n } }) ?? revisions.last else {
      throw Refusal(
        .noInput, "\(quarter) has no revision \(number ?? 0)", "see: merit quarter status \(quarter)")
    }
    return (revision, try records.frozen(revision.batch))
  }

  /// What was decided about the quarter, a line each: calibrations, answers and objections, promotions, honours.
  package func decisions(_ quarter: Quarter) throws -> String {
    try occasion.require(.hr, to: "archive a quarter")
    let ids = try names()
    let book = QuarterBook(database)
    var text = CSVWriter.line(["what", "staff", "decision", "reason", "at", "by"])
    func add(_ what: String, _ key: Int, _ decision: String, _ reason: String, _ at: String, _ by: String) {
      text += CSVWriter.line([what, ids[key] ?? "", decision, reason, at, by])
    }
    for (key, own) in try book.calibrations(in: quarter).sorted(by: { $0.key < $1.key }) {
      add("calibration", key, own.grade ?? "", own.reason, own.at, own.by)
    }
    for answer in try book.allAnswers(in: quarter) {
      add("sheet", answer.staff, answer.kind.rawValue, answer.text, answer.at, answer.by)
    }
    for decision in try PromotionDesk(occasion).decisions(in: quarter) {
      text += CSVWriter.line([
        "promotion \(decision.decision.scheme)", decision.decision.staff, decision.decision.verdict.rawValue,
        decision.decision.reason ?? "", decision.decision.at.description, decision.decision.by,
      ])
    }
    for grant in try HonourAwardDesk(occasion).grants(in: quarter) {
      text += CSVWriter.line([
        "honour \(grant.scheme) \(grant.honour)", grant.staff,
        grant.revoked == nil ? "granted" : "revoked", grant.revoked ?? grant.ground.en, "", grant.by,
      ])
    }
    return text
  }

  /// The adjustments that are paid with the quarter, and those that it is the cause of.
  package func adjustments(_ quarter: Quarter) throws -> String {
    try occasion.require(.hr, to: "archive a quarter")
    let ids = try names()
    let book = QuarterBook(database)
    var text = CSVWriter.line(["staff", "about", "paid with", "yuan", "kind", "cause", "at", "by"])
    for own in try book.adjustments(in: quarter) + book.adjustments(becauseOf: quarter) {
      text += CSVWriter.line([
        ids[own.staff] ?? "", "\(own.cause)", "\(own.quarter)", "\(own.amount)", own.kind.rawValue, own.text,
        own.at, own.by,
      ])
    }
    return text
  }

  private func names() throws -> [Int: String] {
    Dictionary(uniqueKeysWithValues: try StaffRecords(database).keys().map { ($0.value, $0.key) })
  }

  /// Keeps on record that a quarter was archived.
  package func note(_ quarter: Quarter, manifest: String) throws {
    try occasion.record("quarter.archive", of: "\(quarter)", content: manifest) {}
  }
}
