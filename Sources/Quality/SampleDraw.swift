import Workspace

/// Why a call was drawn.
package enum DrawPurpose: Int, CaseIterable, Sendable {
  /// By chance, for everybody alike: the only calls that count for pay.
  case base = 1
  /// On top, for some people or classes.
  case extra
  /// Kept in case a recording is lost.
  case reserve
}

/// What a person brings to a draw beside their calls.
package struct DrawFacts: Sendable {
  package let joined: Int
  /// The QA score of the quarter before.
  package let score: Score?
  package let isWarned: Bool

  package init(joined: Int, score: Score?, isWarned: Bool) {
    self.joined = joined
    self.score = score
    self.isWarned = isWarned
  }
}

/// One agent's part of a draw.
package struct AgentDraw: Sendable {
  package struct Call: Sendable {
    package let id: String
    package let record: String
    package let stratum: Int
    package let purpose: DrawPurpose
    /// Why a call was drawn on top: `newcomer`, `low`, `warned`, or the class.
    package let cause: String?
  }

  package let agent: Int
  /// How many calls each stratum has, and how many of them are drawn by chance.
  package let strata: [(calls: Int, drawn: Int)]
  /// The base sample stratum by stratum, then what is on top, then the reserve.
  package let calls: [Call]

  /// - Parameter causes: why calls are drawn on top, one word for each.
  init(_ agent: Int, sampler: CallSampler, plan: SamplingPlan, causes: [String]) {
    self.agent = agent
    let groups = plan.strata.count + 1
    let sizes = (0..<groups).map { sampler.callCount(agent, group: $0) }
    let counts = Allocation.counts(
      plan.perAgent, sizes: sizes, shares: plan.strata.map(\.share) + [.zero])
    strata = zip(sizes, counts).map { ($0, $1) }
    var calls: [Call] = []
    var left: [(kept: CallSampler.Kept, stratum: Int)] = []
    for stratum in 0..<groups {
      for (place, kept) in sampler.kept(agent, group: stratum).enumerated() {
        if place < counts[stratum] {
          calls.append(
            Call(id: kept.call, record: kept.record, stratum: stratum, purpose: .base, cause: nil))
        } else {
          left.append((kept, stratum))
        }
      }
    }
    var taken = Set(calls.map(\.id))
    func add(_ kept: CallSampler.Kept, _ stratum: Int, _ purpose: DrawPurpose, _ cause: String?) {
      taken.insert(kept.call)
      calls.append(
        Call(id: kept.call, record: kept.record, stratum: stratum, purpose: purpose, cause: cause))
    }
    for (place, extra) in plan.classExtras.enumerated() {
      let kept = sampler.kept(agent, group: groups + place).filter { !taken.contains($0.call) }
      for one in kept.prefix(extra.calls) {
        add(one, one.stratum, .extra, extra.classes.joined(separator: ", "))
      }
    }
    left.sort { $0.kept.precedes($1.kept) }
    var rest = left.filter { !taken.contains($0.kept.call) }
    for (cause, one) in zip(causes, rest) { add(one.kept, one.stratum, .extra, cause) }
    rest.removeFirst(min(causes.count, rest.count))
    for stratum in 0..<groups where counts[stratum] > 0 {
      for one in rest.filter({ $0.stratum == stratum }).prefix(plan.reserve) {
        add(one.kept, stratum, .reserve, nil)
      }
    }
    self.calls = calls
  }

  /// Why an agent's calls are drawn on top: a word for each call.
  static func causes(_ facts: DrawFacts?, plan: SamplingPlan, lastDay: Int) -> [String] {
    guard let facts else { return [] }
    return plan.extras.flatMap { extra -> [String] in
      switch extra {
      case .newcomer(let days, let calls):
        lastDay - facts.joined < days ? Array(repeating: "newcomer", count: calls) : []
      case .low(let below, let calls):
        facts.score.map { $0 < below } ?? false ? Array(repeating: "low", count: calls) : []
      case .warned(let calls): facts.isWarned ? Array(repeating: "warned", count: calls) : []
      case .classes: []
      }
    }
  }

  /// The calls that a drawn call of a stratum stands for, in ten-thousandths, rounded.
  package func weight(_ stratum: Int) -> Int? {
    let (calls, drawn) = strata[stratum]
    return drawn > 0 ? Int(roundedQuotient(Int128(calls) * 10_000, Int128(drawn))) : nil
  }
}
