import Formats
import SQLite
import Workspace

/// A random evaluation with what results need of its call and its form.
struct EvaluatedCall {
  let staff: Int
  /// The call's id as the files write it.
  let name: String
  /// Of the call.
  let day: CalendarDay
  let score: Score?
  let criticals: Int
  let items: [UInt8]
  let card: Scorecard
  let callClass: String
}

/// The random evaluations in force, stratum by stratum.
struct EvaluatedCalls {
  private let database: Connection

  init(_ database: Connection) { self.database = database }

  /// Calls `body` for each agent's stratum with its number of calls and its evaluations, by agent: one ordered pass.
  ///
  /// - Parameter frame: the calls of each agent, for evaluations of samples that knew no strata.
  func forEachStratum(
    in quarter: Quarter, frame: [Int: Int], _ body: (Int?, [EvaluatedCall]) throws -> Void
  ) throws {
    var sizes: [Int: Int] = [:]
    try DrawRecords(database).forEachStratum(in: quarter) { sizes[$0.id] = $0.calls }
    var cards: [String: Scorecard] = [:]
    var (staff, stratum) = (-1, -1)
    var calls: [EvaluatedCall] = []
    func finish() throws {
      guard !calls.isEmpty else { return }
      try body(stratum > 0 ? sizes[stratum] : frame[staff], calls)
      calls = []
    }
    try database.forEach(
      """
      SELECT e.staff, e.stratum, e.score, e.criticals, e.items, e.scorecard, e.version, c.started, c.record,
             c.name
        FROM evaluation e INDEXED BY evaluation_pay
        JOIN call c ON c.id = e.call
       WHERE e.quarter = ?1 AND e.kind = 1 AND \(Batch.inForce("evaluation", alias: "e."))
       ORDER BY e.staff, e.stratum
      """, [.integer(quarter.number)]
    ) { row in
      let (own, ownStratum) = (row.int(0), row.optionalInt(1) ?? 0)
      if own != staff || ownStratum != stratum {
        try finish()
        (staff, stratum) = (own, ownStratum)
      }
      let name = "\(row.text(5)) \(row.int(6))"
      if cards[name] == nil {
        cards[name] = try SchemeRecords(database).document(
          Scorecard.self, id: row.text(5), version: row.int(6))
      }
      guard let card = cards[name] else { return }
      let cells = row.text(8).split(separator: "\u{1f}", omittingEmptySubsequences: false)
      calls.append(
        EvaluatedCall(
          staff: own, name: row.text(9), day: CivilTime(row.text(7))?.day ?? quarter.firstDay,
          score: row.optionalInt(2).map(Score.init(hundredths:)), criticals: row.int(3), items: row.blob(4),
          card: card, callClass: cells.count > 3 ? String(cells[3]) : ""))
    }
    try finish()
  }
}
