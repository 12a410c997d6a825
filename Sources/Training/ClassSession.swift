import Formats
import SQLite
import Workspace

/// A time at which a cycle meets in a room with an instructor.
package struct ClassSession: Sendable {
  package let id: Int
  package let cycle: Int
  package let course: String
  package let version: Int
  /// Empty for the course as a whole.
  package let lesson: String
  package let day: CalendarDay
  package let from: MinuteOfDay
  package let to: MinuteOfDay
  package let room: String
  package let instructor: String
  /// What people type to say that they are there.
  package let code: String

  package func overlaps(_ other: ClassSession) -> Bool {
    day == other.day && from.minutes < other.to.minutes && other.from.minutes < to.minutes
  }

  /// What speaks against holding it beside another: the same room or instructor at the same time.
  package func clash(with other: ClassSession) -> String? {
    guard overlaps(other) else { return nil }

    let time = "\(other.from.text)–\(other.to.text)"
    if room == other.room {
      return "room '\(room)' is taken on \(day) \(time) by session \(other.id) of '\(other.course)'"
    }
    if instructor == other.instructor {
      return "instructor '\(instructor)' teaches session \(other.id) of '\(other.course)' on \(day) \(time)"
    }
    return nil
  }
}

/// The rows of class sessions and of who is enrolled in cycles.
package struct ClassRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Sessions

  private static let columns = """
    s.id, s.cycle, c.course, c.version, s.lesson, s.day, s.from_minute, s.to_minute, s.room, s.instructor, s.code
      FROM class_session s
      JOIN cycle c ON c.id = s.cycle
      LEFT JOIN class_cancellation n ON n.session = s.id
    """

  private static func session(_ row: Statement) -> ClassSession {
    ClassSession(
      id: row.int(0), cycle: row.int(1), course: row.text(2), version: row.int(3), lesson: row.text(4),
      day: row.day(5), from: MinuteOfDay(minutes: row.int(6)),
      to: MinuteOfDay(minutes: row.int(7)), room: row.text(8), instructor: row.text(9), code: row.text(10))
  }

  package func session(_ id: Int) throws -> ClassSession? {
    try database.first(
      "SELECT \(Self.columns) WHERE s.id = ?1 AND n.session IS NULL", [.integer(id)], decode: Self.session)
  }

  package func session(code: String) throws -> ClassSession? {
    try database.first(
      "SELECT \(Self.columns) WHERE s.code = ?1 AND n.session IS NULL", [.text(code)], decode: Self.session)
  }

  /// The sessions between two days that are not cancelled, in the order of time.
  package func sessions(from first: CalendarDay, to last: CalendarDay) throws -> [ClassSession] {
    try database.rows(
      """
      SELECT \(Self.columns)
       WHERE s.day BETWEEN ?1 AND ?2 AND n.session IS NULL
       ORDER BY s.day, s.from_minute, s.id
      """, [.text(first.description), .text(last.description)], decode: Self.session)
  }

  /// The sessions of a cycle that are not cancelled, in the order of time.
  package func sessions(of cycle: Int) throws -> [ClassSession] {
    try database.rows(
      """
      SELECT \(Self.columns)
       WHERE s.cycle = ?1 AND n.session IS NULL
       ORDER BY s.day, s.from_minute, s.id
      """, [.integer(cycle)], decode: Self.session)
  }

  func insert(_ session: ClassSession, at: Instant, by actor: String) throws -> Int {
    try database.insert(
      """
      INSERT INTO class_session (cycle, lesson, day, from_minute, to_minute, room, instructor, code, planned_at, planned_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .integer(session.cycle), .text(session.lesson), .text(session.day.description),
        .integer(session.from.minutes), .integer(session.to.minutes), .text(session.room),
        .text(session.instructor), .text(session.code), .text(at.description), .text(actor),
      ])
  }

  func cancel(_ session: Int, reason: String, at: Instant, by actor: String) throws {
    try database.run(
      "INSERT INTO class_cancellation (session, reason, cancelled_at, cancelled_by) VALUES (?1, ?2, ?3, ?4)",
      [.integer(session), .text(reason), .text(at.description), .text(actor)])
  }

  // MARK: Enrolment

  package enum EnrolmentState: String, Sendable { case enrolled, waiting, left }

  /// Who is or was in a cycle and how they stand, in the order of enrolling.
  package func enrolments(in cycle: Int) throws -> [(
    key: Int, id: String, name: String, state: EnrolmentState
  )] {
    try database.rows(
      """
      SELECT s.key, s.id, s.name, e.state
        FROM (SELECT staff, 'enrolled' AS state, 0 AS place
                FROM enrolment o
               WHERE o.cycle = ?1
                 AND NOT EXISTS (SELECT 1 FROM enrolment_step n WHERE n.cycle = ?1 AND n.staff = o.staff)
               UNION ALL
              SELECT staff, state, id
                FROM enrolment_step n
               WHERE n.cycle = ?1
                 AND n.id = (SELECT MAX(m.id) FROM enrolment_step m WHERE m.cycle = ?1 AND m.staff = n.staff)) e
        JOIN staff s ON s.key = e.staff
       ORDER BY e.place, s.id
      """, [.integer(cycle)]
    ) { ($0.int(0), $0.text(1), $0.text(2), EnrolmentState(rawValue: $0.text(3)) ?? .left) }
  }

  func step(
    _ staff: Int, cycle: Int, state: EnrolmentState, reason: String, at: Instant, by actor: String
  ) throws {
    try database.run(
      """
      INSERT INTO enrolment_step (cycle, staff, state, reason, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .integer(cycle), .integer(staff), .text(state.rawValue), .text(reason), .text(at.description),
        .text(actor),
      ])
  }

  func setCapacity(_ capacity: Int, of cycle: Int) throws {
    try database.run(
      "UPDATE cycle SET capacity = ?2 WHERE id = ?1", [.integer(cycle), .integer(capacity)])
  }

  /// For everybody enrolled in a cycle that has not ended on a day: the courses, by key; one pass.
  package func openCourses(on day: CalendarDay) throws -> [Int: Set<String>] {
    var courses: [Int: Set<String>] = [:]
    let cycles = try TrainingRecords(database).cycles().filter { $0.to >= day }
    for cycle in cycles {
      for person in try enrolments(in: cycle.id) where person.state != .left {
        courses[person.key, default: []].insert(cycle.course)
      }
    }
    return courses
  }
}
