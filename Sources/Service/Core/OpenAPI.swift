import Formats

/// The API's description (OpenAPI 3.1), made from the routes.
enum OpenAPI {
  static func document(_ routes: [Route], version: String) -> JSON {
    var named: [String: JSONSchema] = [:]
    Problem.schema.gather(into: &named)
    var paths: [(String, [(String, JSON)])] = []
    for route in routes {
      if case .json(let schema) = route.body { schema.gather(into: &named) }
      if case .json(let schema) = route.answer { schema.gather(into: &named) }
      let path = "/api/v1" + plain(route.path)
      if let place = paths.firstIndex(where: { $0.0 == path }) {
        paths[place].1.append((route.method.lowercased(), operation(route)))
      } else {
        paths.append((path, [(route.method.lowercased(), operation(route))]))
      }
    }
    return .object([
      ("openapi", .string("3.1.0")),
      (
        "info",
        .object([
          ("title", .string("Merit")), ("version", .string(version)),
          (
            "description",
            .string(
              "Training, exams, call quality, satisfaction, and the pay that follows. Sign in with POST /api/v1/session; send the token as Authorization: Bearer."
            )
          ),
        ])
      ),
      ("servers", .array([.object([("url", .string("/"))])])),
      ("paths", .object(paths.map { ($0.0, .object($0.1)) })),
      (
        "components",
        .object([
          (
            "schemas",
            .object(named.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) })
          ),
          (
            "securitySchemes",
            .object([
              ("token", .object([("type", .string("http")), ("scheme", .string("bearer"))])),
              (
                "cookie",
                .object([
                  ("type", .string("apiKey")), ("in", .string("cookie")), ("name", .string("merit")),
                ])
              ),
            ])
          ),
        ])
      ),
    ])
  }

  /// The path without the kinds of its parameters.
  private static func plain(_ path: String) -> String {
    PathPattern(path).segments.map { segment in
      if case .literal(let text) = segment { "/\(text)" } else { "/{\(segment.schema?.name ?? "")}" }
    }.joined()
  }

  private static func operation(_ route: Route) -> JSON {
    var members: [(String, JSON)] = [
      ("operationId", .string(route.name)), ("tags", .array([.string(route.noun)])),
      ("summary", .string(route.summary)), ("description", .string("For \(route.access.words).")),
      ("parameters", .array(parameters(route))),
    ]
    switch route.body {
    case .none: break
    case .json(let schema): members.append(("requestBody", content(["application/json"], schema.json)))
    case .file(let types): members.append(("requestBody", content(types, bytes)))
    }
    members.append(("responses", responses(route)))
    members.append(
      (
        "security",
        .array(
          route.access == .everybody
            ? [] : [.object([("token", .array([]))]), .object([("cookie", .array([]))])])
      ))
    return .object(members)
  }

  private static let bytes = JSON.object([("type", .string("string")), ("format", .string("binary"))])

  private static func content(_ types: [String], _ schema: JSON) -> JSON {
    .object([
      ("required", .bool(true)),
      (
        "content",
        .object(
          types.map { ($0, .object([("schema", schema)])) })
      ),
    ])
  }

  private static func parameters(_ route: Route) -> [JSON] {
    let inPath = PathPattern(route.path).segments.compactMap(\.schema).map { name, schema in
      JSON.object([
        ("name", .string(name)), ("in", .string("path")), ("required", .bool(true)), ("schema", schema.json),
      ])
    }
    let inQuery = route.query.map { parameter in
      JSON.object([
        ("name", .string(parameter.name)), ("in", .string("query")),
        ("required", .bool(parameter.isRequired)),
        ("description", .string(parameter.note)), ("schema", parameter.schema.json),
      ])
    }
    guard route.changes, route.keepsAnswer else { return inPath + inQuery }
    return inPath + inQuery + [
      .object([
        ("name", .string("Idempotency-Key")), ("in", .string("header")), ("required", .bool(false)),
        (
          "description",
          .string("the same key within a day gets the first answer again, and nothing is done twice")
        ),
        ("schema", .object([("type", .string("string")), ("pattern", .string("^[A-Za-z0-9._-]{1,64}$"))])),
      ])
    ]
  }

  private static func responses(_ route: Route) -> JSON {
    let success: JSON =
      switch route.answer {
      case .nothing: .object([("description", .string("done"))])
      case .json(let schema):
        .object([
          ("description", .string("done")),
          ("content", .object([("application/json", .object([("schema", schema.json)]))])),
        ])
      case .file(let types):
        .object([
          ("description", .string("the file")),
          ("content", .object(types.map { ($0, .object([])) })),
        ])
      }
    let problem = JSON.object([
      ("description", .string("why not")),
      (
        "content",
        .object([("application/problem+json", .object([("schema", Problem.schema.json)]))])
      ),
    ])
    return .object([("\(route.status)", success), ("default", problem)])
  }
}
