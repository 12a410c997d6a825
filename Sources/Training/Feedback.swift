import Formats
import SQLite
import Workforce
import Workspace

/// What a trainee or an instructor says of a cycle afterwards.
package struct Feedback: Hashable, Sendable {
  package enum Author: String, Sendable { case trainee, instructor }

  package let cycle: Int
  /// The integer key of the trainee, who speaks or is spoken of.
  package let staff: Int
  package let author: Author
  /// 1 to 5 each.
  package let content: Int?
  package let teaching: Int?
  package let usefulness: Int?
  package let comment: String

  package static let shape = TableShape(
    "feedback",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("author", "评价人", example: "trainee"),
      Column("content", "内容", example: "5"),
      Column("teaching", "讲授", example: "4"),
      Column("usefulness", "实用", example: "4"),
      Column("comment", "意见", example: "more practice with bills"),
    ])

  private static let authors: [(Author, [String])] = [
    (.trainee, ["trainee", "学员"]), (.instructor, ["instructor", "讲师"]),
  ]

  static func read(_ table: TableReader, cycle: Int, enrolled: [String: Int]) throws -> [Placed<Feedback>] {
    var rows: [Placed<Feedback>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let staff = row.text("staff")
      let author = row.optionalWord("author", authors) ?? .trainee
      let marks = ["content", "teaching", "usefulness"].map { row.optionalInteger($0, in: 1...5) }
      if let staff, enrolled[staff] == nil {
        row.fault("staff", "'\(staff)' is not in cycle \(cycle)")
      }
      guard let staff, let key = enrolled[staff] else { return }
      if let first = lines["\(staff) \(author)"] {
        return row.fault("staff", "'\(staff)' stands on line \(first) already; keep one")
      }
      lines["\(staff) \(author)"] = row.line
      let comment = row.optional("comment") ?? ""
      if marks.allSatisfy({ $0 == nil }), comment.isEmpty {
        return row.fault("staff", "the row says nothing; give a mark from 1 to 5 or a comment")
      }
      rows.append(
        Placed(
          Feedback(
            cycle: cycle, staff: key, author: author, content: marks[0], teaching: marks[1],
            usefulness: marks[2], comment: comment), line: row.line))
    }
    return rows
  }
}

/// What somebody knew before a course and after it, out of 100.
package struct TrainingTest: Hashable, Sendable {
  package let course: String
  /// The integer key of the person.
  package let staff: Int
  package let before: Score
  package let after: Score

  package static let shape = TableShape(
    "prepost",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("pre", "训前", required: true, example: "62"),
      Column("post", "训后", required: true, example: "81.5"),
      Column("course", "课程", example: "hotline-onboarding"),
    ])

  /// - Parameter course: of rows that name none.
  static func read(
    _ table: TableReader, course: String?, courses: Set<String>, staff: [String: Int]
  ) throws -> [Placed<TrainingTest>] {
    var rows: [Placed<TrainingTest>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let person = row.text("staff")
      let before = row.decimal("pre", places: 2, in: 0...100_00)
      let after = row.decimal("post", places: 2, in: 0...100_00)
      let name = row.optional("course") ?? course
      if let person, staff[person] == nil {
        row.fault("staff", "nobody has the id '\(person)'; see: merit staff list")
      }
      if let name, !courses.contains(name) {
        row.fault("course", "course '\(name)' is not loaded; load it with: merit course load DIR")
      }
      if name == nil { row.fault("course", "the row names no course; add the column, or give --course ID") }
      guard let person, let key = staff[person], let before, let after, let name, courses.contains(name)
      else {
        return
      }
      if let first = lines["\(name) \(person)"] {
        return row.fault("staff", "'\(person)' stands on line \(first) already; keep one")
      }
      lines["\(name) \(person)"] = row.line
      rows.append(
        Placed(
          TrainingTest(
            course: name, staff: key, before: Score(hundredths: before), after: Score(hundredths: after)),
          line: row.line))
    }
    return rows
  }
}

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

/// Taking in what people say of training, and what they knew before and after it.
package struct FeedbackDesk {
  private let occasion: Occasion
  private let records: FeedbackRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = FeedbackRecords(occasion.database)
  }

  package func importFeedback(_ table: TableReader, cycle: Int, options: IntakeOptions) throws
    -> IntakeOutcome
  {
    try occasion.require(.trainer, to: "take in feedback")
    let held = try ClassDesk(occasion).cycle(cycle)
    guard held.from <= occasion.today else {
      throw Refusal(.badData, "cycle \(cycle) begins on \(held.from)", "ask for feedback once it has begun")
    }
    let enrolled = Dictionary(
      try TrainingRecords(occasion.database).enrolled(in: cycle).map { ($0.id, $0.key) }
    ) { first, _ in first }
    let rows = try Feedback.read(table, cycle: cycle, enrolled: enrolled)
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: records.find, name: { "the \($0.author.rawValue)'s feedback" })
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      try occasion.publish(
        arrivals.count, into: "feedback", deed: "cycle.feedback", of: "\(cycle)",
        content: "\(arrivals.accepted.map(\.row)) \(options.correction ?? "")"
      ) { index, batch in
        let (row, supersedes) = arrivals[index]
        try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
      }
    }
    return table.outcome(arrivals, options: options)
  }

  package func importTests(_ table: TableReader, course: String?, options: IntakeOptions) throws
    -> IntakeOutcome
  {
    try occasion.require(.trainer, to: "take in tests before and after a course")
    let rows = try TrainingTest.read(
      table, course: course, courses: Set(TrainingRecords(occasion.database).courses().map(\.id)),
      staff: StaffRecords(occasion.database).keys())
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: records.find,
      name: { "the test of '\($0.course)'" })
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      try occasion.publish(
        arrivals.count, into: "training_test", deed: "course.prepost", of: table.file,
        content: "\(arrivals.accepted.map(\.row)) \(options.correction ?? "")"
      ) { index, batch in
        let (row, supersedes) = arrivals[index]
        try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
      }
    }
    return table.outcome(arrivals, options: options)
  }
}
