import Formats
import SQLite
import Workforce
import Workspace

/// A notice that everybody in some posts must read, and say so.
package struct Bulletin: Equatable, Sendable {
  package let id: String
  package let title: Words
  package let posts: [String]
  /// The last day for confirming.
  package let due: CalendarDay
  /// Markdown.
  package let body: String

  /// Reads a page with `id`, `title.en`, `title.zh-Hans`, `posts` and `due` in its front matter.
  static func read(_ bytes: [UInt8], named path: String) throws -> Bulletin {
    let page = try MarkdownPage.parse(bytes, named: path)
    var faults = Faults()
    func text(_ key: String) -> String {
      if let field = page.fields[key], !field.text.isEmpty { return field.text }
      faults.append(
        Fault(
          file: path, line: page.fields[key]?.line ?? 1, column: 1,
          message: "'\(key)' is missing; write '\(key): …' in the front matter"))
      return ""
    }
    let (id, en, zh, posts, due) = (
      text("id"), text("title.en"), text("title.zh-Hans"), text("posts"), text("due")
    )
    let keys = ["id", "title.en", "title.zh-Hans", "posts", "due"]
    for (key, field) in page.fields.sorted(by: { $0.value.line < $1.value.line }) where !keys.contains(key) {
      faults.append(
        Fault(
          file: path, line: field.line, column: 1,
          message: "'\(key)' is not a known key; use \(keys.joined(separator: ", "))"))
    }
    if !id.utf8.allSatisfy({ (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }) {
      faults.append(
        Fault(
          file: path, line: page.fields["id"]?.line ?? 1, column: 1,
          message: "'id' is '\(id)'; use lower-case letters, digits and hyphens"))
    }
    let day = CalendarDay(due)
    if !due.isEmpty, day == nil {
      faults.append(
        Fault(
          file: path, line: page.fields["due"]?.line ?? 1, column: 1,
          message: "'due' is '\(due)'; write a date as 2026-07-01"))
    }
    if page.body.trimmed.isEmpty {
      faults.append(
        Fault(file: path, line: page.bodyLine, column: 1, message: "the bulletin has no text"))
    }
    try faults.throwIfAny()
    return Bulletin(
      id: id, title: Words(en: en, zh: zh),
      posts: posts.split(separator: ",").map { String($0.trimmed) }, due: day ?? CalendarDay(number: 0),
      body: page.body)
  }
}

/// The rows of bulletins and of who has read them.
package struct BulletinRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  private static func bulletin(_ row: Statement) -> Bulletin {
    Bulletin(
      id: row.text(0), title: Words(en: row.text(1), zh: row.text(2)),
      posts: row.text(3).split(separator: "\n").map(String.init),
      due: row.day(4), body: row.text(5))
  }

  package func bulletin(_ id: String) throws -> Bulletin? {
    try database.first(
      "SELECT id, title_en, title_zh, posts, due, body FROM bulletin WHERE id = ?1", [.text(id)],
      decode: Self.bulletin)
  }

  /// Every bulletin, the first due first.
  package func bulletins() throws -> [Bulletin] {
    try database.rows(
      "SELECT id, title_en, title_zh, posts, due, body FROM bulletin ORDER BY due, id",
      decode: Self.bulletin)
  }

  /// How many have confirmed each bulletin that anybody has confirmed.
  package func readerCounts() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    try database.forEach(
      "SELECT bulletin, COUNT(*) FROM bulletin_reading GROUP BY bulletin ORDER BY bulletin"
    ) { counts[$0.text(0)] = $0.int(1) }
    return counts
  }

  func insert(_ bulletin: Bulletin, at: Instant, by actor: String) throws {
    try database.run(
      """
      INSERT INTO bulletin (id, title_en, title_zh, posts, due, body, issued_at, issued_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .text(bulletin.id), .text(bulletin.title.en), .text(bulletin.title.zh),
        .text(bulletin.posts.joined(separator: "\n")), .text(bulletin.due.description), .text(bulletin.body),
        .text(at.description), .text(actor),
      ])
  }

  /// The keys of who has confirmed.
  package func readers(of id: String) throws -> Set<Int> {
    Set(
      try database.rows(
        "SELECT staff FROM bulletin_reading WHERE bulletin = ?1 ORDER BY staff", [.text(id)]
      ) { $0.int(0) })
  }

  func confirm(_ id: String, staff: Int, at: Instant, by actor: String) throws {
    try database.run(
      "INSERT INTO bulletin_reading (bulletin, staff, at, by) VALUES (?1, ?2, ?3, ?4)",
      [.text(id), .integer(staff), .text(at.description), .text(actor)])
  }
}

/// Issuing bulletins and confirming that one has read them.
package struct BulletinDesk {
  private let occasion: Occasion
  private let records: BulletinRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = BulletinRecords(occasion.database)
  }

  package func issue(_ path: String) throws -> Bulletin {
    try issue(try InputFile.bytes(of: path), named: path)
  }

  /// Issues a bulletin whose page is not on this machine.
  package func issue(_ bytes: [UInt8], named path: String) throws -> Bulletin {
    try occasion.require(.trainer, .hr, .leader, to: "issue bulletins")
    let bulletin = try Bulletin.read(bytes, named: path)
    if let there = try records.bulletin(bulletin.id) {
      if there == bulletin { return there }
      throw Refusal(
        .badData, "bulletin '\(bulletin.id)' was issued with other words", "issue this one under another id")
    }
    var posts: Set<String> = []
    try StaffRecords(occasion.database).forEachAssignment { posts.insert($1.post) }
    var faults = Faults()
    for post in bulletin.posts where !posts.contains(post) {
      let hint =
        nearest(to: post, among: posts.sorted()).map { "did you mean '\($0)'?" }
        ?? "posts: \(posts.sorted().joined(separator: ", "))"
      faults.append(
        Fault(file: path, line: 1, column: 1, message: "nobody holds the post '\(post)'; \(hint)"))
    }
    if bulletin.due < occasion.today {
      faults.append(Fault(file: path, line: 1, column: 1, message: "'due' is \(bulletin.due), which is past"))
    }
    try faults.throwIfAny()
    try occasion.record("course.bulletin", of: bulletin.id, content: "\(bulletin)") {
      try records.insert(bulletin, at: occasion.now, by: occasion.actor.account)
    }
    return bulletin
  }

  package func bulletin(_ id: String) throws -> Bulletin {
    guard let bulletin = try records.bulletin(id) else {
      throw Refusal(.noInput, "there is no bulletin '\(id)'", "see: merit course bulletins")
    }
    return bulletin
  }

  /// A bulletin, with who has not confirmed it for those who may know.
  package func standing(_ id: String) throws -> (
    bulletin: Bulletin, missing: [(id: String, name: String)]
  ) {
    let bulletin = try bulletin(id)
    return (bulletin, occasion.actor.may([.trainer, .leader, .hr]) ? try missing(id) : [])
  }

  /// Confirms a reading: one's own, or, at a shared terminal, another's by a trainer or leader.
  package func confirm(_ id: String, staff: String) throws {
    if staff != occasion.actor.staff { try occasion.require(.trainer, .leader, to: "confirm for others") }
    try occasion.requireLead(of: [staff], insteadOf: [.trainer], to: "confirm for people of other teams")
    _ = try bulletin(id)
    guard let key = try StaffRecords(occasion.database).key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    guard try !records.readers(of: id).contains(key) else { return }
    try occasion.record("course.confirm", of: id, content: staff) {
      try records.confirm(id, staff: key, at: occasion.now, by: occasion.actor.account)
    }
  }

  /// Who is meant by a bulletin and has not confirmed it, by id.
  package func missing(_ id: String) throws -> [(id: String, name: String)] {
    try occasion.require(.trainer, .leader, .hr, to: "see who has not read")
    let bulletin = try bulletin(id)
    let readers = try records.readers(of: id)
    var meant: Set<Int> = []
    let staff = StaffRecords(occasion.database)
    try staff.forEachAssignment { key, assignment in
      if bulletin.posts.contains(assignment.post), assignment.covers(occasion.today) { meant.insert(key) }
    }
    var missing: [(id: String, name: String)] = []
    try staff.forEachPerson { key, person in
      if meant.contains(key), !readers.contains(key), person.left.map({ $0 >= occasion.today }) ?? true {
        missing.append((person.id, person.name))
      }
    }
    return missing
  }
}
