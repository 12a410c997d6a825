import Formats
import SQLite
import Workforce
import Workspace

/// What an examiner gave somebody for a line of a drill's rubric.
package struct DrillMark: Hashable, Sendable {
  /// The integer key of the person.
  package let staff: Int
  package let day: CalendarDay
  package let examiner: String
  package let line: String
  package let points: Score

  package static let shape = TableShape(
    "drill-marks",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("date", "日期", required: true, example: "2026-07-20"),
      Column("examiner", "考评员", required: true, example: "E0100"),
      Column("line", "评分项", required: true, example: "listening"),
      Column("points", "得分", required: true, example: "18"),
    ])
}

/// Taking in drills line by line, and their scores as attendance.
package struct DrillDesk {
  private let occasion: Occasion
  private let records: TrainingRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = TrainingRecords(occasion.database)
  }

  /// The marks of a drill: a person's score is the mean over the examiners who judged every line, rounded once.
  ///
  /// The same marks again change nothing; others for a drill that is scored need a correction.
  package func importMarks(
    _ table: TableReader, course id: String, lesson: String, options: IntakeOptions
  ) throws -> IntakeOutcome {
    try occasion.require(.trainer, .examiner, to: "mark a drill")
    guard let course = try records.course(id) else { throw Refusal.unknownCourse(id) }
    guard let page = course.lesson(lesson, chinese: false), !page.rubric.isEmpty else {
      let drills = course.lessons.compactMap(\.first).filter { !$0.rubric.isEmpty }.map(\.id)
      throw Refusal(
        .noInput, "lesson '\(lesson)' of '\(id)' has no rubric",
        "drills with one: \(drills.isEmpty ? "none" : drills.joined(separator: ", "))")
    }
    let marks = try read(table, page)
    let groups = Dictionary(grouping: marks) { "\($0.row.day) \($0.row.staff)" }
    var rows: [Placed<ScoredDrill>] = []
    for (_, own) in groups.sorted(by: { $0.value[0].line < $1.value[0].line }) {
      let first = own[0]
      var given: [String: [String: Score]] = [:]
      for mark in own.map(\.row) { given[mark.examiner, default: [:]][mark.line] = mark.points }
      guard let score = RubricScore.mean(given, lines: page.rubric.map(\.id)) else {
        table.fault(
          line: first.line,
          "no examiner judged every line for this person (\(page.rubric.map(\.id).joined(separator: ", ")))")
        continue
      }
      rows.append(
        Placed(
          ScoredDrill(
            Attendance(
              course: id, staff: first.row.staff, day: first.row.day, lesson: lesson, result: .completed,
              hours: Int(roundedQuotient(Int128(page.minutes) * 100, 60)), score: score,
              instructor: Set(own.map(\.row.examiner)).sorted().joined(separator: ", ")),
            marks: own.map(\.row)),
          line: first.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: find, name: { "the drill of \($0.attendance.day)" },
      // Who checked in by code is on the list without a score.
      completes: { $0.attendance.score == nil && $0.attendance.result != .absent })
    let known = try records.versionDays(zone: occasion.workspace.zone)[id] ?? []
    var outcome = try occasion.take(
      arrivals, of: table, options: options, into: "drill_mark attendance", deed: "cycle.drill",
      subject: "\(id)/\(lesson)", content: "\(marks.map(\.row))"
    ) { row, batch, supersedes in
      let taught = known.last { $0.day <= row.attendance.day }?.version ?? course.version
      let attendance = try records.insert(
        row.attendance, version: taught, batch: batch, supersedes: supersedes,
        reason: options.correction ?? "scored")
      for mark in row.marks { try records.insert(mark, attendance: attendance, batch: batch) }
    }
    outcome.notices += try occasion.noticesOfClosedQuarters(
      Set(arrivals.accepted.map { Quarter(of: $0.row.attendance.day) }))
    return outcome
  }

  /// A drill as it is kept: the record of it, and every line.
  private struct ScoredDrill: Equatable {
    let attendance: Attendance
    let marks: Set<DrillMark>

    init(_ attendance: Attendance, marks: [DrillMark]) {
      self.attendance = attendance
      self.marks = Set(marks)
    }
  }

  private func find(_ key: ScoredDrill) throws -> (id: Int, row: ScoredDrill)? {
    guard let found = try records.find(key.attendance) else { return nil }
    let marks = try records.drillMarks(of: found.id).map {
      DrillMark(
        staff: key.attendance.staff, day: key.attendance.day, examiner: $0.examiner, line: $0.line,
        points: $0.points)
    }
    return (found.id, ScoredDrill(found.row, marks: marks))
  }

  private func read(_ table: TableReader, _ page: Lesson) throws -> [Placed<DrillMark>] {
    let keys = try StaffRecords(occasion.database).keys()
    var marks: [Placed<DrillMark>] = []
    var seen: [String: Int] = [:]
    try table.forEachRow { row in
      let (staff, day, examiner, line) = (
        row.text("staff"), row.day("date"), row.text("examiner"), row.text("line")
      )
      let item = page.rubric.first { $0.id == line }
      if let line, item == nil {
        row.fault(
          "line", "'\(line)' is no line of '\(page.id)' (\(page.rubric.map(\.id).joined(separator: ", ")))")
      }
      let points = row.decimal("points", places: 2, in: 0...(item?.points.hundredths ?? 100_00))
      if let staff, keys[staff] == nil {
        row.fault("staff", "nobody has the id '\(staff)'; see: merit staff list")
      }
      if let day, day > occasion.today { row.fault("date", "\(day) is not yet here") }
      if let staff, staff == examiner { row.fault("examiner", "'\(staff)' would judge their own drill") }
      guard let staff, let key = keys[staff], let day, let examiner, let item, let points else { return }
      let name = "\(staff) \(day) \(examiner) \(item.id)"
      if let first = seen[name] {
        return row.fault(
          "line", "'\(examiner)' judged this line for '\(staff)' on line \(first) already; keep one")
      }
      seen[name] = row.line
      marks.append(
        Placed(
          DrillMark(
            staff: key, day: day, examiner: examiner, line: item.id, points: Score(hundredths: points)),
          line: row.line))
    }
    return marks
  }
}
