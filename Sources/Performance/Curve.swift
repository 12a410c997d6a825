import Formats
import Workspace

/// How one figure follows from another without a gap: straight between points, or in steps.
///
/// Both are whole numbers of units that the owner states: a part's raw figure in ten-thousandths gives a score in
/// hundredths, a total in hundredths gives a factor in basis points. Never falls where the figure gets better.
package struct Curve: Hashable, Sendable {
  package struct Point: Hashable, Sendable {
    package let at: Int
    package let value: Int

    package init(at: Int, value: Int) {
      self.at = at
      self.value = value
    }
  }

  package enum Shape: Hashable, Sendable {
    /// Straight between points in rising order of `at`, flat before the first and beyond the last.
    case line([Point])
    /// The value of the first step that the figure reaches, the best step first; the last holds for all the rest.
    case steps([Point])
    /// A rate for each unit between a tier's start and the next one's, from the lowest tier up; the sum over all tiers.
    ///
    /// `value` is the rate in millionths of the value's unit for each unit of `at`: for a whole point, with four decimal
    /// places from a raw figure to a score, and with eight from a total to a factor.
    case marginal([Point])
  }

  package let shape: Shape
  package let isHigherBetter: Bool

  package init(_ shape: Shape, isHigherBetter: Bool = true) {
    self.shape = shape
    self.isHigherBetter = isHigherBetter
  }

  /// The value for a figure, rounded half away from zero.
  package func value(at figure: Int) -> Int {
    switch shape {
    case .line(let points):
      guard let first = points.first, let last = points.last else { return 0 }
      if figure <= first.at { return first.value }
      if figure >= last.at { return last.value }
      guard let next = points.firstIndex(where: { $0.at > figure }), next > 0 else { return last.value }
      let (from, to) = (points[next - 1], points[next])
      let width = Int128(to.at - from.at)
      let above = Int128(from.value) * width + Int128(to.value - from.value) * Int128(figure - from.at)
      return Int(roundedQuotient(above, width))
    case .steps(let steps):
      let reached = steps.first { isHigherBetter ? figure >= $0.at : figure <= $0.at }
      return (reached ?? steps.last)?.value ?? 0
    case .marginal(let tiers):
      var sum = Int128(0)
      for (index, tier) in tiers.enumerated() {
        let end = index + 1 < tiers.count ? min(figure, tiers[index + 1].at) : figure
        if end > tier.at { sum += Int128(end - tier.at) * Int128(tier.value) }
      }
      return Int(clamping: roundedQuotient(sum, 1_000_000))
    }
  }

  /// The best value that any figure can have, up to a highest figure.
  package func best(upTo highest: Int) -> Int {
    switch shape {
    case .line(let points), .steps(let points): points.map(\.value).max() ?? 0
    case .marginal: value(at: highest)
    }
  }

  /// The figures at which something changes, in rising order: for tables of a curve.
  package var corners: [Int] {
    switch shape {
    case .line(let points), .marginal(let points): points.map(\.at)
    case .steps(let steps): steps.dropLast().map(\.at).sorted()
    }
  }
}
