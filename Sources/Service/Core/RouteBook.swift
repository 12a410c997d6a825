import Formats
import Workspace

/// All routes, found by method and path.
struct RouteBook: Sendable {
  /// A segment of a route's path.
  enum Segment: Hashable, Sendable {
    case literal(String)
    case text(String)
    case number(String)
    case quarter(String)
    case day(String)

    /// Reads `exam`, `{exam}` or `{sitting:number}`.
    init(_ text: Substring) {
      guard text.hasPrefix("{") else {
        self = .literal(String(text))
        return
      }
      let sides = text.dropFirst().dropLast().split(separator: ":")
      let name = String(sides[0])
      switch sides.count > 1 ? sides[1] : "" {
      case "number": self = .number(name)
      case "quarter": self = .quarter(name)
      case "day": self = .day(name)
      default: self = .text(name)
      }
    }

    var schema: (name: String, schema: JSONSchema)? {
      switch self {
      case .literal: nil
      case .text(let name): (name, .name)
      case .number(let name): (name, .integer(1...Int(Int32.max)))
      case .quarter(let name): (name, .quarter)
      case .day(let name): (name, .day)
      }
    }

    /// Whether a request's segment fits; what a parameter takes goes into `found`.
    func takes(_ text: String, into found: inout [String: String]) -> Bool {
      switch self {
      case .literal(let wanted): return wanted == text
      case .text(let name):
        guard text.unicodeScalars.count <= 128 else { return false }
        found[name] = text
      case .number(let name):
        guard let number = Int(text), number > 0, number <= Int(Int32.max) else { return false }
        found[name] = text
      case .quarter(let name):
        guard Quarter(text) != nil else { return false }
        found[name] = text
      case .day(let name):
        guard CalendarDay(text) != nil else { return false }
        found[name] = text
      }
      return true
    }
  }

  private struct Entry: Sendable {
    let route: Route
    let segments: [Segment]
  }

  enum Finding {
    case route(Route, [String: String])
    case wrongMethod(allowed: [String])
    case nothing
  }

  let routes: [Route]
  /// By the number of segments and the first of them.
  private let entries: [String: [Entry]]

  init(_ routes: [Route]) {
    self.routes = routes
    var entries: [String: [Entry]] = [:]
    for route in routes {
      let segments = Self.segments(of: route.path)
      // A literal is looked at before a parameter in the same place.
      entries[Self.key(of: route.path.split(separator: "/").map(String.init)), default: []].append(
        Entry(route: route, segments: segments))
    }
    self.entries = entries.mapValues { list in
      list.enumerated().sorted { a, b in
        let (left, right) = (Self.literals(a.element.segments), Self.literals(b.element.segments))
        return left == right ? a.offset < b.offset : left > right
      }.map(\.element)
    }
  }

  static func segments(of path: String) -> [Segment] { path.split(separator: "/").map { Segment($0) } }

  private static func literals(_ segments: [Segment]) -> Int {
    segments.count { if case .literal = $0 { true } else { false } }
  }

  private static func key(of segments: [String]) -> String { "\(segments.count) \(segments.first ?? "")" }

  /// The route for a request whose path, after `/api/v1`, has these segments.
  func find(_ method: String, _ segments: [String]) -> Finding {
    var allowed: [String] = []
    for entry in entries[Self.key(of: segments)] ?? [] {
      var found: [String: String] = [:]
      guard zip(entry.segments, segments).allSatisfy({ $0.takes($1, into: &found) }) else { continue }
      if entry.route.method == method || (method == "HEAD" && entry.route.method == "GET") {
        return .route(entry.route, found)
      }
      allowed.append(entry.route.method)
    }
    return allowed.isEmpty ? .nothing : .wrongMethod(allowed: Array(Set(allowed)).sorted())
  }
}
