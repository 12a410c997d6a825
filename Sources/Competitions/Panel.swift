import Workspace

/// What a panel of judges comes to, exactly.
///
/// One mark stands; two are averaged; of three the closest two are averaged, with equal distances the higher two
/// (IJRU technical manual 3.0.0); of four and more, so many of the highest and lowest are left out and the rest averaged.
package enum Panel {
  /// The panel's mark; `nil` of no marks.
  ///
  /// - Parameter drop: how many at either end; never so many that nothing is left.
  package static func mark(_ marks: [Ratio], drop: Int) -> Ratio? {
    let sorted = marks.sorted()
    switch sorted.count {
    case 0: return nil
    case 1: return sorted[0]
    case 2: return mean(sorted[...])
    case 3:
      let (low, high) = (sorted[1] - sorted[0], sorted[2] - sorted[1])
      return mean(high > low ? sorted[0...1] : sorted[1...2])
    default:
      let left = min(drop, (sorted.count - 1) / 2)
      return mean(sorted[left..<(sorted.count - left)])
    }
  }

  private static func mean(_ marks: ArraySlice<Ratio>) -> Ratio? {
    marks.reduce(Ratio.zero, +).divided(by: Ratio(marks.count))
  }
}

/// An entrant's place in a contest.
package struct Standing: Sendable {
  package struct StageResult: Sendable {
    package let stage: String
    /// The panel's mark, out of the stage's full marks; `nil` where no judge marked.
    package let panel: Ratio?
    /// What it adds to the total out of 100.
    package let total: Ratio?
  }

  package let entrant: String
  package let stages: [StageResult]
  /// Out of 100; `nil` where a stage has no marks: then not ranked.
  package let total: Ratio?
  package let rank: Int?
  /// The stage that put this entrant before or behind others of the same total.
  package let tieBreak: String?
}

/// Ranks entrants: 1, 2, 2, 4 by exact totals, then by the chain of tie-breaks, else shared.
package enum Ranking {
  package static func standings(_ contest: Contest, marks: [JudgeMark]) -> [Standing] {
    let byEntrant = Dictionary(grouping: marks, by: \.entrant)
    var results: [(entrant: String, stages: [Standing.StageResult], total: Ratio?)] = []
    for (entrant, own) in byEntrant {
      let stages = contest.stages.map { stage in
        let panel = panel(stage, marks: own.filter { $0.stage == stage.id })
        // Weight in points of the total, over full marks: (bp ÷ 100) ÷ (full ÷ 10 000).
        let factor = Ratio(Int128(stage.weight.basisPoints) * 100, Int128(stage.full)) ?? .zero
        return Standing.StageResult(stage: stage.id, panel: panel, total: panel.map { $0 * factor })
      }
      let total = stages.reduce(Optional(Ratio.zero)) { sum, stage in
        sum.flatMap { sum in stage.total.map { sum + $0 } }
      }
      results.append((entrant, stages, total))
    }
    let ranked = results.filter { $0.total != nil }.sorted {
      comes(contest, $0, $1) ?? ($0.entrant < $1.entrant)
    }
    let unranked = results.filter { $0.total == nil }.sorted { $0.entrant < $1.entrant }
    var standings: [Standing] = []
    for (index, result) in ranked.enumerated() {
      var rank = index + 1
      if index > 0, comes(contest, ranked[index - 1], result) == nil {
        rank = standings[index - 1].rank ?? rank
      }
      standings.append(
        Standing(
          entrant: result.entrant, stages: result.stages, total: result.total, rank: rank,
          tieBreak: tieBreak(contest, result, among: ranked)))
    }
    return standings
      + unranked.map {
        Standing(entrant: $0.entrant, stages: $0.stages, total: nil, rank: nil, tieBreak: nil)
      }
  }

  private typealias Result = (entrant: String, stages: [Standing.StageResult], total: Ratio?)

  /// Whether the first stands before the second; `nil` where nothing parts them.
  private static func comes(_ contest: Contest, _ a: Result, _ b: Result) -> Bool? {
    let (x, y) = (a.total ?? .zero, b.total ?? .zero)
    if x != y { return x > y }
    return deciding(contest, a, b).map { stage in panel(a, stage) > panel(b, stage) }
  }

  /// The first tie-break that tells two entrants apart.
  private static func deciding(_ contest: Contest, _ a: Result, _ b: Result) -> String? {
    contest.tieBreaks.first { panel(a, $0) != panel(b, $0) }
  }

  private static func panel(_ result: Result, _ stage: String) -> Ratio {
    result.stages.first { $0.stage == stage }?.panel ?? .zero
  }

  private static func tieBreak(_ contest: Contest, _ result: Result, among all: [Result]) -> String? {
    all.filter { $0.entrant != result.entrant && $0.total == result.total }
      .compactMap { deciding(contest, result, $0) }.first
  }

  /// The weighted mean over criteria of each criterion's panel.
  private static func panel(_ stage: Contest.Stage, marks: [JudgeMark]) -> Ratio? {
    var sum = Ratio.zero
    for criterion in stage.criteria {
      let given = marks.filter { $0.criterion == criterion.id }.compactMap { Ratio(Int128($0.mark), 10_000) }
      guard let panel = Panel.mark(given, drop: stage.drop) else { return nil }
      sum = sum + panel * (Ratio(Int128(criterion.weight.basisPoints), 10_000) ?? .zero)
    }
    return sum
  }
}
