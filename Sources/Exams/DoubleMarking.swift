import Workspace

/// What independent markers' points come to.
package enum DoubleMarking {
  package enum Decision: Hashable, Sendable {
    /// So many markers are still wanted.
    case open(wanted: Int)
    /// In hundredths.
    case decided(points: Int)
  }

  /// One marker's points stand where the rules ask for one.
  ///
  /// Two that differ by no more than the tolerance are averaged; of three the two
  /// nearest are, and the third decides where it stands just between them.
  ///
  /// - Parameter points: in the order given, in hundredths of a point.
  package static func decide(_ points: [Int], maximum: Int, markers: Blueprint.Markers) -> Decision {
    guard points.count >= markers.count else { return .open(wanted: markers.count - points.count) }
    if markers.count == 1 { return .decided(points: points[0]) }
    let (first, second) = (points[0], points[1])
    if Int128(abs(first - second)) * 10_000 <= Int128(markers.tolerance.basisPoints) * Int128(maximum) {
      return .decided(points: mean(first, second))
    }
    guard points.count > 2 else { return .open(wanted: 1) }
    let third = points[2]
    let (a, b) = (abs(third - first), abs(third - second))
    return .decided(points: a == b ? third : mean(third, a < b ? first : second))
  }

  private static func mean(_ a: Int, _ b: Int) -> Int { Int(roundedQuotient(Int128(a) + Int128(b), 2)) }

  /// What a filled-in rubric earns of a question's points, in hundredths.
  package static func points(lines: [Int], rubric: [Int], maximum: Int) -> Int {
    let whole = rubric.reduce(0, +)
    guard whole > 0 else { return 0 }
    return Int(roundedQuotient(Int128(maximum) * Int128(lines.reduce(0, +)), Int128(whole)))
  }
}

/// How well two markers agreed over the answers that both marked.
package struct MarkerAgreement: Hashable, Sendable {
  package let pairs: Int
  /// Pairs with the same points.
  package let equal: Int
  /// Pairs within the tolerance.
  package let near: Int
  /// The mean of the differences without their signs, in hundredths of a percent of the question's points; `nil` of none.
  package let meanDifference: Int?

  /// - Parameter marked: the first two markers' points with the maximum, in hundredths.
  package init(_ marked: [(first: Int, second: Int, maximum: Int)], tolerance: Weight) {
    pairs = marked.count
    equal = marked.count { $0.first == $0.second }
    near = marked.count {
      Int128(abs($0.first - $0.second)) * 10_000 <= Int128(tolerance.basisPoints) * Int128($0.maximum)
    }
    let shares = marked.reduce(Int128(0)) {
      $0
        + ($1.maximum > 0
          ? roundedQuotient(Int128(abs($1.first - $1.second)) * 10_000, Int128($1.maximum)) : 0)
    }
    meanDifference = marked.isEmpty ? nil : Int(roundedQuotient(shares, Int128(marked.count)))
  }
}
