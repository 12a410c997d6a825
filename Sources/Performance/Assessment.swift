import Workspace

/// What a quarter's evidence says about a person, before any scheme judges it.
package struct Evidence: Hashable, Sendable {
  package var qa: Score?
  package var evaluations = 0
  /// Calls with a failed critical item that can no longer be disputed.
  package var criticals = 0
  /// Those that still can, or are; they do not count yet.
  package var openCriticals = 0
  /// Red-line incidents that a second person has confirmed; each weighs as much as a critical call.
  package var incidents = 0
  package var satisfaction: Score?
  package var responses = 0
  package var exam: Score?
  package var lessonsGiven = 0
  package var lessonsDone = 0
  package var liableComplaints = 0
  package var competition = Score.zero

  package init() {}
}

/// A part of somebody's score as it was computed.
package struct PartScore: Hashable, Sendable {
  package let id: String
  /// `nil` where there was no evidence, or too little.
  package let score: Score?
  package let weight: Weight
  /// Whether the part counted: a missing part counts only where its policy makes it zero.
  package let counts: Bool

  package init(id: String, score: Score?, weight: Weight, counts: Bool) {
    self.id = id
    self.score = score
    self.weight = weight
    self.counts = counts
  }
}

/// A person's score, grade and factors under a scheme.
package struct Assessment: Hashable, Sendable {
  package let parts: [PartScore]
  /// What competitions add, capped.
  package let addition: Score
  /// `nil` where nothing could be judged.
  package let total: Score?
  package let grade: String?
  package let factor: Weight
  package let gate: Weight
  /// What a reader must know: `renormalised:exam`, `blocked:qa`, `capped:C`, `no-satisfaction`, `incidents:1`,
  /// `disputable-criticals:1`.
  package let flags: [String]

  /// Judges evidence by a scheme.
  ///
  /// The total is Σ score·weight ÷ Σ weight over the parts that count, rounded once from published part scores, plus
  /// the addition, at most 100. A part that blocks leaves the person without a total.
  package init(_ evidence: Evidence, scheme: PerformanceScheme) {
    var flags: [String] = []
    var isBlocked = false
    parts = scheme.parts.map { part in
      let score = Self.score(part, evidence)
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
        id: part.id, score: score, weight: part.weight, counts: score != nil || part.missing == .zero)
    }
    addition = min(evidence.competition, scheme.competitionCap)
    // A complaint score of 100 is the absence of evidence, so it alone makes nobody assessed.
    let isJudged = zip(scheme.parts, parts).contains { $0.source != .complaint && $1.score != nil }
    let mean = Score.weightedMean(parts.filter(\.counts).map { ($0.score ?? .zero, $0.weight) })
    if let mean, isJudged, !isBlocked {
      let total = min(mean + addition, .full)
      self.total = total
      var place = scheme.grades.firstIndex { total >= $0.from } ?? scheme.grades.count - 1
      if let cap = scheme.criticalCap, evidence.criticals + evidence.incidents >= cap.calls,
        let least = scheme.grades.firstIndex(where: { $0.name == cap.grade }), least > place
      {
        place = least
        flags.append("capped:\(cap.grade)")
      }
      grade = scheme.grades[place].name
      factor = scheme.grades[place].factor
    } else {
      total = nil
      grade = nil
      factor = Weight(basisPoints: 0)
      if !isBlocked { flags.append("not-assessed") }
    }
    if evidence.incidents > 0 { flags.append("incidents:\(evidence.incidents)") }
    if evidence.openCriticals > 0 { flags.append("disputable-criticals:\(evidence.openCriticals)") }
    if let satisfaction = scheme.satisfaction(in: evidence) {
      gate = scheme.gates.first { satisfaction >= $0.from }?.factor ?? .whole
    } else {
      gate = .whole
      flags.append("no-satisfaction")
    }
    self.flags = flags
  }

  /// An assessment as it was stored.
  init(
    parts: [PartScore], addition: Score, total: Score?, grade: String?, factor: Weight, gate: Weight,
    flags: [String]
  ) {
    self.parts = parts
    self.addition = addition
    self.total = total
    self.grade = grade
    self.factor = factor
    self.gate = gate
    self.flags = flags
  }

  private static func score(_ part: PerformanceScheme.Part, _ evidence: Evidence) -> Score? {
    switch part.source {
    case .qa: return evidence.evaluations >= part.least ? evidence.qa : nil
    case .satisfaction: return evidence.responses >= part.least ? evidence.satisfaction : nil
    case .exam: return evidence.exam
    case .training:
      return evidence.lessonsGiven >= part.least
        ? Score(part: evidence.lessonsDone, of: evidence.lessonsGiven) : nil
    case .complaint:
      return max(.zero, Score(hundredths: 10_000 - evidence.liableComplaints * part.perComplaint.hundredths))
    }
  }
}
