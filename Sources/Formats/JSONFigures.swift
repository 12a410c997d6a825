extension JSON {
  /// The number in its shortest exact form, or `null` where it is undefined.
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
  /// A statistic, `null` where it is undefined.
  package static func figure(_ name: String, _ read: @escaping @Sendable (Value) -> Double?) -> Self {
    Self(name, .optional(.number)) { .optional(read($0)) }
  }

  /// Two numbers, the lower end first; `null` where there is no interval.
  package static func interval(
    _ name: String, _ read: @escaping @Sendable (Value) -> (low: Double, high: Double)?
  ) -> Self {
    Self(name, .optional(.array(.optional(.number), most: 2))) { .interval(read($0)) }
  }

  /// A whole number of some unit that is shown with so many decimals, such as points kept in hundredths.
  package static func fixed(
    _ name: String, places: Int, _ read: @escaping @Sendable (Value) -> Int
  ) -> Self {
    Self(name, .number) { .number(decimalText(read($0), places: places)) }
  }

  /// As `fixed`, and `null` where there is none.
  package static func optionalFixed(
    _ name: String, places: Int, _ read: @escaping @Sendable (Value) -> Int?
  ) -> Self {
    Self(name, .optional(.number)) { value in
      read(value).map { .number(decimalText($0, places: places)) } ?? .null
    }
  }

  /// A constant that tells one answer from another.
  package static func word(_ name: String, _ word: String) -> Self {
    Self(name, .choice([word])) { _ in .string(word) }
  }
}
