import Formats
import Workspace

/// An exam that was made from a blueprint.
package struct Exam: Hashable, Sendable {
  package let id: String
  package let blueprint: String
  package let blueprintVersion: Int
  package let seed: UInt64
  package let isOpen: Bool
}

/// One person's attempt at an exam.
package struct Sitting: Hashable, Sendable {
  /// What it came to, once it was submitted.
  package struct Outcome: Hashable, Sendable {
    package let submitted: Instant
    /// In hundredths.
    package let points: Int
    package let maximum: Int
    package let score: Score
    package let isPassed: Bool
  }

  package let id: Int
  package let exam: String
  package let staff: String
  package let attempt: Int
  package let language: String
  package let started: Instant
  package let deadline: Instant
  package let outcome: Outcome?
}

/// Whether somebody may sit now, and as which attempt.
package enum Admission {
  /// The number of the attempt that may start, from 1.
  ///
  /// - Parameter finished: the days on which earlier attempts were submitted, and whether they passed, oldest first.
  package static func attempt(
    after finished: [(day: CalendarDay, isPassed: Bool)], on today: CalendarDay, exam: String,
    blueprint: Blueprint
  ) throws -> Int {
    if finished.contains(where: \.isPassed) { throw Refusal.alreadyPassed(exam) }
    guard finished.count < blueprint.attempts else { throw Refusal.attemptsUsedUp(exam, blueprint.attempts) }
    if let last = finished.last {
      let reopens = last.day.adding(days: blueprint.waitDays)
      if today < reopens { throw Refusal.tooSoon(exam, reopens) }
    }
    return finished.count + 1
  }
}

/// The hash chain of a sitting's answers: what was typed is what is marked.
package enum AnswerChain {
  package static func head(after previous: [UInt8], sitting: Int, place: Int, at: Instant, response: String)
    -> [UInt8]
  {
    var sha = SHA256()
    sha.update(previous)
    sha.update("\(sitting) \(place) \(at) \(response.utf8.count):\(response)".utf8)
    return sha.finish()
  }

  /// The start of a sitting's chain.
  package static func start(sitting: Int) -> [UInt8] { SHA256.hash("sitting \(sitting)".utf8) }
}
