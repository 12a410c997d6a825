import Formats
import Quality
import SQLite
import Satisfaction
import Workforce
import Workspace

/// Raising early warnings and seeing to them.
package struct WarningDesk {
  private let occasion: Occasion
  private let records: WarningRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = WarningRecords(occasion.database)
  }

  /// Working days within which a warning is to be seen to.
  package static let workingDays = 10

  /// Looks at what every department knows of a quarter and raises what is not raised yet; what was closed stays closed
  /// for its quarter.
  ///
  /// An assessor sees neither certificates nor the planning of training, and raises nothing of them.
  /// - Parameter departments: whose evidence is looked at.
  /// - Returns: the new warnings, department by department.
  package func raise(
    _ quarter: Quarter, scorecard: String,
    of departments: Set<Warning.Department> = Set(Warning.Department.allCases)
  ) throws -> [Warning] {
    try occasion.require(.leader, .hr, .assessor, to: "raise warnings")
    let calendar = try CalendarRecords(occasion.database).calendar()
    let due = calendar.day(Self.workingDays, after: occasion.today)
    let sources = try WarningSources(occasion, in: quarter)
    let warnings = try Warning.Department.allCases.filter(departments.contains).flatMap { department in
      switch department {
      case .quality: try chartWarnings(quarter, scorecard, due: due) + sources.disputes()
      case .indicators: try indicatorWarnings(quarter, due: due)
      case .satisfaction: try sources.satisfaction()
      case .complaints: try sources.complaints()
      case .exams: try sources.exams()
      case .training: try sources.training()
      case .certification: try sources.certificates()
      }
    }
    var new: [Warning] = []
    guard try warnings.contains(where: { try !records.isRaised($0) }) else { return [] }
    try occasion.record(
      "improve.warn", of: "\(quarter)",
      content: new.map { "\($0.subject.kind) \($0.subject.id) \($0.source) \($0.owner) \($0.due)" }.joined(
        separator: "\n")
    ) {
      for warning in warnings
      where try records.raise(warning, at: occasion.now, by: occasion.actor.account) {
        new.append(warning)
      }
    }
    return new
  }

  private func chartWarnings(_ quarter: Quarter, _ scorecard: String, due: CalendarDay) throws -> [Warning] {
    let desk = ChartDesk(occasion)
    guard let baseline = try desk.baseline(scorecard: scorecard) else { return [] }
    let staff = StaffRecords(occasion.database)
    let leaders = Dictionary(
      uniqueKeysWithValues: try staff.units().map { ($0.id, $0.leader ?? "head of \($0.id)") })
    let book = try TeamBook(staff)
    let keys = try staff.keys()
    let weeks = try desk.weeks(in: quarter, scorecard: scorecard).sorted { $0.key.name < $1.key.name }
    let charts = weeks.compactMap { subject, weeks -> (Warning.Subject, QualityCharts, String)? in
      let charts = QualityCharts(weeks, baseline: baseline)
      switch subject {
      case .company: return (.company, charts, "quality")
      case .team(let id): return (.unit(id), charts, leaders[id] ?? id)
      case .agent(let id):
        let team = keys[id].flatMap { book.team(of: $0, on: quarter.lastDay) }
        return (.staff(id), charts, team.flatMap { leaders[$0] } ?? "quality")
      }
    }
    return WarningRules.warnings(ofCharts: charts, in: quarter, due: due)
  }

  private func indicatorWarnings(_ quarter: Quarter, due: CalendarDay) throws -> [Warning] {
    let desk = SatisfactionDesk(occasion)
    let history = try (1..<WarningRules.trendLength).map {
      try desk.readings(in: Quarter(number: quarter.number - $0), byCatalogueOf: quarter).readings
    }
    return WarningRules.warnings(
      ofIndicators: try desk.readings(in: quarter).readings, history: history, in: quarter, due: due)
  }

  /// The warnings, the first due first.
  package func warnings(openOnly: Bool) throws -> [WarningRecords.Standing] {
    try occasion.require(.leader, .hr, .assessor, .trainer, to: "see warnings")
    return try records.all(openOnly: openOnly)
  }

  /// Closes a warning with what was done about it.
  package func close(_ id: Int, note: String) throws {
    try occasion.require(.leader, .hr, to: "close warnings")
    guard try records.isOpen(id) else {
      throw Refusal(.noInput, "there is no open warning \(id)", "see: merit improve warnings")
    }
    try occasion.record("improve.close", of: "\(id)", content: "\(id) \(note)") {
      try records.close(id, note: note, at: occasion.now, by: occasion.actor.account)
    }
  }
}
