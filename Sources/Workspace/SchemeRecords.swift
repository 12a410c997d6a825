import Formats
import SQLite

/// The schemes that were loaded, all versions.
package struct SchemeRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  private static func decode(_ row: Statement) -> Scheme {
    Scheme(
      kind: row.text(0), id: row.text(1), version: row.int(2),
      inForce: row.day(3), text: row.text(4))
  }

  package func find(kind: String, id: String, version: Int) throws -> Scheme? {
    try database.first(
      """
      SELECT kind, id, version, in_force, text
        FROM scheme
       WHERE kind = ?1 AND id = ?2 AND version = ?3
      """, [.text(kind), .text(id), .integer(version)], decode: Self.decode)
  }

  /// Every version of a scheme, oldest first.
  package func versions(kind: String, id: String) throws -> [Scheme] {
    try database.rows(
      """
      SELECT kind, id, version, in_force, text
        FROM scheme
       WHERE kind = ?1 AND id = ?2
       ORDER BY version
      """, [.text(kind), .text(id)], decode: Self.decode)
  }

  package func all() throws -> [Scheme] {
    try database.rows(
      """
      SELECT kind, id, version, in_force, text
        FROM scheme
       ORDER BY kind, id, version
      """, decode: Self.decode)
  }

  /// The scheme of an id, which must be of one kind alone.
  ///
  /// - Parameter version: the newest where it is `nil`.
  package func only(_ id: String, version: Int?, kind: String?) throws -> Scheme {
    let found = try all().filter {
      $0.id == id && (version == nil || $0.version == version) && (kind == nil || $0.kind == kind)
    }
    let kinds = Set(found.map(\.kind))
    guard kinds.count < 2 else {
      throw Refusal(
        .usage, "'\(id)' is a scheme of \(kinds.count) kinds",
        "add --kind \(kinds.sorted().joined(separator: " or --kind "))")
    }
    guard let scheme = found.last else {
      throw Refusal(
        .noInput, "there is no scheme '\(id)'\(version.map { " of version \($0)" } ?? "")",
        "see: merit scheme list")
    }
    return scheme
  }

  /// The version in force on a day: the highest whose first day is not later.
  package func inForce(kind: String, id: String, on day: CalendarDay) throws -> Scheme {
    let versions = try versions(kind: kind, id: id)
    guard !versions.isEmpty else { throw Refusal.unknownScheme(kind, id) }
    guard let scheme = versions.last(where: { $0.inForce <= day }) else {
      throw Refusal.noSchemeInForce(kind, id, day.description)
    }
    return scheme
  }

  /// The versions in force on a day of every scheme of a kind, by id.
  package func allInForce(kind: String, on day: CalendarDay) throws -> [Scheme] {
    var newest: [String: Scheme] = [:]
    for scheme in try all() where scheme.kind == kind && scheme.inForce <= day { newest[scheme.id] = scheme }
    return newest.values.sorted { $0.id < $1.id }
  }

  package func insert(_ scheme: Scheme, at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO scheme (kind, id, version, in_force, hash, text, loaded_at, loaded_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .text(scheme.kind), .text(scheme.id), .integer(scheme.version), .text(scheme.inForce.description),
        .text(scheme.hash), .text(scheme.text), .text(at.description), .text(actor),
      ])
  }

  /// A scheme in force, read.
  package func document<Document: SchemeDocument>(
    _: Document.Type, id: String, on day: CalendarDay
  ) throws -> Document {
    let scheme = try inForce(kind: Document.kind, id: id, on: day)
    return try Document.read(Array(scheme.text.utf8), named: scheme.label)
  }

  /// The scheme by which the rows of a file are to be judged: the version in force on the first row's day.
  ///
  /// A table is read twice for it, so standard input is judged by today's version.
  package func document<Document: SchemeDocument>(
    _: Document.Type, id: String, forRowsOf source: TableSource, dayColumn: Column, today: CalendarDay
  ) throws -> Document {
    var first: CalendarDay?
    if source.isRepeatable {
      let table = try source.table(TableShape("days", [dayColumn], furtherColumns: "others"))
      try table.firstRow { first = CalendarDay(utf8: $0.bytes(dayColumn.id)) }
    }
    return try document(Document.self, id: id, on: first ?? today)
  }

  /// Names the rows of days on which another version of a scheme was in force than the one that they are judged by.
  package func checkVersion(
    kind: String, id: String, version: Int, days: some Sequence<(day: CalendarDay, line: Int)>,
    in table: TableReader
  ) throws {
    let versions = try versions(kind: kind, id: id)
    var known: [CalendarDay: Int?] = [:]
    for (day, line) in days {
      let wanted = known[day] ?? versions.last { $0.inForce <= day }?.version
      known[day] = wanted
      if let wanted, wanted != version {
        table.fault(
          line: line,
          "on \(day) version \(wanted) of \(kind) '\(id)' was in force, and this file is judged by version \(version); import its days apart"
        )
      }
    }
  }

  /// One version of a scheme, read.
  package func document<Document: SchemeDocument>(
    _: Document.Type, id: String, version: Int
  ) throws -> Document {
    guard let scheme = try find(kind: Document.kind, id: id, version: version) else {
      throw Refusal.unknownScheme(Document.kind, "\(id) v\(version)")
    }
    return try Document.read(Array(scheme.text.utf8), named: scheme.label)
  }
}
