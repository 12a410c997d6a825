import Formats
import Statistics
import Workspace

extension ResultsDesk {
  /// A person with what the calls of a quarter come to.
  package typealias Row = (id: String, name: String, result: QualityResult, handled: Int?, incidents: Int)

  package static let rowForm = JSONForm<Row>([
    .text("staff") { $0.id }, .optionalScore("score") { $0.result.score },
    .integer("evaluations") { $0.result.evaluations },
    .integer("critical_calls") { $0.result.criticalCalls },
    .integer("open_criticals") { $0.result.openCriticals }, .optionalInteger("handled") { $0.handled },
    .integer("incidents") { $0.incidents },
  ])
}

extension QualityReport.Row {
  package static let form = JSONForm<QualityReport.Row>([
    .text("id") { $0.id }, .text("name") { $0.name }, .optionalScore("score") { $0.mean.estimate },
    .integer("n") { $0.mean.count },
    .init("ci95", .optional(.array(.number, most: 2))) {
      $0.mean.interval().map { .array([$0.low.json, $0.high.json]) } ?? .null
    },
    .flag("enough") { $0.isEnough }, .optionalScore("shrunk") { $0.shrunk },
    .integer("evaluations") { $0.evaluations }, .optionalInteger("handled") { $0.handled },
    .object("critical_accuracy", accuracyForm) { $0.accuracy }, .integer("surely_above") { $0.above },
    .integer("surely_below") { $0.below },
  ])

  private static let accuracyForm = JSONForm<[Scorecard.Criticality: Proportion]>(
    Scorecard.Criticality.allCases.map { kind in
      .optionalObject(kind.rawValue, shareForm) { accuracy in
        accuracy[kind].flatMap { share in share.estimate == nil || share.wilson() == nil ? nil : share }
      }
    })

  private static let shareForm = JSONForm<Proportion>([
    .integer("n") { $0.of }, .figure("accuracy") { $0.estimate }, .interval("wilson") { $0.wilson() },
  ])
}
