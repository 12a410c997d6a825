import Formats
import Glibc

/// A moment in UTC, to the second; kept in the workspace as ISO 8601 text.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Seconds since 1970-01-01T00:00:00Z.
  package let seconds: Int

  package init(seconds: Int) { self.seconds = seconds }

  /// Reads what `description` writes.
  package init?(_ text: String) {
    guard let civil = CivilTime(text), let offset = civil.offset else { return nil }
    seconds = civil.day.number * 86_400 + civil.secondOfDay - offset
  }

  package static func < (left: Self, right: Self) -> Bool { left.seconds < right.seconds }

  package func adding(seconds: Int) -> Instant { Instant(seconds: self.seconds + seconds) }

  /// `2026-07-01T01:30:00Z`.
  package var description: String {
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let (date, clock) = (CalendarDay(number: day).description, clockText(seconds - day * 86_400))
    return String(unsafeUninitializedCapacity: 20) { bytes in
      for (place, byte) in date.utf8.enumerated() { bytes[place] = byte }
      bytes[10] = UInt8(ascii: "T")
      for (place, byte) in clock.utf8.enumerated() { bytes[11 + place] = byte }
      bytes[19] = UInt8(ascii: "Z")
      return 20
    }
  }

  /// What the system's clock says; doors read it once and hand it on.
  package static var now: Instant { Instant(seconds: time(nil)) }
}

/// `09:30:00` for a second of the day.
package func clockText(_ second: Int) -> String {
  String(unsafeUninitializedCapacity: 8) { bytes in
    for (place, number) in [(0, second / 3_600), (3, second / 60 % 60), (6, second % 60)] {
      bytes[place] = UInt8(0x30 + number / 10)
      bytes[place + 1] = UInt8(0x30 + number % 10)
    }
    bytes[2] = UInt8(ascii: ":")
    bytes[5] = UInt8(ascii: ":")
    return 8
  }
}
