import Formats
import SQLite
import Workspace

/// A person's QA result of a quarter.
package struct QualityResult: Hashable, Sendable {
  /// The mean of the scores of the random evaluations; `nil` of none.
  package let score: Score?
  package let evaluations: Int
  /// Evaluations with a failed critical item.
  package let criticalCalls: Int

  package init(score: Score?, evaluations: Int, criticalCalls: Int) {
    self.score = score
    self.evaluations = evaluations
    self.criticalCalls = criticalCalls
  }
}

/// A call that evaluations may speak of.
package struct KnownCall: Sendable {
  package let id: Int
  package let staff: Int
  package let quarter: Quarter
  package let isSampled: Bool
}

/// The rows of samples, calls and evaluations.
package struct QualityRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Samples

  package struct Sample: Sendable {
    package let perAgent: Int
    package let seed: UInt64
    package let calls: Int
    package let sampled: Int
    package let hash: String
  }

  package func sample(of quarter: Quarter) throws -> Sample? {
    try database.first(
      "SELECT per_agent, seed, calls, sampled, hash FROM sample WHERE quarter = ?1",
      [.integer(quarter.number)]
    ) {
      Sample(
        perAgent: $0.int(0), seed: UInt64(bitPattern: Int64($0.int(1))), calls: $0.int(2), sampled: $0.int(3),
        hash: $0.text(4))
    }
  }

  func insert(_ sample: Sample, quarter: Quarter, at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO sample (quarter, per_agent, seed, calls, sampled, hash, drawn_at, drawn_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .integer(quarter.number), .integer(sample.perAgent), .integer(Int64(bitPattern: sample.seed)),
        .integer(sample.calls), .integer(sample.sampled), .text(sample.hash), .text(at.description),
        .text(actor),
      ])
  }

  func insertCall(
    _ name: String, quarter: Quarter, staff: Int, started: String, isSampled: Bool, record: String, batch: Int
  ) throws -> Int {
    let statement = try database.statement(
      """
      INSERT INTO call (batch, name, quarter, staff, started, is_sampled, record)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """)
    try statement.bind(batch, at: 1)
    try statement.bind(text: name, at: 2)
    try statement.bind(quarter.number, at: 3)
    try statement.bind(staff, at: 4)
    try statement.bind(text: started, at: 5)
    try statement.bind(isSampled ? 1 : 0, at: 6)
    try statement.bind(text: record, at: 7)
    try statement.run()
    return database.lastInsertedRow
  }

  /// Marks a call that is known as drawn by chance; `false` where it is not known.
  func draw(_ name: String) throws -> Bool {
    try database.run("UPDATE call SET is_sampled = 1 WHERE name = ?1 AND is_sampled = 0", [.text(name)])
    return database.changes > 0
  }

  func insertFrame(quarter: Quarter, staff: Int, calls: Int, batch: Int) throws {
    try database.run(
      "INSERT INTO sample_frame (batch, quarter, staff, calls) VALUES (?1, ?2, ?3, ?4)",
      [.integer(batch), .integer(quarter.number), .integer(staff), .integer(calls)])
  }

  /// How many calls each agent handled in a quarter, where a sample was drawn.
  package func frame(of quarter: Quarter) throws -> [Int: Int] {
    var frame: [Int: Int] = [:]
    try database.forEach(
      """
      SELECT staff, calls
        FROM sample_frame
       WHERE quarter = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY staff
      """, [.integer(quarter.number)]
    ) { frame[$0.int(0)] = $0.int(1) }
    return frame
  }

  // MARK: Calls

  /// The call of an id given as bytes; the hot path of imports.
  func call(_ name: UnsafeBufferPointer<UInt8>) throws -> KnownCall? {
    let statement = try database.statement(
      "SELECT id, staff, quarter, is_sampled FROM call WHERE name = ?1 AND batch NOT IN (\(Batch.pending))")
    defer { statement.reset() }
    try statement.bind(utf8: name, at: 1)
    guard try statement.step() else { return nil }
    return KnownCall(
      id: statement.int(0), staff: statement.int(1), quarter: Quarter(number: statement.int(2)),
      isSampled: statement.bool(3))
  }

  // MARK: Evaluations

  package func hasEvaluations() throws -> Bool {
    try database.integer("SELECT 1 FROM evaluation LIMIT 1") != nil
  }

  private static let columns =
    "id, call, staff, assessor, quarter, day, kind, scorecard, version, items, score, criticals, comment, details"

  private static func evaluation(_ row: Statement) -> Evaluation {
    Evaluation(
      call: row.int(1), staff: row.int(2), assessor: row.int(3), quarter: Quarter(number: row.int(4)),
      day: CalendarDay(row.text(5)) ?? CalendarDay(number: 0),
      kind: Evaluation.Kind(rawValue: row.int(6)) ?? .coaching,
      scorecard: row.text(7), version: row.int(8), items: row.blob(9),
      score: row.optionalInt(10).map(Score.init(hundredths:)), criticals: row.int(11),
      comment: row.optionalText(12),
      details: row.optionalText(13))
  }

  /// The evaluation in force of a call by an assessor.
  func find(call: Int, assessor: Int) throws -> (id: Int, row: Evaluation)? {
    try database.first(
      """
      SELECT \(Self.columns)
        FROM evaluation INDEXED BY evaluation_corrected
       WHERE call = ?1 AND assessor = ?2 AND supersedes IS NOT NULL AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.integer(call), .integer(assessor)]
    ) { ($0.int(0), Self.evaluation($0)) }
      ?? database.first(
        """
        SELECT \(Self.columns)
          FROM evaluation INDEXED BY evaluation_original
         WHERE call = ?1 AND assessor = ?2 AND supersedes IS NULL AND batch NOT IN (\(Batch.pending))
         ORDER BY id
        """, [.integer(call), .integer(assessor)]
      ) { ($0.int(0), Self.evaluation($0)) }
  }

  func insert(_ row: Evaluation, batch: Int, supersedes: Int?, reason: String?) throws {
    let statement = try database.statement(
      """
      INSERT INTO evaluation (batch, call, staff, assessor, quarter, day, kind, scorecard, version, items, score, criticals,
                              comment, supersedes, reason, details)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
      """)
    try statement.bind(batch, at: 1)
    try statement.bind(row.call, at: 2)
    try statement.bind(row.staff, at: 3)
    try statement.bind(row.assessor, at: 4)
    try statement.bind(row.quarter.number, at: 5)
    try statement.bind(text: row.day.description, at: 6)
    try statement.bind(row.kind.rawValue, at: 7)
    try statement.bind(text: row.scorecard, at: 8)
    try statement.bind(row.version, at: 9)
    try row.items.withUnsafeBytes { try statement.bind(blob: $0, at: 10) }
    try statement.bind(row.score?.hundredths, at: 11)
    try statement.bind(row.criticals, at: 12)
    try statement.bind(text: row.comment, at: 13)
    try statement.bind(supersedes, at: 14)
    try statement.bind(text: supersedes == nil ? nil : reason, at: 15)
    try statement.bind(text: row.details, at: 16)
    try statement.run()
  }

  /// Calls `body` with each person's sums over the random evaluations of a quarter, by key: one pass over one index.
  ///
  /// `body` gets the key, the sum of the scores in hundredths, how many had a score, how many there were, and how many
  /// had a failed critical item.
  package func forEachResult(
    in quarter: Quarter, _ body: (Int, QualityResult) throws -> Void
  ) throws {
    var current = -1
    var sums = (score: 0, scored: 0, all: 0, critical: 0)
    func finish() throws {
      guard current >= 0 else { return }
      try body(
        current,
        QualityResult(
          score: Score.mean(sum: sums.score, count: sums.scored), evaluations: sums.all,
          criticalCalls: sums.critical))
    }
    try database.forEach(
      """
      SELECT staff, score, criticals
        FROM evaluation INDEXED BY evaluation_pay
       WHERE quarter = ?1 AND kind = 1 AND \(Batch.inForce("evaluation"))
       ORDER BY staff
      """, [.integer(quarter.number)]
    ) { row in
      let staff = row.int(0)
      if staff != current {
        try finish()
        current = staff
        sums = (0, 0, 0, 0)
      }
      if let score = row.optionalInt(1) {
        sums.score += score
        sums.scored += 1
      }
      sums.all += 1
      if row.int(2) > 0 { sums.critical += 1 }
    }
    try finish()
  }

  /// One person's random evaluations of a quarter with the calls' ids, by call.
  ///
  /// - Parameter batch: the last batch that counts, so that a scored quarter is explained by what it was scored on.
  package func evaluations(of staff: Int, in quarter: Quarter, upTo batch: Int) throws -> [(
    id: Int, call: String, row: Evaluation
  )] {
    let columns = Self.columns.split(separator: ", ").map { "e.\($0)" }.joined(separator: ", ")
    return try database.rows(
      """
      SELECT \(columns), c.name
        FROM evaluation e INDEXED BY evaluation_pay
        JOIN call c ON c.id = e.call
       WHERE e.quarter = ?1 AND e.staff = ?2 AND e.kind = 1
         AND \(Batch.inForce("evaluation", alias: "e.", upTo: "?3"))
       ORDER BY c.name, e.id
      """, [.integer(quarter.number), .integer(staff), .integer(batch)]
    ) { ($0.int(0), $0.text(14), Self.evaluation($0)) }
  }
}
