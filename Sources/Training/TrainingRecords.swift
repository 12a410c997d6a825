import Formats
import SQLite
import Workspace

/// The rows of courses, cycles and attendance.
package struct TrainingRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Courses

  package func courses() throws -> [(id: String, version: Int, title: Words, lessons: Int)] {
    try database.rows(
      """
      SELECT c.id, c.version, c.title_en, c.title_zh,
             (SELECT COUNT(DISTINCT place) FROM lesson l WHERE l.course = c.id AND l.version = c.version)
        FROM course c
       ORDER BY c.id, c.version
      """
    ) { ($0.text(0), $0.int(1), Words(en: $0.text(2), zh: $0.text(3)), $0.int(4)) }
  }

  /// A version of a course, the newest where none is named.
  package func course(_ id: String, version: Int? = nil) throws -> Course? {
    try database.first(
      """
      SELECT id, version, title_en, title_zh, posts, areas, body, hash
        FROM course
       WHERE id = ?1 AND version = COALESCE(?2, version)
       ORDER BY version DESC
       LIMIT 1
      """, [.text(id), .optional(version)]
    ) { row in
      Course(
        id: row.text(0), version: row.int(1), title: Words(en: row.text(2), zh: row.text(3)),
        posts: Self.list(row.text(4)),
        areas: Self.list(row.text(5)), body: row.text(6), lessons: try lessons(row.text(0), row.int(1)),
        hash: row.text(7))
    }
  }

  private static func list(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  private func lessons(_ course: String, _ version: Int) throws -> [[Lesson]] {
    var lessons: [[Lesson]] = []
    try database.forEach(
      """
      SELECT place, language, id, title, area, minutes, mode, objectives, body
        FROM lesson
       WHERE course = ?1 AND version = ?2
       ORDER BY place, language
      """, [.text(course), .integer(version)]
    ) { row in
      let lesson = Lesson(
        id: row.text(2), language: row.text(1), title: row.text(3), area: row.text(4), minutes: row.int(5),
        mode: Lesson.Mode(rawValue: row.text(6)) ?? .online, objectives: Self.list(row.text(7)),
        body: row.text(8))
      if row.int(0) == lessons.count {
        lessons.append([lesson])
      } else {
        lessons[lessons.count - 1].append(lesson)
      }
    }
    return lessons
  }

  func insert(_ course: Course, at: Instant) throws {
    try database.run(
      """
      INSERT INTO course (id, version, title_en, title_zh, posts, areas, body, hash, loaded_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .text(course.id), .integer(course.version), .text(course.title.en), .text(course.title.zh),
        .text(course.posts.joined(separator: "\n")), .text(course.areas.joined(separator: "\n")),
        .text(course.body),
        .text(course.hash), .text(at.description),
      ])
    for (place, pages) in course.lessons.enumerated() {
      for lesson in pages {
        try database.run(
          """
          INSERT INTO lesson (course, version, place, language, id, title, area, minutes, mode, objectives, body)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
          """,
          [
            .text(course.id), .integer(course.version), .integer(place), .text(lesson.language),
            .text(lesson.id),
            .text(lesson.title), .text(lesson.area), .integer(lesson.minutes), .text(lesson.mode.rawValue),
            .text(lesson.objectives.joined(separator: "\n")), .text(lesson.body),
          ])
      }
    }
  }

  // MARK: Cycles

  package struct Cycle: Sendable {
    package let id: Int
    package let course: String
    package let version: Int
    package let from: CalendarDay
    package let to: CalendarDay
  }

  package func cycles() throws -> [Cycle] {
    try database.rows("SELECT id, course, version, from_day, to_day FROM cycle ORDER BY id") {
      Cycle(
        id: $0.int(0), course: $0.text(1), version: $0.int(2),
        from: CalendarDay($0.text(3)) ?? CalendarDay(number: 0),
        to: CalendarDay($0.text(4)) ?? CalendarDay(number: 0))
    }
  }

  func openCycle(
    _ course: String, version: Int, from: CalendarDay, to: CalendarDay, staff: [Int], at: Instant,
    by actor: String
  ) throws -> Int {
    let cycle = try database.insert(
      """
      INSERT INTO cycle (course, version, from_day, to_day, opened_at, opened_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .text(course), .integer(version), .text(from.description), .text(to.description),
        .text(at.description),
        .text(actor),
      ])
    for key in staff {
      try database.run(
        "INSERT INTO enrolment (cycle, staff) VALUES (?1, ?2)", [.integer(cycle), .integer(key)])
    }
    return cycle
  }

  package func enrolled(in cycle: Int) throws -> [(key: Int, id: String, name: String)] {
    try database.rows(
      """
      SELECT s.key, s.id, s.name
        FROM enrolment e
        JOIN staff s ON s.key = e.staff
       WHERE e.cycle = ?1
       ORDER BY s.id
      """, [.integer(cycle)]
    ) { ($0.int(0), $0.text(1), $0.text(2)) }
  }

  // MARK: Attendance

  private static let inForce = Batch.inForce("attendance")

  private static func attendance(_ row: Statement) -> Attendance {
    Attendance(
      course: row.text(1), staff: row.int(2), day: CalendarDay(row.text(3)) ?? CalendarDay(number: 0),
      lesson: row.text(4), result: Attendance.Result(rawValue: row.text(5)) ?? .absent,
      hours: row.optionalInt(6),
      score: row.optionalInt(7).map(Score.init(hundredths:)), instructor: row.optionalText(8))
  }

  private static let columns = "id, course, staff, day, lesson, result, hours, score, instructor"

  /// The record in force for a person, course, lesson and day.
  func find(_ key: Attendance) throws -> (id: Int, row: Attendance)? {
    try database.first(
      """
      SELECT \(Self.columns)
        FROM attendance
       WHERE staff = ?1 AND course = ?2 AND day = ?3 AND lesson = ?4 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.integer(key.staff), .text(key.course), .text(key.day.description), .text(key.lesson)]
    ) { ($0.int(0), Self.attendance($0)) }
  }

  func insert(_ row: Attendance, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO attendance (batch, course, staff, day, lesson, result, hours, score, instructor, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """,
      [
        .integer(batch), .text(row.course), .integer(row.staff), .text(row.day.description),
        .text(row.lesson),
        .text(row.result.rawValue), .optional(row.hours), .optional(row.score?.hundredths),
        .optional(row.instructor),
        .optional(supersedes), .optional(supersedes == nil ? nil : reason),
      ])
  }

  /// A person's records in a course from a day on, oldest first.
  package func attendance(of staff: Int, course: String, from day: CalendarDay) throws -> [(
    id: Int, row: Attendance
  )] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM attendance
       WHERE staff = ?1 AND course = ?2 AND day >= ?3 AND \(Self.inForce)
       ORDER BY day, id
      """, [.integer(staff), .text(course), .text(day.description)]
    ) { ($0.int(0), Self.attendance($0)) }
  }

  /// A person's records in a quarter, oldest first.
  ///
  /// - Parameter batch: the last batch that counts.
  package func attendance(of staff: Int, in quarter: Quarter, upTo batch: Int) throws -> [(
    id: Int, row: Attendance
  )] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM attendance
       WHERE staff = ?1 AND day BETWEEN ?2 AND ?3 AND \(Batch.inForce("attendance", upTo: "?4"))
       ORDER BY day, id
      """,
      [
        .integer(staff), .text(quarter.firstDay.description), .text(quarter.lastDay.description),
        .integer(batch),
      ]
    ) { ($0.int(0), Self.attendance($0)) }
  }

  /// For each person with records in a quarter: how many lessons were given and how many of them done, in one pass.
  package func participation(in quarter: Quarter) throws -> [Int: (done: Int, given: Int)] {
    var result: [Int: (done: Int, given: Int)] = [:]
    try database.forEach(
      """
      SELECT staff, SUM(result <> 'absent'), COUNT(*)
        FROM attendance
       WHERE day BETWEEN ?1 AND ?2 AND \(Self.inForce)
       GROUP BY staff
       ORDER BY staff
      """, [.text(quarter.firstDay.description), .text(quarter.lastDay.description)]
    ) { result[$0.int(0)] = ($0.int(1), $0.int(2)) }
    return result
  }

  /// Everybody's best score at a lesson up to a day, with the id of its record, in one pass.
  package func bestScores(course: String, lesson: String, by day: CalendarDay) throws -> [Int: (
    record: Int, score: Score, day: CalendarDay
  )] {
    var best: [Int: (record: Int, score: Score, day: CalendarDay)] = [:]
    try database.forEach(
      """
      SELECT staff, id, score, day
        FROM attendance
       WHERE course = ?1 AND lesson = ?2 AND day <= ?3 AND score IS NOT NULL AND result <> 'absent' AND \(Self.inForce)
       ORDER BY staff, id
      """, [.text(course), .text(lesson), .text(day.description)]
    ) { row in
      let score = Score(hundredths: row.int(2))
      if let held = best[row.int(0)], held.score >= score { return }
      best[row.int(0)] = (row.int(1), score, CalendarDay(row.text(3)) ?? day)
    }
    return best
  }
}
