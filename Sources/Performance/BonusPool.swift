import Workforce
import Workspace

/// What there is to share out in a quarter, and how it came about.
package struct BonusPool: Hashable, Sendable {
  /// What a team gets of the pool.
  package struct TeamShare: Hashable, Sendable {
    /// Empty where everybody shares one pool.
    package let team: String
    /// The team's satisfaction or mean total; `nil` where nothing was measured, and then the factor is 1.
    package let result: Score?
    package let factor: Weight
    package let amount: Money
    /// The sum of its people's weights.
    package let weight: Int128
  }

  /// Before the company's index.
  package let base: Money
  package let isGiven: Bool
  package let index: Score?
  /// What the index makes of it; 1 without one.
  package let factor: Weight
  package let amount: Money
  /// By id of the team; a single one where teams do not share.
  package let teams: [TeamShare]

  package init(
    base: Money, isGiven: Bool, index: Score?, factor: Weight, amount: Money, teams: [TeamShare]
  ) {
    self.base = base
    self.isGiven = isGiven
    self.index = index
    self.factor = factor
    self.amount = amount
    self.teams = teams
  }

  /// Whether teams share first, and then their people.
  package var sharesByTeam: Bool { teams.count != 1 || !teams[0].team.isEmpty }

  /// The sum of everybody's weights.
  package var weight: Int128 { teams.reduce(0) { $0 + $1.weight } }

  /// The share that a member of a team gets a part of.
  package func share(of team: String) -> TeamShare? {
    sharesByTeam ? teams.first { $0.team == team } : teams.first
  }

  /// - Throws: a refusal where a sum goes past what 64 bits of fen hold.
  init(_ inputs: QuarterInputs, _ standings: [Settlement.Standing]) throws {
    isGiven = inputs.poolGiven != nil
    base = try inputs.poolGiven ?? inputs.bonus?.pool ?? Self.standard(inputs, standings)
    index = inputs.bonus?.index == nil ? nil : inputs.index
    if let curve = inputs.bonus?.index?.curve, let index = inputs.index {
      factor = Weight(basisPoints: curve.value(at: index.hundredths))
    } else {
      factor = .whole
    }
    let scaled = roundedQuotient(Int128(base.fen) * Int128(factor.basisPoints), 10_000)
    guard let fen = Int(exactly: scaled) else { throw Refusal.poolTooLarge(inputs.quarter) }
    amount = Money(fen: fen)
    teams = Self.teams(inputs, standings, amount)
  }

  /// What everybody assessed, outsourced staff apart, would get at factor 1 for their days.
  private static func standard(_ inputs: QuarterInputs, _ standings: [Settlement.Standing]) throws -> Money {
    var sum = Int128(0)
    for (own, standing) in zip(inputs.cases, standings)
    where standing.total != nil && own.employment != .outsourced {
      sum += Int128(own.base.fen) * Int128(standing.shareDays)
    }
    guard let fen = Int(exactly: roundedQuotient(sum, Int128(inputs.quarter.dayCount) * 10_000)) else {
      throw Refusal.poolTooLarge(inputs.quarter)
    }
    return Money(fen: fen)
  }

  private struct TeamSums {
    var weight = Int128(0)
    /// Σ base × days × share of those who may get something.
    var standing = Int128(0)
    var results = Int128(0)
    var counts = Int128(0)
  }

  private static func teams(
    _ inputs: QuarterInputs, _ standings: [Settlement.Standing], _ amount: Money
  ) -> [TeamShare] {
    guard let rule = inputs.bonus?.teams else {
      let weight = standings.reduce(Int128(0)) { $0 + $1.weight }
      return [
        TeamShare(team: "", result: nil, factor: .whole, amount: weight > 0 ? amount : .zero, weight: weight)
      ]
    }
    var sums: [String: TeamSums] = [:]
    for (own, standing) in zip(inputs.cases, standings) where standing.stint < own.stints.count {
      var team = sums[own.stints[standing.stint].team] ?? TeamSums()
      team.weight += standing.weight
      if standing.weight > 0 { team.standing += Int128(own.base.fen) * Int128(standing.shareDays) }
      switch rule.measure {
      case .satisfaction:
        if let score = own.evidence.satisfaction {
          team.results += Int128(score.hundredths) * Int128(own.evidence.responses)
          team.counts += Int128(own.evidence.responses)
        }
      case .score:
        if let total = standing.total {
          team.results += Int128(total.hundredths) * Int128(standing.shareDays)
          team.counts += Int128(standing.shareDays)
        }
      }
      sums[own.stints[standing.stint].team] = team
    }
    let ordered = sums.sorted { $0.key < $1.key }
    let results = ordered.map { entry in
      entry.value.counts > 0
        ? Score(hundredths: Int(roundedQuotient(entry.value.results, entry.value.counts))) : nil
    }
    let factors = results.map { result in
      result.map { Weight(basisPoints: rule.curve.value(at: $0.hundredths)) } ?? .whole
    }
    let amounts = PoolSplit.shares(
      of: Int128(amount.fen),
      weights: zip(ordered, factors).map { $0.value.standing * Int128($1.basisPoints) })
    return ordered.indices.map { place in
      TeamShare(
        team: ordered[place].key, result: results[place], factor: factors[place],
        amount: Money(fen: amounts.map { Int($0[place]) } ?? 0), weight: ordered[place].value.weight)
    }
  }

  /// Everybody's share in the order of the cases: largest remainder within each team, the first by id of equals.
  func shares(of standings: [Settlement.Standing], _ inputs: QuarterInputs) -> [Money] {
    if inputs.bonus?.teams == nil {
      let shares = PoolSplit.shares(of: Int128(teams[0].amount.fen), weights: standings.map(\.weight))
      // With no weight at all nobody earned a share: the pool stays unspent.
      return shares.map { $0.map { Money(fen: Int($0)) } } ?? standings.map { _ in .zero }
    }
    var money = [Money](repeating: .zero, count: standings.count)
    var members: [String: [Int]] = [:]
    for (place, standing) in standings.enumerated() where standing.weight > 0 {
      members[inputs.cases[place].stints[standing.stint].team, default: []].append(place)
    }
    for team in teams {
      let places = members[team.team] ?? []
      guard
        let shares = PoolSplit.shares(
          of: Int128(team.amount.fen), weights: places.map { standings[$0].weight })
      else { continue }
      for (place, share) in zip(places, shares) { money[place] = Money(fen: Int(share)) }
    }
    return money
  }
}
