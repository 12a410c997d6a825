import Formats
import SQLite
import Workspace

/// The rows of sittings, registrations, practical marks, votes and decisions.
package struct LevelSittingRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Sittings

  private static let columns = "id, ladder, version, level, day, place, capacity, closes"

  private static func sitting(_ row: Statement) -> LevelSitting {
    LevelSitting(
      id: row.int(0), ladder: row.text(1), version: row.int(2), level: row.int(3),
      day: row.day(4), place: row.text(5), capacity: row.int(6),
      closes: row.day(7))
  }

  package func sitting(_ id: Int) throws -> LevelSitting? {
    try database.first(
      "SELECT \(Self.columns) FROM level_sitting WHERE id = ?1", [.integer(id)], decode: Self.sitting)
  }

  /// Every sitting, by day.
  package func sittings() throws -> [LevelSitting] {
    try database.rows(
      "SELECT \(Self.columns) FROM level_sitting ORDER BY day, id", decode: Self.sitting)
  }

  func open(
    _ ladder: Ladder, level: Int, day: CalendarDay, place: String, capacity: Int, closes: CalendarDay,
    at: Instant, by actor: String
  ) throws -> Int {
    try database.insert(
      """
      INSERT INTO level_sitting (ladder, version, level, day, place, capacity, closes, opened_at, opened_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .text(ladder.head.id), .integer(ladder.head.version), .integer(level), .text(day.description),
        .text(place), .integer(capacity), .text(closes.description), .text(at.description), .text(actor),
      ])
  }

  // MARK: Registrations

  private static func registration(_ row: Statement) -> Registration {
    Registration(
      sitting: row.int(0), key: row.int(1), staff: row.text(2), name: row.text(3), number: row.int(4),
      sponsor: row.optionalText(5))
  }

  /// Who is registered for a sitting, by admission number.
  package func registrations(for sitting: Int) throws -> [Registration] {
    try database.rows(
      """
      SELECT r.sitting, r.staff, s.id, s.name, r.number, r.sponsor
        FROM level_registration r
        JOIN staff s ON s.key = r.staff
       WHERE r.sitting = ?1
       ORDER BY r.number
      """, [.integer(sitting)], decode: Self.registration)
  }

  /// Every registration for a level up to a day, oldest sitting first, by key.
  func registrations(ladder: String, level: Int, by day: CalendarDay) throws -> [Int: [Registration]] {
    let all = try database.rows(
      """
      SELECT r.sitting, r.staff, s.id, s.name, r.number, r.sponsor
        FROM level_sitting l
        JOIN level_registration r ON r.sitting = l.id
        JOIN staff s ON s.key = r.staff
       WHERE l.ladder = ?1 AND l.level = ?2 AND l.day <= ?3
       ORDER BY l.day, l.id, r.number
      """, [.text(ladder), .integer(level), .text(day.description)], decode: Self.registration)
    return Dictionary(grouping: all, by: \.key)
  }

  func insert(_ registration: Registration, at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO level_registration (sitting, staff, number, sponsor, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .integer(registration.sitting), .integer(registration.key), .integer(registration.number),
        .optional(registration.sponsor), .text(at.description), .text(actor),
      ])
  }

  // MARK: Practical marks

  private static func mark(_ row: Statement) -> PracticalMark {
    PracticalMark(
      sitting: row.int(1), staff: row.int(2), part: row.text(3), examiner: row.text(4), line: row.text(5),
      points: Score(hundredths: row.int(6)))
  }

  func find(_ key: PracticalMark) throws -> (id: Int, row: PracticalMark)? {
    try database.first(
      """
      SELECT id, sitting, staff, part, examiner, line, points
        FROM practical_mark
       WHERE sitting = ?1 AND staff = ?2 AND part = ?3 AND examiner = ?4 AND line = ?5
         AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """,
      [
        .integer(key.sitting), .integer(key.staff), .text(key.part), .text(key.examiner), .text(key.line),
      ]
    ) { ($0.int(0), Self.mark($0)) }
  }

  func insert(_ mark: PracticalMark, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO practical_mark (batch, sitting, staff, part, examiner, line, points, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .integer(batch), .integer(mark.sitting), .integer(mark.staff), .text(mark.part),
        .text(mark.examiner), .text(mark.line), .integer(mark.points.hundredths), .optional(supersedes),
        .optional(supersedes == nil ? nil : reason),
      ])
  }

  /// The marks of a sitting by candidate, part, examiner and line.
  func marks(of sitting: Int) throws -> [Int: [String: [String: [String: Score]]]] {
    var marks: [Int: [String: [String: [String: Score]]]] = [:]
    try database.forEach(
      """
      SELECT id, sitting, staff, part, examiner, line, points
        FROM practical_mark
       WHERE sitting = ?1 AND \(Batch.inForce("practical_mark"))
       ORDER BY staff, part, examiner, line
      """, [.integer(sitting)]
    ) { row in
      let mark = Self.mark(row)
      marks[mark.staff, default: [:]][mark.part, default: [:]][mark.examiner, default: [:]][mark.line] =
        mark.points
    }
    return marks
  }

  // MARK: Votes and decisions

  /// The votes of a sitting by candidate.
  func votes(of sitting: Int) throws -> [Int: (yes: Int, no: Int)] {
    var votes: [Int: (yes: Int, no: Int)] = [:]
    try database.forEach(
      """
      SELECT staff, SUM(is_for), COUNT(*)
        FROM board_vote
       WHERE sitting = ?1
       GROUP BY staff
       ORDER BY staff
      """, [.integer(sitting)]
    ) { votes[$0.int(0)] = ($0.int(1), $0.int(2) - $0.int(1)) }
    return votes
  }

  func hasVoted(_ member: String, sitting: Int, staff: Int) throws -> Bool {
    try database.integer(
      "SELECT 1 FROM board_vote WHERE sitting = ?1 AND staff = ?2 AND member = ?3",
      [.integer(sitting), .integer(staff), .text(member)]) != nil
  }

  func vote(
    sitting: Int, staff: Int, member: String, isFor: Bool, reason: String, at: Instant, by actor: String
  ) throws {
    try database.run(
      """
      INSERT INTO board_vote (sitting, staff, member, is_for, reason, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(sitting), .integer(staff), .text(member), .integer(isFor ? 1 : 0), .text(reason),
        .text(at.description), .text(actor),
      ])
  }

  /// The last decision about each registration of a sitting, by id of staff.
  package func decisions(of sitting: Int) throws -> [LevelDecision] {
    try database.rows(
      """
      SELECT d.sitting, s.id, d.is_awarded, d.code, d.found
        FROM level_decision d
        JOIN staff s ON s.key = d.staff
       WHERE d.sitting = ?1
         AND d.id = (SELECT MAX(n.id) FROM level_decision n WHERE n.sitting = d.sitting AND n.staff = d.staff)
       ORDER BY s.id
      """, [.integer(sitting)]
    ) {
      LevelDecision(
        sitting: $0.int(0), staff: $0.text(1), isAwarded: $0.bool(2), code: $0.optionalText(3),
        found: $0.text(4))
    }
  }

  func insert(_ decision: LevelDecision, key: Int, at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO level_decision (sitting, staff, is_awarded, code, found, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(decision.sitting), .integer(key), .integer(decision.isAwarded ? 1 : 0),
        .optional(decision.code), .text(decision.found), .text(at.description), .text(actor),
      ])
  }
}
