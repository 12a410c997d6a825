import Formats
import SQLite
import Workspace

/// Who is entered in a contest, from which site and team.
package struct ContestEntry: Hashable, Sendable {
  package let entrant: String
  /// Empty where the roster says none.
  package let site: String
  package let team: String
}

/// The rows of entrants and draws.
package struct EntryRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// Everybody entered, by id.
  package func entries(of contest: String) throws -> [ContestEntry] {
    try database.rows(
      """
      SELECT entrant, site, team
        FROM contest_entry e
       WHERE contest = ?1 AND is_entered = 1
         AND id = (SELECT MAX(n.id) FROM contest_entry n WHERE n.contest = e.contest AND n.entrant = e.entrant)
       ORDER BY entrant
      """, [.text(contest)]
    ) { ContestEntry(entrant: $0.text(0), site: $0.text(1), team: $0.text(2)) }
  }

  /// - Parameter reason: why somebody is withdrawn; `nil` where they are entered.
  func insert(
    _ entry: ContestEntry, contest: String, withdrawn reason: String? = nil, at: Instant, by actor: String
  ) throws {
    try database.run(
      """
      INSERT INTO contest_entry (contest, entrant, site, team, is_entered, reason, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .text(contest), .text(entry.entrant), .text(entry.site), .text(entry.team),
        .integer(reason == nil ? 1 : 0), .text(reason ?? ""), .text(at.description), .text(actor),
      ])
  }

  /// The draw of a stage with its seed; `nil` where it was not drawn.
  package func draw(of contest: String, stage: String) throws -> (seed: String, places: [ContestDraw.Place])?
  {
    var seed: String?
    let places = try database.rows(
      """
      SELECT number, heat, entrant, seed
        FROM contest_draw
       WHERE contest = ?1 AND stage = ?2
       ORDER BY number
      """, [.text(contest), .text(stage)]
    ) { row in
      seed = row.text(3)
      return ContestDraw.Place(number: row.int(0), heat: row.int(1), entrant: row.text(2))
    }
    return seed.map { ($0, places) }
  }

  func insert(
    _ draw: ContestDraw, contest: String, stage: String, seed: UInt64, at: Instant, by actor: String
  ) throws {
    for place in draw.places {
      try database.run(
        """
        INSERT INTO contest_draw (contest, stage, number, heat, entrant, seed, drawn_at, drawn_by)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """,
        [
          .text(contest), .text(stage), .integer(place.number), .integer(place.heat), .text(place.entrant),
          .text("\(seed)"), .text(at.description), .text(actor),
        ])
    }
  }

  /// The heats of a contest's stages, and the sites of its entrants where a stage has none.
  package func groups(of contest: String) throws -> ContestGroups {
    var heats: [String: [String: String]] = [:]
    try database.forEach(
      """
      SELECT stage, entrant, heat
        FROM contest_draw
       WHERE contest = ?1
       ORDER BY stage, number
      """, [.text(contest)]
    ) { heats[$0.text(0), default: [:]][$0.text(1)] = "\($0.int(2))" }
    let sites = try entries(of: contest).map { ($0.entrant, $0.site) }
    return ContestGroups(heats: heats, fixed: Dictionary(uniqueKeysWithValues: sites))
  }
}
