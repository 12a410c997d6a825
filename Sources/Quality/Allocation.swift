import Workspace

/// How many of an agent's calls are drawn from each stratum.
package enum Allocation {
  /// Divides `wanted` draws among strata of the given sizes.
  ///
  /// First every stratum gets its minimum share of the draws, rounded up, in the plan's order; then every stratum that has
  /// calls and none drawn gets one, the largest first; the rest goes one by one to the stratum in which a drawn call would
  /// stand for most (Jefferson's rule), the first listed among equals. No stratum gives more calls than it has.
  package static func counts(_ wanted: Int, sizes: [Int], shares: [Weight]) -> [Int] {
    var counts = [Int](repeating: 0, count: sizes.count)
    var left = min(wanted, sizes.reduce(0, +))
    for (place, share) in shares.enumerated() where share.basisPoints > 0 {
      let least = (wanted * share.basisPoints + 9_999) / 10_000
      counts[place] = min(least, sizes[place], left)
      left -= counts[place]
    }
    for place in sizes.indices.sorted(by: { (sizes[$1], $0) < (sizes[$0], $1) })
    where left > 0 && sizes[place] > 0 && counts[place] == 0 {
      counts[place] = 1
      left -= 1
    }
    while left > 0 {
      var best: Int?
      for place in sizes.indices where counts[place] < sizes[place] {
        guard let other = best else {
          best = place
          continue
        }
        if sizes[place] * (counts[other] + 1) > sizes[other] * (counts[place] + 1) { best = place }
      }
      guard let best else { break }
      counts[best] += 1
      left -= 1
    }
    return counts
  }
}

/// How many calls a wanted margin of error needs, in a finite number of calls.
package enum SampleSize {
  /// n = n₀/(1 + n₀/N) with n₀ = (z·σ/E)², rounded up; at most N.
  ///
  /// - Parameters:
  ///   - error: half the width of the interval, in the unit of the deviation.
  ///   - deviation: the standard deviation of a call's score.
  ///   - z: the normal quantile of the confidence.
  package static func forMean(error: Double, deviation: Double, z: Double, population: Int) -> Int {
    guard population > 0 else { return 0 }
    let first = (z * deviation / error) * (z * deviation / error)
    let needed = first / (1 + first / Double(population))
    return min(population, max(1, Int((needed - 1e-9).rounded(.up))))
  }
}
