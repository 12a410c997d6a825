import Formats
import SQLite
import Workspace

extension TrainingRecords {
  /// When everybody last completed each lesson up to a day, by key and lesson: one pass.
  ///
  /// A lesson is completed by a record of it that is no absence and, where it has points or is a drill, reaches the
  /// course's; a record of the course as a whole that says `completed` completes every lesson of it.
  package func lessonCompletions(by day: CalendarDay) throws -> [Int: [String: CalendarDay]] {
    var rules: [String: CourseCompletion.Rule] = [:]
    for id in Set(try courses().map(\.id)) { rules[id] = try completionRules(of: id).last }
    var completions: [Int: [String: CalendarDay]] = [:]
    try database.forEach(
      """
      SELECT staff, course, day, lesson, result, score
        FROM attendance
       WHERE day <= ?1 AND result <> 'absent' AND \(Batch.inForce("attendance"))
       ORDER BY staff, day, id
      """, [.text(day.description)]
    ) { row in
      guard let rule = rules[row.text(1)] else { return }
      let lesson = row.text(3)
      if lesson.isEmpty {
        guard row.text(4) == Attendance.Result.completed.rawValue else { return }
        for own in rule.lessons { completions[row.int(0), default: [:]][own.id] = row.day(2) }
      } else if let own = rule.lessons.first(where: { $0.id == lesson }) {
        let points = row.optionalInt(5).map(Score.init(hundredths:))
        if points.map({ $0 < rule.score }) ?? own.isDrill { return }
        completions[row.int(0), default: [:]][lesson] = row.day(2)
      }
    }
    return completions
  }
}
