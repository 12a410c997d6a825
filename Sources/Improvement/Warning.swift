import Formats
import Workspace

/// An early warning: something that turned bad, who has to see to it, and until when.
package struct Warning: Sendable {
  /// Whom or what it is about.
  package enum Subject: Hashable, Sendable {
    case staff(String)
    case unit(String)
    case company

    package var kind: String {
      switch self {
      case .staff: "staff"
      case .unit: "unit"
      case .company: "company"
      }
    }

    package var id: String {
      switch self {
      case .staff(let id), .unit(let id): id
      case .company: "company"
      }
    }

    init(kind: String, id: String) {
      switch kind {
      case "staff": self = .staff(id)
      case "unit": self = .unit(id)
      default: self = .company
      }
    }
  }

  package let subject: Subject
  package let quarter: Quarter
  /// What raised it, such as `indicator drop-rate floor`; with subject and quarter it is raised once.
  package let source: String
  package let what: Words
  /// The person or department that has to see to it.
  package let owner: String
  package let due: CalendarDay

  package init(
    subject: Subject, quarter: Quarter, source: String, what: Words, owner: String, due: CalendarDay
  ) {
    self.subject = subject
    self.quarter = quarter
    self.source = source
    self.what = what
    self.owner = owner
    self.due = due
  }
}
