import Formats
import SQLite
import Workspace

/// A call that evaluations may speak of.
package struct KnownCall: Sendable {
  package let id: Int
  package let staff: Int
  package let quarter: Quarter
  package let isSampled: Bool
  /// The stratum from which it was drawn.
  package let stratum: Int?
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

  /// Marks a call that was judged for another reason before as one of a draw.
  ///
  /// To be called by the slice that publishes the draw, so that a draw that dies leaves nothing behind.
  func mark(_ call: Int, isSampled: Bool, stratum: Int?) throws {
    try database.run(
      "UPDATE call SET is_sampled = MAX(is_sampled, ?2), stratum = COALESCE(stratum, ?3) WHERE id = ?1",
      [.integer(call), .bool(isSampled), .optional(stratum)])
  }

  func insertCall(
    _ name: String, quarter: Quarter, staff: Int, started: String, isSampled: Bool, record: String,
    stratum: Int? = nil, batch: Int
  ) throws -> Int {
    let statement = try database.statement(
      """
      INSERT INTO call (batch, name, quarter, staff, started, is_sampled, record, stratum)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """)
    try statement.bind(batch, at: 1)
    try statement.bind(text: name, at: 2)
    try statement.bind(quarter.number, at: 3)
    try statement.bind(staff, at: 4)
    try statement.bind(text: started, at: 5)
    try statement.bind(isSampled ? 1 : 0, at: 6)
    try statement.bind(text: record, at: 7)
    try statement.bind(stratum, at: 8)
    try statement.run()
    return database.lastInsertedRow
  }

  /// Marks a call of the reserve as drawn by chance.
  func draw(_ call: Int) throws {
    try database.run("UPDATE call SET is_sampled = 1 WHERE id = ?1 AND is_sampled = 0", [.integer(call)])
  }

  /// Why calls were drawn on top, in the order of the draw, by agent.
  func causes(of draw: Int) throws -> [Int: [String]] {
    var causes: [Int: [String]] = [:]
    try database.forEach(
      """
      SELECT c.staff, d.cause
        FROM drawn_call d
        JOIN call c ON c.id = d.call
       WHERE d.draw = ?1 AND d.purpose = 2
       ORDER BY d.place
      """, [.integer(draw)]
    ) { causes[$0.int(0), default: []].append($0.text(1)) }
    return causes
  }

  /// How many calls each agent handled in a quarter, where a sample was drawn.
  package func frame(of quarter: Quarter) throws -> [Int: Int] {
    var frame: [Int: Int] = [:]
    try database.forEach(
      """
      SELECT staff, SUM(calls)
        FROM (SELECT staff, calls
                FROM sample_frame
               WHERE quarter = ?1 AND batch NOT IN (\(Batch.pending))
               UNION ALL
              SELECT staff, calls
                FROM stratum
               WHERE quarter = ?1 AND batch NOT IN (\(Batch.pending)))
       GROUP BY staff
       ORDER BY staff
      """, [.integer(quarter.number)]
    ) { frame[$0.int(0)] = $0.int(1) }
    return frame
  }

  // MARK: Calls

  func hasCalls() throws -> Bool { try database.integer("SELECT 1 FROM call LIMIT 1") != nil }

  /// The call of an id given as bytes; the hot path of imports.
  func call(_ name: UnsafeBufferPointer<UInt8>) throws -> KnownCall? {
    let statement = try database.statement(
      """
      SELECT id, staff, quarter, is_sampled, stratum
        FROM call
       WHERE name = ?1 AND batch NOT IN (\(Batch.pending))
      """)
    defer { statement.reset() }
    try statement.bind(utf8: name, at: 1)
    guard try statement.step() else { return nil }
    return KnownCall(
      id: statement.int(0), staff: statement.int(1), quarter: Quarter(number: statement.int(2)),
      isSampled: statement.bool(3), stratum: statement.optionalInt(4))
  }

  package func call(named name: String) throws -> KnownCall? {
    var name = name
    return try name.withUTF8 { try call($0) }
  }

  /// When a call was, and the address of its recording.
  func facts(of call: Int) throws -> (started: String, recording: String?) {
    let found = try database.first("SELECT started, record FROM call WHERE id = ?1", [.integer(call)]) {
      ($0.text(0), $0.text(1).split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init))
    }
    guard let (started, cells) = found else { return ("", nil) }
    return (started, cells.count > 4 && !cells[4].isEmpty ? cells[4] : nil)
  }

  /// Whether a call has its random evaluation.
  func isEvaluated(_ call: Int) throws -> Bool { try randomAssessor(of: call) != nil }

  /// Whether a call stands in a draw, the reserve included.
  func isInDraw(_ call: Int) throws -> Bool {
    try database.integer("SELECT 1 FROM drawn_call WHERE call = ?1", [.integer(call)]) != nil
  }

  // MARK: Evaluations

  /// What calls were assigned for other than as the random evaluation, by call and assessor.
  func furtherAssignments() throws -> [[Int]: Evaluation.Kind] {
    var kinds: [[Int]: Evaluation.Kind] = [:]
    try database.forEach(
      """
      SELECT a.call, a.assessor, a.kind
        FROM call_assignment a
       WHERE a.kind <> 1 AND \(Batch.inForce("call_assignment", alias: "a."))
       ORDER BY a.id
      """
    ) { kinds[[$0.int(0), $0.int(1)]] = Evaluation.Kind(rawValue: $0.int(2)) }
    return kinds
  }

  package func hasEvaluations() throws -> Bool {
    try database.integer("SELECT 1 FROM evaluation LIMIT 1") != nil
  }

  /// Who made the random evaluation of a call that is in force.
  ///
  /// - Parameter withPending: whether one that is only being written counts too, so that two writers do not both give one.
  func randomAssessor(of call: Int, withPending: Bool = false) throws -> Int? {
    try database.integer(
      """
      SELECT assessor
        FROM evaluation
       WHERE call = ?1 AND kind = 1 AND (\(Batch.inForce("evaluation"))
                                         OR ?2 = 1 AND batch IN (\(Batch.pending)))
       ORDER BY id
       LIMIT 1
      """, [.integer(call), .bool(withPending)])
  }

  /// Refuses a random evaluation where another assessor gave one since it was looked.
  ///
  /// To be called in the transaction that writes.
  func claim(random call: Int, by assessor: Int) throws {
    if let other = try randomAssessor(of: call, withPending: true), other != assessor {
      throw Refusal(
        .tryAgain, "another assessor handed in the random evaluation of a call meanwhile",
        "give this one's kind as calibration")
    }
  }

  /// The last evaluation written, whoever sees it.
  func lastEvaluation() throws -> Int {
    try database.integer("SELECT COALESCE(MAX(id), 0) FROM evaluation") ?? 0
  }

  private static let columns =
    "id, call, staff, assessor, quarter, day, kind, scorecard, version, items, score, criticals, comment, details, notes, stratum"

  private static func evaluation(_ row: Statement) -> Evaluation {
    Evaluation(
      call: row.int(1), staff: row.int(2), assessor: row.int(3), quarter: Quarter(number: row.int(4)),
      day: row.day(5),
      kind: Evaluation.Kind(rawValue: row.int(6)) ?? .coaching,
      scorecard: row.text(7), version: row.int(8), items: row.blob(9),
      score: row.optionalInt(10).map(Score.init(hundredths:)), criticals: row.int(11),
      comment: row.optionalText(12),
      details: row.optionalText(13), notes: row.optionalText(14), stratum: row.optionalInt(15))
  }

  /// Calls `body` with every evaluation in force on a form's version, and its call's id, by call.
  func forEachEvaluation(
    in quarter: Quarter, scorecard: String, version: Int, _ body: (String, Evaluation) throws -> Void
  ) throws {
    let columns = Self.columns.split(separator: ", ").map { "e.\($0)" }.joined(separator: ", ")
    try database.forEach(
      """
      SELECT \(columns), c.name
        FROM evaluation e INDEXED BY evaluation_quarter
        JOIN call c ON c.id = e.call
       WHERE e.quarter = ?1 AND e.scorecard = ?2 AND e.version = ?3
         AND \(Batch.inForce("evaluation", alias: "e."))
       ORDER BY c.name, e.id
      """, [.integer(quarter.number), .text(scorecard), .integer(version)]
    ) { try body($0.text(16), Self.evaluation($0)) }
  }

  /// The evaluations in force of a call, with the last day for disputing and what each superseded, oldest first.
  func evaluations(ofCall call: Int) throws -> [(
    id: Int, row: Evaluation, disputeBy: CalendarDay?, earlier: [(score: Score?, reason: String?)]
  )] {
    let all = try database.rows(
      """
      SELECT \(Self.columns), dispute_by, reason, supersedes
        FROM evaluation INDEXED BY evaluation_call
       WHERE call = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY id
      """, [.integer(call)]
    ) { ($0.int(0), Self.evaluation($0), $0.optionalText(16), $0.optionalText(17), $0.optionalInt(18)) }
    let superseded = Set(all.compactMap(\.4))
    return all.filter { !superseded.contains($0.0) }.map { id, row, until, reason, _ in
      var earlier: [(score: Score?, reason: String?)] = []
      let chain = all.filter { $0.1.assessor == row.assessor && $0.0 <= id }
      for (place, one) in chain.enumerated() where place + 1 < chain.count {
        earlier.append((one.1.score, chain[place + 1].3))
      }
      return (id, row, until.flatMap { CalendarDay($0) }, earlier)
    }
  }

  /// The evaluation in force of a call by an assessor.
  func find(call: Int, assessor: Int) throws -> (id: Int, row: Evaluation)? {
    try database.first(
      """
      SELECT \(Self.columns)
        FROM evaluation INDEXED BY evaluation_call
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

  /// What the assessor last wrote about a call, whatever was decided about it since.
  func own(call: Int, assessor: Int) throws -> Evaluation? {
    try database.first(
      """
      SELECT \(Self.columns)
        FROM evaluation INDEXED BY evaluation_call
       WHERE call = ?1 AND assessor = ?2 AND (reason IS NULL OR reason NOT LIKE '\(Self.decisionReason)%')
         AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.integer(call), .integer(assessor)], decode: Self.evaluation)
  }

  /// What begins the reason of an evaluation that a decision put in the place of the assessor's.
  static let decisionReason = "dispute: "

  /// - Parameter disputeBy: the last day on which the agent may dispute it.
  func insert(
    _ row: Evaluation, batch: Int, disputeBy: CalendarDay?, supersedes: Int?, reason: String?
  ) throws {
    let statement = try database.statement(
      """
      INSERT INTO evaluation (batch, call, staff, assessor, quarter, day, kind, scorecard, version, items, score, criticals,
                              comment, supersedes, reason, details, notes, stratum, dispute_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
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
    try statement.bind(text: row.notes, at: 17)
    try statement.bind(row.stratum, at: 18)
    try statement.bind(text: disputeBy?.description, at: 19)
    try statement.run()
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
    ) { ($0.int(0), $0.text(16), Self.evaluation($0)) }
  }

  /// The names of a person's calls of a quarter that were judged, whatever for.
  func callNames(of staff: Int, in quarter: Quarter) throws -> [String] {
    try database.rows(
      """
      SELECT c.name
        FROM evaluation e INDEXED BY evaluation_pay
        JOIN call c ON c.id = e.call
       WHERE e.quarter = ?1 AND e.staff = ?2 AND e.kind = 1 AND e.batch NOT IN (\(Batch.pending))
       UNION
      SELECT c.name
        FROM evaluation e INDEXED BY evaluation_agent
        JOIN call c ON c.id = e.call
       WHERE e.quarter = ?1 AND e.staff = ?2 AND e.kind <> 1 AND e.batch NOT IN (\(Batch.pending))
       ORDER BY 1
      """, [.integer(quarter.number), .integer(staff)]
    ) { $0.text(0) }
  }

  /// A call's agent and quarter, and everybody's judgement of it in force, by assessor; `nil` for a call that nobody knows.
  package func judged(call name: String) throws -> (
    staff: String, quarter: Quarter,
    evaluations: [(assessor: String, kind: Evaluation.Kind, score: Score?, day: CalendarDay)]
  )? {
    let found = try database.first(
      """
      SELECT c.id, s.id, c.quarter
        FROM call c
        JOIN staff s ON s.key = c.staff
       WHERE c.name = ?1 AND c.batch NOT IN (\(Batch.pending))
      """, [.text(name)]
    ) { (id: $0.int(0), staff: $0.text(1), quarter: Quarter(number: $0.int(2))) }
    guard let found else { return nil }
    let evaluations = try database.rows(
      """
      SELECT s.id, e.kind, e.score, e.day
        FROM evaluation e
        JOIN staff s ON s.key = e.assessor
       WHERE e.call = ?1 AND \(Batch.inForce("evaluation", alias: "e."))
       ORDER BY s.id
      """, [.integer(found.id)]
    ) {
      (
        assessor: $0.text(0), kind: Evaluation.Kind(rawValue: $0.int(1)) ?? .random,
        score: $0.optionalInt(2).map(Score.init(hundredths:)), day: $0.day(3)
      )
    }
    return (found.staff, found.quarter, evaluations)
  }
}
