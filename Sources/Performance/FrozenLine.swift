import Formats

/// A line of a frozen quarter: a name, then fields `key=value` with tabs between, ended by LF.
///
/// Fields that say nothing are left out. In values `%`, `|`, `;`, `,` and control characters are written as `%` and two
/// hexadecimal digits, so that the line can be split by them; the same fields always give the same bytes.
package struct FrozenLine: Equatable, Sendable {
  package private(set) var bytes: [UInt8] = []

  package init(_ name: String) {
    bytes.reserveCapacity(256)
    Self.append(name, to: &bytes)
  }

  package mutating func add(_ key: String, _ value: String?) {
    guard let value, !value.isEmpty else { return }
    begin(key)
    Self.append(value, to: &bytes)
  }

  /// A number; nothing for `nil` and 0.
  package mutating func add(_ key: String, _ value: Int?) {
    guard let value, value != 0 else { return }
    begin(key)
    Self.append(value, to: &bytes)
  }

  /// A score, 0 included.
  package mutating func add(_ key: String, score hundredths: Int?) {
    guard let hundredths else { return }
    begin(key)
    Self.append(hundredths, to: &bytes)
  }

  /// Values that are made of others, each list separated by `;` and its members by `|`.
  package mutating func add(_ key: String, lists: [[String]]) {
    guard !lists.isEmpty else { return }
    begin(key)
    for (place, list) in lists.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ";")) }
      for (index, value) in list.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: "|")) }
        Self.append(value, to: &bytes)
      }
    }
  }

  /// Numbers with commas between, an absent one as nothing.
  package mutating func add(_ key: String, numbers: [Int], absent: Int) {
    guard numbers.contains(where: { $0 != absent }) else { return }
    begin(key)
    for (place, number) in numbers.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      if number != absent { Self.append(number, to: &bytes) }
    }
  }

  private mutating func begin(_ key: String) {
    bytes.append(0x09)
    bytes.append(contentsOf: key.utf8)
    bytes.append(UInt8(ascii: "="))
  }

  /// Appends a number in decimal digits.
  static func append(_ number: Int, to bytes: inout [UInt8]) {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
      var place = 20
      var rest = number.magnitude
      repeat {
        place -= 1
        digits[place] = UInt8(0x30 + rest % 10)
        rest /= 10
      } while rest > 0
      if number < 0 {
        place -= 1
        digits[place] = UInt8(ascii: "-")
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: digits[place..<20]))
    }
  }

  private static let digits = Array("0123456789ABCDEF".utf8)

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    for byte in text.utf8 {
      switch byte {
      case 0..<0x20, 0x7f, UInt8(ascii: "%"), UInt8(ascii: "|"), UInt8(ascii: ";"), UInt8(ascii: ","):
        bytes.append(UInt8(ascii: "%"))
        bytes.append(digits[Int(byte >> 4)])
        bytes.append(digits[Int(byte & 15)])
      default: bytes.append(byte)
      }
    }
  }
}

/// The fields of a frozen line, read.
package struct FrozenFields: Sendable {
  /// Calls `body` with the name and the bytes of each field of a line without its own name: the way for many lines.
  static func forEach(
    _ line: UnsafeRawBufferPointer,
    _ body: (_ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
  ) {
    var start = 0
    while start < line.count {
      var end = start
      var split = -1
      while end < line.count, line[end] != 0x09 {
        if split < 0, line[end] == UInt8(ascii: "=") { split = end }
        end += 1
      }
      if split >= 0 {
        body(
          UnsafeRawBufferPointer(rebasing: line[start..<split]),
          UnsafeRawBufferPointer(rebasing: line[(split + 1)..<end]))
      }
      start = end + 1
    }
  }

  /// A whole number; `nil` where the bytes are none.
  static func number(_ bytes: UnsafeRawBufferPointer) -> Int? {
    let isNegative = bytes.first == UInt8(ascii: "-")
    var number = 0
    guard bytes.count > (isNegative ? 1 : 0), bytes.count <= 20 else { return nil }
    for byte in bytes.dropFirst(isNegative ? 1 : 0) {
      let digit = byte &- 0x30
      guard digit <= 9 else { return nil }
      let (product, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, past) = product.subtractingReportingOverflow(Int(digit))
      if overflow || past { return nil }
      number = sum
    }
    // Gathered below zero, where the range is larger by one.
    return isNegative ? number : number == .min ? nil : -number
  }

  package let name: String
  private var values: [String: ArraySlice<UInt8>] = [:]

  /// - Parameter line: without its LF.
  package init(_ line: ArraySlice<UInt8>) {
    let pieces = line.split(separator: 0x09, omittingEmptySubsequences: false)
    name = Self.text(pieces[0])
    for piece in pieces.dropFirst() {
      guard let end = piece.firstIndex(of: UInt8(ascii: "=")) else { continue }
      values[String(decoding: piece[..<end], as: UTF8.self)] = piece[(end + 1)...]
    }
  }

  package func text(_ key: String) -> String? { values[key].map(Self.text) }

  package func int(_ key: String) -> Int? { values[key].flatMap(Self.number) }

  package func lists(_ key: String) -> [[String]] {
    guard let value = values[key] else { return [] }
    return value.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { list in
      list.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false).map(Self.text)
    }
  }

  package func numbers(_ key: String, count: Int, absent: Int) -> [Int] {
    guard let value = values[key] else { return Array(repeating: absent, count: count) }
    return value.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      Self.number($0) ?? absent
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: bytes, as: UTF8.self))
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(UInt8(ascii: "%")) else { return String(decoding: bytes, as: UTF8.self) }
    var plain: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), rest.count >= 2,
        let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
      {
        plain.append(code)
        rest = rest.dropFirst(2)
      } else {
        plain.append(byte)
      }
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
