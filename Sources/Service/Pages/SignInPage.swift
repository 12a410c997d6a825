import Formats
import Workforce
import Workspace

extension PageRoute {
  /// Signing in and out.
  static func signIn(_ front: FrontDesk) -> [PageRoute] {
    [
      PageRoute("/sign-in", .everybody, mode: .quickRead) { call in signInPage(call) }
        .doing("password", .hashing) { call in
          let actor = try front.actor(
            named: call.form["account"] ?? "", password: call.form["password"] ?? "", call: call.call)
          let token = front.token()
          _ = try SessionRecords(Occasion(try call.occasion.workspace, actor: actor, now: call.call.now))
            .open(
              token: token)
          return .seeOther(
            PagePath.own(call.query("back")), notice: nil,
            headers: [front.cookie(token, isSecure: call.call.isSecure)])
        }
        .doing("code") { call in
          let exam = try call.required("exam", Words(en: "exam", zh: "考试"))
          let actor = try front.candidate(
            call.form.given("staff") ?? "", code: call.form.given("code") ?? "", exam: exam, call: call.call)
          let token = front.token()
          _ = try SessionRecords(Occasion(try call.occasion.workspace, actor: actor, now: call.call.now))
            .open(
              token: token, kind: .code, name: "code", scope: .sitting(exam: exam))
          return .seeOther(
            "/exam/\(PageFrame.encoded(exam))/sit", notice: nil,
            headers: [front.cookie(token, isSecure: call.call.isSecure)])
        },
      PageRoute("/sign-out", .everybody, mode: .quickRead) { call in
        .page(
          call.word("Sign out", "退出登录"),
          call.signIn == nil
            ? Markup.paragraph(call.word("Nobody is signed in.", "当前未登录。"))
            : Markup.form(call, "close", Markup.button(call.word("Sign out", "退出登录"))))
      }.doing("close") { call in
        if let token = call.call.token, call.signIn != nil {
          try SessionRecords(try call.occasion).close(token: token)
        }
        return .seeOther(
          "/sign-in", notice: call.word("You are signed out.", "已退出登录。"),
          headers: [front.cookie(nil, isSecure: call.call.isSecure)])
      },
    ]
  }

  private static func signInPage(_ call: PageCall) -> PageReply {
    let back = call.query("back") ?? ""
    let segments = back.split(separator: "/")
    let exam = segments.count == 3 && segments[0] == "exam" && segments[2] == "sit" ? String(segments[1]) : ""
    let password = Markup.form(
      call, "password", kind: "stack",
      Markup.field(
        "account", call.word("Account", "账号"), value: call.form["account"] ?? "",
        attributes: "required autocomplete=\"username\" autocapitalize=\"none\" spellcheck=\"false\"")
        + Markup.field(
          "password", call.word("Password", "密码"), type: "password",
          attributes: "required autocomplete=\"current-password\"")
        + Markup.button(call.word("Sign in", "登录")))
    let code = Markup.form(
      call, "code", kind: "stack",
      Markup.field(
        "exam", call.word("Exam", "考试编号"), value: call.form["exam"] ?? exam,
        attributes: "required autocapitalize=\"none\" spellcheck=\"false\"")
        + Markup.field(
          "staff", call.word("Staff number", "工号"), value: call.form["staff"] ?? "",
          attributes: "required autocapitalize=\"characters\" spellcheck=\"false\"")
        + Markup.field(
          "code", call.word("One-time code", "一次性考试码"),
          attributes:
            "required autocomplete=\"one-time-code\" autocapitalize=\"characters\" spellcheck=\"false\"")
        + Markup.button(call.word("To the exam", "进入考试"), isPrimary: false))
    return .page(
      call.word("Sign in", "登录"),
      """
      <div class="columns">
      \(Markup.section(call.word("With an account", "账号登录"), password))
      \(Markup.section(call.word("With an exam code", "考试码登录"), code))
      </div>
      <p>\(Markup.link("/verify", call.word("Verify a certificate", "验证证书")))</p>
      """)
  }
}
