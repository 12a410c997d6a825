import Formats
import SQLite
import Workspace

/// The rows of early warnings.
package struct WarningRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// A warning as it stands.
  package struct Standing: Sendable {
    package let id: Int
    package let warning: Warning
    /// What was done about it; `nil` while it is open.
    package let note: String?
    package let closedBy: String?
  }

  /// The warnings, the first due first.
  package func all(openOnly: Bool) throws -> [Standing] {
    try database.rows(
      """
      SELECT w.id, w.subject_kind, w.subject, w.quarter, w.source, w.what_en, w.what_zh, w.owner, w.due, c.note, c.closed_by
        FROM warning w
        LEFT JOIN warning_closure c ON c.warning = w.id
       WHERE ?1 = 0 OR c.id IS NULL
       ORDER BY w.due, w.id
      """, [.bool(openOnly)]
    ) {
      Standing(
        id: $0.int(0),
        warning: Warning(
          subject: Warning.Subject(kind: $0.text(1), id: $0.text(2)), quarter: Quarter(number: $0.int(3)),
          source: $0.text(4), what: Words(en: $0.text(5), zh: $0.text(6)), owner: $0.text(7),
          due: $0.day(8)),
        note: $0.optionalText(9), closedBy: $0.optionalText(10))
    }
  }

  /// Whether a warning was raised before, be it open or closed.
  func isRaised(_ warning: Warning) throws -> Bool {
    try database.integer(
      """
      SELECT 1
        FROM warning
       WHERE subject_kind = ?1 AND subject = ?2 AND source = ?3 AND quarter = ?4
      """,
      [
        .text(warning.subject.kind), .text(warning.subject.id), .text(warning.source),
        .integer(warning.quarter.number),
      ]) != nil
  }

  /// Writes a warning unless it was raised before; says whether it is new.
  func raise(_ warning: Warning, at: Instant, by actor: String) throws -> Bool {
    try database.run(
      """
      INSERT INTO warning (subject_kind, subject, quarter, source, what_en, what_zh, owner, due, raised_at, raised_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
          ON CONFLICT (subject_kind, subject, source, quarter) DO NOTHING
      """,
      [
        .text(warning.subject.kind), .text(warning.subject.id), .integer(warning.quarter.number),
        .text(warning.source), .text(warning.what.en), .text(warning.what.zh), .text(warning.owner),
        .text(warning.due.description), .text(at.description), .text(actor),
      ])
    return database.changes > 0
  }

  func isOpen(_ id: Int) throws -> Bool {
    try database.integer(
      """
      SELECT 1
        FROM warning w
       WHERE w.id = ?1 AND NOT EXISTS (SELECT 1 FROM warning_closure c WHERE c.warning = w.id)
      """, [.integer(id)]) != nil
  }

  func close(_ id: Int, note: String, at: Instant, by actor: String) throws {
    try database.run(
      "INSERT INTO warning_closure (warning, note, closed_at, closed_by) VALUES (?1, ?2, ?3, ?4)",
      [.integer(id), .text(note), .text(at.description), .text(actor)])
  }

  /// The ids of people with an open warning.
  package func warnedStaff() throws -> Set<String> {
    Set(
      try all(openOnly: true).compactMap {
        if case .staff(let id) = $0.warning.subject { id } else { nil }
      })
  }
}
