import Formats
import SQLite

/// The workspace's memory of who did what: rows in a hash chain.
///
/// A row's head is SHA-256 over the head before it and the row's own fields; the digest inside is salted, so that
/// what was written can be erased without breaking the chain and without leaving a guessable trace.
package struct Audit {
  package struct Row: Sendable {
    package let number: Int
    package let at: String
    package let actor: String
    package let deed: String
    package let subject: String
    package let head: String
  }

  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// The head of an empty chain.
  private static let start = [UInt8](repeating: 0, count: 32)

  /// What a row keeps of a content without showing it: its digest after a salt of its own.
  ///
  /// A long content is sealed before the write lock is taken.
  package struct Seal: Sendable {
    fileprivate let salt: [UInt8]
    fileprivate let digest: [UInt8]

    package init(_ content: String) {
      salt = SystemRandom.bytes(16)
      var sha = SHA256()
      sha.update(salt)
      sha.update(content.utf8)
      digest = sha.finish()
    }
  }

  /// Appends a row; call it inside the transaction that writes what it speaks of.
  package func append(at: Instant, actor: String, deed: String, subject: String, content: String) throws {
    try append(at: at, actor: actor, deed: deed, subject: subject, seal: Seal(content))
  }

  /// The same for a content that was sealed before.
  package func append(at: Instant, actor: String, deed: String, subject: String, seal: Seal) throws {
    let last = try database.first(
      """
      SELECT number, head
        FROM audit
       ORDER BY number DESC
       LIMIT 1
      """
    ) { (number: $0.int(0), head: $0.blob(1)) }
    let number = (last?.number ?? 0) + 1
    let head = Self.head(
      after: last?.head ?? Self.start, number: number, at: at.description, actor: actor, deed: deed,
      subject: subject, digest: seal.digest)
    try database.run(
      """
      INSERT INTO audit (number, at, actor, deed, subject, salt, digest, head)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
      """,
      [
        .integer(number), .text(at.description), .text(actor), .text(deed), .text(subject),
        .blob(seal.salt), .blob(seal.digest), .blob(head),
      ])
  }

  private static func head(
    after previous: [UInt8], number: Int, at: String, actor: String, deed: String, subject: String,
    digest: [UInt8]
  ) -> [UInt8] {
    // Every field is preceded by its length, so that no two rows read as the same bytes.
    var sha = SHA256()
    sha.update(previous)
    for field in ["\(number)", at, actor, deed, subject] { sha.update("\(field.utf8.count):\(field)".utf8) }
    sha.update(digest)
    return sha.finish()
  }

  /// The newest rows, newest first.
  package func rows(last count: Int) throws -> [Row] {
    try database.rows(
      """
      SELECT number, at, actor, deed, subject, head
        FROM audit
       ORDER BY number DESC
       LIMIT ?1
      """, [.integer(count)]
    ) {
      Row(
        number: $0.int(0), at: $0.text(1), actor: $0.text(2), deed: $0.text(3), subject: $0.text(4),
        head: hexText($0.blob(5)))
    }
  }

  /// The number of the newest row; 0 where nothing was done yet.
  package func lastNumber() throws -> Int {
    try database.integer("SELECT MAX(number) FROM audit") ?? 0
  }

  /// What was done after a row, in order.
  package func deeds(after number: Int) throws -> [String] {
    try database.rows(
      "SELECT deed FROM audit WHERE number > ?1 ORDER BY number", [.integer(number)]
    ) { $0.text(0) }
  }

  /// The head of the chain in hexadecimal; 64 zeros where nothing was done yet.
  package func head() throws -> String { try rows(last: 1).first?.head ?? hexText(Self.start) }

  /// Whether a head that somebody kept is one that the chain went through.
  package func contains(head: String) throws -> Bool {
    var found = head == hexText(Self.start)
    try database.forEach("SELECT head FROM audit ORDER BY number") { row in
      if hexText(row.blob(0)) == head.lowercased() { found = true }
    }
    return found
  }

  /// What is wrong with the chain, in words; empty when it holds.
  package func faults() throws -> [String] {
    var faults: [String] = []
    var previous = Self.start
    var expected = 1
    try database.forEach(
      """
      SELECT number, at, actor, deed, subject, digest, head
        FROM audit
       ORDER BY number
      """
    ) { row in
      let number = row.int(0)
      if number != expected { faults.append("audit row \(expected) is missing") }
      let head = Self.head(
        after: previous, number: number, at: row.text(1), actor: row.text(2), deed: row.text(3),
        subject: row.text(4),
        digest: row.blob(5))
      if head != row.blob(6) { faults.append("audit row \(number) was changed after it was written") }
      previous = row.blob(6)
      expected = number + 1
    }
    return faults
  }
}

extension Occasion {
  /// The last rows of the audit, newest first, for those who may read it.
  package func audit(last count: Int) throws -> [Audit.Row] {
    try require(.hr, to: "read the audit")
    return try Audit(database).rows(last: count)
  }
}
