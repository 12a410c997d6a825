/// A decimal number as it was written: `mantissa × 10^−places`.
package struct ExactDecimal: Hashable, Sendable {
  package let mantissa: Int
  package let places: Int

  package init(mantissa: Int, places: Int) {
    self.mantissa = mantissa
    self.places = places
  }

  package init?(_ text: some StringProtocol) {
    var copy = String(text)
    guard let value = copy.withUTF8({ ExactDecimal(utf8: $0) }) else { return nil }
    self = value
  }

  /// Reads an optional sign, digits, and at most one point; no exponent, no grouping.
  ///
  /// `nil` for anything else and for numbers of more than 18 digits.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    var index = 0
    var negative = false
    if let first = bytes.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
      negative = first == UInt8(ascii: "-")
      index = 1
    }
    var mantissa = 0
    var places = 0
    var digits = 0
    var afterPoint = false
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "."), !afterPoint {
        afterPoint = true
      } else {
        let digit = byte &- 0x30
        guard digit <= 9, digits < 18 else { return nil }
        mantissa = mantissa * 10 + Int(digit)
        digits += 1
        if afterPoint { places += 1 }
      }
      index += 1
    }
    guard digits > 0, !(afterPoint && places == 0) else { return nil }
    self.init(mantissa: negative ? -mantissa : mantissa, places: places)
  }

  /// The number in units of `10^−wanted`; `nil` where digits would be lost or 64 bits are not enough.
  package func scaled(to wanted: Int) -> Int? {
    var value = mantissa
    if places <= wanted {
      for _ in places..<wanted {
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        if overflow { return nil }
        value = product
      }
      return value
    }
    for _ in wanted..<places {
      guard value % 10 == 0 else { return nil }
      value /= 10
    }
    return value
  }

  /// The nearest binary number, for statistics.
  package var double: Double {
    var divisor = 1.0
    for _ in 0..<places { divisor *= 10 }
    return Double(mantissa) / divisor
  }
}
