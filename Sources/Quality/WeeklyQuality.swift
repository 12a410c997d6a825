import Formats
import Statistics
import Workspace

/// A week of somebody's calls drawn by chance.
package struct QualityWeek: Sendable {
  /// The Monday.
  package let monday: CalendarDay
  package internal(set) var scores = SampleSums()
  package internal(set) var calls = 0
  /// Calls with a failed critical item.
  package internal(set) var failed = 0

  init(monday: CalendarDay) { self.monday = monday }

  /// The Monday of the week in which a day lies; 1970-01-01 was a Thursday.
  static func monday(of day: CalendarDay) -> CalendarDay {
    day.adding(days: -(((day.number % 7 + 7) % 7 + 3) % 7))
  }
}

/// What control limits stand on: a stretch of calls that was judged to be under control, frozen.
package struct QualityBaseline: Hashable, Sendable {
  package let quarter: Quarter
  package let scores: SampleSums
  package let calls: Int
  package let failed: Int

  package init(quarter: Quarter, scores: SampleSums, calls: Int, failed: Int) {
    self.quarter = quarter
    self.scores = scores
    self.calls = calls
    self.failed = failed
  }

  /// In points.
  package var mean: Double? { scores.mean.map { $0 / 100 } }
  package var deviation: Double? { scores.standardDeviation.map { $0 / 100 } }
  package var failedShare: Double? { calls > 0 ? Double(failed) / Double(calls) : nil }
}

/// Somebody's weeks on three charts with the limits of a baseline.
package struct QualityCharts: Sendable {
  package static let lambda = 0.2
  package static let width = 3.0
  package static let allowance = 0.5
  package static let decision = 5.0

  package let weeks: [QualityWeek]
  /// Shares of calls with a failed critical item.
  package let criticals: ControlChart?
  /// Weekly means in standard errors from the baseline's mean, averaged; weeks without a score are left out.
  package let averages: ControlChart?
  package let sums: CumulativeSums?
  /// The weeks that the points of `averages` and `sums` stand for.
  package let scoredWeeks: [QualityWeek]

  /// - Parameter weeks: in order.
  package init(_ weeks: [QualityWeek], baseline: QualityBaseline) {
    self.weeks = weeks
    scoredWeeks = weeks.filter { $0.scores.count > 0 }
    criticals = baseline.failedShare.map { centre in
      ControlChart(shares: weeks.map { (hits: $0.failed, of: $0.calls) }, centre: centre)
    }
    guard let mean = baseline.mean, let deviation = baseline.deviation, deviation > 0 else {
      (averages, sums) = (nil, nil)
      return
    }
    let values = scoredWeeks.map { week in
      ((week.scores.mean ?? 0) / 100 - mean) / deviation * Double(week.scores.count).squareRoot()
    }
    averages = ControlChart(moving: values, mean: 0, sigma: 1, lambda: Self.lambda, width: Self.width)
    sums = CumulativeSums(
      values, mean: 0, sigma: 1, allowance: Self.allowance, decision: Self.decision)
  }

  /// Whether so many failed calls are beyond chance at the level of three sigmas.
  ///
  /// The limits of a share suppose many cases; of few the exact chance decides.
  package func isSurelyBad(_ week: QualityWeek) -> Bool {
    Proportion.tail(atLeast: week.failed, of: week.calls, share: criticals?.centre ?? 1) < 0.00135
  }

  /// An adverse signal: what turned bad, and in which week first.
  package struct Signal: Hashable, Sendable {
    /// `p`, `ewma` or `cusum`.
    package let chart: String
    package let monday: CalendarDay
  }

  /// The first adverse signal of each chart; what became better is none.
  package var adverse: [Signal] {
    var signals: [Signal] = []
    if let criticals,
      let point = criticals.points.first(where: { point in
        let week = weeks[point.index - 1]
        return point.isOut && (point.value ?? 0) > (point.high ?? 1) && isSurelyBad(week)
      })
    {
      signals.append(Signal(chart: "p", monday: weeks[point.index - 1].monday))
    }
    if let averages, let point = averages.points.first(where: { $0.isOut && ($0.value ?? 0) < ($0.low ?? 0) })
    {
      signals.append(Signal(chart: "ewma", monday: scoredWeeks[point.index - 1].monday))
    }
    if let sums, let point = sums.points.first(where: { $0.below > Self.decision }) {
      signals.append(Signal(chart: "cusum", monday: scoredWeeks[point.index - 1].monday))
    }
    return signals
  }
}
