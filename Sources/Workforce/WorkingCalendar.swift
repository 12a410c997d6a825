import Formats
import SQLite
import Workspace

/// Which days people work: Monday to Friday, but for the days that the calendar names.
package struct WorkingCalendar: Sendable {
  private let named: [Int: Bool]

  /// - Parameter named: holidays and working weekends.
  package init(_ named: [CalendarDay: Bool] = [:]) {
    self.named = Dictionary(uniqueKeysWithValues: named.map { ($0.number, $1) })
  }

  package func isWorking(_ day: CalendarDay) -> Bool {
    // 1970-01-01, day 0, was a Thursday.
    named[day.number] ?? (((day.number % 7 + 7) % 7 + 3) % 7 < 5)
  }

  /// The last of so many working days that begin the day after `day`.
  package func day(_ workingDays: Int, after day: CalendarDay) -> CalendarDay {
    var (result, left) = (day, workingDays)
    while left > 0 {
      result = result.adding(days: 1)
      if isWorking(result) { left -= 1 }
    }
    return result
  }

  /// How many working days lie after `day` up to and with `last`; 0 where that is past.
  package func count(after day: CalendarDay, through last: CalendarDay) -> Int {
    guard day < last else { return 0 }
    return ((day.number + 1)...last.number).count { isWorking(CalendarDay(number: $0)) }
  }
}

/// A day of the calendar as its table states it.
package struct NamedDay: Hashable, Sendable {
  package let day: CalendarDay
  package let isWorking: Bool
  package let name: String?

  package static let shape = TableShape(
    "calendar",
    [
      Column("date", "日期", required: true, example: "2026-10-01"),
      Column("working", "是否工作日", required: true, example: "no"),
      Column("name", "名称", example: "国庆节"),
    ])
}

/// The rows of the working calendar.
package struct CalendarRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  package func days() throws -> [NamedDay] {
    try database.rows(
      """
      SELECT day, is_working, name
        FROM calendar
       ORDER BY day
      """
    ) {
      NamedDay(
        day: $0.day(0), isWorking: $0.bool(1),
        name: $0.optionalText(2))
    }
  }

  package func calendar() throws -> WorkingCalendar {
    WorkingCalendar(Dictionary(uniqueKeysWithValues: try days().map { ($0.day, $0.isWorking) }))
  }

  func save(_ day: NamedDay) throws {
    try database.run(
      """
      INSERT INTO calendar (day, is_working, name)
      VALUES (?1, ?2, ?3)
          ON CONFLICT (day) DO UPDATE
         SET is_working = ?2, name = ?3
      """, [.text(day.day.description), .bool(day.isWorking), .optional(day.name)])
  }
}

extension WorkforceDesk {
  /// Takes in holidays and working weekends; deadlines that were set before stay as they are.
  package func importCalendar(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.hr, to: "import the calendar")
    let records = CalendarRecords(occasion.database)
    let known = Dictionary(uniqueKeysWithValues: try records.days().map { ($0.day, $0) })
    var rows: [Placed<NamedDay>] = []
    var lines: [CalendarDay: Int] = [:]
    try table.forEachRow { row in
      let day = row.day("date")
      let isWorking = row.optionalYesNo("working")
      if isWorking == nil, row.optional("working") == nil {
        row.fault("working", "'working' is empty; write yes or no")
      }
      guard let day, let isWorking else { return }
      if let first = lines[day] {
        return row.fault("date", "\(day) stands on line \(first) already; keep one")
      }
      lines[day] = row.line
      rows.append(
        Placed(NamedDay(day: day, isWorking: isWorking, name: row.optional("name")), line: row.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { day in known[day.day].map { (0, $0) } },
      name: { "\($0.day)" })
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      let days = arrivals.accepted.map(\.row)
      try occasion.record(
        "org.calendar", of: table.file, content: "\(days)\n\(options.correction ?? "")"
      ) { for day in days { try records.save(day) } }
    }
    return table.outcome(arrivals, options: options)
  }
}
