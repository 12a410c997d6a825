import Formats
import SQLite
import Workforce
import Workspace

/// An exam with its blueprint and pool at hand: where papers are handed out, answers kept and sittings closed.
package struct ExamRoom {
  package let exam: Exam
  package let blueprint: Blueprint
  private let pool: Pool
  private let questions: [String: Question]
  private let occasion: Occasion
  private let records: ExamRecords

  package init(_ occasion: Occasion, exam id: String) throws {
    self.occasion = occasion
    records = ExamRecords(occasion.database)
    exam = try records.exam(id)
    blueprint = try SchemeRecords(occasion.database).document(
      Blueprint.self, id: exam.blueprint, version: exam.blueprintVersion)
    pool = try records.pool(of: id, rows: blueprint.rows.count)
    questions = Dictionary(pool.rows.joined().map { ($0.id, $0) }) { first, _ in first }
  }

  private init(_ room: ExamRoom, at now: Instant) {
    occasion = Occasion(room.occasion.workspace, actor: room.occasion.actor, now: now)
    records = room.records
    exam = room.exam
    blueprint = room.blueprint
    pool = room.pool
    questions = room.questions
  }

  /// The same room at a later moment.
  package func at(_ now: Instant) -> ExamRoom { ExamRoom(self, at: now) }

  /// The paper of a person's attempt.
  package func paper(staff: String, attempt: Int) -> [PaperItem] {
    Drawing.paper(
      exam: exam.id, seed: exam.seed, staff: staff, attempt: attempt, blueprint: blueprint, pool: pool)
  }

  /// A paper's question in a language.
  package func text(of item: PaperItem, language: String) -> WrittenQuestion? {
    questions[item.question]?.text(in: language)
  }

  /// The sitting that a candidate goes on with, or a new one, with what was answered so far.
  ///
  /// A sitting whose time is over is closed and refused.
  /// - Parameter mayStart: whether a new attempt may begin; a code that opened one before goes on with that one only.
  package func begin(staff: String, language: String, mayStart: Bool = true) throws -> (
    sitting: Sitting, responses: [Int: Response]
  ) {
    guard exam.isOpen else { throw Refusal.notOpen(exam.id) }
    guard let key = try StaffRecords(occasion.database).key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    let held = try records.sittings(of: exam.id, staff: key)
    if let running = held.first(where: { $0.outcome == nil }) {
      if try time(of: running) >= running.deadline {
        try close(running, at: running.deadline)
        throw Refusal.overdue(exam.id)
      }
      return (running, try latest(running.id))
    }
    let zone = occasion.workspace.zone
    let attempt = try Admission.attempt(
      after: held.compactMap { sitting in sitting.outcome.map { (zone.day(of: $0.submitted), $0.isPassed) } },
      on: occasion.today, exam: exam.id, blueprint: blueprint)
    guard mayStart else { throw Refusal.codeRefused }
    try occasion.record("exam.begin", of: exam.id, content: "\(staff) \(attempt)") {
      // Another terminal may have begun meanwhile: then this one joins it.
      guard try records.sittings(of: exam.id, staff: key).count == held.count else { return }
      _ = try records.start(
        exam: exam.id, staff: key, attempt: attempt, language: language, started: occasion.now,
        deadline: occasion.now.adding(seconds: blueprint.minutes * 60))
    }
    guard let sitting = try records.sittings(of: exam.id, staff: key).last else {
      throw Refusal.unknownExam(exam.id)
    }
    return (sitting, [:])
  }

  /// The moment in a sitting: the clock's, but never before what was written last.
  private func time(of sitting: Sitting) throws -> Instant {
    max(occasion.now, sitting.started, try records.answers(sitting.id).last?.at ?? sitting.started)
  }

  /// The last response to each place.
  func latest(_ sitting: Int) throws -> [Int: Response] {
    var responses: [Int: Response] = [:]
    for answer in try records.answers(sitting) { responses[answer.place] = Response(stored: answer.response) }
    return responses
  }

  /// How many places of a sitting's paper have an answer that is not blank.
  package func answeredCount(_ sitting: Sitting) throws -> Int {
    try latest(sitting.id).values.count { $0 != .blank }
  }

  /// Keeps one answer: committed to the disk when this returns.
  ///
  /// - Throws: a refusal when the time is over; then the sitting is closed with what was there in time.
  package func keep(_ response: Response, place: Int, in sitting: Sitting) throws {
    let moment = try time(of: sitting)
    guard moment < sitting.deadline else {
      try close(sitting, at: sitting.deadline)
      throw Refusal.overdue(exam.id)
    }
    try occasion.database.transaction {
      guard try !records.isSubmitted(sitting.id) else {
        throw Refusal.alreadySubmitted(exam.id)
      }
      try records.append(response, place: place, sitting: sitting.id, at: moment)
    }
  }

  /// Ends a sitting and marks it.
  ///
  /// A sitting that was closed meanwhile, because its time was over, keeps the marks that it has.
  package func submit(_ sitting: Sitting) throws -> PaperResult {
    try close(sitting, at: min(try time(of: sitting), sitting.deadline))
  }

  /// Closes the sittings whose time is over, with what was answered in time.
  package func closeOverdue() throws {
    for sitting in try records.overdue(exam: exam.id, at: occasion.now) {
      try close(sitting, at: sitting.deadline)
    }
  }

  @discardableResult
  private func close(_ sitting: Sitting, at moment: Instant) throws -> PaperResult {
    let items = paper(staff: sitting.staff, attempt: sitting.attempt)
    func mark() throws -> PaperResult {
      PaperResult(
        items: items, responses: try latest(sitting.id), questions: texts(sitting.language),
        pass: blueprint.pass)
    }
    if try records.isSubmitted(sitting.id) { return try mark() }
    var head = ""
    // Another terminal may answer or submit until the lock is held: everything is read again under it.
    return try occasion.record(
      "exam.submit", of: "\(exam.id) \(sitting.staff)", content: "\(sitting.id) \(head)"
    ) {
      let result = try mark()
      head = hexText(try records.answers(sitting.id).last?.head ?? AnswerChain.start(sitting: sitting.id))
      if try !records.isSubmitted(sitting.id) {
        try records.submit(
          sitting.id, result: result, at: moment, day: occasion.workspace.zone.day(of: moment), chain: head)
      }
      return result
    }
  }

  private func texts(_ language: String) -> [String: WrittenQuestion] {
    questions.compactMapValues { $0.text(in: language) }
  }

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
    let deadline = started.adding(seconds: blueprint.minutes * 60)
    let id = try records.start(
      exam: exam.id, staff: key, attempt: attempt, language: language, started: started, deadline: deadline)
    for (place, response) in responses.sorted(by: { $0.key < $1.key }) {
      try records.append(response, place: place, sitting: id, at: started)
    }
    let sitting = Sitting(
      id: id, exam: exam.id, staff: staff, attempt: attempt, language: language, started: started,
      deadline: deadline,
      outcome: nil)
    try close(sitting, at: deadline)
  }
}
