import Formats
import HTTP
import Service
import Testing

extension Door {
  /// An answer that has the status wanted and is as its route says.
  ///
  /// - Parameters:
  ///   - path: after `/api/v1`.
  ///   - account: who asks; `nil` for a visitor.
  @discardableResult
  func hold(
    _ method: String, _ path: String, as account: String? = "root", body: String = "",
    type: String = "application/json", status: Int? = nil, language: String = "en",
    at location: SourceLocation = #_sourceLocation
  ) throws -> String {
    let route = try #require(
      Self.route(method, path, in: endpoint.routes), "\(method) \(path)", sourceLocation: location)
    let response = try ask(
      method, "/api/v1" + path, token: try account.map { try token(for: $0) }, body: body, type: type,
      headers: ["Accept-Language: \(language)"])
    #expect(
      response.status == status ?? route.status, "\(method) \(path): \(response.text)",
      sourceLocation: location)
    guard response.status < 300, case .json(let schema) = route.answer else { return response.text }
    #expect(
      schema.faults(in: try StrictJSON.parse(response.body)) == [], "\(method) \(path)",
      sourceLocation: location)
    return response.text
  }

  /// A member of an answer's top, as text.
  static func member(_ name: String, of text: String) throws -> String? {
    guard case .object(let members) = try StrictJSON.parse(Array(text.utf8)).kind,
      let found = members.first(where: { $0.key == name })?.value
    else { return nil }
    switch found.kind {
    case .string(let text), .number(let text): return text
    case .bool(let flag): return "\(flag)"
    default: return nil
    }
  }

  private static func route(_ method: String, _ path: String, in routes: [Route]) -> Route? {
    let wanted = path.prefix { $0 != "?" }.split(separator: "/")
    func literals(_ route: Route) -> Int { route.path.split(separator: "/").count { !$0.hasPrefix("{") } }
    return routes.filter { route in
      let own = route.path.split(separator: "/")
      return route.method == method && own.count == wanted.count
        && zip(own, wanted).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
    }.max { literals($0) < literals($1) }
  }
}
