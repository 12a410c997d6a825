/// A time as people write it: a day, seconds since midnight, and an offset from UTC where one is given.
package struct CivilTime: Hashable, Sendable {
  package let day: CalendarDay
  /// 0 to 86 399.
  package let secondOfDay: Int
  /// Seconds east of UTC; `nil` means the workspace's zone.
  package let offset: Int?

  package init(day: CalendarDay, secondOfDay: Int, offset: Int?) {
    self.day = day
    self.secondOfDay = secondOfDay
    self.offset = offset
  }

  package init?(_ text: String) {
    var text = text
    guard let time = text.withUTF8({ CivilTime(utf8: $0) }) else { return nil }
    self = time
  }

  /// Reads a date, and a time after `T` or a space: `2026-07-01 09:30`, `2026-07-01T09:30:15+08:00`, `…Z`.
  ///
  /// A date alone is its midnight.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    if bytes.count == 19 || (bytes.count == 20 && bytes[19] == UInt8(ascii: "Z")),
      let time = Self.common(bytes)
    {
      self = time
      return
    }
    var scanner = DateScanner(bytes)
    guard let day = scanner.day() else { return nil }
    if scanner.isAtEnd {
      self.init(day: day, secondOfDay: 0, offset: nil)
      return
    }
    guard scanner.take(UInt8(ascii: "T")) || scanner.take(UInt8(ascii: " ")),
      let second = scanner.secondOfDay(), let offset = scanner.offset(), scanner.isAtEnd
    else { return nil }
    self.init(day: day, secondOfDay: second, offset: offset.value)
  }
}

extension CivilTime {
  /// `2026-07-01 09:30:15`, the form of nearly every call list, or `2026-07-01T09:30:15Z`, by fixed places.
  private static func common(_ bytes: UnsafeBufferPointer<UInt8>) -> CivilTime? {
    var isSound = bytes[4] == 0x2d && bytes[7] == 0x2d && bytes[13] == 0x3a && bytes[16] == 0x3a
    isSound = isSound && (bytes[10] == 0x20 || bytes[10] == UInt8(ascii: "T"))
    func pair(_ place: Int) -> Int {
      let (tens, ones) = (bytes[place] &- 0x30, bytes[place + 1] &- 0x30)
      if tens > 9 || ones > 9 { isSound = false }
      return Int(tens) &* 10 &+ Int(ones)
    }
    let (hour, minute, second) = (pair(11), pair(14), pair(17))
    let day = CalendarDay(year: pair(0) * 100 + pair(2), month: pair(5), day: pair(8))
    guard isSound, let day, hour < 24, minute < 60, second < 60 else { return nil }
    return CivilTime(
      day: day, secondOfDay: hour * 3_600 + minute * 60 + second, offset: bytes.count == 20 ? 0 : nil)
  }
}

/// Reads the parts of a date and time from bytes, without a `String`.
struct DateScanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func take(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { return false }
    position += count
    return true
  }

  private mutating func number(digits: ClosedRange<Int>) -> Int? {
    var value = 0
    var count = 0
    while count < digits.upperBound, position < bytes.count {
      let digit = bytes[position] &- 0x30
      guard digit <= 9 else { break }
      value = value * 10 + Int(digit)
      position += 1
      count += 1
    }
    return count >= digits.lowerBound ? value : nil
  }

  mutating func day() -> CalendarDay? {
    guard let year = number(digits: 4...4) else { return nil }
    if position < bytes.count {
      let separator = bytes[position]
      if separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".") {
        position += 1
        guard let month = number(digits: 1...2), take(separator), let day = number(digits: 1...2)
        else { return nil }
        return CalendarDay(year: year, month: month, day: day)
      }
    }
    if take("年") {
      guard let month = number(digits: 1...2), take("月"), let day = number(digits: 1...2), take("日")
      else { return nil }
      return CalendarDay(year: year, month: month, day: day)
    }
    guard let month = number(digits: 2...2), let day = number(digits: 2...2) else { return nil }
    return CalendarDay(year: year, month: month, day: day)
  }

  mutating func secondOfDay() -> Int? {
    guard let hour = number(digits: 1...2), hour < 24, take(UInt8(ascii: ":")),
      let minute = number(digits: 2...2), minute < 60
    else { return nil }
    var second = 0
    if take(UInt8(ascii: ":")) {
      guard let read = number(digits: 2...2), read < 60 else { return nil }
      second = read
    }
    return hour * 3_600 + minute * 60 + second
  }

  /// The offset after a time: none, `Z`, or `+08:00`; `nil` when something else stands there.
  mutating func offset() -> (value: Int?, Void)? {
    if isAtEnd { return (nil, ()) }
    if take(UInt8(ascii: "Z")) { return (0, ()) }
    let sign = take(UInt8(ascii: "+")) ? 1 : take(UInt8(ascii: "-")) ? -1 : 0
    guard sign != 0, let hours = number(digits: 2...2), hours < 24 else { return nil }
    _ = take(UInt8(ascii: ":"))
    guard let minutes = number(digits: 2...2), minutes < 60 else { return nil }
    return (sign * (hours * 3_600 + minutes * 60), ())
  }
}
