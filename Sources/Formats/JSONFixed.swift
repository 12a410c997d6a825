extension JSONForm.Member {
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
