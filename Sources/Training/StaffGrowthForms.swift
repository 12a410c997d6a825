import Formats
import Workspace

extension Rotation {
  /// A rotation and how it stands, for programs.
  package static let form = JSONForm<Rotation>([
    .integer("rotation") { $0.id }, .text("staff") { $0.staff }, .text("post") { $0.post },
    .text("team") { $0.team }, .day("from") { $0.from }, .day("to") { $0.to }, .text("course") { $0.course },
    .choice("state") { $0.state },
  ])
}

extension Mentorship {
  /// Who accompanies whom, for programs.
  package static let form = JSONForm<Mentorship>([
    .text("staff") { $0.staff }, .text("mentor") { $0.mentor }, .day("from") { $0.from },
    .day("to") { $0.to },
  ])
}

extension LivePermit {
  /// That somebody may take live calls, for programs.
  package static let form = JSONForm<LivePermit>([
    .text("staff") { $0.staff }, .day("date") { $0.day }, .text("evidence") { $0.evidence },
  ])

  /// Somebody who may not yet, for programs.
  package static let missingForm = JSONForm<(id: String, name: String, joined: CalendarDay)>([
    .text("staff") { $0.id }, .day("joined") { $0.joined },
  ])
}
