import Formats
import SQLite
import Workspace

/// A person's satisfaction result of a quarter.
package struct PersonSatisfaction: Hashable, Sendable {
  /// The mean over responses of what the person can answer for.
  package let score: Score?
  package let responses: Int
}

/// The rows of surveys, complaints and observations.
package struct SatisfactionRecords {
  let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Surveys

  package func hasResponses() throws -> Bool {
    try database.integer("SELECT 1 FROM survey_response LIMIT 1") != nil
  }

  private static let responseColumns = "id, name, day, model, version, staff, answers, score, labels, comment"

  private static func response(_ row: Statement) -> SurveyResponse {
    SurveyResponse(
      name: row.text(1), day: row.day(2), model: row.text(3),
      version: row.int(4),
      staff: row.optionalInt(5), answers: row.blob(6), score: row.optionalInt(7).map(Score.init(hundredths:)),
      labels: row.optionalText(8), comment: row.optionalText(9))
  }

  func find(response name: String, model: String) throws -> (id: Int, row: SurveyResponse)? {
    try database.first(
      """
      SELECT \(Self.responseColumns)
        FROM survey_response INDEXED BY survey_corrected
       WHERE model = ?2 AND name = ?1 AND supersedes IS NOT NULL AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.text(name), .text(model)]
    ) { ($0.int(0), Self.response($0)) }
      ?? database.first(
        """
        SELECT \(Self.responseColumns)
          FROM survey_response INDEXED BY survey_original
         WHERE model = ?2 AND name = ?1 AND supersedes IS NULL AND batch NOT IN (\(Batch.pending))
         ORDER BY id
        """, [.text(name), .text(model)]
      ) { ($0.int(0), Self.response($0)) }
  }

  func insert(_ row: SurveyResponse, batch: Int, supersedes: Int?, reason: String?) throws {
    let statement = try database.statement(
      """
      INSERT INTO survey_response (batch, name, day, quarter, model, version, staff, answers, score, labels, comment,
                                   supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
      """)
    try statement.bind(batch, at: 1)
    try statement.bind(text: row.name, at: 2)
    try statement.bind(text: row.day.description, at: 3)
    try statement.bind(Quarter(of: row.day).number, at: 4)
    try statement.bind(text: row.model, at: 5)
    try statement.bind(row.version, at: 6)
    try statement.bind(row.staff, at: 7)
    try row.answers.withUnsafeBytes { try statement.bind(blob: $0, at: 8) }
    try statement.bind(row.score?.hundredths, at: 9)
    try statement.bind(text: row.labels, at: 10)
    try statement.bind(text: row.comment, at: 11)
    try statement.bind(supersedes, at: 12)
    try statement.bind(text: supersedes == nil ? nil : reason, at: 13)
    try statement.run()
  }

  /// Everybody's satisfaction in a quarter, by key: one pass over one index.
  ///
  /// - Parameter span: only responses of these days; all of the quarter unless said.
  package func persons(
    in quarter: Quarter, span: ClosedRange<CalendarDay>? = nil
  ) throws -> [Int: PersonSatisfaction] {
    var sums: [Int: (sum: Int, n: Int)] = [:]
    let isPart = span != nil && span != quarter.days
    let days = span.map { "AND day BETWEEN '\($0.lowerBound)' AND '\($0.upperBound)'" } ?? ""
    try database.forEach(
      """
      SELECT staff, score
        FROM survey_response INDEXED BY survey_pay
       WHERE quarter = ?1 AND staff IS NOT NULL AND score IS NOT NULL
         AND \(try Batch.inForce("survey_response", in: database))
             \(isPart ? days : "")
       ORDER BY staff
      """, [.integer(quarter.number)]
    ) { row in
      sums[row.int(0), default: (0, 0)].sum += row.int(1)
      sums[row.int(0), default: (0, 0)].n += 1
    }
    return sums.mapValues { PersonSatisfaction(score: Score.mean(sum: $0.sum, count: $0.n), responses: $0.n) }
  }

  /// One person's responses of a quarter, by name.
  ///
  /// - Parameter batch: the last batch that counts.
  package func responses(of staff: Int, in quarter: Quarter, upTo batch: Int) throws -> [(
    id: Int, row: SurveyResponse
  )] {
    try database.rows(
      """
      SELECT \(Self.responseColumns)
        FROM survey_response INDEXED BY survey_pay
       WHERE quarter = ?1 AND staff = ?2 AND score IS NOT NULL
         AND \(Batch.inForce("survey_response", upTo: "?3"))
       ORDER BY name
      """, [.integer(quarter.number), .integer(staff), .integer(batch)]
    ) { ($0.int(0), Self.response($0)) }
  }

  /// A response as a report counts it.
  struct Counted {
    let staff: Int?
    let day: CalendarDay
    /// The mean of the attributable questions, in hundredths.
    let score: Int?
    /// Call, team, site, brand and channel, with unit separators; split only where somebody asks.
    let labelText: String
    var labels: [String] {
      labelText.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
    }
    /// Question by question of the model asked for.
    let answers: [Int?]
  }

  /// Calls `body` with every response of a quarter to a model: one pass over the answers.
  ///
  /// Answers to another version of the model count for the questions that both ask, by id, where their scales agree.
  func forEachResponse(_ model: SurveyModel, in quarter: Quarter, _ body: (Counted) throws -> Void) throws {
    var places: [Int: [Int?]] = [:]
    try database.forEach(
      """
      SELECT answers, version, staff, labels, day, score
        FROM survey_response INDEXED BY survey_model
       WHERE quarter = ?1 AND model = ?2 AND \(try Batch.inForce("survey_response", in: database))
       ORDER BY id
      """, [.integer(quarter.number), .text(model.head.id)]
    ) { row in
      let version = row.int(1)
      if places[version] == nil {
        let other =
          version == model.head.version
          ? model
          : try SchemeRecords(database).document(SurveyModel.self, id: model.head.id, version: version)
        places[version] = model.questions.map { question in
          other.questions.firstIndex {
            $0.id == question.id && $0.scale == question.scale && $0.lowest == question.lowest
          }
        }
      }
      let bytes = row.bytes(0)
      let answers = (places[version] ?? []).map { place -> Int? in
        guard let place, place < bytes.count, bytes[place] != 255 else { return nil }
        return Int(bytes[place])
      }
      try body(
        Counted(
          staff: row.optionalInt(2), day: row.day(4), score: row.optionalInt(5), labelText: row.text(3),
          answers: answers))
    }
  }

  /// The comments of a quarter's responses, by response.
  func comments(in quarter: Quarter) throws -> [(response: String, day: String, staff: Int?, text: String)] {
    try database.rows(
      """
      SELECT name, day, staff, comment
        FROM survey_response
       WHERE quarter = ?1 AND comment IS NOT NULL AND \(Batch.inForce("survey_response"))
       ORDER BY day, name
      """, [.integer(quarter.number)]
    ) { ($0.text(0), $0.text(1), $0.optionalInt(2), $0.text(3)) }
  }

  // MARK: Complaints

  private static let complaintColumns =
    "id, name, received, quarter, class, customer, about, handler, department, liable, answered, closed, satisfaction, accurate, issue, details"

  private static func complaint(_ row: Statement) -> Complaint {
    Complaint(
      name: row.text(1), received: Instant(row.text(2)) ?? Instant(seconds: 0),
      quarter: Quarter(number: row.int(3)),
      kind: Complaint.Class(rawValue: row.text(4)) ?? .service, customer: row.text(5),
      about: row.optionalInt(6),
      handler: row.optionalInt(7), department: row.optionalText(8),
      isLiable: row.optionalInt(9).map { $0 == 1 },
      answered: row.optionalText(10).flatMap { Instant($0) },
      closed: row.optionalText(11).flatMap { Instant($0) },
      satisfaction: row.optionalInt(12), isAccurate: row.optionalInt(13).map { $0 == 1 },
      issue: row.optionalText(14),
      details: row.optionalText(15))
  }

  func find(complaint name: String) throws -> (id: Int, row: Complaint)? {
    try database.first(
      """
      SELECT \(Self.complaintColumns)
        FROM complaint
       WHERE name = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.text(name)]
    ) { ($0.int(0), Self.complaint($0)) }
  }

  /// What begins the reason of a row that a step in Merit wrote, and no file.
  static let stepReason = "step: "

  /// The complaint as a file last stated it.
  private func asInFile(_ name: String) throws -> Complaint? {
    try database.first(
      """
      SELECT \(Self.complaintColumns)
        FROM complaint
       WHERE name = ?1 AND (reason IS NULL OR reason NOT LIKE '\(Self.stepReason)%') AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.text(name)], decode: Self.complaint)
  }

  /// The row in force to compare a file's row with: the file's own where it says what it said before, whatever was done since.
  func find(like row: Complaint) throws -> (id: Int, row: Complaint)? {
    guard let held = try find(complaint: row.name) else { return nil }
    let digest = try database.first(
      "SELECT file_digest FROM complaint WHERE id = ?1", [.integer(held.id)]
    ) { $0.optionalText(0) }
    if digest == Complaint.digest(row) { return (held.id, row) }
    return (held.id, try asInFile(row.name) ?? held.row)
  }

  /// A file's row laid over what is in force: only what the file says otherwise than before is changed.
  func merged(_ row: Complaint) throws -> Complaint {
    guard let held = try find(complaint: row.name)?.row, let before = try asInFile(row.name) else {
      return row
    }
    return row.laid(over: held, since: before)
  }

  /// - Parameter fileDigest: of the row as the file states it; a step passes on that of the row before.
  func insert(
    _ row: Complaint, batch: Int, fileDigest: String?, supersedes: Int?, reason: String?
  ) throws {
    try database.run(
      """
      INSERT INTO complaint (batch, name, received, quarter, class, customer, about, handler, department, liable, answered,
                             closed, satisfaction, accurate, issue, supersedes, reason, details, file_digest)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,
              COALESCE(?19, (SELECT file_digest FROM complaint WHERE id = ?16)))
      """,
      [
        .integer(batch), .text(row.name), .text(row.received.description), .integer(row.quarter.number),
        .text(row.kind.rawValue), .text(row.customer), .optional(row.about), .optional(row.handler),
        .optional(row.department), row.isLiable.map(Value.bool) ?? .null,
        .optional(row.answered?.description),
        .optional(row.closed?.description), .optional(row.satisfaction),
        row.isAccurate.map(Value.bool) ?? .null,
        .optional(row.issue), .optional(supersedes), .optional(supersedes == nil ? nil : reason),
        .optional(row.details), .optional(fileDigest),
      ])
  }

  /// How many complaints of a quarter each person is liable for, by key.
  ///
  /// - Parameter part: only complaints of these days in this zone; all of the quarter unless said.
  package func liable(
    in quarter: Quarter, part: (zone: Zone, span: ClosedRange<CalendarDay>)? = nil
  ) throws -> [Int: Int] {
    var counts: [Int: Int] = [:]
    try database.forEach(
      """
      SELECT about, received
        FROM complaint
       WHERE quarter = ?1 AND about IS NOT NULL AND liable = 1 AND \(Batch.inForce("complaint"))
       ORDER BY about
      """, [.integer(quarter.number)]
    ) { row in
      if let part {
        guard let received = Instant(row.text(1)), part.span.contains(part.zone.day(of: received)) else {
          return
        }
      }
      counts[row.int(0), default: 0] += 1
    }
    return counts
  }

  /// The complaints of a quarter for which a person is liable.
  ///
  /// - Parameter batch: the last batch that counts.
  package func complaints(against staff: Int, in quarter: Quarter, upTo batch: Int) throws -> [(
    id: Int, row: Complaint
  )] {
    try database.rows(
      """
      SELECT \(Self.complaintColumns)
        FROM complaint
       WHERE quarter = ?1 AND about = ?2 AND liable = 1 AND \(Batch.inForce("complaint", upTo: "?3"))
       ORDER BY name
      """, [.integer(quarter.number), .integer(staff), .integer(batch)]
    ) { ($0.int(0), Self.complaint($0)) }
  }

  /// The complaints that are not closed, the oldest first.
  func openComplaints() throws -> [Complaint] {
    try database.rows(
      """
      SELECT \(Self.complaintColumns)
        FROM complaint INDEXED BY complaint_open
       WHERE closed IS NULL AND \(Batch.inForce("complaint"))
       ORDER BY received, name
      """, decode: Self.complaint)
  }

  package func complaints(in quarter: Quarter) throws -> [Complaint] {
    try database.rows(
      """
      SELECT \(Self.complaintColumns)
        FROM complaint
       WHERE quarter = ?1 AND \(Batch.inForce("complaint"))
       ORDER BY name
      """, [.integer(quarter.number)], decode: Self.complaint)
  }
}
