import Formats
import HTTP
import Service
import Testing
import Workforce
import Workspace

/// Walks every route of the API as everybody.
@Suite struct RoleWalkTests {
  /// Another person's ids, and things that are not there.
  private static let another = ["staff": "E2", "person": "E2", "account": "wang"]
  /// What tests sign in with must not be ended on the way.
  private static let ending: Set<String> = ["session.close", "session.end"]

  private func ask(_ door: Door, _ route: Route, token: String?) throws -> HTTPResponse {
    let (text, type) = SchemaSample.body(of: route)
    return try door.ask(
      route.method, SchemaSample.path(of: route, Self.another), token: token, body: text, type: type)
  }

  private func isRefused(_ response: HTTPResponse) -> Bool {
    response.status == 401 || response.status == 403
  }

  @Test func `a visitor is told to sign in wherever that is needed`() throws {
    let door = try Door()
    for route in door.endpoint.routes where route.access != .everybody {
      #expect(try ask(door, route, token: nil).status == 401, "\(route.name)")
      #expect(try ask(door, route, token: "made up").status == 401, "\(route.name)")
    }
  }

  @Test func `each role passes where the table lets it pass, and nowhere else`() throws {
    let door = try Door()
    // The quarter is over, so that none of its operations is refused because it runs.
    door.clock.now = Door.start.adding(seconds: 60 * 86_400)
    for role in Role.allCases {
      for route in door.endpoint.routes where !Self.ending.contains(route.name) {
        guard case .roles(let roles) = route.access else { continue }
        // Signed in for each: an operation may have changed a password on the way.
        let token = try door.token(for: role.rawValue)
        let response = try ask(door, route, token: token)
        let isMeant = role == .administrator || roles.contains(role)
        #expect(response.status < 500, "\(route.name) as \(role): \(response.text)")
        if isMeant {
          // What the walk itself has just published may be objected to for some days before it is closed.
          if route.name == "quarter.close", response.text.contains("may object") { continue }
          #expect(!isRefused(response), "\(route.name) as \(role): \(response.text)")
        } else {
          #expect(response.status == 403, "\(route.name) as \(role): \(response.text)")
        }
      }
    }
  }

  @Test func `another's record is refused to whoever has none of the roles`() throws {
    let door = try Door()
    for route in door.endpoint.routes {
      guard case .ownOr = route.access, route.path.contains("{staff}") || route.path.contains("{account}")
      else { continue }
      let response = try ask(door, route, token: try door.token(for: "li"))
      #expect(response.status == 403, "\(route.name): \(response.text)")
    }
  }

  @Test func `one's own record is not refused`() throws {
    let door = try Door()
    for route in door.endpoint.routes {
      guard case .ownOr = route.access, route.path.contains("{staff}") else { continue }
      let (text, type) = SchemaSample.body(of: route)
      let response = try door.ask(
        route.method, SchemaSample.path(of: route, ["staff": "E1"]), token: try door.token(for: "li"),
        body: text, type: type)
      #expect(response.status != 401 && response.status < 500, "\(route.name): \(response.text)")
    }
  }

  @Test func `a token for reading changes nothing, and one for another noun sees nothing`() throws {
    let door = try Door()
    let reader = try door.token(for: "root", kind: .token, scope: Scope("read") ?? .everything)
    let other = try door.token(for: "root", kind: .token, scope: Scope("nothing:write") ?? .everything)
    for route in door.endpoint.routes where route.access != .everybody {
      if route.changes {
        #expect(try ask(door, route, token: reader).status == 403, "\(route.name)")
      }
      #expect(try ask(door, route, token: other).status == 403, "\(route.name)")
    }
  }

  @Test func `a one-time code opens its exam and nothing else`() throws {
    let door = try Door()
    let code = try door.token(for: "li", scope: .sitting(exam: "august"))
    for route in door.endpoint.routes where route.access != .everybody {
      #expect(try ask(door, route, token: code).status == 403, "\(route.name)")
    }
  }

  @Test func `no two routes share a name, or a method and path`() throws {
    let door = try Door()
    let names = door.endpoint.routes.map(\.name)
    #expect(Set(names).count == names.count)
    let places = door.endpoint.routes.map { "\($0.method) \($0.path)" }
    #expect(Set(places).count == places.count)
  }

  @Test func `every answer is as its schema says`() throws {
    let door = try Door()
    for route in door.endpoint.routes where !Self.ending.contains(route.name) {
      let response = try ask(door, route, token: try door.token(for: "root"))
      #expect(response.status < 500, "\(route.name): \(response.text)")
      guard response.contentType.hasSuffix("json"), !response.body.isEmpty else { continue }
      let node = try StrictJSON.parse(response.body)
      if response.status >= 400 {
        #expect(response.contentType == "application/problem+json", "\(route.name)")
      } else if case .json(let schema) = route.answer {
        #expect(response.status == route.status, "\(route.name)")
        #expect(schema.faults(in: node) == [], "\(route.name): \(response.text.prefix(300))")
      }
    }
  }
}
