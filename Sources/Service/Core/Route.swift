import Formats
import Workspace

/// One operation of the API: where it is, who may use it, what it takes and answers, and what it does.
package final class Route: Sendable {
  /// Where the work is done.
  package enum Mode: Hashable, Sendable {
    /// At once, on the loop: a few rows by their keys.
    case quickRead
    /// On a worker with a connection of its own: lists, reports.
    case read
    /// By the one writer, which commits it together with what came at the same time.
    case write
    /// On a worker that writes in transactions of its own: imports, a quarter's close, and whatever takes long.
    case longWrite
    /// On workers kept for what hashes passwords, which takes a core some 25 ms on purpose.
    case hashing
  }

  /// What a request carries.
  package enum Body: Sendable {
    case none
    case json(JSONSchema)
    /// A file, as its bytes: a table, a question file, a scheme.
    case file([String])
  }

  /// What a successful answer holds.
  package enum Answer: Sendable {
    case json(JSONSchema)
    case file([String])
    case nothing
  }

  /// A parameter of the path or the query.
  package struct Parameter: Sendable {
    package let name: String
    package let schema: JSONSchema
    package let isRequired: Bool
    package let note: String

    init(_ name: String, _ schema: JSONSchema, required: Bool = false, _ note: String) {
      self.name = name
      self.schema = schema
      isRequired = required
      self.note = note
    }
  }

  package let method: String
  /// Such as `/exam/{exam}/results`, after `/api/v1`; `{sitting:number}`, `{quarter:quarter}` and `{day:day}` say what a segment is.
  package let path: String
  /// What the operation is called, unlike any other: `exam.results`.
  package let name: String
  package let summary: String
  package let access: Access
  package let mode: Mode
  package let query: [Parameter]
  package let body: Body
  package let answer: Answer
  package let status: Int
  /// Whether an answer may be kept for the same `Idempotency-Key`; not one that holds a secret.
  package let keepsAnswer: Bool
  let run: @Sendable (Call) throws -> Reply

  init(
    _ method: String, _ path: String, _ name: String, _ summary: String, _ access: Access, _ mode: Mode,
    query: [Parameter] = [], body: Body = .none, answer: Answer, status: Int = 200,
    keepsAnswer: Bool = true, run: @escaping @Sendable (Call) throws -> Reply
  ) {
    self.method = method
    self.path = path
    self.name = name
    self.summary = summary
    self.access = access
    self.mode = mode
    self.query = query
    self.body = body
    self.answer = answer
    self.status = status
    self.keepsAnswer = keepsAnswer
    self.run = run
  }

  /// The noun of the command line that it belongs to.
  package var noun: String { String(name.prefix { $0 != "." }) }

  /// Whether it is asked for as a change, which a browser's cookie alone does not allow.
  package var isWrite: Bool { method != "GET" }

  /// Whether it may change something: some that only read take a body.
  package var changes: Bool { isWrite && mode != .read && mode != .quickRead }

  // MARK: The usual shapes

  /// A GET of one JSON value.
  static func get(
    _ path: String, _ name: String, _ summary: String, _ access: Access, mode: Mode = .read,
    query: [Parameter] = [], answer: JSONSchema, _ read: @escaping @Sendable (Call) throws -> JSON
  ) -> Route {
    Route("GET", path, name, summary, access, mode, query: query, answer: .json(answer)) {
      .json(try read($0))
    }
  }

  /// A GET of a list, in pages that a cursor continues.
  ///
  /// - Parameter key: names an item among the others; a page begins after the one whose key the cursor holds.
  static func list<Item>(
    _ path: String, _ name: String, _ summary: String, _ access: Access, mode: Mode = .read,
    query: [Parameter] = [], of form: JSONForm<Item>, key: @escaping @Sendable (Item) -> String,
    _ read: @escaping @Sendable (Call) throws -> [Item]
  ) -> Route {
    Route(
      "GET", path, name, summary, access, mode, query: query + ListPage<Never>.parameters,
      answer: .json(ListPage<Never>.schema(of: form.schema))
    ) { call in
      let page = try ListPage(of: try read(call), call: call, key: key)
      return .json(page.json(form))
    }
  }

  /// A POST, PUT or DELETE that takes and answers JSON.
  static func write(
    _ method: String = "POST", _ path: String, _ name: String, _ summary: String, _ access: Access,
    mode: Mode = .write, query: [Parameter] = [], body: JSONSchema? = nil, answer: JSONSchema,
    status: Int = 200, keepsAnswer: Bool = true, _ write: @escaping @Sendable (Call) throws -> JSON
  ) -> Route {
    Route(
      method, path, name, summary, access, mode, query: query, body: body.map { .json($0) } ?? .none,
      answer: .json(answer), status: status, keepsAnswer: keepsAnswer
    ) { .json(try write($0)) }
  }

  /// A POST, PUT or DELETE that answers nothing.
  static func act(
    _ method: String = "POST", _ path: String, _ name: String, _ summary: String, _ access: Access,
    mode: Mode = .write, query: [Parameter] = [], body: JSONSchema? = nil,
    _ act: @escaping @Sendable (Call) throws -> Void
  ) -> Route {
    Route(
      method, path, name, summary, access, mode, query: query, body: body.map { .json($0) } ?? .none,
      answer: .nothing, status: 204
    ) {
      try act($0)
      return .nothing
    }
  }

  /// The import of a table: CSV or XLSX as the body, all or nothing.
  static func intake(
    _ path: String, _ name: String, _ summary: String, _ access: Access, query: [Parameter] = [],
    _ take: @escaping @Sendable (Call, IntakeOptions) throws -> IntakeOutcome
  ) -> Route {
    Route(
      "POST", path, name, summary, access, .longWrite, query: query + Call.intakeParameters,
      body: .file(Self.tableTypes), answer: .json(IntakeOutcome.form.schema)
    ) { call in .json(try take(call, call.intakeOptions()).json) }
  }

  static let tableTypes = [
    "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ]
}

/// What a route's work comes to.
struct Reply: Sendable {
  enum Content: Sendable {
    case json(JSON)
    case file([UInt8], type: String, name: String?)
    case nothing
  }

  let content: Content
  var headers: [(name: String, value: String)] = []
  /// Another status than the route's usual one.
  var status: Int?

  static func json(_ json: JSON) -> Reply { Reply(content: .json(json)) }
  static func file(_ bytes: [UInt8], type: String, name: String? = nil) -> Reply {
    Reply(content: .file(bytes, type: type, name: name))
  }
  static let nothing = Reply(content: .nothing)
}
