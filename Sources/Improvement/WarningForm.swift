import Formats
import Workspace

extension Warning {
  /// A warning as it stands on a day; one that was only just raised has no number yet.
  package typealias Shown = (warning: Warning, id: Int?, note: String?, today: CalendarDay?)

  package static let form = JSONForm<Shown>([
    .optionalInteger("id") { $0.id }, .text("subject") { $0.warning.subject.id },
    .quarter("quarter") { $0.warning.quarter }, .text("source") { $0.warning.source },
    .text("what") { $0.warning.what.en }, .text("owner") { $0.warning.owner },
    .day("due") { $0.warning.due }, .optionalText("note") { $0.note },
    .init("department", .optional(.choice(Department.allCases.map(\.rawValue)))) {
      .optional($0.warning.department?.rawValue)
    },
    .init("state", .choice(["open", "overdue", "closed"])) { shown in
      let isOverdue = shown.today.map { shown.warning.due < $0 } ?? false
      return .string(shown.note != nil ? "closed" : isOverdue ? "overdue" : "open")
    },
  ])
}
