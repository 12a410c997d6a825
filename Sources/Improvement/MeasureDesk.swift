import Formats
import Quality
import SQLite
import Satisfaction
import Workforce
import Workspace

/// Deciding measures, and checking later whether their figures moved.
package struct MeasureDesk {
  /// What a check found.
  package struct Finding: Sendable {
    package let id: Int
    package let measure: Measure
    package let verdict: Measure.Verdict
    package let before: MeasureFigure?
    package let after: MeasureFigure?
    package let isReached: Bool?
    package let unit: String
  }

  private let occasion: Occasion
  private let records: MeasureRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = MeasureRecords(occasion.database)
  }

  /// Takes a measure on; returns its number.
  package func add(_ measure: Measure) throws -> Int {
    try occasion.require(.leader, .hr, to: "decide measures")
    guard let owner = try StaffRecords(database).key(of: measure.owner) else {
      throw Refusal.unknownStaff(measure.owner)
    }
    guard measure.due >= occasion.today else {
      throw Refusal(.usage, "the due day \(measure.due) is past", "give --due a day from today on")
    }
    try requireKnown(measure.target)
    if let warning = measure.warning,
      try !WarningRecords(database).all(openOnly: false).contains(where: { $0.id == warning })
    {
      throw Refusal(.noInput, "there is no warning \(warning)", "see: merit improve warnings --all")
    }
    var id = 0
    return try occasion.record(
      "improve.measure", of: "\(measure.target.kind) \(measure.target.id)",
      content: "\(id) \(measure.department) \(measure.owner) \(measure.due) \(measure.target) \(measure.what)"
    ) {
      id = try records.insert(measure, owner: owner, at: occasion.now, by: occasion.actor.account)
      return id
    }
  }

  private func requireKnown(_ target: Measure.Target) throws {
    switch target {
    case .indicator(let id):
      let known = try indicators(on: occasion.today).map(\.id)
      guard known.contains(id) else {
        throw Refusal(
          .noInput, "no catalogue has an indicator '\(id)'",
          nearest(to: id, among: known).map { "did you mean '\($0)'?" } ?? "see: merit kpi show")
      }
    case .lesson(let id):
      guard try NeedsDesk(occasion).taught()[id] != nil else {
        throw Refusal(.noInput, "no loaded course has a lesson '\(id)'", "see: merit course list")
      }
    case .item(let id):
      let cards = try SchemeRecords(database).allInForce(kind: Scorecard.kind, on: occasion.today).map {
        try Scorecard.read(Array($0.text.utf8), named: $0.label)
      }
      let known = cards.flatMap { card in card.items.flatMap { [$0.id, "\(card.head.id)/\($0.id)"] } }
      guard known.contains(id) else {
        throw Refusal(
          .noInput, "no scorecard has an item '\(id)'",
          nearest(to: id, among: known).map { "did you mean '\($0)'?" } ?? "see: merit scheme list")
      }
    }
  }

  private func indicators(on day: CalendarDay) throws -> [IndicatorCatalogue.Indicator] {
    try SchemeRecords(database).allInForce(kind: IndicatorCatalogue.kind, on: day).flatMap {
      try IndicatorCatalogue.read(Array($0.text.utf8), named: $0.label).indicators
    }
  }

  /// The measures with their last checks.
  package func measures(madeIn quarter: Quarter? = nil) throws -> [MeasureRecords.Standing] {
    try occasion.require(.leader, .hr, .assessor, .trainer, to: "see measures")
    return try records.all(madeIn: quarter)
  }

  /// Sets the figure of the quarter before a measure against that of the first whole quarter after it was due.
  package func check(_ id: Int) throws -> Finding {
    try occasion.require(.leader, .hr, to: "check measures")
    guard let measure = try records.measure(id)?.measure else {
      throw Refusal(.noInput, "there is no measure \(id)", "see: merit improve measure list")
    }
    let isOver = occasion.today > measure.after.lastDay
    let before = try figure(measure.target, in: measure.before)
    let after = isOver ? try figure(measure.target, in: measure.after) : nil
    let isHigherBetter = try isHigherBetter(measure.target)
    let finding = Finding(
      id: id, measure: measure,
      verdict: measure.verdict(
        before: before, after: after, isHigherBetter: isHigherBetter, today: occasion.today),
      before: before, after: after, isReached: measure.isReached(after, isHigherBetter: isHigherBetter),
      unit: try unit(measure.target))
    try occasion.record("improve.check", of: "measure \(id)", content: "\(finding)") {
      try records.insert(
        MeasureRecords.Check(
          verdict: finding.verdict, before: before?.value, after: after?.value, isReached: finding.isReached,
          at: occasion.now), measure: id, by: occasion.actor.account)
    }
    return finding
  }

  private func isHigherBetter(_ target: Measure.Target) throws -> Bool {
    switch target {
    case .indicator(let id):
      try indicators(on: occasion.today).first { $0.id == id }.map { $0.direction == .higher } ?? true
    case .lesson: false
    case .item: true
    }
  }

  private func unit(_ target: Measure.Target) throws -> String {
    guard case .indicator(let id) = target else { return "%" }
    return try indicators(on: occasion.today).first { $0.id == id }?.unit ?? ""
  }

  /// The figure of a quarter; `nil` where nothing is known of it.
  private func figure(_ target: Measure.Target, in quarter: Quarter) throws -> MeasureFigure? {
    switch target {
    case .indicator(let id):
      return try SatisfactionDesk(occasion).readings(in: quarter, byCatalogueOf: Quarter(of: occasion.today))
        .readings.first { $0.indicator.id == id }?.company.map { MeasureFigure(value: $0) }
    case .item(let id):
      let row = try ResultsDesk(occasion).report(in: quarter, by: .item).rows.first {
        $0.id == id || $0.id.hasSuffix("/\(id)")
      }
      return row.flatMap { row in
        row.mean.estimate.map {
          MeasureFigure(value: $0.hundredths * 100, error: row.mean.error.map { $0 * 100 })
        }
      }
    case .lesson(let id):
      let finding = try NeedsDesk(occasion).needs(in: quarter)
      let people = finding.needs.lessons.first { $0.lesson == id }?.people.count ?? 0
      guard let share = Score(part: people, of: finding.measured.count) else { return nil }
      let (n, p) = (Double(finding.measured.count), Double(people) / Double(finding.measured.count))
      return MeasureFigure(value: share.hundredths * 100, error: (p * (1 - p) / n).squareRoot() * 1e6)
    }
  }
}
