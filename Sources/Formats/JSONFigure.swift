/// Figures that are computed rather than counted: written in their shortest exact form, and `null` where they are undefined.
extension JSON {
  /// The number, or `null` where it is undefined or not finite.
  package static func optional(_ number: Double?) -> JSON {
    guard let number, number.isFinite else { return .null }
    if number == number.rounded(), abs(number) < 1e15 { return .number("\(Int(number)).0") }
    return .number("\(number)")
  }

  /// Both ends of an interval, or `null`.
  package static func interval(_ interval: (low: Double, high: Double)?) -> JSON {
    interval.map { .array([.optional($0.low), .optional($0.high)]) } ?? .null
  }
}

extension JSONForm.Member {
  package static func optionalFigure(_ name: String, _ read: @escaping @Sendable (Value) -> Double?) -> Self {
    Self(name, .optional(.number)) { .optional(read($0)) }
  }

  /// Two numbers, the lower end first.
  package static func interval(
    _ name: String, _ read: @escaping @Sendable (Value) -> (low: Double, high: Double)?
  ) -> Self {
    Self(name, .optional(.array(.optional(.number), most: 2))) { .interval(read($0)) }
  }
}
