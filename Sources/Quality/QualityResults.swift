import Formats
import SQLite
import Statistics
import Workspace

/// A person's QA result of a quarter, from the calls drawn by chance.
package struct QualityResult: Hashable, Sendable {
  /// The mean of the scores, each call counting for as many as it stands for; `nil` of none.
  package let score: Score?
  package let evaluations: Int
  /// Calls with a failed critical item that can no longer be disputed.
  package let criticalCalls: Int
  /// Calls with a failed critical item that can still be disputed, or are.
  package let openCriticals: Int

  package init(score: Score?, evaluations: Int, criticalCalls: Int, openCriticals: Int = 0) {
    self.score = score
    self.evaluations = evaluations
    self.criticalCalls = criticalCalls
    self.openCriticals = openCriticals
  }
}

/// Results over the evaluations in force, read in ordered passes.
package struct QualityResults {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// The calls of every stratum of a quarter, by its id.
  private func sizes(in quarter: Quarter) throws -> [Int: Int] {
    var sizes: [Int: Int] = [:]
    try DrawRecords(database).forEachStratum(in: quarter) { sizes[$0.id] = $0.calls }
    return sizes
  }

  /// Calls `body` with each person's result, by key: one pass over one index.
  ///
  /// - Parameter day: the day on which it is asked; a critical failure counts when it can no longer be disputed.
  package func forEachResult(
    in quarter: Quarter, on day: CalendarDay, _ body: (Int, QualityResult) throws -> Void
  ) throws {
    let sizes = try self.sizes(in: quarter)
    let frame = try QualityRecords(database).frame(of: quarter)
    let lastSteps = try DisputeRecords(database).lastSteps(in: quarter)
    let today = day.description
    var (current, stratum) = (-1, -1)
    var strata: [StratifiedMean.Stratum] = []
    var sums = SampleSums()
    var (all, critical, open) = (0, 0, 0)
    func finishStratum() {
      guard sums.count > 0 else { return }
      let size = stratum > 0 ? sizes[stratum] : frame[current]
      strata.append(StratifiedMean.Stratum(size: size, judged: sums.count, scores: sums))
      sums = SampleSums()
    }
    func finish() throws {
      guard current >= 0 else { return }
      finishStratum()
      try body(
        current,
        QualityResult(
          score: StratifiedMean(strata).estimate, evaluations: all, criticalCalls: critical,
          openCriticals: open))
    }
    try database.forEach(
      """
      SELECT staff, stratum, score, criticals, dispute_by, id
        FROM evaluation INDEXED BY evaluation_pay
       WHERE quarter = ?1 AND kind = 1 AND \(Batch.inForce("evaluation"))
       ORDER BY staff, stratum
      """, [.integer(quarter.number)]
    ) { row in
      let staff = row.int(0)
      let own = row.optionalInt(1) ?? 0
      if staff != current {
        try finish()
        (current, stratum, strata) = (staff, own, [])
        (all, critical, open) = (0, 0, 0)
      } else if own != stratum {
        finishStratum()
        stratum = own
      }
      if let score = row.optionalInt(2) { sums.add(score) }
      all += 1
      guard row.int(3) > 0 else { return }
      let isOpen =
        lastSteps[row.int(5)].map { $0 == .disputed } ?? (row.optionalText(4).map { $0 >= today } ?? false)
      if isOpen { open += 1 } else { critical += 1 }
    }
    try finish()
  }
}
