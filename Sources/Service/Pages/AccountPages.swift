import Formats
import Workforce
import Workspace

extension PageRoute {
  /// One's own sign-ins and password; everybody's accounts for the administrator.
  static func account(_ front: FrontDesk) -> [PageRoute] {
    [
      PageRoute("/account", .signedIn) { call in
        let occasion = try call.occasion
        let rows = try SessionRecords(occasion).list().map { one in
          let end = Markup.form(
            call, "end",
            "<input type=\"hidden\" name=\"id\" value=\"\(Markup.escaped(one.id))\">"
              + "<button class=\"plain\">\(call.word("End", "结束"))<span class=\"spoken\"> \(Markup.escaped(one.id))</span></button>"
          )
          return [
            Markup.Cell.text(signInKind(one, call)), .text(try call.time(one.opened)),
            .text(try call.time(one.expires)), .markup(end),
          ]
        }
        let roles = Role.allCases.filter(occasion.actor.roles.contains).map { call.word(PageWords.role($0)) }
        return .page(
          call.word("My account", "我的账号"),
          Markup.facts([
            (call.word("Account", "账号"), occasion.actor.account),
            (call.word("Staff number", "工号"), occasion.actor.staff ?? "–"),
            (call.word("Roles", "角色"), roles.joined(separator: call.word(", ", "、"))),
          ])
            + Markup.section(
              call.word("Sign-ins", "登录记录"),
              Markup.table(
                call.word("Open sign-ins and tokens", "有效的登录与令牌"),
                [
                  call.word("kind", "类型"), call.word("since", "登录时间"), call.word("until", "有效至"),
                  call.word("end it", "操作"),
                ], rows, empty: "–")
                + Markup.form(
                  call, "everywhere",
                  Markup.button(call.word("Sign out everywhere", "在所有设备上退出"), isPrimary: false)))
            + Markup.section(call.word("New password", "修改密码"), passwordForm(call, isOwn: true)))
      }
      .doing("end") { call in
        try SessionRecords(try call.occasion).close(id: call.form["id"] ?? "")
        return .seeOther("/account", notice: call.word("Ended.", "已结束。"))
      }
      .doing("everywhere") { call in
        let count = try SessionRecords(try call.occasion).closeAll()
        return .seeOther(
          "/sign-in", notice: call.word("\(count) sign-ins are ended.", "已结束 \(count) 个登录。"))
      }
      .doing("password", .hashing) { call in
        try front.setPassword(
          of: try call.occasion.actor.account, current: call.form["current"] ?? "",
          to: call.form["new"] ?? "",
          call: call.call)
        return .seeOther(
          "/sign-in", notice: call.word("The password is changed; sign in with it.", "密码已修改，请重新登录。"))
      },
      PageRoute("/accounts", .roles(.administrator)) { call in try accounts(call) }
        .doing("add") { call in
          let name = call.form.given("account") ?? ""
          try AccountDesk(try call.occasion).add(
            name, roles: call.form.all("role").compactMap { Role(rawValue: $0) },
            staff: call.form.given("staff"))
          return .seeOther(
            "/accounts/\(name)", notice: call.word("Account '\(name)' is made.", "已新建账号 \(name)。"))
        }
        .doing("code") { call in
          let staff = try call.required("person", Words(en: "staff number", zh: "工号"))
          let code = SystemRandom.token(8)
          let expires = try AccountDesk(try call.occasion).giveCode(to: staff, code: code)
          // In the answer itself: a notice would carry it in a cookie.
          return .page(
            call.word("One-time exam code", "一次性考试码"),
            Markup.facts([
              (call.word("Staff number", "工号"), staff), (call.word("Code", "考试码"), code),
              (call.word("Until", "有效至"), try call.time(expires)),
            ])
              + Markup.paragraph(call.word("It is shown this once.", "仅显示一次。"), kind: "note")
              + "<p>\(Markup.link("/accounts", call.word("All accounts", "全部账号")))</p>")
        },
      PageRoute("/accounts/{account}", .roles(.administrator)) { call in try oneAccount(call) }
        .doing("roles") { call in
          try AccountDesk(try call.occasion).setRoles(
            Set(call.form.all("role").compactMap { Role(rawValue: $0) }), of: call["account"])
          return .seeOther("/accounts/\(call["account"])", notice: call.word("Roles are set.", "角色已更新。"))
        }
        .doing("password", .hashing) { call in
          try front.setPassword(
            of: call["account"], current: call.form["current"] ?? "", to: call.form["new"] ?? "",
            call: call.call)
          return .seeOther(
            "/accounts/\(call["account"])",
            notice: call.word("The password is set; their sign-ins are ended.", "密码已设置，其登录均已失效。"))
        },
    ]
  }

