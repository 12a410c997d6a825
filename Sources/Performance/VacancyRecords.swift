import Formats
import SQLite
import Workspace

/// The rows of vacancies; a corrected row is a new round, whose places nobody has used yet.
struct VacancyRecords {
  private let database: Connection

  init(_ database: Connection) { self.database = database }

  private static func vacancy(_ row: Statement) -> Vacancy {
    let site = row.text(3)
    return Vacancy(
      post: row.text(1), level: row.int(2), site: site.isEmpty ? nil : site, places: row.int(4),
      from: row.optionalDay(5))
  }

  func find(_ key: Vacancy) throws -> (id: Int, row: Vacancy)? {
    try database.first(
      """
      SELECT id, post, level, site, places, from_day
        FROM vacancy
       WHERE post = ?1 AND level = ?2 AND site = ?3 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.text(key.post), .integer(key.level), .text(key.site ?? "")]
    ) { ($0.int(0), Self.vacancy($0)) }
  }

  func insert(_ row: Vacancy, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO vacancy (batch, post, level, site, places, from_day, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .integer(batch), .text(row.post), .integer(row.level), .text(row.site ?? ""), .integer(row.places),
        .optional(row.from?.description), .optional(supersedes), .optional(supersedes == nil ? nil : reason),
      ])
  }

  /// Every vacancy with what is used of it, by post, level from five upward, and site.
  ///
  /// - Parameters:
  ///   - quarter: of this quarter and `scheme`, no decision is counted: they are about the same places.
  func balances(leavingOut scheme: String = "", in quarter: Quarter? = nil) throws -> [VacancyBalance] {
    try database.rows(
      """
      SELECT v.id, v.post, v.level, v.site, v.places, v.from_day,
             (SELECT COUNT(*)
                FROM promotion_decision d
               WHERE d.vacancy = v.id AND NOT (d.scheme = ?1 AND d.quarter = ?2)
                 AND d.id NOT IN (SELECT supersedes FROM promotion_decision WHERE supersedes IS NOT NULL))
        FROM vacancy v
       WHERE \(Batch.inForce("vacancy", alias: "v."))
       ORDER BY v.post, v.level DESC, v.site
      """, [.text(scheme), .integer(quarter?.number ?? -1)]
    ) { VacancyBalance(id: $0.int(0), vacancy: Self.vacancy($0), used: $0.int(6)) }
  }
}
