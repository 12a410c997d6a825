import Formats
import HTTP
import Workspace

/// Reads what a request says for a route: its query and its body, held against the route's schemas.
enum RequestReading {
  /// Why a request cannot be taken.
  struct Objection: Error {
    let status: Int
    let detail: String
    var faults: [String] = []

    var response: HTTPResponse {
      Problem.response(
        status, detail, errors: faults.map { Fault(file: "", line: 0, column: 0, message: $0) })
    }
  }

  // MARK: The query

  static func queries(_ query: String, for route: Route) throws(Objection) -> [String: String] {
    var found: [String: String] = [:]
    var faults: [String] = []
    let pairs: [(name: String, value: String)]
    do { pairs = try Self.pairs(query) } catch {
      throw Objection(status: 400, detail: "the query is not well written: '\(error.text)'")
    }
    for (name, value) in pairs where faults.count < 20 {
      guard let parameter = route.query.first(where: { $0.name == name }) else {
        let hint = nearest(to: name, among: route.query.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
        faults.append("query parameter '\(name)' is not known here\(hint)")
        continue
      }
      if found[name] != nil { faults.append("query parameter '\(name)' stands twice") }
      faults += parameter.schema.faults(
        in: node(value, for: parameter.schema), path: "query parameter '\(name)'")
      found[name] = value
    }
    for parameter in route.query where parameter.isRequired && found[parameter.name] == nil {
      faults.append("query parameter '\(parameter.name)' is missing: \(parameter.note)")
    }
    guard faults.isEmpty else {
      throw Objection(status: 422, detail: faults[0], faults: faults)
    }
    return found
  }

  /// A query's text as the value that a schema speaks of.
  private static func node(_ text: String, for schema: JSONSchema) -> JSON5Node {
    let kind: JSON5Node.Kind =
      switch schema {
      case .boolean where text == "true" || text == "false": .bool(text == "true")
      case .integer, .number: Int(text) == nil && ExactDecimal(text) == nil ? .string(text) : .number(text)
      default: .string(text)
      }
    return JSON5Node(kind: kind, position: Position(line: 1, column: 1))
  }

  /// A part of a query or a form that is not well written.
  struct Unreadable: Error { let text: String }

  /// The names and values of a query or a form, in their order.
  static func pairs(_ text: String) throws(Unreadable) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    for pair in text.utf8.split(separator: UInt8(ascii: "&")) {
      let sides = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = decoded(sides[0]), let value = sides.count > 1 ? decoded(sides[1]) : "" else {
        throw Unreadable(text: String(Substring(pair)))
      }
      pairs.append((name, value))
    }
    return pairs
  }

  /// A part of a form or a query, `+` for a blank; `nil` where it is no text.
  static func decoded(_ text: Substring.UTF8View) -> String? {
    if !text.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "%") }) {
      return String(Substring(text))
    }
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "+") {
        bytes.append(0x20)
      } else if byte == UInt8(ascii: "%") {
        guard rest.count >= 2,
          let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), value != 0
        else { return nil }
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }

  // MARK: The body

  /// The type of a body without its parameters, in lower case.
  static func mediaType(_ request: HTTPRequest) -> String {
    let header = request.header("content-type") ?? ""
    if header == "application/json" { return header }
    return String(header.prefix { $0 != ";" }).trimmed.lowercased()
  }

  static func body(_ request: HTTPRequest, for route: Route) throws(Objection) -> JSON5Node? {
    switch route.body {
    case .none:
      guard request.body.isEmpty else {
        throw Objection(status: 400, detail: "this request takes no body")
      }
      return nil
    case .file(let types):
      guard types.contains(mediaType(request)) else {
        throw Objection(status: 415, detail: "send one of \(types.joined(separator: ", "))")
      }
      return nil
    case .json(let schema):
      guard mediaType(request) == "application/json" else {
        throw Objection(status: 415, detail: "send application/json")
      }
      let node: JSON5Node
      do { node = try StrictJSON.parse(request.body) } catch let faults {
        throw Objection(
          status: 400, detail: "the body is not JSON: \(faults.list.first?.message ?? "")")
      }
      let faults = schema.faults(in: node)
      guard faults.isEmpty else {
        throw Objection(status: 422, detail: faults[0], faults: faults)
      }
      return node
    }
  }
}
