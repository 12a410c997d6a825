/// What a training changed, from scores before and after of people who took it and people who did not.
///
/// Sums are exact in whole units; only the last steps are in `Double`.
package struct TrainingEffect: Sendable {
  /// Somebody's scores, in units of which `unit` make one point.
  package struct Case: Sendable {
    package let isTrained: Bool
    package let before: Int
    package let after: Int

    package init(isTrained: Bool, before: Int, after: Int) {
      self.isTrained = isTrained
      self.before = before
      self.after = after
    }
  }

  /// The change of the trained less the change of the others: ordinary least squares of the score on trained, after and
  /// both, with a sandwich variance by person and the correction G/(G−1)·(N−1)/(N−k).
  package struct DifferenceInDifferences: Sendable {
    package let estimate: Double
    /// `nil` for fewer than three people.
    package let error: Double?
    /// By the normal distribution.
    package let interval: (low: Double, high: Double)?
  }

  /// The trained alone, before against after.
  package struct Paired: Sendable {
    package let n: Int
    package let mean: Double?
    package let spread: Double?
    package let t: Double?
    package let freedom: Int?
    package let p: Double?
    package let interval: (low: Double, high: Double)?
    /// Mean change ÷ spread of the changes.
    package let dz: Double?
    /// Mean change ÷ mean of the spreads before and after.
    package let dav: Double?
  }

  package let n: Int
  /// `nil` where nobody, or everybody, was trained.
  package let differences: DifferenceInDifferences?
  package let paired: Paired
  /// Hake's normalised gain (1998): the share of what could still be learnt that was, of the class as a whole.
  package let classGain: Double?
  /// The mean of each trained person's own gain; who had 100 before is left out.
  package let meanGain: Double?

  package init(_ cases: [Case], unit: Int) {
    n = cases.count
    let scale = Double(unit)
    let trained = cases.filter(\.isTrained)
    let others = cases.filter { !$0.isTrained }
    let change = Moments(trained.map { $0.after - $0.before })
    let otherChange = Moments(others.map { $0.after - $0.before })
    differences = Self.differences(change, otherChange, scale)
    paired = Self.paired(
      change, before: Moments(trained.map(\.before)), after: Moments(trained.map(\.after)), scale)
    let full = Int128(100) * Int128(unit)
    let room = full * Int128(trained.count) - trained.reduce(Int128(0)) { $0 + Int128($1.before) }
    classGain = room == 0 ? nil : Double(change.sum) / Double(room)
    let gains = trained.filter { Int128($0.before) != full }.map {
      Double($0.after - $0.before) / Double(full - Int128($0.before))
    }
    meanGain = gains.isEmpty ? nil : gains.reduce(0, +) / Double(gains.count)
  }

  private static func differences(_ trained: Moments, _ others: Moments, _ scale: Double)
    -> DifferenceInDifferences?
  {
    guard let mean = trained.mean, let otherMean = others.mean else { return nil }
    let estimate = (mean - otherMean) / scale
    let people = Double(trained.count + others.count)
    let rows = 2 * people
    guard rows > 4 else { return DifferenceInDifferences(estimate: estimate, error: nil, interval: nil) }
    let (nT, nC) = (Double(trained.count), Double(others.count))
    let meat = trained.squares / (nT * nT) + others.squares / (nC * nC)
    let error = (meat * people / (people - 1) * (rows - 1) / (rows - 4)).squareRoot() / scale
    let half = normalQuantile(0.975) * error
    return DifferenceInDifferences(
      estimate: estimate, error: error, interval: (estimate - half, estimate + half))
  }

  private static func paired(
    _ change: Moments, before: Moments, after: Moments, _ scale: Double
  ) -> Paired {
    guard let sum = change.mean else {
      return Paired(
        n: 0, mean: nil, spread: nil, t: nil, freedom: nil, p: nil, interval: nil, dz: nil, dav: nil)
    }
    let mean = sum / scale
    let n = change.count
    guard let spread = change.spread.map({ $0 / scale }) else {
      return Paired(
        n: n, mean: mean, spread: nil, t: nil, freedom: 0, p: nil, interval: nil, dz: nil, dav: nil)
    }
    let spreads = ((before.spread ?? 0) + (after.spread ?? 0)) / 2 / scale
    let dav = spreads > 0 ? mean / spreads : nil
    guard spread > 0 else {
      return Paired(
        n: n, mean: mean, spread: 0, t: nil, freedom: n - 1, p: nil, interval: (mean, mean), dz: nil,
        dav: dav)
    }
    let error = spread / Double(n).squareRoot()
    let law = StudentT(freedom: Double(n - 1))
    let half = law.quantile(level: 0.95) * error
    return Paired(
      n: n, mean: mean, spread: spread, t: mean / error, freedom: n - 1, p: law.bothTails(mean / error),
      interval: (mean - half, mean + half), dz: mean / spread, dav: dav)
  }
}

/// Sum and squared deviations of whole numbers, exact where they are all alike.
private struct Moments {
  let count: Int
  let sum: Int128
  /// Squared deviations from the mean, summed.
  let squares: Double

  init(_ values: [Int]) {
    count = values.count
    sum = values.reduce(Int128(0)) { $0 + Int128($1) }
    guard let first = values.first else {
      squares = 0
      return
    }
    // Near the mean the squares are small, so that nothing is lost when they are subtracted.
    let centre = values.count == 1 ? Int128(first) : sum / Int128(values.count)
    var (rest, own) = (Int128(0), Int128(0))
    for value in values {
      let distance = Int128(value) - centre
      rest += distance
      own += distance * distance
    }
    squares = Double(own) - Double(rest * rest) / Double(values.count)
  }

  var mean: Double? { count == 0 ? nil : Double(sum) / Double(count) }

  /// With n − 1; `nil` of fewer than two.
  var spread: Double? { count < 2 ? nil : (max(0, squares) / Double(count - 1)).squareRoot() }
}
