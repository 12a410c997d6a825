/// What an answer earns of a question's points: a whole number of 2520ths.
///
/// 2520 is the least common multiple of the denominators that Moodle's grade list needs (halves to tenths and twentieths),
/// so that three answers of a third make exactly one.
package struct Credit: Hashable, Comparable, Sendable {
  package static let whole = 2_520
  /// Moodle's list (`question/engine/bank.php`), as parts of 2520.
  private static let listed: [(percent: Double, parts: Int)] = [
    (100, 2_520), (90, 2_268), (83.33333, 2_100), (80, 2_016), (75, 1_890), (70, 1_764), (66.66667, 1_680),
    (60, 1_512), (50, 1_260), (40, 1_008), (33.33333, 840), (30, 756), (25, 630), (20, 504), (16.66667, 420),
    (14.28571, 360), (12.5, 315), (11.11111, 280), (10, 252), (5, 126), (0, 0),
  ]

  package let parts: Int
  package init(parts: Int) { self.parts = parts }
  package static let full = Credit(parts: whole)
  package static let none = Credit(parts: 0)

  /// The listed credit of a percentage, within a thousandth of a percent; `nil` for one that is not listed.
  package init?(percent: ExactDecimal) {
    let wanted = percent.double
    guard let found = Self.listed.first(where: { abs($0.percent - abs(wanted)) <= 0.001 }) else { return nil }
    parts = wanted < 0 ? -found.parts : found.parts
  }

  /// The percentage as Moodle writes it, such as `33.33333`.
  package var percentText: String {
    guard let listed = Self.listed.first(where: { $0.parts == abs(parts) }) else {
      return decimalText(parts * 10_000_000 / Self.whole, places: 5)
    }
    let text = listed.percent == listed.percent.rounded() ? "\(Int(listed.percent))" : "\(listed.percent)"
    return parts < 0 ? "-" + text : text
  }

  /// The fraction for `--json`, 1.0 for the whole.
  package var fractionText: String {
    let sevenths = (abs(parts) * 10_000_000 * 2 + Self.whole) / (2 * Self.whole)
    var text = decimalText(sevenths, places: 7)
    while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
    return parts < 0 ? "-" + text : text
  }

  package static func < (left: Self, right: Self) -> Bool { left.parts < right.parts }
}
