import SQLite
import Workspace

/// What was answered to writes that carried an `Idempotency-Key`, so that one sent again is answered again and not done again.
struct IdempotencyRecords {
  static let migration = Migration(
    "service 1",
    """
    CREATE TABLE answered_write (
      account TEXT NOT NULL,
      name    TEXT NOT NULL,
      digest  BLOB NOT NULL,
      at      TEXT NOT NULL,
      status  INTEGER NOT NULL,
      type    TEXT NOT NULL,
      body    BLOB NOT NULL,
      PRIMARY KEY (account, name)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX answered_write_at ON answered_write (at);
    """)

  /// How long an answer is kept, in seconds.
  static let lifetime = 24 * 3_600

  /// The status of a request that is being done.
  static let pending = 0

  struct Answered {
    let digest: [UInt8]
    let status: Int
    let type: String
    let body: [UInt8]
  }

  private let occasion: Occasion

  init(_ occasion: Occasion) { self.occasion = occasion }

  func answered(_ name: String) throws -> Answered? {
    try occasion.database.first(
      """
      SELECT digest, status, type, body
        FROM answered_write
       WHERE account = ?1 AND name = ?2 AND at > ?3
      """,
      [
        .text(occasion.actor.account), .text(name),
        .text(occasion.now.adding(seconds: -Self.lifetime).description),
      ]
    ) { Answered(digest: $0.blob(0), status: $0.int(1), type: $0.text(2), body: $0.blob(3)) }
  }

  /// Takes a key for a request that is about to be done; what stands under the key already, where it was used before.
  func claim(_ name: String, digest: [UInt8]) throws -> Answered? {
    try occasion.whole {
      if let before = try answered(name) { return before }
      try keep(Answered(digest: digest, status: Self.pending, type: "", body: []), name: name)
      return nil
    }
  }

  /// Gives a claimed key back: what it was for came to nothing.
  func letGo(_ name: String) throws {
    try occasion.database.run(
      "DELETE FROM answered_write WHERE account = ?1 AND name = ?2",
      [.text(occasion.actor.account), .text(name)])
  }

  /// Keeps an answer and forgets those that are too old.
  func keep(_ answered: Answered, name: String) throws {
    try occasion.database.run(
      "DELETE FROM answered_write WHERE at <= ?1",
      [.text(occasion.now.adding(seconds: -Self.lifetime).description)])
    try occasion.database.run(
      """
      INSERT OR REPLACE INTO answered_write (account, name, digest, at, status, type, body)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .text(occasion.actor.account), .text(name), .blob(answered.digest),
        .text(occasion.now.description), .integer(answered.status), .text(answered.type),
        .blob(answered.body),
      ])
  }
}
