import Formats
import HTTP
import SQLite
import Workspace

/// Errors as `application/problem+json` (RFC 9457).
enum Problem {
  /// Every member that a problem may have.
  static let schema = JSONSchema.named("Problem") {
    .object([
      .init("type", .text), .init("title", .text), .init("status", .integer(400...599)),
      .init("detail", .text),
      .init("code", .text, required: false, note: "which of several reasons of one status it is"),
      .init(
        "errors",
        .list(
          .object([
            .init("file", .text), .init("line", .count), .init("column", .count), .init("message", .text),
          ])), required: false, note: "each fault of what was sent"),
    ])
  }

  static func response(
    _ status: Int, _ detail: String, code: String? = nil, errors: [Fault] = [],
    headers: [(name: String, value: String)] = []
  ) -> HTTPResponse {
    var members: [(String, JSON)] = [
      ("type", .string("about:blank")), ("title", .string(HTTPResponse.reasons[status] ?? "Error")),
      ("status", .int(status)), ("detail", .string(detail)),
    ]
    if let code { members.append(("code", .string(code))) }
    if !errors.isEmpty {
      members.append(
        (
          "errors",
          .array(
            errors.map {
              .object([
                ("file", .string($0.file)), ("line", .int($0.line)), ("column", .int($0.column)),
                ("message", .string($0.message)),
              ])
            })
        ))
    }
    var body: [UInt8] = []
    JSON.object(members).write(to: &body)
    body.append(0x0a)
    return HTTPResponse(status, contentType: "application/problem+json", headers: headers, body: body)
  }

  /// The answer to an error of a desk.
  ///
  /// - Parameter path: of the workspace, for what SQLite refused.
  static func response(for error: any Error, at path: String) -> HTTPResponse {
    switch error {
    case let error as SQLiteError where error.isBusy:
      return response(
        503, "the workspace is being written to by somebody else; try again in a moment",
        headers: [("Retry-After", "1")])
    case let error as SQLiteError where error.isFull:
      return response(for: Workspace.refusal(for: error, at: path), at: path)
    // Whatever else a disk or a file does is no fault of whoever asks.
    case is SQLiteError: return unexpected(error)
    case let faults as Faults:
      return response(
        422, "what was sent has \(faults.list.count + faults.omitted) faults; nothing was written",
        errors: faults.list)
    case let refusal as Refusal: return response(to: refusal)
    default: return unexpected(error)
    }
  }

  private static func response(to refusal: Refusal) -> HTTPResponse {
    let status =
      switch refusal.code {
      case .notPermitted: 403
      case .noInput: 404
      case .no, .cannotCreate: 409
      case .tryAgain, .unavailable: 503
      case .inputOutput: 507
      case .usage, .badData, .done: 422
      case .software, .newerKind: 500
      }
    let headers = status == 503 || status == 507 ? [(name: "Retry-After", value: "1")] : []
    return response(status, refusal.withoutCommands, headers: headers)
  }

  /// A fault of ours: told to the log, and not to whoever asks.
  private static func unexpected(_ error: any Error) -> HTTPResponse {
    var answer = response(500, "something went wrong here; the administrator finds it in the log")
    answer.trouble = "\(error)"
    return answer
  }

  static let notSignedIn = response(
    401, "sign in first: POST /api/v1/session with account and password",
    headers: [("WWW-Authenticate", "Bearer")])
}

extension Refusal {
  /// What was refused and what to do, for those who are at no command line: a remedy that is a command or an option of one is
  /// left out.
  var withoutCommands: String {
    remedy.contains("merit ") || remedy.contains("--") ? summary : description
  }
}
