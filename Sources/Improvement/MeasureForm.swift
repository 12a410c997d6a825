import Formats
import Workspace

extension MeasureRecords.Standing {
  /// A measure with its last check.
  package static let form = JSONForm<MeasureRecords.Standing>([
    .integer("measure") { $0.id }, .text("department") { $0.measure.department },
    .text("owner") { $0.measure.owner }, .day("due") { $0.measure.due },
    .init("kind", Measure.Target.kinds) { .string($0.measure.target.kind) },
    .text("target") { $0.measure.target.id }, .text("what") { $0.measure.what },
    .optionalInteger("warning") { $0.measure.warning }, .tenThousandths("expected") { $0.measure.expected },
    .day("made") { $0.measure.made },
    .init("verdict", .optional(.choice(Measure.Verdict.allCases.map(\.rawValue)))) {
      .optional($0.last?.verdict.rawValue)
    },
    .tenThousandths("before") { $0.last?.before }, .tenThousandths("after") { $0.last?.after },
    .optionalFlag("reached") { $0.last?.isReached },
  ])
}

extension MeasureDesk.Finding {
  package static let form = JSONForm<MeasureDesk.Finding>([
    .integer("measure") { $0.id }, .choice("verdict") { $0.verdict }, .text("unit") { $0.unit },
    .quarter("quarter_before") { $0.measure.before }, .tenThousandths("before") { $0.before?.value },
    .quarter("quarter_after") { $0.measure.after }, .tenThousandths("after") { $0.after?.value },
    .tenThousandths("expected") { $0.measure.expected }, .optionalFlag("reached") { $0.isReached },
  ])
}

extension MeasureDesk {
  /// The number of a measure that was taken on.
  package static let numberForm = JSONForm<Int>([.integer("measure") { $0 }])
}

extension Measure.Target {
  package static let kinds = JSONSchema.choice(["indicator", "item", "lesson"])
}

extension JSONForm.Member {
  /// In ten-thousandths of a figure's unit.
  fileprivate static func tenThousandths(_ name: String, _ read: @escaping @Sendable (Value) -> Int?) -> Self
  {
    .optionalNumber(name) { read($0).map { ExactDecimal(mantissa: $0, places: 4).text } }
  }
}
