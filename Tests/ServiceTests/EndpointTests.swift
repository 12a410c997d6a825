import Competitions
import Formats
import Glibc
import HTTP
import SQLite
import Service
import Testing
import Workforce
import Workspace

private let now = Instant(seconds: 1_790_000_000)

/// An endpoint over a workspace with two people who have accounts, and one of HR.
private final class Door {
  let space: Workspace
  let endpoint: Endpoint
  private var tokens = 0

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"), migrations: House.migrations)
    try AccountDesk.appoint("root", in: space, at: now)
    let occasion = Occasion(space, actor: try AccountDesk.actor(named: "root", in: space), now: now)
    func table(_ text: String, _ shape: TableShape) throws -> TableReader {
      try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
    }
    _ = try SchemeDesk(occasion, kinds: House.schemeKinds).load(House.defaults())
    let desk = WorkforceDesk(occasion)
    _ = try desk.importOrganisation(
      table("unit,name,kind\nT1,t,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table(
        "id,name,post,team,joined,base\nE1,a,hotline-agent,T1,2024-01-01,3000\nE2,b,hotline-agent,T1,2024-01-01,3000\n",
        Person.shape),
      options: IntakeOptions())
    for (name, roles, staff) in [("li", [Role.staff], "E1"), ("hr", [.hr], nil)]
      as [(String, [Role], String?)]
    {
      try AccountDesk(occasion).add(name, roles: roles, staff: staff)
      try AccountDesk(occasion).setPassword(
        "a long password", of: name, random: [UInt8](repeating: 1, count: 16))
    }
    nonisolated(unsafe) var made = 0
    endpoint = try Endpoint(space, clock: { now }) {
      made += 1
      return "token\(made)"
    }
  }

  func ask(_ method: String, _ path: String, token: String? = nil, body: String = "") throws -> HTTPResponse {
    var text =
      "\(method) \(path) HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\n"
    if let token { text += "Authorization: Bearer \(token)\r\n" }
    let (request, _) = try #require(try RequestParser.parse(Array((text + "\r\n" + body).utf8)[...]))
    guard case .now(let response) = endpoint.handler(request) else {
      throw Refusal(.unavailable, "an answer at once was expected", "")
    }
    return response
  }

  func signIn(_ account: String, _ password: String = "a long password") throws -> HTTPResponse {
    try ask("POST", "/api/v1/session", body: "{\"account\":\"\(account)\",\"password\":\"\(password)\"}")
  }
}

@Suite struct EndpointTests {
  private func text(_ response: HTTPResponse) -> String { String(decoding: response.body, as: UTF8.self) }

  @Test func `anybody sees a contest's public board, without names, and an unknown one is not there`() throws
  {
    let door = try Door()
    let occasion = Occasion(
      door.space, actor: Actor(account: "x", roles: [.administrator]), now: now)
    let desk = CompetitionDesk(occasion)
    let contest = try desk.contest("service-star")
    func mark(_ rows: String) throws {
      _ = try desk.importMarks(
        TableReader(
          bytes: Array("stage,entrant,judge,mark\n\(rows)".utf8), named: "m.csv", shape: JudgeMark.shape),
        contest: contest, options: IntakeOptions())
    }
    try mark("written,E1,J1,81.5\n")
    let page = try door.ask("GET", "/contests/service-star")
    #expect(page.status == 200)
    #expect(page.contentType == "text/html; charset=utf-8")
    let text = String(decoding: page.body, as: UTF8.self)
    #expect(text.contains("<td>E1</td><td class=\"number\">81.50</td>"))
    #expect(text.contains("http-equiv=\"refresh\""))
    #expect(try door.ask("GET", "/contests/nobody").status == 404)
    #expect(try door.ask("POST", "/contests/service-star").status == 405)
  }

  @Test func `healthz answers, and what is not there is a problem`() throws {
    let door = try Door()
    #expect(text(try door.ask("GET", "/healthz")) == "{\"status\":\"ok\"}\n")
    let missing = try door.ask("GET", "/nowhere")
    #expect(missing.status == 404)
    #expect(missing.contentType == "application/problem+json")
    #expect(
      text(missing)
        == "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,\"detail\":\"there is nothing at this path\"}\n"
    )
    #expect(try door.ask("POST", "/healthz").status == 405)
    #expect(try door.ask("GET", "/api/v1/certificates/XXXX").status == 404)
  }

  @Test func `a wrong password and an unknown account are told the same`() throws {
    let door = try Door()
    let wrong = try door.signIn("li", "not the password")
    #expect(wrong.status == 401)
    #expect(wrong.contentType == "application/problem+json")
    #expect(text(try door.signIn("nobody")) == text(wrong))
    #expect(text(try door.signIn("root", "")) == text(wrong))
  }

  @Test func `after five wrong passwords there is a wait`() throws {
    let door = try Door()
    for _ in 0..<5 { #expect(try door.signIn("li", "wrong wrong wrong").status == 401) }
    let sixth = try door.signIn("li")
    #expect(sixth.status == 429)
    #expect(sixth.headers.contains { $0.name == "Retry-After" && $0.value == "1" })
  }

  @Test func `one's own sheet is seen, another's is not, HR sees anyone's`() throws {
    let door = try Door()
    let occasion = Occasion(door.space, actor: try AccountDesk.actor(named: "root", in: door.space), now: now)
    try scoreQuarter(occasion)
    for path in ["sheets", "explanations"] {
      #expect(try door.ask("GET", "/api/v1/\(path)/E1/2026Q3").status == 401)
      #expect(try door.ask("GET", "/api/v1/\(path)/E1/2026Q3", token: "made-up").status == 401)
    }
    let signed = try door.signIn("li")
    #expect(signed.status == 201)
    #expect(
      signed.headers.contains { $0.name == "Set-Cookie" && $0.value.contains("HttpOnly; SameSite=Strict") })
    // What is scored may still change; it is shown from the day on which HR publishes it.
    #expect(try door.ask("GET", "/api/v1/sheets/E1/2026Q3", token: "token1").status == 403)
    try publishQuarter(occasion)
    for path in ["sheets", "explanations"] {
      #expect(try door.ask("GET", "/api/v1/\(path)/E1/2026Q3", token: "token1").status == 200)
      let others = try door.ask("GET", "/api/v1/\(path)/E2/2026Q3", token: "token1")
      #expect(others.status == 403)
      #expect(others.contentType == "application/problem+json")
      // Whether somebody exists is not told either.
      #expect(try door.ask("GET", "/api/v1/\(path)/E7/2026Q3", token: "token1").status == 403)
    }
    _ = try door.signIn("hr")
    #expect(
      text(try door.ask("GET", "/api/v1/sheets/E2/2026Q3", token: "token2")).hasPrefix(
        "{\"staff\":\"E2\",\"name\":\"b\",\"quarter\":\"2026Q3\""))
    #expect(try door.ask("GET", "/api/v1/sheets/E7/2026Q3", token: "token2").status == 404)
    #expect(try door.ask("GET", "/api/v1/sheets/E2/2026Q9", token: "token2").status == 422)
    #expect(try door.ask("DELETE", "/api/v1/session", token: "token1").status == 204)
    #expect(try door.ask("GET", "/api/v1/sheets/E1/2026Q3", token: "token1").status == 401)
    #expect(
      try door.space.database.integer("SELECT COUNT(*) FROM session WHERE hash IN ('token1', 'token2')") == 0)
  }
}
