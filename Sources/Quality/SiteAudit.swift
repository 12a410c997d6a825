import Formats
import SQLite
import Workforce
import Workspace

/// A visit to a site, judged on a form as a call is.
package struct SiteAudit: Hashable, Sendable {
  package let name: String
  package let unit: String
  /// Who visited: a member of staff, or a third party in words.
  package let visitor: String
  package let day: CalendarDay
  package let scorecard: String
  package let version: Int
  package let items: [UInt8]
  package let score: Score?
  package let criticals: Int
  package let comment: String?

  package init(
    name: String, unit: String, visitor: String, day: CalendarDay, scorecard: String, version: Int,
    items: [UInt8], score: Score?, criticals: Int, comment: String?
  ) {
    self.name = name
    self.unit = unit
    self.visitor = visitor
    self.day = day
    self.scorecard = scorecard
    self.version = version
    self.items = items
    self.score = score
    self.criticals = criticals
    self.comment = comment
  }

  /// The columns of an audit file; one more for each item of the scorecard.
  package static func shape(for card: Scorecard? = nil) -> TableShape {
    TableShape(
      "site-audits",
      [
        Column("id", "编号", required: true, example: "V2026-01"),
        Column("unit", "单位", required: true, example: "S01"),
        Column("date", "日期", required: true, example: "2026-08-20"),
        Column("visitor", "检查人", required: true, example: "third party"),
        Column("comment", "评语"),
      ] + (card?.items.map { Column($0.id, $0.title.zh, required: true, example: "20") } ?? []),
      furtherColumns: card == nil ? "items of the scorecard" : nil)
  }
}

/// Where points were lost over audits: one line for an item.
package struct AuditLoss: Sendable {
  package let item: String
  package let title: Words
  /// Full marks of the item out of 100 of the form, and what the audits got of them in the mean, in hundredths.
  package let full: Score
  package let got: Score
  package var lost: Score { got - full }

  /// The items of a form over audits of it, the greatest loss first; an item that did not apply anywhere is left out.
  package static func ranking(_ audits: [SiteAudit], card: Scorecard) -> [AuditLoss] {
    let whole = card.items.reduce(Int128(0)) { $0 + Int128($1.bonus == 0 ? $1.weight : 0) }
    var lines: [(place: Int, loss: AuditLoss)] = []
    for (place, item) in card.items.enumerated() where item.bonus == 0 {
      let answers = audits.compactMap { audit -> Int? in
        if case .steps(let steps) = ItemAnswer(byte: audit.items[place]) { steps } else { nil }
      }
      guard !answers.isEmpty else { continue }
      let full = Int128(item.weight) * 10_000
      let got = full * Int128(answers.reduce(0, +))
      lines.append(
        (
          place,
          AuditLoss(
            item: item.id, title: item.title, full: Score(hundredths: Int(roundedQuotient(full, whole))),
            got: Score(
              hundredths: Int(roundedQuotient(got, whole * Int128(item.fullSteps * answers.count)))))
        ))
    }
    return lines.sorted { ($0.loss.lost, $0.place) < ($1.loss.lost, $1.place) }.map(\.loss)
  }
}

/// The rows of audits of sites.
struct AuditRecords {
  private let database: Connection

  init(_ database: Connection) { self.database = database }

  private static let columns =
    "id, name, unit, visitor, day, scorecard, version, items, score, criticals, comment"

  private static func audit(_ row: Statement) -> SiteAudit {
    SiteAudit(
      name: row.text(1), unit: row.text(2), visitor: row.text(3),
      day: row.day(4), scorecard: row.text(5), version: row.int(6),
      items: row.blob(7), score: row.optionalInt(8).map(Score.init(hundredths:)), criticals: row.int(9),
      comment: row.optionalText(10))
  }

  func find(_ name: String) throws -> (id: Int, row: SiteAudit)? {
    try database.first(
      """
      SELECT \(Self.columns)
        FROM site_audit
       WHERE name = ?1 AND batch NOT IN (\(Batch.pending))
       ORDER BY id DESC
       LIMIT 1
      """, [.text(name)]
    ) { ($0.int(0), Self.audit($0)) }
  }

