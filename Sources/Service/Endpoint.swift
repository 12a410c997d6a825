import Certification
import Competitions
import Formats
import HTTP
import Performance
import SQLite
import Workforce
import Workspace

/// The routes of the HTTP endpoint over the same desks that the command line calls.
package final class Endpoint {
  private let workspace: Workspace
  private let clock: () -> Instant
  private let random: () -> String
  private let throttle = SignInThrottle()
  /// The last page of each contest and language, with the workspace's revision that it was made at.
  private var boards: [String: (revision: Int, page: [UInt8])] = [:]
  /// Checked against where an account is unknown, so that the answer takes as long.
  private let decoy: String

  /// - Parameter random: makes session tokens.
  package init(_ workspace: Workspace, clock: @escaping () -> Instant, random: @escaping () -> String) throws
  {
    self.workspace = workspace
    self.clock = clock
    self.random = random
    decoy = try Password.decoy()
  }

  private var router: Router {
    var router = Router(
      notFound: { _ in Problem.response(404, "Not Found", "there is nothing at this path") },
      wrongMethod: { _, allowed in
        Problem.response(
          405, "Method Not Allowed", "use \(allowed.joined(separator: " or "))",
          headers: [("Allow", allowed.joined(separator: ", "))])
      })
    router.add("GET", "/healthz") { _, _ in .now(Self.json(.object([("status", .string("ok"))]))) }
    router.add("POST", "/api/v1/session") { [self] request, _ in signIn(request) }
    router.add("DELETE", "/api/v1/session") { [self] request, _ in .now(answer { try signOut(request) }) }
    router.add("GET", "/api/v1/sheets/{staff}/{quarter}") { [self] request, parameters in
      .now(answer { try sheet(request, parameters) })
    }
    router.add("GET", "/api/v1/explanations/{staff}/{quarter}") { [self] request, parameters in
      .now(answer { try explanation(request, parameters) })
    }
    router.add("GET", "/api/v1/certificates/{code}") { [self] _, parameters in
      .now(answer { try certificate(parameters["code"] ?? "") })
    }
    router.add("GET", "/contests/{id}") { [self] request, parameters in
      .now(answer { try board(parameters["id"] ?? "", request) })
    }
    return router
  }

  /// What serves a request; made once, as it finds the routes.
  package var handler: (HTTPRequest) -> HTTPAnswer {
    let router = router
    return { router.answer($0) }
  }

  /// The answer to a request that the parser refused.
  package static func rejected(_ rejection: RequestParser.Rejection) -> HTTPResponse {
    Problem.response(rejection.status, HTTPResponse.reasons[rejection.status] ?? "Refused", rejection.detail)
  }

  private static func json(_ value: JSON, status: Int = 200, headers: [(name: String, value: String)] = [])
    -> HTTPResponse
  {
    HTTPResponse(status, headers: headers, body: Array((value.text + "\n").utf8))
  }

  private func answer(_ body: () throws -> HTTPResponse) -> HTTPResponse {
    do { return try body() } catch let error as SQLiteError {
      return Problem.response(for: Workspace.refusal(for: error, at: workspace.path))
    } catch { return Problem.response(for: error) }
  }

  // MARK: Sign-in

  private func signIn(_ request: HTTPRequest) -> HTTPAnswer {
    guard request.header("content-type")?.lowercased().hasPrefix("application/json") ?? false else {
      return .now(Problem.response(415, "Unsupported Media Type", "send application/json"))
    }
    guard let (account, password) = Self.credentials(request.body) else {
      return .now(Problem.response(422, "Unprocessable Content", "send {\"account\": …, \"password\": …}"))
    }
    // Behind a proxy every peer is this machine: counting it would let one stranger lock out everybody.
    let names = ["account \(account)"] + (request.peer.hasPrefix("127.") ? [] : ["address \(request.peer)"])
    let wait = throttle.wait(names, at: clock())
    if wait > 0 {
      return .now(
        Problem.response(
          429, "Too Many Requests", "too many wrong passwords; try again in \(wait) seconds",
          headers: [("Retry-After", "\(wait)")]))
    }
    let stored: String
    do { stored = try AccountDesk.passwordHash(of: account, in: workspace.database) ?? decoy } catch {
      return .now(Problem.response(for: error))
    }
    // Counted before the work, so that guesses sent all at once count too.
    throttle.attempted(names, at: clock())
    guard Password.matches(password, hash: stored), stored != decoy else {
      return .now(Problem.response(401, "Unauthorized", "account or password is wrong"))
    }
    throttle.succeeded("account \(account)")
    return .now(answer { try opened(account) })
  }

  private static func credentials(_ body: [UInt8]) -> (account: String, password: String)? {
    guard let node = try? JSON5Parser.parse(body, named: "body"), case .object(let members) = node.kind else {
      return nil
    }
    func text(_ key: String) -> String? {
      guard let member = members.first(where: { $0.key == key }), case .string(let text) = member.value.kind
      else { return nil }
      return text
    }
    guard let account = text("account"), let password = text("password"), password.utf8.count <= 1_024 else {
      return nil
    }
    return (account, password)
  }

  private func opened(_ account: String) throws -> HTTPResponse {
    let token = random()
    let actor = try AccountDesk.actor(named: account, in: workspace)
    let expires = try SessionRecords(Occasion(workspace, actor: actor, now: clock())).open(token: token)
    let body = JSON.object([
      ("token", .string(token)), ("expires", .string(expires.description)), ("staff", .optional(actor.staff)),
      ("roles", .array(actor.roles.map(\.rawValue).sorted().map(JSON.string))),
    ])
    let cookie = "merit=\(token); HttpOnly; SameSite=Strict; Path=/; Max-Age=\(SessionRecords.lifetime)"
    return Self.json(body, status: 201, headers: [("Set-Cookie", cookie)])
  }

  private func signOut(_ request: HTTPRequest) throws -> HTTPResponse {
    guard let (occasion, token) = try signedIn(request) else { return Problem.unauthenticated }
    try SessionRecords(occasion).close(token: token)
    return HTTPResponse(
      204, headers: [("Set-Cookie", "merit=; HttpOnly; SameSite=Strict; Path=/; Max-Age=0")])
  }

  /// Who is signed in, by bearer token or cookie.
  private func signedIn(_ request: HTTPRequest) throws -> (occasion: Occasion, token: String)? {
    let header = request.header("authorization") ?? ""
    let bearer = header.lowercased().hasPrefix("bearer ") ? String(header.dropFirst(7)) : nil
    guard let token = bearer ?? request.cookie("merit"),
      let account = try SessionRecords.account(token: token, at: clock(), in: workspace)
    else { return nil }
    let actor = try AccountDesk.actor(named: account, in: workspace)
    return (Occasion(workspace, actor: actor, now: clock()), token)
  }

  // MARK: What people read

  private func sheet(_ request: HTTPRequest, _ parameters: [String: String]) throws -> HTTPResponse {
    guard let (occasion, _) = try signedIn(request) else { return Problem.unauthenticated }
    let (staff, quarter) = try Self.subject(parameters)
    let (person, _, result) = try PayDesk(occasion).result(of: staff, in: quarter)
    return Self.json(result.json(person: person, quarter: quarter))
  }

  private func explanation(_ request: HTTPRequest, _ parameters: [String: String]) throws -> HTTPResponse {
    guard let (occasion, _) = try signedIn(request) else { return Problem.unauthenticated }
    let (staff, quarter) = try Self.subject(parameters)
    let isChinese = request.header("accept-language")?.lowercased().hasPrefix("zh") ?? false
    return Self.json(try ExplainDesk(occasion).explain(staff, in: quarter).json(chinese: isChinese))
  }

  private static func subject(_ parameters: [String: String]) throws -> (String, Quarter) {
    let text = parameters["quarter"] ?? ""
    guard let quarter = Quarter(text) else { throw Refusal.badQuarter(text) }
    return (parameters["staff"] ?? "", quarter)
  }

  private func certificate(_ code: String) throws -> HTTPResponse {
    let found = try Verification(of: code, in: workspace)
    let today = workspace.zone.day(of: clock())
    return Self.json(found.json(on: today), status: found.held == nil ? 404 : 200)
  }

  /// The public board of a contest, drawn anew every few seconds until it is final.
  private func board(_ id: String, _ request: HTTPRequest) throws -> HTTPResponse {
    let visitor = Occasion(workspace, actor: Actor(account: "visitor", roles: []), now: clock())
    let desk = CompetitionDesk(visitor)
    let contest = try desk.contest(id)
    let isChinese = request.header("accept-language")?.lowercased().hasPrefix("zh") ?? false
    let name = "\(id) \(isChinese)"
    let revision = try workspace.revision()
    // Many look at a board between two marks; it is made once for all of them.
    if boards[name]?.revision != revision {
      let page = BoardPage(contest, try desk.board(contest, isJury: false), isChinese: isChinese)
      boards[name] = (revision, Array(page.html.utf8))
    }
    return HTTPResponse(200, contentType: "text/html; charset=utf-8", body: boards[name]?.page ?? [])
  }
}

