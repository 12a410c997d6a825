import Formats
import Quality
import Satisfaction
import Workspace

/// What raises an early warning: adverse signals on control charts, indicators beyond their floor, adverse trends.
package enum WarningRules {
  /// A warning for each chart of a team or an agent that gave an adverse signal.
  ///
  /// - Parameter charts: for each subject its charts and who has to see to it.
  package static func warnings(
    ofCharts charts: [(subject: Warning.Subject, charts: QualityCharts, owner: String)], in quarter: Quarter,
    due: CalendarDay
  ) -> [Warning] {
    charts.flatMap { subject, own, owner in
      own.adverse.compactMap { signal in
        // A person's week is a call or two, whose average says nothing yet; a lasting shift shows in the cumulated sums.
        if case .staff = subject, signal.chart == "ewma" { return nil }
        let what =
          switch signal.chart {
          case "p":
            Words(
              en: "critical errors above their limit in the week of \(signal.monday)",
              zh: "\(signal.monday) 当周致命差错率超控制上限")
          case "ewma":
            Words(
              en: "QA scores sink below their limit in the week of \(signal.monday)",
              zh: "\(signal.monday) 当周质检分移动平均低于下限")
          default:
            Words(
              en: "QA scores have shifted down by the week of \(signal.monday)",
              zh: "截至 \(signal.monday) 当周质检分持续偏低")
          }
        return Warning(
          subject: subject, quarter: quarter, source: "qa \(signal.chart)", what: what, owner: owner, due: due
        )
      }
    }
  }

  /// How many quarters in a row must each be worse than the one before.
  package static let trendLength = 3

  /// A warning for each indicator beyond its floor, and for each that became worse in every one of the last quarters.
  ///
  /// - Parameter history: the readings of the quarters before, the latest first.
  package static func warnings(
    ofIndicators readings: [IndicatorReading], history: [[IndicatorReading]], in quarter: Quarter,
    due: CalendarDay
  ) -> [Warning] {
    var warnings: [Warning] = []
    for reading in readings {
      let indicator = reading.indicator
      func warning(_ kind: String, _ what: Words) {
        warnings.append(
          Warning(
            subject: .company, quarter: quarter, source: "indicator \(indicator.id) \(kind)", what: what,
            owner: indicator.owner, due: due))
      }
      if reading.isBeyondFloor == true, let value = reading.company, let floor = indicator.floor {
        let (shown, limit) = (reading.text(value), reading.text(floor))
        warning(
          "floor",
          Words(
            en: "\(indicator.title.en): \(shown) is beyond the floor of \(limit)",
            zh: "\(indicator.title.zh)：\(shown)，突破底线 \(limit)"))
      }
      for own in reading.values where reading.isBeyondFloor(own.value) == true {
        let (shown, limit) = (reading.text(own.value), reading.text(indicator.floor ?? 0))
        warnings.append(
          Warning(
            subject: own.isStaff ? .staff(own.subject) : .unit(own.subject), quarter: quarter,
            source: "indicator \(indicator.id) floor",
            what: Words(
              en: "\(indicator.title.en): \(shown) is beyond the floor of \(limit)",
              zh: "\(indicator.title.zh)：\(shown)，突破底线 \(limit)"), owner: indicator.owner, due: due))
      }
      let values =
        [reading.company]
        + history.prefix(trendLength - 1).map { past in
          past.first { $0.indicator.id == indicator.id }?.company
        }
      let known = values.compactMap { $0 }
      let isWorse = zip(known, known.dropFirst()).allSatisfy { now, before in
        indicator.direction == .higher ? now < before : now > before
      }
      if known.count == trendLength, isWorse {
        let path = known.reversed().map(reading.text).joined(separator: " → ")
        warning(
          "trend",
          Words(
            en: "\(indicator.title.en): worse \(trendLength - 1) quarters in a row, \(path)",
            zh: "\(indicator.title.zh)：连续 \(trendLength - 1) 季度变差，\(path)"))
      }
    }
    return warnings
  }
}
