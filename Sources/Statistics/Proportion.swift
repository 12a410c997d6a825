import Glibc

/// A share with the interval that it lies in.
package struct Proportion: Hashable, Sendable {
  package let hits: Int
  package let of: Int

  package init(hits: Int, of: Int) {
    self.hits = hits
    self.of = of
  }

  /// The chance of at least so many hits among independent cases that each hit with the same chance.
  package static func tail(atLeast hits: Int, of cases: Int, share: Double) -> Double {
    guard hits > 0 else { return 1 }
    guard share > 0, hits <= cases else { return 0 }
    guard share < 1 else { return 1 }
    let all: Double = lgamma(Double(cases) + 1)
    let sum = (hits...cases).reduce(0.0) { sum, count in
      let (k, rest) = (Double(count), Double(cases - count))
      return sum + exp(all - lgamma(k + 1) - lgamma(rest + 1) + k * log(share) + rest * log1p(-share))
    }
    return min(1, sum)
  }

  package var estimate: Double? { of > 0 ? Double(hits) / Double(of) : nil }

  /// Wilson's score interval (1927), which stays between 0 and 1 and holds for few cases too; `nil` of none.
  ///
  /// - Parameter level: the confidence, between 0 and 1.
  package func wilson(level: Double = 0.95) -> (low: Double, high: Double)? {
    guard of > 0 else { return nil }
    let z = normalQuantile(0.5 + level / 2)
    let (n, p) = (Double(of), Double(hits) / Double(of))
    let divisor = 1 + z * z / n
    let centre = (p + z * z / (2 * n)) / divisor
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / divisor
    return (hits == 0 ? 0 : max(0, centre - half), hits == of ? 1 : min(1, centre + half))
  }
}

/// The value below which a share `p` of the standard normal distribution lies; `p` between 0 and 1, both excluded.
///
/// Acklam's rational approximation (2003), made exact to the last digits by one step of Halley with `erfc`.
package func normalQuantile(_ p: Double) -> Double {
  let a = [
    -3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02, 1.383577518672690e+02,
    -3.066479806614716e+01, 2.506628277459239e+00,
  ]
  let b = [
    -5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02, 6.680131188771972e+01,
    -1.328068155288572e+01,
  ]
  let c = [
    -7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838e+00, -2.549732539343734e+00,
    4.374664141464968e+00, 2.938163982698783e+00,
  ]
  let d = [7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996e+00, 3.754408661907416e+00]
  func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
    coefficients.reduce(0) { $0 * x + $1 }
  }
  var x: Double
  if p < 0.02425 {
    let q = (-2 * log(p)).squareRoot()
    x = polynomial(c, q) / (polynomial(d, q) * q + 1)
  } else if p > 1 - 0.02425 {
    let q = (-2 * log(1 - p)).squareRoot()
    x = -polynomial(c, q) / (polynomial(d, q) * q + 1)
  } else {
    let q = p - 0.5
    x = polynomial(a, q * q) * q / (polynomial(b, q * q) * q * q + 1)
  }
  for _ in 0..<2 {
    let error = 0.5 * erfc(-x / 2.0.squareRoot()) - p
    let step = error * (2 * Double.pi).squareRoot() * exp(x * x / 2)
    x -= step / (1 + x * step / 2)
  }
  return x
}
