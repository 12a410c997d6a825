import Formats
import SQLite
import Workforce
import Workspace

/// The rows of the register: certificates, what happened to them, and how holders want their names shown.
package struct CertificationRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  // MARK: Certificates

  private static let columns = """
    c.code, c.number, c.ladder, c.level, s.id, s.name, c.awarded, c.expires, c.evidence, c.issue, c.source, c.renews,
           c.version, c.staff
    """

  private struct Row {
    let certificate: Certificate
    let version: Int
    let staff: Int

    init(_ row: Statement) {
      certificate = Certificate(
        code: row.text(0), number: row.text(1), ladder: row.text(2), level: row.int(3), staff: row.text(4),
        name: row.text(5), awarded: row.day(6),
        expires: row.day(7), evidence: row.text(8),
        issue: Certificate.Issue(rawValue: row.text(9)) ?? .inHouse,
        source: Certificate.Source(rawValue: row.text(10)) ?? .award, renews: row.optionalText(11))
      version = row.int(12)
      staff = row.int(13)
    }
  }

  package func find(code: String) throws -> HeldCertificate? {
    let row = try database.first(
      "SELECT \(Self.columns) FROM certificate c JOIN staff s ON s.key = c.staff WHERE c.code = ?1",
      [.text(code)], decode: Row.init)
    return try row.flatMap { try held([$0]).first?.held }
  }

  /// The certificate with a number or a code.
  package func find(_ name: String) throws -> HeldCertificate? {
    if let found = try find(code: CertificateCode.normal(name)) { return found }
    let row = try database.first(
      "SELECT \(Self.columns) FROM certificate c JOIN staff s ON s.key = c.staff WHERE c.number = ?1",
      [.text(name)], decode: Row.init)
    return try row.flatMap { try held([$0]).first?.held }
  }

  /// Somebody's certificates, oldest first.
  package func certificates(of staff: String) throws -> [HeldCertificate] {
    try held(
      database.rows(
        """
        SELECT \(Self.columns)
          FROM staff s
          JOIN certificate c ON c.staff = s.key
         WHERE s.id = ?1
         ORDER BY c.awarded, c.number
        """, [.text(staff)], decode: Row.init)
    ).map(\.held)
  }

  /// Everybody's certificates, each person's oldest first, by key: one pass in the order of the codes, which needs no sort.
  ///
  /// - Parameter ladder: only this ladder's.
  package func certificates(ofLadder ladder: String? = nil) throws -> [Int: [HeldCertificate]] {
    // The plus keeps the index on ladders out: nearly everything is of one, and a look-up a row is slower than a scan.
    let rows = try database.rows(
      """
      SELECT \(Self.columns)
        FROM certificate c
        JOIN staff s ON s.key = c.staff
       WHERE +c.ladder = COALESCE(?1, c.ladder)
       ORDER BY c.code
      """, [.optional(ladder)], decode: Row.init)
    var held: [Int: [HeldCertificate]] = [:]
    held.reserveCapacity(rows.count)
    let lens = try Lens(rows, database)
    for row in rows {
      let new = try lens.held(row)
      guard let last = held[row.staff]?.last else {
        held[row.staff] = [new]
        continue
      }
      held[row.staff]?.append(new)
      if (new.certificate.awarded, new.certificate.number) < (
        last.certificate.awarded, last.certificate.number
      ) {
        held[row.staff]?.sort {
          ($0.certificate.awarded, $0.certificate.number) < ($1.certificate.awarded, $1.certificate.number)
        }
      }
    }
    return held
  }

  /// The whole register with each holder's key, oldest first.
  package func register() throws -> [(staff: Int, held: HeldCertificate)] {
    try held(
      database.rows(
        """
        SELECT \(Self.columns)
          FROM certificate c
          JOIN staff s ON s.key = c.staff
         ORDER BY c.awarded, c.number
        """, decode: Row.init))
  }

  /// The certificates that a contest's places earned, oldest first.
  func certificates(ofContest contest: String) throws -> [HeldCertificate] {
    try register().map(\.held).filter {
      $0.certificate.source == .contest && $0.certificate.evidence.hasPrefix("contest \(contest) ")
    }
  }

  /// For everybody with a certificate valid on a day: the highest level held (the lowest number), by key.
  package func levels(on day: CalendarDay) throws -> [Int: Int] {
    try certificates().compactMapValues { held in
      held.filter { $0.isValid(on: day) }.map(\.certificate.level).min()
    }
  }

  /// Adds to certificates what happened to them.
  private func held(_ rows: [Row]) throws -> [(staff: Int, held: HeldCertificate)] {
    let lens = try Lens(rows, database)
    return try rows.map { ($0.staff, try lens.held($0)) }
  }

  /// What happened to certificates: the events, and the leave that stopped their clocks by the rules of the ladder that
  /// they were awarded by.
  private final class Lens {
    private let database: Connection
    private let events: [String: [CertificateEvent]]
    private let leave: [Int: [Leave]]
    private var clocks: [String: ClockRule?] = [:]

    init(_ rows: [Row], _ database: Connection) throws {
      self.database = database
      let records = CertificationRecords(database)
      let isOne = rows.allSatisfy { $0.staff == rows[0].staff }
      let found =
        isOne ? try rows.flatMap { try records.events(of: $0.certificate.code) } : try records.events()
      events = Dictionary(grouping: found, by: \.code).mapValues { $0.map(\.event) }
      leave =
        isOne
        ? try rows.first.map { [$0.staff: try LeaveRecords(database).leave(of: $0.staff)] } ?? [:]
        : try LeaveRecords(database).all()
    }

    func held(_ row: Row) throws -> HeldCertificate {
      var stopped = 0
      if let own = leave[row.staff], !own.isEmpty {
        stopped =
          try clock(row)?.stopped(
            awarded: row.certificate.awarded, expires: row.certificate.expires, leave: own) ?? 0
      }
      return HeldCertificate(
        row.certificate, events: events.isEmpty ? [] : events[row.certificate.code] ?? [], stopped: stopped)
    }

    private func clock(_ row: Row) throws -> ClockRule? {
      let key = "\(row.certificate.ladder) \(row.version)"
      if let known = clocks[key] { return known }
      let clock = try SchemeRecords(database).document(
        Ladder.self, id: row.certificate.ladder, version: row.version
      ).clock
      clocks[key] = clock
      return clock
    }
  }

  package func count() throws -> Int { try database.integer("SELECT COUNT(*) FROM certificate") ?? 0 }

  func has(number: String) throws -> Bool {
    try database.integer("SELECT 1 FROM certificate WHERE number = ?1", [.text(number)]) != nil
  }

  func insert(_ certificate: Certificate, version: Int, staff: Int) throws {
    try database.run(
      """
      INSERT INTO certificate (code, number, ladder, version, level, staff, awarded, expires, evidence, issue, source,
                               renews)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
      """,
      [
        .text(certificate.code), .text(certificate.number), .text(certificate.ladder), .integer(version),
        .integer(certificate.level), .integer(staff), .text(certificate.awarded.description),
        .text(certificate.expires.description), .text(certificate.evidence),
        .text(certificate.issue.rawValue), .text(certificate.source.rawValue), .optional(certificate.renews),
      ])
  }

  // MARK: Events

  private static func event(_ row: Statement) -> (code: String, event: CertificateEvent) {
    (
      row.text(0),
      CertificateEvent(
        kind: CertificateEvent.Kind(rawValue: row.text(1)) ?? .suspended,
        day: row.day(2), reason: row.text(3), by: row.text(4))
    )
  }

  private func events() throws -> [(code: String, event: CertificateEvent)] {
    try database.rows(
      "SELECT code, kind, day, reason, by FROM certificate_event ORDER BY code, id", decode: Self.event)
  }

  private func events(of code: String) throws -> [(code: String, event: CertificateEvent)] {
    try database.rows(
      "SELECT code, kind, day, reason, by FROM certificate_event WHERE code = ?1 ORDER BY id", [.text(code)],
      decode: Self.event)
  }

  func insert(_ event: CertificateEvent, code: String, at: Instant) throws {
    try database.run(
      """
      INSERT INTO certificate_event (code, kind, day, reason, at, by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6)
      """,
      [
        .text(code), .text(event.kind.rawValue), .text(event.day.description), .text(event.reason),
        .text(at.description), .text(event.by),
      ])
  }

  // MARK: Names

  /// How somebody wants their name shown; whole unless they chose otherwise.
  package func shownName(of staff: String) throws -> ShownName {
    let word = try database.first(
      """
      SELECT n.shown
        FROM staff s
        JOIN certificate_name n ON n.staff = s.key
       WHERE s.id = ?1
       ORDER BY n.id DESC
       LIMIT 1
      """, [.text(staff)]
    ) { $0.text(0) }
    return word.flatMap { ShownName(rawValue: $0) } ?? .full
  }

  func insert(_ shown: ShownName, staff: Int, at: Instant, by actor: String) throws {
    try database.run(
      "INSERT INTO certificate_name (staff, shown, at, by) VALUES (?1, ?2, ?3, ?4)",
      [.integer(staff), .text(shown.rawValue), .text(at.description), .text(actor)])
  }
}
