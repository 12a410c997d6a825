import Formats
import SQLite
import Workforce
import Workspace

/// What examiners do with exams: make, open, see results, take in answers given on paper.
package struct ExamDesk {
  private let occasion: Occasion
  private let records: ExamRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = ExamRecords(occasion.database)
  }

  /// Makes an exam from a blueprint in force; its pool is frozen now, its papers follow from the seed.
  package func create(blueprint id: String, named name: String?, seed: UInt64) throws -> Exam {
    try occasion.require(.examiner, to: "make exams")
    let blueprint = try SchemeRecords(occasion.database).document(Blueprint.self, id: id, on: occasion.today)
    let questions = try BankRecords(occasion.database).questions(bank: blueprint.bank)
    let pool = Pool(blueprint: blueprint, questions: questions)
    let shortfalls = pool.shortfalls(blueprint)
    guard shortfalls.isEmpty else { throw Refusal.cannotFill(blueprint, shortfalls) }
    if let name, !isPlainName(name) { throw Refusal.badName(name) }
    let taken = Set(try records.exams().map(\.id))
    if let name, taken.contains(name) { throw Refusal.examExists(name) }
    let number = (1...).first { !taken.contains("\(id)-\($0)") } ?? 1
    let exam = Exam(
      id: name ?? "\(id)-\(number)", blueprint: id, blueprintVersion: blueprint.head.version, seed: seed,
      isOpen: false)
    try occasion.record(
      "exam.create", of: exam.id, content: "\(exam.id) \(id) v\(blueprint.head.version) \(seed)"
    ) {
      try records.insert(exam, pool: pool, at: occasion.now, by: occasion.actor.account)
    }
    return exam
  }

  package func open(_ id: String) throws {
    try occasion.require(.examiner, to: "open exams")
    let exam = try records.exam(id)
    if exam.isOpen { return }
    try occasion.record("exam.open", of: id, content: id) { try records.open(id, at: occasion.now) }
  }

  /// Closes the sittings of every exam whose time is over, so that nobody gains by not coming back.
  package func closeOverdue() throws {
    for exam in try records.examsWithOverdue(at: occasion.now) {
      try ExamRoom(occasion, exam: exam).closeOverdue()
    }
  }

  /// Every sitting of an exam; those whose time is over are closed first.
  package func results(_ id: String) throws -> (exam: Exam, blueprint: Blueprint, sittings: [Sitting]) {
    try occasion.require(.examiner, .trainer, .hr, to: "see results")
    let room = try ExamRoom(occasion, exam: id)
    try room.closeOverdue()
    return (room.exam, room.blueprint, try records.sittings(of: id))
  }

  /// The papers that people would get at their next attempt, for printing; no key is in them.
  package func papers(_ id: String, staff table: TableReader) throws -> [(
    staff: String, attempt: Int, paper: [PaperItem]
  )] {
    try occasion.require(.examiner, to: "print papers")
    let room = try ExamRoom(occasion, exam: id)
    let people = try people(in: table)
    return try people.map { staff, key in
      let attempt = try records.sittings(of: id, staff: key).count + 1
      return (staff, attempt, room.paper(staff: staff, attempt: attempt))
    }
  }

  private func people(in table: TableReader) throws -> [(String, Int)] {
    let known = try StaffRecords(occasion.database).keys()
    var people: [(String, Int)] = []
    try table.forEachRow { row in
      guard let id = row.text("id") else { return }
      guard let key = known[id] else {
        return row.fault("id", "nobody has the id '\(id)'; see: merit staff list")
      }
      people.append((id, key))
    }
    try table.faults.throwIfAny()
    return people
  }

  /// Takes in the answers of people who sat on paper: each becomes a sitting of its day, marked like any other.
  ///
  /// - Parameter language: the language in which the papers were printed, `en` or `zh-Hans`.
  package func importAnswers(_ id: String, _ table: TableReader, language: String, dryRun: Bool) throws
    -> IntakeOutcome
  {
    try occasion.require(.examiner, to: "take in answers")
    let room = try ExamRoom(occasion, exam: id)
    let known = try StaffRecords(occasion.database).keys()
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
      let held = try records.sittings(of: id, staff: sheet.key)
      if let same = held.first(where: { occasion.workspace.zone.day(of: $0.started) == sheet.day }) {
        let responses = room.responses(
          to: room.paper(staff: sheet.staff, attempt: same.attempt), sheet, language: language, table)
        if try room.latest(same.id) == responses {
          identical += sheet.answers.count
        } else {
          table.fault(
            line: sheet.line,
            "'\(sheet.staff)' has a sitting of \(sheet.day) with other answers; answers are never changed")
        }
        continue
      }
      if held.contains(where: { $0.outcome == nil }) {
        table.fault(
          line: sheet.line,
          "'\(sheet.staff)' is sitting this exam at a terminal; take the answers in when that is submitted")
        continue
      }
      do {
        let attempt = try Admission.attempt(
          after: held.compactMap { sitting in
            sitting.outcome.map { (occasion.workspace.zone.day(of: $0.submitted), $0.isPassed) }
          }, on: sheet.day, exam: id, blueprint: room.blueprint)
        let paper = room.paper(staff: sheet.staff, attempt: attempt)
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
