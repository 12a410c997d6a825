import Formats
import SQLite
import Workspace

/// What the organisation's keepers do: import, list, transfer.
package struct WorkforceDesk {
  let occasion: Occasion
  private let records: StaffRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = StaffRecords(occasion.database)
  }

  /// Imports the organisation; a unit's parent may stand in the same file.
  package func importOrganisation(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.hr, to: "import the organisation")
    let known = Dictionary(uniqueKeysWithValues: try records.units().map { ($0.id, $0) })
    var units: [Placed<Unit>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let id = row.text("unit")
      let name = row.text("name")
      let kind = row.word("kind", Unit.kinds)
      let from = row.optionalDay("from")
      let to = row.optionalDay("to")
      guard let id, let name, let kind else { return }
      if let first = lines[id] {
        return row.fault("unit", "unit '\(id)' stands on line \(first) already; keep one")
      }
      lines[id] = row.line
      units.append(
        Placed(
          Unit(
            id: id, name: name, kind: kind, parent: row.optional("parent"), leader: row.optional("leader"),
            from: from,
            to: to), line: row.line))
    }
    for unit in units {
      guard let parent = unit.row.parent else { continue }
      if lines[parent] == nil, known[parent] == nil {
        table.fault(
          line: unit.line, "parent '\(parent)' of unit '\(unit.row.id)' is not known; add a row for it")
      }
    }
    findRings(in: units, known: known, table)
    let arrivals = try Arrivals(
      units, options: options, in: table, find: { unit in known[unit.id].map { (0, $0) } },
      name: { "unit '\($0.id)'" })
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      let units = arrivals.accepted.map(\.row)
      try occasion.record("org.import", of: table.file, content: "\(units)\n\(options.correction ?? "")") {
        try records.save(units)
      }
    }
    return table.outcome(arrivals, options: options)
  }

  /// A unit that is above itself has no place.
  private func findRings(in units: [Placed<Unit>], known: [String: Unit], _ table: TableReader) {
    var parents = known.compactMapValues(\.parent)
    for unit in units { parents[unit.row.id] = unit.row.parent }
    for unit in units {
      var above = parents[unit.row.id]
      var steps = 0
      while let next = above, next != unit.row.id, steps < 50 {
        above = parents[next]
        steps += 1
      }
      if above != nil {
        table.fault(line: unit.line, "unit '\(unit.row.id)' is above itself; mend the column 'parent'")
      }
    }
  }

  /// Imports a roster.
  package func importRoster(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.hr, to: "import the roster")
    let teams = try records.unitKeys()
    let entries = try RosterReading.entries(of: table, teams: Set(teams.keys))
    let existing = try entriesByID()
    // A roster says where people are now. Where somebody was before is known from transfers, and a roster that agrees with
    // the last of them leaves that history alone.
    let merged = entries.map { placed -> Placed<RosterEntry> in
      guard let held = existing[placed.row.person.id], let last = held.assignments.last,
        held.assignments.count > 1, let now = placed.row.assignments.first, placed.row.assignments.count == 1
      else { return placed }
      if (now.post, now.team, now.share) == (last.post, last.team, last.share) {
        return Placed(
          RosterEntry(person: placed.row.person, assignments: held.assignments), line: placed.line)
      }
      table.fault(
        line: placed.line,
        "'\(placed.row.person.id)' was transferred to \(last.post) in \(last.team) from \(last.from); another move is made with: merit staff transfer"
      )
      return placed
    }
    let arrivals = try Arrivals(
      merged, options: options, in: table, find: { entry in existing[entry.person.id].map { (0, $0) } },
      name: { "'\($0.person.id)' \($0.person.name)" })
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      var digest = SHA256()
      for (entry, _) in arrivals.accepted {
        digest.update("\(entry.person.id) \(entry.assignments.count)\n".utf8)
      }
      try occasion.record(
        "staff.import", of: table.file, content: "\(hexText(digest.finish())) \(options.correction ?? "")"
      ) {
        for (entry, _) in arrivals.accepted { try records.save(entry, teams: teams) }
      }
    }
    return table.outcome(arrivals, options: options)
  }

  private func entriesByID() throws -> [String: RosterEntry] {
    var assignments: [Int: [Assignment]] = [:]
    try records.forEachAssignment { assignments[$0, default: []].append($1) }
    var entries: [String: RosterEntry] = [:]
    try records.forEachPerson { key, person in
      entries[person.id] = RosterEntry(person: person, assignments: assignments[key] ?? [])
    }
    return entries
  }

  /// Moves somebody to another post and team from a day on; what was before stays on record.
  package func transfer(_ id: String, post: String, team: String, from day: CalendarDay) throws {
    try occasion.require(.hr, to: "transfer staff")
    guard let key = try records.key(of: id) else { throw Refusal.unknownStaff(id) }
    guard let teamKey = try records.unitKeys()[team] else { throw Refusal.unknownTeam(team) }
    try occasion.record("staff.transfer", of: id, content: "\(id) \(post) \(team) \(day)") {
      try records.endAssignments(of: key, from: day)
      try records.insert(
        Assignment(post: post, team: team, share: .whole, from: day, to: nil), staff: key, team: teamKey)
    }
  }

  /// Everybody with the post of today, by id.
  ///
  /// - Parameter post: only who holds it.
  package func list(post: String? = nil) throws -> [(person: Person, assignment: Assignment?)] {
    try occasion.require(.hr, .leader, .trainer, .examiner, .assessor, to: "list the staff")
    var posts: [Int: Assignment] = [:]
    try records.forEachAssignment { key, assignment in
      if assignment.covers(occasion.today) { posts[key] = assignment }
    }
    var people: [(person: Person, assignment: Assignment?)] = []
    try records.forEachPerson { key, person in
      if post == nil || posts[key]?.post == post { people.append((person, posts[key])) }
    }
    return people
  }

  /// A person with the posts held, oldest first; what they earn is for HR and for themselves.
  package typealias PersonRecord = (person: Person, assignments: [Assignment], base: Money?)

  /// One's own record, or another's for those who work with it.
  package func record(of id: String) throws -> PersonRecord {
    if occasion.actor.staff != id {
      try occasion.require(.hr, .leader, .trainer, .examiner, to: "see others' data")
    }
    let (person, assignments) = try person(id)
    let maySeePay = occasion.actor.staff == id || occasion.actor.may([.hr])
    return (person, assignments, maySeePay ? person.base : nil)
  }

  /// A person with the posts held, oldest first.
  package func person(_ id: String) throws -> (person: Person, assignments: [Assignment]) {
    guard let person = try records.person(id) else { throw Refusal.unknownStaff(id) }
    return (person, try records.assignments(of: id))
  }
}
