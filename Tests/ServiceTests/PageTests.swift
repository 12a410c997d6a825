import Formats
import HTTP
import Performance
import Service
import Testing
import Workforce
import Workspace

@Suite struct PageTests {
  private static let password = "a long password"

  /// The answer to a browser with an account's cookie.
  private func see(
    _ door: Door, _ path: String, as account: String? = nil, language: String = "en", headers: [String] = []
  ) throws -> HTTPResponse {
    let cookie = try account.map { ["Cookie: merit=\(try door.token(for: $0))"] } ?? []
    return try door.ask(
      "GET", path, headers: cookie + ["Accept: text/html", "Accept-Language: \(language)"] + headers)
  }

  private func send(
    _ door: Door, _ path: String, _ fields: [String], token: String?, csrf: String? = nil,
    headers: [String] = []
  ) throws -> HTTPResponse {
    let own = token.map { [csrf ?? Self.csrf($0)] }.map { ["csrf=\($0[0])"] } ?? []
    return try door.ask(
      "POST", path, body: (own + fields).joined(separator: "&"), type: "application/x-www-form-urlencoded",
      headers: (token.map { ["Cookie: merit=\($0)"] } ?? []) + headers)
  }

  /// As the page's own token is made of the session's.
  private static func csrf(_ token: String) -> String {
    String(hexText(SHA256.hash("csrf \(token)".utf8)).prefix(32))
  }

  // MARK: Signing in

  @Test func `whoever is not signed in is sent to sign in, and back to where they wanted to be`() throws {
    let door = try Door()
    try door.give("li", password: Self.password)
    let sent = try see(door, "/calls?quarter=2026Q3")
    #expect(sent.status == 303)
    #expect(sent.header("Location") == "/sign-in?back=%2fcalls%3fquarter%3d2026Q3")
    let fields = ["deed=password", "account=li", "password=a+long+password"]
    let signedIn = try send(door, "/sign-in?back=%2fcalls%3fquarter%3d2026Q3", fields, token: nil)
    #expect(signedIn.status == 303)
    #expect(signedIn.header("Location") == "/calls?quarter=2026Q3")
    let cookie = try #require(signedIn.header("Set-Cookie"))
    #expect(cookie.hasPrefix("merit=token1; HttpOnly; SameSite=Strict; Path=/"))
    let page = try door.ask("GET", "/calls?quarter=2026Q3", headers: ["Cookie: merit=token1"])
    #expect(page.status == 200)
    #expect(page.text.contains("<a href=\"/account\">li</a>"))
    let out = try send(door, "/sign-out", ["deed=close"], token: "token1")
    #expect(out.status == 303)
    #expect(try door.ask("GET", "/calls", headers: ["Cookie: merit=token1"]).status == 303)
  }

  @Test(arguments: [
    ("/exams", "/exams"), ("//elsewhere.example/", "/"), ("https://elsewhere.example/", "/"),
    ("/\\elsewhere", "/"), ("/exams%0d%0aSet-Cookie:%20x", "/"), ("", "/"),
  ]) func `a way back leads to pages of ours alone`(back: String, wanted: String) throws {
    let door = try Door()
    let answer = try door.ask("GET", "/language?to=zh-Hans&back=\(back)")
    #expect(answer.status == 303)
    #expect(answer.header("Location") == wanted)
    #expect(answer.header("Set-Cookie")?.hasPrefix("lang=zh-Hans; ") ?? false)
  }

  @Test func `a wrong password is told on the page, with what was typed but not the password`() throws {
    let door = try Door()
    let refused = try send(
      door, "/sign-in", ["deed=password", "account=li%22%3E", "password=guess"], token: nil)
    #expect(refused.status == 401)
    #expect(refused.text.contains("<div class=\"alert\" role=\"alert\"><p>Account or password is wrong.</p>"))
    #expect(refused.text.contains("value=\"li&quot;&gt;\""))
    #expect(!refused.text.contains("guess"))
    for _ in 0..<4 {
      _ = try send(door, "/sign-in", ["deed=password", "account=li%22%3E", "password=guess"], token: nil)
    }
    let waits = try send(
      door, "/sign-in", ["deed=password", "account=li%22%3E", "password=guess"], token: nil)
    #expect(waits.status == 429)
  }

