import Formats
import Workspace

/// Loading question banks: all faults of all files at once, then all or nothing.
package struct BankDesk {
  package struct Outcome: Sendable {
    package let questions: Int
    package let new: Int
    /// Questions whose text or tags changed: a new version, and sat exams keep the old.
    package let changed: Int
    package let identical: Int
  }

  private let occasion: Occasion
  private let records: BankRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = BankRecords(occasion.database)
  }

  package func load(_ paths: [String], dryRun: Bool = false) throws -> Outcome {
    try occasion.require(.trainer, .examiner, to: "load question banks")
    let files = try BankReading.files(paths)
    let (questions, faults) = try BankReading.questions(in: files)
    try faults.throwIfAny()
    let newest = try records.newest()
    var fresh: [(question: Question, version: Int)] = []
    var changed = 0
    for question in questions {
      guard let known = newest[question.id] else {
        fresh.append((question, 1))
        continue
      }
      if known.hash == question.hash { continue }
      fresh.append((question, known.version + 1))
      changed += 1
    }
    if !dryRun, !fresh.isEmpty {
      try occasion.record(
        "bank.load", of: paths.joined(separator: ", "),
        content: fresh.map(\.question.hash).joined(separator: "\n")
      ) {
        for (question, version) in fresh { try records.insert(question, version: version, at: occasion.now) }
      }
    }
    return Outcome(
      questions: questions.count, new: fresh.count - changed, changed: changed,
      identical: questions.count - fresh.count)
  }
}
