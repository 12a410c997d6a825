import Formats
import Quality
import Satisfaction
import Statistics
import Workspace

/// What a quarter measured, department by department, as a quality report needs it.
package struct QuarterFigures: Sendable {
  /// An exam of which sittings were marked in the quarter.
  package struct Exam: Sendable {
    package let id: String
    package let share: Proportion
    package let mean: Score?
    package let highest: Score?
    package let lowest: Score?
  }

  /// A cycle that ran in the quarter.
  package struct Cycle: Sendable {
    package let id: Int
    package let course: String
    package let from: CalendarDay
    package let to: CalendarDay
    package let enrolled: Int
    /// Who has completed the course since the cycle began.
    package let completed: Int
  }

  package struct Survey: Sendable {
    package let model: SurveyModel
    package let report: SurveyReport
  }

  package let quarter: Quarter
  /// Calls handled as far as the lists of draws know, and of how many agents.
  package let handled: Int
  package let agents: Int
  package let draws: [DrawRecords.Draw]
  package let coverage: QuarterCoverage
  /// All judged calls as one; `nil` of none.
  package let calls: QualityReport.Row?
  /// Those with answers in the quarter.
  package let surveys: [Survey]
  /// `nil` of none received.
  package let complaints: ComplaintSummary?
  package let exams: [Exam]

  /// Every marked sitting as one share.
  package var passed: Proportion {
    Proportion(
      hits: exams.reduce(0) { $0 + $1.share.hits }, of: exams.reduce(0) { $0 + $1.share.of })
  }

  /// The judged calls' mean with its error, in points; without one where equal scores of a few say nothing of the rest.
  package var quality: FigureChange.Figure? {
    guard let mean = calls?.mean, let estimate = mean.estimate else { return nil }
    let error = mean.interval() == nil ? nil : mean.error
    return FigureChange.Figure(Double(estimate.hundredths) / 100, error: error.map { $0 / 100 })
  }
}

/// What a quality report says, before it is put in words.
package struct QuarterFindings: Sendable {
  /// What drives satisfaction, by Shapley's shares of R².
  package struct Drivers: Sendable {
    package let model: String
    package let n: Int
    package let r2: Double
    package let processes: [(title: Words, share: Double, performance: Score)]
  }

  /// The company's weeks with limits, frozen or of the quarter itself.
  package struct Stability: Sendable {
    /// The quarter that limits are frozen on; `nil` where they are the quarter's own.
    package let baseline: Quarter?
    package let weeks: [QualityWeek]
    package let criticals: ControlChart
    package let averages: ControlChart?
    /// Of teams and agents, on frozen limits.
    package let signals: [(subject: String, signal: QualityCharts.Signal)]
  }

  package let now: QuarterFigures
  package let before: QuarterFigures
  package let teams: QualityReport
  package let sites: QualityReport
  package let items: QualityReport
  /// Titles of items, by `scorecard/item`.
  package let itemTitles: [String: Words]
  package let readings: [IndicatorReading]
  /// Competitors and others whose figures are observed, with each indicator that both have, in ten-thousandths.
  package let others: [(name: String, rows: [(reading: IndicatorReading, other: Int)])]
  /// The company's values of the quarter before, by indicator.
  package let earlier: [String: Int]
  package let cycles: [QuarterFigures.Cycle]
  /// `nil` where no needs scheme is in force.
  package let needs: NeedsDesk.Finding?
  package let drivers: Drivers?
  package let stability: Stability?
  /// Of cycles that ended in the quarter before, whose effect this one shows.
  package let effects: [(cycle: Int, report: EffectDesk.Report)]
  package let warnings: [WarningRecords.Standing]
  package let measures: [MeasureRecords.Standing]
  /// What the figures were made by, each as `kind id vN`, with its hash.
  package let schemes: [(label: String, hash: String)]
  /// The head of the audit's chain when the report was made.
  package let head: String
  package let zone: String
  package let today: CalendarDay
}
