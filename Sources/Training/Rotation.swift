import Formats
import SQLite
import Workforce
import Workspace

/// A time in another post: planned, begun once its training is done, ended.
package struct Rotation: Sendable {
  package enum State: String, CaseIterable, Sendable { case planned, begun, ended, dropped }

  package let id: Int
  package let staff: String
  package let post: String
  package let team: String
  package let from: CalendarDay
  /// The last day.
  package let to: CalendarDay
  /// The course that must be completed before it begins; empty for none.
  package let course: String
  package let state: State
}

/// The rows of rotations and of what was done about them.
package struct RotationRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  private static let columns = """
    r.id, s.id, r.post, r.team, r.from_day, r.to_day, r.course,
           COALESCE((SELECT t.state FROM rotation_step t WHERE t.rotation = r.id ORDER BY t.id DESC LIMIT 1), 'planned')
      FROM rotation r
      JOIN staff s ON s.key = r.staff
    """

  private static func rotation(_ row: Statement) -> Rotation {
    Rotation(
      id: row.int(0), staff: row.text(1), post: row.text(2), team: row.text(3),
      from: row.day(4),
      to: row.day(5), course: row.text(6),
      state: Rotation.State(rawValue: row.text(7)) ?? .planned)
  }

  package func rotation(_ id: Int) throws -> Rotation? {
    try database.first("SELECT \(Self.columns) WHERE r.id = ?1", [.integer(id)], decode: Self.rotation)
  }

  /// Every rotation, by first day.
  package func rotations() throws -> [Rotation] {
    try database.rows("SELECT \(Self.columns) ORDER BY r.from_day, r.id", decode: Self.rotation)
  }

  func insert(_ rotation: Rotation, staff: Int, at: Instant, by actor: String) throws -> Int {
    try database.insert(
      """
      INSERT INTO rotation (staff, post, team, from_day, to_day, course, planned_at, planned_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .integer(staff), .text(rotation.post), .text(rotation.team), .text(rotation.from.description),
        .text(rotation.to.description), .text(rotation.course), .text(at.description), .text(actor),
      ])
  }

  /// The day on which a rotation came into a state.
  func day(of rotation: Int, _ state: Rotation.State) throws -> CalendarDay? {
    try database.first(
      "SELECT day FROM rotation_step WHERE rotation = ?1 AND state = ?2",
      [.integer(rotation), .text(state.rawValue)]
    ) { $0.day(0) }
  }

  func step(
    _ rotation: Int, _ state: Rotation.State, day: CalendarDay, note: String, at: Instant, by actor: String
  ) throws {
    try database.run(
      """
      INSERT INTO rotation_step (rotation, state, day, note, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .integer(rotation), .text(state.rawValue), .text(day.description), .text(note), .text(at.description),
        .text(actor),
      ])
  }
}

/// Planning rotations, beginning and ending them; the transfers go with them.
package struct RotationDesk {
  private let occasion: Occasion
  private let records: RotationRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = RotationRecords(occasion.database)
  }

  package func plan(
    _ staff: String, post: String, team: String, from: CalendarDay, to: CalendarDay, course: String
  ) throws -> Rotation {
    try occasion.require(.hr, .trainer, to: "plan rotations")
    return try occasion.whole {
      try planned(staff, post: post, team: team, from: from, to: to, course: course)
    }
  }

  private func planned(
    _ staff: String, post: String, team: String, from: CalendarDay, to: CalendarDay, course: String
  ) throws -> Rotation {
    let people = StaffRecords(occasion.database)
    guard let key = try people.key(of: staff) else { throw Refusal.unknownStaff(staff) }
    guard try people.unitKeys()[team] != nil else {
      throw Refusal(.noInput, "there is no team '\(team)'", "see: merit staff list")
    }
    guard from <= to else {
      throw Refusal(.usage, "the rotation would end on \(to), before it begins on \(from)", "mend the days")
    }
    if !course.isEmpty, try TrainingRecords(occasion.database).course(course) == nil {
      throw Refusal.unknownCourse(course)
    }
    if let other = try records.rotations().first(where: {
      $0.staff == staff && [.planned, .begun].contains($0.state) && $0.from <= to && from <= $0.to
    }) {
      throw Refusal(
        .badData, "rotation \(other.id) of '\(staff)' runs from \(other.from) to \(other.to) already",
        "drop it first, or choose other days")
    }
    let rotation = Rotation(
      id: 0, staff: staff, post: post, team: team, from: from, to: to, course: course, state: .planned)
    let id = try occasion.record("staff.rotate", of: staff, content: "\(rotation)") {
      try records.insert(rotation, staff: key, at: occasion.now, by: occasion.actor.account)
    }
    return try self.rotation(id)
  }

  /// Every rotation, by first day.
  package func rotations() throws -> [Rotation] {
    try occasion.require(.hr, .trainer, .leader, to: "see rotations")
    return try records.rotations()
  }

  package func rotation(_ id: Int) throws -> Rotation {
    guard let rotation = try records.rotation(id) else {
      throw Refusal(.noInput, "there is no rotation \(id)", "see: merit staff rotations")
    }
    return rotation
  }

  /// Begins, ends or drops a rotation.
  ///
  /// Beginning transfers the person; ending takes them back to where they were.
  package func move(_ id: Int, to state: Rotation.State, note: String) throws -> Rotation {
    try occasion.require(.hr, to: "begin and end rotations")
    return try occasion.whole { try moved(id, to: state, note: note) }
  }

  private func moved(_ id: Int, to state: Rotation.State, note: String) throws -> Rotation {
    let rotation = try rotation(id)
    let today = occasion.today
    switch (rotation.state, state) {
    case (.planned, .begun):
      guard (rotation.from...rotation.to).contains(today) else {
        throw Refusal(
          .badData, "rotation \(id) runs from \(rotation.from) to \(rotation.to)",
          "begin it in that time, or drop it and plan another")
      }
      try requireTraining(rotation)
    case (.planned, .dropped), (.begun, .ended): break
    default:
      throw Refusal(
        .badData, "rotation \(id) is \(rotation.state.rawValue) and cannot be \(state.rawValue)",
        "planned ones are begun or dropped, begun ones are ended")
    }
    let workforce = WorkforceDesk(occasion)
    let (person, assignments) = try workforce.person(rotation.staff)
    // Where they were on the day before the rotation began.
    let begun = try records.day(of: id, .begun)
    let home = begun.flatMap { day in assignments.last { $0.to == day.adding(days: -1) } }
    return try occasion.record("staff.rotation", of: "\(id)", content: "\(state.rawValue) \(today) \(note)") {
      try records.step(
        id, state, day: today, note: note, at: occasion.now, by: occasion.actor.account)
      if state == .begun {
        try workforce.transfer(person.id, post: rotation.post, team: rotation.team, from: today)
      }
      if state == .ended, let home {
        try workforce.transfer(person.id, post: home.post, team: home.team, from: today.adding(days: 1))
      }
      return try self.rotation(id)
    }
  }

  private func requireTraining(_ rotation: Rotation) throws {
    guard !rotation.course.isEmpty else { return }
    let key = try StaffRecords(occasion.database).key(of: rotation.staff)
    let done = try TrainingRecords(occasion.database).completions(of: rotation.course, by: occasion.today)
    guard let key, done[key] != nil else {
      throw Refusal(
        .badData, "'\(rotation.staff)' has not completed '\(rotation.course)', which this rotation asks for",
        "see how far they are: merit cycle status --people")
    }
  }
}
