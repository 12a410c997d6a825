import Formats
import Workforce
import Workspace

/// Everything that a quarter is settled from.
///
/// Nothing else goes in: the same inputs give the same results on any machine.
package struct QuarterInputs: Sendable {
  /// The version of the rules by which `Settlement` works.
  package static let rules = 2

  package let quarter: Quarter
  /// A scheme for each judged post.
  package let schemes: [PerformanceScheme]
  package let bonus: BonusScheme?
  /// What somebody said there is to share out, before the index; `nil` for the scheme's pool.
  package let poolGiven: Money?
  /// The company's satisfaction index.
  package let index: Score?
  /// The names of the indicators that evidence holds, in its order.
  package let columns: [String]
  /// By id.
  package let cases: [QuarterCase]
  /// For each scheme the places of its parts' indicators among the columns.
  let places: [[Int?]]

  package init(
    quarter: Quarter, schemes: [PerformanceScheme], bonus: BonusScheme? = nil, poolGiven: Money? = nil,
    index: Score? = nil, columns: [String] = [], cases: [QuarterCase]
  ) {
    self.quarter = quarter
    self.schemes = schemes
    self.bonus = bonus
    self.poolGiven = poolGiven
    self.index = index
    self.columns = columns
    self.cases = cases
    places = schemes.map { $0.places(in: columns) }
  }

  /// The same inputs about other people, or about the same with other evidence.
  func with(_ cases: [QuarterCase]) -> QuarterInputs {
    QuarterInputs(
      quarter: quarter, schemes: schemes, bonus: bonus, poolGiven: poolGiven, index: index, columns: columns,
      cases: cases)
  }
}

