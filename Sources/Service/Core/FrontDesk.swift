import Formats
import Workforce
import Workspace

/// What signing in needs beside the workspace: the brake on guessing, and how tokens are made and carried.
final class FrontDesk: Sendable {
  let throttle = SignInThrottle()
  /// Whether browsers come over TLS, so that the cookie is never sent without it.
  let isBehindTLS: Bool
  private let random: @Sendable () -> String
  /// Checked against where an account is unknown, so that the answer takes as long.
  private let decoy: String

  /// - Parameter random: makes tokens.
  init(isBehindTLS: Bool, random: @escaping @Sendable () -> String) throws {
    self.isBehindTLS = isBehindTLS
    self.random = random
    decoy = try Password.decoy()
  }

  /// A new token.
  func token() -> String { random() }

  /// What a page must send along with a change, so that no other site's page can (double of the session's cookie, hashed).
  static func csrf(of token: String) -> String { String(SHA256.hex("csrf \(token)").prefix(32)) }

  /// Checks a password, and says whose it is.
  ///
  /// - Throws: `Throttled` where too many were wrong, a refusal where it is wrong.
  func actor(named account: String, password: String, call: Call) throws -> Actor {
    let names = ["account \(account.prefix(Self.longestName))"] + Self.addresses(call.peer)
    let wait = throttle.attempt(names, at: call.now)
    guard wait == 0 else { throw Throttled(seconds: wait) }
    let workspace = try call.occasion.workspace
    let stored = try AccountDesk.passwordHash(of: account, in: workspace.database)
    guard Password.matches(password, hash: stored ?? decoy), stored != nil else { throw WrongPassword() }
    throttle.succeeded(names)
    return try AccountDesk.actor(named: account, in: workspace)
  }

  /// Sets a password: one's own with the one before it, for whoever found a token must not take the account over with it.
  ///
  /// - Throws: as `actor(named:password:call:)`.
  func setPassword(of account: String, current: String, to new: String, call: Call) throws {
    let occasion = try call.occasion
    if account == occasion.actor.account { _ = try actor(named: account, password: current, call: call) }
    try AccountDesk(occasion).setPassword(new, of: account, random: SystemRandom.bytes(16))
  }

  /// Characters of a name by which attempts are counted.
  private static let longestName = 128

  /// Behind a proxy that is not named every peer is this machine: counting it would let one stranger lock out everybody.
  private static func addresses(_ peer: String) -> [String] {
    peer.isEmpty || peer.hasPrefix("127.") || peer == "::1" ? [] : ["address \(peer)"]
  }

  /// Checks a candidate's one-time code for an exam.
  func candidate(_ staff: String, code: String, exam: String, call: Call) throws -> Actor {
    let names = ["candidate \(staff.prefix(Self.longestName))"] + Self.addresses(call.peer)
    let wait = throttle.attempt(names, at: call.now)
    guard wait == 0 else { throw Throttled(seconds: wait) }
    _ = try AccountDesk.isFresh(code, staff: staff, exam: exam, on: try call.occasion)
    throttle.succeeded(names)
    return Actor(account: "candidate \(staff)", roles: [.staff], staff: staff)
  }

  /// The cookie of a sign-in, or the one that takes it back where there is no token.
  func cookie(_ token: String?, isSecure: Bool) -> (name: String, value: String) {
    let age = token == nil ? 0 : SessionRecords.lifetime
    let secure = isSecure || isBehindTLS ? "; Secure" : ""
    return ("Set-Cookie", "merit=\(token ?? ""); HttpOnly; SameSite=Strict; Path=/; Max-Age=\(age)\(secure)")
  }
}

/// Too many wrong passwords or codes.
struct Throttled: Error { let seconds: Int }

/// A password that is not the account's, or an account that there is not: told the same.
struct WrongPassword: Error {}
