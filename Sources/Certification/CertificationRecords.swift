import Formats
import SQLite
import Workspace

/// The rows of the register.
package struct CertificationRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  private static let columns =
    "c.code, c.number, c.ladder, c.level, s.id, s.name, c.awarded, c.expires, c.evidence"

  private static func certificate(_ row: Statement) -> Certificate {
    Certificate(
      code: row.text(0), number: row.text(1), ladder: row.text(2), level: row.int(3), staff: row.text(4),
      name: row.text(5), awarded: CalendarDay(row.text(6)) ?? CalendarDay(number: 0),
      expires: CalendarDay(row.text(7)) ?? CalendarDay(number: 0), evidence: row.text(8))
  }

  package func find(code: String) throws -> Certificate? {
    try database.first(
      "SELECT \(Self.columns) FROM certificate c JOIN staff s ON s.key = c.staff WHERE c.code = ?1",
      [.text(code)],
      decode: Self.certificate)
  }

  /// Somebody's certificates, oldest first.
  package func certificates(of staff: String) throws -> [Certificate] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM staff s
        JOIN certificate c ON c.staff = s.key
       WHERE s.id = ?1
       ORDER BY c.awarded, c.number
      """, [.text(staff)], decode: Self.certificate)
  }

  /// Everybody's certificates of a ladder, oldest first, by person's id: one pass.
  func certificates(ofLadder ladder: String) throws -> [String: [Certificate]] {
    let all = try database.rows(
      """
      SELECT \(Self.columns)
        FROM certificate c
        JOIN staff s ON s.key = c.staff
       WHERE c.ladder = ?1
       ORDER BY c.awarded, c.number
      """, [.text(ladder)], decode: Self.certificate)
    return Dictionary(grouping: all, by: \.staff)
  }

  /// For everybody with a certificate valid on a day: the highest level held (the lowest number), by key.
  package func levels(on day: CalendarDay) throws -> [Int: Int] {
    var levels: [Int: Int] = [:]
    try database.forEach(
      """
      SELECT staff, MIN(level)
        FROM certificate
       WHERE awarded <= ?1 AND expires >= ?1
       GROUP BY staff
       ORDER BY staff
      """, [.text(day.description)]
    ) { levels[$0.int(0)] = $0.int(1) }
    return levels
  }

  package func count() throws -> Int { try database.integer("SELECT COUNT(*) FROM certificate") ?? 0 }

  func insert(_ certificate: Certificate, version: Int, staff: Int) throws {
    try database.run(
      """
      INSERT INTO certificate (code, number, ladder, version, level, staff, awarded, expires, evidence)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .text(certificate.code), .text(certificate.number), .text(certificate.ladder), .integer(version),
        .integer(certificate.level), .integer(staff), .text(certificate.awarded.description),
        .text(certificate.expires.description), .text(certificate.evidence),
      ])
  }
}
