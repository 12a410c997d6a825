import Formats
import SQLite
import Statistics
import Workforce
import Workspace

/// Showing what the evaluations of a quarter come to.
package struct ResultsDesk {
  private let occasion: Occasion
  private let records: QualityRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = QualityRecords(occasion.database)
  }

  /// Everybody's result of a quarter, by id: what pay is computed from.
  ///
  /// - Parameter team: only the people of one team.
  package func results(in quarter: Quarter, team: String? = nil) throws -> [Row] {
    try occasion.require(.assessor, .leader, .hr, to: "see everybody's results")
    var results: [Int: QualityResult] = [:]
    try QualityResults(database).forEachResult(in: quarter, on: occasion.today, zone: occasion.workspace.zone)
    { results[$0] = $1 }
    let frame = try records.frame(of: quarter)
    let incidents = try IncidentRecords(database).confirmed(in: quarter)
    let book = try TeamBook(StaffRecords(database))
    if let team { try require(team: team) }
    var rows: [Row] = []
    try StaffRecords(database).forEachPerson { key, person in
      guard let result = results[key] else { return }
      if let team, book.team(of: key, on: quarter.lastDay) != team { return }
      rows.append((person.id, person.name, result, frame[key], incidents[key] ?? 0))
    }
    return rows
  }

  /// The quarter by agents, teams, sites, classes of calls or items, in one ordered pass over the evaluations.
  ///
  /// - Parameter team: only the agents of one team.
  package func report(
    in quarter: Quarter, by grouping: QualityReport.Grouping, team: String? = nil
  ) throws -> QualityReport {
    try occasion.require(.assessor, .leader, .hr, to: "see everybody's results")
    let staff = StaffRecords(database)
    if let team { try require(team: team) }
    let book = try TeamBook(staff)
    var people: [Int: Person] = [:]
    try staff.forEachPerson { people[$0] = $1 }
    let units = Dictionary(uniqueKeysWithValues: try staff.units().map { ($0.id, $0.name) })
    var groups: [String: QualityReport.Group] = [:]
    var names: [String: String] = [:]
    var least = 1
    let frame = try records.frame(of: quarter)
    func key(_ row: EvaluatedCall) -> String {
      switch grouping {
      case .agent: people[row.staff]?.id ?? "?"
      case .team: book.team(of: row.staff, on: quarter.lastDay) ?? "–"
      case .site: people[row.staff]?.site ?? "–"
      case .class: row.callClass.isEmpty ? "–" : row.callClass
      case .item, .all: "all"
      }
    }
    var seen: Set<Int> = []
    try EvaluatedCalls(database).forEachStratum(in: quarter, frame: frame) { size, calls in
      if let team, book.team(of: calls[0].staff, on: quarter.lastDay) != team { return }
      var sums: [String: SampleSums] = [:]
      for call in calls {
        least = max(least, call.card.leastCalls)
        if grouping == .item {
          Self.addItems(call, to: &sums, names: &names, groups: &groups)
          continue
        }
        let key = key(call)
        groups[key, default: QualityReport.Group()].evaluations += 1
        sums[key, default: SampleSums()].add(optional: call.score)
        groups[key]?.count(call)
      }
      let judged =
        grouping == .item ? calls.count : calls.count { $0.score != nil }
      for (key, own) in sums {
        groups[key]?.strata.append(StratifiedMean.Stratum(size: size, judged: judged, scores: own))
        groups[key]?.sums.add(own)
      }
      if seen.insert(calls[0].staff).inserted, grouping != .class, grouping != .item {
        let key = key(calls[0])
        let before = groups[key]?.handled
        if let handled = frame[calls[0].staff] { groups[key]?.handled = (before ?? 0) + handled }
      }
    }
    if grouping == .agent { for person in people.values { names[person.id] = person.name } }
    let named = groups.sorted { $0.key < $1.key }.map { id, group in
      (id, grouping == .team ? units[id] ?? id : names[id] ?? id, group)
    }
    return QualityReport(named, least: least)
  }

  private func require(team: String) throws {
    guard try StaffRecords(database).unitKeys()[team] != nil else {
      throw Refusal(.noInput, "there is no team '\(team)' in the organisation", "see: merit staff list")
    }
  }

  private static func addItems(
    _ call: EvaluatedCall, to sums: inout [String: SampleSums], names: inout [String: String],
    groups: inout [String: QualityReport.Group]
  ) {
    for (item, byte) in zip(call.card.items, call.items) {
      let key = "\(call.card.head.id)/\(item.id)"
      groups[key, default: QualityReport.Group()].evaluations += 1
      names[key] = item.title.en
      guard case .steps(let steps) = ItemAnswer(byte: byte) else { continue }
      sums[key, default: SampleSums()].add(
        Int(roundedQuotient(Int128(steps) * 10_000, Int128(item.fullSteps))))
      guard let kind = item.criticality else { continue }
      groups[key]?.applied[kind, default: 0] += 1
      if steps < item.fullSteps { groups[key]?.failed[kind, default: 0] += 1 }
    }
  }
}

extension SampleSums {
  fileprivate mutating func add(optional score: Score?) { if let score { add(score.hundredths) } }
}

extension QualityReport.Group {
  /// Counts a call once for each class of critical items that applied to it, and once where one of them failed.
  fileprivate mutating func count(_ call: EvaluatedCall) {
    var (applies, fails): (Set<Scorecard.Criticality>, Set<Scorecard.Criticality>) = ([], [])
    for (item, byte) in zip(call.card.items, call.items) {
      guard let kind = item.criticality, case .steps(let steps) = ItemAnswer(byte: byte) else { continue }
      applies.insert(kind)
      if steps < item.fullSteps { fails.insert(kind) }
    }
    for kind in applies { applied[kind, default: 0] += 1 }
    for kind in fails { failed[kind, default: 0] += 1 }
  }
}
