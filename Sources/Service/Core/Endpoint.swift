import Formats
import HTTP
import SQLite
import Workforce
import Workspace

/// The HTTP endpoint over the same desks that the command line calls: the API, the pages, and what watches over both.
///
/// What is asked on the loop reads on the loop's own connection; everything else goes to the writer or to a clerk.
package final class Endpoint {
  /// How the endpoint stands in the network.
  package struct Options: Sendable {
    /// Whether browsers come over TLS that a proxy ends.
    package var isBehindTLS = false

    package init() {}
  }

  private let counter: Counter
  var workspace: Workspace { counter.workspace }
  let clock: @Sendable () -> Instant
  let front: FrontDesk
  let book: RouteBook
  let writer: Writer
  let clerks: Clerks
  let boards: Boards
  let pages: PageBook
  let doorkeeper: Doorkeeper
  private let description: HTTPResponse
  /// Numbers of the server for `/metrics`, and whether it is stopping; known once it serves.
  var watch: (metrics: () -> String, isStopping: () -> Bool) = ({ "" }, { false })

  /// - Parameters:
  ///   - path: of the workspace.
  ///   - random: makes session tokens.
  package init(
    path: String, options: Options = Options(), clock: @escaping @Sendable () -> Instant,
    random: @escaping @Sendable () -> String
  ) throws {
    let written = try Workspace.open(at: path, migrations: House.migrations, patience: 2_000)
    counter = Counter(try Workspace.open(at: path, migrations: House.migrations, readOnly: true))
    self.clock = clock
    front = try FrontDesk(isBehindTLS: options.isBehindTLS, random: random)
    writer = Writer(written)
    clerks = Clerks(path: path)
    boards = Boards()
    book = RouteBook(Route.all(front))
    pages = PageBook(PageRoute.all(front))
    doorkeeper = Doorkeeper(workspace: counter.workspace)
    let text = OpenAPI.document(book.routes, version: House.version).text
    description = HTTPResponse(
      200, headers: [("Cache-Control", "no-cache")], body: Array((text + "\n").utf8),
      etag: Responding.etag(Array(text.utf8)))
  }

  /// Every route of the API: the table of who may do what.
  package var routes: [Route] { book.routes }

  /// Lets what is under way end.
  package func stop() {
    clerks.stop()
    writer.stop()
  }

  /// The answer to a request that the parser refused.
  package static func rejected(_ rejection: RequestParser.Rejection) -> HTTPResponse {
    Problem.response(
      rejection.status, rejection.detail, headers: rejection.status == 503 ? [("Retry-After", "2")] : [])
  }

  package func answer(_ request: HTTPRequest) -> HTTPAnswer {
    do {
      switch request.segments.first {
      case "api": return try api(request)
      case "healthz", "readyz", "metrics", "openapi.json":
        if request.segments.count == 1 { return .now(watched(request)) }
      case "contests":
        if request.segments.count >= 2 { return try board(request) }
      default: break
      }
      return try page(request)
    } catch { return .now(Problem.response(for: error, at: workspace.path)) }
  }

  // MARK: What watches over it

  private func watched(_ request: HTTPRequest) -> HTTPResponse {
    guard ["GET", "HEAD"].contains(request.method) else {
      return Problem.response(405, "use GET", headers: [("Allow", "GET, HEAD")])
    }
    switch request.segments.first {
    case "openapi.json": return description
    case "metrics":
      // Behind a proxy strangers have an address of their own; only this machine may watch.
      guard request.peer.hasPrefix("127.") || request.peer == "::1" || request.peer.isEmpty else {
        return Problem.response(403, "the metrics are for this machine alone")
      }
      return HTTPResponse(
        200, contentType: "text/plain; version=0.0.4", body: Array((watch.metrics() + writer.prometheus).utf8)
      )
    case "readyz":
      let isReady = !watch.isStopping() && (try? workspace.revision()) != nil
      return HTTPResponse(isReady ? 200 : 503, body: Array("{\"ready\":\(isReady)}\n".utf8))
    default: return HTTPResponse(200, body: Array("{\"status\":\"ok\"}\n".utf8))
    }
  }

  // MARK: The API

  private func api(_ request: HTTPRequest) throws -> HTTPAnswer {
    guard request.segments.count > 2, request.segments[1] == "v1" else {
      return .now(Problem.response(404, "there is nothing at this path; see GET /openapi.json"))
    }
    switch book.find(request.method, Array(request.segments.dropFirst(2))) {
    case .nothing: return .now(Problem.response(404, "there is nothing at this path; see GET /openapi.json"))
    case .wrongMethod(let allowed):
      return .now(
        Problem.response(
          405, "use \(allowed.joined(separator: " or "))",
          headers: [("Allow", allowed.joined(separator: ", "))]))
    case .route(let route, let path): return try answer(request, by: route, path)
    }
  }

  private func answer(_ request: HTTPRequest, by route: Route, _ path: [String: String]) throws -> HTTPAnswer
  {
    let now = clock()
    var signIn: SignIn?
    switch try doorkeeper.look(request, at: now) {
    case .refused: return .now(Problem.notSignedIn)
    case .visitor: break
    case .known(let found, let token, let isCookie):
      if isCookie, route.isWrite, !Doorkeeper.isOurs(request.header("x-csrf-token"), token: token) {
        return .now(
          Problem.response(403, "a change with a cookie needs the X-CSRF-Token of the page", code: "csrf"))
      }
      signIn = found
    }
    if let objection = route.access.objection(
      to: signIn, noun: route.noun, isWrite: route.changes, path: path)
    {
      return .now(Self.refused(objection, signIn, route))
    }
    let key = request.header("idempotency-key")
    if let key, key.isEmpty || key.utf8.count > 64 || !isPlainName(key) {
      return .now(Problem.response(400, "an Idempotency-Key has 1 to 64 letters, digits, '.', '_' or '-'"))
    }
    if key != nil, route.changes, !route.keepsAnswer {
      return .now(
        Problem.response(
          400, "the answer of '\(route.name)' is a secret and is not kept; send no Idempotency-Key"))
    }
    let call: Call
    do {
      call = Call(
        signIn: signIn, now: now, isChinese: Self.isChinese(request), path: path,
        queries: try RequestReading.queries(request.query, for: route),
        body: try RequestReading.body(request, for: route),
        file: Self.takesFile(route) ? request.body : [], peer: request.peer, token: Self.token(request),
        isSecure: request.isSecure)
    } catch { return .now(error.response) }
    return perform(route.mode, account: signIn?.actor.account) { [clock] counter in
      // A long body is digested here, not on the loop.
      let digest = key == nil ? [] : SHA256.hash("\(request.method) \(request.target) ".utf8 + request.body)
      // The clock is read again where the work is done: a request may have waited.
      return try Responding.response(to: call.at(counter, now: clock()), by: route, key: key, digest: digest)
    }
  }

  private static func takesFile(_ route: Route) -> Bool { if case .file = route.body { true } else { false } }

  /// As a reader chose on a page, else as their browser says.
  static func isChinese(_ request: HTTPRequest) -> Bool {
    if let chosen = request.cookie("lang") { return chosen == "zh-Hans" }
    return request.header("accept-language")?.lowercased().hasPrefix("zh") ?? false
  }

  private static func token(_ request: HTTPRequest) -> String? {
    request.header("authorization").map { String($0.dropFirst(7)) } ?? request.cookie("merit")
  }

  private static func refused(_ objection: Access.Objection, _ signIn: SignIn?, _ route: Route)
    -> HTTPResponse
  {
    let who = signIn?.actor.account ?? ""
    return switch objection {
    case .notSignedIn: Problem.notSignedIn
    case .outOfScope: Problem.response(403, "this token was not given for '\(route.name)'", code: "scope")
    case .lacksRole:
      Problem.response(403, "account '\(who)' may not use '\(route.name)': it is for \(route.access.words)")
    }
  }

  /// Has work done where its mode says, and answers when it is done.
  func perform(
    _ mode: Route.Mode, account: String?, _ work: @escaping @Sendable (Counter) throws -> HTTPResponse
  ) -> HTTPAnswer {
    let path = workspace.path
    let answered: @Sendable (Counter) -> HTTPResponse = { counter in
      var response: HTTPResponse
      do { response = try work(counter) } catch { response = Problem.response(for: error, at: path) }
      response.account = account
      return response
    }
    if mode == .quickRead { return .now(answered(counter)) }
    return .later { [writer, clerks] reply in
      let isTaken =
        switch mode {
        case .quickRead, .read: clerks.submit(.read, answered, reply: reply)
        case .write: writer.submit(.init(work: answered, reply: reply))
        case .longWrite: clerks.submit(.longWrite, answered, reply: reply)
        case .hashing: clerks.submit(.hashing, answered, reply: reply)
        }
      if !isTaken {
        reply.send(
          Problem.response(
            503, "too many wait for this already; try again in a moment", headers: [("Retry-After", "2")]))
      }
    }
  }
}
