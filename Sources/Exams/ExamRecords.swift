import Formats
import SQLite
import Workspace

/// The rows of exams, sittings, answers and marks.
package struct ExamRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Exams

  private static func exam(_ row: Statement) -> Exam {
    Exam(
      id: row.text(0), blueprint: row.text(1), blueprintVersion: row.int(2),
      seed: UInt64(bitPattern: Int64(row.int(3))),
      isOpen: row.text(4) == "open")
  }

  package func exams() throws -> [Exam] {
    try database.rows(
      "SELECT id, blueprint, blueprint_version, seed, state FROM exam ORDER BY id", decode: Self.exam)
  }

  package func exam(_ id: String) throws -> Exam {
    let found = try database.first(
      "SELECT id, blueprint, blueprint_version, seed, state FROM exam WHERE id = ?1", [.text(id)],
      decode: Self.exam)
    guard let found else { throw Refusal.unknownExam(id) }
    return found
  }

  func insert(_ exam: Exam, pool: Pool, at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO exam (id, blueprint, blueprint_version, seed, state, created_at, created_by)
      VALUES (?1, ?2, ?3, ?4, 'created', ?5, ?6)
      """,
      [
        .text(exam.id), .text(exam.blueprint), .integer(exam.blueprintVersion),
        .integer(Int64(bitPattern: exam.seed)),
        .text(at.description), .text(actor),
      ])
    for (line, questions) in pool.rows.enumerated() {
      for question in questions {
        try database.run(
          "INSERT INTO exam_pool (exam, line, question, version) VALUES (?1, ?2, ?3, ?4)",
          [.text(exam.id), .integer(line), .text(question.id), .integer(question.version)])
      }
    }
  }

  func open(_ id: String, at: Instant) throws {
    try database.run(
      "UPDATE exam SET state = 'open', opened_at = ?2 WHERE id = ?1", [.text(id), .text(at.description)])
  }

  /// The pool that was frozen when the exam was made.
  func pool(of exam: String, rows: Int) throws -> Pool {
    let bank = BankRecords(database)
    var questions: [String: Question] = [:]
    var pool = [[Question]](repeating: [], count: rows)
    let lines = try database.rows(
      """
      SELECT line, question, version
        FROM exam_pool
       WHERE exam = ?1
       ORDER BY line, question
      """, [.text(exam)]
    ) { (line: $0.int(0), question: $0.text(1), version: $0.int(2)) }
    for (line, id, version) in lines {
      if questions[id] == nil { questions[id] = try bank.question(id, version: version) }
      if let question = questions[id] { pool[line].append(question) }
    }
    return Pool(rows: pool)
  }

  // MARK: Sittings

  private static let sittingColumns =
    """
    t.id, t.exam, s.id, t.attempt, t.language, t.started_at, t.deadline, t.submitted_at, t.points, t.maximum, t.score,
    t.is_passed
    """

  private static func sitting(_ row: Statement) -> Sitting {
    Sitting(
      id: row.int(0), exam: row.text(1), staff: row.text(2), attempt: row.int(3), language: row.text(4),
      started: Instant(row.text(5)) ?? Instant(seconds: 0),
      deadline: Instant(row.text(6)) ?? Instant(seconds: 0),
      outcome: row.optionalText(7).flatMap { Instant($0) }.map {
        Sitting.Outcome(
          submitted: $0, points: row.int(8), maximum: row.int(9), score: Score(hundredths: row.int(10)),
          isPassed: row.bool(11))
      })
  }

  /// Every sitting of an exam, by person and attempt.
  package func sittings(of exam: String) throws -> [Sitting] {
    try database.rows(
      """
      SELECT \(Self.sittingColumns)
        FROM sitting t
        JOIN staff s ON s.key = t.staff
       WHERE t.exam = ?1
       ORDER BY s.id, t.attempt
      """, [.text(exam)], decode: Self.sitting)
  }

  /// One person's sittings of an exam, first attempt first.
  func sittings(of exam: String, staff: Int) throws -> [Sitting] {
    try database.rows(
      """
      SELECT \(Self.sittingColumns)
        FROM sitting t
        JOIN staff s ON s.key = t.staff
       WHERE t.exam = ?1 AND t.staff = ?2
       ORDER BY t.attempt
      """, [.text(exam), .integer(staff)], decode: Self.sitting)
  }

  /// One person's submitted sittings between two days, oldest first.
  package func sittings(of staff: Int, from: CalendarDay, to: CalendarDay) throws -> [Sitting] {
    try database.rows(
      """
      SELECT \(Self.sittingColumns)
        FROM sitting t
        JOIN staff s ON s.key = t.staff
       WHERE t.staff = ?1 AND t.day BETWEEN ?2 AND ?3
       ORDER BY t.day, t.id
      """, [.integer(staff), .text(from.description), .text(to.description)], decode: Self.sitting)
  }

  /// The exams with sittings whose time is over and that nobody submitted.
  func examsWithOverdue(at now: Instant) throws -> [String] {
    try database.rows(
      """
      SELECT DISTINCT exam
        FROM sitting
       WHERE submitted_at IS NULL AND deadline <= ?1
       ORDER BY exam
      """, [.text(now.description)]
    ) { $0.text(0) }
  }

  /// The sittings of an exam whose time is over and that nobody submitted.
  func overdue(exam: String, at now: Instant) throws -> [Sitting] {
    try database.rows(
      """
      SELECT \(Self.sittingColumns)
        FROM sitting t
        JOIN staff s ON s.key = t.staff
       WHERE t.exam = ?1 AND t.submitted_at IS NULL AND t.deadline <= ?2
       ORDER BY t.id
      """, [.text(exam), .text(now.description)], decode: Self.sitting)
  }

  func isSubmitted(_ sitting: Int) throws -> Bool {
    try database.integer("SELECT submitted_at IS NOT NULL FROM sitting WHERE id = ?1", [.integer(sitting)])
      == 1
  }

  func start(
    exam: String, staff: Int, attempt: Int, language: String, started: Instant, deadline: Instant
  ) throws -> Int {
    try database.insert(
      """
      INSERT INTO sitting (exam, staff, attempt, language, started_at, deadline)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .text(exam), .integer(staff), .integer(attempt), .text(language), .text(started.description),
        .text(deadline.description),
      ])
  }

  /// The journal of a sitting, oldest first.
  package func answers(_ sitting: Int) throws -> [(place: Int, at: Instant, response: String, head: [UInt8])]
  {
    try database.rows(
      "SELECT place, at, response, head FROM answer WHERE sitting = ?1 ORDER BY id", [.integer(sitting)]
    ) { ($0.int(0), Instant($0.text(1)) ?? Instant(seconds: 0), $0.text(2), $0.blob(3)) }
  }

  func append(_ response: Response, place: Int, sitting: Int, at: Instant) throws {
    let previous =
      try database.first(
        "SELECT head FROM answer WHERE sitting = ?1 ORDER BY id DESC LIMIT 1", [.integer(sitting)],
        decode: { $0.blob(0) })
      ?? AnswerChain.start(sitting: sitting)
    let head = AnswerChain.head(
      after: previous, sitting: sitting, place: place, at: at, response: response.stored)
    try database.run(
      "INSERT INTO answer (sitting, place, at, response, head) VALUES (?1, ?2, ?3, ?4, ?5)",
      [.integer(sitting), .integer(place), .text(at.description), .text(response.stored), .blob(head)])
  }

  func submit(_ sitting: Int, result: PaperResult, at: Instant, day: CalendarDay, chain: String) throws {
    for (place, points) in result.points.enumerated() {
      try database.run(
        "INSERT INTO mark (sitting, place, points, maximum) VALUES (?1, ?2, ?3, ?4)",
        [.integer(sitting), .integer(place), .integer(points), .integer(result.maxima[place])])
    }
    try database.run(
      """
      UPDATE sitting
         SET submitted_at = ?2, day = ?3, points = ?4, maximum = ?5, score = ?6, is_passed = ?7, chain = ?8
       WHERE id = ?1
      """,
      [
        .integer(sitting), .text(at.description), .text(day.description),
        .integer(result.points.reduce(0, +)),
        .integer(result.maxima.reduce(0, +)), .integer(result.score?.hundredths ?? 0), .bool(result.isPassed),
        .text(chain),
      ])
  }

  /// What each place of a submitted sitting earned, in hundredths.
  package func marks(_ sitting: Int) throws -> [(place: Int, points: Int, maximum: Int)] {
    try database.rows(
      "SELECT place, points, maximum FROM mark WHERE sitting = ?1 ORDER BY place", [.integer(sitting)]
    ) { ($0.int(0), $0.int(1), $0.int(2)) }
  }

  /// Everybody's best submitted sitting of a quarter, the earlier of equals, in one pass.
  package func best(in quarter: Quarter) throws -> [Int: (sitting: Int, score: Score)] {
    var best: [Int: (sitting: Int, score: Score)] = [:]
    try database.forEach(
      """
      SELECT staff, id, score
        FROM sitting
       WHERE day BETWEEN ?1 AND ?2
       ORDER BY day, id
      """, [.text(quarter.firstDay.description), .text(quarter.lastDay.description)]
    ) { row in
      let score = Score(hundredths: row.int(2))
      if let held = best[row.int(0)], held.score >= score { return }
      best[row.int(0)] = (row.int(1), score)
    }
    return best
  }

  /// Everybody's newest passed sitting of a blueprint's exams up to a day, by key.
  package func passed(blueprint: String, by day: CalendarDay) throws -> [Int: (
    sitting: Int, score: Score, day: CalendarDay
  )] {
    var passed: [Int: (sitting: Int, score: Score, day: CalendarDay)] = [:]
    try database.forEach(
      """
      SELECT t.staff, t.id, t.score, t.day
        FROM sitting t
        JOIN exam e ON e.id = t.exam
       WHERE e.blueprint = ?1 AND t.is_passed = 1 AND t.day <= ?2
       ORDER BY t.day, t.id
      """, [.text(blueprint), .text(day.description)]
    ) { row in
      passed[row.int(0)] = (row.int(1), Score(hundredths: row.int(2)), CalendarDay(row.text(3)) ?? day)
    }
    return passed
  }

  /// Submitted sittings whose journal is not the one that was marked, in words.
  package func journalFaults() throws -> [String] {
    let sittings = try database.rows(
      "SELECT id, exam, chain FROM sitting WHERE submitted_at IS NOT NULL ORDER BY id"
    ) { (id: $0.int(0), exam: $0.text(1), chain: $0.text(2)) }
    return try sittings.compactMap { sitting in
      var head = AnswerChain.start(sitting: sitting.id)
      for answer in try answers(sitting.id) {
        head = AnswerChain.head(
          after: head, sitting: sitting.id, place: answer.place, at: answer.at, response: answer.response)
      }
      return hexText(head) == sitting.chain
        ? nil
        : "the answers of sitting \(sitting.id) of exam '\(sitting.exam)' were changed after they were marked"
    }
  }
}
