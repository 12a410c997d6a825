import Formats
import SQLite
import Workspace

/// The rows of measures and their checks.
package struct MeasureRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// A check as it was written.
  package struct Check: Sendable {
    package let verdict: Measure.Verdict
    /// In ten-thousandths.
    package let before: Int?
    package let after: Int?
    package let isReached: Bool?
    package let at: Instant
  }

  /// A measure with its last check.
  package struct Standing: Sendable {
    package let id: Int
    package let measure: Measure
    package let last: Check?
  }

  private static let columns =
    """
    m.id, m.department, s.id, m.due, m.kind, m.target, m.what, m.warning, m.expected, m.made,
    c.verdict, c.before, c.after, c.reached, c.checked_at
    """

  private static let tables =
    """
    measure m
    JOIN staff s ON s.key = m.owner
    LEFT JOIN measure_check c ON c.id = (SELECT MAX(n.id) FROM measure_check n WHERE n.measure = m.id)
    """

  private static func standing(_ row: Statement) -> Standing {
    Standing(
      id: row.int(0),
      measure: Measure(
        department: row.text(1), owner: row.text(2), due: row.day(3),
        target: Measure.Target(kind: row.text(4), id: row.text(5)), what: row.text(6),
        warning: row.optionalInt(7), expected: row.optionalInt(8), made: row.day(9)),
      last: row.optionalText(10).map { verdict in
        Check(
          verdict: Measure.Verdict(rawValue: verdict) ?? .unknown, before: row.optionalInt(11),
          after: row.optionalInt(12), isReached: row.optionalInt(13).map { $0 == 1 },
          at: Instant(row.text(14)) ?? Instant(seconds: 0))
      })
  }

  /// The measures, the first made first.
  ///
  /// - Parameter quarter: only those decided in it.
  package func all(madeIn quarter: Quarter? = nil) throws -> [Standing] {
    try database.rows(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE ?1 IS NULL OR m.quarter = ?1 ORDER BY m.id",
      [.optional(quarter?.number)], decode: Self.standing)
  }

  package func measure(_ id: Int) throws -> Standing? {
    try database.first(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE m.id = ?1", [.integer(id)], decode: Self.standing)
  }

  func insert(_ measure: Measure, owner: Int, at: Instant, by actor: String) throws -> Int {
    try database.insert(
      """
      INSERT INTO measure (department, owner, due, kind, target, what, warning, expected, made, quarter, made_at, made_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
      """,
      [
        .text(measure.department), .integer(owner), .text(measure.due.description),
        .text(measure.target.kind), .text(measure.target.id), .text(measure.what), .optional(measure.warning),
        .optional(measure.expected), .text(measure.made.description),
        .integer(Quarter(of: measure.made).number), .text(at.description), .text(actor),
      ])
  }

  func insert(_ check: Check, measure: Int, by actor: String) throws {
    try database.run(
      """
      INSERT INTO measure_check (measure, verdict, before, after, reached, checked_at, checked_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(measure), .text(check.verdict.rawValue), .optional(check.before), .optional(check.after),
        check.isReached.map(Value.bool) ?? .null, .text(check.at.description), .text(actor),
      ])
  }
}
