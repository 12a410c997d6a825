import Workspace

/// What a quarter's evidence says about a person, before any scheme judges it.
package struct Evidence: Hashable, Sendable {
  package var qa: Score?
  package var evaluations = 0
  /// The standard error of the QA score in ten-thousandths of a point, and its degrees of freedom; `nil` where unknown.
  package var qaError: Int?
  package var qaFreedom = 0
  /// Calls with a failed critical item that can no longer be disputed.
  package var criticals = 0
  /// Those that still can, or are; they do not count yet.
  package var openCriticals = 0
  /// Evaluations whose dispute waits for a decision.
  package var disputes = 0
  /// Red-line incidents that a second person has confirmed; each weighs as much as a critical call.
  package var incidents = 0
  package var satisfaction: Score?
  package var responses = 0
  package var exam: Score?
  package var lessonsGiven = 0
  package var lessonsDone = 0
  package var liableComplaints = 0
  package var competition = Score.zero
  package var suggestions = 0
  package var help = 0
  /// Values of indicators in ten-thousandths, in the order of the quarter's columns; `none` where there is none.
  package var indicators: [Int] = []

  /// Stands for an indicator without a value.
  package static let none = Int.min

  package init() {}

  func count(of counted: PerformanceScheme.Counted) -> Int {
    switch counted {
    case .criticals: criticals + incidents
    case .incidents: incidents
    case .complaints: liableComplaints
    case .suggestions: suggestions
    case .help: help
    }
  }
}

/// A part of somebody's score as it was computed.
package struct PartScore: Hashable, Sendable {
  package let id: String
  /// The figure before the curve, in ten-thousandths; `nil` without one, or where there is no curve.
  package let raw: Int?
  /// `nil` where there was no evidence, or too little.
  package let score: Score?
  package let weight: Weight
  /// Whether the part counted: a missing part counts only where its policy makes it zero.
  package let counts: Bool

  package init(id: String, raw: Int? = nil, score: Score?, weight: Weight, counts: Bool) {
    self.id = id
    self.raw = raw
    self.score = score
    self.weight = weight
    self.counts = counts
  }
}

