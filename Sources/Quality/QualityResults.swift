import Formats
import SQLite
import Statistics
import Workforce
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
  /// The standard error of the score in ten-thousandths of a point; `nil` where too few calls vary to say.
  package let error: Int?
  /// The degrees of freedom of an interval from the error.
  package let freedom: Int

  package init(
    score: Score?, evaluations: Int, criticalCalls: Int, openCriticals: Int = 0, error: Int? = nil,
    freedom: Int = 0
  ) {
    self.score = score
    self.evaluations = evaluations
    self.criticalCalls = criticalCalls
    self.openCriticals = openCriticals
    self.error = error
    self.freedom = freedom
  }

  private static func quantile(_ freedom: Int) -> Double {
    StudentT(freedom: Double(freedom)).quantile(level: 0.95)
  }

  /// The quantiles of 95 % intervals by degrees of freedom, from 0, where there is none.
  package static func quantiles(upTo freedom: Int) -> [Double] { [0] + (1...freedom).map(quantile) }

  /// The 95 % t interval of a score from its error in ten-thousandths of a point, cut off at 0 and 100; `nil` without an
  /// error, and where the calls did not vary: equal scores of a few calls are no certainty about the rest.
  ///
  /// - Parameter quantiles: as `quantiles(upTo:)` gives them, for many people; beyond them each is computed.
  package static func interval(
    of score: Score, error: Int?, freedom: Int, quantiles: [Double] = []
  ) -> (low: Score, high: Score)? {
    guard let error, error > 0, freedom > 0 else { return nil }
    let quantile = freedom < quantiles.count ? quantiles[freedom] : quantile(freedom)
    let half = quantile * Double(error) / 100
    guard half < 1e6 else { return (.zero, .full) }
    return (
      max(.zero, Score(hundredths: score.hundredths - Int(half.rounded()))),
      min(.full, Score(hundredths: score.hundredths + Int(half.rounded())))
    )
  }
}

/// Results over the evaluations in force, read in ordered passes.
package struct QualityResults {
  let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// The calls of every stratum of a quarter, by its id.
  private func sizes(in quarter: Quarter) throws -> [Int: Int] {
    var sizes: [Int: Int] = [:]
    try DrawRecords(database).forEachStratum(in: quarter) { sizes[$0.id] = $0.calls }
    return sizes
  }

  /// Whether each evaluation that was answered is still open: disputed, or decided by the leader and not yet past the panel.
  private func openness(
    _ steps: [Int: DisputeRecords.LastStep], on day: CalendarDay, zone: Zone
  ) throws -> [Int: Bool] {
    let calendar = try CalendarRecords(database).calendar()
    var days: [String: Int] = [:]
    return try steps.mapValues { step in
      switch step.kind {
      case .disputed: return true
      case .acknowledged, .withdrawn, .panel: return false
      case .leader:
        let name = "\(step.scorecard) \(step.version)"
        let count =
          try days[name]
          ?? SchemeRecords(database).document(Scorecard.self, id: step.scorecard, version: step.version)
          .disputeDays
        days[name] = count
        return day <= calendar.day(count, after: zone.day(of: step.at))
      }
    }
  }

  /// Calls `body` with each person's result, by key: one pass over one index.
  ///
  /// - Parameters:
  ///   - day: the day on which it is asked; a critical failure counts when it can no longer be disputed.
  ///   - zone: the workspace's.
  ///   - span: only calls of these days; all of the quarter unless said.
  package func forEachResult(
    in quarter: Quarter, on day: CalendarDay, zone: Zone, span: ClosedRange<CalendarDay>? = nil,
    _ body: (Int, QualityResult) throws -> Void
  ) throws {
    let span = span == quarter.days ? nil : span
    let sizes = try self.sizes(in: quarter)
    let frame = try QualityRecords(database).frame(of: quarter)
    let lastSteps = try DisputeRecords(database).lastSteps(in: quarter)
    let today = day.description
    let isOpen = try openness(lastSteps, on: day, zone: zone)
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
      let mean = StratifiedMean(strata)
      try body(
        current,
        QualityResult(
          score: mean.estimate, evaluations: all, criticalCalls: critical, openCriticals: open,
          error: mean.error.map { Int(min($0 * 100, 1e9).rounded()) }, freedom: mean.freedom))
    }
    let started = span == nil ? "''" : "(SELECT started FROM call WHERE id = evaluation.call)"
    try database.forEach(
      """
      SELECT staff, stratum, score, criticals, dispute_by, id, \(started)
        FROM evaluation INDEXED BY evaluation_pay
       WHERE quarter = ?1 AND kind = 1 AND \(try Batch.inForce("evaluation", in: database))
       ORDER BY staff, stratum
      """, [.integer(quarter.number)]
    ) { row in
      if let span {
        let text = row.text(6)
        guard let call = CivilTime(text).map(zone.day) ?? CalendarDay(text), span.contains(call) else {
          return
        }
      }
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
      if isOpen[row.int(5)] ?? (row.optionalText(4).map { $0 >= today } ?? false) {
        open += 1
      } else {
        critical += 1
      }
    }
    try finish()
  }
}

extension QualityResults {
  /// The mean of each item over the calls of each person in a quarter, in per cent of its points, by key and item: one pass.
  package func itemMeans(in quarter: Quarter) throws -> [Int: [String: Score]] {
    var sums: [Int: [String: (sum: Int, count: Int)]] = [:]
    try EvaluatedCalls(database).forEachStratum(in: quarter, frame: [:]) { _, calls in
      for call in calls {
        for (item, byte) in zip(call.card.items, call.items) {
          guard case .steps(let steps) = ItemAnswer(byte: byte) else { continue }
          let share = Int(roundedQuotient(Int128(steps) * 10_000, Int128(item.fullSteps)))
          sums[call.staff, default: [:]][item.id, default: (0, 0)].sum += share
          sums[call.staff, default: [:]][item.id, default: (0, 0)].count += 1
        }
      }
    }
    return sums.mapValues { items in
      items.mapValues { Score(hundredths: Int(roundedQuotient(Int128($0.sum), Int128($0.count)))) }
    }
  }
}
