import SQLite

/// What state each quarter is in.
package struct QuarterRecords {
  package enum State: String, Sendable { case open, scored, closed }

  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// The state; a quarter that nobody touched is open.
  package func state(of quarter: Quarter) throws -> State {
    let text = try database.first(
      "SELECT state FROM quarter WHERE quarter = ?1", [.integer(quarter.number)], decode: { $0.text(0) })
    return text.flatMap(State.init) ?? .open
  }

  /// The hash over a closed quarter's results; `nil` while it is open.
  package func hash(of quarter: Quarter) throws -> String? {
    try database.first(
      "SELECT hash FROM quarter WHERE quarter = ?1", [.integer(quarter.number)],
      decode: { $0.optionalText(0) }) ?? nil
  }

  /// Puts a quarter that nobody touched on record as open.
  package func open(_ quarter: Quarter) throws {
    try database.run(
      """
      INSERT INTO quarter (quarter, state) VALUES (?1, 'open')
          ON CONFLICT (quarter) DO NOTHING
      """, [.integer(quarter.number)])
  }

  package func setScored(_ quarter: Quarter) throws {
    try database.run(
      """
      INSERT INTO quarter (quarter, state) VALUES (?1, 'scored')
          ON CONFLICT (quarter) DO UPDATE SET state = 'scored'
      """, [.integer(quarter.number)])
  }

  package func close(_ quarter: Quarter, at: Instant, by actor: String, hash: String) throws {
    try database.run(
      """
      INSERT INTO quarter (quarter, state, closed_at, closed_by, hash) VALUES (?1, 'closed', ?2, ?3, ?4)
          ON CONFLICT (quarter) DO UPDATE
         SET state = 'closed', closed_at = ?2, closed_by = ?3, hash = ?4
      """, [.integer(quarter.number), .text(at.description), .text(actor), .text(hash)])
  }
}

extension Occasion {
  /// A sentence for each closed quarter that evidence came late for: its sheets stay as they are.
  package func noticesOfClosedQuarters(_ quarters: Set<Quarter>) throws -> [String] {
    let records = QuarterRecords(database)
    return try quarters.sorted().filter { try records.state(of: $0) == .closed }.map {
      "\($0) is closed: what came now for it is kept, and its sheets stay as they were; what it is worth: merit pay adjust \($0)"
    }
  }
}
