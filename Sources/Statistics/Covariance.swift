/// Exact sums over pairs of whole numbers, taken one by one, from which variances and covariances are formed with one rounding.
package struct PairSums: Sendable {
  package private(set) var count = 0
  private(set) var x: Int128 = 0
  private(set) var y: Int128 = 0
  private(set) var xx: Int128 = 0
  private(set) var yy: Int128 = 0
  private(set) var xy: Int128 = 0

  package init() {}

  init(count: Int, x: Int128, y: Int128, xx: Int128, yy: Int128, xy: Int128) {
    (self.count, self.x, self.y, self.xx, self.yy, self.xy) = (count, x, y, xx, yy, xy)
  }

  package mutating func add(_ a: Int, _ b: Int) {
    let (a, b) = (Int128(a), Int128(b))
    count += 1
    x += a
    y += b
    xx += a * a
    yy += b * b
    xy += a * b
  }

  /// n²·variance of x, with the population's divisor.
  var scaledVarianceX: Int128 { Int128(count) * xx - x * x }
  var scaledVarianceY: Int128 { Int128(count) * yy - y * y }
  var scaledCovariance: Int128 { Int128(count) * xy - x * y }

  /// Pearson's correlation; `nil` where either side is constant.
  package var correlation: Double? {
    let (a, b) = (scaledVarianceX, scaledVarianceY)
    guard a > 0, b > 0 else { return nil }
    return Double(scaledCovariance) / (Double(a).squareRoot() * Double(b).squareRoot())
  }
}

/// A variance or covariance with divisor n − 1 from its exact numerator n·Σab − Σa·Σb; `nil` below two.
func sampleMoment(_ scaled: Int128, count: Int) -> Double? {
  count > 1 ? Double(scaled) / (Double(count) * Double(count - 1)) : nil
}
