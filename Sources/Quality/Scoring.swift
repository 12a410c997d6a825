import Workspace

/// An answer to one item of a scorecard, counted in the item's steps.
package enum ItemAnswer: Hashable, Sendable {
  case steps(Int)
  case notApplicable

  /// The byte that an evaluation keeps; 255 is "not applicable".
  package var byte: UInt8 {
    switch self {
    case .steps(let steps): UInt8(steps)
    case .notApplicable: 255
    }
  }

  package init(byte: UInt8) { self = byte == 255 ? .notApplicable : .steps(Int(byte)) }
}

/// What a filled-in scorecard comes to.
package struct ScorecardResult: Hashable, Sendable {
  /// Out of 100; `nil` where nothing applied.
  package let score: Score?
  /// Critical items that were not fully met.
  package let criticals: Int
}

/// Scores a scorecard: 100 · Σ wᵢaᵢ/mᵢ ÷ Σ wᵢ over the items that apply, exact, rounded once.
///
/// An item that does not apply is left out and its weight spread over the rest, or counts as zero or as full, as the
/// item says. A failed critical item makes the call, or its section, zero, or only flags it. A bonus item adds up to its
/// bonus on top; no score is above 100.
package enum Scoring {
  package static func result(_ card: Scorecard, _ answers: [ItemAnswer]) -> ScorecardResult {
    result(card, bytes: answers.map(\.byte))
  }

  /// The same over the bytes that an evaluation keeps.
  ///
  /// - Parameter unanswered: items to be left out whatever their rule, while a form is being filled in.
  package static func result(
    _ card: Scorecard, bytes: [UInt8], unanswered: [Bool] = []
  ) -> ScorecardResult {
    // A form has fewer than 64 sections; one bit each.
    var failedSections: UInt64 = 0
    var isCallFailed = false
    var criticals = 0
    for (place, rule) in card.rules.enumerated() where rule.isCritical {
      if place < unanswered.count, unanswered[place] { continue }
      // What does not apply did not fail, whatever it does to the score.
      guard bytes[place] != 255, Int(bytes[place]) < rule.fullSteps else { continue }
      criticals += 1
      switch rule.effect {
      case .call: isCallFailed = true
      case .section: failedSections |= 1 << UInt64(rule.section & 63)
      case .flag: break
      }
    }
    var earned: Int128 = 0
    var weight: Int128 = 0
    var bonus: Int128 = 0
    for (place, rule) in card.rules.enumerated() {
      if place < unanswered.count, unanswered[place] { continue }
      guard let steps = steps(bytes[place], rule) else { continue }
      weight += rule.weight
      if failedSections >> UInt64(rule.section & 63) & 1 == 1 { continue }
      earned += rule.weight * Int128(steps) * rule.factor
      bonus += rule.bonus * Int128(steps) * rule.factor
    }
    guard weight > 0 else { return ScorecardResult(score: nil, criticals: criticals) }
    guard !isCallFailed else { return ScorecardResult(score: .zero, criticals: criticals) }
    let score = roundedQuotient(earned * 10_000 + bonus * weight, weight * card.denominator)
    return ScorecardResult(
      score: min(.full, Score(hundredths: Int(score))), criticals: criticals)
  }

  /// The steps that count; `nil` where the item is left out.
  private static func steps(_ byte: UInt8, _ rule: Scorecard.ItemRule) -> Int? {
    if byte != 255 { return Int(byte) }
    switch rule.notApplicable {
    case .exclude, .forbid: return nil
    case .zero: return 0
    case .pass: return rule.fullSteps
    }
  }
}
