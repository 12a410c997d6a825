import Formats

/// A weight or factor in basis points: `3_500` is 35 %, `12_000` a factor of 1.2.
package struct Weight: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let basisPoints: Int

  package init(basisPoints: Int) { self.basisPoints = basisPoints }

  package static let whole = Weight(basisPoints: 10_000)
  package static let zero = Weight(basisPoints: 0)

  package static func < (left: Self, right: Self) -> Bool { left.basisPoints < right.basisPoints }

  /// A percentage with as few decimals as it needs: `35%`, `12.5%`.
  package var description: String { ExactDecimal(mantissa: basisPoints, places: 2).text + "%" }

  /// A factor with as few decimals as it needs: `1.2`.
  package var factorText: String { ExactDecimal(mantissa: basisPoints, places: 4).text }
}
