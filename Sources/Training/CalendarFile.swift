import Formats
import Workspace

/// Class sessions as an iCalendar file (RFC 5545) that any calendar opens.
package enum CalendarFile {
  /// - Parameters:
  ///   - titles: of the courses, by id.
  ///   - zone: of the workspace; the file says every time in UTC.
  package static func text(
    _ sessions: [ClassSession], titles: [String: String], zone: Zone, stamp: Instant
  ) -> String {
    var lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Merit//Training//EN", "CALSCALE:GREGORIAN"]
    for session in sessions {
      let lesson = session.lesson.isEmpty ? "" : " · \(session.lesson)"
      lines += [
        "BEGIN:VEVENT", "UID:session-\(session.id)@merit", "DTSTAMP:\(utc(stamp))",
        "DTSTART:\(utc(instant(session.day, session.from, zone)))",
        "DTEND:\(utc(instant(session.day, session.to, zone)))",
        "SUMMARY:\(escaped((titles[session.course] ?? session.course) + lesson))",
        "LOCATION:\(escaped(session.room))",
        "DESCRIPTION:\(escaped("\(session.course) v\(session.version), cycle \(session.cycle), \(session.instructor)"))",
        "END:VEVENT",
      ]
    }
    lines.append("END:VCALENDAR")
    return lines.map(folded).joined(separator: "\r\n") + "\r\n"
  }

  private static func instant(_ day: CalendarDay, _ time: MinuteOfDay, _ zone: Zone) -> Instant {
    zone.instant(of: CivilTime(day: day, secondOfDay: min(time.minutes * 60, 86_399), offset: nil))
  }

  /// `20260706T010000Z`.
  private static func utc(_ instant: Instant) -> String {
    instant.description.filter { $0 != "-" && $0 != ":" }
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\", ";", ",": result += "\\\(character)"
      case "\n", "\r\n": result += "\\n"
      default: result.append(character)
      }
    }
  }

  /// Lines of at most 75 bytes, each further one after a blank; no character is cut in two.
  private static func folded(_ line: String) -> String {
    var result = ""
    var room = 75
    for character in line {
      let size = character.utf8.count
      if size > room {
        result += "\r\n "
        room = 74
      }
      result.append(character)
      room -= size
    }
    return result
  }
}
