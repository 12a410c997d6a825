import Formats
import HTTP
import Testing

/// Requests made up from the description: each parameter in turn takes every value that is tried of its kind.
@Suite struct DescribedWalkTests {
  private struct Request {
    let path: String
    let body: String
    let type: String
  }

  @Test(arguments: [
    "qa", "quarter", "pay", "sheet", "explain", "promotion", "honour", "improve", "report", "kpi", "survey",
    "complaint",
  ])
  func `whatever the description allows is answered as it says, and never with a fault of ours`(noun: String)
    throws
  {
    let door = try Door()
    try scoreQuarter(door.root)
    let description = try Description.read(through: door)
    let operations = description.operations.filter { $0.noun == noun }
    #expect(!operations.isEmpty)
    for account in ["root", "li"] {
      let token = try door.token(for: account)
      for operation in operations {
        for request in Self.requests(operation) {
          let response = try door.ask(
            operation.method, request.path, token: token, body: request.body, type: request.type)
          let faults = description.faults(of: response, to: operation)
          #expect(faults == [], "\(account): \(operation.method) \(request.path) \(request.body)")
        }
      }
    }
  }

  // MARK: Making requests up

  private static func requests(_ operation: Description.Operation) -> [Request] {
    let required = operation.parameters.filter { $0.isInPath || $0.isRequired }
    let optional = operation.parameters.filter { !$0.isInPath && !$0.isRequired }
    let usual = Dictionary(uniqueKeysWithValues: required.map { ($0.name, values($0)[0]) })
    var choices = [usual]
    for parameter in required {
      for value in values(parameter).dropFirst() {
        choices.append(usual.merging([parameter.name: value]) { $1 })
      }
    }
    for parameter in optional {
      for value in values(parameter) { choices.append(usual.merging([parameter.name: value]) { $1 }) }
    }
    let paths = choices.map { path(operation, $0) }
    var bodies: [(String, String)] = [("", "application/json")]
    if let body = operation.bodies.first {
      bodies =
        body.schema.map { schema in texts(of: schema).map { ($0, body.type) } }
        ?? ["id\n", "id,name\n1,2\n", "\"", "编号,姓名\r\nE1,x\r\n"].map { ($0, body.type) }
    }
    return paths.map { Request(path: $0, body: bodies[0].0, type: bodies[0].1) }
      + bodies.dropFirst().map { Request(path: paths[0], body: $0.0, type: $0.1) }
  }

  private static func path(_ operation: Description.Operation, _ values: [String: String]) -> String {
    var path = operation.path
    var query: [String] = []
    for parameter in operation.parameters {
      guard let value = values[parameter.name].map(encoded) else { continue }
      if parameter.isInPath {
        path = path.replacing("{\(parameter.name)}", with: value)
      } else {
        query.append("\(parameter.name)=\(value)")
      }
    }
    return query.isEmpty ? path : path + "?" + query.joined(separator: "&")
  }

  private static func encoded(_ text: String) -> String {
    let plain = Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
    return text.utf8.map { plain.contains($0) ? String(UnicodeScalar($0)) : "%" + hex($0) }.joined()
  }

  private static func hex(_ byte: UInt8) -> String {
    let digits = String(byte, radix: 16, uppercase: true)
    return digits.utf8.count == 1 ? "0" + digits : digits
  }

  private static func values(_ parameter: Description.Parameter) -> [String] {
    texts(of: parameter.schema).map { text in
      text.hasPrefix("\"") ? (try? StrictJSON.parse(Array(text.utf8)).text) ?? text : text
    }.filter { text in
      // A path with such characters, or without a segment, does not come as far as a route.
      !parameter.isInPath || !text.isEmpty && text.unicodeScalars.allSatisfy { $0.value > 0x20 || $0 == " " }
    }
  }

  /// Values of a schema as JSON, the usual one first.
  private static func texts(of schema: JSON5Node) -> [String] {
    if let any = schema["anyOf"]?.items { return any.flatMap(texts) }
    if let names = schema["enum"]?.items { return names.compactMap(\.text).map { "\"\($0)\"" } }
    switch schema["type"]?.text {
    case "null": return ["null"]
    case "boolean": return ["true", "false"]
    case "integer":
      let least = schema["minimum"]?.number ?? -1
      let most = schema["maximum"]?.number ?? Int.max
      return ["\(least)", "\(most)", "\(least).0"]
    case "number": return ["1", "0.5", "-1e3"]
    case "array":
      let items = schema["items"].map(texts) ?? []
      return ["[]", "[\(items[0])]", "[\(items.joined(separator: ","))]"]
    case "object": return objects(schema)
    default: return strings(schema)
    }
  }

  private static func strings(_ schema: JSON5Node) -> [String] {
    if schema["format"]?.text == "date" { return ["\"2026-08-01\"", "\"0001-01-01\"", "\"9999-12-31\""] }
    let pattern = schema["pattern"]?.text ?? ""
    if pattern.contains("Q[1-4]") { return ["2026Q3", "0001Q1", "9999Q4", "2026Q2"].map { "\"\($0)\"" } }
    if pattern.hasPrefix("^-?[0-9]") {
      let longest = schema["maxLength"]?.number ?? 24
      return ["1.50", "0", "-1", "0.000001", String(repeating: "9", count: min(longest, 15))].map {
        "\"\($0)\""
      }
    }
    let least = schema["minLength"]?.number ?? 0
    let most = schema["maxLength"]?.number ?? 128
    let odd = [
      "E1", "T1", "I1", "nobody", "hotline-call", "' OR 1=1 --", "李\\u0301\\ud83d\\ude00", " ", "\\t\\u001f",
    ]
    return
      (odd + [String(repeating: "x", count: max(1, min(most, 300)))] + (least == 0 ? [""] : []))
      .map { "\"\($0)\"" }
  }

  /// Objects with all members at their usual, without those that may be left out, and with each value of each member.
  private static func objects(_ schema: JSON5Node) -> [String] {
    if let values = schema["additionalProperties"], values.flag == nil {
      let own = texts(of: values)
      return ["{}"] + own.map { "{\"greeting\":\($0),\"x\":\(own[0])}" }
    }
    let required = Set((schema["required"]?.items ?? []).compactMap(\.text))
    let members = (schema["properties"]?.members ?? []).map { (name: $0.key, values: texts(of: $0.value)) }
    func text(_ own: [(name: String, value: String)]) -> String {
      "{" + own.map { "\"\($0.name)\":\($0.value)" }.joined(separator: ",") + "}"
    }
    var objects = [
      text(members.filter { required.contains($0.name) }.map { ($0.name, $0.values[0]) }),
      text(members.map { ($0.name, $0.values[0]) }),
    ]
    for (place, member) in members.enumerated() {
      for value in member.values.dropFirst() {
        objects.append(
          text(
            members.enumerated().filter { required.contains($1.name) || $0 == place }.map {
              ($1.name, $0 == place ? value : $1.values[0])
            }))
      }
    }
    return objects
  }
}
