import Formats
import SQLite
import Workforce
import Workspace

/// Takes in what people wrote who sat on paper.
package struct AnswerSheetDesk {
  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Takes in the answers of people who sat on paper: each becomes a sitting of its day, marked like any other.
  ///
  /// - Parameter language: the language in which the papers were printed, `en` or `zh-Hans`.
  package func importAnswers(_ id: String, _ table: TableReader, language: String, dryRun: Bool) throws
    -> IntakeOutcome
  {
    try occasion.require(.examiner, to: "take in answers")
    let room = try ExamRoom(occasion, exam: id)
    guard room.exam.isOpen else { throw Refusal.notOpen(id) }
    if room.exam.released != nil { throw Refusal.isReleased(id) }
    let hasList = try room.records.hasCandidates(id)
    let known = try StaffRecords(occasion.database).keys()
    let sittingRecords = SittingRecords(occasion.database)
    let sheets = try AnswerSheets.read(table, staff: known)
    var sittings: [(sheet: AnswerSheets.Sheet, attempt: Int, responses: [Int: Response])] = []
    var identical = 0
    for (index, sheet) in sheets.enumerated() {
      if sheets[..<index].contains(where: { $0.key == sheet.key }) {
        table.fault(
          line: sheet.line,
          "'\(sheet.staff)' has answers of two days here; take in one day's answers at a time")
        continue
      }
      if sheet.day > occasion.today {
        table.fault(line: sheet.line, "\(sheet.day) is not past; mend the date")
      }
      let held = try sittingRecords.sittings(of: id, staff: sheet.key)
      if let same = held.first(where: { occasion.workspace.zone.day(of: $0.started) == sheet.day }) {
        let responses = room.responses(
          to: try room.paper(of: same), sheet, language: language, table)
        if try sittingRecords.responses(same.id) == responses {
          identical += sheet.answers.count
        } else {
          table.fault(
            line: sheet.line,
            "'\(sheet.staff)' has a sitting of \(sheet.day) with other answers; answers are never changed")
        }
        continue
      }
      if held.contains(where: { $0.submitted == nil }) {
        table.fault(
          line: sheet.line,
          "'\(sheet.staff)' is sitting this exam at a terminal; take the answers in when that is submitted")
        continue
      }
      do {
        // The window is that of the terminal; on paper the day says when it was.
        let candidate = try room.records.candidate(sheet.key, of: id)
        if hasList, candidate == nil { throw Refusal.notListed(id) }
        if candidate?.standing == .deferred { throw Refusal.deferred(id) }
        let attempt = try Admission.attempt(
          after: held.compactMap { sitting in
            sitting.submitted.map {
              (occasion.workspace.zone.day(of: $0), sitting.outcome?.isPassed ?? false)
            }
          }, on: sheet.day, exam: id, blueprint: room.blueprint)
        guard let paper = try room.paper(staff: sheet.staff, key: sheet.key, attempt: attempt)?.items else {
          table.fault(
            line: sheet.line,
            "no paper was printed for '\(sheet.staff)', attempt \(attempt); print it first with: merit exam papers \(id)"
          )
          continue
        }
        sittings.append((sheet, attempt, room.responses(to: paper, sheet, language: language, table)))
      } catch let refusal as Refusal {
        table.fault(line: sheet.line, "'\(sheet.staff)': \(refusal.summary)")
      }
    }
    try table.faults.throwIfAny()
    if !dryRun, !sittings.isEmpty {
      try occasion.record("exam.answers", of: id, content: "\(sittings.map { ($0.sheet.staff, $0.attempt) })")
      {
        for (sheet, attempt, responses) in sittings {
          try room.enter(
            staff: sheet.staff, key: sheet.key, attempt: attempt, day: sheet.day, language: language,
            responses: responses)
        }
      }
    }
    let new = sittings.reduce(0) { $0 + $1.sheet.answers.count }
    return IntakeOutcome(
      file: table.file, rows: table.rowCount, new: new, identical: identical, corrected: 0,
      notices: table.notices,
      isDryRun: dryRun)
  }
}

/// Answers given on paper, a row for each question, gathered by person.
package enum AnswerSheets {
  package struct Sheet {
    package let staff: String
    package let key: Int
    package let day: CalendarDay
    package let line: Int
    /// By place on the paper, from 0, with the line of the row.
    package var answers: [Int: (typed: String, line: Int)]
  }

  package static let shape = TableShape(
    "answers",
    [
      Column("staff", "工号", required: true, example: "E0001"),
      Column("date", "日期", required: true, example: "2026-08-20"),
      Column("place", "题号", required: true, example: "1"),
      Column("answer", "答案", example: "B"),
    ])

  static func read(_ table: TableReader, staff: [String: Int]) throws -> [Sheet] {
    var sheets: [Sheet] = []
    var places: [String: Int] = [:]
    try table.forEachRow { row in
      let id = row.text("staff")
      let day = row.day("date")
      let place = row.integer("place", in: 1...1_000)
      guard let id, let day, let place else { return }
      guard let key = staff[id] else {
        return row.fault("staff", "nobody has the id '\(id)'; see: merit staff list")
      }
      let name = "\(id) \(day)"
      if places[name] == nil {
        places[name] = sheets.count
        sheets.append(Sheet(staff: id, key: key, day: day, line: row.line, answers: [:]))
      }
      guard let index = places[name] else { return }
      if let first = sheets[index].answers[place - 1] {
        return row.fault(
          "place", "question \(place) of '\(id)' stands on line \(first.line) already; keep one")
      }
      sheets[index].answers[place - 1] = (row.optional("answer") ?? "", row.line)
    }
    return sheets
  }
}

extension ExamRoom {
  /// The responses on a sheet; what is no answer to its question is a fault of the sheet.
  func responses(to paper: [PaperItem], _ sheet: AnswerSheets.Sheet, language: String, _ table: TableReader)
    -> [Int: Response]
  {
    var responses: [Int: Response] = [:]
    for (place, answer) in sheet.answers.sorted(by: { $0.key < $1.key }) {
      guard paper.indices.contains(place), let question = text(of: paper[place], language: language) else {
        table.fault(
          line: answer.line,
          "the paper of '\(sheet.staff)' has \(paper.count) questions and no question \(place + 1)")
        continue
      }
      do {
        responses[place] = try ResponseReading.read(answer.typed, to: question, options: paper[place].options)
      } catch {
        table.fault(
          line: answer.line,
          "'\(answer.typed)' is no answer to question \(place + 1) of '\(sheet.staff)': \(error.message.en)")
      }
    }
    return responses
  }

  /// Writes a sitting that took place on paper.
  func enter(
    staff: String, key: Int, attempt: Int, day: CalendarDay, language: String, responses: [Int: Response]
  )
    throws
  {
    let started = occasion.workspace.zone.instant(
      of: CivilTime(day: day, secondOfDay: 9 * 3_600, offset: nil))
    // Of today's morning not more is over than there was.
    let deadline = max(started, min(started.adding(seconds: blueprint.minutes * 60), occasion.now))
    let id = try sittings.start(
      exam: exam.id, staff: key, attempt: attempt, language: language, started: started, deadline: deadline)
    _ = try responses.sorted { $0.key < $1.key }.reduce([UInt8]?.none) { head, entry in
      try sittings.append(entry.value.stored, place: entry.key, sitting: id, at: started, after: head)
    }
    try close(try sittings.sitting(id), at: deadline)
  }
}