  func insert(_ row: SiteAudit, batch: Int, supersedes: Int?, reason: String?) throws {
    try database.run(
      """
      INSERT INTO site_audit (batch, name, unit, visitor, day, quarter, scorecard, version, items, score, criticals, comment,
                              supersedes, reason)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
      """,
      [
        .integer(batch), .text(row.name), .text(row.unit), .text(row.visitor), .text(row.day.description),
        .integer(Quarter(of: row.day).number), .text(row.scorecard), .integer(row.version), .blob(row.items),
        .optional(row.score?.hundredths), .integer(row.criticals), .optional(row.comment),
        .optional(supersedes),
        .optional(supersedes == nil ? nil : reason),
      ])
  }

  /// The audits of a quarter on a form, by unit and day.
  func audits(in quarter: Quarter, scorecard: String) throws -> [SiteAudit] {
    try database.rows(
      """
      SELECT \(Self.columns)
        FROM site_audit
       WHERE quarter = ?1 AND scorecard = ?2 AND \(Batch.inForce("site_audit"))
       ORDER BY unit, day, name
      """, [.integer(quarter.number), .text(scorecard)], decode: Self.audit)
  }
}

/// Taking in audits of sites and showing where points are lost.
package struct AuditDesk {
  private let occasion: Occasion
  private let records: AuditRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = AuditRecords(occasion.database)
  }

  package func importAudits(_ source: TableSource, scorecard id: String, options: IntakeOptions) throws
    -> IntakeOutcome
  {
    try occasion.require(.assessor, .hr, to: "take in audits of sites")
    let schemes = SchemeRecords(occasion.database)
    let card = try schemes.document(
      Scorecard.self, id: id, forRowsOf: source, dayColumn: Column("date", "日期", required: true),
      today: occasion.today)
    let table = try source.table(SiteAudit.shape(for: card))
    let units = try StaffRecords(occasion.database).unitKeys()
    var rows: [Placed<SiteAudit>] = []
    var lines: [String: Int] = [:]
    try table.forEachRow { row in
      let (name, unit, day, visitor) = (
        row.text("id"), row.text("unit"), row.day("date"), row.text("visitor")
      )
      if let unit, units[unit] == nil {
        row.fault("unit", "there is no unit '\(unit)' in the organisation; see: merit org import")
      }
      var items: [UInt8] = []
      for item in card.items {
        switch ItemReading.read(row.bytes(item.id), item) {
        case .success(let answer): items.append(answer.byte)
        case .failure(let reason): row.fault(item.id, reason.text)
        }
      }
      guard let name, let unit, let day, let visitor, items.count == card.items.count else { return }
      if let first = lines[name] {
        return row.fault("id", "audit '\(name)' stands on line \(first) already; keep one")
      }
      lines[name] = row.line
      let result = Scoring.result(card, bytes: items)
      rows.append(
        Placed(
          SiteAudit(
            name: name, unit: unit, visitor: visitor, day: day, scorecard: card.head.id,
            version: card.head.version, items: items, score: result.score, criticals: result.criticals,
            comment: row.optional("comment")), line: row.line))
    }
    try schemes.checkVersion(
      kind: Scorecard.kind, id: id, version: card.head.version, days: rows.lazy.map { ($0.row.day, $0.line) },
      in: table)
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { try records.find($0.name) }, name: { "audit '\($0.name)'" })
    return try occasion.take(
      arrivals, of: table, options: options, into: "site_audit", deed: "qa.audit", subject: source.name
    ) { row, batch, supersedes in
      try records.insert(row, batch: batch, supersedes: supersedes, reason: options.correction)
    }
  }

  /// The audits of a quarter with the ranking of where points are lost; only those of the newest version among them.
  package func audits(in quarter: Quarter, scorecard: String) throws -> (
    audits: [SiteAudit], losses: [AuditLoss]
  ) {
    try occasion.require(.assessor, .leader, .hr, to: "see audits of sites")
    let audits = try records.audits(in: quarter, scorecard: scorecard)
    guard let version = audits.map(\.version).max() else { return ([], []) }
    let card = try SchemeRecords(occasion.database).document(Scorecard.self, id: scorecard, version: version)
    return (audits, AuditLoss.ranking(audits.filter { $0.version == version }, card: card))
  }
}
