import Formats
import SQLite
import Workspace

/// The rows of organisation and staff.
package struct StaffRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Units

  package func units() throws -> [Unit] {
    try database.rows(
      """
      SELECT u.id, u.name, u.kind, p.id, u.leader, u.from_day, u.to_day
        FROM unit u
        LEFT JOIN unit p ON p.key = u.parent
       ORDER BY u.id
      """
    ) {
      Unit(
        id: $0.text(0), name: $0.text(1), kind: Unit.Kind(rawValue: $0.text(2)) ?? .team,
        parent: $0.optionalText(3),
        leader: $0.optionalText(4), from: $0.optionalDay(5),
        to: $0.optionalDay(6))
    }
  }

  /// Writes units, those above before those below.
  func save(_ units: [Unit]) throws {
    for unit in units {
      try database.run(
        """
        INSERT INTO unit (id, name, kind, leader, from_day, to_day)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (id) DO UPDATE
           SET name = ?2, kind = ?3, leader = ?4, from_day = ?5, to_day = ?6
        """,
        [
          .text(unit.id), .text(unit.name), .text(unit.kind.rawValue), .optional(unit.leader),
          .optional(unit.from?.description), .optional(unit.to?.description),
        ])
    }
    for unit in units {
      try database.run(
        "UPDATE unit SET parent = (SELECT key FROM unit WHERE id = ?2) WHERE id = ?1",
        [.text(unit.id), .optional(unit.parent)])
    }
  }

  // MARK: Staff

  /// The integer key of everybody, by id: for imports.
  package func keys() throws -> [String: Int] {
    var keys: [String: Int] = [:]
    try database.forEach("SELECT id, key FROM staff ORDER BY id") { keys[$0.text(0)] = $0.int(1) }
    return keys
  }

  package func key(of id: String) throws -> Int? {
    try database.integer("SELECT key FROM staff WHERE id = ?1", [.text(id)])
  }

  /// The columns of a person in a statement that joins the staff as `s`, in the order of `person(_:from:)`.
  package static let joinedColumns = columns.split(separator: ", ").map { "s.\($0)" }.joined(separator: ", ")

  private static let columns =
    "id, name, joined, left_day, site, department, leader, level, star, base, employment, employer, probation_until"

  private static func person(_ row: Statement) -> Person { person(row, from: 0) }

  /// A person from the columns that begin at a place.
  package static func person(_ row: Statement, from first: Int32) -> Person {
    Person(
      id: row.text(first), name: row.text(first + 1), joined: row.day(first + 2),
      left: row.optionalDay(first + 3), site: row.optionalText(first + 4),
      department: row.optionalText(first + 5), leader: row.optionalText(first + 6),
      level: row.optionalInt(first + 7), star: row.optionalInt(first + 8),
      base: row.optionalInt(first + 9).map(Money.init(fen:)),
      employment: Person.Employment(rawValue: row.text(first + 10)) ?? .regular,
      employer: row.optionalText(first + 11), probationUntil: row.optionalDay(first + 12))
  }

  package func person(_ id: String) throws -> Person? {
    try database.first(
      "SELECT \(Self.columns) FROM staff WHERE id = ?1", [.text(id)], decode: Self.person)
  }

  /// Calls `body` for everybody with their key, by id.
  package func forEachPerson(_ body: (Int, Person) throws -> Void) throws {
    try database.forEach("SELECT \(Self.columns), key FROM staff ORDER BY id") {
      try body($0.int(13), Self.person($0))
    }
  }

  /// Calls `body` for everybody who has not left before a day, with key, id and name, by id.
  package func forEachName(on day: CalendarDay, _ body: (Int, String, String) throws -> Void) throws {
    try database.forEach(
      "SELECT key, id, name FROM staff WHERE left_day IS NULL OR left_day >= ?1 ORDER BY id",
      [.text(day.description)]
    ) { try body($0.int(0), $0.text(1), $0.text(2)) }
  }

  package func assignments(of id: String) throws -> [Assignment] {
    try database.rows(
      """
      SELECT a.post, u.id, a.share, a.from_day, a.to_day
        FROM staff s
        JOIN assignment a ON a.staff = s.key
        JOIN unit u ON u.key = a.team
       WHERE s.id = ?1
       ORDER BY a.from_day, a.id
      """, [.text(id)], decode: Self.assignment)
  }

  private static func assignment(_ row: Statement) -> Assignment {
    Assignment(
      post: row.text(0), team: row.text(1), share: Weight(basisPoints: row.int(2)),
      from: row.day(3),
      to: row.optionalDay(4))
  }

  /// Calls `body` for every assignment with its person's key, by person and first day: one ordered pass.
  package func forEachAssignment(_ body: (Int, Assignment) throws -> Void) throws {
    try database.forEach(
      """
      SELECT a.post, u.id, a.share, a.from_day, a.to_day, a.staff
        FROM assignment a
        JOIN unit u ON u.key = a.team
       ORDER BY a.staff, a.from_day
      """
    ) { try body($0.int(5), Self.assignment($0)) }
  }

  /// Writes a person and the posts, over what was there.
  func save(_ entry: RosterEntry, teams: [String: Int]) throws {
    let person = entry.person
    try database.run(
      """
      INSERT INTO staff (\(Self.columns))
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
          ON CONFLICT (id) DO UPDATE
         SET name = ?2, joined = ?3, left_day = ?4, site = ?5, department = ?6, leader = ?7, level = ?8, star = ?9,
             base = ?10, employment = ?11, employer = ?12, probation_until = ?13
      """,
      [
        .text(person.id), .text(person.name), .text(person.joined.description),
        .optional(person.left?.description),
        .optional(person.site), .optional(person.department), .optional(person.leader),
        .optional(person.level),
        .optional(person.star), .optional(person.base?.fen), .text(person.employment.rawValue),
        .optional(person.employer), .optional(person.probationUntil?.description),
      ])
    guard let key = try key(of: person.id) else { return }
    try database.run("DELETE FROM assignment WHERE staff = ?1", [.integer(key)])
    for assignment in entry.assignments {
      try insert(assignment, staff: key, team: teams[assignment.team] ?? 0)
    }
  }

  func insert(_ assignment: Assignment, staff: Int, team: Int) throws {
    try database.run(
      """
      INSERT INTO assignment (staff, post, team, share, from_day, to_day)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .integer(staff), .text(assignment.post), .integer(team), .integer(assignment.share.basisPoints),
        .text(assignment.from.description), .optional(assignment.to?.description),
      ])
  }

  /// Ends every assignment that runs on `day` on the day before, and drops those that would only start later.
  func endAssignments(of staff: Int, from day: CalendarDay) throws {
    try database.run(
      "DELETE FROM assignment WHERE staff = ?1 AND from_day >= ?2", [.integer(staff), .text(day.description)])
    try database.run(
      "UPDATE assignment SET to_day = ?3 WHERE staff = ?1 AND (to_day IS NULL OR to_day >= ?2)",
      [.integer(staff), .text(day.description), .text(day.adding(days: -1).description)])
  }

  /// The integer key of every unit, by id.
  package func unitKeys() throws -> [String: Int] {
    var keys: [String: Int] = [:]
    try database.forEach("SELECT id, key FROM unit ORDER BY id") { keys[$0.text(0)] = $0.int(1) }
    return keys
  }
}
