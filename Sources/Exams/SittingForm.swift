import Formats
import Workspace

extension Sitting {
  /// A sitting with what it came to, for programs.
  package static let form = JSONForm<Sitting>([
    .integer("sitting") { $0.id }, .text("staff") { $0.staff }, .integer("attempt") { $0.attempt },
    .time("started") { $0.started }, .optionalTime("submitted") { $0.submitted },
    .flag("late") { $0.isLate }, .optionalFixed("points", places: 2) { $0.outcome?.points },
    .optionalFixed("maximum", places: 2) { $0.outcome?.maximum },
    .optionalScore("score") { $0.outcome?.score }, .optionalFlag("passed") { $0.outcome?.isPassed },
    .optionalInteger("revision") { $0.outcome?.revision },
    .optionalText("cause") { $0.outcome?.cause.rawValue },
  ])
}
