/// An exact fraction, for sums and means before their one rounding.
package struct Ratio: Hashable, Comparable, Sendable {
  package let numerator: Int128
  /// Always positive.
  package let denominator: Int128

  /// The fraction in lowest terms; `nil` over zero.
  package init?(_ numerator: Int128, _ denominator: Int128) {
    guard denominator != 0 else { return nil }
    let divisor = Self.gcd(numerator, denominator) * (denominator < 0 ? -1 : 1)
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  package init(_ whole: Int) {
    numerator = Int128(whole)
    denominator = 1
  }

  private init(numerator: Int128, denominator: Int128) {
    self.numerator = numerator
    self.denominator = denominator
  }

  package static let zero = Ratio(0)

  private static func gcd(_ a: Int128, _ b: Int128) -> Int128 {
    var (a, b) = (a.magnitude, b.magnitude)
    while b != 0 {
      // Numbers of 64 bits divide many times faster than those of 128.
      if let x = UInt64(exactly: a), let y = UInt64(exactly: b) {
        var (x, y) = (x, y)
        while y != 0 { (x, y) = (y, x % y) }
        return Int128(x)
      }
      (a, b) = (b, a % b)
    }
    return a == 0 ? 1 : Int128(a)
  }

  package static func + (left: Self, right: Self) -> Ratio {
    Ratio(
      left.numerator * right.denominator + right.numerator * left.denominator,
      left.denominator * right.denominator)
      ?? .zero
  }

  package static prefix func - (value: Self) -> Ratio {
    Ratio(numerator: -value.numerator, denominator: value.denominator)
  }

  package static func - (left: Self, right: Self) -> Ratio { left + -right }

  package static func * (left: Self, right: Self) -> Ratio {
    Ratio(left.numerator * right.numerator, left.denominator * right.denominator) ?? .zero
  }

  package func divided(by other: Ratio) -> Ratio? {
    Ratio(numerator * other.denominator, denominator * other.numerator)
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }

  /// The nearest whole number of `10^−places`, half away from zero.
  package func rounded(places: Int) -> Int {
    var scaled = numerator
    for _ in 0..<places { scaled *= 10 }
    return Int(roundedQuotient(scaled, denominator))
  }

  /// The number with so many decimals, half away from zero.
  package func text(places: Int) -> String { decimalDigits(rounded(places: places), places: places) }
}

/// The quotient rounded half away from zero; the divisor must not be zero.
package func roundedQuotient(_ dividend: Int128, _ divisor: Int128) -> Int128 {
  let doubled = 2 * dividend.magnitude + divisor.magnitude
  let quotient = Int128(doubled / (2 * divisor.magnitude))
  return (dividend < 0) == (divisor < 0) ? quotient : -quotient
}
