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

  /// The most conspicuous so many of a stream of pairs, in their order.
  package struct Foremost: Sendable {
    package let limit: Int
    package private(set) var pairs: [Pair] = []
    /// Pairs seen, kept or not.
    package private(set) var count = 0

    package init(_ limit: Int) { self.limit = limit }

    package mutating func add(_ pair: Pair) {
      count += 1
      if pairs.count == limit, let last = pairs.last, !pair.precedes(last) { return }
      pairs.insert(pair, at: pairs.firstIndex { pair.precedes($0) } ?? pairs.count)
      if pairs.count > limit { pairs.removeLast() }
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
    let sheets = BitSheets(answers: answers, key: key)
    var pairs: [Pair] = []
    for a in 0..<sheets.count {
      for b in (a + 1)..<max(sheets.count, a + 1) {
        let pair = sheets.compare(a, b)
        if keeping(pair) { pairs.append(pair) }
      }
    }
    return pairs
  }
}

/// Answers as bits, an item a bit: one word of them per plane, so that sixty-four items are compared at once.
private final class BitSheets {
  let count: Int
  /// Words in a plane.
  private let width: Int
  /// Planes of the codes' bits, as many as the greatest code needs.
  private let depth: Int
  /// Row by row: what was given, what of it is wrong, then the planes of the codes.
  private let words: UnsafeMutablePointer<UInt64>
  private let stride: Int

  init(answers: [UInt8], key: [UInt8]) {
    let k = key.count
    count = answers.count / k
    width = (k + 63) / 64
    depth = 8 - (answers.max() ?? 0).leadingZeroBitCount
    stride = (2 + depth) * width
    words = .allocate(capacity: max(1, count * stride))
    words.initialize(repeating: 0, count: max(1, count * stride))
    for row in 0..<count {
      for item in 0..<k {
        let answer = answers[row * k + item]
        if answer == 0 { continue }
        let (word, bit) = (row * stride + item / 64, UInt64(1) << UInt64(item % 64))
        words[word] |= bit
        if answer != key[item] { words[word + width] |= bit }
        for plane in 0..<depth where answer >> UInt8(plane) & 1 == 1 {
          words[word + (2 + plane) * width] |= bit
        }
      }
    }
  }

  deinit { words.deallocate() }

  @inline(__always)
  func compare(_ a: Int, _ b: Int) -> AnswerCopying.Pair {
    let (x, y) = (words + a * stride, words + b * stride)
    var (eeic, eic, d) = (0, 0, 0)
    for part in 0..<width {
      var different: UInt64 = 0
      for plane in 2..<(2 + depth) { different |= x[plane * width + part] ^ y[plane * width + part] }
      let bothWrong = x[width + part] & y[width + part]
      eic &+= bothWrong.nonzeroBitCount
      eeic &+= (bothWrong & ~different).nonzeroBitCount
      d &+= (x[part] & y[part] & different).nonzeroBitCount
    }
    return AnswerCopying.Pair(a: a, b: b, eeic: eeic, eic: eic, d: d)
  }
}
