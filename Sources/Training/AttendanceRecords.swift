import Formats
import SQLite
import Workspace

/// The rows of attendance, drills and completion.
extension TrainingRecords {
  private static let inForce = Batch.inForce("attendance")

  private static func attendance(_ row: Statement) -> Attendance {
    Attendance(
      course: row.text(1), staff: row.int(2), day: row.day(3),
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

  /// The modes of the lessons of every course, whatever the version, by course and lesson.
  package func lessonModes() throws -> [String: [String: Lesson.Mode]] {
    var modes: [String: [String: Lesson.Mode]] = [:]
    try database.forEach("SELECT course, id, mode FROM lesson ORDER BY course, version, place, language") {
      row in
      modes[row.text(0), default: [:]][row.text(1)] = Lesson.Mode(rawValue: row.text(2)) ?? .online
    }
    return modes
  }

  /// Whether somebody has hours for a lesson in a version of its course.
  ///
  /// - Parameter record: one that does not count.
  func hasHours(_ row: Attendance, version: Int, besides record: Int?) throws -> Bool {
    try database.integer(
      """
      SELECT 1
        FROM attendance
       WHERE staff = ?1 AND course = ?2 AND lesson = ?3 AND version = ?4 AND hours > 0 AND id <> ?5 AND \(Self.inForce)
       LIMIT 1
      """,
      [
        .integer(row.staff), .text(row.course), .text(row.lesson), .integer(version), .integer(record ?? 0),
      ]) != nil
  }

  /// For each course, its versions with the day on which each was loaded, oldest first.
  package func versionDays(zone: Zone) throws -> [String: [(version: Int, day: CalendarDay)]] {
    var days: [String: [(version: Int, day: CalendarDay)]] = [:]
    try database.forEach("SELECT id, version, loaded_at FROM course ORDER BY id, version") { row in
      let day = Instant(row.text(2)).map(zone.day) ?? CalendarDay(number: 0)
      days[row.text(0), default: []].append((row.int(1), day))
    }
    return days
  }

  /// - Parameter version: of the course that was taught.
  @discardableResult
  func insert(_ row: Attendance, version: Int?, batch: Int, supersedes: Int?, reason: String?) throws -> Int {
    try database.insert(
      """
      INSERT INTO attendance (batch, course, staff, day, lesson, result, hours, score, instructor, supersedes, reason,
                              version)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
      """,
      [
        .integer(batch), .text(row.course), .integer(row.staff), .text(row.day.description),
        .text(row.lesson),
        .text(row.result.rawValue), .optional(row.hours), .optional(row.score?.hundredths),
        .optional(row.instructor),
        .optional(supersedes), .optional(supersedes == nil ? nil : reason), .optional(version),
      ])
  }

  func insert(_ mark: DrillMark, attendance: Int, batch: Int) throws {
    try database.run(
      "INSERT INTO drill_mark (batch, attendance, examiner, line, points) VALUES (?1, ?2, ?3, ?4, ?5)",
      [
        .integer(batch), .integer(attendance), .text(mark.examiner), .text(mark.line),
        .integer(mark.points.hundredths),
      ])
  }

  /// The lines of a scored drill, by examiner.
  package func drillMarks(of attendance: Int) throws -> [(examiner: String, line: String, points: Score)] {
    try database.rows(
      "SELECT examiner, line, points FROM drill_mark WHERE attendance = ?1 ORDER BY examiner, id",
      [.integer(attendance)]
    ) { ($0.text(0), $0.text(1), Score(hundredths: $0.int(2))) }
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

  /// What the people of a cycle have in its course from its first day on, by person, oldest first: one pass.
  func attendance(in cycle: Cycle) throws -> [Int: [(lesson: String, result: Attendance.Result)]] {
    var attended: [Int: [(lesson: String, result: Attendance.Result)]] = [:]
    try database.forEach(
      """
      SELECT a.staff, a.lesson, a.result
        FROM enrolment e
        JOIN attendance a ON a.staff = e.staff
       WHERE e.cycle = ?1 AND a.course = ?2 AND a.day >= ?3 AND \(Batch.inForce("attendance", alias: "a."))
       ORDER BY a.day, a.id
      """, [.integer(cycle.id), .text(cycle.course), .text(cycle.from.description)]
    ) { row in
      attended[row.int(0), default: []].append(
        (row.text(1), Attendance.Result(rawValue: row.text(2)) ?? .absent))
    }
    return attended
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

  /// For each person with records of some days: how many lessons were given and how many of them done, in one pass.
  package func participation(in span: ClosedRange<CalendarDay>) throws -> [Int: (done: Int, given: Int)] {
    var result: [Int: (done: Int, given: Int)] = [:]
    try database.forEach(
      """
      SELECT staff, SUM(result <> 'absent'), COUNT(*)
        FROM attendance
       WHERE day BETWEEN ?1 AND ?2 AND \(Self.inForce)
       GROUP BY staff
       ORDER BY staff
      """, [.text(span.lowerBound.description), .text(span.upperBound.description)]
    ) { result[$0.int(0)] = ($0.int(1), $0.int(2)) }
    return result
  }

  /// Who had completed a course by a day, by key, with the version and the day: one pass.
  package func completions(of course: String, by day: CalendarDay) throws -> [Int: CourseCompletion] {
    let rules = try completionRules(of: course)
    guard !rules.isEmpty else { return [:] }
    var completions: [Int: CourseCompletion] = [:]
    var current = -1
    var steps: [CourseCompletion.Step] = []
    func finish() {
      if current >= 0, let found = CourseCompletion(rules, steps: steps) { completions[current] = found }
      steps.removeAll(keepingCapacity: true)
    }
    try database.forEach(
      """
      SELECT staff, day, lesson, result, score, version
        FROM attendance
       WHERE course = ?1 AND day <= ?2 AND \(Self.inForce)
       ORDER BY staff, day, id
      """, [.text(course), .text(day.description)]
    ) { row in
      if row.int(0) != current {
        finish()
        current = row.int(0)
      }
      steps.append(
        CourseCompletion.Step(
          day: row.day(1), lesson: row.text(2),
          result: Attendance.Result(rawValue: row.text(3)) ?? .absent,
          score: row.optionalInt(4).map(Score.init(hundredths:)), version: row.optionalInt(5)))
    }
    finish()
    return completions
  }

  /// What each version of a course asks for, oldest first.
  package func completionRules(of course: String) throws -> [CourseCompletion.Rule] {
    var lessons: [Int: [(id: String, isDrill: Bool)]] = [:]
    try database.forEach(
      """
      SELECT version, id, MAX(mode = 'drill')
        FROM lesson
       WHERE course = ?1
       GROUP BY version, place
       ORDER BY version, place
      """, [.text(course)]
    ) { lessons[$0.int(0), default: []].append(($0.text(1), $0.bool(2))) }
    return try database.rows(
      "SELECT version, completion_share, completion_score FROM course WHERE id = ?1 ORDER BY version",
      [.text(course)]
    ) {
      CourseCompletion.Rule(
        version: $0.int(0), lessons: lessons[$0.int(0)] ?? [], share: $0.int(1),
        score: Score(hundredths: $0.int(2)))
    }
  }

  /// Everybody's hours between two days, by key: one pass.
  package func hourBook(from first: CalendarDay, to last: CalendarDay) throws -> HourBook {
    var hours: [Int: [(day: CalendarDay, hours: Int)]] = [:]
    try database.forEach(
      """
      SELECT staff, day, hours
        FROM attendance
       WHERE day BETWEEN ?1 AND ?2 AND hours > 0 AND result <> 'absent' AND \(Self.inForce)
       ORDER BY staff, day, id
      """, [.text(first.description), .text(last.description)]
    ) { hours[$0.int(0), default: []].append((CalendarDay($0.text(1)) ?? first, $0.int(2))) }
    return HourBook(hours)
  }

  /// Everybody's scores at a lesson up to a day, with the ids of their records, oldest first, by key: one pass.
  package func scores(course: String, lesson: String, by day: CalendarDay) throws -> [Int: [(
    record: Int, score: Score, day: CalendarDay
  )]] {
    var scores: [Int: [(record: Int, score: Score, day: CalendarDay)]] = [:]
    try database.forEach(
      """
      SELECT staff, id, score, day
        FROM attendance
       WHERE course = ?1 AND lesson = ?2 AND day <= ?3 AND score IS NOT NULL AND result <> 'absent' AND \(Self.inForce)
       ORDER BY staff, day, id
      """, [.text(course), .text(lesson), .text(day.description)]
    ) { row in
      scores[row.int(0), default: []].append((row.int(1), Score(hundredths: row.int(2)), row.day(3)))
    }
    return scores
  }
}
