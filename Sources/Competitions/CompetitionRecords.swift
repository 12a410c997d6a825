import Formats
import SQLite
import Workspace

/// The rows of judges' marks.
package struct CompetitionRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  private static func mark(_ row: Statement) -> JudgeMark {
    JudgeMark(
      stage: row.text(1), entrant: row.text(2), judge: row.text(3), criterion: row.text(4), mark: row.int(5))
  }

  func find(_ key: JudgeMark, contest: String) throws -> (id: Int, row: JudgeMark)? {
    try database.first(
      """
      SELECT id, stage, entrant, judge, criterion, mark
        FROM judge_mark
       WHERE contest = ?1 AND stage = ?2 AND entrant = ?3 AND judge = ?4 AND criterion = ?5
         AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """,
      [.text(contest), .text(key.stage), .text(key.entrant), .text(key.judge), .text(key.criterion)]
    ) { ($0.int(0), Self.mark($0)) }
  }

  func insert(_ row: JudgeMark, contest: Contest, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO judge_mark (batch, contest, version, stage, entrant, judge, criterion, mark, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .integer(batch), .text(contest.head.id), .integer(contest.head.version), .text(row.stage),
        .text(row.entrant),
        .text(row.judge), .text(row.criterion), .integer(row.mark), .optional(supersedes),
        .optional(supersedes == nil ? nil : reason),
      ])
  }

  /// The marks in force of a contest.
  ///
  /// - Parameter horizon: the last batch that counts; all where it is left out.
  package func marks(of contest: String, upTo horizon: Int? = nil) throws -> [JudgeMark] {
    try database.rows(
      """
      SELECT id, stage, entrant, judge, criterion, mark
        FROM judge_mark
       WHERE contest = ?1 AND \(Batch.inForce("judge_mark", upTo: "?2"))
       ORDER BY stage, entrant, judge, criterion
      """, [.text(contest), .integer(horizon ?? Int.max)], decode: Self.mark)
  }

  /// How many marks of each entrant came after a batch.
  func pending(in contest: String, after horizon: Int) throws -> [String: Int] {
    var counts: [String: Int] = [:]
    try database.forEach(
      """
      SELECT entrant, COUNT(*)
        FROM judge_mark
       WHERE contest = ?1 AND batch > ?2 AND batch NOT IN (\(Batch.pending))
       GROUP BY entrant
       ORDER BY entrant
      """, [.text(contest), .integer(horizon)]
    ) { counts[$0.text(0)] = $0.int(1) }
    return counts
  }

  /// Whether marks are being taken in right now.
  func isTakingIn() throws -> Bool {
    try database.integer(
      """
      SELECT 1
        FROM judge_mark
       WHERE batch IN (\(Batch.pending))
       LIMIT 1
      """) != nil
  }

  /// The newest batch of evidence that can be seen; 0 where there is none.
  func lastBatch() throws -> Int {
    try database.integer("SELECT MAX(id) FROM batch WHERE is_published = 1") ?? 0
  }
}
