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
/// item says. A failed critical item makes the call, or its section, zero, or only flags it.
package enum Scoring {
  package static func result(_ card: Scorecard, _ answers: [ItemAnswer]) -> ScorecardResult {
    let denominator = card.denominator
    var failedSections: Set<Int> = []
    var isCallFailed = false
    var criticals = 0
    for (item, answer) in zip(card.items, answers) where item.criticality != nil {
      guard steps(answer, item).map({ $0 < item.fullSteps }) ?? false else { continue }
      criticals += 1
      switch item.effect {
      case .call: isCallFailed = true
      case .section: failedSections.insert(item.section)
      case .flag: break
      }
    }
    var earned: Int128 = 0
    var weight: Int128 = 0
    for (item, answer) in zip(card.items, answers) {
      guard let steps = steps(answer, item) else { continue }
      weight += Int128(item.weight)
      if failedSections.contains(item.section) { continue }
      earned += Int128(item.weight) * Int128(steps) * (denominator / Int128(item.fullSteps))
    }
    guard weight > 0 else { return ScorecardResult(score: nil, criticals: criticals) }
    let score = isCallFailed ? 0 : Int(roundedQuotient(earned * 10_000, weight * denominator))
    return ScorecardResult(score: Score(hundredths: score), criticals: criticals)
  }

  /// The steps that count; `nil` where the item is left out.
  private static func steps(_ answer: ItemAnswer, _ item: Scorecard.Item) -> Int? {
    switch answer {
    case .steps(let steps): steps
    case .notApplicable:
      switch item.notApplicable {
      case .exclude, .forbid: nil
      case .zero: 0
      case .pass: item.fullSteps
      }
    }
  }
}
