import Formats
import SQLite
import Workspace

/// One marker's judgement of one answer.
package struct Rating: Hashable, Sendable {
  package let sitting: Int
  package let place: Int
  package let marker: String
  /// In hundredths.
  package let points: Int
  /// What each line of the rubric got; empty where points were given as a whole.
  package let lines: [Int]
  package let comment: String

  package init(sitting: Int, place: Int, marker: String, points: Int, lines: [Int], comment: String) {
    self.sitting = sitting
    self.place = place
    self.marker = marker
    self.points = points
    self.lines = lines
    self.comment = comment
  }
}

/// An objection to a result, and what became of it.
package struct Appeal: Hashable, Sendable {
  package struct Decision: Hashable, Sendable {
    package let isUpheld: Bool
    package let by: String
    package let reason: String
  }

  package let id: Int
  package let sitting: Int
  /// The place on the paper, from 0; `nil` where the whole is meant.
  package let place: Int?
  package let at: String
  package let by: String
  package let text: String
  package let decision: Decision?
}

/// The rows of markers' ratings, regrades and appeals.
package struct MarkingRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Regrades

  /// The keys that regrades of an exam gave, by question, the newest of each.
  package func keys(of exam: String) throws -> [String: String] {
    var keys: [String: String] = [:]
    try database.forEach("SELECT question, key FROM regrade WHERE exam = ?1 ORDER BY id", [.text(exam)]) {
      keys[$0.text(0)] = $0.text(1)
    }
    return keys
  }

  /// The questions of an exam that were regraded without lowering anybody's marks.
  func neverLowered(_ exam: String) throws -> Set<String> {
    Set(
      try database.rows(
        "SELECT question FROM regrade WHERE exam = ?1 AND never_lowers = 1 ORDER BY id", [.text(exam)]
      ) { $0.text(0) })
  }

  func insertRegrade(
    exam: String, question: String, key: String, neverLowers: Bool, at: Instant, by: String, reason: String
  ) throws {
    try database.run(
      """
      INSERT INTO regrade (exam, question, key, never_lowers, at, by, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .text(exam), .text(question), .text(key), .bool(neverLowers), .text(at.description), .text(by),
        .text(reason),
      ])
  }

  // MARK: Ratings

  private static func rating(_ row: Statement) -> Rating {
    Rating(
      sitting: row.int(0), place: row.int(1), marker: row.text(2), points: row.int(3),
      lines: row.text(4).split(separator: ",").compactMap { Int($0) }, comment: row.text(5))
  }

  /// The round of marking that a place `g` is in: the revision at which it was opened anew, 0 before.
  private static let round =
    """
    IFNULL((SELECT MAX(p.revision)
              FROM reopened_place p
             WHERE p.sitting = g.sitting AND p.place = g.place), 0)
    """

  /// Every rating that counts of an exam's sittings, by sitting and place, in the order given.
  package func ratings(of exam: String) throws -> [Rating] {
    try database.rows(
      """
      SELECT g.sitting, g.place, g.marker, g.points, g.lines, g.comment
        FROM rating g
        JOIN sitting t ON t.id = g.sitting
       WHERE t.exam = ?1 AND g.round = \(Self.round)
       ORDER BY g.sitting, g.place, g.at, g.marker
      """, [.text(exam)], decode: Self.rating)
  }

  /// The ratings of one sitting that count, by place, in the order given.
  func ratings(ofSitting sitting: Int) throws -> [Rating] {
    try database.rows(
      """
      SELECT g.sitting, g.place, g.marker, g.points, g.lines, g.comment
        FROM rating g
       WHERE g.sitting = ?1 AND g.round = \(Self.round)
       ORDER BY g.place, g.at, g.marker
      """, [.integer(sitting)], decode: Self.rating)
  }

  func insert(_ rating: Rating, at: Instant) throws {
    try database.run(
      """
      INSERT INTO rating (sitting, place, round, marker, at, points, lines, comment)
      SELECT g.sitting, g.place, \(Self.round), ?3, ?4, ?5, ?6, ?7
        FROM (SELECT ?1 AS sitting, ?2 AS place) g
      """,
      [
        .integer(rating.sitting), .integer(rating.place), .text(rating.marker), .text(at.description),
        .integer(rating.points), .text(rating.lines.map(String.init).joined(separator: ",")),
        .text(rating.comment),
      ])
  }

  // MARK: Appeals

  func insertAppeal(sitting: Int, place: Int?, at: Instant, by: String, text: String) throws -> Int {
    try database.insert(
      "INSERT INTO appeal (sitting, place, at, by, text) VALUES (?1, ?2, ?3, ?4, ?5)",
      [.integer(sitting), .optional(place), .text(at.description), .text(by), .text(text)])
  }

  func decide(_ appeal: Int, isUpheld: Bool, points: Int?, at: Instant, by: String, reason: String) throws {
    try database.run(
      """
      INSERT INTO appeal_decision (appeal, at, by, is_upheld, points, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .integer(appeal), .text(at.description), .text(by), .bool(isUpheld), .optional(points), .text(reason),
      ])
  }

  /// The appeals against an exam's results, oldest first.
  package func appeals(of exam: String) throws -> [Appeal] {
    try database.rows(
      """
      SELECT a.id, a.sitting, a.place, a.at, a.by, a.text, d.is_upheld, d.by, d.reason
        FROM appeal a
        JOIN sitting t ON t.id = a.sitting
        LEFT JOIN appeal_decision d ON d.appeal = a.id
       WHERE t.exam = ?1
       ORDER BY a.id
      """, [.text(exam)]
    ) { row in
      Appeal(
        id: row.int(0), sitting: row.int(1), place: row.optionalInt(2), at: row.text(3), by: row.text(4),
        text: row.text(5),
        decision: row.optionalInt(6).map {
          Appeal.Decision(isUpheld: $0 == 1, by: row.text(7), reason: row.text(8))
        })
    }
  }

  func examOfAppeal(_ id: Int) throws -> String? {
    try database.first(
      "SELECT t.exam FROM appeal a JOIN sitting t ON t.id = a.sitting WHERE a.id = ?1", [.integer(id)]
    ) { $0.text(0) }
  }
}
