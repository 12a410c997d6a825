/// A day of the Gregorian calendar, whatever the zone.
package struct CalendarDay: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Days since 1970-01-01.
  package let number: Int

  package init(number: Int) { self.number = number }

  /// The day of a date that exists, in the years 1900 to 2199; else `nil`, as for 2026-02-30.
  package init?(year: Int, month: Int, day: Int) {
    guard (1900...2199).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.length(ofMonth: month, in: year)
    else { return nil }
    // Days from a civil date (H. Hinnant, "chrono-compatible low-level date algorithms", 2013).
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.number = era * 146_097 + dayOfEra - 719_468
  }

  package var parts: (year: Int, month: Int, day: Int) {
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  package func adding(days: Int) -> CalendarDay { CalendarDay(number: number + days) }

  /// The same day some months later, or the last day of that month where it is shorter.
  package func adding(months: Int) -> CalendarDay {
    let (year, month, day) = parts
    let total = year * 12 + month - 1 + months
    let (newYear, newMonth) = (total / 12, total % 12 + 1)
    let last = Self.length(ofMonth: newMonth, in: newYear)
    return CalendarDay(year: newYear, month: newMonth, day: min(day, last)) ?? self
  }

  /// Whole months from this day to a later one; 0 where it is not later.
  package func months(until later: CalendarDay) -> Int {
    guard later > self else { return 0 }
    let (from, to) = (parts, later.parts)
    let months = (to.year - from.year) * 12 + to.month - from.month
    return adding(months: months) > later ? months - 1 : months
  }

  package static func length(ofMonth month: Int, in year: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  /// ISO 8601, `2026-07-01`.
  package var description: String {
    let (year, month, day) = parts
    return String(unsafeUninitializedCapacity: 10) { bytes in
      func write(_ number: Int, at place: Int) {
        bytes[place] = UInt8(0x30 + number / 10 % 10)
        bytes[place + 1] = UInt8(0x30 + number % 10)
      }
      write(year / 100, at: 0)
      write(year, at: 2)
      bytes[4] = UInt8(ascii: "-")
      write(month, at: 5)
      bytes[7] = UInt8(ascii: "-")
      write(day, at: 8)
      return 10
    }
  }

  package init?(_ text: String) {
    var text = text
    guard let day = text.withUTF8({ CalendarDay(utf8: $0) }) else { return nil }
    self = day
  }

  /// Reads `2026-07-01`, `2026/7/1`, `2026.7.1`, `2026年7月1日` or `20260701`.
  package init?(utf8 bytes: UnsafeBufferPointer<UInt8>) {
    var scanner = DateScanner(bytes)
    guard let day = scanner.day(), scanner.isAtEnd else { return nil }
    self = day
  }
}

/// The number with a leading zero below ten.
package func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
