/// Fuzzy comprehensive evaluation: how far a thing belongs to each grade, from shares of answers and weights of indicators.
package struct FuzzyEvaluation: Sendable {
  /// How an indicator's weight a and its share r in a grade meet, and how the indicators of a grade are gathered.
  package enum Operator: String, CaseIterable, Sendable {
    /// M(·,+): Σ a·r, with which the score is the weighted mean of the indicators' own scores.
    case weightedAverage = "weighted_average"
    /// M(∧,∨): the largest of min(a, r).
    case maxMin = "max_min"
    /// M(·,∨): the largest of a·r.
    case maxProduct = "max_product"
    /// M(⊕,∧): min(1, Σ min(a, r)).
    case boundedSumMin = "bounded_sum_min"
  }

  /// The membership in each grade as the operator gives it.
  package let memberships: [Double]

  /// - Parameters:
  ///   - weights: positive, one for each indicator; they are made to sum to 1.
  ///   - shares: for each indicator its share in each grade.
  package init(weights: [Double], shares: [[Double]], by operation: Operator) {
    let sum = weights.reduce(0, +)
    let weights = weights.map { $0 / sum }
    memberships = (shares.first ?? []).indices.map { grade in
      var result = 0.0
      for (weight, share) in zip(weights, shares) {
        switch operation {
        case .weightedAverage: result += weight * share[grade]
        case .maxMin: result = max(result, min(weight, share[grade]))
        case .maxProduct: result = max(result, weight * share[grade])
        case .boundedSumMin: result = min(1, result + min(weight, share[grade]))
        }
      }
      return result
    }
  }

  /// The memberships made to sum to 1; `nil` where all are 0.
  package var normalised: [Double]? {
    let sum = memberships.reduce(0, +)
    return sum > 0 ? memberships.map { $0 / sum } : nil
  }

  /// Σ membership · grade over the normalised memberships.
  package func score(_ grades: [Double]) -> Double? {
    normalised.map { zip($0, grades).reduce(0) { $0 + $1.0 * $1.1 } }
  }

  /// Counts of answers as shares; `nil` of none.
  package static func shares(of counts: [Int]) -> [Double]? {
    let sum = counts.reduce(0, +)
    return sum > 0 ? counts.map { Double($0) / Double(sum) } : nil
  }
}
