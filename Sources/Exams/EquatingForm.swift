import Formats
import Statistics
import Workspace

extension Equating {
  /// The rows whose pass decision would be another on the common scale.
  package var turned: [Row] { rows.filter { $0.passesEquated != ($0.sitting.outcome?.isPassed ?? false) } }

  /// Papers on one scale, for programs.
  package static let resultForm = JSONForm<Equating>([
    .text("model") { $0.form.rawValue }, .integer("questions") { $0.modelled },
    .texts("left_out") { $0.leftOut }, .flag("converged") { $0.isConverged },
    .integer("decisions_that_differ") { $0.turned.count }, .list("sittings", rowForm) { $0.rows },
  ])

  private static let rowForm = JSONForm<Row>([
    .integer("sitting") { $0.sitting.id }, .text("staff") { $0.sitting.staff }, .score("score") { $0.score },
    .figure("equated") { $0.equated }, .optionalFigure("adjustment") { $0.adjustment },
    .figure("error") { $0.error }, .flag("passed") { $0.sitting.outcome?.isPassed ?? false },
    .flag("passes_equated") { $0.passesEquated },
  ])
}
