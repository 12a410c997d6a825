import Exams
import Formats
import Workspace

/// Who a candidate is to the server.
package enum Credentials: Hashable, Sendable {
  case code(staff: String, code: String)
  /// - Parameter password: `nil` until it is typed.
  case account(name: String, password: String?)

  /// Who it is, for the name of a journal.
  var candidate: String {
    switch self {
    case .code(let staff, _): "staff \(staff)"
    case .account(let name, _): "account \(name)"
    }
  }
}

/// Why the server did not do what it was asked.
package enum ServerObjection: Error, Hashable {
  /// Nothing answers, or what answers is too busy: the same may be asked again.
  case away(String)
  case signInNeeded
  case takenOver
  /// Numbers are missing between what it has kept and what came.
  case gap
  /// It will not, however often it is asked.
  case refused(Refusal, code: String?)
}

/// What the server says of a sitting.
package struct ServerStanding: Hashable, Sendable {
  package let kept: Int
  package let late: Int
  package let deadline: Instant
  package let now: Instant
  package let isOver: Bool

  init(_ node: JSON5Node) throws(ServerObjection) {
    guard let kept = node["kept"]?.wholeNumber, let late = node["late"]?.wholeNumber,
      let deadline = node["deadline"]?.string.flatMap({ Instant($0) }),
      let now = node["now"]?.string.flatMap({ Instant($0) }), let isOver = node["over"]?.boolean
    else { throw .away("its answer cannot be read") }
    self.kept = kept
    self.late = late
    self.deadline = deadline
    self.now = now
    self.isOver = isOver
  }
}

/// A sitting that the server has begun, or goes on with.
package struct ServerOpening: Sendable {
  package let sitting: Int
  package let exam: String
  package let title: Words
  package let staff: String
  package let attempt: Int
  package let language: String
  package let deadline: Instant
  package let graceSeconds: Int
  package let now: Instant
  package let allowsEditor: Bool
  package let allowsParts: Bool
  /// The highest number that it has from this client.
  package let kept: Int
  package let items: [BlindPaper.Item]
  /// In the places that the paper shows.
  package let responses: [Int: Response]

  init(_ node: JSON5Node) throws(ServerObjection) {
    guard let sitting = node["sitting"]?.wholeNumber, let exam = node["exam"]?.string,
      let title = node["title"].flatMap({ Words($0) }), let staff = node["staff"]?.string,
      let attempt = node["attempt"]?.wholeNumber, let language = node["language"]?.string,
      let deadline = node["deadline"]?.string.flatMap({ Instant($0) }),
      let grace = node["grace_seconds"]?.wholeNumber,
      let now = node["now"]?.string.flatMap({ Instant($0) }),
      let allowsEditor = node["allows_editor"]?.boolean, let allowsParts = node["allows_parts"]?.boolean,
      let kept = node["sequence"]?.wholeNumber, let paper = node["paper"]?.elements,
      let answered = node["responses"]?.elements
    else { throw .away("its answer cannot be read") }
    items = paper.compactMap { BlindPaper.Item($0) }
    guard items.count == paper.count, !items.isEmpty else { throw .away("its paper cannot be read") }
    var responses: [Int: Response] = [:]
    for entry in answered {
      guard let place = entry["place"]?.wholeNumber, items.indices.contains(place),
        let response = entry["response"].flatMap({ WireResponse.read($0) })
      else { throw .away("its answers cannot be read") }
      responses[place] = response
    }
    (self.sitting, self.exam, self.title, self.staff) = (sitting, exam, title, staff)
    (self.attempt, self.language, self.deadline) = (attempt, language, deadline)
    (graceSeconds, self.now, self.allowsEditor) = (grace, now, allowsEditor)
    (self.allowsParts, self.kept, self.responses) = (allowsParts, kept, responses)
  }
}