/// Finds the handler of a request by method and path; a segment `{name}` takes anything.
private struct Router {
  typealias Handler = (HTTPRequest, [String: String]) -> HTTPAnswer

  private var routes: [(method: String, pattern: [String], handler: Handler)] = []
  private let notFound: (HTTPRequest) -> HTTPResponse
  private let wrongMethod: (HTTPRequest, [String]) -> HTTPResponse

  init(
    notFound: @escaping (HTTPRequest) -> HTTPResponse,
    wrongMethod: @escaping (HTTPRequest, [String]) -> HTTPResponse
  ) {
    self.notFound = notFound
    self.wrongMethod = wrongMethod
  }

  mutating func add(_ method: String, _ path: String, _ handler: @escaping Handler) {
    routes.append((method, path.split(separator: "/").map(String.init), handler))
  }

  func answer(_ request: HTTPRequest) -> HTTPAnswer {
    var allowed: [String] = []
    for route in routes {
      guard let parameters = Self.match(route.pattern, request.segments) else { continue }
      if route.method == request.method || (request.method == "HEAD" && route.method == "GET") {
        return route.handler(request, parameters)
      }
      allowed.append(route.method)
    }
    return .now(allowed.isEmpty ? notFound(request) : wrongMethod(request, allowed))
  }

  private static func match(_ pattern: [String], _ segments: [String]) -> [String: String]? {
    guard pattern.count == segments.count else { return nil }
    var parameters: [String: String] = [:]
    for (wanted, given) in zip(pattern, segments) {
      if wanted.hasPrefix("{") {
        parameters[String(wanted.dropFirst().dropLast())] = given
      } else if wanted != given {
        return nil
      }
    }
    return parameters
  }
}
