import Formats
import HTTP
import Synchronization
import Testing

/// The API's own description, by which requests are made up and against which answers are held.
struct Description: Sendable {
  struct Parameter: Sendable {
    let name: String
    let isInPath: Bool
    let isRequired: Bool
    let schema: JSON5Node
  }

  struct Operation: Sendable {
    let method: String
    /// Such as `/api/v1/exam/{exam}`.
    let path: String
    let noun: String
    let parameters: [Parameter]
    /// What a body may be: each type with its schema, where it has one.
    let bodies: [(type: String, schema: JSON5Node?)]
    fileprivate let responses: JSON5Node
  }

  let operations: [Operation]
  private let schemas: JSON5Node

  /// It is the same of every endpoint, and read once.
  private static let known = Mutex<Description?>(nil)

  static func read(through door: Door) throws -> Description {
    if let known = known.withLock(\.self) { return known }
    let read = try Description(door)
    known.withLock { $0 = read }
    return read
  }

  private init(_ door: Door) throws {
    let root = try StrictJSON.parse(try door.ask("GET", "/openapi.json").body)
    schemas = try #require(root["components"]?["schemas"])
    operations = try #require(root["paths"]).members.flatMap { path in
      path.value.members.map { method in
        Operation(
          method: method.key.uppercased(), path: path.key, noun: method.value["tags"]?.items[0].text ?? "",
          parameters: (method.value["parameters"]?.items ?? []).compactMap(Self.parameter),
          bodies: (method.value["requestBody"]?["content"]?.members ?? []).map {
            ($0.key, $0.value["schema"])
          }, responses: method.value["responses"] ?? method.value)
      }
    }
  }

  private static func parameter(_ node: JSON5Node) -> Parameter? {
    guard let name = node["name"]?.text, let place = node["in"]?.text, place != "header",
      let schema = node["schema"]
    else { return nil }
    return Parameter(
      name: name, isInPath: place == "path", isRequired: node["required"]?.flag ?? false, schema: schema)
  }

  // MARK: Answers

  /// Where an answer is not as the operation's description says.
  func faults(of response: HTTPResponse, to operation: Operation) -> [String] {
    guard response.status < 500 else { return ["status \(response.status)"] }
    guard let described = operation.responses["\(response.status)"] ?? operation.responses["default"] else {
      return ["status \(response.status) is not described"]
    }
    let type = String(response.contentType.prefix { $0 != ";" })
    guard let content = described["content"] else {
      return response.body.isEmpty ? [] : ["a body is not described"]
    }
    guard let kind = content[type] else { return ["'\(type)' is not described"] }
    guard let schema = kind["schema"] else { return [] }
    guard let body = try? StrictJSON.parse(response.body) else { return ["the body is not JSON"] }
    return faults(in: body, schema, "")
  }

  private func faults(in node: JSON5Node, _ schema: JSON5Node, _ path: String) -> [String] {
    if let name = schema["$ref"]?.text?.split(separator: "/").last, let known = schemas[String(name)] {
      return faults(in: node, known, path)
    }
    if let any = schema["anyOf"]?.items {
      let all = any.map { faults(in: node, $0, path) }
      return all.contains { $0.isEmpty } ? [] : all.min { $0.count < $1.count } ?? []
    }
    guard let type = schema["type"]?.text else { return [] }
    switch (type, node.kind) {
    case ("null", .null), ("boolean", .bool), ("number", .number): return []
    case ("integer", .number(let text)):
      return Int(text) == nil && UInt64(text) == nil ? ["\(path): \(text) is not whole"] : []
    case ("string", .string(let text)):
      if let names = schema["enum"]?.items, !names.contains(where: { $0.text == text }) {
        return ["\(path): '\(text)' is not among the names"]
      }
      return []
    case ("array", .array(let nodes)):
      guard let item = schema["items"] else { return [] }
      return nodes.enumerated().flatMap { faults(in: $1, item, "\(path)/\($0)") }
    case ("object", .object(let members)): return faults(of: members, schema, path)
    default: return ["\(path): not of the type \(type)"]
    }
  }

  private func faults(of members: [JSON5Node.Member], _ schema: JSON5Node, _ path: String) -> [String] {
    var faults = (schema["required"]?.items ?? []).compactMap(\.text).filter { name in
      !members.contains { $0.key == name }
    }.map { "\(path)/\($0) is missing" }
    let further = schema["additionalProperties"]
    for member in members {
      if let own = schema["properties"]?[member.key] {
        faults += self.faults(in: member.value, own, "\(path)/\(member.key)")
      } else if let further, further.flag == nil {
        faults += self.faults(in: member.value, further, "\(path)/\(member.key)")
      } else {
        faults.append("\(path)/\(member.key) is not described")
      }
    }
    return faults
  }
}

extension JSON5Node {
  subscript(_ name: String) -> JSON5Node? { members.first { $0.key == name }?.value }

  var members: [Member] { if case .object(let members) = kind { members } else { [] } }
  var items: [JSON5Node] { if case .array(let nodes) = kind { nodes } else { [] } }
  var text: String? { if case .string(let text) = kind { text } else { nil } }
  var flag: Bool? { if case .bool(let flag) = kind { flag } else { nil } }
  var number: Int? { if case .number(let text) = kind { Int(text) } else { nil } }
}

extension Door {
  /// Asks, and holds the answer against the description of the operation.
  func told(
    _ method: String, _ path: String, as template: String? = nil, token: String, body: String = "",
    type: String = "application/json", place: SourceLocation = #_sourceLocation
  ) throws -> HTTPResponse {
    let response = try ask(method, "/api/v1" + path, token: token, body: body, type: type)
    let plain = "/api/v1" + (template ?? String(path.prefix { $0 != "?" }))
    let description = try Description.read(through: self)
    let operation = try #require(
      description.operations.first { $0.method == method && $0.path == plain }, "\(method) \(plain)",
      sourceLocation: place)
    #expect(
      description.faults(of: response, to: operation) == [], "\(method) \(path)", sourceLocation: place)
    return response
  }
}

extension HTTPResponse {
  /// The body as JSON.
  var json: JSON5Node {
    get throws { try StrictJSON.parse(body) }
  }
}
