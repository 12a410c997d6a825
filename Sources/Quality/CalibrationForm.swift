import Formats

extension Calibration {
  /// A calibration on the form that the calls were judged on.
  package static let form = JSONForm<(result: Calibration, card: Scorecard)>([
    .integer("calls") { $0.result.calls }, .object("form", JSONForm(line { $0 })) { $0.result.form },
    .list("items", itemForm) { zip($0.card.items, $0.result.items).map { ($0, $1) } },
    .list("assessors", standingForm) { $0.result.assessors },
  ])

  private static let itemForm = JSONForm<(item: Scorecard.Item, line: Line)>(
    [.text("item") { $0.item.id }] + line { $0.line })

  private static func line<Value>(
    _ line: @escaping @Sendable (Value) -> Line
  ) -> [JSONForm<Value>.Member] {
    [
      .integer("pairs") { line($0).pairs }, .figure("agreement") { line($0).agreement },
      .figure("kappa") { line($0).cohen }, .figure("kappa_quadratic") { line($0).weighted },
      .figure("fleiss_kappa") { line($0).fleiss },
      .figure("krippendorff") { line($0).alpha },
      .figure("icc_1_1") { line($0).intraclass },
    ]
  }

  private static let standingForm = JSONForm<Standing>([
    .text("assessor") { $0.assessor }, .integer("calls") { $0.calls },
    .figure("agreement") { $0.agreement }, .figure("severity") { $0.severity },
    .figure("drift") { $0.drift }, .flag("must_recalibrate") { $0.mustRecalibrate },
  ])
}
