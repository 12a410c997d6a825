import Formats
import Glibc
import Synchronization

/// A time zone by its IANA name, computed by glibc from the system's zone files.
package struct Zone: Hashable, Sendable, CustomStringConvertible {
  package let name: String
  package var description: String { name }

  package static let standard = "Asia/Shanghai"

  /// glibc has one zone a process; this names the one that is set.
  private static let active = Mutex<String>("")

  /// A zone whose file exists; glibc would take an unknown name as UTC without a word.
  package init(named name: String) throws {
    let isPlain = !name.isEmpty && !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
    guard isPlain, InputFile.exists("/usr/share/zoneinfo/\(name)"),
      !InputFile.isFolder("/usr/share/zoneinfo/\(name)")
    else { throw Refusal.unknownZone(name) }
    self.name = name
  }

  private func activated<T>(_ body: () -> T) -> T {
    Self.active.withLock { current in
      if current != name {
        setenv("TZ", ":\(name)", 1)
        tzset()
        current = name
      }
      return body()
    }
  }

  /// The wall clock at a moment.
  package func civil(_ instant: Instant) -> (day: CalendarDay, secondOfDay: Int) {
    activated {
      var moment = time_t(instant.seconds)
      var parts = tm()
      localtime_r(&moment, &parts)
      let day = CalendarDay(
        year: Int(parts.tm_year) + 1_900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))
      return (
        day ?? CalendarDay(number: instant.seconds / 86_400),
        Int(parts.tm_hour) * 3_600 + Int(parts.tm_min) * 60 + Int(parts.tm_sec)
      )
    }
  }

  package func day(of instant: Instant) -> CalendarDay { civil(instant).day }

  /// The moment of a wall-clock time; where clocks go back, the earlier of the two.
  package func instant(of civil: CivilTime) -> Instant {
    if let offset = civil.offset {
      return Instant(seconds: civil.day.number * 86_400 + civil.secondOfDay - offset)
    }
    return activated {
      let (year, month, day) = civil.day.parts
      var parts = tm()
      parts.tm_year = Int32(year - 1_900)
      parts.tm_mon = Int32(month - 1)
      parts.tm_mday = Int32(day)
      parts.tm_hour = Int32(civil.secondOfDay / 3_600)
      parts.tm_min = Int32(civil.secondOfDay / 60 % 60)
      parts.tm_sec = Int32(civil.secondOfDay % 60)
      parts.tm_isdst = -1
      return Instant(seconds: Int(mktime(&parts)))
    }
  }

  /// The day in this zone of a time as written.
  package func day(of civil: CivilTime) -> CalendarDay {
    civil.offset == nil ? civil.day : day(of: instant(of: civil))
  }

  /// `2026-07-01 09:30`, for people.
  package func text(_ instant: Instant) -> String {
    let (day, second) = civil(instant)
    return "\(day) \(clockText(second).dropLast(3))"
  }
}
