import Formats
import Workspace

/// When somebody has completed a course: enough of its lessons done, its drills with enough points.
package struct CourseCompletion: Hashable, Sendable {
  /// A record of somebody at a lesson.
  package struct Step: Sendable {
    package let day: CalendarDay
    /// Empty for the course as a whole.
    package let lesson: String
    package let result: Attendance.Result
    package let score: Score?
    /// The version of the course that was taught; `nil` where the record does not say.
    package let version: Int?

    package init(
      day: CalendarDay, lesson: String, result: Attendance.Result, score: Score? = nil, version: Int? = nil
    ) {
      self.day = day
      self.lesson = lesson
      self.result = result
      self.score = score
      self.version = version
    }
  }

  /// What a version of a course asks for.
  package struct Rule: Sendable {
    package let version: Int
    /// The lessons' ids, each with whether it is a drill, which needs points.
    package let lessons: [(id: String, isDrill: Bool)]
    /// Per cent of the lessons.
    package let share: Int
    package let score: Score

    package init(version: Int, lessons: [(id: String, isDrill: Bool)], share: Int, score: Score) {
      self.version = version
      self.lessons = lessons
      self.share = share
      self.score = score
    }
  }

  /// The version that was completed.
  package let version: Int
  /// The day on which it was completed last: whoever takes a course again completes it again.
  package let day: CalendarDay

  /// The newest version that the steps complete; `nil` where they complete none.
  ///
  /// A version is completed by what was taught in it or in an earlier one. A step for the course as a whole that says
  /// `completed` completes it; a drill, and a lesson with checks, counts once its points reach the rule's.
  /// - Parameters:
  ///   - rules: of every version, oldest first.
  ///   - steps: of one person, in the order of their days.
  package init?(_ rules: [Rule], steps: [Step]) {
    for rule in rules.reversed() {
      let own = steps.filter { ($0.version ?? rule.version) <= rule.version }
      // Who took part in an older version only has completed that one, not a newer one that asks for the same lessons.
      guard
        own.contains(where: { ($0.version ?? rule.version) == rule.version })
          || rule.version == rules.first?.version
      else { continue }
      if let day = Self.day(rule, own) {
        version = rule.version
        self.day = day
        return
      }
    }
    return nil
  }

  private static func day(_ rule: Rule, _ steps: [Step]) -> CalendarDay? {
    var done: Set<String> = []
    var last: CalendarDay?
    for step in steps where step.result != .absent {
      if step.lesson.isEmpty {
        if step.result == .completed {
          last = step.day
          done = []
        }
        continue
      }
      guard let lesson = rule.lessons.first(where: { $0.id == step.lesson }) else { continue }
      if step.score.map({ $0 < rule.score }) ?? lesson.isDrill { continue }
      done.insert(step.lesson)
      // Rounded up: 80 % of 17 lessons are 14. What comes after belongs to the next time.
      if done.count * 100 >= rule.lessons.count * rule.share {
        last = step.day
        done = []
      }
    }
    return last
  }
}
