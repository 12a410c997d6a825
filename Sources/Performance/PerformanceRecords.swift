import Formats
import SQLite
import Workspace

/// The rows of scoring runs, results and grades from before.
package struct PerformanceRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// A scoring of a quarter.
  package struct Run: Sendable {
    package let batch: Int
    package let at: Instant
    package let pool: Money
    /// Whether somebody said how much there is, rather than everybody's base for their days.
    package let isPoolGiven: Bool
    /// The sum of all weights in the pool.
    package let weight: Int128
    /// The schemes used, a line each: `performance hotline-agent v1 HASH`.
    package let schemes: String
  }

  /// The newest published run of a quarter.
  package func run(of quarter: Quarter) throws -> Run? {
    try database.first(
      """
      SELECT batch, at, pool, weight, schemes, is_given
        FROM scoring_run
       WHERE quarter = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY batch DESC
       LIMIT 1
      """, [.integer(quarter.number)]
    ) {
      Run(
        batch: $0.int(0), at: Instant($0.text(1)) ?? Instant(seconds: 0), pool: Money(fen: $0.int(2)),
        isPoolGiven: $0.bool(5), weight: Int128($0.text(3)) ?? 0, schemes: $0.text(4))
    }
  }

  func insert(_ run: Run, quarter: Quarter, by actor: String) throws {
    try database.run(
      """
      INSERT INTO scoring_run (batch, quarter, at, by, pool, weight, schemes, is_given)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .integer(run.batch), .integer(quarter.number), .text(run.at.description), .text(actor),
        .integer(run.pool.fen), .text("\(run.weight)"), .text(run.schemes),
        .bool(run.isPoolGiven),
      ])
  }

  /// The runs of a quarter that a newer one replaced.
  func replacedRuns(of quarter: Quarter) throws -> [Int] {
    let runs = try database.rows(
      "SELECT batch FROM scoring_run WHERE quarter = ?1 ORDER BY batch", [.integer(quarter.number)]
    ) { $0.int(0) }
    return runs.dropLast()
  }

  /// Deletes some results of a replaced run; returns how many went.
  func deleteResults(ofRun batch: Int, limit: Int) throws -> Int {
    try database.run(
      "DELETE FROM result WHERE id IN (SELECT id FROM result WHERE batch = ?1 ORDER BY staff LIMIT ?2)",
      [.integer(batch), .integer(limit)])
    return database.changes
  }

  func deleteRun(_ batch: Int) throws {
    try database.run("DELETE FROM scoring_run WHERE batch = ?1", [.integer(batch)])
  }

  // MARK: Results

  func insert(_ result: QuarterResult, batch: Int) throws {
    let statement = try database.statement(
      """
      INSERT INTO result (batch, staff, post, team, scheme, version, days, parts, addition, total, grade, factor, gate,
                          base, bonus, satisfaction, criticals, evaluations, responses, complaints, flags)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)
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
    try statement.run()
  }

  private static let columns =
    """
    r.staff, r.post, r.team, r.scheme, r.version, r.days, r.parts, r.addition, r.total, r.grade, r.factor, r.gate, r.base,
    r.bonus, r.satisfaction, r.criticals, r.evaluations, r.responses, r.complaints, r.flags
    """

  private static func result(_ row: Statement) -> QuarterResult {
    QuarterResult(
      key: row.int(0), post: row.text(1), team: row.text(2), scheme: row.text(3), version: row.int(4),
      days: row.int(5),
      assessment: Assessment(
        parts: QuarterResult.parts(from: row.text(6)), addition: Score(hundredths: row.int(7)),
        total: row.optionalInt(8).map(Score.init(hundredths:)), grade: row.optionalText(9),
        factor: Weight(basisPoints: row.int(10)), gate: Weight(basisPoints: row.int(11)),
        flags: row.text(19).split(separator: " ").map(String.init)),
      base: Money(fen: row.int(12)), bonus: Money(fen: row.int(13)),
      satisfaction: row.optionalInt(14).map(Score.init(hundredths:)), criticals: row.int(15),
      evaluations: row.int(16),
      responses: row.int(17), complaints: row.int(18))
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
    ) { try body($0.text(20), $0.text(21), Self.result($0)) }
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

  /// Closed quarters whose results no longer give the hash that they were closed with, in words.
  package func closedQuarterFaults() throws -> [String] {
    let closed = try database.rows(
      "SELECT quarter, hash FROM quarter WHERE hash IS NOT NULL ORDER BY quarter"
    ) {
      (quarter: Quarter(number: $0.int(0)), hash: $0.text(1))
    }
    return try closed.compactMap { quarter, hash in
      guard let run = try run(of: quarter) else { return "the results of \(quarter) are missing" }
      var digest = QuarterDigest(quarter, schemes: run.schemes, pool: run.pool)
      try forEachResult(ofRun: run.batch) { id, _, result in digest.add(result, id: id) }
      return digest.hash() == hash ? nil : "the results of \(quarter) were changed after it was closed"
    }
  }

  // MARK: Grades from before

  func find(_ key: EarlierGrade) throws -> (id: Int, row: EarlierGrade)? {
    try database.first(
      """
      SELECT id, staff, quarter, grade, score
        FROM earlier_grade
       WHERE quarter = ?1 AND staff = ?2 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.integer(key.quarter.number), .integer(key.staff)]
    ) {
      (
        $0.int(0),
        EarlierGrade(
          staff: $0.int(1), quarter: Quarter(number: $0.int(2)), grade: $0.text(3),
          score: $0.optionalInt(4).map(Score.init(hundredths:)))
      )
    }
  }

  func insert(_ row: EarlierGrade, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO earlier_grade (batch, staff, quarter, grade, score, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(batch), .integer(row.staff), .integer(row.quarter.number), .text(row.grade),
        .optional(row.score?.hundredths), .optional(supersedes), .optional(supersedes == nil ? nil : reason),
      ])
  }
}

/// A grade that somebody got in a quarter before Merit.
package struct EarlierGrade: Hashable, Sendable {
  package let staff: Int
  package let quarter: Quarter
  package let grade: String
  package let score: Score?

  package static let shape = TableShape(
    "grades",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("quarter", "季度", required: true, example: "2026Q2"),
      Column("grade", "等级", required: true, example: "B"),
      Column("score", "得分", example: "84.5"),
    ])
}
