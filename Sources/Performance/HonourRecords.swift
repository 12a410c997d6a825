import Formats
import SQLite
import Workspace

/// The rows of suggestions, help and honours.
package struct HonourRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Deeds

  private static let deeds = """
    SELECT d.id, d.kind, s.id, s.name, d.day, d.department, d.days, d.what, d.by,
           a.answer, a.quarter, a.saving, a.reason, a.by
      FROM honour_deed d
      JOIN staff s ON s.key = d.staff
      LEFT JOIN honour_deed_answer a ON a.deed = d.id
    """

  private static func deed(_ row: Statement) -> HonourDeed {
    HonourDeed(
      id: row.int(0), kind: HonourDeed.Kind(rawValue: row.text(1)) ?? .help, staff: row.text(2),
      name: row.text(3), day: row.day(4), department: row.text(5), days: row.optionalInt(6),
      what: row.text(7), by: row.text(8),
      answer: row.optionalText(9).flatMap { HonourAnswer.Kind(rawValue: $0) }.map {
        HonourAnswer(
          kind: $0, quarter: Quarter(number: row.int(10)),
          saving: row.optionalInt(11).map(Money.init(fen:)), reason: row.optionalText(12), by: row.text(13))
      })
  }

  func deed(_ id: Int) throws -> HonourDeed? {
    try database.first("\(Self.deeds) WHERE d.id = ?1", [.integer(id)], decode: Self.deed)
  }

  /// The deeds done or answered in a quarter, or all of them, in the order in which they were recorded.
  func deeds(in quarter: Quarter?) throws -> [HonourDeed] {
    try database.rows(
      "\(Self.deeds) WHERE ?1 IS NULL OR d.quarter = ?1 OR a.quarter = ?1 ORDER BY d.id",
      [.optional(quarter?.number)], decode: Self.deed)
  }

  func insert(_ deed: HonourDeed, staff: Int, at: Instant) throws -> Int {
    try database.insert(
      """
      INSERT INTO honour_deed (kind, staff, day, quarter, department, days, what, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .text(deed.kind.rawValue), .integer(staff), .text(deed.day.description),
        .integer(Quarter(of: deed.day).number), .text(deed.department), .optional(deed.days),
        .text(deed.what), .text(at.description), .text(deed.by),
      ])
  }

  func insert(_ answer: HonourAnswer, deed: Int, at: Instant) throws {
    try database.run(
      """
      INSERT INTO honour_deed_answer (deed, answer, quarter, saving, reason, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(deed), .text(answer.kind.rawValue), .integer(answer.quarter.number),
        .optional(answer.saving?.fen), .optional(answer.reason), .text(at.description), .text(answer.by),
      ])
  }

  /// How many suggestions of each person were adopted in a quarter, by key.
  package func adopted(in quarter: Quarter) throws -> [Int: Int] {
    try sums(of: .adopted, in: quarter).mapValues(\.count)
  }

  /// How often each person helped other departments in a quarter, confirmed, by key.
  package func helped(in quarter: Quarter) throws -> [Int: Int] {
    try sums(of: .confirmed, in: quarter).mapValues(\.count)
  }

  /// Deeds with an answer that count in a quarter, by key: how many, what they saved in fen, and days in hundredths.
  func sums(of answer: HonourAnswer.Kind, in quarter: Quarter) throws -> [Int: (
    count: Int, saving: Int, days: Int
  )] {
    var sums: [Int: (count: Int, saving: Int, days: Int)] = [:]
    try database.forEach(
      """
      SELECT d.staff, COUNT(*), SUM(COALESCE(a.saving, 0)), SUM(COALESCE(d.days, 0))
        FROM honour_deed_answer a
        JOIN honour_deed d ON d.id = a.deed
       WHERE a.quarter = ?1 AND a.answer = ?2
       GROUP BY d.staff
       ORDER BY d.staff
      """, [.integer(quarter.number), .text(answer.rawValue)]
    ) { sums[$0.int(0)] = ($0.int(1), $0.int(2), $0.int(3)) }
    return sums
  }

  // MARK: Grants

  private static let grants = """
    SELECT g.id, g.scheme, g.version, g.honour, g.quarter, s.id, s.name, g.rank, g.ground, g.ground_zh, g.by, r.reason
      FROM honour_grant g
      JOIN staff s ON s.key = g.staff
      LEFT JOIN honour_revocation r ON r.honour_grant = g.id
    """

  private static func grant(_ row: Statement) -> HonourGrant {
    HonourGrant(
      id: row.int(0), scheme: row.text(1), version: row.int(2), honour: row.text(3),
      quarter: Quarter(number: row.int(4)), staff: row.text(5), name: row.text(6), rank: row.int(7),
      ground: Words(en: row.text(8), zh: row.text(9)), by: row.text(10), revoked: row.optionalText(11))
  }

  func grant(_ id: Int) throws -> HonourGrant? {
    try database.first("\(Self.grants) WHERE g.id = ?1", [.integer(id)], decode: Self.grant)
  }

  /// Grants, revoked ones too, by quarter, in the order in which they were made.
  func grants(in quarter: Quarter? = nil, of staff: String? = nil) throws -> [HonourGrant] {
    try database.rows(
      """
      \(Self.grants)
       WHERE (?1 IS NULL OR g.quarter = ?1) AND (?2 IS NULL OR s.id = ?2)
       ORDER BY g.quarter, g.id
      """, [.optional(quarter?.number), .optional(staff)], decode: Self.grant)
  }

  func insert(_ grant: HonourGrant, staff: Int, at: Instant) throws {
    try database.run(
      """
      INSERT INTO honour_grant (scheme, version, honour, quarter, staff, rank, ground, ground_zh, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .text(grant.scheme), .integer(grant.version), .text(grant.honour), .integer(grant.quarter.number),
        .integer(staff), .integer(grant.rank), .text(grant.ground.en), .text(grant.ground.zh),
        .text(at.description), .text(grant.by),
      ])
  }

  func revoke(_ grant: Int, reason: String, at: Instant, by actor: String) throws {
    try database.run(
      "INSERT INTO honour_revocation (honour_grant, reason, at, by) VALUES (?1, ?2, ?3, ?4)",
      [.integer(grant), .text(reason), .text(at.description), .text(actor)])
  }
}
