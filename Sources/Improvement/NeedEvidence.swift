import Formats
import Workspace

/// Where somebody lost points that a lesson may bring back.
package enum NeedSource: String, CaseIterable, Sendable {
  case quality, exam, survey, complaint

  package var title: Words {
    switch self {
    case .quality: Words(en: "call quality", zh: "通话质检")
    case .exam: Words(en: "exams", zh: "考试")
    case .survey: Words(en: "surveys", zh: "满意度")
    case .complaint: Words(en: "complaints", zh: "投诉")
    }
  }
}

/// One case in which somebody lost points, and the lesson that speaks of it.
package struct NeedEvidence: Hashable, Sendable {
  package let source: NeedSource
  /// The person's integer key.
  package let staff: Int
  /// What it can be looked up by: a call, `sitting 7`, a complaint or a response.
  package let id: String
  /// What was missed: an item, a question, or the matter of a complaint.
  package let what: String
  package let day: CalendarDay
  /// Points lost, of the 100 of the call, paper, response or person.
  package let lost: Score
  /// `nil` where no scheme says what helps.
  package let lesson: String?

  package init(
    source: NeedSource, staff: Int, id: String, what: String, day: CalendarDay, lost: Score, lesson: String?
  ) {
    self.source = source
    self.staff = staff
    self.id = id
    self.what = what
    self.day = day
    self.lost = lost
    self.lesson = lesson
  }
}