/// The part of the server's API that a sitting needs, over any wire; used by one thread at a time.
package final class ExamServer {
  private let wire: any Wire
  package let address: ServerAddress
  package let exam: String
  private var token: String?
  /// Who signs in; may be given again where a password is wrong.
  package var credentials: Credentials

  package init(_ wire: any Wire, address: ServerAddress, exam: String, credentials: Credentials) {
    self.wire = wire
    self.address = address
    self.exam = exam
    self.credentials = credentials
  }

  // MARK: What is asked

  package func signIn() throws(ServerObjection) {
    let node =
      switch credentials {
      case .code(let staff, let code):
        try ask(
          "POST", path("session"), .object([("staff", .string(staff)), ("code", .string(code))]),
          isSignIn: true)
      case .account(let name, let password):
        try ask(
          "POST", "/api/v1/session",
          .object([("account", .string(name)), ("password", .string(password ?? ""))]), isSignIn: true)
      }
    guard let token = node["token"]?.string else { throw .away("its answer cannot be read") }
    self.token = token
  }

  package func begin(language: String, holder: String) throws(ServerObjection) -> ServerOpening {
    var members: [(String, JSON)] = [("language", .string(language)), ("holder", .string(holder))]
    if case .code(_, let code) = credentials { members.append(("code", .string(code))) }
    return try ServerOpening(ask("POST", path("sitting"), .object(members)))
  }

  package func append(_ entries: [OutgoingEntry], sitting: Int, holder: String) throws(ServerObjection)
    -> ServerStanding
  {
    try ServerStanding(
      ask(
        "POST", path("sitting/answers"),
        .object([
          ("sitting", .int(sitting)), ("holder", .string(holder)), ("entries", .array(entries.map(\.json))),
        ])))
  }

  package func standing(sitting: Int, holder: String) throws(ServerObjection) -> (
    standing: ServerStanding, isHolder: Bool
  ) {
    let node = try ask("GET", path("sitting") + "?sitting=\(sitting)&holder=\(holder)", nil)
    return (try ServerStanding(node), node["holder_is_you"]?.boolean ?? false)
  }

  package func submit(sitting: Int, holder: String, through sequence: Int) throws(ServerObjection) -> (
    submitted: SubmittedPaper, late: Int
  ) {
    let node = try ask(
      "POST", path("sitting/submit"),
      .object([
        ("sitting", .int(sitting)), ("holder", .string(holder)), ("sequence", .int(sequence)),
      ]))
    guard let submitted = SubmittedPaper(node), let late = node["late"]?.wholeNumber else {
      throw .away("its answer cannot be read")
    }
    return (submitted, late)
  }

  // MARK: How it is asked

  private func path(_ tail: String) -> String { "/api/v1/exam/\(Self.escaped(exam))/\(tail)" }

  /// A name as a segment of a path (RFC 3986).
  private static func escaped(_ name: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return name.utf8.reduce(into: "") { text, byte in
      let scalar = Unicode.Scalar(byte)
      if byte < 0x80,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
          || "-._~".unicodeScalars.contains(scalar)
      {
        text.unicodeScalars.append(scalar)
      } else {
        text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
      }
    }
  }

  private func ask(_ method: String, _ target: String, _ body: JSON?, isSignIn: Bool = false)
    throws(ServerObjection) -> JSON5Node
  {
    let reply: WireReply
    do {
      reply = try wire.exchange(
        WireRequest(method, target, body: body.map { Array($0.text.utf8) }, token: isSignIn ? nil : token))
    } catch { throw .away(error.reason) }
    let node = try? JSON5Parser.parse(reply.body, named: "answer")
    if (200...299).contains(reply.status), let node { return node }
    let detail = node?["detail"]?.string ?? "it answered with status \(reply.status)"
    let code = node?["code"]?.string
    switch (reply.status, code) {
    case (401, _) where !isSignIn: throw .signInNeeded
    case (409, "taken-over"): throw .takenOver
    case (409, "gap"): throw .gap
    case (401, _),
      (400...499, _) where reply.status != 408 && reply.status != 429:
      throw .refused(
        Refusal(
          .notPermitted, "the server says no: \(detail)", "what you answered so far is kept, there or here"),
        code: code)
    default: throw .away(detail)
    }
  }
}
