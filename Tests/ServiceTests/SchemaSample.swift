import Formats
import Service

/// Values that a schema admits, for requests whose content does not matter.
enum SchemaSample {
  /// The smallest value, with what is required and nothing more.
  static func value(of schema: JSONSchema) -> JSON {
    switch schema {
    case .any, .null: .null
    case .boolean: .bool(true)
    case .number: .number("1")
    case .integer(let range): .int(range?.lowerBound ?? 1)
    case .string(let shape, let length):
      switch shape {
      case .free: .string(String(repeating: "x", count: max(1, length.lowerBound)))
      case .day: .string("2026-07-01")
      case .time: .string("2026-07-01T00:00:00Z")
      case .quarter: .string("2026Q3")
      case .decimal: .string("1.5")
      }
    case .choice(let names): .string(names.first ?? "")
    case .array(let item, _): .array([value(of: item)])
    case .map(let item): .object([("x", value(of: item))])
    case .object(let members):
      .object(members.filter(\.isRequired).map { ($0.name, value(of: $0.schema)) })
    case .either(let schemas): schemas.first.map { value(of: $0) } ?? .null
    case .named(_, let schema): value(of: schema())
    }
  }

  /// A path with what is known in its parameters' places.
  static func path(of route: Route, _ known: [String: String]) -> String {
    let segments = route.path.split(separator: "/").map { segment -> String in
      guard segment.hasPrefix("{") else { return String(segment) }
      let sides = segment.dropFirst().dropLast().split(separator: ":")
      let fallback =
        switch sides.count > 1 ? sides[1] : "" {
        case "number": "1"
        case "quarter": "2026Q3"
        case "day": "2026-07-01"
        default: "x"
        }
      return known[String(sides[0])] ?? fallback
    }
    let query = route.query.filter(\.isRequired).map { parameter in
      let text: String =
        switch value(of: parameter.schema) {
        case .string(let text): text
        case .int(let number): "\(number)"
        case .bool(let flag): "\(flag)"
        default: "1"
        }
      return "\(parameter.name)=\(text)"
    }
    return "/api/v1/" + segments.joined(separator: "/")
      + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
  }

  /// A body that the route takes, and its type.
  static func body(of route: Route) -> (text: String, type: String) {
    switch route.body {
    case .none: ("", "application/json")
    case .json(let schema): (value(of: schema).text, "application/json")
    case .file(let types): ("x\n", types.first ?? "text/csv")
    }
  }
}
