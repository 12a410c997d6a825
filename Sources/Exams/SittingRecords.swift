import Formats
import SQLite
import Workspace

/// The rows of sittings: their journals, marks and results.
package struct SittingRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Sittings

  private static let columns =
    """
    t.id, t.exam, s.id, t.attempt, t.language, t.started_at, t.deadline, t.submitted_at, t.is_late,
    r.revision, r.cause, r.points, r.maximum, r.score, r.is_passed
    """

  /// A sitting with its newest result.
  private static let tables =
    """
    sitting t
    JOIN staff s ON s.key = t.staff
    LEFT JOIN exam_result r ON r.sitting = t.id
     AND r.revision = (SELECT MAX(n.revision) FROM exam_result n WHERE n.sitting = t.id)
    """

  /// Sittings `t` that are marked, with the newest result `r` of each and its exam `e`.
  private static let marked =
    """
    sitting t
    JOIN exam e ON e.id = t.exam
    JOIN exam_result r ON r.sitting = t.id
     AND r.revision = (SELECT MAX(n.revision) FROM exam_result n WHERE n.sitting = t.id)
    """

  /// Whether the result of an exam `e` counts: one that holds scores back has been released.
  private static let mayBeSeen = "(e.holds_scores = 0 OR e.released_at IS NOT NULL)"

  private static func sitting(_ row: Statement) -> Sitting {
    Sitting(
      id: row.int(0), exam: row.text(1), staff: row.text(2), attempt: row.int(3), language: row.text(4),
      started: Instant(row.text(5)) ?? Instant(seconds: 0),
      deadline: Instant(row.text(6)) ?? Instant(seconds: 0),
      submitted: row.optionalText(7).flatMap { Instant($0) }, isLate: row.bool(8),
      outcome: row.optionalInt(9).map { revision in
        Sitting.Outcome(
          revision: revision, cause: ResultCause(rawValue: row.text(10)) ?? .submission, points: row.int(11),
          maximum: row.int(12), score: Score(hundredths: row.int(13)), isPassed: row.bool(14))
      })
  }

  package func sitting(_ id: Int) throws -> Sitting {
    let found = try database.first(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE t.id = ?1", [.integer(id)], decode: Self.sitting)
    guard let found else { throw Refusal.unknownSitting(id) }
    return found
  }

  /// Every sitting of an exam, by person and attempt.
  package func sittings(of exam: String) throws -> [Sitting] {
    try database.rows(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE t.exam = ?1 ORDER BY s.id, t.attempt", [.text(exam)],
      decode: Self.sitting)
  }

  /// One person's sittings of an exam, first attempt first.
  func sittings(of exam: String, staff: Int) throws -> [Sitting] {
    try database.rows(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE t.exam = ?1 AND t.staff = ?2 ORDER BY t.attempt",
      [.text(exam), .integer(staff)], decode: Self.sitting)
  }

  /// One person's sittings of all exams, oldest first.
  func sittings(of staff: Int) throws -> [Sitting] {
    try database.rows(
      "SELECT \(Self.columns) FROM \(Self.tables) WHERE t.staff = ?1 ORDER BY t.id", [.integer(staff)],
      decode: Self.sitting)
  }

  /// One person's sittings between two days that count, oldest first: marked, and released where their exam holds scores back.
  package func sittings(of staff: Int, from: CalendarDay, to: CalendarDay) throws -> [Sitting] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM \(Self.tables)
        JOIN exam e ON e.id = t.exam
       WHERE t.staff = ?1 AND t.day BETWEEN ?2 AND ?3 AND r.revision IS NOT NULL
         AND \(Self.mayBeSeen)
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

  /// The sittings of an exam whose time, grace included, is over and that nobody submitted.
  func overdue(exam: String, at now: Instant) throws -> [Sitting] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM \(Self.tables)
       WHERE t.exam = ?1 AND t.submitted_at IS NULL AND t.deadline <= ?2
       ORDER BY t.id
      """, [.text(exam), .text(now.description)], decode: Self.sitting)
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

  /// Whose terminal answers now, and until when; `isOver` once it was submitted.
  package func state(_ sitting: Int) throws -> (holder: String?, deadline: Instant, isOver: Bool) {
    let found = try database.first(
      "SELECT holder, deadline, submitted_at IS NOT NULL FROM sitting WHERE id = ?1", [.integer(sitting)]
    ) { ($0.optionalText(0), Instant($0.text(1)) ?? Instant(seconds: 0), $0.bool(2)) }
    guard let found else { throw Refusal.unknownSitting(sitting) }
    return found
  }

  func take(_ sitting: Int, holder: String) throws {
    try database.run("UPDATE sitting SET holder = ?2 WHERE id = ?1", [.integer(sitting), .text(holder)])
  }

  func extend(_ sitting: Int, to deadline: Instant) throws {
    try database.run(
      "UPDATE sitting SET deadline = ?2 WHERE id = ?1", [.integer(sitting), .text(deadline.description)])
  }

  // MARK: Journals

  /// An entry whose columns begin at one of the row.
  private static func entry(_ row: Statement, from column: Int32 = 0) -> JournalEntry {
    JournalEntry(
      place: row.int(column), at: Instant(row.text(column + 1)) ?? Instant(seconds: 0),
      stored: row.text(column + 2),
      head: row.blob(column + 3))
  }

  /// The journal of a sitting, oldest first.
  package func journal(_ sitting: Int) throws -> [JournalEntry] {
    try database.rows(
      "SELECT place, at, response, head FROM answer WHERE sitting = ?1 ORDER BY id", [.integer(sitting)]
    ) { Self.entry($0) }
  }

  /// What a sitting's places hold: what was answered in time, and over it what came late and was accepted.
  package func responses(_ sitting: Int) throws -> [Int: Response] {
    Journal.responses(
      try journal(sitting), late: try LateAnswerRecords(database).accepted(sitting))
  }

  /// The response to one place in the journal, of which a long text's next entry keeps only the change.
  func response(_ sitting: Int, place: Int) throws -> Response? {
    Journal.responses(
      try database.rows(
        "SELECT place, at, response, head FROM answer WHERE sitting = ?1 AND place = ?2 ORDER BY id",
        [.integer(sitting), .integer(place)]
      ) { Self.entry($0) })[place]
  }

  /// The journals of an exam's sittings, by sitting, in one pass.
  func journals(of exam: String) throws -> [Int: [JournalEntry]] {
    var journals: [Int: [JournalEntry]] = [:]
    try database.forEach(
      """
      SELECT a.sitting, a.place, a.at, a.response, a.head
        FROM sitting t
        JOIN answer a ON a.sitting = t.id
       WHERE t.exam = ?1
       ORDER BY a.sitting, a.id
      """, [.text(exam)]
    ) { journals[$0.int(0), default: []].append(Self.entry($0, from: 1)) }
    return journals
  }

  /// The last row of the journal.
  func lastEntry(_ sitting: Int) throws -> (at: Instant, head: [UInt8])? {
    try database.first(
      "SELECT at, head FROM answer WHERE sitting = ?1 ORDER BY id DESC LIMIT 1", [.integer(sitting)]
    ) { (Instant($0.text(0)) ?? Instant(seconds: 0), $0.blob(1)) }
  }

  /// Appends an entry to a sitting's journal.
  ///
  /// - Parameter previous: the head of the chain before it; `nil` where the journal is empty.
  /// - Returns: the head after it.
  @discardableResult
  func append(_ stored: String, place: Int, sitting: Int, at: Instant, after previous: [UInt8]?) throws
    -> [UInt8]
  {
    let previous = previous ?? AnswerChain.start(sitting: sitting)
    let head = AnswerChain.head(after: previous, sitting: sitting, place: place, at: at, response: stored)
    try database.run(
      "INSERT INTO answer (sitting, place, at, response, head) VALUES (?1, ?2, ?3, ?4, ?5)",
      [.integer(sitting), .integer(place), .text(at.description), .text(stored), .blob(head)])
    return head
  }

  /// The end of the chain that the submission kept; `nil` while the sitting runs.
  func chain(_ sitting: Int) throws -> String? {
    try database.first("SELECT chain FROM sitting WHERE id = ?1", [.integer(sitting)]) { $0.optionalText(0) }
      ?? nil
  }

  // MARK: Marks and results

  func submit(_ sitting: Int, at: Instant, day: CalendarDay, isLate: Bool, chain: String) throws {
    try database.run(
      "UPDATE sitting SET submitted_at = ?2, day = ?3, is_late = ?4, chain = ?5 WHERE id = ?1",
      [.integer(sitting), .text(at.description), .text(day.description), .bool(isLate), .text(chain)])
  }

  /// Writes the marks of places under a revision.
  func insertMarks(_ marks: [(place: Int, points: Int, maximum: Int)], sitting: Int, revision: Int) throws {
    for mark in marks {
      try database.run(
        """
        INSERT INTO place_mark (sitting, place, revision, points, maximum)
        VALUES (?1, ?2, ?3, ?4, ?5)
        """,
        [
          .integer(sitting), .integer(mark.place), .integer(revision), .integer(mark.points),
          .integer(mark.maximum),
        ])
    }
  }

  func insertResult(
    _ result: PaperResult, sitting: Int, revision: Int, cause: ResultCause, at: Instant, by: String,
    reason: String
  ) throws {
    try database.run(
      """
      INSERT INTO exam_result (sitting, revision, cause, at, by, reason, points, maximum, score, is_passed)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .integer(sitting), .integer(revision), .text(cause.rawValue), .text(at.description), .text(by),
        .text(reason), .integer(result.total), .integer(result.maximum),
        .integer(result.score?.hundredths ?? 0), .bool(result.isPassed),
      ])
  }

  /// The revision from which marks of a place `m` count: the last at which it was to be marked anew.
  private static func reopened(upTo revision: String) -> String {
    """
    IFNULL((SELECT MAX(p.revision)
              FROM reopened_place p
             WHERE p.sitting = m.sitting AND p.place = m.place AND p.revision <= \(revision)), 0)
    """
  }

  /// What each marked place of a sitting earned by its newest revision, in hundredths; a place that waits to be marked anew has nothing.
  ///
  /// - Parameter revision: as things stood with this one.
  package func marks(_ sitting: Int, upTo revision: Int = Int(Int32.max)) throws -> [(
    place: Int, points: Int, maximum: Int
  )] {
    try database.rows(
      """
      SELECT m.place, m.points, m.maximum, MAX(m.revision)
        FROM place_mark m
       WHERE m.sitting = ?1 AND m.revision BETWEEN \(Self.reopened(upTo: "?2")) AND ?2
       GROUP BY m.place
       ORDER BY m.place
      """, [.integer(sitting), .integer(revision)]
    ) { ($0.int(0), $0.int(1), $0.int(2)) }
  }

  /// The same for every sitting of an exam, by sitting, in one pass.
  func marks(of exam: String) throws -> [Int: [(place: Int, points: Int)]] {
    var marks: [Int: [(place: Int, points: Int)]] = [:]
    try database.forEach(
      """
      SELECT m.sitting, m.place, m.points, MAX(m.revision)
        FROM sitting t
        JOIN place_mark m ON m.sitting = t.id
       WHERE t.exam = ?1 AND m.revision >= \(Self.reopened(upTo: "\(Int32.max)"))
       GROUP BY m.sitting, m.place
       ORDER BY m.sitting, m.place
      """, [.text(exam)]
    ) { marks[$0.int(0), default: []].append(($0.int(1), $0.int(2))) }
    return marks
  }

  /// The highest revision of a sitting's marks and results; 0 before any.
  func revision(_ sitting: Int) throws -> Int {
    try database.integer(
      """
      SELECT MAX(
        IFNULL((SELECT MAX(revision) FROM exam_result WHERE sitting = ?1), 0),
        IFNULL((SELECT MAX(revision) FROM place_mark WHERE sitting = ?1), 0),
        IFNULL((SELECT MAX(revision) FROM reopened_place WHERE sitting = ?1), 0))
      """, [.integer(sitting)]) ?? 0
  }

  /// Every result that a sitting had, oldest first, in words and numbers.
  package func history(_ sitting: Int) throws -> [(
    revision: Int, cause: String, at: String, by: String, reason: String, points: Int, score: Score,
    isPassed: Bool
  )] {
    try database.rows(
      """
      SELECT revision, cause, at, by, reason, points, score, is_passed
        FROM exam_result
       WHERE sitting = ?1
       ORDER BY revision
      """, [.integer(sitting)]
    ) {
      (
        $0.int(0), $0.text(1), $0.text(2), $0.text(3), $0.text(4), $0.int(5), Score(hundredths: $0.int(6)),
        $0.bool(7)
      )
    }
  }

  /// Everybody's best sitting of some days that counts, the earlier of equals, in one pass.
  package func best(in span: ClosedRange<CalendarDay>) throws -> [Int: (sitting: Int, score: Score)] {
    var best: [Int: (sitting: Int, score: Score)] = [:]
    try database.forEach(
      """
      SELECT t.staff, t.id, r.score
        FROM \(Self.marked)
       WHERE t.day BETWEEN ?1 AND ?2 AND \(Self.mayBeSeen)
       ORDER BY t.day, t.id
      """, [.text(span.lowerBound.description), .text(span.upperBound.description)]
    ) { row in
      let score = Score(hundredths: row.int(2))
      if let held = best[row.int(0)], held.score >= score { return }
      best[row.int(0)] = (row.int(1), score)
    }
    return best
  }

  /// Everybody's newest passed sitting of a blueprint's exams up to a day that counts, by key.
  package func passed(blueprint: String, by day: CalendarDay) throws -> [Int: (
    sitting: Int, score: Score, day: CalendarDay
  )] {
    var passed: [Int: (sitting: Int, score: Score, day: CalendarDay)] = [:]
    try database.forEach(
      """
      SELECT t.staff, t.id, r.score, t.day
        FROM \(Self.marked)
       WHERE e.blueprint = ?1 AND r.is_passed = 1 AND t.day <= ?2
         AND \(Self.mayBeSeen)
       ORDER BY t.day, t.id
      """, [.text(blueprint), .text(day.description)]
    ) { row in
      passed[row.int(0)] = (row.int(1), Score(hundredths: row.int(2)), CalendarDay(row.text(3)) ?? day)
    }
    return passed
  }

  /// Everybody's last marked sitting up to a day whose result may be seen, by key: one pass.
  package func latest(by day: CalendarDay) throws -> [Int: (day: CalendarDay, score: Score)] {
    var latest: [Int: (day: CalendarDay, score: Score)] = [:]
    try database.forEach(
      """
      SELECT t.staff, t.day, r.score
        FROM \(Self.marked)
       WHERE t.day <= ?1 AND \(Self.mayBeSeen)
       ORDER BY t.day, t.id
      """, [.text(day.description)]
    ) { latest[$0.int(0)] = (CalendarDay($0.text(1)) ?? day, Score(hundredths: $0.int(2))) }
    return latest
  }

  /// Every marked sitting of a blueprint's exams up to a day whose result may be seen, in the order of the days.
  package func results(blueprint: String, by day: CalendarDay) throws -> [(
    staff: Int, day: CalendarDay, score: Score
  )] {
    try database.rows(
      """
      SELECT t.staff, t.day, r.score
        FROM \(Self.marked)
       WHERE e.blueprint = ?1 AND t.day <= ?2 AND \(Self.mayBeSeen)
       ORDER BY t.day, t.id
      """, [.text(blueprint), .text(day.description)]
    ) { ($0.int(0), CalendarDay($0.text(1)) ?? day, Score(hundredths: $0.int(2))) }
  }

  /// Submitted sittings whose journal is not the one that was marked, in words.
  package func journalFaults() throws -> [String] {
    let sittings = try database.rows(
      "SELECT id, exam, chain FROM sitting WHERE submitted_at IS NOT NULL ORDER BY id"
    ) { (id: $0.int(0), exam: $0.text(1), chain: $0.text(2)) }
    return try sittings.compactMap { sitting in
      let journal = try journal(sitting.id)
      return hexText(Journal.head(of: sitting.id, journal)) == sitting.chain
        && journal.allSatisfy(Journal.isReadable)
        ? nil
        : "the answers of sitting \(sitting.id) of exam '\(sitting.exam)' were changed after they were marked"
    }
  }
}
