import Formats
import SQLite
import Workforce
import Workspace

/// What examiners do with exams: make, open, print papers, give time, annul, release.
package struct ExamDesk {
  /// When an exam may be begun.
  package struct Window: Sendable {
    package let opens: Instant?
    package let closes: Instant?

    package init(opens: Instant? = nil, closes: Instant? = nil) {
      self.opens = opens
      self.closes = closes
    }
  }

  private let occasion: Occasion
  private let records: ExamRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = ExamRecords(occasion.database)
  }

  /// Makes an exam from a blueprint in force; its pool is frozen now, its papers follow from the seed.
  package func create(
    blueprint id: String, named name: String?, seed: UInt64, window: Window = Window()
  ) throws -> Exam {
    try occasion.require(.examiner, to: "make exams")
    let blueprint = try SchemeRecords(occasion.database).document(Blueprint.self, id: id, on: occasion.today)
    let questions = try BankRecords(occasion.database).questions(bank: blueprint.bank)
    if questions.isEmpty { throw Refusal.unknownBank(blueprint.bank) }
    let pool = Pool(
      blueprint: blueprint, questions: questions,
      facility: try BankStatistics(occasion.database).facilities(questions))
    let shortfalls = pool.shortfalls(blueprint)
    guard shortfalls.isEmpty else { throw Refusal.cannotFill(blueprint, shortfalls) }
    if let name, !isPlainName(name) { throw Refusal.badName(name) }
    let taken = Set(try records.exams().map(\.id))
    if let name, taken.contains(name) { throw Refusal.examExists(name) }
    let number = (1...).first { !taken.contains("\(id)-\($0)") } ?? 1
    let exam = Exam(
      id: name ?? "\(id)-\(number)", blueprint: id, blueprintVersion: blueprint.head.version, seed: seed,
      isOpen: false, opens: window.opens, closes: window.closes,
      holdsScores: blueprint.showsScore == .onRelease)
    let uses = try records.uses()
    let spread = Self.trialSpread(exam, blueprint, pool, uses)
    guard spread <= blueprint.spread else { throw Refusal.spreadTooWide(blueprint, spread) }
    try occasion.record(
      "exam.create", of: exam.id, content: "\(exam.id) \(id) v\(blueprint.head.version) \(seed)"
    ) {
      try records.insert(exam, pool: pool, usedBefore: uses, at: occasion.now, by: occasion.actor.account)
    }
    return exam
  }

  /// How far the expected facilities of a hundred papers lie apart, in basis points: what the exam's own will do too.
  private static func trialSpread(_ exam: Exam, _ blueprint: Blueprint, _ pool: Pool, _ uses: [String: Int])
    -> Int
  {
    var dealing = Dealing(
      exam: exam.id, seed: exam.seed, blueprint: blueprint, pool: pool,
      used: pool.questions.map { uses[$0.id] ?? 0 })
    let facilities = (0..<100).map { dealing.deal(staff: "trial \($0)", attempt: 1, seen: []).facility }
    return (facilities.max() ?? 0) - (facilities.min() ?? 0)
  }

  package func open(_ id: String) throws {
    try occasion.require(.examiner, to: "open exams")
    let exam = try records.exam(id)
    if exam.isOpen { return }
    if exam.released != nil { throw Refusal.isReleased(id) }
    try occasion.record("exam.open", of: id, content: id) { try records.open(id, at: occasion.now) }
  }

  /// Closes the sittings of every exam whose time is over, so that nobody gains by not coming back.
  package func closeOverdue() throws {
    for exam in try SittingRecords(occasion.database).examsWithOverdue(at: occasion.now) {
      try ExamRoom(occasion, exam: exam).closeOverdue()
    }
  }

  /// Releases the results: they count from now on, candidates see them, and the seed is no secret any more.
  package func release(_ id: String) throws {
    try occasion.require(.examiner, to: "release results")
    let room = try ExamRoom(occasion, exam: id)
    if room.exam.released != nil { return }
    guard room.exam.isOpen else {
      throw Refusal(
        .badData, "exam '\(id)' was never opened, and releasing it would give its seed away",
        "open it first: merit exam open \(id)")
    }
    try room.closeOverdue()
    try occasion.record("exam.release", of: id, content: id) {
      let sittings = try room.sittings.sittings(of: id)
      let running = sittings.count { $0.submitted == nil }
      if running > 0 { throw Refusal.stillRunning(id, running) }
      let unmarked = sittings.count { $0.outcome == nil }
      if unmarked > 0 { throw Refusal.stillUnmarked(id, unmarked) }
      try records.release(id, at: occasion.now)
    }
  }

  /// Gives a running sitting more minutes; its terminal shows them at once.
  package func extend(_ id: Int, minutes: Int, reason: String) throws -> Instant {
    try occasion.require(.examiner, to: "give more time")
    let records = SittingRecords(occasion.database)
    return try occasion.record("exam.extend", of: "sitting \(id)", content: "\(minutes) \(reason)") {
      let sitting = try records.sitting(id)
      if sitting.staff == occasion.actor.staff { throw Refusal.ownSitting(id) }
      if sitting.submitted != nil { throw Refusal.alreadySubmitted(sitting.exam) }
      let deadline = sitting.deadline.adding(seconds: minutes * 60)
      try records.extend(id, to: deadline)
      return deadline
    }
  }

  /// Takes a sitting's result away (作弊): nothing earned, not passed, its marks kept.
  package func annul(_ id: Int, reason: String) throws {
    try occasion.require(.examiner, to: "annul sittings")
    let sittings = SittingRecords(occasion.database)
    let sitting = try sittings.sitting(id)
    if sitting.staff == occasion.actor.staff { throw Refusal.ownSitting(id) }
    let room = try ExamRoom(occasion, exam: sitting.exam)
    let items = try room.paper(of: sitting)
    try occasion.record("exam.annul", of: "\(sitting.exam) \(sitting.staff)", content: "\(id) \(reason)") {
      if sitting.submitted == nil { try room.close(sitting, at: min(occasion.now, sitting.deadline)) }
      let nothing = PaperResult(items: items, points: items.map { _ in 0 }, blueprint: room.blueprint)
      try sittings.insertResult(
        nothing, sitting: id, revision: try sittings.revision(id) + 1, cause: .annulment, at: occasion.now,
        by: occasion.actor.account, reason: reason)
    }
  }

  // MARK: Papers

  /// The papers that people get at their next attempt, for printing; dealt now where they were not, and no key is in them.
  package func papers(_ id: String, staff table: TableReader) throws -> [Paper] {
    try occasion.require(.examiner, to: "print papers")
    return try papers(id, people: try people(in: table))
  }

  /// The papers of people by their ids.
  package func papers(_ id: String, staff ids: [String]) throws -> [Paper] {
    try occasion.require(.examiner, to: "print papers")
    let known = try StaffRecords(occasion.database).keys()
    let unknown = ids.filter { known[$0] == nil }
    guard unknown.isEmpty else { throw Refusal.unknownStaff(unknown.joined(separator: ", ")) }
    return try papers(id, people: ids.compactMap { id in known[id].map { (id, $0) } })
  }

  private func papers(_ id: String, people: [(String, Int)]) throws -> [Paper] {
    let room = try ExamRoom(occasion, exam: id)
    if room.exam.released != nil { throw Refusal.isReleased(id) }
    return try occasion.whole {
      var dealing = try room.dealing()
      return try people.map { staff, key in
        let attempt = try room.sittings.sittings(of: id, staff: key).count + 1
        return try room.deal(&dealing, staff: staff, key: key, attempt: attempt)
      }
    }
  }

  /// The expected facilities of all papers of an exam in basis points: least, greatest, and the most that they may differ.
  package func spread(of id: String) throws -> (papers: Int, least: Int?, greatest: Int?, bound: Int) {
    try occasion.require(.examiner, .trainer, to: "see how papers differ")
    let room = try ExamRoom(occasion, exam: id)
    let facilities = try records.papers(of: id).map(\.facility)
    return (facilities.count, facilities.min(), facilities.max(), room.blueprint.spread)
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

  // MARK: Candidates

  /// Puts people on an exam's list, or changes their lines; somebody who was deferred or absent comes back as a make-up.
  package func importCandidates(_ id: String, _ table: TableReader) throws -> Int {
    try occasion.require(.examiner, to: "list candidates")
    let exam = try records.exam(id)
    let zone = occasion.workspace.zone
    let known = try StaffRecords(occasion.database).keys()
    let listed = Dictionary(try records.candidates(of: id).map { ($0.staff, $0) }) { first, _ in first }
    let running = Dictionary(
      try SittingRecords(occasion.database).sittings(of: id).filter { $0.submitted == nil }.map {
        ($0.staff, $0.id)
      }
    ) { first, _ in first }
    var seen: Set<Int> = []
    var seats: [String: String] = [:]
    var lines: [(candidate: Candidate, key: Int)] = []
    try table.forEachRow { row in
      guard let staff = row.text("staff") else { return }
      guard let key = known[staff] else {
        return row.fault("staff", "nobody has the id '\(staff)'; see: merit staff list")
      }
      guard seen.insert(key).inserted else {
        return row.fault("staff", "'\(staff)' stands twice; keep one row")
      }
      let opens = row.optionalTime("opens").map(zone.instant)
      let closes = row.optionalTime("closes").map(zone.instant)
      if let opens, let closes, closes <= opens {
        return row.fault("closes", "the window closes before it opens; mend one of the times")
      }
      let room = row.optional("room") ?? ""
      let seat = row.optionalInteger("seat", in: 1...100_000)
      let batch = row.optional("batch") ?? ""
      if let seat {
        let place = "\(batch) \(room) \(seat)"
        if let other = seats[place] { row.fault("seat", "seat \(seat) is given to '\(other)' too") }
        seats[place] = staff
      }
      let before = listed[staff]
      let extra = row.optionalInteger("extra", in: 0...600) ?? 0
      if let sitting = running[staff], extra != before?.extraMinutes ?? 0 {
        row.fault(
          "extra", "'\(staff)' sits already; give time with: merit exam extend \(sitting) --minutes N")
      }
      let closed = before.map { $0.closes ?? exam.closes } ?? nil
      let wasAway =
        before.map { $0.standing != .invited || closed.map { occasion.now >= $0 } ?? false } ?? false
      lines.append(
        (
          Candidate(
            staff: staff, batch: batch, opens: opens, closes: closes, room: room, seat: seat,
            extraMinutes: extra,
            standing: wasAway ? .makeUp : .invited,
            reason: ""), key
        ))
    }
    try table.faults.throwIfAny()
    try occasion.record(
      "exam.candidates", of: id,
      content: lines.map { "\($0.candidate.staff) \($0.candidate.batch)" }.joined(separator: "\n")
    ) {
      for (candidate, key) in lines { try records.put(candidate, key: key, exam: id) }
    }
    return lines.count
  }

  /// Puts off a candidate's sitting (缓考).
  package func deferCandidate(_ id: String, staff: String, reason: String) throws {
    try occasion.require(.examiner, to: "defer candidates")
    guard let key = try StaffRecords(occasion.database).key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    _ = try records.exam(id)
    let held = try SittingRecords(occasion.database).sittings(of: id, staff: key)
    if let running = held.first(where: { $0.submitted == nil }) { throw Refusal.isSitting(staff, running.id) }
    let before = try records.candidate(key, of: id)
    try occasion.record("exam.defer", of: "\(id) \(staff)", content: reason) {
      try records.put(
        Candidate(
          staff: staff, batch: before?.batch ?? "", opens: before?.opens, closes: before?.closes,
          room: before?.room ?? "", seat: before?.seat, extraMinutes: before?.extraMinutes ?? 0,
          standing: .deferred, reason: reason), key: key, exam: id)
    }
  }
}
