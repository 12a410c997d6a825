import Formats
import SQLite
import Workspace

/// That an enrolment answers somebody's need: what was lost before the training.
package struct NeedAnswer: Hashable, Sendable {
  package let cycle: Int
  /// The person's integer key.
  package let staff: Int
  package let lesson: String
  /// The quarter whose evidence made the need.
  package let quarter: Quarter
  /// The needs scheme.
  package let scheme: String
  package let gain: Score
  /// Pieces of evidence.
  package let evidence: Int
}

/// The rows of needs that cycles answer.
package struct NeedAnswerRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// The needs that a cycle answers, by person and lesson.
  package func answers(of cycle: Int) throws -> [NeedAnswer] {
    try database.rows(
      """
      SELECT cycle, staff, lesson, quarter, scheme, gain, evidence
        FROM need_answer
       WHERE cycle = ?1
       ORDER BY staff, lesson
      """, [.integer(cycle)], decode: Self.answer)
  }

  /// The needs that cycles answer from the evidence of a quarter, by cycle, person and lesson.
  package func answers(to quarter: Quarter) throws -> [NeedAnswer] {
    try database.rows(
      """
      SELECT cycle, staff, lesson, quarter, scheme, gain, evidence
        FROM need_answer
       WHERE quarter = ?1
       ORDER BY cycle, staff, lesson
      """, [.integer(quarter.number)], decode: Self.answer)
  }

  private static func answer(_ row: Statement) -> NeedAnswer {
    NeedAnswer(
      cycle: row.int(0), staff: row.int(1), lesson: row.text(2), quarter: Quarter(number: row.int(3)),
      scheme: row.text(4), gain: Score(hundredths: row.int(5)), evidence: row.int(6))
  }

  func insert(_ answer: NeedAnswer, at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO need_answer (cycle, staff, lesson, quarter, scheme, gain, evidence, answered_at, answered_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .integer(answer.cycle), .integer(answer.staff), .text(answer.lesson),
        .integer(answer.quarter.number),
        .text(answer.scheme), .integer(answer.gain.hundredths), .integer(answer.evidence),
        .text(at.description), .text(actor),
      ])
  }
}
