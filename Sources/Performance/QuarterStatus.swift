import Formats
import Workforce

/// Whether somebody is assessed in a quarter, and if not, why.
package enum QuarterStatus: Hashable, Sendable {
  case assessed
  /// Away for a time that the law lets nobody be judged by: neither a grade nor a zero.
  case neutral(Leave.Kind)
  /// Too few days in a judged post.
  case short
  /// No evidence that could be judged.
  case unjudged
  /// A part without which the scheme judges nobody is missing.
  case blocked

  /// `assessed`, `neutral:maternity`, `short`, `unjudged` or `blocked`.
  package var text: String {
    switch self {
    case .assessed: "assessed"
    case .neutral(let kind): "neutral:\(kind.rawValue)"
    case .short: "short"
    case .unjudged: "unjudged"
    case .blocked: "blocked"
    }
  }

  package init?(_ text: String) {
    switch text {
    case "assessed": self = .assessed
    case "short": self = .short
    case "unjudged": self = .unjudged
    case "blocked": self = .blocked
    default:
      guard text.hasPrefix("neutral:"), let kind = Leave.Kind(rawValue: String(text.dropFirst(8))) else {
        return nil
      }
      self = .neutral(kind)
    }
  }

  /// For people: `assessed`, or why not.
  package var words: Words {
    switch self {
    case .assessed: Words(en: "assessed", zh: "参评")
    case .neutral(let kind):
      switch kind {
      case .maternity: Words(en: "not assessed: maternity leave", zh: "不参评：产假")
      case .injury: Words(en: "not assessed: work injury", zh: "不参评：工伤假")
      case .sick: Words(en: "not assessed: long sick leave", zh: "不参评：长期病假")
      default: Words(en: "not assessed: \(kind.rawValue) leave", zh: "不参评：请假")
      }
    case .short: Words(en: "not assessed: too few days in post", zh: "不参评：在岗天数不足")
    case .unjudged: Words(en: "not assessed: no evidence", zh: "不参评：无评价依据")
    case .blocked: Words(en: "not assessed: a required part is missing", zh: "不参评：缺少必备项")
    }
  }
}

extension QuarterStatusDesk.Status {
  /// `open`, `scored`, `published` or `closed`, for people.
  package static func words(ofState state: String) -> Words {
    let names = ["open": "进行中", "scored": "已评定", "published": "已公示", "closed": "已关闭"]
    return Words(en: state, zh: names[state] ?? state)
  }

  /// Who has to see to something: a role, or the id of the person whose it is.
  package static func words(ofOwner owner: String) -> Words {
    let names = [
      "hr": "人力资源", "leader": "班组长", "panel": "质检组", "examiner": "考务", "judge": "评委", "quality": "质检",
      "customer service": "客户服务",
    ]
    return Words(en: owner, zh: names[owner] ?? owner)
  }
}
