import Glibc

/// Points over time with the limits within which chance alone would keep them.
package struct ControlChart: Sendable {
  package struct Point: Sendable {
    /// From 1.
    package let index: Int
    /// `nil` where nothing was counted.
    package let value: Double?
    package let low: Double?
    package let high: Double?
    /// Whether the value lies outside its limits.
    package let isOut: Bool
  }

  package let centre: Double?
  package let points: [Point]

  /// A chart of shares (p-chart): 3σ limits for each point's own number of cases, clamped to 0 … 1.
  ///
  /// - Parameters:
  ///   - counts: hits among cases, point by point.
  ///   - centre: a share frozen on a baseline; without it Σ hits ÷ Σ cases of the points themselves.
  package init(shares counts: [(hits: Int, of: Int)], centre frozen: Double? = nil) {
    let all = counts.reduce(0) { $0 + $1.of }
    let centre = frozen ?? (all > 0 ? Double(counts.reduce(0) { $0 + $1.hits }) / Double(all) : nil)
    self.centre = centre
    points = counts.enumerated().map { place, count in
      guard let centre, count.of > 0 else {
        return Point(index: place + 1, value: nil, low: nil, high: nil, isOut: false)
      }
      let half = 3 * (centre * (1 - centre) / Double(count.of)).squareRoot()
      let (low, high) = (max(0, centre - half), min(1, centre + half))
      let value = Double(count.hits) / Double(count.of)
      return Point(index: place + 1, value: value, low: low, high: high, isOut: value < low || value > high)
    }
  }

  /// A chart of exponentially weighted moving averages (Roberts 1959), with exact limits.
  ///
  /// - Parameters:
  ///   - sigma: the standard deviation of one value.
  ///   - lambda: the weight of the newest value, above 0 and at most 1.
  ///   - width: the limits' distance in standard deviations of the average.
  package init(moving values: [Double], mean: Double, sigma: Double, lambda: Double, width: Double) {
    centre = mean
    var average = mean
    points = values.enumerated().map { place, value in
      average = lambda * value + (1 - lambda) * average
      let share = lambda / (2 - lambda) * (1 - pow(1 - lambda, Double(2 * (place + 1))))
      let half = width * sigma * share.squareRoot()
      return Point(
        index: place + 1, value: average, low: mean - half, high: mean + half,
        isOut: average < mean - half || average > mean + half)
    }
  }
}

/// Cumulated sums of what lies beyond an allowance above and below a mean (Page 1954): finds small lasting shifts.
package struct CumulativeSums: Sendable {
  package struct Point: Sendable {
    /// From 1.
    package let index: Int
    package let above: Double
    package let below: Double
    package let isSignal: Bool
  }

  package let points: [Point]

  /// - Parameters:
  ///   - allowance: k, in standard deviations: half of the shift that is to be found.
  ///   - decision: h, in standard deviations: a sum beyond it is a signal.
  package init(_ values: [Double], mean: Double, sigma: Double, allowance: Double, decision: Double) {
    var (above, below) = (0.0, 0.0)
    points = values.enumerated().map { place, value in
      above = max(0, value - (mean + allowance * sigma) + above)
      below = max(0, mean - allowance * sigma - value + below)
      return Point(
        index: place + 1, above: above, below: below,
        isSignal: above > decision * sigma || below > decision * sigma)
    }
  }

  /// The index of the first signal.
  package var firstSignal: Int? { points.first { $0.isSignal }?.index }
}
