/// Classical item analysis: how hard each item is and how well it tells the able from the others.
///
/// Variances have the divisor n − 1 unless a name says otherwise; `nil` is undefined. Discrimination index and efficiency are
/// Moodle's (`question/classes/statistics/questions/calculator.php`), the rest the field's: Cronbach (1951), Kuder and
/// Richardson (1937), Kelley's upper and lower 27 % (1939).
package struct ItemAnalysis: Sendable {
  package struct Test: Sendable {
    package let n: Int
    package let k: Int
    /// Of the totals, in points.
    package let mean: Double?
    package let sampleDeviation: Double?
    package let populationDeviation: Double?
    package let median: Double?
    package let alpha: Double?
    /// `sampleDeviation · √(1 − alpha)`.
    package let standardError: Double?
    /// `nil` unless every item is 0/1.
    package let kr20: Double?
    package let kr21: Double?
    /// Items 1, 3, 5 … against 2, 4, 6 ….
    package let splitHalf: Double?
    package let spearmanBrown: Double?
  }

  package struct Item: Sendable {
    package let name: String
    package let n: Int
    /// Mean over maximum.
    package let facility: Double?
    package let sampleDeviation: Double?
    package let populationDeviation: Double?
    package let itemTotal: Double?
    package let itemRest: Double?
    /// 100 · the correlation with the rest.
    package let discriminationIndex: Double?
    /// 100 · covariance with the rest over the greatest that it could be; dubious below 15.
    package let discriminativeEfficiency: Double?
    /// Facility of the best 27 % less that of the worst.
    package let upperLower: Double?
    package let alphaIfDeleted: Double?
    /// This item's share in the spread of totals, in percent of all items whose covariance with the total is not negative.
    package let effectiveWeight: Double?
    /// Its share of the points, in percent.
    package let intendedWeight: Double?
  }

  package let test: Test
  package let items: [Item]

  /// Analyses scores of any unit.
  package init(_ scores: ItemScores, missing: ItemScores.Missing = .zero) {
    let scores = scores.complete(missing)
    self.init(ItemSums(scores))
  }

  /// Analyses right and wrong answers in one pass over the bytes.
  package init(_ scores: DichotomousScores) { self.init(ItemSums(scores)) }

  private init(_ sums: ItemSums) {
    let (n, k) = (sums.rowCount, sums.items.count)
    let unit = Double(sums.unit)
    let totalVariance = sums.totalMoment
    let itemVariances = sums.items.map { sampleMoment($0.pair.scaledVarianceX, count: $0.pair.count) ?? 0 }
    let varianceSum = itemVariances.reduce(0, +)
    func alpha(_ k: Int, items: Double, total: Double?) -> Double? {
      guard k > 1, let total, total > 0 else { return nil }
      return Double(k) / Double(k - 1) * (1 - items / total)
    }
    let reliability = alpha(k, items: varianceSum, total: totalVariance)
    let deviation = totalVariance.map { $0.squareRoot() / unit }
    let mean = n > 0 ? Double(sums.totalSum) / Double(n) / unit : nil
    test = Test(
      n: n, k: k, mean: mean, sampleDeviation: deviation,
      populationDeviation: n > 0
        ? (Double(sums.scaledTotalVariance).squareRoot() / Double(n)) / unit : nil,
      median: sums.median.map { $0 / unit }, alpha: reliability,
      standardError: deviation.flatMap { deviation in
        reliability.flatMap { $0 <= 1 ? deviation * (1 - $0).squareRoot() : nil }
      },
      kr20: sums.isDichotomous ? Self.kr20(sums, k: k) : nil,
      kr21: sums.isDichotomous ? Self.kr21(sums, k: k) : nil, splitHalf: sums.halves.correlation,
      spearmanBrown: sums.halves.correlation.flatMap { $0 > -1 + 1e-12 ? 2 * $0 / (1 + $0) : nil })
    let weights = sums.items.map { item -> Double? in
      let covariance = item.pair.scaledCovariance
      return covariance < 0 ? nil : Double(covariance).squareRoot()
    }
    let weightSum = weights.reduce(0) { $0 + ($1 ?? 0) }
    let maximumSum = sums.items.reduce(0) { $0 + $1.maximum }
    items = sums.items.enumerated().map { index, item in
      let pair = item.pair
      let rest = item.rest
      let correlation = rest.correlation
      return Item(
        name: item.name, n: pair.count,
        facility: pair.count > 0 && item.maximum > 0
          ? Double(pair.x) / Double(pair.count) / Double(item.maximum) : nil,
        sampleDeviation: sampleMoment(pair.scaledVarianceX, count: pair.count).map {
          $0.squareRoot() / unit
        },
        populationDeviation: pair.count > 0
          ? Double(pair.scaledVarianceX).squareRoot() / Double(pair.count) / unit : nil,
        itemTotal: pair.correlation, itemRest: correlation,
        discriminationIndex: correlation.map { 100 * $0 },
        discriminativeEfficiency: item.sortedCovariance > 0
          ? 100 * Double(rest.scaledCovariance) / Double(item.sortedCovariance) : nil,
        upperLower: item.upperLower,
        alphaIfDeleted: alpha(
          k - 1, items: varianceSum - itemVariances[index],
          total: item.varianceWithout),
        effectiveWeight: weightSum > 0 ? weights[index].map { 100 * $0 / weightSum } : nil,
        intendedWeight: maximumSum > 0 ? 100 * Double(item.maximum) / Double(maximumSum) : nil)
    }
  }

  /// With variances of the population, which is alpha where no cell is missing.
  private static func kr20(_ sums: ItemSums, k: Int) -> Double? {
    guard k > 1, sums.scaledTotalVariance > 0 else { return nil }
    let parts = sums.items.reduce(0.0) { sum, item in
      let n = Double(max(item.pair.count, 1))
      return sum + Double(item.pair.scaledVarianceX) / (n * n)
    }
    let n = Double(sums.rowCount)
    return Double(k) / Double(k - 1) * (1 - parts / (Double(sums.scaledTotalVariance) / (n * n)))
  }

  /// From mean and variance of the totals alone.
  private static func kr21(_ sums: ItemSums, k: Int) -> Double? {
    let n = Double(sums.rowCount)
    guard k > 1, sums.scaledTotalVariance > 0 else { return nil }
    let unit = Double(sums.unit)
    let mean = Double(sums.totalSum) / n / unit
    let variance = Double(sums.scaledTotalVariance) / (n * n * unit * unit)
    return Double(k) / Double(k - 1) * (1 - mean * (Double(k) - mean) / (Double(k) * variance))
  }
}
