import Formats
import SQLite
import Workforce
import Workspace

/// Taking in evaluations.
package struct QualityDesk {
  private let occasion: Occasion
  private let records: QualityRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = QualityRecords(occasion.database)
  }

  /// Takes in evaluations made with a scorecard.
  package func importEvaluations(
    _ source: TableSource, scorecard id: String, options: IntakeOptions, progress: (Int) -> Void = { _ in }
  ) throws -> IntakeOutcome {
    try occasion.require(.assessor, to: "take in evaluations")
    let schemes = SchemeRecords(occasion.database)
    let card = try schemes.document(
      Scorecard.self, id: id, forRowsOf: source, dayColumn: Evaluation.dayColumn, today: occasion.today)
    let table = try source.table(Evaluation.shape(for: card))
    let mayHold = try records.hasEvaluations()
    let staff = StaffRecords(occasion.database)
    let reading = try EvaluationReading(
      table, card: card, staff: try staff.keys(), teams: try TeamBook(staff), records: records,
      mayHold: mayHold, today: occasion.today)
    let before = try records.lastEvaluation()
    // One snapshot for all look-ups: a transaction each would cost more than the look-up.
    let rows = try occasion.database.snapshot { try reading.rows() }
    try schemes.checkVersion(
      kind: Scorecard.kind, id: id, version: card.head.version, days: rows.lazy.map { ($0.row.day, $0.line) },
      in: table)
    let answered = try DisputeRecords(occasion.database).answered()
    var settled: Set<[Int]> = []
    let arrivals = try Arrivals(
      rows, options: options, in: table,
      find: { row in
        guard mayHold, let found = try records.find(call: row.call, assessor: row.assessor) else {
          return nil
        }
        guard answered.contains([row.call, row.assessor]) else { return found }
        // What was decided stands: the assessor's own sheet, read again, changes nothing, and another is refused.
        let own = try records.own(call: row.call, assessor: row.assessor) ?? found.row
        if own == row || found.row == row { return (found.id, row) }
        settled.insert([row.call, row.assessor])
        return (found.id, own)
      }, name: { _ in "this assessor's evaluation of this call" })
    for placed in rows where settled.contains([placed.row.call, placed.row.assessor]) {
      table.fault(
        line: placed.line,
        "the agent has answered this evaluation, or it was decided; it is changed by a decision only: merit qa decide"
      )
    }
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      let deadlines = DisputeDeadlines(
        days: card.disputeDays, calendar: try CalendarRecords(occasion.database).calendar(),
        zone: occasion.workspace.zone)
      try occasion.publish(
        arrivals.count, into: "evaluation call", deed: "qa.import", of: source.name,
        content: "\(reading.digest) \(options.correction ?? "")", progress: progress
      ) { index, batch in
        let (row, supersedes) = arrivals[index]
        if index == 0, try records.lastEvaluation() != before {
          for (own, _) in arrivals.accepted where own.kind == .random && own.call > 0 {
            try records.claim(random: own.call, by: own.assessor)
          }
        }
        try records.insert(
          try reading.withCall(row, batch: batch), batch: batch, disputeBy: deadlines.day(for: row),
          supersedes: supersedes, reason: options.correction)
      }
    }
    return table.outcome(
      arrivals, options: options,
      notices: try occasion.noticesOfClosedQuarters(Set(arrivals.accepted.map(\.row.quarter))))
  }
}
