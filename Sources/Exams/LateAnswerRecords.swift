import SQLite
import Workspace

/// The rows of lines from clients, of what came late, and of decisions about it.
package struct LateAnswerRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Lines

  /// How a sitting stands for one client, and whose it is of which exam, in one reading; `nil` where there is no such sitting.
  func standing(_ sitting: Int, holder: String) throws -> (
    exam: String, staff: String, holder: String?, standing: SittingLine.Standing
  )? {
    try database.first(
      """
      SELECT t.exam, s.id, t.holder, t.deadline, t.submitted_at IS NOT NULL,
             IFNULL((SELECT kept FROM sitting_line WHERE sitting = t.id AND holder = ?2), 0),
             (SELECT COUNT(*)
                FROM late_answer
               WHERE sitting = t.id
                 AND id > IFNULL((SELECT MAX(through) FROM late_decision WHERE sitting = t.id), 0))
        FROM sitting t
        JOIN staff s ON s.key = t.staff
       WHERE t.id = ?1
      """, [.integer(sitting), .text(holder)]
    ) { row in
      let current = row.optionalText(2)
      let standing = SittingLine.Standing(
        kept: row.int(5), late: row.int(6), deadline: Instant(row.text(3)) ?? Instant(seconds: 0),
        isOver: row.bool(4), isHolder: current == holder)
      return (row.text(0), row.text(1), current, standing)
    }
  }

  /// The highest of a client's numbers that was kept; 0 before any.
  func kept(_ sitting: Int, holder: String) throws -> Int {
    try database.integer(
      "SELECT kept FROM sitting_line WHERE sitting = ?1 AND holder = ?2", [.integer(sitting), .text(holder)])
      ?? 0
  }

  func keep(_ sequence: Int, head: String, sitting: Int, holder: String) throws {
    try database.run(
      """
      INSERT INTO sitting_line (sitting, holder, kept, head)
      VALUES (?1, ?2, ?3, ?4)
      ON CONFLICT (sitting, holder) DO UPDATE SET kept = excluded.kept, head = excluded.head
      """, [.integer(sitting), .text(holder), .integer(sequence), .text(head)])
  }

  // MARK: Late answers

  private static let columns =
    "l.id, l.sitting, l.holder, l.sequence, l.place, l.said_at, l.received_at, l.response, l.head"

  private static func answer(_ row: Statement) -> LateAnswer {
    LateAnswer(
      id: row.int(0), sitting: row.int(1), holder: row.text(2), sequence: row.int(3), place: row.int(4),
      said: Instant(row.text(5)) ?? Instant(seconds: 0),
      received: Instant(row.text(6)) ?? Instant(seconds: 0),
      response: Response(stored: row.text(7)) ?? .blank, head: row.text(8))
  }

  func insert(_ entry: LineEntry, sitting: Int, holder: String, received: Instant) throws {
    try database.run(
      """
      INSERT INTO late_answer (sitting, holder, sequence, place, said_at, received_at, response, head)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .integer(sitting), .text(holder), .integer(entry.sequence), .integer(entry.place),
        .text(entry.said.description), .text(received.description), .text(entry.response.stored),
        .text(entry.head),
      ])
  }

  /// How many answers ever came late to a sitting.
  func count(_ sitting: Int) throws -> Int {
    try database.integer("SELECT COUNT(*) FROM late_answer WHERE sitting = ?1", [.integer(sitting)]) ?? 0
  }

  /// How many of a sitting's late answers nobody has decided about yet.
  package func undecidedCount(_ sitting: Int) throws -> Int {
    try database.integer(
      """
      SELECT COUNT(*)
        FROM late_answer
       WHERE sitting = ?1
         AND id > IFNULL((SELECT MAX(through) FROM late_decision WHERE sitting = ?1), 0)
      """, [.integer(sitting)]) ?? 0
  }

  /// How many late answers to all of an exam's sittings wait for a decision.
  package func undecidedCount(of exam: String) throws -> Int {
    try database.integer(
      """
      SELECT COUNT(*)
        FROM sitting t
        JOIN late_answer l ON l.sitting = t.id
       WHERE t.exam = ?1
         AND l.id > IFNULL((SELECT MAX(d.through) FROM late_decision d WHERE d.sitting = t.id), 0)
      """, [.text(exam)]) ?? 0
  }

  /// A sitting's late answers, as they came.
  func answers(_ sitting: Int) throws -> [LateAnswer] {
    try database.rows(
      "SELECT \(Self.columns) FROM late_answer l WHERE l.sitting = ?1 ORDER BY l.id", [.integer(sitting)],
      decode: Self.answer)
  }

  /// The late answers to an exam's sittings, by sitting, as they came.
  func answers(of exam: String) throws -> [LateAnswer] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM sitting t
        JOIN late_answer l ON l.sitting = t.id
       WHERE t.exam = ?1
       ORDER BY l.sitting, l.id
      """, [.text(exam)], decode: Self.answer)
  }

  /// What of a sitting's late answers was accepted, as it came: it counts like what came in time.
  package func accepted(_ sitting: Int) throws -> [LateAnswer] {
    try answers(sitting).accepted(by: decisions(sitting))
  }

  /// The same for every sitting of an exam, by sitting.
  func accepted(of exam: String) throws -> [Int: [LateAnswer]] {
    let decisions = Dictionary(grouping: try decisions(of: exam), by: \.sitting)
    if decisions.isEmpty { return [:] }
    return Dictionary(grouping: try answers(of: exam), by: \.sitting).reduce(into: [:]) { accepted, entry in
      accepted[entry.key] = entry.value.accepted(by: decisions[entry.key] ?? [])
    }
  }

  // MARK: Decisions

  private static func decision(_ row: Statement) -> LateDecision {
    LateDecision(
      sitting: row.int(0), through: row.int(1), at: Instant(row.text(2)) ?? Instant(seconds: 0),
      by: row.text(3), isAccepted: row.bool(4), reason: row.text(5))
  }

  /// The decisions about a sitting, oldest first.
  func decisions(_ sitting: Int) throws -> [LateDecision] {
    try database.rows(
      """
      SELECT sitting, through, at, by, is_accepted, reason
        FROM late_decision
       WHERE sitting = ?1
       ORDER BY through
      """, [.integer(sitting)], decode: Self.decision)
  }

  /// The decisions about an exam's sittings, by sitting, oldest first.
  func decisions(of exam: String) throws -> [LateDecision] {
    try database.rows(
      """
      SELECT d.sitting, d.through, d.at, d.by, d.is_accepted, d.reason
        FROM sitting t
        JOIN late_decision d ON d.sitting = t.id
       WHERE t.exam = ?1
       ORDER BY d.sitting, d.through
      """, [.text(exam)], decode: Self.decision)
  }

  func insert(_ decision: LateDecision) throws {
    try database.run(
      """
      INSERT INTO late_decision (sitting, through, at, by, is_accepted, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .integer(decision.sitting), .integer(decision.through), .text(decision.at.description),
        .text(decision.by), .bool(decision.isAccepted), .text(decision.reason),
      ])
  }

  /// Takes a place's marks and ratings away from what counts: people mark it anew, from this revision on.
  func reopen(_ place: Int, sitting: Int, revision: Int) throws {
    try database.run(
      "INSERT INTO reopened_place (sitting, place, revision) VALUES (?1, ?2, ?3)",
      [.integer(sitting), .integer(place), .integer(revision)])
  }
}

extension [LateAnswer] {
  /// Those of one sitting that a decision accepted; `decisions` are that sitting's, oldest first.
  fileprivate func accepted(by decisions: [LateDecision]) -> [LateAnswer] {
    filter { answer in decisions.first { answer.id <= $0.through }?.isAccepted ?? false }
  }
}
