import Formats

extension Appeal {
  /// An appeal with its decision, for programs.
  package static let form = JSONForm<Appeal>([
    .integer("appeal") { $0.id }, .integer("sitting") { $0.sitting },
    .optionalInteger("question") { $0.place.map { $0 + 1 } }, .text("at") { $0.at }, .text("by") { $0.by },
    .text("text") { $0.text }, .optionalFlag("upheld") { $0.decision?.isUpheld },
    .optionalText("decided_by") { $0.decision?.by }, .optionalText("reason") { $0.decision?.reason },
  ])
}
