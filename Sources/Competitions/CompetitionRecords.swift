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
  package func marks(of contest: String) throws -> [JudgeMark] {
    try database.rows(
      """
      SELECT id, stage, entrant, judge, criterion, mark
        FROM judge_mark
       WHERE contest = ?1 AND \(Batch.inForce("judge_mark"))
       ORDER BY stage, entrant, judge, criterion
      """, [.text(contest)], decode: Self.mark)
  }

  /// The points that contests held in a quarter give, by entrant, with the contest and rank they come from.
  package func points(in quarter: Quarter) throws -> [String: [(contest: String, rank: Int, points: Score)]] {
    var result: [String: [(contest: String, rank: Int, points: Score)]] = [:]
    for scheme in try SchemeRecords(database).allInForce(kind: Contest.kind, on: quarter.lastDay) {
      let contest = try Contest.read(Array(scheme.text.utf8), named: scheme.label)
      guard quarter.contains(contest.held) else { continue }
      for standing in Ranking.standings(contest, marks: try marks(of: contest.head.id)) {
        guard let rank = standing.rank, rank <= contest.points.count else { continue }
        result[standing.entrant, default: []].append((contest.head.id, rank, contest.points[rank - 1]))
      }
    }
    return result
  }
}
