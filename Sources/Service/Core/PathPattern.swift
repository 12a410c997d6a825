import Formats
import Workspace

/// A path with parameters in it, such as `/exam/{exam}/sitting/{sitting:number}`.
struct PathPattern: Sendable {
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

    /// Whether a request's segment fits.
    func takes(_ text: String) -> Bool {
      switch self {
      case .literal(let wanted): wanted == text
      case .text: text.utf8.count <= 128 || text.unicodeScalars.count <= 128
      case .number: Int(text).map { $0 > 0 && $0 <= Int(Int32.max) } ?? false
      case .quarter: Quarter(text) != nil
      case .day: CalendarDay(text) != nil
      }
    }

    /// The parameter's name; `nil` of a literal.
    var name: String? {
      switch self {
      case .literal: nil
      case .text(let name), .number(let name), .quarter(let name), .day(let name): name
      }
    }
  }

  let segments: [Segment]

  init(_ path: String) { segments = path.split(separator: "/").map { Segment($0) } }

  /// How many segments are no parameters: of two patterns that fit, the one with more is meant.
  var literals: Int { segments.count { $0.name == nil } }

  func fits(_ texts: [String]) -> Bool {
    guard texts.count == segments.count else { return false }
    // The last segment tells most paths apart.
    for place in segments.indices.reversed() where !segments[place].takes(texts[place]) { return false }
    return true
  }

  /// What the parameters are in a path that fits.
  func parameters(_ texts: [String]) -> [String: String] {
    var found: [String: String] = [:]
    for (segment, text) in zip(segments, texts) {
      if let name = segment.name { found[name] = text }
    }
    return found
  }
}
