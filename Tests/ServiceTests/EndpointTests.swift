import Competitions
import Formats
import HTTP
import SQLite
import Service
import Testing
import Workforce
import Workspace

@Suite struct EndpointTests {
  private static let password = "a long password"

  @Test func `anybody sees a contest's public board, without names, and an unknown one is not there`() throws
  {
    let door = try Door()
    let desk = CompetitionDesk(door.root)
    let contest = try desk.contest("service-star")
    _ = try desk.importMarks(
      door.table("stage,entrant,judge,mark\nwritten,E1,J1,81.5\n", JudgeMark.shape), contest: contest,
      options: IntakeOptions())
    let page = try door.ask("GET", "/contests/service-star")
    #expect(page.status == 200)
    #expect(page.contentType == "text/html; charset=utf-8")
    #expect(page.text.contains("<td>E1</td><td class=\"number\">81.50</td>"))
    #expect(page.text.contains("data-events=\"/contests/service-star/events\""))
    #expect(page.header("Content-Security-Policy")?.contains("default-src 'none'") ?? false)
    let events = try door.ask("GET", "/contests/service-star/events")
    #expect(events.contentType == "text/event-stream")
    #expect(events.text.hasPrefix("event: board\ndata: "))
    #expect(events.text.hasSuffix("\n\n"))
    #expect(try door.ask("GET", "/contests/nobody").status == 404)
    #expect(try door.ask("POST", "/contests/service-star").status == 405)
  }

