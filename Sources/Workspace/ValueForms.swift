import Formats

extension JSONForm.Member {
  /// In points, with two decimals.
  package static func score(_ name: String, _ read: @escaping @Sendable (Value) -> Score) -> Self {
    Self(name, .number) { read($0).json }
  }

  package static func optionalScore(_ name: String, _ read: @escaping @Sendable (Value) -> Score?) -> Self {
    Self(name, .optional(.number)) { read($0)?.json ?? .null }
  }

  /// In yuan, with two decimals.
  package static func money(_ name: String, _ read: @escaping @Sendable (Value) -> Money) -> Self {
    Self(name, .number) { .number(read($0).description) }
  }

  package static func optionalMoney(_ name: String, _ read: @escaping @Sendable (Value) -> Money?) -> Self {
    Self(name, .optional(.number)) { read($0).map { .number($0.description) } ?? .null }
  }

  package static func time(_ name: String, _ read: @escaping @Sendable (Value) -> Instant) -> Self {
    Self(name, .time) { .string(read($0).description) }
  }

  package static func optionalTime(_ name: String, _ read: @escaping @Sendable (Value) -> Instant?) -> Self {
    Self(name, .optional(.time)) { .optional(read($0)?.description) }
  }

  package static func quarter(_ name: String, _ read: @escaping @Sendable (Value) -> Quarter) -> Self {
    Self(name, .quarter) { .string(read($0).description) }
  }
}

extension IntakeOutcome {
  /// What an import did, for programs.
  package static let form = JSONForm<IntakeOutcome>([
    .text("file") { $0.file }, .integer("rows") { $0.rows }, .integer("new") { $0.new },
    .integer("identical") { $0.identical }, .integer("corrected") { $0.corrected },
    .texts("notices") { $0.notices }, .flag("dry_run") { $0.isDryRun },
  ])

  package var json: JSON { Self.form.json(self) }
}
