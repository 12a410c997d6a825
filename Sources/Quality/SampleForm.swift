import Formats
import Workspace

extension SampleDesk.Outcome {
  package static let form = JSONForm<SampleDesk.Outcome>([
    .integer("agents") { $0.agents }, .integer("calls") { $0.calls }, .integer("sampled") { $0.sampled },
    .number("seed") { String($0.seed) },
  ])

  package var json: JSON { Self.form.json(self) }
}

extension SampleDesk.Proof {
  package static let form = JSONForm<SampleDesk.Proof>([
    .text("plan") { $0.draw.plan }, .integer("version") { $0.draw.version }, .day("from") { $0.draw.from },
    .day("to") { $0.draw.to }, .number("seed") { String($0.draw.seed) }, .integer("calls") { $0.calls },
    .texts("different") { $0.different },
  ])
}

extension SampleDesk {
  /// A recording that is lost, and the call that took its place.
  package typealias Loss = (call: String, replacement: String?, reason: String, at: String, by: String)

  package static let lossForm = JSONForm<Loss>([
    .text("call") { $0.call }, .optionalText("replaced_by") { $0.replacement }, .text("reason") { $0.reason },
    .text("at") { $0.at }, .text("by") { $0.by },
  ])

  /// What became of a call that is lost.
  package static let replacementForm = JSONForm<(lost: String, replacement: String?)>([
    .text("lost") { $0.lost }, .optionalText("replaced_by") { $0.replacement },
  ])
}
