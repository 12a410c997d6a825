import Formats
import SQLite
import Workforce
import Workspace

/// That somebody may take live calls, and why.
package struct LivePermit: Sendable {
  package let staff: String
  package let day: CalendarDay
  package let evidence: String
}

/// The rows of permits.
package struct PermitRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// Every permit, by id of staff.
  package func permits() throws -> [LivePermit] {
    try database.rows(
      """
      SELECT s.id, p.day, p.evidence
        FROM live_permit p
        JOIN staff s ON s.key = p.staff
       ORDER BY s.id
      """
    ) {
      LivePermit(
        staff: $0.text(0), day: $0.day(1), evidence: $0.text(2))
    }
  }

  func insert(_ permit: LivePermit, staff: Int, at: Instant, by actor: String) throws {
    try database.run(
      "INSERT INTO live_permit (staff, day, evidence, at, by) VALUES (?1, ?2, ?3, ?4, ?5)",
      [
        .integer(staff), .text(permit.day.description), .text(permit.evidence), .text(at.description),
        .text(actor),
      ])
  }
}

/// Granting permits before the first live call.
package struct PermitDesk {
  private let occasion: Occasion
  private let records: PermitRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = PermitRecords(occasion.database)
  }

  /// Grants permits to all of some people who have completed what the training scheme of their post asks; or, with every
  /// reason, to none.
  package func grant(_ staff: [String]) throws -> [LivePermit] {
    try occasion.require(.trainer, .leader, to: "grant permits for live calls")
    try occasion.requireLead(of: staff, insteadOf: [.trainer], to: "grant permits to people of other teams")
    guard !staff.contains(where: { $0 == occasion.actor.staff }) else {
      throw Refusal(.notPermitted, "nobody permits themselves", "ask another trainer or leader")
    }
    return try occasion.whole { try granted(staff) }
  }

  private func granted(_ staff: [String]) throws -> [LivePermit] {
    let today = occasion.today
    let people = StaffRecords(occasion.database)
    let keys = try people.keys()
    let there = Set(try records.permits().map(\.staff))
    let schemes = try schemes()
    let done = try completions(schemes.flatMap(\.permitCourses))
    var reasons: [String] = []
    var permits: [LivePermit] = []
    for (place, person) in staff.enumerated()
    where !there.contains(person) && !staff[..<place].contains(person) {
      guard let key = keys[person] else {
        reasons.append("nobody has the id '\(person)'")
        continue
      }
      let posts = try people.assignments(of: person).filter { $0.covers(today) }.map(\.post)
      let wanted = schemes.filter { !$0.posts.isDisjoint(with: posts) }.flatMap(\.permitCourses)
        .reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
      if wanted.isEmpty {
        reasons.append("no training scheme asks for a permit in the posts of '\(person)'")
        continue
      }
      let missing = wanted.filter { done[$0]?[key] == nil }
      if missing.isEmpty {
        let evidence = wanted.map { "\($0) completed \(done[$0]?[key]?.day.description ?? "")" }
        permits.append(
          LivePermit(
            staff: person, day: today,
            evidence: evidence.joined(separator: "; ")))
      } else {
        reasons.append("'\(person)' has not completed \(missing.joined(separator: ", "))")
      }
    }
    guard reasons.isEmpty else {
      throw Refusal(
        .badData, "no permit was granted: \(reasons.joined(separator: "; "))",
        "see how far they are: merit cycle status --people")
    }
    if !permits.isEmpty {
      try occasion.record(
        "staff.permit", of: permits.map(\.staff).joined(separator: ", "), content: "\(permits)"
      ) {
        for permit in permits {
          try records.insert(
            permit, staff: keys[permit.staff] ?? 0, at: occasion.now, by: occasion.actor.account)
        }
      }
    }
    return permits
  }

  /// Who holds a post for which a permit is asked and has none; those who joined before the scheme are left out.
  package func missing() throws -> [(id: String, name: String, joined: CalendarDay)] {
    try occasion.require(.trainer, .leader, .hr, to: "see who may not take calls")
    let today = occasion.today
    let schemes = try schemes().filter { !$0.permitCourses.isEmpty }
    let there = Set(try records.permits().map(\.staff))
    var starts: [String: CalendarDay] = [:]
    for scheme in schemes {
      let first = try SchemeRecords(occasion.database).versions(kind: TrainingScheme.kind, id: scheme.head.id)
        .first
      starts[scheme.head.id] = first?.inForce ?? scheme.head.inForce
    }
    var since: [Int: CalendarDay] = [:]
    let people = StaffRecords(occasion.database)
    try people.forEachAssignment { key, assignment in
      guard assignment.covers(today) else { return }
      for scheme in schemes where scheme.posts.contains(assignment.post) {
        since[key] = starts[scheme.head.id]
      }
    }
    var missing: [(id: String, name: String, joined: CalendarDay)] = []
    try people.forEachPerson { key, person in
      guard let start = since[key], person.joined >= start, !there.contains(person.id),
        person.left.map({ $0 >= today }) ?? true
      else { return }
      missing.append((person.id, person.name, person.joined))
    }
    return missing
  }

  private func schemes() throws -> [TrainingScheme] {
    try SchemeRecords(occasion.database).allInForce(kind: TrainingScheme.kind, on: occasion.today)
      .map { try TrainingScheme.read(Array($0.text.utf8), named: $0.label) }
  }

  private func completions(_ courses: [String]) throws -> [String: [Int: CourseCompletion]] {
    var done: [String: [Int: CourseCompletion]] = [:]
    for course in Set(courses) {
      done[course] = try TrainingRecords(occasion.database).completions(of: course, by: occasion.today)
    }
    return done
  }
}
