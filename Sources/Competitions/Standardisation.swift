import Workspace

/// How the marks of severe and of generous judges are brought to one scale before the panel's rule: by z-scores.
///
/// A mark becomes full marks × (½ + z ⁄ 10). Sensible only where judges did not all see the same entrants, and those were
/// given to them by lot.
package enum Standardisation: String, CaseIterable, Sendable {
  /// The standard deviation divides by n.
  case population
  /// The standard deviation divides by n − 1.
  case sample

  /// z of each mark to six decimals, half away from zero; 0 where the judge gave all the same, or only one.
  ///
  /// - Parameter marks: in any unit.
  package func scores(_ marks: [Int]) -> [Ratio] {
    // z² = (n·x − Σx)² ⁄ (n·Σx² − (Σx)²), times (n − 1) ⁄ n for the sample's deviation.
    let count = Int128(marks.count)
    let sum = marks.reduce(Int128(0)) { $0 + Int128($1) }
    let spread = marks.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) } * count - sum * sum
    guard spread > 0 else { return marks.map { _ in .zero } }
    let (top, bottom) = self == .population ? (Int128(1), Int128(1)) : (count - 1, count)
    return marks.map { mark in
      let distance = count * Int128(mark) - sum
      guard let square = Ratio(distance * distance * top, spread * bottom) else { return .zero }
      let millionths = Self.roundedRoot(square)
      return Ratio(distance < 0 ? -millionths : millionths, 1_000_000) ?? .zero
    }
  }

  /// The square root in millionths, rounded half up, from whole numbers alone.
  private static func roundedRoot(_ square: Ratio) -> Int128 {
    // √(n⁄d) in millionths lies at or above m − ½ exactly where n · 4·10¹² ≥ d · (2m − 1)².
    var low: Int128 = 0
    var high: Int128 = 1
    let isReached = { (millionths: Int128) -> Bool in
      let odd = 2 * millionths - 1
      let left = square.numerator.multipliedFullWidth(by: 4_000_000_000_000)
      let right = square.denominator.multipliedFullWidth(by: odd * odd)
      return (left.high, left.low) >= (right.high, right.low)
    }
    while isReached(high) { (low, high) = (high, high * 2) }
    while high - low > 1 {
      let middle = (low + high) / 2
      if isReached(middle) { low = middle } else { high = middle }
    }
    return low
  }

  /// Every judge's marks in a stage and criterion on the common scale, in ten-thousandths before and in points after.
  ///
  /// - Parameter full: the stage's full marks, in points.
  func applied(to marks: [(judge: String, mark: Int)], full: Ratio) -> [Ratio] {
    var result = [Ratio](repeating: .zero, count: marks.count)
    for own in Dictionary(grouping: marks.indices, by: { marks[$0].judge }).values {
      for (place, z) in zip(own, scores(own.map { marks[$0].mark })) {
        result[place] = full * ((Ratio(1, 2) ?? .zero) + z * (Ratio(1, 10) ?? .zero))
      }
    }
    return result
  }
}
