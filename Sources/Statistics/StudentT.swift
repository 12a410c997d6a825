import Glibc

/// The distribution by which means of few cases are judged (Student 1908).
package struct StudentT: Sendable {
  package let freedom: Double

  /// - Parameter freedom: degrees of freedom, above 0.
  package init(freedom: Double) { self.freedom = freedom }

  /// The chance of a value at least as far from 0 as `t`, on either side.
  package func bothTails(_ t: Double) -> Double {
    guard t != 0 else { return 1 }
    let (a, square) = (freedom / 2, t * t)
    let x = freedom / (freedom + square)
    // x^a·√(1−x)/B(a, ½), by logarithms that stay exact for many degrees of freedom.
    let front = exp(
      Self.logGammaStep(a) - 0.5 * log(Double.pi) - a * log1p(square / freedom)
        + 0.5 * log(square / (freedom + square)))
    if x < (a + 1) / (a + 2.5) { return min(1, front * Self.fraction(a, 0.5, x) / a) }
    return max(0, 1 - front * Self.fraction(0.5, a, square / (freedom + square)) / 0.5)
  }

  /// The value that a share `level` of the distribution lies within on both sides of 0.
  package func quantile(level: Double) -> Double {
    let tail = 1 - level
    var (low, high) = (0.0, 2.0)
    while bothTails(high) > tail, high < 1e300 { (low, high) = (high, high * 2) }
    var t = min(max(normalQuantile(0.5 + level / 2), low), high)
    for _ in 0..<200 {
      let error = bothTails(t) - tail
      if error > 0 { low = t } else { high = t }
      let next = t + error / (2 * density(t))
      let better = next > low && next < high ? next : (low + high) / 2
      if abs(better - t) <= 2e-16 * t { return better }
      t = better
    }
    return t
  }

  private func density(_ t: Double) -> Double {
    exp(
      Self.logGammaStep(freedom / 2) - 0.5 * log(freedom * Double.pi)
        - (freedom + 1) / 2 * log1p(t * t / freedom))
  }

  /// ln Γ(a + ½) − ln Γ(a): directly for small a, by its series beyond, where the difference would lose digits.
  private static func logGammaStep(_ a: Double) -> Double {
    guard a > 40 else { return lgamma(a + 0.5) - lgamma(a) }
    let square = a * a
    return 0.5 * log(a) - 1 / (8 * a)
      * (1 - 1 / (24 * square) * (1 - 3 / (10 * square) * (1 - 85 / (112 * square))))
  }

  /// Lentz's continued fraction of the incomplete beta function.
  private static func fraction(_ a: Double, _ b: Double, _ x: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var result = d
    for step in 1..<20_000 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      result *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      result *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return result
  }
}
