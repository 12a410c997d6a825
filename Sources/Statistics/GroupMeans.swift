/// Exact sums over whole numbers, taken one by one, from which a mean and its spread are formed with one rounding.
package struct SampleSums: Hashable, Sendable {
  package private(set) var count = 0
  package private(set) var sum: Int128 = 0
  package private(set) var squares: Int128 = 0

  package init() {}

  /// Sums that were kept.
  package init(count: Int, sum: Int128, squares: Int128) {
    self.count = count
    self.sum = sum
    self.squares = squares
  }

  package mutating func add(_ value: Int) {
    count += 1
    sum += Int128(value)
    squares += Int128(value) * Int128(value)
  }

  package mutating func add(_ other: SampleSums) {
    count += other.count
    sum += other.sum
    squares += other.squares
  }

  /// `nil` of none.
  package var mean: Double? { count > 0 ? Double(sum) / Double(count) : nil }

  /// The sum of squared distances from the mean.
  package var deviation: Double {
    count > 0 ? Double(Int128(count) * squares - sum * sum) / Double(count) : 0
  }

  /// With n − 1; `nil` below two.
  package var variance: Double? { count > 1 ? deviation / Double(count - 1) : nil }

  package var standardDeviation: Double? { variance.map { $0.squareRoot() } }

  /// The t interval of the mean; `nil` below two.
  package func interval(level: Double = 0.95) -> (low: Double, high: Double)? {
    guard let mean, let variance else { return nil }
    let half =
      StudentT(freedom: Double(count - 1)).quantile(level: level) * (variance / Double(count)).squareRoot()
    return (mean - half, mean + half)
  }
}

/// Means of groups drawn towards the mean of all, the more the less each group's own cases say.
///
/// One-way random effects by moments: τ² = max(0, (MSB − MSW)/n₀) with n₀ = (N − Σn²/N)/(k − 1); μ weighs each group's mean
/// by 1/(τ² + MSW/n).
package struct Shrinkage: Sendable {
  package struct Group: Sendable {
    package let n: Int
    package let mean: Double
    /// The share that the group's own mean has in its estimate: τ²/(τ² + MSW/n).
    package let weight: Double
    package let shrunk: Double
  }

  package let mu: Double
  /// The variance between groups.
  package let tau2: Double
  /// The mean square within groups.
  package let msw: Double
  /// In the order given; `nil` for a group without cases.
  package let groups: [Group?]

  /// - Returns: `nil` with fewer than two groups, or where no group has two cases.
  package init?(_ groups: [SampleSums]) {
    let known = groups.filter { $0.count > 0 }
    let all = known.reduce(into: SampleSums()) { $0.add($1) }
    guard known.count > 1, all.count > known.count else { return nil }
    let (n, k) = (Double(all.count), Double(known.count))
    let within = known.reduce(0.0) { $0 + $1.deviation }
    let msw = within / (n - k)
    let msb = max(0, all.deviation - within) / (k - 1)
    let squares = known.reduce(0.0) { $0 + Double($1.count) * Double($1.count) }
    let tau2 = max(0, (msb - msw) / ((n - squares / n) / (k - 1)))
    self.msw = msw
    self.tau2 = tau2
    // Without any variance every group has the same mean, and all weights are alike.
    func weight(_ count: Int) -> Double {
      let variance = tau2 + msw / Double(count)
      return variance > 0 ? 1 / variance : Double(count)
    }
    let weights = known.map { weight($0.count) }
    let mu = zip(known, weights).reduce(0.0) { $0 + ($1.0.mean ?? 0) * $1.1 } / weights.reduce(0, +)
    self.mu = mu
    self.groups = groups.map { group in
      guard let mean = group.mean else { return nil }
      let variance = tau2 + msw / Double(group.count)
      let own = variance > 0 ? tau2 / variance : 0
      return Group(n: group.count, mean: mean, weight: own, shrunk: mu + own * (mean - mu))
    }
  }
}
