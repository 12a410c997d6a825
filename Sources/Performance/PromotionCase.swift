import Formats
import Workspace

/// How a quarter counts towards a step.
package struct PromotionQuarter: Hashable, Sendable {
  /// `nil` where the person was not assessed.
  package let grade: String?
  package let total: Score?
  /// Taken out of judgement: it neither counts nor breaks a row.
  package let isNeutral: Bool
  /// Critical calls, and confirmed incidents, which weigh as much.
  package let criticals: Int

  package init(grade: String?, total: Score? = nil, isNeutral: Bool = false, criticals: Int = 0) {
    self.grade = grade
    self.total = total
    self.isNeutral = isNeutral
    self.criticals = criticals
  }

  /// Nobody was judged: before joining, or without any result.
  package static let none = PromotionQuarter(grade: nil)
}

/// What a person brings to a step.
package struct PromotionCase: Sendable {
  package struct ExamResult: Hashable, Sendable {
    package let score: Score
    package let day: CalendarDay

    package init(score: Score, day: CalendarDay) {
      self.score = score
      self.day = day
    }
  }

  package let staff: String
  package let name: String
  package var site: String?
  package var joined: CalendarDay?
  package var total: Score?
  /// The skill level held, 5 to 1: the higher of what the register and the roster say.
  package var level: Int?
  /// Since when the level that is asked for, or a higher one, has been held without a gap; `nil` where nobody knows.
  package var levelSince: CalendarDay?
  /// What the roster says now.
  package var rosterLevel: Int?
  package var star: Int?
  package var postSince: CalendarDay?
  /// From the quarter in question back.
  package var quarters: [PromotionQuarter] = []
  package var satisfaction: Score?
  package var quality: Score?
  /// The best result of the exam that is asked for.
  package var exam: ExamResult?
  /// Courses completed, with the day.
  package var completed: [String: CalendarDay] = [:]
  /// The level of the certificate that is asked for, 5 to 1.
  package var certificate: Int?

  package init(staff: String, name: String) {
    self.staff = staff
    self.name = name
  }
}
