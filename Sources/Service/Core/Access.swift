import Workforce
import Workspace

/// Who may use a route.
///
/// The desks behind it check again, and also whether a record is one's own.
package enum Access: Hashable, Sendable {
  /// Also whoever is not signed in.
  case everybody
  case signedIn
  /// Whoever has one of the roles; an administrator has all.
  case roles(Set<Role>)
  /// Everybody their own, and whoever has one of the roles another's.
  case ownOr(Set<Role>)
  /// The candidate of an exam, also one who came with a one-time code.
  case candidate

  static func roles(_ roles: Role...) -> Access { .roles(Set(roles)) }
  static func ownOr(_ roles: Role...) -> Access { .ownOr(Set(roles)) }

  /// Why somebody may not use a route.
  enum Objection: Hashable {
    case notSignedIn
    /// The token was given for something else.
    case outOfScope
    case lacksRole
  }

  /// What stands against somebody's using a route; `nil` where nothing does.
  ///
  /// - Parameter path: what the route's path names: an exam, and the person or account whose record is asked for.
  func objection(to signIn: SignIn?, noun: String, isWrite: Bool, path: [String: String]) -> Objection? {
    if self == .everybody { return nil }
    guard let signIn else { return .notSignedIn }
    if case .sitting(let own) = signIn.scope {
      return self == .candidate && own == path["exam"] ? nil : .outOfScope
    }
    guard signIn.scope.covers(noun: noun, isWrite: isWrite) else { return .outOfScope }
    switch self {
    case .everybody, .signedIn, .candidate: return nil
    case .ownOr(let roles):
      let isOwn =
        [nil, "me", signIn.actor.staff].contains(path["staff"])
        && [nil, "me", signIn.actor.account].contains(path["account"])
      return isOwn || signIn.actor.may(Array(roles)) ? nil : .lacksRole
    case .roles(let roles): return signIn.actor.may(Array(roles)) ? nil : .lacksRole
    }
  }

  /// For an API's description.
  var words: String {
    func list(_ roles: Set<Role>) -> String {
      roles.map(\.rawValue).sorted().joined(separator: ", ")
    }
    return switch self {
    case .everybody: "everybody, also without signing in"
    case .signedIn: "everybody who is signed in"
    case .roles(let roles): "the roles \(list(roles)); an administrator has all"
    case .ownOr(let roles): "one's own; another's with the roles \(list(roles))"
    case .candidate: "the candidate"
    }
  }
}
