import Formats
import SQLite
import Workspace

/// The rows of feedback and of tests before and after.
package struct FeedbackRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  private static func feedback(_ row: Statement) -> Feedback {
    Feedback(
      cycle: row.int(1), staff: row.int(2), author: Feedback.Author(rawValue: row.text(3)) ?? .trainee,
      content: row.optionalInt(4), teaching: row.optionalInt(5), usefulness: row.optionalInt(6),
      comment: row.text(7))
  }

  private static let columns = "id, cycle, staff, author, content, teaching, usefulness, comment"

  func find(_ key: Feedback) throws -> (id: Int, row: Feedback)? {
    try database.first(
      """
      SELECT \(Self.columns)
        FROM feedback
       WHERE cycle = ?1 AND staff = ?2 AND author = ?3 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.integer(key.cycle), .integer(key.staff), .text(key.author.rawValue)]
    ) { ($0.int(0), Self.feedback($0)) }
  }

  func insert(_ row: Feedback, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO feedback (batch, cycle, staff, author, content, teaching, usefulness, comment, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .integer(batch), .integer(row.cycle), .integer(row.staff), .text(row.author.rawValue),
        .optional(row.content), .optional(row.teaching), .optional(row.usefulness), .text(row.comment),
        .optional(supersedes), .optional(supersedes == nil ? nil : reason),
      ])
  }

  /// What trainees and instructors said of a cycle, in the order it came in.
  package func feedback(of cycle: Int) throws -> [Feedback] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM feedback
       WHERE cycle = ?1 AND \(Batch.inForce("feedback"))
       ORDER BY id
      """, [.integer(cycle)], decode: Self.feedback)
  }

  private static func test(_ row: Statement) -> TrainingTest {
    TrainingTest(
      course: row.text(1), staff: row.int(2), before: Score(hundredths: row.int(3)),
      after: Score(hundredths: row.int(4)))
  }

  func find(_ key: TrainingTest) throws -> (id: Int, row: TrainingTest)? {
    try database.first(
      """
      SELECT id, course, staff, before, after
        FROM training_test
       WHERE course = ?1 AND staff = ?2 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.text(key.course), .integer(key.staff)]
    ) { ($0.int(0), Self.test($0)) }
  }

  func insert(_ row: TrainingTest, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO training_test (batch, course, staff, before, after, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(batch), .text(row.course), .integer(row.staff), .integer(row.before.hundredths),
        .integer(row.after.hundredths), .optional(supersedes), .optional(supersedes == nil ? nil : reason),
      ])
  }

  /// The tests of a course, by key of staff.
  package func tests(of course: String) throws -> [TrainingTest] {
    try database.rows(
      """
      SELECT id, course, staff, before, after
        FROM training_test
       WHERE course = ?1 AND \(Batch.inForce("training_test"))
       ORDER BY staff
      """, [.text(course)], decode: Self.test)
  }
}
