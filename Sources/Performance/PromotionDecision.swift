import Formats
import Workspace

/// What a named person decided about somebody's step.
package struct PromotionDecision: Sendable {
  package enum Verdict: String, CaseIterable, Sendable {
    case promote, keep
    case stepBack = "step-back"

    package var words: Words {
      switch self {
      case .promote: Words(en: "promote", zh: "晋升")
      case .keep: Words(en: "keep", zh: "保持")
      case .stepBack: Words(en: "step back", zh: "降级")
      }
    }
  }

  package let id: Int
  package let scheme: String
  package let version: Int
  package let quarter: Quarter
  package let staff: String
  package let name: String
  package let verdict: Verdict
  /// Whether the rule proposed the step then.
  package let isProposed: Bool
  /// The conditions as they stood then.
  package let ground: String
  package let reason: String?
  /// The vacancy whose place it uses.
  package let vacancy: Int?
  package let from: CalendarDay?
  package let at: Instant
  /// The account that decided.
  package let by: String
  /// The decision that this one replaces.
  package let supersedes: Int?

  /// Whether it differs from what the rule proposed.
  package var differs: Bool { isProposed != (verdict != .keep) }
}

/// A decision as it is asked for.
package struct PromotionOrder: Sendable {
  package let quarter: Quarter
  package let staff: String
  package let scheme: String
  package let verdict: PromotionDecision.Verdict
  package let reason: String?
  /// The first day of what changes on the roster; today where it is `nil`.
  package let from: CalendarDay?
  /// The team that goes with a new post; the present one where it is `nil`.
  package let team: String?
  /// Whether it replaces a decision.
  package let isCorrection: Bool

  package init(
    quarter: Quarter, staff: String, scheme: String, verdict: PromotionDecision.Verdict,
    reason: String? = nil,
    from: CalendarDay? = nil, team: String? = nil, isCorrection: Bool = false
  ) {
    self.quarter = quarter
    self.staff = staff
    self.scheme = scheme
    self.verdict = verdict
    self.reason = reason
    self.from = from
    self.team = team
    self.isCorrection = isCorrection
  }

  /// What speaks against the order as it stands; `nil` where it may be recorded.
  ///
  /// - Parameters:
  ///   - isBack: whether the scheme leads back.
  ///   - earlier: the decision in force.
  ///   - placesLeft: `nil` without a limit.
  func refusal(
    isBack: Bool, isProposed: Bool, earlier: PromotionDecision?, placesLeft: Int?
  ) -> Refusal? {
    if verdict != .keep, (verdict == .stepBack) != isBack { return .wrongDirection(self, isBack: isBack) }
    if let earlier, !isCorrection { return .decidedAlready(earlier) }
    if earlier == nil, isCorrection { return .nothingToCorrect(self) }
    guard reason?.isEmpty ?? true else { return nil }
    if isCorrection { return .reasonNeeded("replaces decision \(earlier?.id ?? 0)") }
    if isProposed != (verdict != .keep) {
      return .reasonNeeded(
        "differs from the rule, which proposes \(isProposed ? (isBack ? "step-back" : "promote") : "keep")")
    }
    if verdict == .promote, let placesLeft, placesLeft <= 0 { return .reasonNeeded("goes beyond the places") }
    return nil
  }
}
