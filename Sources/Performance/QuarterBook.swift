import Formats
import SQLite
import Workspace

/// What people said and decided about a quarter before and after it was closed.
package struct QuarterBook {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Publishing and answers

  /// A quarter's sheets shown to the people concerned, for objections until a day.
  package struct Publication: Sendable {
    package let batch: Int
    package let until: CalendarDay
    package let at: String
    package let by: String
  }

  /// The newest publication of a quarter.
  package func publication(of quarter: Quarter) throws -> Publication? {
    try database.first(
      """
      SELECT batch, until_day, published_at, published_by
        FROM publication
       WHERE quarter = ?1
       ORDER BY id DESC
       LIMIT 1
      """, [.integer(quarter.number)]
    ) { Publication(batch: $0.int(0), until: $0.day(1), at: $0.text(2), by: $0.text(3)) }
  }

  /// The publication under which people see their sheets; `nil` where the quarter was scored again since, or never
  /// published.
  package func standingPublication(of quarter: Quarter) throws -> Publication? {
    guard let publication = try publication(of: quarter),
      let run = try PerformanceRecords(database).run(of: quarter), publication.batch == run.batch
    else { return nil }
    return publication
  }

  func insert(_ publication: Publication, quarter: Quarter) throws {
    try database.run(
      """
      INSERT INTO publication (quarter, batch, until_day, published_at, published_by)
      VALUES (?1, ?2, ?3, ?4, ?5)
      """,
      [
        .integer(quarter.number), .integer(publication.batch), .text(publication.until.description),
        .text(publication.at), .text(publication.by),
      ])
  }

  /// What somebody said of their sheet, or what was decided about an objection.
  package struct Answer: Sendable {
    package enum Kind: String, Sendable { case confirmed, objected, upheld, rejected }

    /// The integer key of the person.
    package let staff: Int
    package let kind: Kind
    /// Of the result that was seen; an answer to another result no longer counts as a confirmation.
    package let digest: String
    package let text: String
    package let at: String
    package let by: String

    package init(staff: Int, kind: Kind, digest: String, text: String, at: String, by: String) {
      self.staff = staff
      self.kind = kind
      self.digest = digest
      self.text = text
      self.at = at
      self.by = by
    }
  }

  /// Everything that was said and decided about sheets of a quarter, by person, in order.
  package func allAnswers(in quarter: Quarter) throws -> [Answer] {
    try database.rows(
      """
      SELECT staff, kind, digest, text, taken_at, taken_by
        FROM sheet_answer
       WHERE quarter = ?1
       ORDER BY staff, id
      """, [.integer(quarter.number)], decode: Self.answer)
  }

  /// Everybody's last answer in a quarter, by key.
  ///
  /// - Parameter moment: only what was said until then; a closed sheet shows what stood at its close.
  package func answers(in quarter: Quarter, until moment: String? = nil) throws -> [Int: Answer] {
    try allAnswers(in: quarter).reduce(into: [:]) { answers, answer in
      if moment.map({ answer.at <= $0 }) ?? true { answers[answer.staff] = answer }
    }
  }

  /// One person's last answer in a quarter.
  package func answer(of staff: Int, in quarter: Quarter) throws -> Answer? {
    try database.first(
      """
      SELECT staff, kind, digest, text, taken_at, taken_by
        FROM sheet_answer
       WHERE quarter = ?1 AND staff = ?2
       ORDER BY id DESC
       LIMIT 1
      """, [.integer(quarter.number), .integer(staff)], decode: Self.answer)
  }

  private static func answer(_ row: Statement) -> Answer {
    Answer(
      staff: row.int(0), kind: Answer.Kind(rawValue: row.text(1)) ?? .confirmed, digest: row.text(2),
      text: row.text(3), at: row.text(4), by: row.text(5))
  }

  func insert(_ answer: Answer, quarter: Quarter) throws {
    try database.run(
      """
      INSERT INTO sheet_answer (quarter, staff, kind, digest, text, taken_at, taken_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(quarter.number), .integer(answer.staff), .text(answer.kind.rawValue), .text(answer.digest),
        .text(answer.text), .text(answer.at), .text(answer.by),
      ])
  }

  // MARK: Calibration

  /// A manager's deed: another grade than the rules give, with a reason.
  package struct Calibration: Sendable {
    package let staff: Int
    /// `nil` takes an earlier one back.
    package let grade: String?
    package let reason: String
    package let at: String
    package let by: String
  }

  /// The calibrations in force in a quarter, by key.
  package func calibrations(in quarter: Quarter) throws -> [Int: Calibration] {
    var calibrations: [Int: Calibration] = [:]
    try database.forEach(
      """
      SELECT staff, grade, reason, taken_at, taken_by
        FROM grade_calibration
       WHERE quarter = ?1
       ORDER BY staff, id
      """, [.integer(quarter.number)]
    ) {
      calibrations[$0.int(0)] = Calibration(
        staff: $0.int(0), grade: $0.optionalText(1), reason: $0.text(2), at: $0.text(3), by: $0.text(4))
    }
    return calibrations.filter { $0.value.grade != nil }
  }

  func insert(_ calibration: Calibration, quarter: Quarter) throws {
    try database.run(
      """
      INSERT INTO grade_calibration (quarter, staff, grade, reason, taken_at, taken_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .integer(quarter.number), .integer(calibration.staff), .optional(calibration.grade),
        .text(calibration.reason), .text(calibration.at), .text(calibration.by),
      ])
  }

  // MARK: Adjustments

  private static func adjustment(_ row: Statement) -> Adjustment {
    Adjustment(
      quarter: Quarter(number: row.int(0)), cause: Quarter(number: row.int(1)), staff: row.int(2),
      amount: Money(fen: row.int(3)), kind: Adjustment.Kind(rawValue: row.text(4)) ?? .late,
      text: row.text(5), inputs: row.text(6), at: row.text(7), by: row.text(8))
  }

  private static let adjustmentColumns =
    "quarter, cause, staff, amount, kind, text, inputs, posted_at, posted_by"

  /// The adjustments that are paid in a quarter, by person, in the order of posting.
  package func adjustments(in quarter: Quarter) throws -> [Adjustment] {
    try database.rows(
      "SELECT \(Self.adjustmentColumns) FROM adjustment WHERE quarter = ?1 ORDER BY staff, id",
      [.integer(quarter.number)], decode: Self.adjustment)
  }

  /// The adjustments that a quarter is the cause of, by person, in the order of posting.
  package func adjustments(becauseOf quarter: Quarter) throws -> [Adjustment] {
    try database.rows(
      "SELECT \(Self.adjustmentColumns) FROM adjustment WHERE cause = ?1 ORDER BY staff, id",
      [.integer(quarter.number)], decode: Self.adjustment)
  }

  /// One person's adjustments that are paid in a quarter.
  package func adjustments(of staff: Int, in quarter: Quarter) throws -> [Adjustment] {
    try database.rows(
      """
      SELECT \(Self.adjustmentColumns)
        FROM adjustment
       WHERE quarter = ?1 AND staff = ?2
       ORDER BY id
      """, [.integer(quarter.number), .integer(staff)], decode: Self.adjustment)
  }

  func insert(_ adjustment: Adjustment) throws {
    try database.run(
      """
      INSERT INTO adjustment (quarter, cause, staff, amount, kind, text, inputs, posted_at, posted_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .integer(adjustment.quarter.number), .integer(adjustment.cause.number), .integer(adjustment.staff),
        .integer(adjustment.amount.fen), .text(adjustment.kind.rawValue), .text(adjustment.text),
        .text(adjustment.inputs), .text(adjustment.at), .text(adjustment.by),
      ])
  }
}
