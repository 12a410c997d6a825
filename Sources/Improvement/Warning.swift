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

  /// Whose evidence raised it.
  package enum Department: String, CaseIterable, Sendable {
    case quality, indicators, satisfaction, complaints, exams, training, certification

    /// The first words of sources.
    fileprivate var sources: Set<String> {
      switch self {
      case .quality: ["qa", "dispute"]
      case .indicators: ["indicator"]
      case .satisfaction: ["survey"]
      case .complaints: ["complaint"]
      case .exams: ["exam"]
      case .training: ["training", "cycle"]
      case .certification: ["certificate"]
      }
    }

    package var title: Words {
      switch self {
      case .quality: Words(en: "call quality", zh: "通话质检")
      case .indicators: Words(en: "indicators", zh: "指标")
      case .satisfaction: Words(en: "satisfaction", zh: "满意度")
      case .complaints: Words(en: "complaints", zh: "投诉")
      case .exams: Words(en: "exams", zh: "考试")
      case .training: Words(en: "training", zh: "培训")
      case .certification: Words(en: "certification", zh: "认证")
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

  package var department: Department? {
    let word = source.split(separator: " ").first.map(String.init) ?? ""
    return Department.allCases.first { $0.sources.contains(word) }
  }

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
