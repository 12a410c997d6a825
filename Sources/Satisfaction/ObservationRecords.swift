import Formats
import SQLite
import Workspace

/// The rows of observed indicators.
extension SatisfactionRecords {
  private static func observation(_ row: Statement) -> Observation {
    Observation(
      indicator: row.text(1), subject: row.text(2), quarter: Quarter(number: row.int(3)), day: row.text(4),
      value: row.int(5), n: row.optionalInt(6))
  }

  func find(observation key: Observation) throws -> (id: Int, row: Observation)? {
    try database.first(
      """
      SELECT id, indicator, subject, quarter, day, value, n
        FROM observation
       WHERE indicator = ?1 AND subject = ?2 AND quarter = ?3 AND day = ?4 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.text(key.indicator), .text(key.subject), .integer(key.quarter.number), .text(key.day)]
    ) { ($0.int(0), Self.observation($0)) }
  }

  func insert(_ row: Observation, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO observation (batch, indicator, subject, quarter, day, value, n, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
      """,
      [
        .integer(batch), .text(row.indicator), .text(row.subject), .integer(row.quarter.number),
        .text(row.day),
        .integer(row.value), .optional(row.n), .optional(supersedes),
        .optional(supersedes == nil ? nil : reason),
      ])
  }

  /// Calls `body` with each subject's figure of an indicator for the whole quarter, in ten-thousandths, by subject in UTF-8:
  /// one pass over one index, nothing looked up.
  ///
  /// - Returns: the values of subjects that have figures of single days only, averaged as `Observation.values` says.
  package func forEachValue(
    in quarter: Quarter, of indicator: String, _ body: (UnsafeRawBufferPointer, Int) throws -> Void
  ) throws -> [(subject: String, value: Int)] {
    var days: [Observation] = []
    try database.forEach(
      """
      SELECT id, indicator, subject, quarter, day, value, n
        FROM observation INDEXED BY observation_value
       WHERE quarter = ?1 AND indicator = ?2 AND \(try Batch.inForce("observation", in: database))
       ORDER BY subject, day
      """, [.integer(quarter.number), .text(indicator)]
    ) { row in
      if row.bytes(4).isEmpty {
        try body(row.bytes(2), row.int(5))
      } else {
        days.append(Self.observation(row))
      }
    }
    if days.isEmpty { return [] }
    // A subject with a figure for the whole quarter has that, whatever its days say.
    var whole: Set<String> = []
    try database.forEach(
      """
      SELECT subject
        FROM observation INDEXED BY observation_value
       WHERE quarter = ?1 AND indicator = ?2 AND day = '' AND \(Batch.inForce("observation"))
       ORDER BY subject
      """, [.integer(quarter.number), .text(indicator)]
    ) { whole.insert($0.text(0)) }
    return Observation.values(days.filter { !whole.contains($0.subject) })
  }

  /// One subject's observations of an indicator in a quarter, by day.
  ///
  /// - Parameter batch: the last batch that counts.
  package func observations(
    of indicator: String, subject: String, in quarter: Quarter, upTo batch: Int
  ) throws -> [Observation] {
    try database.rows(
      """
      SELECT id, indicator, subject, quarter, day, value, n
        FROM observation INDEXED BY observation_value
       WHERE quarter = ?1 AND indicator = ?2 AND subject = ?3 AND \(Batch.inForce("observation", upTo: "?4"))
       ORDER BY day
      """, [.integer(quarter.number), .text(indicator), .text(subject), .integer(batch)],
      decode: Self.observation)
  }

  /// The observations of a quarter, by indicator and subject.
  package func observations(in quarter: Quarter) throws -> [Observation] {
    try database.rows(
      """
      SELECT id, indicator, subject, quarter, day, value, n
        FROM observation
       WHERE quarter = ?1 AND \(Batch.inForce("observation"))
       ORDER BY indicator, subject, day
      """, [.integer(quarter.number)], decode: Self.observation)
  }
}
