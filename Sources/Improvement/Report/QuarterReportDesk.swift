import Exams
import Formats
import Quality
import SQLite
import Satisfaction
import Statistics
import Training
import Workforce
import Workspace

/// Gathering a quarter for the quality report: every figure from the workspace, none typed.
package struct QuarterReportDesk {
  private let occasion: Occasion
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// - Parameters:
  ///   - scorecard: the form whose control charts are shown.
  ///   - needs: the scheme of training needs; left out of the report where it is not in force.
  package func findings(
    in quarter: Quarter, scorecard: String = "hotline-call", needs: String = NeedsDesk.standard
  ) throws -> QuarterFindings {
    try occasion.require(.hr, to: "write the quality report")
    let results = ResultsDesk(occasion)
    let day = min(quarter.lastDay, max(occasion.today, quarter.firstDay))
    let schemes = try SchemeRecords(database).all()
    let hasNeeds = schemes.contains { $0.kind == NeedsScheme.kind && $0.id == needs && $0.inForce <= day }
    return QuarterFindings(
      now: try figures(quarter), before: try figures(quarter.previous),
      teams: try results.report(in: quarter, by: .team), sites: try results.report(in: quarter, by: .site),
      items: try results.report(in: quarter, by: .item), itemTitles: try itemTitles(),
      readings: try SatisfactionDesk(occasion).readings(in: quarter).readings, others: try others(quarter),
      earlier: try earlier(quarter), cycles: try cycles(quarter),
      needs: hasNeeds ? try NeedsDesk(occasion).needs(in: quarter, by: needs) : nil,
      drivers: try drivers(quarter), stability: try stability(quarter, scorecard),
      effects: try effects(quarter),
      warnings: try WarningRecords(database).all(openOnly: false).filter { $0.warning.quarter == quarter },
      measures: try MeasureRecords(database).all(),
      schemes: try inForce(schemes, on: day), head: try Audit(database).head(),
      zone: occasion.workspace.zone.name, today: occasion.today)
  }

  private func inForce(_ schemes: [Scheme], on day: CalendarDay) throws -> [(label: String, hash: String)] {
    let records = SchemeRecords(database)
    return try Set(schemes.map(\.kind)).sorted().flatMap { kind in
      try records.allInForce(kind: kind, on: day).sorted { $0.id < $1.id }.map { ($0.label, $0.hash) }
    }
  }

  // MARK: Figures

  private func figures(_ quarter: Quarter) throws -> QuarterFigures {
    let frame = try QualityRecords(database).frame(of: quarter)
    let day = min(quarter.lastDay, max(occasion.today, quarter.firstDay))
    let desk = SurveyDesk(occasion)
    var surveys: [QuarterFigures.Survey] = []
    for scheme in try SchemeRecords(database).allInForce(kind: SurveyModel.kind, on: day).sorted(by: {
      $0.id < $1.id
    }) {
      let model = try desk.model(scheme.id, in: quarter)
      if let report = try desk.reports(model, in: quarter, by: .all).first {
        surveys.append(QuarterFigures.Survey(model: model, report: report))
      }
    }
    let complaints = try ComplaintDesk(occasion).summary(in: quarter, terms: ComplaintSummary.Terms()).summary
    return QuarterFigures(
      quarter: quarter, handled: frame.values.reduce(0, +), agents: frame.count,
      draws: try DrawRecords(database).draws(in: quarter),
      coverage: try QualityResults(database).coverage(in: quarter),
      calls: try ResultsDesk(occasion).report(in: quarter, by: .all).rows.first, surveys: surveys,
      complaints: complaints.received > 0 ? complaints : nil, exams: try exams(quarter))
  }

  private func exams(_ quarter: Quarter) throws -> [QuarterFigures.Exam] {
    let zone = occasion.workspace.zone
    return try ExamRecords(database).exams().filter { !$0.holdsScores || $0.released != nil }.compactMap {
      exam in
      let outcomes = try SittingRecords(database).sittings(of: exam.id).filter {
        $0.submitted.map { quarter.contains(zone.day(of: $0)) } ?? false
      }.compactMap(\.outcome).filter { $0.cause != .annulment }
      guard !outcomes.isEmpty else { return nil }
      let scores = outcomes.map(\.score)
      return QuarterFigures.Exam(
        id: exam.id, share: Proportion(hits: outcomes.count(where: \.isPassed), of: outcomes.count),
        mean: Score.mean(sum: scores.reduce(0) { $0 + $1.hundredths }, count: scores.count),
        highest: scores.max(), lowest: scores.min())
    }
  }

  private func cycles(_ quarter: Quarter) throws -> [QuarterFigures.Cycle] {
    let records = TrainingRecords(database)
    return try records.cycles().filter { $0.from <= quarter.lastDay && $0.to >= quarter.firstDay }.map {
      cycle in
      let enrolled = try records.enrolled(in: cycle.id).map(\.key)
      let done = try records.completions(of: cycle.course, by: occasion.today)
      return QuarterFigures.Cycle(
        id: cycle.id, course: cycle.course, from: cycle.from, to: cycle.to, enrolled: enrolled.count,
        completed: enrolled.count { done[$0].map { $0.day >= cycle.from } ?? false })
    }
  }

  private func itemTitles() throws -> [String: Words] {
    var titles: [String: Words] = [:]
    for scheme in try SchemeRecords(database).all() where scheme.kind == Scorecard.kind {
      let card = try Scorecard.read(Array(scheme.text.utf8), named: scheme.label)
      for item in card.items { titles["\(scheme.id)/\(item.id)"] = item.title }
    }
    return titles
  }

  /// Subjects of observations that are neither people nor units of the company, by name.
  private func others(_ quarter: Quarter) throws -> [(
    name: String, rows: [(reading: IndicatorReading, other: Int)]
  )] {
    let staff = StaffRecords(database)
    let own = Set(try staff.keys().keys).union(try staff.unitKeys().keys).union(["company"])
    let names = Set(try SatisfactionRecords(database).observations(in: quarter).map(\.subject))
    return try names.subtracting(own).sorted().map { name in
      let gaps = try SatisfactionDesk(occasion).gaps(in: quarter, against: .subject(name))
      return (
        name,
        gaps.compactMap { row in
          guard row.reading.company != nil, let other = row.other else { return nil }
          return (row.reading, other)
        }
      )
    }
  }

  private func earlier(_ quarter: Quarter) throws -> [String: Int] {
    var values: [String: Int] = [:]
    for (reading, other) in try SatisfactionDesk(occasion).gaps(in: quarter, against: .lastQuarter) {
      values[reading.indicator.id] = other
    }
    return values
  }

  // MARK: Analysis

  /// What drives satisfaction, by the first model that names processes and was answered enough; `nil` where none was.
  private func drivers(_ quarter: Quarter) throws -> QuarterFindings.Drivers? {
    let desk = SurveyDesk(occasion)
    let day = min(quarter.lastDay, max(occasion.today, quarter.firstDay))
    for scheme in try SchemeRecords(database).allInForce(kind: SurveyModel.kind, on: day).sorted(by: {
      $0.id < $1.id
    }) {
      let model = try desk.model(scheme.id, in: quarter)
      guard model.questions.contains(where: \.isOverall),
        model.questions.contains(where: { $0.process != nil })
      else { continue }
      let table = try desk.drivers(model, in: quarter)
      do {
        let regression = try Regression(cells: table.cells, predictors: table.names.count, unit: 100)
        guard let fit = regression.fit(Array(table.names.indices)), let shares = regression.shares(),
          fit.r2 > 0
        else { continue }
        let processes = zip(table.names, zip(shares, table.performance)).map {
          (title: $0, share: $1.0 / fit.r2, performance: $1.1)
        }
        return QuarterFindings.Drivers(
          model: scheme.id, n: regression.rowCount, r2: fit.r2,
          processes: processes.sorted { ($1.share, $0.title.en) < ($0.share, $1.title.en) })
      } catch is Regression.Obstacle {
        continue
      }
    }
    return nil
  }

  private func stability(_ quarter: Quarter, _ scorecard: String) throws -> QuarterFindings.Stability? {
    let desk = ChartDesk(occasion)
    let all = try desk.weeks(in: quarter, scorecard: scorecard)
    guard let weeks = all[.company] else { return nil }
    guard let baseline = try desk.baseline(scorecard: scorecard) else {
      return QuarterFindings.Stability(
        baseline: nil, weeks: weeks,
        criticals: ControlChart(shares: weeks.map { (hits: $0.failed, of: $0.calls) }), averages: nil,
        signals: [])
    }
    let signals = all.sorted { $0.key.name < $1.key.name }.flatMap { subject, own in
      QualityCharts(own, baseline: baseline).adverse.compactMap {
        signal -> (subject: String, signal: QualityCharts.Signal)? in
        // A person's week is a call or two, whose average says nothing yet.
        if case .agent = subject, signal.chart == "ewma" { return nil }
        return (subject.name, signal)
      }
    }
    let charts = QualityCharts(weeks, baseline: baseline)
    return charts.criticals.map {
      QuarterFindings.Stability(
        baseline: baseline.quarter, weeks: weeks, criticals: $0, averages: charts.averages, signals: signals)
    }
  }

  private func effects(_ quarter: Quarter) throws -> [(cycle: Int, report: EffectDesk.Report)] {
    try TrainingRecords(database).cycles().filter { quarter.previous.contains($0.to) }.map { cycle in
      (
        cycle.id,
        try EffectDesk(occasion).effect(
          of: cycle.id, before: Quarter(of: cycle.from).previous, after: quarter)
      )
    }
  }
}
