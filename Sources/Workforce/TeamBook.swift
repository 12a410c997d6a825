import Formats

/// Who belonged to which team when, or leads it, for many questions in a row.
package struct TeamBook: Sendable {
  private let assignments: [Int: [Assignment]]
  /// The units that somebody leads.
  private let led: [Int: Set<String>]

  package init(_ records: StaffRecords) throws {
    var assignments: [Int: [Assignment]] = [:]
    try records.forEachAssignment { assignments[$0, default: []].append($1) }
    let keys = try records.keys()
    var led: [Int: Set<String>] = [:]
    for unit in try records.units() {
      if let key = unit.leader.flatMap({ keys[$0] }) { led[key, default: []].insert(unit.id) }
    }
    self.assignments = assignments
    self.led = led
  }

  /// The teams that somebody belongs to on a day, and those that they lead.
  package func teams(of key: Int, on day: CalendarDay) -> Set<String> {
    (led[key] ?? []).union((assignments[key] ?? []).filter { $0.covers(day) }.map(\.team))
  }

  /// Whether two people belong to the same team on a day, or one of them leads the other's.
  package func share(_ one: Int, _ other: Int, on day: CalendarDay) -> Bool {
    if let first = assignments[one], let second = assignments[other], first.count == 1, second.count == 1,
      led[one] == nil, led[other] == nil
    {
      return first[0].team == second[0].team && first[0].covers(day) && second[0].covers(day)
    }
    return !teams(of: one, on: day).isDisjoint(with: teams(of: other, on: day))
  }

  /// Whether somebody leads a team that another belongs to on a day.
  package func leads(_ leader: Int, _ other: Int, on day: CalendarDay) -> Bool {
    guard let own = led[leader] else { return false }
    return (assignments[other] ?? []).contains { $0.covers(day) && own.contains($0.team) }
  }

  /// The team somebody belonged to on a day, the one with the largest share of several.
  package func team(of key: Int, on day: CalendarDay) -> String? {
    assignments[key]?.filter { $0.covers(day) }.max { ($0.share, $1.team) < ($1.share, $0.team) }?.team
  }
}
