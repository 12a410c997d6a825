import Formats
import SQLite
import Workspace

/// The rows of who scores which call.
package struct AssignmentRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// The condition for assignments that hold: published and not superseded.
  private static let inForce = Batch.inForce("call_assignment", alias: "a.")

  func insert(
    _ row: CallAssignment, batch: Int, on day: CalendarDay, supersedes: Int? = nil, reason: String? = nil
  )
    throws
  {
    let statement = try database.statement(
      """
      INSERT INTO call_assignment (batch, call, assessor, kind, due, assigned, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """)
    try statement.bind(batch, at: 1)
    try statement.bind(row.call, at: 2)
    try statement.bind(row.assessor, at: 3)
    try statement.bind(row.kind.rawValue, at: 4)
    try statement.bind(text: row.due.description, at: 5)
    try statement.bind(text: day.description, at: 6)
    try statement.bind(supersedes, at: 7)
    try statement.bind(text: reason, at: 8)
    try statement.run()
  }

  /// The drawn calls of a quarter that nobody has to score yet and that are not lost, by id.
  ///
  /// A call of the reserve is among them once it took another's place.
  ///
  /// - Parameter withPending: whether assignments that are only being written count too.
  func unassigned(
    in quarter: Quarter, withPending: Bool = false
  ) throws -> [(id: Int, name: String, staff: Int, isBase: Bool)] {
    try database.rows(
      """
      SELECT c.id, c.name, c.staff, c.is_sampled
        FROM draw w
        JOIN drawn_call d ON d.draw = w.id
        JOIN call c ON c.id = d.call
       WHERE w.quarter = ?1
         AND w.batch NOT IN (\(Batch.pending))
         AND (d.purpose <> 3 OR c.is_sampled = 1)
         AND c.id NOT IN (SELECT call FROM lost_recording)
         AND NOT EXISTS (SELECT 1 FROM call_assignment a WHERE a.call = c.id AND \(Self.inForce))
         AND NOT EXISTS (SELECT 1
                           FROM call_assignment a
                          WHERE ?2 = 1 AND a.call = c.id AND a.batch IN (\(Batch.pending)))
         AND NOT EXISTS (SELECT 1
                           FROM evaluation e
                          WHERE e.call = c.id
                            AND (e.kind = 1 OR c.is_sampled = 0 AND e.kind = 2)
                            AND \(Batch.inForce("evaluation", alias: "e.")))
       ORDER BY c.name
      """, [.integer(quarter.number), .bool(withPending)]
    ) { ($0.int(0), $0.text(1), $0.int(2), $0.bool(3)) }
  }

  /// How many calls each assessor has still to score, by key.
  func openLoads() throws -> [Int: Int] {
    var loads: [Int: Int] = [:]
    try database.forEach(
      """
      SELECT a.assessor, COUNT(*)
        FROM call_assignment a
       WHERE \(Self.inForce) AND \(Self.isOpen)
       GROUP BY a.assessor
       ORDER BY a.assessor
      """
    ) { loads[$0.int(0)] = $0.int(1) }
    return loads
  }

  private static let isOpen =
    """
    NOT EXISTS (SELECT 1
                       FROM evaluation e
                      WHERE e.call = a.call AND e.assessor = a.assessor AND e.batch NOT IN (\(Batch.pending)))
         AND a.call NOT IN (SELECT call FROM lost_recording)
    """

  /// A call that somebody has to score.
  package struct Task: Sendable {
    package let id: Int
    package let call: Int
    package let name: String
    /// The agent's id.
    package let agent: String
    package let assessor: String
    package let assessorKey: Int
    package let kind: Evaluation.Kind
    package let due: CalendarDay
    /// Seconds, queue, channel, class and recording, with unit separators.
    package let record: String
    package let started: String
    package let quarter: Quarter

    /// The address of the recording, where the list gave one.
    package var recording: String? {
      let cells = record.split(separator: "\u{1f}", omittingEmptySubsequences: false)
      return cells.count > 4 && !cells[4].isEmpty ? String(cells[4]) : nil
    }
  }

  /// The calls that are still to be scored, by due day and call.
  ///
  /// - Parameter assessor: only those of one assessor.
  package func openTasks(of assessor: Int? = nil) throws -> [Task] {
    try database.rows(
      """
      SELECT a.id, a.call, c.name, s.id, q.id, a.kind, a.due, c.record, c.started, a.assessor, c.quarter
        FROM call_assignment a
        JOIN call c ON c.id = a.call
        JOIN staff s ON s.key = c.staff
        JOIN staff q ON q.key = a.assessor
       WHERE (?1 IS NULL OR a.assessor = ?1) AND \(Self.inForce) AND \(Self.isOpen)
       ORDER BY a.due, c.name, a.kind
      """, [.optional(assessor)]
    ) {
      Task(
        id: $0.int(0), call: $0.int(1), name: $0.text(2), agent: $0.text(3), assessor: $0.text(4),
        assessorKey: $0.int(9), kind: Evaluation.Kind(rawValue: $0.int(5)) ?? .random,
        due: $0.day(6), record: $0.text(7), started: $0.text(8),
        quarter: Quarter(number: $0.int(10)))
    }
  }

  /// How many assigned calls of a quarter are still to be scored.
  func openCount(in quarter: Quarter) throws -> Int {
    try database.integer(
      """
      SELECT COUNT(*)
        FROM call_assignment a
        JOIN call c ON c.id = a.call
       WHERE c.quarter = ?1 AND \(Self.inForce) AND \(Self.isOpen)
      """, [.integer(quarter.number)]) ?? 0
  }

  /// Gives the open assignments of a lost call to the call that takes its place.
  ///
  /// To be called inside a transaction.
  func handOver(from call: Int, to other: Int, reason: String) throws {
    try database.run(
      """
      INSERT INTO call_assignment (batch, call, assessor, kind, due, assigned, supersedes, reason)
      SELECT a.batch, ?2, a.assessor, a.kind, a.due, a.assigned, a.id, ?3
        FROM call_assignment a
       WHERE a.call = ?1
         AND \(Self.inForce)
         AND NOT EXISTS (SELECT 1 FROM evaluation e WHERE e.call = ?2 AND e.assessor = a.assessor)
       ORDER BY a.id
      """, [.integer(call), .integer(other), .text(reason)])
  }

  /// The kind as which an assessor has to score a call; `nil` where it was not assigned to them.
  func kind(call: Int, assessor: Int) throws -> Evaluation.Kind? {
    try database.integer(
      """
      SELECT a.kind
        FROM call_assignment a
       WHERE a.call = ?1 AND a.assessor = ?2 AND \(Self.inForce)
       ORDER BY a.id DESC
       LIMIT 1
      """, [.integer(call), .integer(assessor)]
    ).flatMap { Evaluation.Kind(rawValue: $0) }
  }

  /// The id of whom a call is assigned to for its random evaluation.
  func randomAssessor(of call: Int) throws -> String? {
    try database.first(
      """
      SELECT s.id
        FROM call_assignment a
        JOIN staff s ON s.key = a.assessor
       WHERE a.call = ?1 AND a.kind = 1 AND \(Self.inForce)
       ORDER BY a.id DESC
       LIMIT 1
      """, [.integer(call)]
    ) { $0.text(0) }
  }

  /// Gives one open assignment to another assessor; the row that it replaces stays.
  func reassign(_ task: Task, to assessor: Int, reason: String, on day: CalendarDay) throws {
    try database.run(
      """
      INSERT INTO call_assignment (batch, call, assessor, kind, due, assigned, supersedes, reason)
      SELECT batch, call, ?2, kind, due, ?3, id, ?4
        FROM call_assignment
       WHERE id = ?1
      """, [.integer(task.id), .integer(assessor), .text(day.description), .text(reason)])
  }
}