  @Test func `what watches over the server is answered, and what is not there is a problem`() throws {
    let door = try Door()
    #expect(try door.ask("GET", "/healthz").text == "{\"status\":\"ok\"}\n")
    #expect(try door.ask("GET", "/readyz").text == "{\"ready\":true}\n")
    #expect(try door.ask("GET", "/metrics").text.contains("merit_commits_total 0"))
    let missing = try door.ask("GET", "/api/v1/nowhere")
    #expect(missing.status == 404)
    #expect(missing.contentType == "application/problem+json")
    #expect(
      missing.text
        == "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"there is nothing at this path; see GET /openapi.json\"}\n"
    )
    let wrong = try door.ask("PUT", "/api/v1/session")
    #expect(wrong.status == 405)
    #expect(wrong.header("Allow") == "DELETE, GET, POST")
    #expect(try door.ask("POST", "/healthz").status == 405)
    #expect(try door.ask("GET", "/api/v1/cert/verify/XXXX").text.contains("\"status\":\"unknown\""))
  }

  @Test func `a wrong password and an unknown account are told the same`() throws {
    let door = try Door()
    try door.give("li", password: Self.password)
    let wrong = try door.signIn("li", "not the password")
    #expect(wrong.status == 401)
    #expect(wrong.contentType == "application/problem+json")
    #expect(try door.signIn("nobody", Self.password).text == wrong.text)
    #expect(try door.signIn("root", "").text == wrong.text)
  }

  @Test func `after five wrong passwords there is a wait`() throws {
    let door = try Door()
    for _ in 0..<5 { #expect(try door.signIn("li", "wrong wrong wrong").status == 401) }
    let sixth = try door.signIn("li", Self.password)
    #expect(sixth.status == 429)
    #expect(sixth.header("Retry-After") == "1")
  }

  @Test func `one's own sheet is seen, another's is not, HR sees anyone's`() throws {
    let door = try Door()
    try scoreQuarter(door.root)
    let paths = ["sheet", "explain"]
    for path in paths {
      #expect(try door.ask("GET", "/api/v1/\(path)/E1/2026Q3").status == 401)
      #expect(try door.ask("GET", "/api/v1/\(path)/E1/2026Q3", token: "made-up").status == 401)
    }
    let own = try door.token(for: "li")
    // What is scored may still change; it is shown from the day on which HR publishes it.
    #expect(try door.ask("GET", "/api/v1/sheet/E1/2026Q3", token: own).status == 403)
    try publishQuarter(door.root)
    for path in paths {
      #expect(try door.ask("GET", "/api/v1/\(path)/E1/2026Q3", token: own).status == 200)
      #expect(try door.ask("GET", "/api/v1/\(path)/me/2026Q3", token: own).status == 200)
      let others = try door.ask("GET", "/api/v1/\(path)/E2/2026Q3", token: own)
      #expect(others.status == 403)
      #expect(others.contentType == "application/problem+json")
      // Whether somebody exists is not told either.
      #expect(try door.ask("GET", "/api/v1/\(path)/E7/2026Q3", token: own).status == 403)
    }
    let hr = try door.token(for: "hr")
    #expect(
      try door.ask("GET", "/api/v1/sheet/E2/2026Q3", token: hr).text.hasPrefix(
        "{\"staff\":\"E2\",\"name\":\"b\",\"quarter\":\"2026Q3\""))
    #expect(try door.ask("GET", "/api/v1/sheet/E7/2026Q3", token: hr).status == 404)
    #expect(try door.ask("GET", "/api/v1/sheet/E2/2026Q9", token: hr).status == 404)
    #expect(try door.ask("GET", "/api/v1/sheet/me/2026Q3", token: hr).status == 422)
  }

  @Test func `a sign-in is a cookie and a token, ends when it is closed, and everywhere when that is asked`()
    throws
  {
    let door = try Door()
    try door.give("li", password: Self.password)
    let signed = try door.signIn("li", Self.password)
    #expect(signed.status == 201)
    let cookie = try #require(signed.header("Set-Cookie"))
    #expect(cookie == "merit=token1; HttpOnly; SameSite=Strict; Path=/; Max-Age=28800")
    #expect(
      signed.text.hasPrefix("{\"token\":\"token1\",\"expires\":\"2026-09-21T22:13:20Z\",\"staff\":\"E1\""))
    #expect(try door.ask("GET", "/api/v1/session", token: "token1").status == 200)
    _ = try door.signIn("li", Self.password)
    #expect(try door.ask("DELETE", "/api/v1/session", token: "token1").status == 204)
    #expect(try door.ask("GET", "/api/v1/session", token: "token1").status == 401)
    #expect(try door.ask("GET", "/api/v1/session", token: "token2").status == 200)
    _ = try door.signIn("li", Self.password)
    #expect(try door.ask("DELETE", "/api/v1/session?everywhere=true", token: "token2").status == 204)
    #expect(try door.ask("GET", "/api/v1/session", token: "token3").status == 401)
    // Only hashes are kept.
    #expect(try door.space.database.integer("SELECT COUNT(*) FROM session WHERE hash LIKE 'token%'") == 0)
  }

  @Test func `a sign-in is over after eight hours`() throws {
    let door = try Door()
    let token = try door.token(for: "li")
    door.clock.now = Door.start.adding(seconds: 8 * 3_600 - 1)
    #expect(try door.ask("GET", "/api/v1/session", token: token).status == 200)
    door.clock.now = Door.start.adding(seconds: 8 * 3_600)
    #expect(try door.ask("GET", "/api/v1/session", token: token).status == 401)
  }

  @Test func `a change with a cookie needs the page's token, a reading does not`() throws {
    let door = try Door()
    let token = try door.token(for: "li")
    let cookie = "Cookie: merit=\(token)"
    #expect(try door.ask("GET", "/api/v1/session", headers: [cookie]).status == 200)
    let bare = try door.ask("DELETE", "/api/v1/session", headers: [cookie])
    #expect(bare.status == 403)
    #expect(bare.text.contains("\"code\":\"csrf\""))
    let csrf = String(SHA256.hex("csrf \(token)").prefix(32))
    #expect(
      try door.ask("DELETE", "/api/v1/session", headers: [cookie, "X-CSRF-Token: \(csrf)x"]).status == 403)
    #expect(
      try door.ask("DELETE", "/api/v1/session", headers: [cookie, "X-CSRF-Token: \(csrf)"]).status == 204)
  }

  @Test func `a token does what its scope says and no more`() throws {
    let door = try Door()
    let owner = try door.token(for: "hr")
    let made = try door.ask(
      "POST", "/api/v1/session/token", token: owner,
      body: "{\"name\":\"payroll\",\"scope\":\"sheet:read session:read\",\"days\":30}")
    #expect(made.status == 201)
    try scoreQuarter(door.root)
    #expect(try door.ask("GET", "/api/v1/sheet/E2/2026Q3", token: "token1").status == 200)
    let other = try door.ask("GET", "/api/v1/explain/E2/2026Q3", token: "token1")
    #expect(other.status == 403)
    #expect(other.text.contains("\"code\":\"scope\""))
    #expect(try door.ask("DELETE", "/api/v1/session", token: "token1").status == 403)
    for scope in ["", "all", "qa:delete", ":read", "qa:read:write"] {
      let answer = try door.ask(
        "POST", "/api/v1/session/token", token: owner,
        body: "{\"name\":\"x\",\"scope\":\"\(scope)\",\"days\":1}")
      #expect(answer.status == 422)
    }
  }

  @Test func `the same key does a write once, another write under it is refused`() throws {
    let door = try Door()
    let owner = try door.token(for: "root")
    func make(_ name: String, key: String) throws -> HTTPResponse {
      try door.ask(
        "POST", "/api/v1/account", token: owner, body: "{\"account\":\"\(name)\",\"roles\":[]}",
        headers: ["Idempotency-Key: \(key)"])
    }
    let first = try make("a", key: "k1")
    let again = try make("a", key: "k1")
    #expect(first.status == 201)
    #expect(again.status == 201)
    #expect(again.text == first.text)
    #expect(again.header("Idempotent-Replayed") == "true")
    #expect(try make("b", key: "k1").status == 422)
    // Without the key it is tried, and refused: there is such an account.
    #expect(try make("a", key: "k2").status == 422)
    #expect(try make("a", key: "k 3").status == 400)
    door.clock.now = Door.start.adding(seconds: 8 * 3_600 - 1)
    #expect(try make("a", key: "k1").text == first.text)
  }

  @Test func `a long write is claimed by its key, and one that is being done is not begun again`() throws {
    let door = try Door()
    let owner = try door.token(for: "hr")
    let table = "unit,name,kind\nT9,nine,team\n"
    func load() throws -> HTTPResponse {
      try door.ask(
        "POST", "/api/v1/org", token: owner, body: table, type: "text/csv",
        headers: ["Idempotency-Key: k"])
    }
    let first = try load()
    #expect(first.text.contains("\"new\":1"))
    #expect(try load().text == first.text)
    try door.space.database.execute("UPDATE answered_write SET status = 0")
    let pending = try load()
    #expect(pending.status == 409)
    #expect(pending.text.contains("\"code\":\"key-pending\""))
  }

  @Test func `an answer that holds a secret is not kept`() throws {
    let door = try Door()
    for (path, account, body) in [
      ("session/token", "hr", "{\"name\":\"x\",\"scope\":\"read\",\"days\":1}"),
      ("account/code", "examiner", "{\"staff\":\"E1\"}"),
    ] {
      let token = try door.token(for: account)
      let refused = try door.ask(
        "POST", "/api/v1/\(path)", token: token, body: body, headers: ["Idempotency-Key: k"])
      #expect(refused.status == 400)
      #expect(try door.ask("POST", "/api/v1/\(path)", token: token, body: body).status == 201)
    }
  }

  @Test(arguments: [
    ("{", 400), ("{\"name\":\"x\"}", 422), ("{\"name\":\"x\",\"scope\":\"read\",\"days\":0}", 422),
    ("{\"name\":\"x\",\"scope\":\"read\",\"days\":367}", 422),
    ("{\"name\":\"x\",\"scope\":\"read\",\"days\":1.5}", 422),
    ("{\"name\":\"x\",\"scope\":\"read\",\"days\":1,\"dayz\":1}", 422),
    ("{\"name\":\"x\",\"name\":\"y\",\"scope\":\"read\",\"days\":1}", 400),
    ("{\"name\":\"x\",\"scope\":\"read\",\"days\":1,}", 400), ("[]", 422),
    ("{\"name\":\"x\",\"scope\":\"read\",\"days\":366}", 201),
  ]) func `a body is held against the schema`(body: String, status: Int) throws {
    let door = try Door()
    let owner = try door.token(for: "hr")
    #expect(try door.ask("POST", "/api/v1/session/token", token: owner, body: body).status == status)
  }

  @Test func `another kind of body, a body where none is taken and an unknown parameter are refused`() throws
  {
    let door = try Door()
    let owner = try door.token(for: "hr")
    #expect(
      try door.ask("POST", "/api/v1/session/token", token: owner, body: "{}", type: "text/plain").status
        == 415)
    #expect(try door.ask("DELETE", "/api/v1/session", token: owner, body: "{}").status == 400)
    let unknown = try door.ask("DELETE", "/api/v1/session?everywere=true", token: owner)
    #expect(unknown.status == 422)
    #expect(unknown.text.contains("did you mean 'everywhere'?"))
    #expect(try door.ask("DELETE", "/api/v1/session?everywhere=yes", token: owner).status == 422)
  }

  @Test func `the description names every route`() throws {
    let door = try Door()
    let answer = try door.ask("GET", "/openapi.json")
    #expect(answer.text.hasPrefix("{\"openapi\":\"3.1.0\""))
    #expect(answer.text.contains("\"/api/v1/sheet/{staff}/{quarter}\""))
    #expect(answer.etag?.isEmpty == false)
  }
}
