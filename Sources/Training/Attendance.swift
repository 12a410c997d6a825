import Formats
import Workspace

/// That somebody was at a lesson, was absent, or completed it.
package struct Attendance: Hashable, Sendable {
  package enum Result: String, Sendable { case attended, absent, completed }

  package let course: String
  /// The integer key of the person.
  package let staff: Int
  package let day: CalendarDay
  /// The lesson's id; empty for the course as a whole.
  package let lesson: String
  package let result: Result
  /// In hundredths of an hour.
  package let hours: Int?
  /// What a test or a drill at the lesson came to.
  package let score: Score?
  package let instructor: String?

  package init(
    course: String, staff: Int, day: CalendarDay, lesson: String, result: Result, hours: Int?, score: Score?,
    instructor: String?
  ) {
    self.course = course
    self.staff = staff
    self.day = day
    self.lesson = lesson
    self.result = result
    self.hours = hours
    self.score = score
    self.instructor = instructor
  }

  package static let shape = TableShape(
    "attendance",
    [
      Column("course", "课程", required: true, example: "hotline-onboarding"),
      Column("staff", "工号", required: true, example: "E0001"),
      Column("date", "日期", required: true, example: "2026-07-06"),
      Column("result", "结果", required: true, example: "attended"),
      Column("lesson", "课次", example: "hl-07"),
      Column("hours", "学时", example: "1.5"),
      Column("score", "成绩", example: "86"),
      Column("instructor", "讲师", example: "王敏"),
    ])

  static let results: [(Result, [String])] = [
    (.attended, ["attended", "出勤", "参加", "到课"]), (.absent, ["absent", "缺勤", "缺席", "旷课"]),
    (.completed, ["completed", "完成", "结业"]),
  ]

  /// The same record without its hours.
  var withoutHours: Attendance {
    Attendance(
      course: course, staff: staff, day: day, lesson: lesson, result: result, hours: nil, score: score,
      instructor: instructor)
  }

  /// - Parameters:
  ///   - lessons: of every course that is loaded, by course and lesson.
  ///   - today: nobody was at a lesson that is still to come.
  static func read(
    _ table: TableReader, staff: [String: Int], lessons: [String: [String: Lesson.Mode]], today: CalendarDay
  ) throws -> [Placed<Attendance>] {
    var rows: [Placed<Attendance>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let course = row.text("course")
      let person = row.text("staff")
      let day = row.day("date")
      let result = row.word("result", results)
      let hours = row.optionalDecimal("hours", places: 2, in: 0...24_00)
      let score = row.optionalDecimal("score", places: 2, in: 0...100_00)
      if let day, day > today { row.fault("date", "\(day) is not yet here; nobody was at a lesson then") }
      let lesson = row.optional("lesson") ?? ""
      if let course, let known = lessons[course], !lesson.isEmpty, known[lesson] == nil {
        let hint =
          nearest(to: lesson, among: known.keys.sorted()).map { "did you mean '\($0)'?" }
          ?? "see: merit course show \(course)"
        row.fault("lesson", "course '\(course)' has no lesson '\(lesson)'; \(hint)")
      }
      if let course, lessons[course] == nil {
        row.fault("course", "course '\(course)' is not loaded; load it with: merit course load DIR")
      }
      if let person, staff[person] == nil {
        row.fault("staff", "nobody has the id '\(person)'; see: merit staff list")
      }
      guard let course, let person, let key = staff[person], let day, let result else { return }
      let name = "\(course)\u{1f}\(person)\u{1f}\(day)\u{1f}\(lesson)"
      if let first = lines[name] {
        return row.fault(
          "staff", "the same person, course, lesson and day stand on line \(first) already; keep one")
      }
      lines[name] = row.line
      rows.append(
        Placed(
          Attendance(
            course: course, staff: key, day: day, lesson: lesson, result: result, hours: hours,
            score: score.map(Score.init(hundredths:)), instructor: row.optional("instructor")), line: row.line
        ))
    }
    return rows
  }
}

/// How far somebody is in a cycle.
package struct Progress: Hashable, Sendable {
  package let lessonsDone: Int
  package let lessonsInCourse: Int
  package var isComplete: Bool { lessonsDone >= lessonsInCourse }

  /// From the lessons of a course and what was attended since the cycle began.
  ///
  /// A record for the course as a whole that says `completed` completes it.
  package init(lessons: [String], attended: [(lesson: String, result: Attendance.Result)]) {
    lessonsInCourse = lessons.count
    let done = attended.filter { $0.result != .absent }
    if done.contains(where: { $0.lesson.isEmpty && $0.result == .completed }) {
      lessonsDone = lessons.count
    } else {
      lessonsDone = Set(done.map(\.lesson)).intersection(lessons).count
    }
  }
}
