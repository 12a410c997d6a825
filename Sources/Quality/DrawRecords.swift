import Formats
import SQLite
import Workspace

/// The rows of draws, their strata and calls.
package struct DrawRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  package struct Draw: Sendable {
    package let id: Int
    package let quarter: Quarter
    package let plan: String
    package let version: Int
    package let seed: UInt64
    package let from: CalendarDay
    package let to: CalendarDay
    package let calls: Int
    package let excluded: Int
    package let sampled: Int
    /// Over the drawn calls in order, with their purposes.
    package let hash: String
  }

  /// The draws of a quarter, oldest days first.
  package func draws(in quarter: Quarter) throws -> [Draw] {
    try database.rows(
      """
      SELECT id, plan, version, seed, from_day, to_day, calls, excluded, sampled, hash
        FROM draw
       WHERE quarter = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY from_day, id
      """, [.integer(quarter.number)]
    ) {
      Draw(
        id: $0.int(0), quarter: quarter, plan: $0.text(1), version: $0.int(2),
        seed: UInt64(bitPattern: Int64($0.int(3))), from: CalendarDay($0.text(4)) ?? quarter.firstDay,
        to: CalendarDay($0.text(5)) ?? quarter.lastDay, calls: $0.int(6), excluded: $0.int(7),
        sampled: $0.int(8), hash: $0.text(9))
    }
  }

  /// Whether some of the days are drawn, or are being drawn.
  func isBegun(in quarter: Quarter, days: ClosedRange<CalendarDay>) throws -> Bool {
    try database.integer(
      """
      SELECT 1
        FROM draw
       WHERE quarter = ?1 AND from_day <= ?3 AND to_day >= ?2
       LIMIT 1
      """, [.integer(quarter.number), .text(days.lowerBound.description), .text(days.upperBound.description)])
      != nil
  }

  func insert(_ draw: Draw, batch: Int, at: Instant, by actor: String) throws -> Int {
    try database.insert(
      """
      INSERT INTO draw (batch, quarter, plan, version, seed, from_day, to_day, calls, excluded, sampled, hash, drawn_at,
                        drawn_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
      """,
      [
        .integer(batch), .integer(draw.quarter.number), .text(draw.plan), .integer(draw.version),
        .integer(Int64(bitPattern: draw.seed)), .text(draw.from.description), .text(draw.to.description),
        .integer(draw.calls), .integer(draw.excluded), .integer(draw.sampled), .text(draw.hash),
        .text(at.description), .text(actor),
      ])
  }

  /// A stratum of an agent in a draw: how many calls it had, and how many were drawn by chance.
  package struct Stratum: Sendable {
    package let id: Int
    package let staff: Int
    package let name: String
    package let calls: Int
    package let drawn: Int
  }

  func insert(_ stratum: Stratum, draw: Int, quarter: Quarter, batch: Int) throws -> Int {
    let statement = try database.statement(
      """
      INSERT INTO stratum (batch, draw, quarter, staff, name, calls, drawn)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """)
    try statement.bind(batch, at: 1)
    try statement.bind(draw, at: 2)
    try statement.bind(quarter.number, at: 3)
    try statement.bind(stratum.staff, at: 4)
    try statement.bind(text: stratum.name, at: 5)
    try statement.bind(stratum.calls, at: 6)
    try statement.bind(stratum.drawn, at: 7)
    try statement.run()
    return database.lastInsertedRow
  }

  /// The strata of a quarter, by agent: one pass over one index.
  package func forEachStratum(in quarter: Quarter, _ body: (Stratum) throws -> Void) throws {
    try database.forEach(
      """
      SELECT id, staff, name, calls, drawn
        FROM stratum
       WHERE quarter = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY staff, id
      """, [.integer(quarter.number)]
    ) {
      try body(
        Stratum(id: $0.int(0), staff: $0.int(1), name: $0.text(2), calls: $0.int(3), drawn: $0.int(4)))
    }
  }

  /// The strata of one agent in a quarter, by id.
  package func sizes(of staff: Int, in quarter: Quarter) throws -> [Int: (name: String, calls: Int)] {
    var sizes: [Int: (name: String, calls: Int)] = [:]
    try database.forEach(
      """
      SELECT id, name, calls
        FROM stratum
       WHERE quarter = ?1 AND staff = ?2 AND batch NOT IN (\(Batch.pending))
       ORDER BY id
      """, [.integer(quarter.number), .integer(staff)]
    ) { sizes[$0.int(0)] = ($0.text(1), $0.int(2)) }
    return sizes
  }

  /// Puts a call into a draw; `place` is its order there.
  func insert(
    draw: Int, call: Int, stratum: Int?, purpose: DrawPurpose, cause: String?, place: Int, batch: Int
  ) throws {
    let statement = try database.statement(
      """
      INSERT INTO drawn_call (batch, draw, call, stratum, purpose, cause, place)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """)
    try statement.bind(batch, at: 1)
    try statement.bind(draw, at: 2)
    try statement.bind(call, at: 3)
    try statement.bind(stratum, at: 4)
    try statement.bind(purpose.rawValue, at: 5)
    try statement.bind(text: cause, at: 6)
    try statement.bind(place, at: 7)
    try statement.run()
  }

  /// The ids and purposes of a draw's calls in its order, as they were drawn.
  package func calls(of draw: Int) throws -> [(name: String, purpose: DrawPurpose)] {
    try database.rows(
      """
      SELECT c.name, d.purpose
        FROM drawn_call d
        JOIN call c ON c.id = d.call
       WHERE d.draw = ?1
       ORDER BY d.place
      """, [.integer(draw)]
    ) { ($0.text(0), DrawPurpose(rawValue: $0.int(1)) ?? .base) }
  }

  // MARK: Lost recordings

  /// The next call of the same stratum that is held in reserve and not used up.
  func nextReserve(after call: Int) throws -> (id: Int, name: String)? {
    try database.first(
      """
      SELECT r.call, c.name
        FROM drawn_call d
        JOIN drawn_call r ON r.stratum = d.stratum AND r.purpose = 3
        JOIN call c ON c.id = r.call
       WHERE d.call = ?1
         AND r.call NOT IN (SELECT replaced_by FROM lost_recording WHERE replaced_by IS NOT NULL)
         AND r.call NOT IN (SELECT call FROM lost_recording)
         AND r.batch NOT IN (\(Batch.pending))
       ORDER BY r.place
       LIMIT 1
      """, [.integer(call)]
    ) { ($0.int(0), $0.text(1)) }
  }

  func insertLoss(of call: Int, replacedBy other: Int?, reason: String, at: Instant, by actor: String) throws
  {
    try database.run(
      """
      INSERT INTO lost_recording (call, replaced_by, reason, lost_at, lost_by)
      VALUES (?1, ?2, ?3, ?4, ?5)
      """, [.integer(call), .optional(other), .text(reason), .text(at.description), .text(actor)])
  }

  /// The calls whose recordings were lost, with what took their place, by call.
  package func losses(in quarter: Quarter) throws -> [(
    call: String, replacement: String?, reason: String, at: String, by: String
  )] {
    try database.rows(
      """
      SELECT c.name, r.name, l.reason, l.lost_at, l.lost_by
        FROM lost_recording l
        JOIN call c ON c.id = l.call
        LEFT JOIN call r ON r.id = l.replaced_by
       WHERE c.quarter = ?1
       ORDER BY c.name
      """, [.integer(quarter.number)]
    ) { ($0.text(0), $0.optionalText(1), $0.text(2), $0.text(3), $0.text(4)) }
  }

  func isLost(_ call: Int) throws -> Bool {
    try database.integer("SELECT 1 FROM lost_recording WHERE call = ?1", [.integer(call)]) != nil
  }
}
