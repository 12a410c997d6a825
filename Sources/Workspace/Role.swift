/// What an account may do.
package enum Role: String, CaseIterable, Sendable {
  case staff, assessor, judge, examiner, trainer, leader, hr, administrator

  /// Reads a role's name, `HR` included.
  package init?(named name: String) { self.init(rawValue: name.lowercased()) }
}

/// The account in whose name something is done.
package struct Actor: Hashable, Sendable {
  package let account: String
  package let roles: Set<Role>
  /// The id of the person whose account it is; `nil` for a service account.
  package let staff: String?

  package init(account: String, roles: Set<Role>, staff: String? = nil) {
    self.account = account
    self.roles = roles
    self.staff = staff
  }

  package func may(_ roles: [Role]) -> Bool {
    self.roles.contains(.administrator) || roles.contains { self.roles.contains($0) }
  }
}
