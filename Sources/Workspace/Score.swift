import Formats

/// A score in hundredths of a point: `8_950` is 89.50 of 100.
///
/// Scores may exceed 100.00 where a bonus item allows it, and differences of scores may be negative.
package struct Score: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let hundredths: Int

  package init(hundredths: Int) { self.hundredths = hundredths }

  package static let zero = Score(hundredths: 0)
  package static let full = Score(hundredths: 10_000)

  /// `part` of `whole` as a score out of 100, rounded half away from zero; `nil` where `whole` is zero.
  package init?(part: Int, of whole: Int) {
    guard whole != 0 else { return nil }
    self.init(hundredths: Int(roundedQuotient(Int128(part) * 10_000, Int128(whole))))
  }

  /// The mean of published scores, rounded half away from zero; `nil` of none.
  package static func mean(sum hundredths: Int, count: Int) -> Score? {
    guard count > 0 else { return nil }
    return Score(hundredths: Int(roundedQuotient(Int128(hundredths), Int128(count))))
  }

  /// Scores with their weights, over the sum of the weights, rounded half away from zero; `nil` where that sum is zero.
  package static func weightedMean(_ parts: [(score: Score, weight: Weight)]) -> Score? {
    let weight = parts.reduce(Int128(0)) { $0 + Int128($1.weight.basisPoints) }
    guard weight > 0 else { return nil }
    let sum = parts.reduce(Int128(0)) { $0 + Int128($1.score.hundredths) * Int128($1.weight.basisPoints) }
    return Score(hundredths: Int(roundedQuotient(sum, weight)))
  }

  package static func < (left: Self, right: Self) -> Bool { left.hundredths < right.hundredths }
  package static func + (left: Self, right: Self) -> Score {
    Score(hundredths: left.hundredths + right.hundredths)
  }
  package static func - (left: Self, right: Self) -> Score {
    Score(hundredths: left.hundredths - right.hundredths)
  }

  /// Two decimals: `89.50`.
  package var description: String { decimalText(hundredths, places: 2) }

  package var json: JSON { .number(description) }
}

/// A number of units of `10^−places` as a decimal text.
func decimalDigits(_ units: Int, places: Int) -> String { decimalText(units, places: places) }
