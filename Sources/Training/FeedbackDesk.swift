import Formats
import Workforce
import Workspace

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
    return try occasion.take(
      arrivals, of: table, options: options, into: "feedback", deed: "cycle.feedback", subject: "\(cycle)"
    ) { row, batch, supersedes in
      try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
    }
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
    return try occasion.take(
      arrivals, of: table, options: options, into: "training_test", deed: "course.prepost",
      subject: table.file
    ) { row, batch, supersedes in
      try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
    }
  }
}
