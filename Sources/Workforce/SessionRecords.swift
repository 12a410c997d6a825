import SQLite
import Workspace

/// Sign-ins at the endpoint; only hashes of the tokens are kept.
package struct SessionRecords {
  /// How long a sign-in with a password lasts, in seconds.
  package static let lifetime = 8 * 3_600

  private let occasion: Occasion
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Keeps a new sign-in and forgets those that are over.
  ///
  /// - Parameters:
  ///   - kind: one with a code belongs to the actor's person, every other to the account.
  ///   - name: what its owner knows it by, such as the program that will use it.
  package func open(
    token: String, kind: SignIn.Kind = .password, name: String = "", scope: Scope = .everything,
    seconds: Int = lifetime
  ) throws -> Instant {
    let expires = occasion.now.adding(seconds: seconds)
    let actor = occasion.actor
    try occasion.record("session.open", of: actor.account, content: SHA256.hex(token)) {
      try database.run("DELETE FROM session WHERE expires <= ?1", [.text(occasion.now.description)])
      let staff = kind == .code ? try actor.staff.flatMap { try StaffRecords(database).key(of: $0) } : nil
      try database.run(
        """
        INSERT INTO session (hash, kind, account, staff, name, scope, opened, expires)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
        """,
        [
          .text(SHA256.hex(token)), .text(kind.rawValue), kind == .code ? .null : .text(actor.account),
          .optional(staff), .text(name), .text(scope.text), .text(occasion.now.description),
          .text(expires.description),
        ])
    }
    return expires
  }

  package func close(token: String) throws {
    try occasion.record("session.close", of: occasion.actor.account, content: SHA256.hex(token)) {
      try database.run("DELETE FROM session WHERE hash = ?1", [.text(SHA256.hex(token))])
    }
  }

  /// Ends every sign-in of the actor's account, tokens of programs included; returns how many there were.
  package func closeAll() throws -> Int {
    var count = 0
    try occasion.record("session.close", of: occasion.actor.account, content: "all \(count)") {
      try database.run("DELETE FROM session WHERE account = ?1", [.text(occasion.actor.account)])
      count = database.changes
    }
    return count
  }

  /// Ends one of the account's own sign-ins by its id.
  package func close(id: String) throws {
    guard let found = try list().first(where: { $0.id == id }) else { throw Refusal.unknownSignIn(id) }
    try occasion.record("session.close", of: occasion.actor.account, content: found.id) {
      try database.run(
        "DELETE FROM session WHERE account = ?1 AND substr(hash, 1, 12) = ?2",
        [.text(occasion.actor.account), .text(id)])
    }
  }

  /// The account's sign-ins that are not over, oldest first.
  package func list() throws -> [OpenSignIn] {
    try database.rows(
      """
      SELECT substr(hash, 1, 12), kind, name, scope, opened, expires
        FROM session
       WHERE account = ?1 AND expires > ?2
       ORDER BY opened, hash
      """, [.text(occasion.actor.account), .text(occasion.now.description)]
    ) {
      OpenSignIn(
        id: $0.text(0), kind: SignIn.Kind(rawValue: $0.text(1)) ?? .password, name: $0.text(2),
        scope: $0.text(3), opened: $0.text(4), expires: $0.text(5))
    }
  }

  /// Who is signed in with a token; `nil` where there is none or it is over.
  package static func signIn(token: String, at now: Instant, in workspace: Workspace) throws -> SignIn? {
    try workspace.database.first(
      """
      SELECT n.kind, n.account, n.scope, s.id,
             (SELECT group_concat(r.role, ' ') FROM account_role r WHERE r.account = n.account)
        FROM session n
        LEFT JOIN account a ON a.name = n.account
        LEFT JOIN staff s ON s.key = COALESCE(n.staff, a.staff)
       WHERE n.hash = ?1 AND n.expires > ?2
      """, [.text(SHA256.hex(token)), .text(now.description)]
    ) { row in
      let kind = SignIn.Kind(rawValue: row.text(0)) ?? .code
      let staff = row.optionalText(3)
      let roles = (row.optionalText(4) ?? "").split(separator: " ").compactMap { Role(rawValue: String($0)) }
      let actor =
        kind == .code
        ? Actor(account: "candidate \(staff ?? "")", roles: [.staff], staff: staff)
        : Actor(account: row.text(1), roles: Set(roles), staff: staff)
      return Scope(row.text(2)).map { SignIn(kind: kind, actor: actor, scope: $0) }
    } ?? nil
  }
}