/// A quarter settled: everybody's standing, the pool, and what each gets of it.
///
/// Standings are kept small; a person's whole result is made again when it is asked for.
package struct Settlement: Sendable {
  /// What is known of a person before the pool is shared.
  struct Standing: Sendable {
    /// The place of the scheme; `nil` where no scheme judges the post.
    var scheme: Int?
    /// The place of the stint that counts most.
    var stint = 0
    var days = 0
    var shareDays = 0
    var total: Score?
    /// The place of the grade in the scheme.
    var grade: Int?
    var gate = Weight.whole
    var status = QuarterStatus.unjudged
    /// Days that leave of a kind that makes neutral took away.
    var away: (kind: Leave.Kind, days: Int)?
    var weight = Int128(0)
    var bonus = Money.zero
  }

  let inputs: QuarterInputs
  package let pool: BonusPool
  var standings: [Standing]

  /// - Parameter closed: for late evidence, the closed settlement by whose bounds shared grades are given.
  package init(_ inputs: QuarterInputs, asIn closed: Settlement? = nil) throws {
    self.inputs = inputs
    let byPost = Dictionary(
      inputs.schemes.enumerated().map { ($1.post, $0) }, uniquingKeysWith: { first, _ in first })
    var standings = inputs.cases.map { Self.standing(of: $0, inputs, byPost) }
    if let closed {
      ForcedDistribution.apply(to: &standings, inputs, asIn: closed)
    } else {
      ForcedDistribution.apply(to: &standings, inputs)
    }
    for (place, own) in inputs.cases.enumerated() {
      guard let scheme = standings[place].scheme.map({ inputs.schemes[$0] }), standings[place].total != nil
      else { continue }
      if let grade = own.calibrated.flatMap({ name in scheme.grades.firstIndex { $0.name == name } }) {
        standings[place].grade = Assessment.capped(grade, own.evidence, scheme).place
      }
      guard own.employment != .outsourced, let total = standings[place].total,
        let grade = standings[place].grade
      else { continue }
      standings[place].weight = Self.weight(
        base: own.base, factor: scheme.factor(total: total, grade: grade), gate: standings[place].gate,
        shareDays: standings[place].shareDays)
    }
    let pool = try BonusPool(inputs, standings)
    for (place, share) in pool.shares(of: standings, inputs).enumerated() { standings[place].bonus = share }
    self.standings = standings
    self.pool = pool
  }

  /// The weight in the pool: base × factor × gate × days × share, not rounded.
  package static func weight(base: Money, factor: Weight, gate: Weight, shareDays: Int) -> Int128 {
    Int128(base.fen) * Int128(factor.basisPoints) * Int128(gate.basisPoints) * Int128(shareDays)
  }

  package var count: Int { standings.count }

  /// How many people have a total.
  package var assessed: Int { standings.count { $0.total != nil } }

  /// What people get in all.
  package var paid: Money { standings.reduce(.zero) { $0 + $1.bonus } }

  private static func standing(
    of own: QuarterCase, _ inputs: QuarterInputs, _ byPost: [String: Int]
  ) -> Standing {
    var standing = Standing()
    // Which post counts most is found by the standard neutrality, for no scheme is chosen yet; the neutrality of its scheme
    // then decides the days, and the post stays, so that nobody's time in it is judged by another post's scheme.
    let main = Proration(own, in: inputs.quarter, neutrality: .standard).main
    guard !own.stints.isEmpty, let place = byPost[own.stints[main].post] else { return standing }
    let scheme = inputs.schemes[place]
    let proration = Proration(own, in: inputs.quarter, neutrality: scheme.neutrality)
    standing.scheme = place
    standing.stint = main
    standing.days = proration.days
    standing.shareDays = proration.shareDays
    standing.away = proration.neutral
    if proration.days < scheme.leastDays || proration.days == 0 {
      standing.status = proration.neutral.map { .neutral($0.kind) } ?? .short
      return standing
    }
    let assessment = Assessment(own.evidence, scheme: scheme, places: inputs.places[place])
    standing.gate = assessment.gate
    standing.total = total(of: own, days: proration.parts, main: assessment, by: scheme.post, inputs, byPost)
    guard let total = standing.total else {
      standing.status = assessment.flags.contains { $0.hasPrefix("blocked:") } ? .blocked : .unjudged
      return standing
    }
    standing.status = .assessed
    standing.grade = Assessment.capped(scheme.grade(of: total), own.evidence, scheme).place
    return standing
  }

  /// The total over all posts held: the mean of the totals by each post's scheme, weighted by days × share.
  private static func total(
    of own: QuarterCase, days parts: [Int], main: Assessment, by post: String, _ inputs: QuarterInputs,
    _ byPost: [String: Int]
  ) -> Score? {
    if own.stints.allSatisfy({ $0.post == post }) || main.total == nil { return main.total }
    var (sum, weight) = (Int128(0), Int128(0))
    for (stint, part) in zip(own.stints, parts) {
      let total =
        stint.post == post
        ? main.total
        : byPost[stint.post].flatMap {
          Assessment(own.evidence, scheme: inputs.schemes[$0], places: inputs.places[$0]).total
        }
      guard let total else { continue }
      sum += Int128(total.hundredths) * Int128(part)
      weight += Int128(part)
    }
    return weight > 0 ? Score(hundredths: Int(roundedQuotient(sum, weight))) : main.total
  }

  /// A person's whole result, by the place of the case.
  package func result(at place: Int) -> QuarterResult {
    let (own, standing) = (inputs.cases[place], standings[place])
    let scheme = standing.scheme.map { inputs.schemes[$0] }
    let stint = standing.stint < own.stints.count ? own.stints[standing.stint] : nil
    let judged = standing.scheme.map {
      Assessment(own.evidence, scheme: inputs.schemes[$0], places: inputs.places[$0])
    }
    let payable = max(.zero, standing.bonus + own.adjustment)
    return QuarterResult(
      key: 0, post: stint?.post ?? "", team: stint?.team ?? "", scheme: scheme?.head.id ?? "",
      version: scheme?.head.version ?? 0, status: standing.status, employment: own.employment,
      days: standing.days,
      shareDays: standing.shareDays, assessment: final(judged, standing, scheme, own), base: own.base,
      bonus: standing.bonus, adjustment: own.adjustment, payable: payable,
      stints: own.stints.count > 1 ? own.stints : [],
      evidence: own.evidence, satisfaction: scheme.flatMap { $0.satisfaction(in: own.evidence) })
  }

  /// The assessment with what the settlement made of it: the total over all posts, the grade, what neutral means.
  private func final(
    _ judged: Assessment?, _ standing: Standing, _ scheme: PerformanceScheme?, _ own: QuarterCase
  ) -> Assessment {
    guard let judged, let scheme else { return .none }
    var flags = judged.flags
    switch standing.status {
    case .neutral(let kind): flags = ["neutral:\(kind.rawValue)"]
    case .short: flags = ["short:\(standing.days)"]
    default:
      if let away = standing.away { flags.append("away:\(away.kind.rawValue):\(away.days)") }
    }
    if Set(own.stints.map(\.post)).count > 1 { flags.append("posts:\(Set(own.stints.map(\.post)).count)") }
    guard let total = standing.total, let place = standing.grade else {
      return Assessment(
        parts: judged.parts, addition: judged.addition, deduction: judged.deduction, total: nil, grade: nil,
        factor: .zero, gate: judged.gate, flags: flags)
    }
    let band = Assessment.capped(scheme.grade(of: total), own.evidence, scheme).place
    if place != band {
      let isCalibrated = own.calibrated == scheme.grades[place].name
      flags.append("\(isCalibrated ? "calibrated" : "forced"):\(scheme.grades[band].name)")
    }
    return Assessment(
      parts: judged.parts, addition: judged.addition, deduction: judged.deduction, total: total,
      grade: scheme.grades[place].name, factor: scheme.factor(total: total, grade: place),
      gate: judged.gate, flags: flags)
  }
}

extension Assessment {
  /// Of somebody whose post has no scheme.
  static let none = Assessment(
    parts: [], addition: .zero, deduction: .zero, total: nil, grade: nil, factor: .zero, gate: .whole,
    flags: ["not-assessed"])
}
