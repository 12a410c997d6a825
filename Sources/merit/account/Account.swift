import Formats
import Terminal
import Workforce
import Workspace

extension Verb {
  private static func roles(_ text: String?) throws -> [Role] {
    try (text ?? "staff").split(separator: ",").map { name in
      guard let role = Role(named: String(name.trimmed)) else {
        throw Refusal(
          .usage, "'\(name)' is no role", "there are \(Role.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
      return role
    }
  }

  static let accountAdd = Verb(
    "account", "add", arguments: ["NAME"],
    options: [
      Option(
        "--role", "ROLE,…", en: "staff, assessor, judge, examiner, trainer, leader, hr, administrator",
        zh: "角色"),
      Option("--staff", "ID", en: "the person whose account it is", zh: "对应员工工号"),
    ], en: "add an account", zh: "新建账号", example: "merit account add li --staff E0001 --role staff,leader"
  ) { session, input in
    let roles = try Self.roles(input.value("--role"))
    try AccountDesk(try session.occasion()).add(
      input.argument(0), roles: roles, staff: input.value("--staff"))
    session.report(AccountDesk.addedForm.json((input.argument(0), roles))) {
      session.say(
        session.word(
          "account '\(input.argument(0))' added; set its password with: merit account password \(input.argument(0))",
          "已新建账号 '\(input.argument(0))'，请用 merit account password \(input.argument(0)) 设置密码"))
    }
    return .done
  }

  static let accountPassword = Verb(
    "account", "password", arguments: ["NAME"], en: "set a password, typed or piped in", zh: "设置密码",
    example: "merit account password li"
  ) { session, input in
    let lines = LineInput()
    guard
      case .text(let password) = lines.hidden(
        prompt: Screen.isInputTerminal ? session.word("password: ", "密码：") : "")
    else {
      throw Refusal(.usage, "no password was given", "type it, or pipe it in")
    }
    if Screen.isInputTerminal, lines.hidden(prompt: session.word("again: ", "再次输入：")) != .text(password) {
      throw Refusal(.badData, "the two passwords differ", "try again; nothing was changed")
    }
    try AccountDesk(try session.occasion()).setPassword(
      password, of: input.argument(0), random: SystemRandom.bytes(16))
    session.report(.object([("account", .string(input.argument(0)))])) {
      session.say(session.word("password set", "密码已设置"))
    }
    return .done
  }

  static let accountRole = Verb(
    "account", "role", arguments: ["NAME", "ROLE"],
    options: [Option("--take", en: "take the role away", zh: "收回角色")],
    en: "give a role, or take it", zh: "授予或收回角色", example: "merit account role li examiner"
  ) { session, input in
    guard let role = try Self.roles(input.argument(1)).first else { return .usage }
    try AccountDesk(try session.occasion()).setRole(
      role, of: input.argument(0), granted: !input.flag("--take"))
    session.report(AccountDesk.roleForm.json((input.argument(0), role, !input.flag("--take")))) {
      session.say(session.word("done", "已完成"))
    }
    return .done
  }

  static let accountCode = Verb(
    "account", "code", arguments: ["STAFF"], en: "give a candidate a one-time code for an exam",
    zh: "为考生生成一次性考试码", example: "merit account code E0001"
  ) { session, input in
    let occasion = try session.occasion()
    let code = SystemRandom.token(8)
    let expires = try AccountDesk(occasion).giveCode(to: input.argument(0), code: code)
    session.report(AccountDesk.codeForm.json((input.argument(0), code, expires))) {
      session.say("\(code)  (\(session.word("until", "有效至")) \(occasion.workspace.zone.text(expires)))")
    }
    return .done
  }

  static let accountList = Verb(
    "account", "list", en: "list the accounts", zh: "列出账号", example: "merit account list"
  ) { session, _ in
    let occasion = try session.occasion(readOnly: true)
    let accounts = try AccountDesk(occasion).list()
    session.report(AccountDesk.form.json(accounts)) {
      var table = AlignedTable([
        session.word("account", "账号"), session.word("staff", "工号"), session.word("roles", "角色"),
      ])
      for account in accounts { table.add([account.name, account.staff ?? "–", account.roles]) }
      session.show(table)
    }
    return .done
  }
}
