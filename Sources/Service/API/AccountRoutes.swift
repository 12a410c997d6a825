import Formats
import Workforce
import Workspace

extension Route {
  /// Accounts, their roles and passwords, and candidates' codes.
  static func account(_ front: FrontDesk) -> [Route] {
    [
      .list(
        "/account", "account.list", "The accounts with their roles", .roles(.administrator),
        of: AccountDesk.form, key: \.name
      ) { try AccountDesk(try $0.occasion).list() },
      .write(
        "POST", "/account", "account.add", "Add an account; it has no password yet", .roles(.administrator),
        body: .object([
          .init("account", .name), .init("roles", .array(.choice(Role.allCases.map(\.rawValue)), most: 20)),
          .init("staff", .name, required: false, note: "the person whose account it is"),
        ]), answer: AccountDesk.addedForm.schema, status: 201
      ) { call in
        let roles = call.texts("roles").compactMap { Role(rawValue: $0) }
        try AccountDesk(try call.occasion).add(
          call.text("account"), roles: roles, staff: call.optionalText("staff"))
        return AccountDesk.addedForm.json((call.text("account"), roles))
      },
      .write(
        "POST", "/account/{account}/role", "account.role", "Give a role, or take it", .roles(.administrator),
        body: .object([.init("role", .choice(Role.allCases.map(\.rawValue))), .init("granted", .boolean)]),
        answer: AccountDesk.roleForm.schema
      ) { call in
        let (role, isGranted) = (Role(rawValue: call.text("role")) ?? .staff, call.isTrue("granted"))
        try AccountDesk(try call.occasion).setRole(role, of: call["account"], granted: isGranted)
        return AccountDesk.roleForm.json((call["account"], role, isGranted))
      },
      .act(
        "PUT", "/account/{account}/password", "account.password",
        "Set a password: one's own with the one before it, an administrator anyone's; it ends every sign-in",
        .ownOr(.administrator), mode: .hashing,
        body: .object([
          .init("password", .string(.free, Password.shortest...100)),
          .init(
            "current", .string(.free, 0...1_024), required: false,
            note: "the password so far, for one's own account"),
        ])
      ) { call in
        let account = call["account"] == "me" ? try call.occasion.actor.account : call["account"]
        try front.setPassword(
          of: account, current: call.text("current"), to: call.text("password"), call: call)
      },
      .write(
        "POST", "/account/code", "account.code",
        "Give a candidate a one-time code for an exam; it is shown this once",
        .roles(.examiner, .trainer, .hr), body: .object([.init("staff", .name)]),
        answer: AccountDesk.codeForm.schema, status: 201, keepsAnswer: false
      ) { call in
        let code = SystemRandom.token(8)
        let expires = try AccountDesk(try call.occasion).giveCode(to: call.text("staff"), code: code)
        return AccountDesk.codeForm.json((call.text("staff"), code, expires))
      },
    ]
  }
}
