import Workspace

/// Somebody who is signed in at the endpoint.
package struct SignIn: Hashable, Sendable {
  /// How it was opened: with a password, as a token for a program, or with an exam's one-time code.
  package enum Kind: String, CaseIterable, Sendable {
    case password = "sign-in"
    case token
    case code
  }

  package let kind: Kind
  package let actor: Actor
  package let scope: Scope

  package init(kind: Kind, actor: Actor, scope: Scope) {
    self.kind = kind
    self.actor = actor
    self.scope = scope
  }
}

/// One of an account's sign-ins, as its owner sees them.
package struct OpenSignIn: Hashable, Sendable {
  /// The first letters of the token's hash: names it without giving it away.
  package let id: String
  package let kind: SignIn.Kind
  package let name: String
  package let scope: String
  package let opened: String
  package let expires: String
}
