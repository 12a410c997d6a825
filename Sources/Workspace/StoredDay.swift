import Formats
import SQLite

extension Statement {
  /// The day that a column holds as `2026-07-01`; day 0 where it holds anything else, which the tables do not allow.
  package func day(_ column: Int32) -> CalendarDay {
    CalendarDay(utf8: bytes(column).bindMemory(to: UInt8.self)) ?? CalendarDay(number: 0)
  }

  package func optionalDay(_ column: Int32) -> CalendarDay? { isNull(column) ? nil : day(column) }
}
