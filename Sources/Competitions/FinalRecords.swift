import Formats
import SQLite
import Workspace

/// An entrant's final result.
package struct FinalResult: Hashable, Sendable {
  package let entrant: String
  package let rank: Int?
  /// Out of 100, with six decimals.
  package let total: String?
  /// Points for the quarter; none once the result is annulled.
  package let points: Score
  package let isAnnulled: Bool
}

/// The rows of freezes, final results and annulments.
package struct FinalRecords {
  package struct Freeze: Sendable {
    /// The version of the rules that the board was shown by.
    package let version: Int
    /// The last batch of marks that the public board shows.
    package let horizon: Int
    package let at: String
    package let by: String
    /// What was shown, as JSON.
    package let board: String
  }

  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  package func freeze(of contest: String) throws -> Freeze? {
    try database.first(
      """
      SELECT horizon, at, by, board, version
        FROM contest_freeze
       WHERE id = (SELECT MAX(id) FROM contest_freeze WHERE contest = ?1) AND is_frozen = 1
      """, [.text(contest)]
    ) {
      Freeze(version: $0.int(4), horizon: $0.int(0), at: $0.text(1), by: $0.text(2), board: $0.text(3))
    }
  }

  /// - Parameter reason: why the board is shown as it is again; `nil` where it is frozen.
  func insert(_ freeze: Freeze, contest: String, thawed reason: String? = nil) throws {
    try database.run(
      """
      INSERT INTO contest_freeze (contest, version, horizon, board, at, by, is_frozen, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .text(contest), .integer(freeze.version), .integer(freeze.horizon), .text(freeze.board),
        .text(freeze.at), .text(freeze.by), .integer(reason == nil ? 1 : 0), .text(reason ?? ""),
      ])
  }

  /// Who finalised a contest, when and by which version of its rules; `nil` while it is open.
  package func final(of contest: String) throws -> (version: Int, at: String, by: String)? {
    try database.first(
      "SELECT version, finalised_at, finalised_by FROM contest_final WHERE contest = ?1", [.text(contest)]
    ) { ($0.int(0), $0.text(1), $0.text(2)) }
  }

  func finalise(
    _ contest: Contest, results: [FinalResult], hash: String, at: Instant, by actor: String
  ) throws {
    try database.run(
      """
      INSERT INTO contest_final (contest, version, held, hash, finalised_at, finalised_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .text(contest.head.id), .integer(contest.head.version), .text(contest.held.description), .text(hash),
        .text(at.description), .text(actor),
      ])
    for (place, result) in results.enumerated() {
      try database.run(
        """
        INSERT INTO contest_result (contest, place, entrant, rank, total, points)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """,
        [
          .text(contest.head.id), .integer(place + 1), .text(result.entrant), .optional(result.rank),
          .optional(result.total), .integer(result.points.hundredths),
        ])
    }
  }

  /// The final results in the order of the board.
  package func results(of contest: String) throws -> [FinalResult] {
    try database.rows(
      """
      SELECT r.entrant, r.rank, r.total, r.points, a.id IS NOT NULL
        FROM contest_result r
        LEFT JOIN contest_annulment a ON a.contest = r.contest AND a.entrant = r.entrant
       WHERE r.contest = ?1
       ORDER BY r.place
      """, [.text(contest)]
    ) {
      FinalResult(
        entrant: $0.text(0), rank: $0.optionalInt(1), total: $0.optionalText(2),
        points: $0.bool(4) ? .zero : Score(hundredths: $0.int(3)), isAnnulled: $0.bool(4))
    }
  }

  func annul(_ entrant: String, contest: String, reason: String, at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO contest_annulment (contest, entrant, reason, annulled_at, annulled_by)
      VALUES (?1, ?2, ?3, ?4, ?5)
      """, [.text(contest), .text(entrant), .text(reason), .text(at.description), .text(actor)])
  }

  /// Points for a quarter, with the contest and rank that they come from.
  package struct Points: Sendable {
    package let contest: String
    package let held: CalendarDay
    package let entrant: String
    package let rank: Int
    package let points: Score
  }

  /// The points that final results of contests held in a quarter give, by entrant: one pass.
  package func points(in quarter: Quarter) throws -> [String: [Points]] {
    var result: [String: [Points]] = [:]
    try database.forEach(
      """
      SELECT r.entrant, r.contest, r.rank, r.points, f.held
        FROM contest_final f
        JOIN contest_result r ON r.contest = f.contest
        LEFT JOIN contest_annulment a ON a.contest = r.contest AND a.entrant = r.entrant
       WHERE f.held BETWEEN ?1 AND ?2 AND r.points > 0 AND a.id IS NULL
       ORDER BY f.held, r.contest, r.place
      """, [.text(quarter.firstDay.description), .text(quarter.lastDay.description)]
    ) {
      result[$0.text(0), default: []].append(
        Points(
          contest: $0.text(1), held: CalendarDay($0.text(4)) ?? quarter.firstDay, entrant: $0.text(0),
          rank: $0.optionalInt(2) ?? 0, points: Score(hundredths: $0.int(3))))
    }
    return result
  }

  /// Contests with marks that are not final yet, by id, each with the newest version that marks were given by.
  package func openContests() throws -> [(id: String, version: Int)] {
    try database.rows(
      """
      SELECT contest, MAX(version)
        FROM judge_mark
       WHERE contest NOT IN (SELECT contest FROM contest_final)
       GROUP BY contest
       ORDER BY contest
      """
    ) { ($0.text(0), $0.int(1)) }
  }
}
