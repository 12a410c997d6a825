import Statistics
import Workspace

/// A mean over all calls, estimated from those that were drawn: each counts for as many as it stands for.
///
/// A domain (a class of calls, say) may cut through strata; then the estimate is the ratio Σ w·y ÷ Σ w over the domain's calls,
/// with the linearised variance (Cochran 1977, 5A.13); over whole strata that is the stratified mean.
package struct StratifiedMean: Sendable {
  /// What is known of a stratum: its calls, those judged, and the sums over the judged ones that belong to the domain.
  package struct Stratum: Sendable {
    /// All calls of the stratum; `nil` where the frame is not known, and then each call stands for itself.
    package let size: Int?
    /// Judged with a score, in the domain or not.
    package let judged: Int
    /// Scores of the domain's judged calls, in hundredths.
    package let scores: SampleSums

    package init(size: Int?, judged: Int, scores: SampleSums) {
      self.size = size
      self.judged = judged
      self.scores = scores
    }

    /// Never fewer than were judged.
    fileprivate var calls: Int { max(size ?? judged, judged) }
  }

  /// Judged calls of the domain with a score.
  package let count: Int
  /// The calls that they stand for, rounded.
  package let stoodFor: Int
  /// Exact, rounded once; `nil` of none.
  package let estimate: Score?
  /// In hundredths; `nil` where too few calls vary to say.
  package let error: Double?
  /// Whether every call was judged.
  private let isWhole: Bool
  /// Of the t distribution that the interval is from.
  package let freedom: Int

  package init(_ strata: [Stratum]) {
    let known = strata.filter { $0.judged > 0 }
    count = known.reduce(0) { $0 + $1.scores.count }
    isWhole = known.allSatisfy { $0.size == $0.judged }
    // Over the least common multiple of the strata's divisors every weight is whole.
    let multiple = known.reduce(Int128(1)) { Self.leastCommonMultiple($0, Int128($1.judged)) }
    var (above, below) = (Int128(0), Int128(0))
    for stratum in known {
      let weight = Int128(stratum.calls) * (multiple / Int128(stratum.judged))
      above += weight * stratum.scores.sum
      below += weight * Int128(stratum.scores.count)
    }
    guard below > 0 else {
      (stoodFor, estimate, error, freedom) = (0, nil, nil, 0)
      return
    }
    stoodFor = Int(roundedQuotient(below, multiple))
    estimate = Score(hundredths: Int(roundedQuotient(above, below)))
    let mean = Double(above) / Double(below)
    freedom = known.reduce(0) { $0 + $1.judged - 1 }
    let total = Double(below) / Double(multiple)
    // Σe² − (Σe)²/n of e = y − mean inside the domain and 0 outside.
    let spreads = known.map { stratum -> Double in
      let (n, sum) = (Double(stratum.scores.count), Double(stratum.scores.sum))
      let residual = sum - mean * n
      let squares = Double(stratum.scores.squares) - 2 * mean * sum + mean * mean * n
      return max(0, squares - residual * residual / Double(stratum.judged))
    }
    guard freedom > 0 else {
      error = nil
      return
    }
    // A stratum with one judged call has no spread of its own; it borrows that of the others.
    let pooled = spreads.reduce(0, +) / Double(freedom)
    var variance = 0.0
    for (stratum, spread) in zip(known, spreads) {
      let (calls, judged) = (Double(stratum.calls), Double(stratum.judged))
      let left = stratum.size == nil ? 1 : 1 - judged / calls
      let own = stratum.judged > 1 ? spread / (judged - 1) : pooled
      variance += calls * calls * left * own / judged
    }
    error = variance.squareRoot() / total
  }

  /// The t interval in points, cut off at 0 and 100; `nil` where there is no error.
  package func interval(level: Double = 0.95) -> (low: Score, high: Score)? {
    // Equal scores of a few calls are no certainty about the rest; of all calls they are.
    guard let estimate, let error, error > 0 || isWhole else { return nil }
    let half = StudentT(freedom: Double(freedom)).quantile(level: level) * error
    guard half < 1e6 else { return (.zero, .full) }
    return (
      max(.zero, Score(hundredths: estimate.hundredths - Int(half.rounded()))),
      min(.full, Score(hundredths: estimate.hundredths + Int(half.rounded())))
    )
  }

  private static func leastCommonMultiple(_ a: Int128, _ b: Int128) -> Int128 {
    var (x, y) = (a, b)
    while y != 0 { (x, y) = (y, x % y) }
    let product = (a / x).multipliedReportingOverflow(by: b)
    // Beyond this, sums of products would no longer fit. Weights are then rounded at their eighteenth digit, which is far
    // below the hundredth that is published.
    return product.overflow || product.partialValue > 1 << 60 ? a : product.partialValue
  }
}
