import SQLite
import Workspace

/// Sign-ins at the endpoint; only hashes of the tokens are kept.
package struct SessionRecords {
  /// How long a sign-in lasts, in seconds.
  package static let lifetime = 8 * 3_600

  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Keeps a new session for the actor and forgets those that are over.
  package func open(token: String) throws -> Instant {
    let expires = occasion.now.adding(seconds: Self.lifetime)
    try occasion.record("session.open", of: occasion.actor.account, content: SHA256.hex(token)) {
      try occasion.database.run("DELETE FROM session WHERE expires <= ?1", [.text(occasion.now.description)])
      try occasion.database.run(
        "INSERT INTO session (hash, account, expires) VALUES (?1, ?2, ?3)",
        [.text(SHA256.hex(token)), .text(occasion.actor.account), .text(expires.description)])
    }
    return expires
  }

  package func close(token: String) throws {
    try occasion.record("session.close", of: occasion.actor.account, content: SHA256.hex(token)) {
      try occasion.database.run("DELETE FROM session WHERE hash = ?1", [.text(SHA256.hex(token))])
    }
  }

  /// The account signed in with a token; `nil` where there is none or it is over.
  package static func account(token: String, at now: Instant, in workspace: Workspace) throws -> String? {
    try workspace.database.first(
      "SELECT account FROM session WHERE hash = ?1 AND expires > ?2",
      [.text(SHA256.hex(token)), .text(now.description)],
      decode: { $0.text(0) })
  }
}
