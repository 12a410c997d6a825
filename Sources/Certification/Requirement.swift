import Formats
import Workspace

/// A condition for an award, and how it stands.
package struct Requirement: Hashable, Sendable {
  package let what: Words
  package let isMet: Bool
  private let finding: Finding
  /// What was found, for the register and for the list of what is missing.
  package var found: String { finding.text }
  /// The same without repeating what the condition is.
  package var brief: String { finding.brief }
  /// The first day on which it will be met if nothing else happens; `nil` where somebody must do something first.
  package let from: CalendarDay?

  /// Said only where somebody reads it: of most people nobody does.
  private enum Finding: Hashable, Sendable {
    case said(String)
    case since(CalendarDay, String)

    var text: String {
      switch self {
      case .said(let text): text
      case .since(let day, let what): "\(what) since \(day)"
      }
    }

    var brief: String {
      switch self {
      case .said(let text): text
      case .since(let day, _): "since \(day)"
      }
    }
  }

  init(_ what: Words, isMet: Bool, found: String, from: CalendarDay? = nil) {
    self.what = what
    self.isMet = isMet
    finding = .said(found)
    self.from = from
  }

  /// Months since a day.
  init(
    _ what: Words, months: Int, since: CalendarDay?, on day: CalendarDay, found: String, otherwise: String
  ) {
    self.what = what
    isMet = since.map { $0.months(until: day) >= months } ?? false
    finding = since.map { .since($0, found) } ?? .said(otherwise)
    from = since.map { Self.day($0, after: months) }
  }

  /// The first day on which so many months are full.
  private static func day(_ since: CalendarDay, after months: Int) -> CalendarDay {
    var day = since.adding(months: months)
    while since.months(until: day) < months { day = day.adding(days: 1) }
    return day
  }
}
