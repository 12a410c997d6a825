import Formats
import SQLite
import Workforce
import Workspace

/// Something that must never happen, recorded apart from the scores; it counts once a second person has confirmed it.
package struct Incident: Hashable, Sendable {
  package let name: String
  package let staff: Int
  package let day: CalendarDay
  package let kind: String
  package let text: String?

  package static let shape = TableShape(
    "incidents",
    [
      Column("id", "编号", required: true, example: "I2026-017"),
      Column("staff", "工号", required: true, example: "E0001"),
      Column("date", "日期", required: true, example: "2026-08-03"),
      Column("kind", "类型", required: true, example: "abuse"),
      Column("confirmed_by", "确认人", example: "E0100"),
      Column("text", "说明"),
    ])
}

/// The rows of incidents and their confirmations.
package struct IncidentRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  func find(_ name: String) throws -> (id: Int, row: Incident, notedBy: String)? {
    try database.first(
      """
      SELECT id, name, staff, day, kind, text, noted_by
        FROM incident
       WHERE name = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.text(name)]
    ) {
      (
        $0.int(0),
        Incident(
          name: $0.text(1), staff: $0.int(2), day: $0.day(3),
          kind: $0.text(4), text: $0.optionalText(5)), $0.text(6)
      )
    }
  }

  func insert(_ row: Incident, notedBy: String, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO incident (batch, name, staff, day, quarter, kind, text, noted_by, supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
      """,
      [
        .integer(batch), .text(row.name), .integer(row.staff), .text(row.day.description),
        .integer(Quarter(of: row.day).number), .text(row.kind), .optional(row.text), .text(notedBy),
        .optional(supersedes), .optional(supersedes == nil ? nil : reason),
      ])
  }

  func confirmation(of incident: Int) throws -> String? {
    try database.first(
      "SELECT confirmed_by FROM incident_confirmation WHERE incident = ?1", [.integer(incident)]
    ) { $0.text(0) }
  }

  /// Confirms a row; a correction of it is to be confirmed again.
  func confirm(_ incident: Int, by person: String, at: Instant) throws {
    try database.run(
      "INSERT INTO incident_confirmation (incident, confirmed_by, confirmed_at) VALUES (?1, ?2, ?3)",
      [.integer(incident), .text(person), .text(at.description)])
  }

  /// How many confirmed incidents of a quarter each person has, by key.
  ///
  /// - Parameter span: only incidents of these days; all of the quarter unless said.
  package func confirmed(
    in quarter: Quarter, span: ClosedRange<CalendarDay>? = nil
  ) throws -> [Int: Int] {
    let span = span ?? quarter.days
    var counts: [Int: Int] = [:]
    try database.forEach(
      """
      SELECT i.staff, COUNT(*)
        FROM incident i
        JOIN incident_confirmation c ON c.incident = i.id
       WHERE i.quarter = ?1 AND i.day BETWEEN ?2 AND ?3 AND \(Batch.inForce("incident", alias: "i."))
       GROUP BY i.staff
       ORDER BY i.staff
      """,
      [
        .integer(quarter.number), .text(span.lowerBound.description), .text(span.upperBound.description),
      ]
    ) { counts[$0.int(0)] = $0.int(1) }
    return counts
  }

  /// The incidents of a quarter with who confirmed them, by day and id.
  package func all(in quarter: Quarter) throws -> [(row: Incident, staff: String, confirmedBy: String?)] {
    try database.rows(
      """
      SELECT i.name, i.staff, i.day, i.kind, i.text, s.id, c.confirmed_by
        FROM incident i
        JOIN staff s ON s.key = i.staff
        LEFT JOIN incident_confirmation c ON c.incident = i.id
       WHERE i.quarter = ?1 AND \(Batch.inForce("incident", alias: "i."))
       ORDER BY i.day, i.name
      """, [.integer(quarter.number)]
    ) {
      (
        Incident(
          name: $0.text(0), staff: $0.int(1), day: $0.day(2),
          kind: $0.text(3), text: $0.optionalText(4)), $0.text(5), $0.optionalText(6)
      )
    }
  }
}