  @Test func `a candidate's code opens the page of its exam and no other page`() throws {
    let door = try Door()
    _ = try AccountDesk(door.root).giveCode(to: "E1", code: "ABCD2345")
    let fields = ["deed=code", "exam=star", "staff=E1", "code=ABCD2345"]
    let signedIn = try send(door, "/sign-in", fields, token: nil)
    #expect(signedIn.status == 303)
    #expect(signedIn.header("Location") == "/exam/star/sit")
    let cookie = ["Cookie: merit=token1"]
    // There is no such exam, but who asks may ask.
    #expect(try door.ask("GET", "/exam/star/sit", headers: cookie).status == 404)
    #expect(try door.ask("GET", "/exam/other/sit", headers: cookie).status == 403)
    #expect(try door.ask("GET", "/exams", headers: cookie).status == 403)
    #expect(try door.ask("GET", "/", headers: cookie).status == 200)
  }

  // MARK: Forms

  @Test func `a form without its page's token, or from another site, does nothing`() throws {
    let door = try Door()
    let token = try door.token(for: "root")
    let fields = ["deed=add", "account=zhao", "role=staff"]
    #expect(try send(door, "/accounts", fields, token: token, csrf: "0123").status == 403)
    #expect(
      try send(door, "/accounts", fields, token: token, headers: ["Sec-Fetch-Site: cross-site"]).status == 403
    )
    #expect(
      try send(door, "/accounts", fields, token: token, headers: ["Origin: https://elsewhere.example"]).status
        == 403)
    #expect(
      try send(
        door, "/sign-in", ["deed=password", "account=li", "password=x"], token: nil,
        headers: ["Sec-Fetch-Site: cross-site"]
      ).status == 403)
    #expect(try AccountDesk(door.root).list().contains { $0.name == "zhao" } == false)
    let done = try send(door, "/accounts", fields, token: token, headers: ["Origin: http://h"])
    #expect(done.status == 303)
    #expect(done.header("Location") == "/accounts/zhao")
    #expect(done.header("Set-Cookie")?.hasPrefix("notice=Account%20%27zhao%27%20is%20made.") ?? false)
    #expect(try AccountDesk(door.root).list().contains { $0.name == "zhao" })
  }

  @Test func `what was done is said once, at the top of the next page`() throws {
    let door = try Door()
    let page = try see(door, "/accounts", as: "root", headers: [])
    #expect(!page.text.contains("class=\"notice\""))
    let token = try door.token(for: "root")
    let next = try door.ask(
      "GET", "/accounts", headers: ["Cookie: merit=\(token); notice=Done%20%3Cb%3E"])
    #expect(next.text.contains("<p class=\"notice\" role=\"status\">Done &lt;b&gt;</p>"))
    #expect(next.headers.contains { $0.name == "Set-Cookie" && $0.value.hasPrefix("notice=; ") })
  }

  @Test func `a refused deed shows the page again with why and with what was typed`() throws {
    let door = try Door()
    let token = try door.token(for: "root")
    let refused = try send(
      door, "/accounts", ["deed=add", "account=li", "staff=E1", "role=trainer"], token: token)
    #expect(refused.status == 409 || refused.status == 422)
    #expect(refused.text.contains("role=\"alert\""))
    #expect(refused.text.contains("name=\"account\" type=\"text\" value=\"li\""))
    #expect(refused.text.contains("value=\"trainer\" checked"))
    #expect(try send(door, "/accounts", ["deed=nonsense"], token: token).status == 400)
    #expect(try door.ask("DELETE", "/accounts", headers: ["Cookie: merit=\(token)"]).status == 405)
  }

  // MARK: Who sees what

  @Test func `each page answers its roles and sends the others away in words`() throws {
    let door = try Door()
    try scoreQuarter(door.root)
    let all = Set(Role.allCases)
    let pages: [(path: String, roles: Set<Role>)] = [
      ("/cycles", [.trainer, .leader, .hr]), ("/bank", [.trainer, .examiner]),
      ("/exam", [.trainer, .examiner]),
      ("/scoring", [.assessor]), ("/disputes", [.assessor, .leader, .hr]), ("/judging", [.judge, .trainer]),
      ("/judging/service-star/simulation", [.judge, .trainer]), ("/teams", [.assessor, .leader, .hr]),
      ("/warnings", [.leader, .hr, .assessor, .trainer]),
      ("/quarters", [.hr, .leader, .examiner, .assessor, .trainer]),
      ("/quarters/2026Q3", [.hr, .leader, .examiner, .assessor, .trainer]),
      ("/quarters/2026Q3/preview", [.hr]), ("/promotion?quarter=2026Q3", [.hr]),
      ("/accounts", []), ("/accounts/li", []), ("/", all), ("/account", all), ("/contests", all),
      ("/verify", all),
      ("/sign-in", all), ("/sign-out", all),
    ]
    for (path, roles) in pages {
      for role in Role.allCases {
        let wanted = roles.contains(role) || role == .administrator ? 200 : 403
        let page = try see(door, path, as: role.rawValue)
        #expect(page.status == wanted, "\(path) for \(role)")
        #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") ?? false)
        if wanted == 403 { #expect(page.text.contains("This page is for: ")) }
      }
    }
    #expect(try see(door, "/nowhere", as: "li").status == 404)
    #expect(try door.ask("GET", "/nowhere").contentType == "application/problem+json")
  }

  @Test func `one's own sheet is a page, another's is not`() throws {
    let door = try Door()
    try scoreQuarter(door.root)
    #expect(try see(door, "/sheet/2026Q3/E2", as: "li").status == 403)
    #expect(try see(door, "/sheet/2026Q3/E1", as: "hr").status == 200)
    // It is not published yet, and so not shown to its owner.
    #expect(try see(door, "/sheet/2026Q3", as: "li").text.contains("There is no sheet of 2026Q3 to show"))
    #expect(try see(door, "/sheet", as: "root").status == 404)
    // Whether a call exists is not told to whom it is not about.
    #expect(try see(door, "/calls/NOBODY", as: "li").status == 403)
    #expect(try see(door, "/sittings/7", as: "li").status == 404)
    for path in ["/exams", "/certificates", "/calls", "/sheet"] {
      let page = try see(door, path, as: "li")
      #expect(page.status == 200)
      // What is personal is kept by nobody on the way: `no-store` is sent where nothing else is said.
      #expect(page.header("Cache-Control") == nil)
    }
  }

  @Test func `pages speak English and Chinese, as the reader chose or their browser says`() throws {
    let door = try Door()
    let english = try see(door, "/exams", as: "li")
    #expect(english.text.contains("<html lang=\"en\">"))
    #expect(english.text.contains("<h1>My exams</h1>"))
    let chinese = try see(door, "/exams", as: "li", language: "zh-CN,zh;q=0.9")
    #expect(chinese.text.contains("<html lang=\"zh-Hans\">"))
    #expect(chinese.text.contains("<h1>我的考试</h1>"))
    let token = try door.token(for: "li")
    let chosen = try door.ask(
      "GET", "/exams", headers: ["Cookie: merit=\(token); lang=zh-Hans", "Accept-Language: en"])
    #expect(chosen.text.contains("<h1>我的考试</h1>"))
    #expect(try see(door, "/accounts", as: "li", language: "zh").text.contains("此页面仅供：管理员"))
  }

  // MARK: Assets

  @Test(arguments: [
    ("/assets/style.css", "text/css; charset=utf-8"), ("/assets/icon.svg", "image/svg+xml"),
    ("/assets/exam.js", "text/javascript; charset=utf-8"),
    ("/assets/board.js", "text/javascript; charset=utf-8"),
    ("/assets/live.js", "text/javascript; charset=utf-8"),
    ("/assets/scoring.js", "text/javascript; charset=utf-8"), ("/favicon.ico", "image/svg+xml"),
  ]) func `assets are served with their type and a version`(path: String, type: String) throws {
    let door = try Door()
    let asset = try door.ask("GET", path)
    #expect(asset.status == 200)
    #expect(asset.contentType == type)
    #expect(asset.etag != nil)
    #expect(asset.header("Cache-Control") == "public, no-cache")
    #expect(!asset.body.isEmpty)
  }

  @Test func `no page holds a script or a style of its own`() throws {
    let door = try Door()
    try scoreQuarter(door.root)
    for path in ["/", "/accounts", "/exams", "/quarters/2026Q3", "/sheet/2026Q3/E1", "/teams?quarter=2026Q3"]
    {
      let text = try see(door, path, as: "root").text
      #expect(!text.contains("<style") && !text.contains(" style=") && !text.contains(" onclick="), "\(path)")
      for part in text.components(of: "<script").dropFirst() {
        #expect(part.hasPrefix(" src=\"/assets/"), "\(path)")
      }
    }
  }
}

extension String {
  /// What lies between the places where a text stands.
  fileprivate func components(of separator: String) -> [Substring] {
    self[...].split(separator: separator, omittingEmptySubsequences: false)
  }
}
