import Exams
import Formats
import SQLite
import Workforce
import Workspace

/// Opening and scoring a quarter, and looking ahead without writing.
package struct QuarterDesk {
  /// What a settlement came to.
  package struct Summary: Sendable {
    package let quarter: Quarter
    package let people: Int
    package let assessed: Int
    /// People by why they are not assessed, in the order of first sight.
    package let unassessed: [(status: QuarterStatus, count: Int)]
    package let pool: BonusPool
    package let paid: Money
    /// The sum of the adjustments, and of what is payable.
    package let adjusted: Money
    package let payable: Money
    /// How many people got each grade, in the order of the scheme.
    package let grades: [(grade: String, count: Int)]
    /// Set once the quarter is closed.
    package let hash: String?
    package let auditHead: String
  }

  let occasion: Occasion
  let records: PerformanceRecords
  let quarters: QuarterRecords
  var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = PerformanceRecords(occasion.database)
    quarters = QuarterRecords(occasion.database)
  }

  /// Opens a quarter: from then on it is on record that it runs, and what it will be judged by.
  ///
  /// - Returns: the labels of the schemes in force on its last day, and how many people hold a post that one of them judges.
  package func open(_ quarter: Quarter) throws -> Opening {
    try occasion.require(.hr, to: "open a quarter")
    guard try quarters.state(of: quarter) != .closed else { throw Refusal.quarterClosed(quarter) }
    let gathered = try database.snapshot { try QuarterGathering(occasion, quarter) }
    let labels = gathered.schemes.map(\.label)
    try occasion.record("quarter.open", of: "\(quarter)", content: labels.joined(separator: "\n")) {
      try quarters.open(quarter)
    }
    return (labels, gathered.inputs.cases.count { !$0.stints.isEmpty }, gathered.unjudged)
  }

  /// Scores everybody and splits the pool; scoring again replaces what was scored.
  ///
  /// - Parameter pool: what there is to share out, before the company's index; by default the scheme's, else what everybody
  ///   assessed would get at factor 1, that is Σ base × days ÷ days of the quarter.
  package func score(_ quarter: Quarter, pool: Money?) throws -> Summary {
    try occasion.require(.hr, to: "score a quarter")
    try check(quarter, pool: pool)
    try ExamDesk(occasion).closeOverdue()
    try database.limitCache(kilobytes: QuarterGathering.cache)
    let (gathered, settlement) = try database.snapshot {
      try settle(quarter, QuarterGathering.Wish(pool: pool))
    }
    try keep(settlement, gathered, deed: "quarter.score", content: "\(settlement.pool.amount)") { _ in
      // Somebody may have closed it while this was computed.
      guard try quarters.state(of: quarter) != .closed else { throw Refusal.quarterClosed(quarter) }
      try quarters.setScored(quarter)
    }
    try sweep(quarter)
    return try summary(settlement)
  }

  /// What the quarter would come to if it were scored now; nothing is written.
  ///
  /// - Parameter span: the days of evidence that count; the whole quarter unless said.
  package func preview(
    _ quarter: Quarter, pool: Money?, span: ClosedRange<CalendarDay>? = nil
  ) throws -> (summary: Summary, people: [Previewed]) {
    try occasion.require(.hr, to: "preview a quarter")
    if let pool, pool < .zero { throw Refusal.negativePool(pool) }
    return try database.snapshot {
      let (gathered, settlement) = try settle(
        quarter, QuarterGathering.Wish(pool: try self.pool(pool, of: quarter), span: span))
      let names = try names()
      let people = (0..<settlement.count).map { place in
        var result = settlement.result(at: place)
        result.key = gathered.keys[place]
        let id = gathered.inputs.cases[place].id
        return (names[id] ?? "", id, result)
      }
      return (try summary(settlement), people)
    }
  }

  /// The days of evidence of one month of a quarter, or of it up to a day; `nil` where neither is said.
  ///
  /// - Parameter month: such as `2026-08`.
  package static func span(
    of quarter: Quarter, month: String?, until day: CalendarDay?
  ) throws -> ClosedRange<CalendarDay>? {
    if let month {
      guard let first = CalendarDay("\(month)-01"), quarter.contains(first) else {
        throw Refusal(
          .usage, "'\(month)' is no month of \(quarter)",
          "write it as \(quarter.firstDay.description.prefix(7))")
      }
      let next = first.adding(days: 31)
      return first...next.adding(days: -next.parts.day)
    }
    guard let day else { return nil }
    guard quarter.contains(day) else {
      throw Refusal(.usage, "\(day) does not lie in \(quarter)", "name a day of the quarter")
    }
    return quarter.firstDay...day
  }

  /// Everybody's grade and bonus if the quarter were scored now, by id; nothing is written.
  package func forecast(_ quarter: Quarter) throws -> [String: (grade: String?, bonus: Money)] {
    try preview(quarter, pool: nil).people.reduce(into: [:]) {
      $0[$1.id] = ($1.result.assessment.grade, $1.result.bonus)
    }
  }

  /// A given pool, or the one that was given when the quarter was last scored.
  func pool(_ pool: Money?, of quarter: Quarter) throws -> Money? {
    if let pool { return pool }
    let run = try records.run(of: quarter)
    return run?.pool.isGiven == true ? run?.pool.base : nil
  }

  func check(_ quarter: Quarter, pool: Money?) throws {
    guard try quarters.state(of: quarter) != .closed else { throw Refusal.quarterClosed(quarter) }
    if let pool, pool < .zero { throw Refusal.negativePool(pool) }
    if quarter.firstDay > occasion.today { throw Refusal.quarterAhead(quarter) }
  }

  func settle(
    _ quarter: Quarter, _ wish: QuarterGathering.Wish
  ) throws -> (gathered: QuarterGathering, settlement: Settlement) {
    let gathered = try QuarterGathering(occasion, quarter, wish)
    return (gathered, try Settlement(gathered.inputs))
  }

  private func names() throws -> [String: String] {
    var names: [String: String] = [:]
    try StaffRecords(database).forEachPerson { names[$1.id] = $1.name }
    return names
  }

  /// Writes a settlement as a run, in slices that readers see all at once.
  ///
  /// - Parameter last: done in the transaction that publishes the run, with its batch.
  func keep(
    _ settlement: Settlement, _ gathered: QuarterGathering, deed: String, content: String,
    last: (Int) throws -> Void
  ) throws {
    let quarter = settlement.inputs.quarter
    try occasion.publish(
      settlement.count, into: "result", deed: deed, of: "\(quarter)", content: content
    ) { place, batch in
      var result = settlement.result(at: place)
      result.key = gathered.keys[place]
      try records.insert(result, batch: batch)
      guard place == settlement.count - 1 else { return }
      try records.insert(
        PerformanceRecords.Run(
          batch: batch, at: occasion.now, pool: settlement.pool,
          schemes: gathered.schemes.map { "\($0.label) \($0.hash)" }.joined(separator: "\n"),
          rules: QuarterInputs.rules, columns: settlement.inputs.columns),
        quarter: quarter, by: occasion.actor.account)
      try last(batch)
    }
  }

  /// Deletes the runs that a newer one replaced, in slices.
  func sweep(_ quarter: Quarter) throws {
    for batch in try records.replacedRuns(of: quarter) {
      while try database.transaction({ try records.deleteResults(ofRun: batch, limit: 5_000) }) > 0 {}
      try database.transaction { try records.deleteRun(batch) }
    }
  }

  func summary(_ settlement: Settlement, hash: String? = nil) throws -> Summary {
    var grades: [(grade: String, count: Int)] = []
    for grade in settlement.inputs.schemes.flatMap(\.grades)
    where !grades.contains(where: { $0.grade == grade.name }) {
      grades.append((grade.name, 0))
    }
    var unassessed: [(status: QuarterStatus, count: Int)] = []
    var (adjusted, payable) = (Money.zero, Money.zero)
    for (own, standing) in zip(settlement.inputs.cases, settlement.standings) {
      adjusted = adjusted + own.adjustment
      payable = payable + max(.zero, standing.bonus + own.adjustment)
      if let scheme = standing.scheme, let place = standing.grade {
        let name = settlement.inputs.schemes[scheme].grades[place].name
        if let known = grades.firstIndex(where: { $0.grade == name }) { grades[known].count += 1 }
      } else if let known = unassessed.firstIndex(where: { $0.status == standing.status }) {
        unassessed[known].count += 1
      } else {
        unassessed.append((standing.status, 1))
      }
    }
    return Summary(
      quarter: settlement.inputs.quarter, people: settlement.count, assessed: settlement.assessed,
      unassessed: unassessed, pool: settlement.pool, paid: settlement.paid, adjusted: adjusted,
      payable: payable, grades: grades, hash: hash, auditHead: try Audit(database).head())
  }
}
