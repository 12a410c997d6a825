import Formats
import SQLite
import Statistics
import Workforce
import Workspace

/// What the calls drawn by chance say about agents, teams, sites, classes of calls or items of the form.
package struct QualityReport: Sendable {
  package enum Grouping: String, CaseIterable, Sendable { case agent, team, site, `class`, item, all }

  package struct Row: Sendable {
    package let id: String
    package let name: String
    /// Evaluations, scored or not.
    package let evaluations: Int
    /// Calls handled, as far as the frame of the draws knows them.
    package let handled: Int?
    package let mean: StratifiedMean
    /// Whether there are enough calls to say anything.
    package let isEnough: Bool
    /// The mean drawn towards that of all groups, the more the fewer calls there are: for rankings.
    package let shrunk: Score?
    /// Calls free of each class of critical error, among those to which it applied.
    package let accuracy: [Scorecard.Criticality: Proportion]
    /// Of how many other groups this one is surely above, and below.
    package fileprivate(set) var above = 0
    package fileprivate(set) var below = 0
  }

  /// By shrunken mean, the best first; groups without one last.
  package let rows: [Row]
  /// Whether `above` and `below` were worked out; not for more groups than `mostCompared`.
  package let isCompared: Bool

  package static let mostCompared = 2_000

  /// What is gathered about one group.
  struct Group {
    var strata: [StratifiedMean.Stratum] = []
    var sums = SampleSums()
    var evaluations = 0
    var applied: [Scorecard.Criticality: Int] = [:]
    var failed: [Scorecard.Criticality: Int] = [:]
    var handled: Int?
  }

  init(_ groups: [(id: String, name: String, group: Group)], least: Int) {
    let shrinkage = Shrinkage(groups.map(\.group.sums))
    var rows = groups.enumerated().map { place, entry -> Row in
      let mean = StratifiedMean(entry.group.strata)
      let shrunk = mean.estimate.flatMap { estimate -> Score? in
        guard let shrinkage, let own = shrinkage.groups[place] else { return nil }
        let value = shrinkage.mu + own.weight * (Double(estimate.hundredths) - shrinkage.mu)
        return Score(hundredths: Int(value.rounded()))
      }
      var accuracy: [Scorecard.Criticality: Proportion] = [:]
      for (kind, count) in entry.group.applied {
        accuracy[kind] = Proportion(hits: count - (entry.group.failed[kind] ?? 0), of: count)
      }
      return Row(
        id: entry.id, name: entry.name, evaluations: entry.group.evaluations, handled: entry.group.handled,
        mean: mean, isEnough: mean.count >= least, shrunk: shrunk, accuracy: accuracy)
    }
    rows.sort { one, two in
      (one.shrunk ?? one.mean.estimate ?? Score(hundredths: -1), two.id)
        > (two.shrunk ?? two.mean.estimate ?? Score(hundredths: -1), one.id)
    }
    isCompared = rows.count <= Self.mostCompared
    if isCompared { Self.compare(&rows) }
    self.rows = rows
  }

  /// Counts the differences that hold at 95 % for all pairs at once (Bonferroni).
  private static func compare(_ rows: inout [Row]) {
    let places = rows.indices.filter {
      rows[$0].isEnough && rows[$0].mean.freedom > 0 && rows[$0].mean.error != nil
    }
    let pairs = places.count * (places.count - 1) / 2
    guard pairs > 0 else { return }
    let z = normalQuantile(1 - 0.025 / Double(pairs))
    let facts = places.map { place in
      (
        mean: Double(rows[place].mean.estimate?.hundredths ?? 0), error: rows[place].mean.error ?? 0,
        freedom: Double(rows[place].mean.freedom)
      )
    }
    for first in places.indices {
      for second in places.indices where second > first {
        let (one, two) = (facts[first], facts[second])
        let difference = one.mean - two.mean
        let (a, b) = (one.error * one.error, two.error * two.error)
        // Where the normal quantile is not reached the wider t quantile is not either, and need not be worked out.
        guard a > 0, b > 0, abs(difference) > z * (a + b).squareRoot() else { continue }
        // Welch and Satterthwaite's degrees of freedom of a difference.
        let freedom = (a + b) * (a + b) / (a * a / one.freedom + b * b / two.freedom)
        guard StudentT(freedom: freedom).bothTails(difference / (a + b).squareRoot()) < 0.05 / Double(pairs)
        else {
          continue
        }
        let (upper, lower) =
          difference > 0 ? (places[first], places[second]) : (places[second], places[first])
        rows[upper].above += 1
        rows[lower].below += 1
      }
    }
  }
}
