import Formats
import SQLite
import Workspace

/// The rows of courses, cycles and attendance.
package struct TrainingRecords {
  let database: Connection

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
      SELECT id, version, title_en, title_zh, posts, areas, body, hash, completion_share, completion_score
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
        completionShare: row.int(8), completionScore: Score(hundredths: row.int(9)), hash: row.text(7))
    }
  }

  private static func list(_ text: String) -> [String] { text.split(separator: "\n").map(String.init) }

  private func lessons(_ course: String, _ version: Int) throws -> [[Lesson]] {
    var lessons: [[Lesson]] = []
    try database.forEach(
      """
      SELECT place, language, id, title, area, minutes, mode, objectives, body, checks, rubric, attachments
        FROM lesson
       WHERE course = ?1 AND version = ?2
       ORDER BY place, language
      """, [.text(course), .integer(version)]
    ) { row in
      let lesson = Lesson(
        id: row.text(2), language: row.text(1), title: row.text(3), area: row.text(4), minutes: row.int(5),
        mode: Lesson.Mode(rawValue: row.text(6)) ?? .online, objectives: Self.list(row.text(7)),
        checks: Self.list(row.text(9)), rubric: Self.rubric(row.text(10)),
        attachments: Self.list(row.text(11)), body: row.text(8))
      if row.int(0) == lessons.count {
        lessons.append([lesson])
      } else {
        lessons[lessons.count - 1].append(lesson)
      }
    }
    return lessons
  }

  /// A line of a rubric as it is kept: id, hundredths of a point and title, with blanks between.
  private static func rubric(_ text: String) -> [Lesson.RubricLine] {
    list(text).compactMap { line in
      let words = line.split(separator: " ", maxSplits: 2).map(String.init)
      guard words.count == 3, let points = Int(words[1]) else { return nil }
      return Lesson.RubricLine(id: words[0], points: Score(hundredths: points), title: words[2])
    }
  }

  func insert(_ course: Course, at: Instant) throws {
    try database.run(
      """
      INSERT INTO course (id, version, title_en, title_zh, posts, areas, body, hash, loaded_at, completion_share,
                          completion_score)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
      """,
      [
        .text(course.id), .integer(course.version), .text(course.title.en), .text(course.title.zh),
        .text(course.posts.joined(separator: "\n")), .text(course.areas.joined(separator: "\n")),
        .text(course.body),
        .text(course.hash), .text(at.description), .integer(course.completionShare),
        .integer(course.completionScore.hundredths),
      ])
    for (place, pages) in course.lessons.enumerated() {
      for lesson in pages {
        try database.run(
          """
          INSERT INTO lesson (course, version, place, language, id, title, area, minutes, mode, objectives, body,
                              checks, rubric, attachments)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
          """,
          [
            .text(course.id), .integer(course.version), .integer(place), .text(lesson.language),
            .text(lesson.id),
            .text(lesson.title), .text(lesson.area), .integer(lesson.minutes), .text(lesson.mode.rawValue),
            .text(lesson.objectives.joined(separator: "\n")), .text(lesson.body),
            .text(lesson.checks.joined(separator: "\n")),
            .text(
              lesson.rubric.map { "\($0.id) \($0.points.hundredths) \($0.title)" }.joined(separator: "\n")),
            .text(lesson.attachments.joined(separator: "\n")),
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
    /// How many it takes; `nil` for as many as come.
    package let capacity: Int?
  }

  package func cycles() throws -> [Cycle] {
    try database.rows("SELECT id, course, version, from_day, to_day, capacity FROM cycle ORDER BY id") {
      Cycle(
        id: $0.int(0), course: $0.text(1), version: $0.int(2),
        from: $0.day(3),
        to: $0.day(4), capacity: $0.optionalInt(5))
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

  /// Who is in a cycle, by id; those who wait or have left are not.
  package func enrolled(in cycle: Int) throws -> [(key: Int, id: String, name: String)] {
    try ClassRecords(database).enrolments(in: cycle).filter { $0.state == .enrolled }
      .map { ($0.key, $0.id, $0.name) }.sorted { $0.1 < $1.1 }
  }
}
