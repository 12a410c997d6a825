import Formats

extension Scheme {
  /// A scheme in the list of schemes, for programs.
  package static let listForm = JSONForm<Scheme>([
    .text("kind") { $0.kind }, .text("id") { $0.id }, .integer("version") { $0.version },
    .day("from") { $0.inForce }, .text("hash") { $0.hash },
  ])

  /// A scheme with its text, for programs.
  package static let form = JSONForm<Scheme>(listForm.members + [.text("text") { $0.text }])
}

extension SchemeDesk.Outcome {
  /// What became of a scheme that was to be loaded, for programs.
  package static let form = JSONForm<SchemeDesk.Outcome>([
    .text("scheme") { $0.label }, .flag("new") { $0.isNew },
    .texts("lacks") { $0.lacks.map { "\($0.kind) \($0.id)" } },
  ])
}

extension Audit.Row {
  /// What somebody did, for programs.
  package static let form = JSONForm<Audit.Row>([
    .integer("number") { $0.number }, .text("at") { $0.at }, .text("actor") { $0.actor },
    .text("deed") { $0.deed }, .text("subject") { $0.subject }, .text("head") { $0.head },
  ])
}
