import Dispatch
import Formats
import Foundation
import HTTP
import Service
import Synchronization
import Testing
import Workforce
import Workspace

/// An endpoint over a workspace of its own with two people who have accounts, and an account for each role.
///
/// The accounts are named after their roles; `li` is E1's, `wang` E2's, `root` administers. Passwords are hashed by
/// whoever signs in through the door; `token(for:)` signs in without one.
final class Door {
  static let start = Instant(seconds: 1_790_000_000)

  let space: Workspace
  let endpoint: Endpoint
  private let path: String
  private let made = Made()

  private final class Made: Sendable { let count = Mutex(0) }

  /// What the endpoint's clock says; tests may move it.
  let clock = Clock()

  final class Clock: Sendable {
    private let moment = Mutex(Door.start)
    var now: Instant {
      get { moment.withLock { $0 } }
      set { moment.withLock { $0 = newValue } }
    }
  }

  init() throws {
    path = "/tmp/merit-door-\(UInt64.random(in: 0 ... .max)).db"
    space = try Workspace.create(
      at: path, zone: Zone(named: "Asia/Shanghai"), migrations: House.migrations)
    try AccountDesk.appoint("root", in: space, at: Self.start)
    endpoint = try Endpoint(path: path, clock: { [clock] in clock.now }) { [made] in
      "token\(made.count.withLock { $0 += 1; return $0 })"
    }
    _ = try SchemeDesk(root, kinds: House.schemeKinds).load(House.defaults())
    let desk = WorkforceDesk(root)
    _ = try desk.importOrganisation(
      table("unit,name,kind\nT1,t,team\nT2,u,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table(
        """
        id,name,post,team,joined,base
        E1,a,hotline-agent,T1,2024-01-01,3000
        E2,b,hotline-agent,T2,2024-01-01,3000

        """, Person.shape), options: IntakeOptions())
    for (name, roles, staff) in [("li", [Role.staff], "E1"), ("wang", [.staff], "E2")]
      as [(String, [Role], String?)]
    { try AccountDesk(root).add(name, roles: roles, staff: staff) }
    for role in Role.allCases { try AccountDesk(root).add(role.rawValue, roles: [role], staff: nil) }
  }

  deinit {
    endpoint.stop()
    for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) }
  }

  /// The administrator's occasion on a connection of the test's own.
  var root: Occasion {
    Occasion(space, actor: Actor(account: "root", roles: [.administrator]), now: clock.now)
  }

  func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  /// Signs an account in without its password.
  func token(for account: String, kind: SignIn.Kind = .password, scope: Scope = .everything) throws -> String
  {
    let actor = try AccountDesk.actor(named: account, in: space)
    let token = "\(account)-\(UInt32.random(in: 0 ... .max))"
    _ = try SessionRecords(Occasion(space, actor: actor, now: clock.now)).open(
      token: token, kind: kind, scope: scope)
    return token
  }

  /// Sets a password as an administrator does.
  func give(_ account: String, password: String) throws {
    try AccountDesk(root).setPassword(password, of: account, random: [UInt8](repeating: 1, count: 16))
  }

  /// The answer to a request, when it is there.
  func ask(
    _ method: String, _ path: String, token: String? = nil, body: String = "",
    type: String = "application/json", headers: [String] = []
  ) throws -> HTTPResponse {
    var text = "\(method) \(path) HTTP/1.1\r\nHost: h\r\n"
    if !body.isEmpty || method != "GET" { text += "Content-Length: \(body.utf8.count)\r\n" }
    if !body.isEmpty { text += "Content-Type: \(type)\r\n" }
    if let token { text += "Authorization: Bearer \(token)\r\n" }
    for header in headers { text += header + "\r\n" }
    let (request, _) = try #require(try RequestParser.parse(Array((text + "\r\n" + body).utf8)[...]))
    switch endpoint.answer(request) {
    case .now(let response): return response
    case .events(_, let first, let headers):
      return HTTPResponse(200, contentType: "text/event-stream", headers: headers, body: first)
    case .later(let begin):
      let answered = DispatchSemaphore(value: 0)
      let answer = Mutex<HTTPResponse?>(nil)
      let box = Box(answer)
      begin(
        HTTPReply { response in
          box.value.withLock { $0 = response }
          answered.signal()
        })
      answered.wait()
      return try #require(box.value.withLock { $0 })
    }
  }

  private final class Box: Sendable {
    let value: Mutex<HTTPResponse?>
    init(_ value: consuming sending Mutex<HTTPResponse?>) { self.value = value }
  }

  func signIn(_ account: String, _ password: String) throws -> HTTPResponse {
    try ask("POST", "/api/v1/session", body: "{\"account\":\"\(account)\",\"password\":\"\(password)\"}")
  }
}

extension HTTPResponse {
  var text: String { String(decoding: body, as: UTF8.self) }

  func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}