/// A person's score, grade and factors under a scheme.
package struct Assessment: Hashable, Sendable {
  package let parts: [PartScore]
  /// What competitions and other additions add, each capped.
  package let addition: Score
  /// What is taken off, each deduction capped.
  package let deduction: Score
  /// `nil` where nothing could be judged.
  package let total: Score?
  package let grade: String?
  package let factor: Weight
  package let gate: Weight
  /// What a reader must know: `renormalised:exam`, `blocked:qa`, `capped:C`, `forfeited:incidents`, `no-satisfaction`,
  /// `incidents:1`, `disputable-criticals:1`, `disputed:1`, `not-assessed`; the settlement adds `neutral:maternity`,
  /// `away:injury:25`, `short:9`, `forced:B`, `calibrated:B`, `posts:2`.
  package let flags: [String]

  /// Judges evidence by a scheme.
  ///
  /// The total is Σ score·weight ÷ Σ weight over the parts that count, rounded once from published part scores, plus
  /// the additions, less the deductions, from 0 to the scheme's cap. A part that blocks leaves the person without a total.
  /// - Parameter columns: the names of the evidence's indicators.
  package init(_ evidence: Evidence, scheme: PerformanceScheme, columns: [String] = []) {
    self.init(evidence, scheme: scheme, places: scheme.places(in: columns))
  }

  /// - Parameter places: of each part's indicator in the evidence, as `PerformanceScheme.places(in:)` gives them.
  init(_ evidence: Evidence, scheme: PerformanceScheme, places: [Int?]) {
    var flags: [String] = []
    var isBlocked = false
    parts = scheme.parts.enumerated().map { index, part in
      let raw = Self.raw(part, evidence, places[index])
      let score = raw.map { raw in
        part.curve.map { Score(hundredths: $0.value(at: raw)) } ?? Score(hundredths: raw / 100)
      }
      if score == nil {
        switch part.missing {
        case .renormalise: flags.append("renormalised:\(part.id)")
        case .zero: flags.append("zero:\(part.id)")
        case .block:
          flags.append("blocked:\(part.id)")
          isBlocked = true
        }
      }
      return PartScore(
        id: part.id, raw: part.curve == nil ? nil : raw, score: score, weight: part.weight,
        counts: score != nil || part.missing == .zero)
    }
    addition = scheme.additions.reduce(min(evidence.competition, scheme.competitionCap)) {
      $0 + Self.points($1, evidence)
    }
    deduction = scheme.deductions.reduce(.zero) { $0 + Self.points($1, evidence) }
    // No complaint and no contest is the absence of evidence, so these alone make nobody assessed.
    let isJudged = zip(scheme.parts, parts).contains {
      $0.source != .complaint && $0.source != .competition && $1.score != nil
    }
    let mean = Score.weightedMean(parts.filter(\.counts).map { ($0.score ?? .zero, $0.weight) })
    if let mean, isJudged, !isBlocked {
      let total = max(.zero, min(mean + addition - deduction, scheme.totalCap))
      self.total = total
      let (place, cap) = Self.capped(scheme.grade(of: total), evidence, scheme)
      if let cap { flags.append("capped:\(cap)") }
      grade = scheme.grades[place].name
      factor = scheme.factor(total: total, grade: place)
    } else {
      total = nil
      grade = nil
      factor = .zero
      if !isBlocked { flags.append("not-assessed") }
    }
    if evidence.incidents > 0 { flags.append("incidents:\(evidence.incidents)") }
    if evidence.openCriticals > 0 { flags.append("disputable-criticals:\(evidence.openCriticals)") }
    if evidence.disputes > 0 { flags.append("disputed:\(evidence.disputes)") }
    if let forfeit = scheme.forfeits.first(where: { evidence.count(of: $0.counted) >= $0.from }) {
      gate = .zero
      flags.append("forfeited:\(forfeit.counted.rawValue)")
    } else if let satisfaction = scheme.satisfaction(in: evidence) {
      gate = scheme.gates.first { satisfaction >= $0.from }?.factor ?? .whole
    } else {
      gate = .whole
      flags.append("no-satisfaction")
    }
    self.flags = flags
  }

  /// An assessment as it was stored, or as a settlement made it.
  init(
    parts: [PartScore], addition: Score, deduction: Score, total: Score?, grade: String?, factor: Weight,
    gate: Weight, flags: [String]
  ) {
    self.parts = parts
    self.addition = addition
    self.deduction = deduction
    self.total = total
    self.grade = grade
    self.factor = factor
    self.gate = gate
    self.flags = flags
  }

  /// The place of a grade after the scheme's caps, and the name of the cap that lowered it.
  static func capped(
    _ place: Int, _ evidence: Evidence, _ scheme: PerformanceScheme
  ) -> (place: Int, cap: String?) {
    var place = place
    var name: String?
    for cap in scheme.caps where evidence.count(of: cap.counted) >= cap.from {
      if let least = scheme.grades.firstIndex(where: { $0.name == cap.grade }), least > place {
        place = least
        name = cap.grade
      }
    }
    return (place, name)
  }

  private static func points(_ rule: PerformanceScheme.Adjusting, _ evidence: Evidence) -> Score {
    let points = Int128(evidence.count(of: rule.counted)) * Int128(rule.per.hundredths)
    return Score(hundredths: Int(min(points, Int128(rule.cap.hundredths))))
  }

  /// The raw figure of a part in ten-thousandths of a point or of the indicator's unit; `nil` without enough evidence.
  private static func raw(
    _ part: PerformanceScheme.Part, _ evidence: Evidence, _ place: Int?
  ) -> Int? {
    switch part.source {
    case .qa: return evidence.evaluations >= part.least ? evidence.qa.map { $0.hundredths * 100 } : nil
    case .satisfaction:
      return evidence.responses >= part.least ? evidence.satisfaction.map { $0.hundredths * 100 } : nil
    case .exam: return evidence.exam.map { $0.hundredths * 100 }
    case .training:
      guard evidence.lessonsGiven >= part.least else { return nil }
      return Score(part: evidence.lessonsDone, of: evidence.lessonsGiven).map { $0.hundredths * 100 }
    case .complaint:
      let off = Int128(evidence.liableComplaints) * Int128(part.perComplaint.hundredths)
      return Int(max(0, 10_000 - off)) * 100
    case .competition: return evidence.competition.hundredths * 100
    case .indicator:
      guard let place, place < evidence.indicators.count, evidence.indicators[place] != Evidence.none
      else { return nil }
      return evidence.indicators[place]
    }
  }
}
