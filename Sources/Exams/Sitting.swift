import Formats
import Workspace

/// An exam that was made from a blueprint.
package struct Exam: Hashable, Sendable {
  package let id: String
  package let blueprint: String
  package let blueprintVersion: Int
  package let seed: UInt64
  package let isOpen: Bool
  /// The rule by which its papers are drawn, 1 or 2.
  package let drawing: Int
  /// When sittings may begin; `nil` for no bound.
  package let opens: Instant?
  package let closes: Instant?
  /// When its results were released; then its seed is no secret any more.
  package let released: Instant?
  /// Whether results count, and candidates see their scores, only once they are released.
  package let holdsScores: Bool

  package init(
    id: String, blueprint: String, blueprintVersion: Int, seed: UInt64, isOpen: Bool,
    drawing: Int = Drawing.newestRule,
    opens: Instant? = nil, closes: Instant? = nil, released: Instant? = nil, holdsScores: Bool = false
  ) {
    self.id = id
    self.blueprint = blueprint
    self.blueprintVersion = blueprintVersion
    self.seed = seed
    self.isOpen = isOpen
    self.drawing = drawing
    self.opens = opens
    self.closes = closes
    self.released = released
    self.holdsScores = holdsScores
  }
}

/// One person's attempt at an exam.
package struct Sitting: Hashable, Sendable {
  /// What it came to, by its newest revision.
  package struct Outcome: Hashable, Sendable {
    package let revision: Int
    package let cause: ResultCause
    /// In hundredths.
    package let points: Int
    package let maximum: Int
    package let score: Score
    package let isPassed: Bool

    package init(
      revision: Int, cause: ResultCause, points: Int, maximum: Int, score: Score, isPassed: Bool
    ) {
      self.revision = revision
      self.cause = cause
      self.points = points
      self.maximum = maximum
      self.score = score
      self.isPassed = isPassed
    }
  }

  package let id: Int
  package let exam: String
  package let staff: String
  package let attempt: Int
  package let language: String
  package let started: Instant
  package let deadline: Instant
  /// `nil` while it runs.
  package let submitted: Instant?
  /// Whether the last answer came after the deadline, in the minutes of grace.
  package let isLate: Bool
  /// `nil` while it runs, and while people have still to mark it.
  package let outcome: Outcome?

  package init(
    id: Int, exam: String, staff: String, attempt: Int, language: String, started: Instant, deadline: Instant,
    submitted: Instant?, isLate: Bool, outcome: Outcome?
  ) {
    self.id = id
    self.exam = exam
    self.staff = staff
    self.attempt = attempt
    self.language = language
    self.started = started
    self.deadline = deadline
    self.submitted = submitted
    self.isLate = isLate
    self.outcome = outcome
  }
}

/// Why a sitting has a result, or a new one.
package enum ResultCause: String, CaseIterable, Sendable {
  case submission, marking, regrade, appeal, annulment, late
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

  /// Refuses whoever comes outside the window, is not on the list, or was deferred.
  ///
  /// - Parameters:
  ///   - candidate: the person's line on the exam's list; `nil` where they have none.
  ///   - hasList: whether the exam has a list at all; without one everybody may come.
  package static func admit(
    _ candidate: Candidate?, hasList: Bool, to exam: Exam, at now: Instant, zone: Zone
  ) throws {
    if hasList, candidate == nil { throw Refusal.notListed(exam.id) }
    if candidate?.standing == .deferred { throw Refusal.deferred(exam.id) }
    if let opens = candidate?.opens ?? exam.opens, now < opens {
      throw Refusal.tooEarly(exam.id, zone.text(opens))
    }
    if let closes = candidate?.closes ?? exam.closes, now >= closes {
      throw Refusal.tooLate(exam.id, zone.text(closes))
    }
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
