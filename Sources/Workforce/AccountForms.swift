import Formats
import Workspace

extension AccountDesk {
  /// An account in the list of accounts, for programs.
  package static let form = JSONForm<(name: String, staff: String?, roles: String)>([
    .text("account") { $0.name }, .optionalText("staff") { $0.staff }, .text("roles") { $0.roles },
  ])

  /// An account that was added, for programs.
  package static let addedForm = JSONForm<(name: String, roles: [Role])>([
    .text("account") { $0.name }, .texts("roles") { $0.roles.map(\.rawValue) },
  ])

  /// A role that was given or taken, for programs.
  package static let roleForm = JSONForm<(name: String, role: Role, isGranted: Bool)>([
    .text("account") { $0.name }, .choice("role") { $0.role }, .flag("granted") { $0.isGranted },
  ])

  /// A one-time code that was given, for programs: the only time that it is shown.
  package static let codeForm = JSONForm<(staff: String, code: String, expires: Instant)>([
    .text("staff") { $0.staff }, .text("code") { $0.code }, .time("expires") { $0.expires },
  ])
}
