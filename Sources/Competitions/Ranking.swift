import Workspace

/// An entrant's place in a contest.
package struct Standing: Sendable {
  package struct StageResult: Sendable {
    package let stage: String
    /// The panel's mark, out of the stage's full marks; `nil` where no judge marked, or the entrant does not take part.
    package let panel: Ratio?
    /// What it adds to the total out of 100.
    package let total: Ratio?
    /// The seconds of a speed round.
    package let seconds: Ratio?
  }

  package let entrant: String
  package let stages: [StageResult]
  /// The last stage in which the entrant takes part, counted from 0.
  package let reached: Int
  /// Out of 100, over the stages of the round reached; `nil` where one of them has no marks: then not ranked.
  package let total: Ratio?
  package let rank: Int?
  /// What put this entrant before or behind others of the same total.
  package let tieBreak: String?
}

/// Ranks entrants: 1, 2, 2, 4 by how far they came, by exact totals, then by the chain of tie-breaks, else shared.
package enum Ranking {
  /// - Parameter groups: for stages of which so many of each group go on.
  package static func standings(
    _ contest: Contest, marks: [JudgeMark], groups: ContestGroups = ContestGroups()
  ) -> [Standing] {
    var runs: [String: Run] = [:]
    for mark in marks where runs[mark.entrant] == nil { runs[mark.entrant] = Run(entrant: mark.entrant) }
    let byStage = Dictionary(grouping: marks, by: \.stage)
    for (place, stage) in contest.stages.enumerated() {
      let active = runs.values.filter { $0.reached == place }.map(\.entrant)
      let given = panels(
        stage, marks: (byStage[stage.id] ?? []).filter { runs[$0.entrant]?.reached == place })
      for entrant in active {
        runs[entrant]?.add(given[entrant] ?? ([:], nil), stage)
      }
      guard place + 1 < contest.stages.count else { break }
      let goingOn = advancing(stage, active.compactMap { runs[$0] }, groups)
      for entrant in goingOn { runs[entrant]?.goOn(startsFresh: contest.stages[place + 1].startsFresh) }
    }
    return ranked(contest, Array(runs.values))
  }

  /// An entrant on the way through the stages.
  private struct Run {
    let entrant: String
    var results: [Standing.StageResult] = []
    var reached = 0
    /// Of the round; `nil` once a stage has no panel.
    var total: Ratio? = .zero

    init(entrant: String) { self.entrant = entrant }

    mutating func add(_ marks: (criteria: [String: [Ratio]], panel: Ratio?), _ stage: ContestStage) {
      let share = marks.panel.map { $0 * stage.pointsPerMark }
      total = total.flatMap { sum in share.map { sum + $0 } }
      results.append(
        Standing.StageResult(
          stage: stage.id, panel: marks.panel, total: share,
          seconds: stage.speed == nil ? nil : Panel.mark(marks.criteria["seconds"] ?? [], drop: stage.drop)))
    }

    mutating func goOn(startsFresh: Bool) {
      reached += 1
      if startsFresh { total = .zero }
    }

    func result(_ contest: Contest) -> [Standing.StageResult] {
      results
        + contest.stages[results.count...].map {
          Standing.StageResult(stage: $0.id, panel: nil, total: nil, seconds: nil)
        }
    }
  }

  /// Each entrant's marks by criterion, on the stage's scale, and what the panel makes of them.
  private static func panels(
    _ stage: ContestStage, marks: [JudgeMark]
  ) -> [String: (criteria: [String: [Ratio]], panel: Ratio?)] {
    var byEntrant: [String: [String: [Ratio]]] = [:]
    for (criterion, given) in Dictionary(grouping: marks, by: \.criterion) {
      let values =
        stage.standardisation.map { scale in
          scale.applied(to: given.map { ($0.judge, $0.mark) }, full: stage.fullMarks)
        } ?? given.map(\.points)
      for (mark, value) in zip(given, values) {
        byEntrant[mark.entrant, default: [:]][criterion, default: []].append(value)
      }
    }
    return byEntrant.mapValues { ($0, Panel.stage(stage, marks: $0)) }
  }

  /// Who goes on: everybody where the stage does not say; else the best, and whoever has as much as the last of them.
  private static func advancing(_ stage: ContestStage, _ runs: [Run], _ groups: ContestGroups) -> [String] {
    guard let advance = stage.advance else { return runs.map(\.entrant) }
    let (places, grouped): (Int, [String: [Run]]) =
      switch advance {
      case .top(let count): (count, ["": runs])
      case .perGroup(let count):
        (count, Dictionary(grouping: runs) { groups.group(of: $0.entrant, in: stage.id) })
      }
    return grouped.values.flatMap { group -> [String] in
      let totals = group.compactMap(\.total).sorted(by: >)
      guard let line = totals.prefix(places).last else { return [] }
      return group.filter { run in run.total.map { $0 >= line } ?? false }.map(\.entrant)
    }
  }

  private static func ranked(_ contest: Contest, _ runs: [Run]) -> [Standing] {
    let order = Order(contest)
    let all = runs.map { run in
      Standing(
        entrant: run.entrant, stages: run.result(contest), reached: run.reached, total: run.total, rank: nil,
        tieBreak: nil)
    }
    let placed = all.filter { $0.total != nil }.sorted {
      order.comes($0, before: $1) ?? ($0.entrant < $1.entrant)
    }
    var standings: [Standing] = []
    var first = 0
    while first < placed.count {
      // Those of the same stage reached and the same total stand together.
      var end = first + 1
      while end < placed.count, order.isLevel(placed[first], placed[end]) { end += 1 }
      // The group is in the order of the chain: whoever equals its first is told apart from the next that does not.
      let next = placed[first..<end].first { order.deciding(placed[first], $0) != nil }
      for place in first..<end {
        let isShared = place > first && order.deciding(placed[place - 1], placed[place]) == nil
        let tieBreak =
          order.deciding(placed[place], placed[first]) ?? next.flatMap { order.deciding(placed[place], $0) }
        standings.append(
          placed[place].ranked(
            isShared ? standings[place - 1].rank : place + 1, tieBreak: tieBreak?.name))
      }
      first = end
    }
    return standings + all.filter { $0.total == nil }.sorted { $0.entrant < $1.entrant }
  }

  /// The order of a contest's board.
  struct Order {
    private let chain: [(entry: Contest.TieBreak, stage: Int)]

    init(_ contest: Contest) {
      chain = contest.tieBreaks.compactMap { entry in
        let id =
          switch entry {
          case .panel(let stage), .seconds(let stage): stage
          }
        return contest.stages.firstIndex { $0.id == id }.map { (entry, $0) }
      }
    }

    func isLevel(_ a: Standing, _ b: Standing) -> Bool { a.reached == b.reached && a.total == b.total }

    /// Whether the first stands before the second; `nil` where nothing parts them.
    func comes(_ a: Standing, before b: Standing) -> Bool? {
      if a.reached != b.reached { return a.reached > b.reached }
      if let x = a.total, let y = b.total, x != y { return x > y }
      for (entry, stage) in chain {
        if let answer = Self.comes(a.stages[stage], before: b.stages[stage], by: entry) { return answer }
      }
      return nil
    }

    /// The first tie-break that tells two entrants apart.
    func deciding(_ a: Standing, _ b: Standing) -> Contest.TieBreak? {
      chain.first { Self.comes(a.stages[$0.stage], before: b.stages[$0.stage], by: $0.entry) != nil }?.entry
    }

    private static func comes(
      _ a: Standing.StageResult, before b: Standing.StageResult, by entry: Contest.TieBreak
    ) -> Bool? {
      switch entry {
      case .panel:
        if a.panel == b.panel { return nil }
        guard let x = a.panel, let y = b.panel else { return a.panel != nil }
        return x > y
      case .seconds:
        if a.seconds == b.seconds { return nil }
        guard let x = a.seconds, let y = b.seconds else { return a.seconds != nil }
        return x < y
      }
    }
  }
}

extension Standing {
  func ranked(_ rank: Int?, tieBreak: String?) -> Standing {
    Standing(
      entrant: entrant, stages: stages, reached: reached, total: total, rank: rank, tieBreak: tieBreak)
  }
}

extension ContestStage {
  /// Full marks in points.
  var fullMarks: Ratio { Ratio(Int128(full), 10_000) ?? .zero }

  /// What one point of the panel adds to the total: (basis points ÷ 100) ÷ (full ÷ 10 000).
  var pointsPerMark: Ratio { Ratio(Int128(weight.basisPoints) * 100, Int128(full)) ?? .zero }
}

extension JudgeMark {
  /// In points.
  var points: Ratio { Ratio(Int128(mark), 10_000) ?? .zero }
}
