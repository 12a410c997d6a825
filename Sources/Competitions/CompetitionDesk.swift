import Formats
import Workforce
import Workspace

/// Taking in judges' marks and showing the board.
package struct CompetitionDesk {
  private let occasion: Occasion
  private let records: CompetitionRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = CompetitionRecords(occasion.database)
  }

  /// Takes in marks for a contest that is loaded.
  package func importMarks(
    _ table: TableReader, contest: Contest, options: IntakeOptions
  ) throws -> IntakeOutcome {
    try occasion.require(.judge, .trainer, to: "take in marks")
    let rows = try JudgeMark.read(table, contest: contest)
    let staff = StaffRecords(occasion.database)
    let known = Set(try staff.keys().keys).union(try staff.unitKeys().keys)
    for placed in rows where !known.contains(placed.row.entrant) {
      table.fault(
        line: placed.line,
        "entrant '\(placed.row.entrant)' is neither staff nor a team; see: merit staff list")
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { try records.find($0, contest: contest.head.id) },
      name: { "the mark of judge '\($0.judge)' for '\($0.entrant)' in '\($0.stage)'" })
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      try occasion.publish(
        arrivals.count, into: "judge_mark", deed: "contest.score", of: contest.head.id,
        content: "\(arrivals.accepted.map(\.row)) \(options.correction ?? "")"
      ) { index, batch in
        let (row, supersedes) = arrivals[index]
        try records.insert(
          row, contest: contest, batch: batch, supersedes: supersedes, reason: options.correction)
      }
    }
    return table.outcome(arrivals, options: options)
  }

  /// The standings of a contest from the marks taken in.
  package func board(_ contest: Contest) throws -> [Standing] {
    try occasion.require(.judge, .trainer, .leader, .hr, to: "see the board")
    return Ranking.standings(contest, marks: try records.marks(of: contest.head.id))
  }
}

extension Standing {
  package var json: JSON {
    .object([
      ("entrant", .string(entrant)),
      (
        "stages",
        .array(
          stages.map {
            .object([
              ("stage", .string($0.stage)), ("panel", .optional($0.panel?.text(places: 6))),
              ("total", .optional($0.total?.text(places: 6))),
            ])
          })
      ), ("total", .optional(total?.text(places: 6))), ("rank", .optional(rank)),
      ("tie_break", .optional(tieBreak)),
    ])
  }
}
