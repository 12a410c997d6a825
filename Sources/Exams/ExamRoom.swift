import Formats
import SQLite
import Workforce
import Workspace

/// An exam with its blueprint and pool at hand: where papers are dealt, answers kept and sittings closed.
package struct ExamRoom {
  package let exam: Exam
  package let blueprint: Blueprint
  let pool: Pool
  /// By id, with the keys that regrades gave them.
  let questions: [String: Question]
  /// The questions for which everybody gets the whole of the points.
  let creditForAll: Set<String>
  /// The keys that regrades gave when the room was entered.
  private let keys: [String: String]
  /// How many regrades there were.
  private let regrades: Int
  let occasion: Occasion
  let records: ExamRecords
  let sittings: SittingRecords

  package init(_ occasion: Occasion, exam id: String) throws {
    self.occasion = occasion
    records = ExamRecords(occasion.database)
    sittings = SittingRecords(occasion.database)
    // Counted before the keys are read: a regrade in between makes the room one to enter anew, never one with old keys.
    (exam, regrades) = try records.examAndRegrades(id)
    blueprint = try SchemeRecords(occasion.database).document(
      Blueprint.self, id: exam.blueprint, version: exam.blueprintVersion)
    pool = try records.pool(of: id, rows: blueprint.rows.count)
    let changes = try MarkingRecords(occasion.database).keys(of: id)
    keys = changes
    creditForAll = Set(changes.filter { $0.value == KeyChange.creditForAll }.keys)
    questions = Dictionary(
      pool.questions.map { question in
        (question.id, changes[question.id].flatMap { try? KeyChange.apply($0, to: question) } ?? question)
      }
    ) { first, _ in first }
  }

  /// - Parameter occasion: on the same connection.
  private init(_ room: ExamRoom, on occasion: Occasion) {
    self.occasion = occasion
    records = room.records
    sittings = room.sittings
    exam = room.exam
    blueprint = room.blueprint
    pool = room.pool
    questions = room.questions
    creditForAll = room.creditForAll
    keys = room.keys
    regrades = room.regrades
  }

  /// The same room at a later moment.
  package func at(_ now: Instant) -> ExamRoom {
    ExamRoom(self, on: Occasion(occasion.workspace, actor: occasion.actor, now: now))
  }

  /// The same room for somebody else, on the same connection; `nil` where the exam or a key changed since it was entered.
  func entered(on occasion: Occasion) throws -> ExamRoom? {
    guard try records.examAndRegrades(exam.id) == (exam, regrades) else { return nil }
    return ExamRoom(self, on: occasion)
  }

  /// The second of the day of a moment, on the workspace's clocks.
  package func second(of moment: Instant) -> Int { occasion.workspace.zone.civil(moment).secondOfDay }

  // MARK: Papers

  /// How far the exam's dealing has come; to be asked under the write lock, for another terminal may be dealt a paper meanwhile.
  func dealing() throws -> Dealing {
    let counts = try records.used(in: exam.id)
    return Dealing(
      exam: exam.id, seed: exam.seed, blueprint: blueprint, pool: pool,
      used: pool.questions.map { counts[$0.id] ?? 0 })
  }

  /// The paper of a person's attempt; dealt and written now where nobody asked for it before.
  ///
  /// To be called inside a transaction in which the dealing was begun.
  func deal(_ dealing: inout Dealing, staff: String, key: Int, attempt: Int) throws -> Paper {
    if let paper = try paper(staff: staff, key: key, attempt: attempt) { return paper }
    let seen = try records.seen(staff: key)
    let dealt = dealing.deal(staff: staff, attempt: attempt, seen: seen)
    return try occasion.record("exam.deal", of: exam.id, content: "\(staff) \(attempt)") {
      let id = try records.insertPaper(
        exam: exam.id, staff: key, attempt: attempt, items: dealt.items, facility: dealt.facility,
        at: occasion.now)
      return Paper(
        id: id, exam: exam.id, staff: staff, attempt: attempt, items: dealt.items, facility: dealt.facility)
    }
  }

  /// The paper that was dealt for an attempt; `nil` where none was.
  func paper(staff: String, key: Int, attempt: Int) throws -> Paper? {
    if exam.drawing == 1 {
      return Paper(
        id: 0, exam: exam.id, staff: staff, attempt: attempt,
        items: Drawing.paper(
          exam: exam.id, seed: exam.seed, staff: staff, attempt: attempt, blueprint: blueprint, pool: pool),
        facility: nil)
    }
    guard let found = try records.paper(exam: exam.id, staff: key, attempt: attempt),
      let items = Paper.items(stored: found.items, blueprint: blueprint)
    else { return nil }
    return Paper(
      id: found.id, exam: exam.id, staff: staff, attempt: attempt, items: items, facility: found.facility)
  }

  /// The questions of a sitting's paper, in the order shown.
  package func paper(of sitting: Sitting) throws -> [PaperItem] {
    guard let key = try StaffRecords(occasion.database).key(of: sitting.staff) else {
      throw Refusal.unknownStaff(sitting.staff)
    }
    return try paper(staff: sitting.staff, key: key, attempt: sitting.attempt)?.items ?? []
  }

  /// A paper's question in a language.
  package func text(of item: PaperItem, language: String) -> WrittenQuestion? {
    questions[item.question]?.text(in: language)
  }

  /// A question of the pool, with the key that a regrade gave it.
  package func question(_ id: String) -> Question? { questions[id] }

  // MARK: Sitting

  /// The sitting that a candidate goes on with, or a new one, with what was answered so far.
  ///
  /// A sitting whose time is over is closed and refused; inside a caller's transaction the refusal would undo the closing:
  /// call `beginning` there.
  /// - Parameters:
  ///   - holder: who answers from now on; whoever did before is told so.
  ///   - code: the one-time code that the candidate gave, bound to the exam only when an attempt begins; one that is bound
  ///     already goes on with that attempt only. `nil` where the candidate is known otherwise.
  package func begin(staff: String, language: String, holder: String, code: String? = nil) throws -> (
    sitting: Sitting, responses: [Int: Response]
  ) {
    let permit = code.map { Permit.code($0) } ?? .known
    switch try beginning(staff: staff, language: language, holder: holder, permit: permit) {
    case .begun(let sitting, let responses): return (sitting, responses)
    case .closed(let sitting): throw Refusal.overdue(sitting.exam)
    }
  }

  /// Why somebody may begin an attempt.
  package enum Permit: Hashable, Sendable {
    /// They are known by an account.
    case known
    /// They gave this one-time code.
    case code(String)
    /// They signed in with a one-time code: one of theirs that is not used up yet is used.
    case signedInByCode
  }

  /// What came of wanting to begin, or to go on.
  package enum Beginning: Sendable {
    case begun(Sitting, responses: [Int: Response])
    /// The time of this sitting was over, and it was closed just now.
    case closed(Sitting)
  }

  /// The same as `begin`, but that a sitting whose time was over is no error, and stays closed.
  package func beginning(staff: String, language: String, holder: String, permit: Permit) throws -> Beginning
  {
    let mayStart =
      switch permit {
      case .known: true
      case .code(let code): try AccountDesk.isFresh(code, staff: staff, exam: exam.id, on: occasion)
      case .signedInByCode: try AccountDesk.hasFreshCode(staff, on: occasion)
      }
    guard exam.isOpen else { throw Refusal.notOpen(exam.id) }
    guard let key = try StaffRecords(occasion.database).key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    let held = try sittings.sittings(of: exam.id, staff: key)
    if let running = held.first(where: { $0.submitted == nil }) {
      if try moment(in: running) >= last(running.deadline) {
        try close(running, at: running.deadline)
        return .closed(running)
      }
      try occasion.whole { try sittings.take(running.id, holder: holder) }
      return .begun(running, responses: try sittings.responses(running.id))
    }
    if exam.released != nil { throw Refusal.isReleased(exam.id) }
    let zone = occasion.workspace.zone
    let candidate = try records.candidate(key, of: exam.id)
    try Admission.admit(
      candidate, hasList: try records.hasCandidates(exam.id), to: exam, at: occasion.now, zone: zone)
    let attempt = try Admission.attempt(
      after: held.compactMap { sitting in
        sitting.submitted.map { (zone.day(of: $0), sitting.outcome?.isPassed ?? false) }
      },
      on: occasion.today, exam: exam.id, blueprint: blueprint)
    guard mayStart else { throw Refusal.codeRefused }
    if !blueprint.languages.isEmpty, !blueprint.languages.contains(language) {
      throw Refusal.languageNotOffered(language, blueprint.languages)
    }
    let minutes = blueprint.minutes + (candidate?.extraMinutes ?? 0)
    try occasion.record("exam.begin", of: exam.id, content: "\(staff) \(attempt)") {
      // The results may have been released meanwhile, and the seed with them.
      if try records.exam(exam.id).released != nil { throw Refusal.isReleased(exam.id) }
      // Another terminal may have begun meanwhile: then this one takes over.
      if try sittings.sittings(of: exam.id, staff: key).count == held.count {
        var dealing = try dealing()
        let paper = try deal(&dealing, staff: staff, key: key, attempt: attempt)
        for item in paper.items where text(of: item, language: language) == nil {
          throw Refusal.unreadableQuestion(item.question, exam.id)
        }
        switch permit {
        case .known: break
        case .code(let code): try AccountDesk.useCode(code, staff: staff, exam: exam.id, on: occasion)
        case .signedInByCode: try AccountDesk.useFreshCode(of: staff, exam: exam.id, on: occasion)
        }
        _ = try sittings.start(
          exam: exam.id, staff: key, attempt: attempt, language: language, started: occasion.now,
          deadline: occasion.now.adding(seconds: minutes * 60))
      }
      if let last = try sittings.sittings(of: exam.id, staff: key).last {
        try sittings.take(last.id, holder: holder)
      }
    }
    guard let sitting = try sittings.sittings(of: exam.id, staff: key).last else {
      throw Refusal.unknownExam(exam.id)
    }
    return .begun(sitting, responses: try sittings.responses(sitting.id))
  }

  /// The moment until which answers are taken for a deadline.
  func last(_ deadline: Instant) -> Instant { deadline.adding(seconds: blueprint.graceMinutes * 60) }

  /// The moment in a sitting: the clock's, but never before what was written last.
  func moment(in sitting: Sitting) throws -> Instant {
    moment(in: sitting, after: try sittings.lastEntry(sitting.id)?.at)
  }

  /// The same where it is known when the last entry was written.
  func moment(in sitting: Sitting, after last: Instant?) -> Instant {
    max(occasion.now, sitting.started, last ?? sitting.started)
  }

  /// The last moment at which answers are taken, grace included, as it stands now.
  ///
  /// - Throws: as `deadline(of:holder:)`.
  package func end(of sitting: Sitting, holder: String) throws -> Instant {
    last(try deadline(of: sitting, holder: holder))
  }

  /// The deadline as it stands now, which an invigilator may have moved.
  ///
  /// - Throws: a refusal where another terminal took over, or the sitting was submitted.
  package func deadline(of sitting: Sitting, holder: String) throws -> Instant {
    let state = try sittings.state(sitting.id)
    if state.isOver { throw Refusal.alreadySubmitted(exam.id) }
    if let current = state.holder, current != holder { throw Refusal.takenOver(exam.id) }
    return state.deadline
  }

  /// How many places of a sitting's paper have an answer.
  package func answeredCount(_ sitting: Sitting) throws -> Int {
    try sittings.responses(sitting.id).values.count { !$0.isEmpty }
  }

  /// Whether the sitting was submitted, or closed because its time was over.
  package func isOver(_ sitting: Sitting) throws -> Bool { try sittings.state(sitting.id).isOver }

  /// Keeps one answer: committed to the disk when this returns.
  ///
  /// Over a network answers come by a `SittingLine`.
  /// - Parameter previous: what the place held, of which a long text keeps only the change.
  /// - Throws: a refusal when another terminal took over, or the time is over; then the sitting is closed with what was there
  ///   in time.
  package func keep(
    _ response: Response, place: Int, in sitting: Sitting, holder: String, after previous: Response? = nil
  ) throws {
    let now = try moment(in: sitting)
    let isOver: Bool
    do {
      isOver = try occasion.whole {
        let deadline = try self.deadline(of: sitting, holder: holder)
        guard now < last(deadline) else { return true }
        try sittings.append(
          Journal.entry(for: response, after: previous), place: place, sitting: sitting.id, at: now,
          after: try sittings.lastEntry(sitting.id)?.head)
        return false
      }
    } catch let error as SQLiteError where error.isBusy { throw Refusal.notKept(exam.id) }
    if isOver {
      try close(sitting, at: try sittings.state(sitting.id).deadline)
      throw Refusal.overdue(exam.id)
    }
  }

  /// Ends a sitting and marks what marks itself.
  ///
  /// A sitting that was closed meanwhile, because its time was over, keeps the marks that it has.
  package func submit(_ sitting: Sitting) throws -> PaperResult {
    try close(sitting, at: min(try moment(in: sitting), last(try sittings.state(sitting.id).deadline)))
  }

  /// Closes the sittings whose time is over, with what was answered in time.
  package func closeOverdue() throws {
    let now = occasion.now.adding(seconds: -blueprint.graceMinutes * 60)
    for sitting in try sittings.overdue(exam: exam.id, at: now) { try close(sitting, at: sitting.deadline) }
  }

  /// Marks a journal's end: closed questions now, the others wait for people.
  @discardableResult
  func close(_ sitting: Sitting, at moment: Instant) throws -> PaperResult {
    let items = try paper(of: sitting)
    var head = ""
    // Another terminal may answer or submit until the lock is held: everything is read again under it.
    return try occasion.record(
      "exam.submit", of: "\(exam.id) \(sitting.staff)", content: "\(sitting.id) \(head)"
    ) {
      let state = try sittings.state(sitting.id)
      if state.isOver { return try sheet(of: sittings.sitting(sitting.id)).result(blueprint) }
      // A regrade may have changed a key since this room was entered.
      let room =
        try MarkingRecords(occasion.database).keys(of: exam.id) == keys
        ? self : ExamRoom(occasion, exam: exam.id)
      let journal = try sittings.journal(sitting.id)
      let result = room.mark(items, Journal.responses(journal), language: sitting.language)
      head = hexText(journal.last?.head ?? AnswerChain.start(sitting: sitting.id))
      let moment = max(moment, journal.last?.at ?? moment)
      try sittings.submit(
        sitting.id, at: moment, day: occasion.workspace.zone.day(of: moment),
        isLate: (journal.last?.at).map { $0 >= state.deadline } ?? false, chain: head)
      try sittings.insertMarks(
        result.points.enumerated().compactMap { place, points in
          points.map { (place, $0, result.maxima[place]) }
        }, sitting: sitting.id, revision: 1)
      if result.isComplete {
        try sittings.insertResult(
          result, sitting: sitting.id, revision: 1, cause: .submission, at: occasion.now,
          by: occasion.actor.account, reason: "")
      }
      return result
    }
  }

  /// What responses to a paper earn; `nil` at places that people mark.
  func mark(_ items: [PaperItem], _ responses: [Int: Response], language: String) -> PaperResult {
    let points = items.enumerated().map { place, item -> Int? in
      if creditForAll.contains(item.question) { return item.points }
      guard let question = questions[item.question], let text = question.text(in: language) else { return 0 }
      guard question.isClosed else {
        // An essay without a word earns nothing and needs nobody.
        if question.type == "essay", responses[place]?.isEmpty ?? true { return 0 }
        return nil
      }
      return Marking.points(
        for: responses[place], to: text, maximum: item.points, penalty: blueprint.rows[item.row].penalty,
        allowsParts: blueprint.allowsParts)
    }
    return PaperResult(items: items, points: points, blueprint: blueprint)
  }
}

extension Response {
  /// Whether it says nothing.
  package var isEmpty: Bool {
    switch self {
    case .blank: true
    case .text(let text): text.trimmed.isEmpty
    case .choice(let places): places.isEmpty
    case .pairs(let places): places.allSatisfy { $0 == nil }
    case .truth, .order: false
    }
  }
}
