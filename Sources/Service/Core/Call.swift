import Exams
import Formats
import Workforce
import Workspace

/// One use of a route: who asks, with which parameters and which body; what the schema promises is there.
struct Call: Sendable {
  /// Where the work is done is not known yet when the request is read: the workspace comes with `at(_:)`.
  let signIn: SignIn?
  let now: Instant
  let isChinese: Bool
  let path: [String: String]
  let queries: [String: String]
  let body: JSON5Node?
  /// The body as it came, of routes that take a file.
  let file: [UInt8]
  /// The client's address.
  let peer: String
  /// The token that the request came with, and whether it came over TLS.
  let token: String?
  let isSecure: Bool
  private let place: Place?

  /// The connection in use; a call stays on the thread that gave it one.
  private struct Place: @unchecked Sendable { let counter: Counter }

  init(
    signIn: SignIn?, now: Instant, isChinese: Bool, path: [String: String], queries: [String: String],
    body: JSON5Node?, file: [UInt8] = [], peer: String = "", token: String? = nil, isSecure: Bool = false,
    counter: Counter? = nil
  ) {
    self.signIn = signIn
    self.now = now
    self.isChinese = isChinese
    self.path = path
    self.queries = queries
    self.body = body
    self.file = file
    self.peer = peer
    self.token = token
    self.isSecure = isSecure
    place = counter.map { Place(counter: $0) }
  }

  /// The call at the counter that serves it, at a moment.
  func at(_ counter: Counter, now: Instant) -> Call {
    Call(
      signIn: signIn, now: now, isChinese: isChinese, path: path, queries: queries, body: body, file: file,
      peer: peer, token: token, isSecure: isSecure, counter: counter)
  }

  /// Who does it, when and where; whoever is not signed in is a visitor without a role.
  var occasion: Occasion {
    get throws {
      Occasion(
        try counter.workspace, actor: signIn?.actor ?? Actor(account: "visitor", roles: []), now: now)
    }
  }

  private var counter: Counter {
    get throws {
      guard let place else {
        throw Refusal(.software, "the call stands at no counter", "report this as a fault")
      }
      return place.counter
    }
  }

  /// The room of an exam.
  func room(_ exam: String) throws -> ExamRoom { try counter.rooms.room(of: exam, try occasion) }

  /// The line of the client that asks to a sitting of an exam, and the sitting's paper.
  func line(to sitting: Int, holder: String, of exam: String) throws -> (
    line: SittingLine, paper: [PaperItem]
  ) {
    let (rooms, occasion) = (try counter.rooms, try occasion)
    return try rooms.line(to: sitting, in: rooms.room(of: exam, occasion), holder: holder)
  }

  // MARK: Parameters

  /// A segment of the path.
  subscript(_ name: String) -> String { path[name] ?? "" }

  func number(_ name: String) -> Int { Int(self[name]) ?? 0 }

  func quarter(_ name: String = "quarter") throws -> Quarter {
    let text = path[name] ?? queries[name] ?? ""
    guard let quarter = Quarter(text) else { throw Refusal.badQuarter(text) }
    return quarter
  }

  func query(_ name: String) -> String? { queries[name] }

  func flag(_ name: String) -> Bool { queries[name] == "true" }

  func day(_ name: String) -> CalendarDay? { (path[name] ?? queries[name]).flatMap { CalendarDay($0) } }

  static let intakeParameters: [Route.Parameter] = [
    .init("file", .name, "the file's name, for messages; 'upload' unless said"),
    .init("dry_run", .boolean, "read and check, write nothing"),
    .init("correct", .string(.free, 1...400), "why rows that differ replace what is there"),
  ]

  func intakeOptions() -> IntakeOptions {
    IntakeOptions(dryRun: flag("dry_run"), correction: query("correct"))
  }

  /// The file's name for messages.
  var fileName: String { query("file") ?? "upload" }

  /// The body as a table.
  func table(_ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: file, named: fileName, shape: shape)
  }

  /// Whose record is asked for: the one named, else one's own.
  func person(_ name: String = "staff") throws -> String {
    if let given = path[name] ?? queries[name], given != "me" { return given }
    guard let own = signIn?.actor.staff else {
      throw Refusal(.usage, "this account is nobody's own", "name a person instead of 'me'")
    }
    return own
  }
}

extension Call {
  // MARK: The body

  /// A member of the body; `nil` where it is left out or null.
  func member(_ name: String) -> JSON5Node? { body?.member(name) }

  func text(_ name: String) -> String { member(name)?.text ?? "" }
  func optionalText(_ name: String) -> String? { member(name)?.text }
  func optionalNumber(_ name: String) -> Int? { member(name)?.integer }
  func isTrue(_ name: String) -> Bool { member(name)?.flag ?? false }
  func list(_ name: String) -> [JSON5Node] { member(name)?.list ?? [] }
  func texts(_ name: String) -> [String] { list(name).compactMap(\.text) }
}

extension JSON5Node {
  /// A member of an object; `nil` where it is absent or null.
  func member(_ name: String) -> JSON5Node? {
    guard case .object(let members) = kind, let found = members.first(where: { $0.key == name })?.value
    else { return nil }
    if case .null = found.kind { return nil }
    return found
  }

  var text: String? { if case .string(let text) = kind { text } else { nil } }
  var flag: Bool? { if case .bool(let flag) = kind { flag } else { nil } }
  var list: [JSON5Node] { if case .array(let nodes) = kind { nodes } else { [] } }
  var integer: Int? {
    guard case .number(let text) = kind else { return nil }
    return Int(text) ?? ExactDecimal(text).flatMap { $0.scaled(to: 0) }
  }
}
