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

  /// Everybody's certificates of a ladder, oldest first, by key: one pass.
  package func certificates(ofLadder ladder: String) throws -> [Int: [HeldCertificate]] {
    let rows = try database.rows(
      """
      SELECT \(Self.columns)
        FROM certificate c
        JOIN staff s ON s.key = c.staff
       WHERE c.ladder = ?1
       ORDER BY c.awarded, c.number
      """, [.text(ladder)], decode: Row.init)
    return Dictionary(grouping: try held(rows), by: \.staff).mapValues { $0.map(\.held) }
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
    var levels: [Int: Int] = [:]
    for (staff, held) in try register() where held.isValid(on: day) {
      levels[staff] = min(levels[staff] ?? 5, held.certificate.level)
    }
    return levels
  }

  /// Adds to certificates what happened to them: the events, and the leave that stopped their clocks by the rules of
  /// the ladder that they were awarded by.
  private func held(_ rows: [Row]) throws -> [(staff: Int, held: HeldCertificate)] {
    let isOne = Set(rows.map(\.staff)).count <= 1
    let events = isOne ? try rows.flatMap { try self.events(of: $0.certificate.code) } : try self.events()
    let byCode = Dictionary(grouping: events, by: \.code).mapValues { $0.map(\.event) }
    let leave =
      isOne
      ? try rows.first.map { [$0.staff: try LeaveRecords(database).leave(of: $0.staff)] } ?? [:]
      : try LeaveRecords(database).all()
    var ladders: [String: Ladder] = [:]
    func clock(_ row: Row) throws -> ClockRule? {
      let key = "\(row.certificate.ladder) \(row.version)"
      if let known = ladders[key] { return known.clock }
      let ladder = try SchemeRecords(database).document(
        Ladder.self, id: row.certificate.ladder, version: row.version)
      ladders[key] = ladder
      return ladder.clock
    }
    return try rows.map { row in
      let own = leave[row.staff] ?? []
      let stopped =
        own.isEmpty
        ? 0
        : try clock(row)?.stopped(
          awarded: row.certificate.awarded, expires: row.certificate.expires, leave: own) ?? 0
      return (
        row.staff,
        HeldCertificate(row.certificate, events: byCode[row.certificate.code] ?? [], stopped: stopped)
      )
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
