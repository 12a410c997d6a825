import Formats
import SQLite
import Workspace

/// The rows of what was done about evaluations.
package struct DisputeRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// The steps about an assessor's evaluation of a call and about those that it superseded, oldest first.
  package func steps(call: Int, assessor: Int) throws -> [DisputeStep] {
    try database.rows(
      """
      SELECT d.step, d.outcome, d.text, d.is_late, d.taken_at, d.taken_by
        FROM evaluation e INDEXED BY evaluation_call
        JOIN dispute_step d ON d.evaluation = e.id
       WHERE e.call = ?1 AND e.assessor = ?2
       ORDER BY d.id
      """, [.integer(call), .integer(assessor)]
    ) {
      DisputeStep(
        kind: DisputeStep.Kind(rawValue: $0.text(0)) ?? .acknowledged,
        outcome: $0.optionalText(1).flatMap(DisputeStep.Outcome.init), text: $0.text(2), isLate: $0.bool(3),
        at: Instant($0.text(4)) ?? Instant(seconds: 0), by: $0.text(5))
    }
  }

  func insert(_ step: DisputeStep, evaluation: Int, replacement: Int?) throws {
    try database.run(
      """
      INSERT INTO dispute_step (evaluation, step, outcome, text, is_late, replacement, taken_at, taken_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .integer(evaluation), .text(step.kind.rawValue), .optional(step.outcome?.rawValue), .text(step.text),
        .bool(step.isLate), .optional(replacement), .text(step.at.description), .text(step.by),
      ])
  }

  /// An evaluation about which something was done: the last step, when, and by which form.
  struct LastStep {
    let kind: DisputeStep.Kind
    let at: Instant
    let scorecard: String
    let version: Int
  }

  /// The evaluations of a quarter, superseding ones included, about which something was done.
  func lastSteps(in quarter: Quarter) throws -> [Int: LastStep] {
    var last: [Int: LastStep] = [:]
    try database.forEach(
      """
      SELECT other.id, d.step, d.taken_at, e.scorecard, e.version
        FROM dispute_step d
        JOIN evaluation e ON e.id = d.evaluation
        JOIN evaluation other INDEXED BY evaluation_call ON other.call = e.call AND other.assessor = e.assessor
       WHERE e.quarter = ?1
       ORDER BY d.id
      """, [.integer(quarter.number)]
    ) {
      last[$0.int(0)] = LastStep(
        kind: DisputeStep.Kind(rawValue: $0.text(1)) ?? .acknowledged,
        at: Instant($0.text(2)) ?? Instant(seconds: 0), scorecard: $0.text(3), version: $0.int(4))
    }
    return last
  }

  /// How many of each person's evaluations of a quarter are disputed and wait for a decision, by key.
  package func openCounts(in quarter: Quarter) throws -> [Int: Int] {
    var counts: [Int: Int] = [:]
    try database.forEach(
      """
      SELECT e.staff, COUNT(*)
        FROM dispute_step d
        JOIN evaluation e ON e.id = d.evaluation
       WHERE e.quarter = ?1 AND d.step = 'disputed'
         AND NOT EXISTS (SELECT 1 FROM dispute_step l JOIN evaluation o ON o.id = l.evaluation
                          WHERE o.call = e.call AND o.assessor = e.assessor AND l.id > d.id)
       GROUP BY e.staff
       ORDER BY e.staff
      """, [.integer(quarter.number)]
    ) { counts[$0.int(0)] = $0.int(1) }
    return counts
  }

  /// The evaluations that the agent has answered, by call and assessor.
  func answered() throws -> Set<[Int]> {
    Set(
      try database.rows(
        """
        SELECT DISTINCT e.call, e.assessor
          FROM dispute_step d
          JOIN evaluation e ON e.id = d.evaluation
         ORDER BY e.call, e.assessor
        """
      ) { [$0.int(0), $0.int(1)] })
  }

  /// The evaluations in force whose dispute waits for a decision: call, agent, assessor, in the order of the disputes.
  package func waiting() throws -> [(
    call: String, agent: String, assessor: String, since: String, text: String, byPanel: Bool,
    quarter: Quarter
  )] {
    try database.rows(
      """
      SELECT c.name, s.id, q.id, d.taken_at, d.text,
             EXISTS (SELECT 1 FROM dispute_step l JOIN evaluation o ON o.id = l.evaluation
                      WHERE o.call = e.call AND o.assessor = e.assessor AND l.step = 'leader'),
             e.quarter
        FROM dispute_step d
        JOIN evaluation e ON e.id = d.evaluation
        JOIN call c ON c.id = e.call
        JOIN staff s ON s.key = e.staff
        JOIN staff q ON q.key = e.assessor
       WHERE d.step = 'disputed'
         AND NOT EXISTS (SELECT 1 FROM dispute_step l JOIN evaluation o ON o.id = l.evaluation
                          WHERE o.call = e.call AND o.assessor = e.assessor AND l.id > d.id)
       ORDER BY d.id
      """
    ) {
      (
        $0.text(0), $0.text(1), $0.text(2), $0.text(3), $0.text(4), $0.bool(5),
        Quarter(number: $0.int(6))
      )
    }
  }
}
