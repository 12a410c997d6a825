import Formats
import SQLite
import Workspace

/// Accounts: who may do what, by which password or one-time code.
package struct AccountDesk {
  /// How long a one-time code is good for, in seconds: a working day.
  private static let codeLifetime = 12 * 3_600

  private let occasion: Occasion
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// The actor behind an account name.
  package static func actor(named name: String, in workspace: Workspace) throws -> Actor {
    let database = workspace.database
    guard
      let staff = try database.first(
        """
        SELECT s.id
          FROM account a
          LEFT JOIN staff s ON s.key = a.staff
         WHERE a.name = ?1
        """, [.text(name)], decode: { $0.optionalText(0) })
    else { throw Refusal.unknownAccount(name) }
    let roles = try database.rows(
      "SELECT role FROM account_role WHERE account = ?1 ORDER BY role", [.text(name)], decode: { $0.text(0) })
    return Actor(account: name, roles: Set(roles.compactMap { Role(rawValue: $0) }), staff: staff)
  }

  /// The first account of a new workspace: whoever made it administers it.
  package static func appoint(_ name: String, in workspace: Workspace, at now: Instant) throws {
    let occasion = Occasion(workspace, actor: Actor(account: name, roles: [.administrator]), now: now)
    try AccountDesk(occasion).add(name, roles: [.administrator], staff: nil)
  }

  package func add(_ name: String, roles: [Role], staff: String?) throws {
    try occasion.require(.administrator, to: "add accounts")
    let key = try staff.map { id in
      guard let key = try StaffRecords(database).key(of: id) else { throw Refusal.unknownStaff(id) }
      return key
    }
    guard isPlainName(name) else { throw Refusal.badName(name) }
    if try exists(name) { throw Refusal.accountExists(name) }
    try occasion.record("account.add", of: name, content: "\(name) \(roles.map(\.rawValue)) \(staff ?? "")") {
      try database.run(
        "INSERT INTO account (name, staff, created_at) VALUES (?1, ?2, ?3)",
        [.text(name), .optional(key), .text(occasion.now.description)])
      for role in roles { try grant(role, to: name) }
    }
  }

  private func exists(_ name: String) throws -> Bool {
    try database.integer("SELECT 1 FROM account WHERE name = ?1", [.text(name)]) != nil
  }

  private func grant(_ role: Role, to name: String) throws {
    try database.run(
      "INSERT INTO account_role (account, role) VALUES (?1, ?2) ON CONFLICT (account, role) DO NOTHING",
      [.text(name), .text(role.rawValue)])
  }

  /// Gives a role, or takes it.
  package func setRole(_ role: Role, of name: String, granted: Bool) throws {
    try occasion.require(.administrator, to: "change roles")
    guard try exists(name) else { throw Refusal.unknownAccount(name) }
    try occasion.record("account.role", of: name, content: "\(name) \(role.rawValue) \(granted)") {
      if role == .administrator, !granted,
        try database.integer(
          "SELECT COUNT(*) FROM account_role WHERE role = 'administrator' AND account <> ?1", [.text(name)])
          == 0
      {
        throw Refusal.lastAdministrator(name)
      }
      if granted { return try grant(role, to: name) }
      try database.run(
        "DELETE FROM account_role WHERE account = ?1 AND role = ?2", [.text(name), .text(role.rawValue)])
    }
  }

  /// Gives and takes roles until the account has these and no others, all or none.
  package func setRoles(_ wanted: Set<Role>, of name: String) throws {
    try occasion.whole {
      let held = try Self.actor(named: name, in: occasion.workspace).roles
      for role in Role.allCases where wanted.contains(role) != held.contains(role) {
        try setRole(role, of: name, granted: wanted.contains(role))
      }
    }
  }

  /// Sets a password: an administrator anyone's, everybody their own.
  package func setPassword(_ password: String, of name: String, random: [UInt8]) throws {
    if name != occasion.actor.account { try occasion.require(.administrator, to: "set another's password") }
    guard try exists(name) else { throw Refusal.unknownAccount(name) }
    let hash = try Password.hash(password, random: random)
    try occasion.record("account.password", of: name, content: hash) {
      try database.run("UPDATE account SET password = ?2 WHERE name = ?1", [.text(name), .text(hash)])
      // Whoever signed in with the old password is signed out.
      try database.run("DELETE FROM session WHERE account = ?1", [.text(name)])
    }
  }

  /// The hash of an account's password; `nil` for an unknown account and for one without a password.
  package static func passwordHash(of name: String, in database: Connection) throws -> String? {
    try database.first("SELECT password FROM account WHERE name = ?1", [.text(name)]) { $0.optionalText(0) }
      ?? nil
  }

  /// Gives a candidate a code for one exam at an invigilator's terminal; only its hash is kept.
  package func giveCode(to staff: String, code: String) throws -> Instant {
    try occasion.require(.examiner, .trainer, .hr, to: "give exam codes")
    guard let key = try StaffRecords(database).key(of: staff) else { throw Refusal.unknownStaff(staff) }
    let expires = occasion.now.adding(seconds: Self.codeLifetime)
    try occasion.record("account.code", of: staff, content: SHA256.hex(code)) {
      try database.run(
        "INSERT INTO one_time_code (hash, staff, expires) VALUES (?1, ?2, ?3)",
        [.text(SHA256.hex(code)), .integer(key), .text(expires.description)])
    }
    return expires
  }

  /// Whether a candidate's code may begin an attempt at an exam; `false` where it began one there already and may go on with it.
  ///
  /// - Throws: a refusal where the code is unknown, used up, too old, or bound to another exam.
  package static func isFresh(_ code: String, staff: String, exam: String, on occasion: Occasion) throws
    -> Bool
  {
    let found = try occasion.database.first(
      """
      SELECT c.expires, c.exam
        FROM one_time_code c
        JOIN staff s ON s.key = c.staff
       WHERE c.hash = ?1 AND s.id = ?2
      """, [.text(hash(code)), .text(staff)]
    ) { (expires: Instant($0.text(0)), exam: $0.optionalText(1)) }
    guard let found, found.exam == nil || found.exam == exam else { throw Refusal.codeRefused }
    guard found.exam == nil else { return false }
    guard let expires = found.expires, occasion.now < expires else { throw Refusal.codeRefused }
    return true
  }

  /// Binds a fresh code to an exam: it then goes on with that exam, and opens no other.
  package static func useCode(_ code: String, staff: String, exam: String, on occasion: Occasion) throws {
    guard try isFresh(code, staff: staff, exam: exam, on: occasion) else { return }
    try occasion.record("code.use", of: "\(exam) \(staff)", content: hash(code)) {
      try occasion.database.run(
        "UPDATE one_time_code SET exam = ?2 WHERE hash = ?1 AND exam IS NULL",
        [.text(hash(code)), .text(exam)])
      guard occasion.database.changes == 1 else { throw Refusal.codeRefused }
    }
  }

  /// The code of a candidate's that is used up by no exam yet and ends first.
  private static func freshCode(_ staff: String, on occasion: Occasion) throws -> String? {
    try occasion.database.first(
      """
      SELECT c.hash
        FROM staff s
        JOIN one_time_code c ON c.staff = s.key
       WHERE s.id = ?1 AND c.exam IS NULL AND c.expires > ?2
       ORDER BY c.expires, c.hash
       LIMIT 1
      """, [.text(staff), .text(occasion.now.description)]
    ) { $0.text(0) }
  }

  /// Whether a candidate who signed in with a code may begin an attempt with it.
  package static func hasFreshCode(_ staff: String, on occasion: Occasion) throws -> Bool {
    try freshCode(staff, on: occasion) != nil
  }

  /// Binds one of a candidate's fresh codes to an exam.
  package static func useFreshCode(of staff: String, exam: String, on occasion: Occasion) throws {
    guard let hash = try freshCode(staff, on: occasion) else { throw Refusal.codeRefused }
    try occasion.record("code.use", of: "\(exam) \(staff)", content: hash) {
      try occasion.database.run(
        "UPDATE one_time_code SET exam = ?2 WHERE hash = ?1", [.text(hash), .text(exam)])
    }
  }

  private static func hash(_ code: String) -> String { SHA256.hex(foldedWidth(code).uppercased()) }

  package func list() throws -> [(name: String, staff: String?, roles: String)] {
    try occasion.require(.administrator, to: "list the accounts")
    return try database.rows(
      """
      SELECT a.name, s.id, COALESCE((SELECT group_concat(role, ' ')
                                       FROM (SELECT role FROM account_role r WHERE r.account = a.name ORDER BY role)), '')
        FROM account a
        LEFT JOIN staff s ON s.key = a.staff
       ORDER BY a.name
      """
    ) { ($0.text(0), $0.optionalText(1), $0.text(2)) }
  }
}
