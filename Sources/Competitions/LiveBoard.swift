import Workspace

/// A contest's board kept in order as marks come in: a mark moves one entrant, and nobody else is computed again.
///
/// Where a mark moves others too (judges on one scale, or a stage after which only some go on), the board is ranked anew when
/// it is next looked at.
package struct LiveBoard {
  private struct Cell {
    /// A judge's marks, in ten-thousandths, by criterion.
    var marks: [String: [(judge: String, mark: Int)]] = [:]
  }

  private let contest: Contest
  private let groups: ContestGroups
  private let order: Ranking.Order
  private let stagePlaces: [String: Int]
  private let isLocal: Bool
  /// Where an entrant's cells and standing lie.
  private var places: [String: Int] = [:]
  private var cells: [[Cell]] = []
  /// Every entrant as computed, unranked.
  private var entrants: [Standing] = []
  /// The places of those with a total, in the order of the board: small, because most of it moves at every mark.
  private var ranked: [Int32] = []
  private var all: [JudgeMark] = []
  private var allPlaces: [String: Int] = [:]

  package init(_ contest: Contest, groups: ContestGroups = ContestGroups()) {
    self.contest = contest
    self.groups = groups
    order = Ranking.Order(contest)
    stagePlaces = Dictionary(uniqueKeysWithValues: contest.stages.enumerated().map { ($1.id, $0) })
    isLocal = contest.stages.allSatisfy {
      $0.standardisation == nil && $0.advance == nil && !$0.startsFresh
    }
  }

  /// How many have a total.
  package var rankedCount: Int { isLocal ? ranked.count : standings().count { $0.rank != nil } }

  /// Takes in a mark; a judge's further mark for the same replaces the first.
  package mutating func add(_ mark: JudgeMark) {
    guard let place = stagePlaces[mark.stage] else { return }
    guard isLocal else {
      let name = [mark.stage, mark.entrant, mark.judge, mark.criterion].joined(separator: "\u{1f}")
      if let there = allPlaces[name] {
        all[there] = mark
      } else {
        allPlaces[name] = all.count
        all.append(mark)
      }
      return
    }
    let entrant = slot(of: mark.entrant)
    let held = entrants[entrant]
    var given = cells[entrant][place].marks.removeValue(forKey: mark.criterion) ?? []
    if let index = given.firstIndex(where: { $0.judge == mark.judge }) {
      given[index].mark = mark.mark
    } else {
      given.append((mark.judge, mark.mark))
    }
    cells[entrant][place].marks[mark.criterion] = given
    let standing = standing(mark.entrant, cells[entrant], changed: place, held)
    if held.total != nil { ranked.remove(at: self.place(of: held)) }
    if standing.total != nil { ranked.insert(Int32(entrant), at: self.place(of: standing)) }
    entrants[entrant] = standing
  }

  /// Where an entrant lies; a new one is put last, without marks.
  private mutating func slot(of entrant: String) -> Int {
    if let place = places[entrant] { return place }
    places[entrant] = entrants.count
    cells.append(contest.stages.map { _ in Cell() })
    entrants.append(
      Standing(
        entrant: entrant,
        stages: contest.stages.map {
          Standing.StageResult(stage: $0.id, panel: nil, total: nil, seconds: nil)
        }, reached: contest.stages.count - 1, total: nil, rank: nil, tieBreak: nil))
    return entrants.count - 1
  }

  private func standing(_ entrant: String, _ own: [Cell], changed: Int, _ held: Standing) -> Standing {
    var stages = held.stages
    let stage = contest.stages[changed]
    let marks = own[changed].marks.mapValues { given in
      given.map { Ratio(Int128($0.mark), 10_000) ?? .zero }
    }
    let panel = Panel.stage(stage, marks: marks)
    stages[changed] = Standing.StageResult(
      stage: stage.id, panel: panel, total: panel.map { $0 * stage.pointsPerMark },
      seconds: stage.speed == nil ? nil : Panel.mark(marks["seconds"] ?? [], drop: stage.drop))
    let total = stages.reduce(Optional(Ratio.zero)) { sum, stage in
      sum.flatMap { sum in stage.total.map { sum + $0 } }
    }
    return Standing(
      entrant: entrant, stages: stages, reached: contest.stages.count - 1, total: total, rank: nil,
      tieBreak: nil)
  }

  /// Where a standing is, or belongs.
  private func place(of standing: Standing) -> Int {
    var (low, high) = (0, ranked.count)
    while low < high {
      let middle = (low + high) / 2
      let other = Int(ranked[middle])
      if order.comes(entrants[other], before: standing) ?? (entrants[other].entrant < standing.entrant) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The first places of the board, with their ranks.
  package func top(_ count: Int) -> [Standing] {
    guard isLocal else { return Array(standings().prefix(count)) }
    var shown: [Standing] = []
    for (place, entrant) in ranked.prefix(count).enumerated() {
      let standing = entrants[Int(entrant)]
      let isShared = place > 0 && order.comes(entrants[Int(ranked[place - 1])], before: standing) == nil
      shown.append(standing.ranked(isShared ? shown[place - 1].rank : place + 1, tieBreak: nil))
    }
    return shown
  }

  private func standings() -> [Standing] {
    isLocal ? top(ranked.count) : Ranking.standings(contest, marks: all, groups: groups)
  }
}
