import Formats
import Statistics
import Workspace

extension ControlChart {
  package static let form = JSONForm<ControlChart>([
    .figure("center") { $0.centre }, .list("points", pointForm) { $0.points },
  ])

  private static let pointForm = JSONForm<Point>([
    .integer("index") { $0.index }, .figure("value") { $0.value }, .figure("lcl") { $0.low },
    .figure("ucl") { $0.high }, .flag("out") { $0.isOut },
  ])
}

extension CumulativeSums {
  package static let form = JSONForm<CumulativeSums>([
    .list("points", pointForm) { $0.points }, .optionalInteger("first_signal") { $0.firstSignal },
  ])

  private static let pointForm = JSONForm<Point>([
    .integer("index") { $0.index }, .figure("c_plus") { $0.above },
    .figure("c_minus") { $0.below }, .flag("signal") { $0.isSignal },
  ])
}

extension QualityBaseline {
  package static let form = JSONForm<QualityBaseline>([
    .quarter("quarter") { $0.quarter }, .integer("n") { $0.scores.count },
    .figure("mean") { $0.mean }, .figure("sd") { $0.deviation },
    .figure("critical_share") { $0.failedShare },
  ])
}

extension QualityCharts {
  /// All three charts with the Mondays of their points; a chart that the baseline says nothing for is `null`.
  package static let form = JSONForm<(charts: QualityCharts, baseline: QualityBaseline)>([
    .quarter("baseline") { $0.baseline.quarter },
    .texts("weeks") { $0.charts.weeks.map { $0.monday.description } },
    .texts("scored_weeks") { $0.charts.scoredWeeks.map { $0.monday.description } },
    .optionalObject("p", ControlChart.form) { $0.charts.criticals },
    .optionalObject("ewma", ControlChart.form) { $0.charts.averages },
    .optionalObject("cusum", CumulativeSums.form) { $0.charts.sums },
  ])
}
