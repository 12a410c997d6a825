import Formats

/// A calendar quarter: `2026Q3` runs from 2026-07-01 to 2026-09-30.
package struct Quarter: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Quarters since year 0, that is year × 4 + 0 … 3: the form in which the workspace keeps it.
  package let number: Int

  package init(number: Int) { self.number = number }

  package init?(year: Int, quarter: Int) {
    guard (1900...2199).contains(year), (1...4).contains(quarter) else { return nil }
    number = year * 4 + quarter - 1
  }

  /// The quarter that a day falls in.
  package init(of day: CalendarDay) {
    let (year, month, _) = day.parts
    number = year * 4 + (month - 1) / 3
  }

  /// Reads `2026Q3`, `2026-Q3` or `2026年3季度`.
  package init?(_ text: String) {
    let upper = foldedWidth(text).uppercased()
    let separators = ["-Q", "Q", "年第", "年"]
    guard let separator = separators.first(where: { upper.contains($0) }),
      let year = Int(upper.prefix(4)), upper.dropFirst(4).hasPrefix(separator)
    else { return nil }
    var rest = upper.dropFirst(4 + separator.count)
    for ending in ["季度", "季"] where rest.hasSuffix(ending) { rest = rest.dropLast(ending.count) }
    guard rest.count == 1, let quarter = Int(rest) else { return nil }
    self.init(year: year, quarter: quarter)
  }

  package var year: Int { number / 4 }
  package var ordinal: Int { number % 4 + 1 }
  package var previous: Quarter { Quarter(number: number - 1) }
  package var next: Quarter { Quarter(number: number + 1) }

  package var firstDay: CalendarDay {
    CalendarDay(year: year, month: (ordinal - 1) * 3 + 1, day: 1) ?? CalendarDay(number: 0)
  }
  package var lastDay: CalendarDay { next.firstDay.adding(days: -1) }
  /// From the first to the last.
  package var days: ClosedRange<CalendarDay> { firstDay...lastDay }
  /// 90 to 92.
  package var dayCount: Int { next.firstDay.number - firstDay.number }

  package func contains(_ day: CalendarDay) -> Bool { firstDay <= day && day <= lastDay }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }

  package var description: String { "\(year)Q\(ordinal)" }
}
