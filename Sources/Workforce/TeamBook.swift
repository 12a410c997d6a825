import Formats

/// Who belonged to which team when, for many questions in a row.
package struct TeamBook: Sendable {
  private let assignments: [Int: [Assignment]]

  package init(_ records: StaffRecords) throws {
    var assignments: [Int: [Assignment]] = [:]
    try records.forEachAssignment { assignments[$0, default: []].append($1) }
    self.assignments = assignments
  }

  /// Whether two people belonged to the same team on a day.
  package func share(_ one: Int, _ other: Int, on day: CalendarDay) -> Bool {
    guard let first = assignments[one], let second = assignments[other] else { return false }
    return first.contains { mine in
      second.contains { $0.team == mine.team && $0.covers(day) } && mine.covers(day)
    }
  }

  /// The team somebody belonged to on a day, the one with the largest share of several.
  package func team(of key: Int, on day: CalendarDay) -> String? {
    assignments[key]?.filter { $0.covers(day) }.max { ($0.share, $1.team) < ($1.share, $0.team) }?.team
  }
}
