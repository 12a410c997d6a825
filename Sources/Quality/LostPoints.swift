import Formats
import Workspace

/// What each item of a form took from a call: together, what the call lacks to 100 points.
///
/// An item loses its own share of the form as far as it was not met. What a failed critical item makes of a call, or of
/// its section, is lost too: the points that would have been earned are shared equally among the critical items that
/// failed there. What did not apply, and a bonus that was missed, lost nothing.
package enum LostPoints {
  /// By the item's place, each rounded half away from zero.
  package static func lost(_ card: Scorecard, bytes: [UInt8]) -> [Score] {
    guard bytes.count == card.rules.count else { return card.rules.map { _ in .zero } }
    let places = card.rules.indices.filter { steps(bytes[$0], card.rules[$0]) != nil }
    let weight = places.reduce(Int128(0)) { $0 + card.rules[$1].weight }
    guard weight > 0 else { return card.rules.map { _ in .zero } }
    func earned(_ place: Int) -> Int128 {
      let rule = card.rules[place]
      return rule.weight * Int128(steps(bytes[place], rule) ?? 0) * rule.factor
    }
    let failed = places.filter { hasFailed(bytes[$0], card.rules[$0]) }
    let failedCalls = failed.filter { card.rules[$0].effect == .call }
    var scores = card.rules.map { _ in Score.zero }
    for place in places {
      let rule = card.rules[place]
      let own = rule.weight * card.denominator - earned(place)
      // Which critical items bear what was made zero, and what that is.
      var (bearers, pool): ([Int], Int128) = ([], 0)
      if failedCalls.contains(place) {
        bearers = failedCalls
        pool = places.reduce(Int128(0)) { $0 + earned($1) }
      } else if failedCalls.isEmpty, failed.contains(place), rule.effect == .section {
        bearers = failed.filter {
          card.rules[$0].effect == .section && card.rules[$0].section == rule.section
        }
        pool = places.reduce(Int128(0)) { $0 + (card.rules[$1].section == rule.section ? earned($1) : 0) }
      }
      let count = Int128(max(bearers.count, 1))
      scores[place] = Score(
        hundredths: Int(
          roundedQuotient((own * count + pool) * 10_000, count * weight * card.denominator)))
    }
    return scores
  }

  private static func hasFailed(_ byte: UInt8, _ rule: Scorecard.ItemRule) -> Bool {
    rule.isCritical && byte != 255 && Int(byte) < rule.fullSteps
  }

  /// The steps that count; `nil` where the item is left out, as in scoring.
  private static func steps(_ byte: UInt8, _ rule: Scorecard.ItemRule) -> Int? {
    if byte != 255 { return Int(byte) }
    switch rule.notApplicable {
    case .exclude, .forbid: return nil
    case .zero: return 0
    case .pass: return rule.fullSteps
    }
  }
}

extension QualityResults {
  /// An item of a judged call that was not fully met.
  package struct LostItem: Sendable {
    /// The agent's integer key.
    package let staff: Int
    package let call: String
    package let day: CalendarDay
    package let item: String
    package let title: Words
    /// The lesson that the scorecard names.
    package let lesson: String?
    /// The item's points that were reached, in per cent of its own.
    package let reached: Score
    /// What the call lost by it, of 100.
    package let lost: Score
  }

  /// Every item that lost points on a call drawn by chance, by agent, and how many calls of each agent were judged: one pass.
  package func lostItems(in quarter: Quarter) throws -> (items: [LostItem], calls: [Int: Int]) {
    var (items, calls): ([LostItem], [Int: Int]) = ([], [:])
    try EvaluatedCalls(database).forEachStratum(in: quarter, frame: [:]) { _, own in
      for call in own {
        calls[call.staff, default: 0] += 1
        let lost = LostPoints.lost(call.card, bytes: call.items)
        for (place, item) in call.card.items.enumerated() where lost[place] > .zero {
          guard case .steps(let steps) = ItemAnswer(byte: call.items[place]) else { continue }
          items.append(
            LostItem(
              staff: call.staff, call: call.name, day: call.day, item: item.id, title: item.title,
              lesson: item.lesson, reached: Score(part: steps, of: item.fullSteps) ?? .zero, lost: lost[place]
            ))
        }
      }
    }
    return (items, calls)
  }
}
