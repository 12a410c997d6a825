/// All routes, found by method and path.
struct RouteBook: Sendable {
  private struct Entry: Sendable {
    let route: Route
    let pattern: PathPattern
  }

  private struct Key: Hashable {
    let first: String
    let count: Int
  }

  enum Finding {
    case route(Route, [String: String])
    case wrongMethod(allowed: [String])
    case nothing
  }

  let routes: [Route]
  private let entries: [Key: [Entry]]

  init(_ routes: [Route]) {
    self.routes = routes
    var entries: [Key: [Entry]] = [:]
    for route in routes {
      let pattern = PathPattern(route.path)
      guard case .literal(let first)? = pattern.segments.first else { continue }
      entries[Key(first: first, count: pattern.segments.count), default: []].append(
        Entry(route: route, pattern: pattern))
    }
    self.entries = entries.mapValues { list in
      list.enumerated().sorted { a, b in
        let (left, right) = (a.element.pattern.literals, b.element.pattern.literals)
        return left == right ? a.offset < b.offset : left > right
      }.map(\.element)
    }
  }

  /// The route for a request whose path, after `/api/v1`, has these segments.
  func find(_ method: String, _ segments: [String]) -> Finding {
    var allowed: [String] = []
    for entry in entries[Key(first: segments.first ?? "", count: segments.count)] ?? []
    where entry.pattern.fits(segments) {
      if entry.route.method == method || (method == "HEAD" && entry.route.method == "GET") {
        return .route(entry.route, entry.pattern.parameters(segments))
      }
      allowed.append(entry.route.method)
    }
    return allowed.isEmpty ? .nothing : .wrongMethod(allowed: Array(Set(allowed)).sorted())
  }
}
