import Formats

/// An amount in fen, a hundredth of a yuan; negative where something is taken back.
package struct Money: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let fen: Int

  package init(fen: Int) { self.fen = fen }

  /// Reads yuan with at most two decimals.
  package init?(yuan text: String) {
    guard let fen = ExactDecimal(text)?.scaled(to: 2) else { return nil }
    self.init(fen: fen)
  }

  package static let zero = Money(fen: 0)

  package static func < (left: Self, right: Self) -> Bool { left.fen < right.fen }
  package static func + (left: Self, right: Self) -> Money { Money(fen: left.fen + right.fen) }
  package static func - (left: Self, right: Self) -> Money { Money(fen: left.fen - right.fen) }

  /// Yuan with two decimals: `1234.50`.
  package var description: String { decimalText(fen, places: 2) }
}
