import Formats
import Workspace

extension ClosingDesk {
  /// A revision beside the first close, and what it makes of people's bonuses.
  package typealias Revised = (summary: QuarterDesk.Summary, revision: Int, adjustments: [Adjustment])

  package static let revisedForm = JSONForm<Revised>([
    .integer("revision") { $0.revision }, .object("summary", QuarterDesk.Summary.form) { $0.summary },
    .integer("adjustments") { $0.adjustments.count },
    .money("sum") { $0.adjustments.reduce(.zero) { $0 + $1.amount } },
  ])
}

extension VerifyDesk.Finding {
  package static let form = JSONForm<VerifyDesk.Finding>([
    .integer("revision") { $0.revision }, .text("hash") { $0.hash }, .integer("people") { $0.people },
    .flag("ok") { $0.faults.isEmpty }, .texts("faults") { $0.faults },
  ])
}
