import Workspace

/// What a panel of judges comes to, exactly.
///
/// One mark stands; two are averaged; of three the closest two are averaged, with equal distances the higher two
/// (IJRU technical manual 3.0.0); of four and more, so many of the highest and lowest are left out and the rest averaged.
package enum Panel {
  /// The panel's mark; `nil` of no marks.
  ///
  /// - Parameter drop: how many at either end; never so many that nothing is left.
  package static func mark(_ marks: [Ratio], drop: Int) -> Ratio? {
    let sorted = marks.sorted()
    switch sorted.count {
    case 0: return nil
    case 1: return sorted[0]
    case 2: return mean(sorted[...])
    case 3:
      let (low, high) = (sorted[1] - sorted[0], sorted[2] - sorted[1])
      return mean(high > low ? sorted[0...1] : sorted[1...2])
    default:
      let left = min(drop, (sorted.count - 1) / 2)
      return mean(sorted[left..<(sorted.count - left)])
    }
  }

  static func mean(_ marks: ArraySlice<Ratio>) -> Ratio? {
    marks.reduce(Ratio.zero, +).divided(by: Ratio(marks.count))
  }

  /// What an entrant's marks in a stage come to, out of the stage's full marks; `nil` where a criterion has none.
  ///
  /// - Parameter marks: by criterion.
  static func stage(_ stage: ContestStage, marks: [String: [Ratio]]) -> Ratio? {
    if let speed = stage.speed {
      guard let right = mark(marks["right"] ?? [], drop: stage.drop) else { return nil }
      let wrong = mark(marks["wrong"] ?? [], drop: stage.drop) ?? .zero
      let lost = wrong * (Ratio(Int128(speed.wrong), 100) ?? .zero)
      return max(.zero, right - lost).divided(by: Ratio(speed.tickets)).map {
        $0 * (Ratio(Int128(stage.full), 10_000) ?? .zero)
      }
    }
    var sum = Ratio.zero
    for criterion in stage.criteria {
      guard let panel = mark(marks[criterion.id] ?? [], drop: stage.drop) else { return nil }
      sum = sum + panel * (Ratio(Int128(criterion.weight.basisPoints), 10_000) ?? .zero)
    }
    return sum
  }
}

/// A panel's trimmed mean for a plain list of marks, as `analyse panel` gives it.
package struct TrimmedPanel: Sendable {
  package let contestant: String
  /// `nil` of fewer marks than twice the number dropped, plus one.
  package let trimmedMean: Ratio?
  package let fullMean: Ratio?
  /// 1, 2, 2, 4 by the trimmed mean; `nil` without one.
  package let rank: Int?

  /// Everybody in the order of their first marks, with their ranks.
  ///
  /// - Parameter marks: `nil` where a judge gave none.
  package static func panels(_ marks: [(contestant: String, mark: Ratio?)], drop: Int) -> [TrimmedPanel] {
    var order: [String] = []
    var given: [String: [Ratio]] = [:]
    for (contestant, mark) in marks {
      if given[contestant] == nil { order.append(contestant) }
      given[contestant, default: []] += mark.map { [$0] } ?? []
    }
    let means = order.map { contestant -> (trimmed: Ratio?, full: Ratio?) in
      let sorted = (given[contestant] ?? []).sorted()
      return (
        sorted.count > 2 * drop ? Panel.mean(sorted[drop..<(sorted.count - drop)]) : nil,
        Panel.mean(sorted[...])
      )
    }
    let ranked = means.compactMap(\.trimmed).sorted(by: >)
    return zip(order, means).map { contestant, mean in
      TrimmedPanel(
        contestant: contestant, trimmedMean: mean.trimmed, fullMean: mean.full,
        rank: mean.trimmed.flatMap { own in ranked.firstIndex(of: own).map { $0 + 1 } })
    }
  }
}
