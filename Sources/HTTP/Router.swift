/// What a handler does with a request.
package enum HTTPAnswer {
  case now(HTTPResponse)
  /// Work that takes long is done beside the loop; its outcome comes back to `then` on the loop.
  case afterWork(@Sendable () -> Bool, then: (Bool) -> HTTPResponse)
}

/// Finds the handler of a request by method and path; a segment `{name}` takes anything.
package struct Router {
  package typealias Handler = (HTTPRequest, [String: String]) -> HTTPAnswer

  private var routes: [(method: String, pattern: [String], handler: Handler)] = []
  private let notFound: (HTTPRequest) -> HTTPResponse
  private let wrongMethod: (HTTPRequest, [String]) -> HTTPResponse

  package init(
    notFound: @escaping (HTTPRequest) -> HTTPResponse,
    wrongMethod: @escaping (HTTPRequest, [String]) -> HTTPResponse
  ) {
    self.notFound = notFound
    self.wrongMethod = wrongMethod
  }

  /// Adds a route, such as `GET`, `/sheets/{staff}/{quarter}`.
  package mutating func add(_ method: String, _ path: String, _ handler: @escaping Handler) {
    routes.append((method, path.split(separator: "/").map(String.init), handler))
  }

  package func answer(_ request: HTTPRequest) -> HTTPAnswer {
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
