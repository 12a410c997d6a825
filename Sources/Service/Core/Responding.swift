import Formats
import HTTP
import SQLite
import Workforce
import Workspace

/// Runs a route's work and words its outcome.
enum Responding {
  /// The answer of a route to a call on the connection where its work is done.
  ///
  /// - Parameters:
  ///   - key: the request's `Idempotency-Key`.
  ///   - digest: of the request, which a key must not be used for another of.
  static func response(to call: Call, by route: Route, key: String?, digest: [UInt8]) throws -> HTTPResponse {
    guard let key, route.changes, call.signIn != nil else { return try run(call, route) }
    let occasion = try call.occasion
    let records = IdempotencyRecords(occasion)
    // In the writer's group the work and its answer are one; elsewhere the key is claimed before the work begins.
    if occasion.database.isInTransaction {
      return try occasion.whole {
        if let before = try records.answered(key) { return again(before, digest, key) }
        let response = try run(call, route)
        if isKept(response) { try records.keep(answered(response, digest), name: key) }
        return response
      }
    }
    if let before = try records.claim(key, digest: digest) { return again(before, digest, key) }
    let response = try run(call, route)
    if isKept(response) {
      try records.keep(answered(response, digest), name: key)
    } else {
      try records.letGo(key)
    }
    return response
  }

  /// Whether the same request again would get the same answer, so that it need not be tried again.
  private static func isKept(_ response: HTTPResponse) -> Bool {
    response.status < 500 && response.status != 429
  }

  private static func answered(_ response: HTTPResponse, _ digest: [UInt8]) -> IdempotencyRecords.Answered {
    .init(digest: digest, status: response.status, type: response.contentType, body: response.body)
  }

  /// What is answered to a request whose key was used before.
  private static func again(_ before: IdempotencyRecords.Answered, _ digest: [UInt8], _ key: String)
    -> HTTPResponse
  {
    guard before.digest == digest else {
      return Problem.response(
        422, "the Idempotency-Key '\(key)' was used for another request; take a new one", code: "key-reused")
    }
    guard before.status != IdempotencyRecords.pending else {
      return Problem.response(
        409,
        "the request with the Idempotency-Key '\(key)' is still being done, or was cut off; look what it did",
        code: "key-pending", headers: [("Retry-After", "1")])
    }
    return HTTPResponse(
      before.status, contentType: before.type, headers: [("Idempotent-Replayed", "true")], body: before.body)
  }

  /// The answer, a refusal being one too: only what is nobody's refusal is thrown on.
  private static func run(_ call: Call, _ route: Route) throws -> HTTPResponse {
    do { return response(of: try route.run(call), route, signIn: call.signIn) } catch let wait as Throttled {
      return Problem.response(
        429, "too many wrong attempts; try again in \(wait.seconds) seconds",
        headers: [("Retry-After", "\(wait.seconds)")])
    } catch is WrongPassword {
      return Problem.response(401, "account or password is wrong")
    } catch let refusal as CodedRefusal {
      return Problem.response(refusal.status, refusal.refusal.withoutCommands, code: refusal.code)
    } catch {
      return Problem.response(for: error, at: try call.occasion.workspace.path)
    }
  }

  private static func response(of reply: Reply, _ route: Route, signIn: SignIn?) -> HTTPResponse {
    var response: HTTPResponse
    switch reply.content {
    case .nothing: response = HTTPResponse(reply.status ?? 204)
    case .json(let json):
      var body: [UInt8] = []
      json.write(to: &body)
      body.append(0x0a)
      response = HTTPResponse(reply.status ?? route.status, body: body)
      if !route.isWrite { response.etag = etag(body) }
    case .file(let bytes, let type, let name):
      response = HTTPResponse(reply.status ?? route.status, contentType: type, body: bytes)
      response.etag = route.isWrite ? nil : etag(bytes)
      if let name {
        response.headers.append(("Content-Disposition", "attachment; filename=\"\(plain(name))\""))
      }
    }
    response.headers += reply.headers
    // What may be kept is asked after each time: it is personal.
    if !route.isWrite { response.headers.append(("Cache-Control", "private, no-cache")) }
    return response
  }

  /// A file's name without what could end its quotation marks.
  private static func plain(_ name: String) -> String {
    String(
      name.unicodeScalars.filter { $0.isASCII && $0.value >= 0x20 && $0 != "\"" && $0 != "\\" }.map(
        Character.init))
  }

  static func etag(_ body: [UInt8]) -> String {
    String(SipHash(key: 0x4d65_7269_7431).hash(body), radix: 16)
  }
}

/// A refusal with a status and a reason that programs can tell from others.
struct CodedRefusal: Error {
  let status: Int
  let code: String
  let refusal: Refusal
}
