import Formats
import Workspace

/// How the judges of a contest marked: who is severe, which marks lie far out, and whether one judge decided the winner.
package struct JudgeReport: Sendable {
  package struct Severity: Sendable {
    package let judge: String
    /// Marks for which another judge marked the same.
    package let marks: Int
    /// Mean of (mark − mean of all judges' marks for the same), in hundredths of full marks; negative: severe.
    package let severity: Ratio?
  }

  package struct Outlier: Sendable {
    package let mark: JudgeMark
    /// The median of the other judges' marks for the same, in points.
    package let others: Ratio
  }

  package struct Without: Sendable {
    package let judge: String
    /// Who would be first, by id.
    package let winners: [String]
    package let changes: Bool
  }

  package let severities: [Severity]
  package let outliers: [Outlier]
  package let without: [Without]

  package init(_ contest: Contest, marks: [JudgeMark], groups: ContestGroups = ContestGroups()) {
    let standings = Ranking.standings(contest, marks: marks, groups: groups)
    let reached = Dictionary(uniqueKeysWithValues: standings.map { ($0.entrant, $0.reached) })
    var deviations: [String: [Ratio]] = [:]
    var outliers: [Outlier] = []
    for (place, stage) in contest.stages.enumerated() where stage.speed == nil {
      let counted = marks.filter { $0.stage == stage.id && (reached[$0.entrant] ?? 0) >= place }
      let cells = Dictionary(grouping: counted) { "\($0.entrant)\u{1f}\($0.criterion)" }
      for (_, cell) in cells.sorted(by: { $0.key < $1.key }) where cell.count > 1 {
        let scale = Ratio(100).divided(by: stage.fullMarks) ?? .zero
        let mean = Panel.mean(cell.map(\.points)[...]) ?? .zero
        for mark in cell.sorted(by: { $0.judge < $1.judge }) {
          deviations[mark.judge, default: []].append((mark.points - mean) * scale)
          guard cell.count > 2 else { continue }
          let others = Self.median(cell.filter { $0.judge != mark.judge }.map(\.points).sorted())
          let distance = (mark.points - others) * scale
          let limit = Ratio(Int128(contest.outlying.basisPoints), 100) ?? .zero
          if distance > limit || -distance > limit { outliers.append(Outlier(mark: mark, others: others)) }
        }
      }
    }
    self.outliers = outliers
    let judges = Set(marks.map(\.judge)).sorted()
    severities = judges.map { judge in
      let own = deviations[judge] ?? []
      return Severity(judge: judge, marks: own.count, severity: Panel.mean(own[...]))
    }
    let winners = Self.winners(standings)
    without = judges.map { judge in
      let others = marks.filter { $0.judge != judge }
      let found = Self.winners(Ranking.standings(contest, marks: others, groups: groups))
      return Without(judge: judge, winners: found, changes: found != winners)
    }
  }

  private static func winners(_ standings: [Standing]) -> [String] {
    standings.filter { $0.rank == 1 }.map(\.entrant).sorted()
  }

  private static func median(_ sorted: [Ratio]) -> Ratio {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1
      ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) * (Ratio(1, 2) ?? .zero)
  }
}
