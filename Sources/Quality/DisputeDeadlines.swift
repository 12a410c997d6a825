import Formats
import Workforce
import Workspace

/// Until when an evaluation may be disputed: so many working days after the agent was told.
struct DisputeDeadlines {
  let days: Int
  let calendar: WorkingCalendar
  let zone: Zone

  /// The last day; `nil` for kinds that nobody is judged by.
  func day(for evaluation: Evaluation) -> CalendarDay? {
    switch evaluation.kind {
    case .random, .targeted, .live: calendar.day(days, after: evaluation.noticeDay(zone))
    case .calibration, .coaching: nil
    }
  }
}
