import Formats
import Workspace

/// A person of a roster with the posts that its rows give.
package struct RosterEntry: Hashable, Sendable {
  package let person: Person
  package let assignments: [Assignment]
}

/// Reads a roster: one row a person, or one a post where somebody holds several.
enum RosterReading {
  static func entries(of table: TableReader, teams: Set<String>) throws -> [Placed<RosterEntry>] {
    var entries: [Placed<RosterEntry>] = []
    var places: [String: Int] = [:]
    try table.forEachRow { row in
      guard let (person, assignment) = read(row, teams: teams) else { return }
      guard let place = places[person.id] else {
        places[person.id] = entries.count
        entries.append(Placed(RosterEntry(person: person, assignments: [assignment]), line: row.line))
        return
      }
      let first = entries[place]
      if first.row.person != person {
        row.fault(
          "id",
          "'\(person.id)' stands on line \(first.line) with other data; a second row may differ only in post, team, share, from and to"
        )
        return
      }
      entries[place] = Placed(
        RosterEntry(person: person, assignments: first.row.assignments + [assignment]), line: first.line)
    }
    for entry in entries { checkShares(entry, table) }
    return entries
  }

  /// Posts that somebody holds at the same time must fill the time exactly.
  private static func checkShares(_ entry: Placed<RosterEntry>, _ table: TableReader) {
    for assignment in entry.row.assignments {
      let sum = entry.row.assignments.filter { $0.covers(assignment.from) }
        .reduce(0) { $0 + $1.share.basisPoints }
      if sum != 10_000 {
        table.fault(
          line: entry.line,
          "the shares of '\(entry.row.person.id)' sum to \(Weight(basisPoints: sum)) on \(assignment.from); they must sum to 100%"
        )
        return
      }
    }
  }

  private static func read(_ row: TableRow, teams: Set<String>) -> (Person, Assignment)? {
    let id = row.text("id")
    let name = row.text("name")
    let post = row.text("post")
    let team = row.text("team")
    let joined = row.day("joined")
    let left = row.optionalDay("left")
    let level = row.optionalWord("level", Person.levels)
    let star = row.optionalInteger("star", in: 0...5)
    let base = row.optionalDecimal("base", places: 2, in: 0...100_000_000_00)
    let employment = row.optionalWord("employment", Person.employments) ?? .regular
    let probation = row.optionalDay("probation_until")
    let from = row.optionalDay("from")
    let to = row.optionalDay("to")
    let share = self.share(row)
    if let id, !isPlainName(id) {
      row.fault("id", "'\(id)' is no id; use letters, digits, '.', '_' and '-', 64 at most")
    }
    if let name, name.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
    {
      row.fault("name", "the name holds control characters; type it again")
    }
    if let team, !teams.contains(team) {
      row.fault(
        "team", "team '\(team)' is not in the organisation; import it first with: merit org import FILE")
    }
    if let joined, let left, left < joined {
      row.fault("left", "left on \(left), before joining on \(joined)")
    }
    if let from, let to, to < from { row.fault("to", "ends on \(to), before it starts on \(from)") }
    guard let id, let name, let post, let team, let joined, let share else { return nil }
    let person = Person(
      id: id, name: name, joined: joined, left: left, site: row.optional("site"),
      department: row.optional("department"),
      leader: row.optional("leader"), level: level, star: star, base: base.map(Money.init(fen:)),
      employment: employment,
      employer: row.optional("employer"), probationUntil: probation)
    return (person, Assignment(post: post, team: team, share: share, from: from ?? joined, to: to))
  }

  /// A percentage `60%` or a fraction `0.6`; all of it where nothing is written.
  private static func share(_ row: TableRow) -> Weight? {
    guard let text = row.optional("share") else { return .whole }
    let isPercent = text.hasSuffix("%") || text.hasSuffix("％")
    if let number = ExactDecimal(isPercent ? String(text.dropLast()) : text)?.scaled(to: isPercent ? 2 : 4),
      (1...10_000).contains(number)
    {
      return Weight(basisPoints: number)
    }
    row.fault("share", "'\(text)' is not a share; write 100% or 0.5")
    return nil
  }
}
