import Formats
import Workspace

/// Everybody's hours of training, for many questions in a row.
package struct HourBook: Sendable {
  private let hours: [Int: [(day: CalendarDay, hours: Int)]]

  init(_ hours: [Int: [(day: CalendarDay, hours: Int)]]) { self.hours = hours }

  /// At how many lessons somebody was.
  package func lessons(of staff: Int) -> Int { hours[staff]?.count ?? 0 }

  /// Somebody's hours from a day on.
  package func hours(of staff: Int, from day: CalendarDay) -> Score {
    Score(hundredths: (hours[staff] ?? []).reduce(0) { $1.day >= day ? $0 + $1.hours : $0 })
  }
}
