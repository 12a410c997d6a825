/// Where values of an axis lie, with ticks at round numbers: 1, 2 or 5 times a power of ten apart.
package struct ChartScale: Sendable {
  /// The values at both ends; they are ticks, and hold every value.
  package let low: Double
  package let high: Double
  package let step: Double
  /// The decimals that ticks need.
  package let places: Int
  private let from: Double
  private let to: Double

  /// - Parameters:
  ///   - values: what has to lie between the ends; what is not finite is passed over. Without any the ends are 0 and 1.
  ///   - from: the coordinate of the low end; it may lie beyond `to`.
  ///   - ticks: about how many steps there should be.
  package init(
    _ values: some Sequence<Double>, from: Double, to: Double, includesZero: Bool = false, ticks: Int = 5
  ) {
    let known = values.filter { $0.isFinite && abs($0) < 1e9 } + (includesZero ? [0] : [])
    var (least, most) = (known.min() ?? 0, known.max() ?? 1)
    if least == most {
      let air = max(abs(least) * 0.05, 0.5)
      if includesZero, least == 0 { most = 1 } else { (least, most) = (least - air, most + air) }
    }
    let raw = (most - least) / Double(max(ticks, 1))
    var (magnitude, places) = (1.0, 0)
    while magnitude > raw, places < 9 {
      places += 1
      magnitude = 1 / Self.power(places)
    }
    while magnitude * 10 <= raw { magnitude *= 10 }
    step = ([1.0, 2, 5].first { $0 * magnitude >= raw } ?? 10) * magnitude
    self.places = step == 10 * magnitude ? max(0, places - 1) : places
    low = (least / step + 1e-9).rounded(.down) * step
    high = (most / step - 1e-9).rounded(.up) * step
    self.from = from
    self.to = to
  }

  private static func power(_ exponent: Int) -> Double {
    (0..<exponent).reduce(1.0) { power, _ in power * 10 }
  }

  /// The coordinate of a value; values beyond the ends lie on them.
  package func place(_ value: Double) -> Double {
    from + (min(max(value, low), high) - low) / (high - low) * (to - from)
  }

  /// From the low end to the high one.
  package var ticks: [Double] {
    let count = Int(((high - low) / step).rounded())
    return (0...max(count, 1)).map { low + Double($0) * step }
  }

  /// A tick as it is written at the axis.
  package func text(_ value: Double) -> String {
    decimalText(Int((value * Self.power(places)).rounded()), places: places)
  }
}