  private static func signInKind(_ one: OpenSignIn, _ call: PageCall) -> String {
    switch one.kind {
    case .password: call.word("browser", "浏览器")
    case .token: call.word("token '\(one.name)' (\(one.scope))", "令牌 \(one.name)（\(one.scope)）")
    case .code: call.word("exam code", "考试码")
    }
  }

  /// - Parameter isOwn: then the password so far is asked for.
  private static func passwordForm(_ call: PageCall, isOwn: Bool) -> String {
    let current =
      isOwn
      ? Markup.field(
        "current", call.word("Password so far", "当前密码"), type: "password",
        attributes: "required autocomplete=\"current-password\"") : ""
    return Markup.form(
      call, "password", kind: "stack",
      current
        + Markup.field(
          "new", call.word("New password", "新密码"), type: "password",
          attributes: "required minlength=\"\(Password.shortest)\" autocomplete=\"new-password\"",
          hint: call.word("At least \(Password.shortest) characters.", "至少 \(Password.shortest) 个字符。"))
        + Markup.button(call.word("Set the password", "设置密码"), isPrimary: false))
  }

  private static func roleBoxes(_ call: PageCall, ticked: Set<Role>) -> String {
    let boxes = Role.allCases.map {
      Markup.box("role", $0.rawValue, call.word(PageWords.role($0)), isTicked: ticked.contains($0))
    }
    return
      "<fieldset><legend>\(call.word("Roles", "角色"))</legend><div class=\"options\">\(boxes.joined())</div></fieldset>"
  }

  private static func accounts(_ call: PageCall) throws -> PageReply {
    let all = try AccountDesk(try call.occasion).list()
    let search = call.query("search")?.lowercased() ?? ""
    let found = all.filter {
      search.isEmpty || $0.name.lowercased().contains(search) || $0.staff?.lowercased() == search
    }
    let rows = found.prefix(200).map { account in
      let roles = account.roles.split(separator: " ").compactMap { Role(rawValue: String($0)) }
      return [
        Markup.Cell.markup(Markup.link("/accounts/\(account.name)", account.name)),
        .text(account.staff ?? "–"),
        .text(roles.map { call.word(PageWords.role($0)) }.joined(separator: call.word(", ", "、"))),
      ]
    }
    let ticked = Set(call.form.all("role").compactMap { Role(rawValue: $0) })
    return .page(
      call.word("Accounts", "账号"),
      """
      <form method="get" action="/accounts" class="line" role="search">
      \(Markup.field("search", call.word("Account or staff number", "账号或工号"), value: call.query("search") ?? "", type: "search"))
      \(Markup.button(call.word("Search", "查找"), isPrimary: false))
      </form>
      \(Markup.table(call.word("Accounts", "账号"), [call.word("account", "账号"), call.word("staff", "工号"), call.word("roles", "角色")], rows, empty: call.word("No account is like that.", "没有符合的账号。")))
      \(Markup.paragraph(call.word("\(found.count) of \(all.count) accounts", "共 \(all.count) 个账号，符合 \(found.count) 个"), kind: "note"))
      <div class="columns">
      \(Markup.section(call.word("New account", "新建账号"), Markup.form(call, "add", kind: "stack", Markup.field("account", call.word("Name", "账号名"), value: call.form["account"] ?? "", attributes: "required maxlength=\"64\" autocapitalize=\"none\" spellcheck=\"false\"") + Markup.field("staff", call.word("Staff number, if it is a person's", "工号（个人账号）"), value: call.form["staff"] ?? "") + roleBoxes(call, ticked: ticked.isEmpty ? [.staff] : ticked) + Markup.button(call.word("Make it", "新建")))))
      \(Markup.section(call.word("One-time exam code", "一次性考试码"), Markup.form(call, "code", kind: "stack", Markup.field("person", call.word("Staff number", "工号"), value: call.form["person"] ?? "", attributes: "required") + Markup.button(call.word("Give a code", "生成考试码"), isPrimary: false))))
      </div>
      """)
  }

  private static func oneAccount(_ call: PageCall) throws -> PageReply {
    let occasion = try call.occasion
    let actor = try AccountDesk.actor(named: call["account"], in: occasion.workspace)
    return .page(
      call.word("Account \(actor.account)", "账号 \(actor.account)"),
      Markup.facts([(call.word("Staff number", "工号"), actor.staff ?? "–")])
        + "<div class=\"columns\">"
        + Markup.section(
          call.word("Roles", "角色"),
          Markup.form(
            call, "roles", kind: "stack",
            roleBoxes(call, ticked: actor.roles) + Markup.button(call.word("Set the roles", "更新角色"))))
        + Markup.section(
          call.word("Password", "密码"), passwordForm(call, isOwn: actor.account == occasion.actor.account))
        + "</div>"
        + "<p>\(Markup.link("/accounts", call.word("All accounts", "全部账号")))</p>")
  }
}
