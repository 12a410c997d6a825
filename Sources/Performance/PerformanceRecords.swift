import Formats
import SQLite
import Workforce
import Workspace

/// The rows of scoring runs, results and grades from before.
package struct PerformanceRecords {
  let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// A scoring of a quarter.
  package struct Run: Sendable {
    package let batch: Int
    package let at: Instant
    package let pool: BonusPool
    /// The schemes used, a line each: `performance hotline-agent v1 HASH`.
    package let schemes: String
    /// The version of the rules that it was settled by.
    package let rules: Int
    /// The names of the indicators in the evidence.
    package let columns: [String]
  }

  private static let runColumns =
    "batch, at, pool, weight, schemes, is_given, rules, base, company_index, pool_factor, columns"

  private func run(_ row: Statement) throws -> Run {
    let amount = Money(fen: row.int(2))
    let shares = try shares(ofRun: row.int(0))
    let whole = BonusPool.TeamShare(
      team: "", result: nil, factor: .whole, amount: amount, weight: Int128(row.text(3)) ?? 0)
    return Run(
      batch: row.int(0), at: Instant(row.text(1)) ?? Instant(seconds: 0),
      pool: BonusPool(
        base: row.optionalInt(7).map(Money.init(fen:)) ?? amount, isGiven: row.bool(5),
        index: row.optionalInt(8).map(Score.init(hundredths:)), factor: Weight(basisPoints: row.int(9)),
        amount: amount, teams: shares.isEmpty ? [whole] : shares),
      schemes: row.text(4), rules: row.int(6),
      columns: row.text(10).split(separator: " ").map(String.init))
  }

  /// The newest published run of a quarter; of a closed one its last revision.
  package func run(of quarter: Quarter) throws -> Run? {
    try database.first(
      """
      SELECT \(Self.runColumns)
        FROM scoring_run
       WHERE quarter = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY batch DESC
       LIMIT 1
      """, [.integer(quarter.number)], decode: run)
  }

  /// A run by its batch.
  package func run(batch: Int) throws -> Run? {
    try database.first(
      "SELECT \(Self.runColumns) FROM scoring_run WHERE batch = ?1", [.integer(batch)], decode: run)
  }

  /// What each team gets in a run, by id; empty where teams do not share.
  private func shares(ofRun batch: Int) throws -> [BonusPool.TeamShare] {
    try database.rows(
      "SELECT team, result, factor, amount, weight FROM team_share WHERE batch = ?1 ORDER BY team",
      [.integer(batch)]
    ) {
      BonusPool.TeamShare(
        team: $0.text(0), result: $0.optionalInt(1).map(Score.init(hundredths:)),
        factor: Weight(basisPoints: $0.int(2)), amount: Money(fen: $0.int(3)),
        weight: Int128($0.text(4)) ?? 0)
    }
  }

  func insert(_ run: Run, quarter: Quarter, by actor: String) throws {
    try database.run(
      """
      INSERT INTO scoring_run (batch, quarter, at, by, pool, weight, schemes, is_given, rules, base, company_index,
                               pool_factor, columns)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
      """,
      [
        .integer(run.batch), .integer(quarter.number), .text(run.at.description), .text(actor),
        .integer(run.pool.amount.fen), .text("\(run.pool.weight)"), .text(run.schemes),
        .bool(run.pool.isGiven), .integer(run.rules), .integer(run.pool.base.fen),
        .optional(run.pool.index?.hundredths), .integer(run.pool.factor.basisPoints),
        .text(run.columns.joined(separator: " ")),
      ])
    guard run.pool.sharesByTeam else { return }
    for share in run.pool.teams {
      try database.run(
        """
        INSERT INTO team_share (batch, team, result, factor, amount, weight)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        """,
        [
          .integer(run.batch), .text(share.team), .optional(share.result?.hundredths),
          .integer(share.factor.basisPoints), .integer(share.amount.fen), .text("\(share.weight)"),
        ])
    }
  }

  /// The runs of a quarter that a newer one replaced and that no closed revision holds.
  func replacedRuns(of quarter: Quarter) throws -> [Int] {
    let runs = try database.rows(
      """
      SELECT batch
        FROM scoring_run
       WHERE quarter = ?1 AND batch NOT IN (SELECT batch FROM quarter_revision WHERE quarter = ?1)
         AND batch < (SELECT MAX(n.batch) FROM scoring_run n WHERE n.quarter = ?1)
       ORDER BY batch
      """, [.integer(quarter.number)]
    ) { $0.int(0) }
    return runs
  }

  /// Deletes some results of a replaced run; returns how many went.
  func deleteResults(ofRun batch: Int, limit: Int) throws -> Int {
    try database.run(
      "DELETE FROM result WHERE id IN (SELECT id FROM result WHERE batch = ?1 ORDER BY staff LIMIT ?2)",
      [.integer(batch), .integer(limit)])
    return database.changes
  }

  func deleteRun(_ batch: Int) throws {
    try database.run("DELETE FROM team_share WHERE batch = ?1", [.integer(batch)])
    try database.run("DELETE FROM frozen_part WHERE batch = ?1", [.integer(batch)])
    try database.run("DELETE FROM scoring_run WHERE batch = ?1", [.integer(batch)])
  }

  // MARK: Results

  func insert(_ result: QuarterResult, batch: Int) throws {
    let statement = try database.statement(
      """
      INSERT INTO result (batch, staff, post, team, scheme, version, days, parts, addition, total, grade, factor, gate,
                          base, bonus, satisfaction, criticals, evaluations, responses, complaints, flags, details)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)
      """)
    try statement.bind(batch, at: 1)
    try statement.bind(result.key, at: 2)
    try statement.bind(text: result.post, at: 3)
    try statement.bind(text: result.team, at: 4)
    try statement.bind(text: result.scheme, at: 5)
    try statement.bind(result.version, at: 6)
    try statement.bind(result.days, at: 7)
    try statement.bind(text: QuarterResult.text(of: result.assessment.parts), at: 8)
    try statement.bind(result.assessment.addition.hundredths, at: 9)
    try statement.bind(result.assessment.total?.hundredths, at: 10)
    try statement.bind(text: result.assessment.grade, at: 11)
    try statement.bind(result.assessment.factor.basisPoints, at: 12)
    try statement.bind(result.assessment.gate.basisPoints, at: 13)
    try statement.bind(result.base.fen, at: 14)
    try statement.bind(result.bonus.fen, at: 15)
    try statement.bind(result.satisfaction?.hundredths, at: 16)
    try statement.bind(result.criticals, at: 17)
    try statement.bind(result.evaluations, at: 18)
    try statement.bind(result.responses, at: 19)
    try statement.bind(result.complaints, at: 20)
    try statement.bind(text: result.assessment.flags.joined(separator: " "), at: 21)
    try statement.bind(text: result.details, at: 22)
    try statement.run()
  }

  private static let columns =
    """
    r.staff, r.post, r.team, r.scheme, r.version, r.days, r.parts, r.addition, r.total, r.grade, r.factor, r.gate, r.base,
    r.bonus, r.satisfaction, r.criticals, r.evaluations, r.responses, r.complaints, r.flags, r.details
    """

  private static func result(_ row: Statement) -> QuarterResult {
    let details = ResultDetails(row.bytes(20))
    var evidence = details.evidence
    evidence.criticals = row.int(15)
    evidence.evaluations = row.int(16)
    evidence.responses = row.int(17)
    evidence.liableComplaints = row.int(18)
    let assessment = Assessment(
      parts: QuarterResult.parts(from: row.bytes(6)), addition: Score(hundredths: row.int(7)),
      deduction: details.deduction, total: row.optionalInt(8).map(Score.init(hundredths:)),
      grade: row.optionalText(9), factor: Weight(basisPoints: row.int(10)),
      gate: Weight(basisPoints: row.int(11)), flags: row.text(19).split(separator: " ").map(String.init))
    let bonus = Money(fen: row.int(13))
    return QuarterResult(
      key: row.int(0), post: row.text(1), team: row.text(2), scheme: row.text(3), version: row.int(4),
      status: details.status ?? (assessment.total == nil ? .unjudged : .assessed),
      employment: details.employment ?? .regular, days: row.int(5),
      shareDays: details.shareDays ?? row.int(5) * 10_000, assessment: assessment,
      base: Money(fen: row.int(12)), bonus: bonus, adjustment: details.adjustment,
      payable: details.payable ?? bonus, stints: details.stints, evidence: evidence,
      satisfaction: row.optionalInt(14).map(Score.init(hundredths:)))
  }

  /// Calls `body` for each result of a run with the person's id and name, by id.
  package func forEachResult(ofRun batch: Int, _ body: (String, String, QuarterResult) throws -> Void) throws
  {
    try database.forEach(
      """
      SELECT \(Self.columns), s.id, s.name
        FROM staff s
        JOIN result r ON r.batch = ?1 AND r.staff = s.key
       ORDER BY s.id
      """, [.integer(batch)]
    ) { try body($0.text(21), $0.text(22), Self.result($0)) }
  }

  /// Calls `body` for each result of a run with the person as the roster now has them, by id.
  package func forEachPerson(ofRun batch: Int, _ body: (Person, QuarterResult) throws -> Void) throws {
    try database.forEach(
      """
      SELECT \(Self.columns), \(StaffRecords.joinedColumns)
        FROM staff s
        JOIN result r ON r.batch = ?1 AND r.staff = s.key
       ORDER BY s.id
      """, [.integer(batch)]
    ) { try body(StaffRecords.person($0, from: 21), Self.result($0)) }
  }

  package func result(ofRun batch: Int, staff: Int) throws -> QuarterResult? {
    try database.first(
      "SELECT \(Self.columns) FROM result r WHERE r.batch = ?1 AND r.staff = ?2",
      [.integer(batch), .integer(staff)],
      decode: Self.result)
  }

  /// Everybody's grade in a quarter: of its run, else as it was brought from before Merit.
  package func grades(in quarter: Quarter) throws -> [Int: String] {
    var grades: [Int: String] = [:]
    try database.forEach(
      """
      SELECT staff, grade
        FROM earlier_grade
       WHERE quarter = ?1 AND \(Batch.inForce("earlier_grade"))
       ORDER BY staff
      """, [.integer(quarter.number)]
    ) { grades[$0.int(0)] = $0.text(1) }
    guard let run = try run(of: quarter) else { return grades }
    try database.forEach(
      "SELECT staff, grade FROM result WHERE batch = ?1 AND grade IS NOT NULL ORDER BY staff",
      [.integer(run.batch)]
    ) { grades[$0.int(0)] = $0.text(1) }
    return grades
  }
}
