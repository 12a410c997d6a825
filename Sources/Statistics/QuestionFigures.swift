/// How one question did over papers that need not be the same: against the rest of each paper, as shares of their points.
///
/// With the same paper for all it gives what item analysis gives for shares.
package struct QuestionFigures: Sendable {
  package let count: Int
  package let facility: Double?
  /// Of the share earned, with divisor n − 1.
  package let deviation: Double?
  /// The correlation of the share earned with the share of the rest.
  package let discrimination: Double?
  /// The standard error of that correlation, `√((1 − r²) ÷ (n − 2))`.
  package let discriminationError: Double?
  /// 100 · covariance over the greatest that it could be; dubious below 15.
  package let efficiency: Double?

  /// - Parameter shares: for each sitting, what was earned of the question and of the rest of its paper, in millionths.
  package init(_ shares: [(item: Int, rest: Int)]) {
    var sums = PairSums()
    for share in shares { sums.add(share.item, share.rest) }
    count = shares.count
    facility = count > 0 ? Double(sums.x) / Double(count) / 1e6 : nil
    deviation = sampleMoment(sums.scaledVarianceX, count: count).map { $0.squareRoot() / 1e6 }
    let correlation = sums.correlation
    discrimination = correlation
    let n = Double(shares.count)
    discriminationError = correlation.flatMap { n > 2 ? ((1 - $0 * $0) / (n - 2)).squareRoot() : nil }
    let product = zip(shares.map(\.item).sorted(), shares.map(\.rest).sorted())
      .reduce(Int128(0)) { $0 + Int128($1.0) * Int128($1.1) }
    let greatest = Int128(count) * product - sums.x * sums.y
    efficiency = greatest > 0 ? 100 * Double(sums.scaledCovariance) / Double(greatest) : nil
  }

  /// The places of the best and the worst 27 % by the rest of their papers, ties in their order.
  package static func extremes(_ rests: [Int]) -> (upper: [Int], lower: [Int]) { ItemSums.extremes(rests) }
}