/// Recording red-line incidents and confirming them.
package struct IncidentDesk {
  private let occasion: Occasion
  private let records: IncidentRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = IncidentRecords(occasion.database)
  }

  /// Takes in incidents; one whose row names who confirmed it is confirmed with it.
  package func importIncidents(_ table: TableReader, options: IntakeOptions) throws -> IntakeOutcome {
    try occasion.require(.assessor, .leader, .hr, to: "record incidents")
    let keys = try StaffRecords(occasion.database).keys()
    var rows: [Placed<Incident>] = []
    var confirmations: [String: String] = [:]
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let (name, staff, day, kind) = (row.text("id"), row.text("staff"), row.day("date"), row.text("kind"))
      let confirmer = row.optional("confirmed_by")
      if let staff, keys[staff] == nil {
        row.fault("staff", "nobody has the id '\(staff)'; see: merit staff list")
      }
      if let confirmer {
        if keys[confirmer] == nil {
          row.fault("confirmed_by", "nobody has the id '\(confirmer)'; see: merit staff list")
        } else if confirmer == staff || confirmer == occasion.actor.staff
          || confirmer == occasion.actor.account
        {
          row.fault(
            "confirmed_by",
            "an incident is confirmed by a second person, not by the one concerned or who records it")
        }
      }
      guard let name, let staff, let key = keys[staff], let day, let kind else { return }
      if let first = lines[name] {
        return row.fault("id", "incident '\(name)' stands on line \(first) already; keep one")
      }
      lines[name] = row.line
      confirmations[name] = confirmer
      rows.append(
        Placed(
          Incident(name: name, staff: key, day: day, kind: kind, text: row.optional("text")), line: row.line))
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { try records.find($0.name).map { ($0.id, $0.row) } },
      name: { "incident '\($0.name)'" })
    let outcome = try occasion.take(
      arrivals, of: table, options: options, into: "incident", deed: "qa.incident", subject: table.file,
      content: "\(arrivals.accepted.map(\.row.name))"
    ) { row, batch, supersedes in
      try records.insert(
        row, notedBy: occasion.actor.account, batch: batch, supersedes: supersedes,
        reason: options.correction)
    }
    if !options.dryRun {
      for (row, _) in arrivals.accepted {
        // Only with a row that this account writes now: of others' rows it does not say who confirms them.
        guard let person = confirmations[row.name], let found = try records.find(row.name) else { continue }
        try occasion.record("qa.confirm", of: row.name, content: "\(found.id) \(person)") {
          try records.confirm(found.id, by: person, at: occasion.now)
        }
      }
    }
    return outcome
  }

  /// Confirms an incident in the name of the account, which may not be the one that recorded it, nor the person concerned.
  package func confirm(_ name: String) throws {
    try occasion.require(.assessor, .leader, .hr, to: "confirm incidents")
    guard let found = try records.find(name) else {
      throw Refusal(.noInput, "there is no incident '\(name)'", "see: merit qa incidents --quarter Q")
    }
    let own = try occasion.actor.staff.flatMap { try StaffRecords(occasion.database).key(of: $0) }
    guard found.notedBy != occasion.actor.account, own != found.row.staff else {
      throw Refusal(
        .notPermitted, "'\(occasion.actor.account)' recorded incident '\(name)' or is concerned by it",
        "a second person confirms it: merit qa confirm \(name) --as ACCOUNT")
    }
    if let other = try records.confirmation(of: found.id) {
      throw Refusal(.badData, "'\(other)' has confirmed incident '\(name)' already", "nothing more is needed")
    }
    try occasion.record("qa.confirm", of: name, content: "\(found.id) \(occasion.actor.account)") {
      try records.confirm(found.id, by: occasion.actor.account, at: occasion.now)
    }
  }

  package func incidents(in quarter: Quarter) throws -> [Listed] {
    try occasion.require(.assessor, .leader, .hr, to: "see incidents")
    return try records.all(in: quarter)
  }
}
