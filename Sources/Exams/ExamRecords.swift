import Formats
import SQLite
import Workspace

/// The rows of exams, their pools, candidates and papers, and of sittings.
package struct ExamRecords {
  let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Exams

  private static let examColumns =
    """
    id, blueprint, blueprint_version, seed, state, drawing, opens, closes, released_at, holds_scores
    """

  private static func exam(_ row: Statement) -> Exam {
    Exam(
      id: row.text(0), blueprint: row.text(1), blueprintVersion: row.int(2),
      seed: UInt64(bitPattern: Int64(row.int(3))), isOpen: row.text(4) == "open", drawing: row.int(5),
      opens: row.optionalText(6).flatMap { Instant($0) }, closes: row.optionalText(7).flatMap { Instant($0) },
      released: row.optionalText(8).flatMap { Instant($0) }, holdsScores: row.bool(9))
  }

  package func exams() throws -> [Exam] {
    try database.rows("SELECT \(Self.examColumns) FROM exam ORDER BY id", decode: Self.exam)
  }

  package func exam(_ id: String) throws -> Exam {
    let found = try database.first(
      "SELECT \(Self.examColumns) FROM exam WHERE id = ?1", [.text(id)], decode: Self.exam)
    guard let found else { throw Refusal.unknownExam(id) }
    return found
  }

  /// An exam, and how many regrades it has had.
  func examAndRegrades(_ id: String) throws -> (exam: Exam, regrades: Int) {
    let found = try database.first(
      """
      SELECT \(Self.examColumns), (SELECT COUNT(*) FROM regrade WHERE exam = ?1)
        FROM exam
       WHERE id = ?1
      """, [.text(id)]
    ) { (Self.exam($0), $0.int(10)) }
    guard let found else { throw Refusal.unknownExam(id) }
    return found
  }

  func insert(_ exam: Exam, pool: Pool, usedBefore: [String: Int], at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO exam
        (id, blueprint, blueprint_version, seed, state, created_at, created_by, drawing, opens, closes, holds_scores)
      VALUES (?1, ?2, ?3, ?4, 'created', ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .text(exam.id), .text(exam.blueprint), .integer(exam.blueprintVersion),
        .integer(Int64(bitPattern: exam.seed)), .text(at.description), .text(actor), .integer(exam.drawing),
        .optional(exam.opens?.description), .optional(exam.closes?.description), .bool(exam.holdsScores),
      ])
    for (line, places) in pool.rows.enumerated() {
      for place in places {
        let question = pool.questions[place]
        try database.run(
          """
          INSERT INTO exam_pool (exam, line, question, version, facility, used_before)
          VALUES (?1, ?2, ?3, ?4, ?5, ?6)
          """,
          [
            .text(exam.id), .integer(line), .text(question.id), .integer(question.version),
            .integer(pool.facility[place]), .integer(usedBefore[question.id] ?? 0),
          ])
      }
    }
  }

  func open(_ id: String, at: Instant) throws {
    try database.run(
      "UPDATE exam SET state = 'open', opened_at = ?2 WHERE id = ?1", [.text(id), .text(at.description)])
  }

  func release(_ id: String, at: Instant) throws {
    try database.run(
      "UPDATE exam SET released_at = ?2 WHERE id = ?1", [.text(id), .text(at.description)])
  }

  /// The pool that was frozen when the exam was made.
  func pool(of exam: String, rows: Int) throws -> Pool {
    let bank = BankRecords(database)
    var questions: [String: Question] = [:]
    var pool = [[Question]](repeating: [], count: rows)
    var facility: [String: Int] = [:]
    let lines = try database.rows(
      """
      SELECT line, question, version, facility
        FROM exam_pool
       WHERE exam = ?1
       ORDER BY line, question
      """, [.text(exam)]
    ) { (line: $0.int(0), question: $0.text(1), version: $0.int(2), facility: $0.optionalInt(3)) }
    for line in lines {
      if questions[line.question] == nil {
        questions[line.question] = try bank.question(line.question, version: line.version)
      }
      if let question = questions[line.question] { pool[line.line].append(question) }
      facility[line.question] = line.facility
    }
    return Pool(rows: pool, facility: facility)
  }

  /// How often each question of an exam's pool was on papers before the exam and, where asked for, in it until now.
  func used(in exam: String, sinceMade: Bool = true) throws -> [String: Int] {
    var used: [String: Int] = [:]
    try database.forEach(
      "SELECT question, used_before, used FROM exam_pool WHERE exam = ?1 ORDER BY question", [.text(exam)]
    ) { used[$0.text(0)] = $0.int(1) + (sinceMade ? $0.int(2) : 0) }
    return used
  }

  /// How often each question was on a paper of any exam.
  func uses() throws -> [String: Int] {
    var uses: [String: Int] = [:]
    try database.forEach(
      """
      SELECT question, SUM(used)
        FROM (SELECT exam, question, MAX(used) AS used FROM exam_pool GROUP BY exam, question)
       GROUP BY question
       ORDER BY question
      """
    ) { uses[$0.text(0)] = $0.int(1) }
    return uses
  }

  // MARK: Papers

  func insertPaper(
    exam: String, staff: Int, attempt: Int, items: [PaperItem], facility: Int, at: Instant
  ) throws -> Int {
    let id = try database.insert(
      """
      INSERT INTO paper (exam, staff, attempt, items, facility, dealt_at)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .text(exam), .integer(staff), .integer(attempt), .text(Paper.stored(items)), .integer(facility),
        .text(at.description),
      ])
    for item in items {
      try database.run(
        "UPDATE exam_pool SET used = used + 1 WHERE exam = ?1 AND question = ?2",
        [.text(exam), .text(item.question)])
    }
    return id
  }

  /// The items of a paper as they are kept, with its expected facility; `nil` where none was dealt.
  func paper(exam: String, staff: Int, attempt: Int) throws -> (id: Int, items: String, facility: Int)? {
    try database.first(
      "SELECT id, items, facility FROM paper WHERE exam = ?1 AND staff = ?2 AND attempt = ?3",
      [.text(exam), .integer(staff), .integer(attempt)]
    ) { ($0.int(0), $0.text(1), $0.int(2)) }
  }

  /// Every paper of an exam in the order dealt.
  package func papers(of exam: String) throws -> [(
    id: Int, key: Int, staff: String, attempt: Int, items: String, facility: Int
  )] {
    try database.rows(
      """
      SELECT p.id, p.staff, s.id, p.attempt, p.items, p.facility
        FROM paper p
        JOIN staff s ON s.key = p.staff
       WHERE p.exam = ?1
       ORDER BY p.id
      """, [.text(exam)]
    ) { ($0.int(0), $0.int(1), $0.text(2), $0.int(3), $0.text(4), $0.int(5)) }
  }

  /// The ids of the questions that a person had on papers dealt before one, or on any.
  func seen(staff: Int, before paper: Int = .max) throws -> Set<String> {
    var seen: Set<String> = []
    try database.forEach(
      "SELECT items FROM paper WHERE staff = ?1 AND id < ?2 ORDER BY id", [.integer(staff), .integer(paper)]
    ) { row in
      seen.formUnion(Paper.questions(stored: row.text(0)))
    }
    return seen
  }

  // MARK: Candidates

  private static func candidate(_ row: Statement) -> Candidate {
    Candidate(
      staff: row.text(0), batch: row.text(1), opens: row.optionalText(2).flatMap { Instant($0) },
      closes: row.optionalText(3).flatMap { Instant($0) }, room: row.text(4), seat: row.optionalInt(5),
      extraMinutes: row.int(6), standing: Candidate.Standing(rawValue: row.text(7)) ?? .invited,
      reason: row.text(8))
  }

  /// The list of an exam, by batch and person.
  package func candidates(of exam: String) throws -> [Candidate] {
    try database.rows(
      """
      SELECT s.id, c.batch, c.opens, c.closes, c.room, c.seat, c.extra_minutes, c.standing, c.reason
        FROM candidate c
        JOIN staff s ON s.key = c.staff
       WHERE c.exam = ?1
       ORDER BY c.batch, s.id
      """, [.text(exam)], decode: Self.candidate)
  }

  func candidate(_ staff: Int, of exam: String) throws -> Candidate? {
    try database.first(
      """
      SELECT s.id, c.batch, c.opens, c.closes, c.room, c.seat, c.extra_minutes, c.standing, c.reason
        FROM candidate c
        JOIN staff s ON s.key = c.staff
       WHERE c.exam = ?1 AND c.staff = ?2
      """, [.text(exam), .integer(staff)], decode: Self.candidate)
  }

  func hasCandidates(_ exam: String) throws -> Bool {
    try database.integer("SELECT EXISTS (SELECT 1 FROM candidate WHERE exam = ?1)", [.text(exam)]) == 1
  }

  func put(_ candidate: Candidate, key: Int, exam: String) throws {
    try database.run(
      """
      INSERT INTO candidate (exam, staff, batch, opens, closes, room, seat, extra_minutes, standing, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
          ON CONFLICT (exam, staff) DO UPDATE
         SET batch = excluded.batch, opens = excluded.opens, closes = excluded.closes, room = excluded.room,
             seat = excluded.seat, extra_minutes = excluded.extra_minutes, standing = excluded.standing,
             reason = excluded.reason
      """,
      [
        .text(exam), .integer(key), .text(candidate.batch), .optional(candidate.opens?.description),
        .optional(candidate.closes?.description), .text(candidate.room),
        candidate.seat.map { .integer($0) } ?? .null, .integer(candidate.extraMinutes),
        .text(candidate.standing.rawValue), .text(candidate.reason),
      ])
  }
}
