import Statistics

/// A figure of a quarter against the one before: what may be said of the difference.
package struct FigureChange: Sendable {
  package enum Verdict: String, Sendable {
    case better, worse
    /// The interval of the difference holds 0: chance alone may have made it.
    case indistinguishable
    /// One of the figures is missing, or not sure enough to be compared.
    case unknown
  }

  /// A figure with its standard error in the same unit; no error where nothing is left to chance, `nil` where it is not known.
  package struct Figure: Hashable, Sendable {
    package let value: Double
    package let error: Double?

    package init(_ value: Double, error: Double?) {
      self.value = value
      self.error = error
    }

    /// A share in per cent; `nil` of no cases.
    ///
    /// Its error is of one hit and one miss more (Agresti and Caffo, 2000), and so never zero.
    package init?(_ share: Proportion) {
      guard let p = share.estimate else { return nil }
      let (n, likely) = (Double(share.of + 2), Double(share.hits + 1) / Double(share.of + 2))
      self.init(p * 100, error: (likely * (1 - likely) / n).squareRoot() * 100)
    }

    /// A number of cases that come one by one (Poisson).
    package init(count: Int) { self.init(Double(count), error: Double(count).squareRoot()) }
  }

  package let now: Figure?
  package let before: Figure?
  /// Now minus before; `nil` where either is missing.
  package let difference: Double?
  /// The difference ± 1.96 standard errors of it.
  package let interval: (low: Double, high: Double)?
  package let verdict: Verdict

  /// - Parameter isHigherBetter: the direction of the figure.
  package init(now: Figure?, before: Figure?, isHigherBetter: Bool) {
    self.now = now
    self.before = before
    guard let now, let before else {
      (difference, interval, verdict) = (nil, nil, .unknown)
      return
    }
    let difference = now.value - before.value
    self.difference = difference
    guard let one = now.error, let two = before.error else {
      (interval, verdict) = (nil, .unknown)
      return
    }
    let half = normalQuantile(0.975) * (one * one + two * two).squareRoot()
    interval = (difference - half, difference + half)
    if abs(difference) <= half {
      verdict = .indistinguishable
    } else {
      verdict = (difference > 0) == isHigherBetter ? .better : .worse
    }
  }
}

/// Whether something stands out from the rest by more than chance: a strength or a weakness.
package enum Standout: String, Sendable {
  case strength, weakness

  /// By the rule of the report: an interval that lies wholly above, or wholly below, the mean of all.
  ///
  /// An end that lies on the mean does not stand out.
  package init?(low: Double, high: Double, mean: Double) {
    if low > mean { self = .strength } else if high < mean { self = .weakness } else { return nil }
  }
}
