import Formats
import Workspace

extension Occasion {
  /// Refuses a leader who would act for people, or teams, that they do not lead.
  ///
  /// Whoever has another of the roles acts for everybody; so does an account that is nobody's own, which is trusted as a
  /// service account.
  /// - Parameters:
  ///   - ids: of staff or teams.
  ///   - roles: those that need not lead.
  package func requireLead(of ids: [String], insteadOf roles: [Role], to deed: String) throws {
    guard !actor.may(roles), let own = actor.staff else { return }
    let staff = StaffRecords(database)
    let keys = try staff.keys()
    let teams = try TeamBook(staff)
    let led = Set(try staff.units().filter { $0.leader == own }.map(\.id))
    for id in ids where id != own && !led.contains(id) {
      guard let leader = keys[own], let other = keys[id], teams.leads(leader, other, on: today) else {
        throw Refusal(
          .notPermitted, "account '\(actor.account)' does not lead '\(id)' and may not \(deed)",
          "ask their leader, or an account with the role \(roles.map(\.rawValue).joined(separator: " or "))")
      }
    }
  }
}
