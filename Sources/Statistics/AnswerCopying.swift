/// Pairs of candidates with the same wrong answers (Harpp and Hogan, 1993; Harpp, Hogan and Jennings, 1996).
///
/// Two who learnt from the same book share right answers; who copied shares wrong ones and differs in little else. A ratio of
/// EEIC to D above 1 is the authors' threshold for looking closer. It is a reason to look, never a verdict.
package enum AnswerCopying {
  package struct Pair: Hashable, Sendable {
    /// Rows of the two, the earlier first.
    package let a: Int
    package let b: Int
    /// Exact errors in common: the same wrong answer.
    package let eeic: Int
    /// Errors in common: both wrong, the same or not.
    package let eic: Int
    /// Items that both answered, differently.
    package let d: Int

    /// `eeic / d`; `nil` where `d` is zero.
    package var ratio: Double? { d == 0 ? nil : Double(eeic) / Double(d) }

    /// Whether `self` is more conspicuous than `other`: by the ratio, which nothing different and something wrong in common tops;
    /// equals in the order of their rows.
    package func precedes(_ other: Pair) -> Bool {
      func rank(_ pair: Pair) -> (Int, Int) {
        pair.d > 0 ? (1, 0) : (pair.eeic > 0 ? (2, 0) : (0, 0))
      }
      let (mine, its) = (rank(self).0, rank(other).0)
      if mine != its { return mine > its }
      let (left, right) = (eeic * other.d, other.eeic * d)
      if mine == 1, left != right { return left > right }
      return (a, b) < (other.a, other.b)
    }
  }

  /// Counts for every pair of rows, or for those that `keeping` wants.
  ///
  /// - Parameters:
  ///   - answers: row by row, a code from 1 for each answer, 0 where none was given.
  ///   - key: the right code of each item.
  /// - Returns: pairs in the order of their rows.
  package static func pairs(
    answers: [UInt8], key: [UInt8], keeping: (Pair) -> Bool = { _ in true }
  ) -> [Pair] {
    let k = key.count
    guard k > 0 else { return [] }
    let n = answers.count / k
    // Rows are padded to whole vectors; the padding is unanswered.
    let width = (k + 31) / 32
    var given = [SIMD32<UInt8>](repeating: SIMD32(repeating: 0), count: n * width)
    var wrong = given
    for row in 0..<n {
      for item in 0..<k {
        let answer = answers[row * k + item]
        given[row * width + item / 32][item % 32] = answer
        wrong[row * width + item / 32][item % 32] = answer == key[item] ? 0 : answer
      }
    }
    var pairs: [Pair] = []
    given.withUnsafeBufferPointer { given in
      wrong.withUnsafeBufferPointer { wrong in
        for a in 0..<n {
          for b in (a + 1)..<max(n, a + 1) {
            let pair = count(a, b, given, wrong, width)
            if keeping(pair) { pairs.append(pair) }
          }
        }
      }
    }
    return pairs
  }

  @inline(__always)
  private static func count(
    _ a: Int, _ b: Int, _ given: UnsafeBufferPointer<SIMD32<UInt8>>,
    _ wrong: UnsafeBufferPointer<SIMD32<UInt8>>, _ width: Int
  ) -> Pair {
    let (zero, one) = (SIMD32<UInt8>(repeating: 0), SIMD32<UInt8>(repeating: 1))
    var (eeic, eic, d) = (0, 0, 0)
    for part in 0..<width {
      let (x, y) = (given[a * width + part], given[b * width + part])
      let (u, v) = (wrong[a * width + part], wrong[b * width + part])
      let bothWrong = (u .!= zero) .& (v .!= zero)
      eic += Int(zero.replacing(with: one, where: bothWrong).wrappedSum())
      eeic += Int(zero.replacing(with: one, where: bothWrong .& (u .== v)).wrappedSum())
      d += Int(zero.replacing(with: one, where: (x .!= y) .& (x .!= zero) .& (y .!= zero)).wrappedSum())
    }
    return Pair(a: a, b: b, eeic: eeic, eic: eic, d: d)
  }
}
