import Formats
import HTTP
import Workspace

/// Errors as `application/problem+json` (RFC 9457).
enum Problem {
  static func response(
    _ status: Int, _ title: String, _ detail: String, headers: [(name: String, value: String)] = []
  ) -> HTTPResponse {
    let body = JSON.object([
      ("type", .string("about:blank")), ("title", .string(title)), ("status", .int(status)),
      ("detail", .string(detail)),
    ])
    return HTTPResponse(
      status, contentType: "application/problem+json", headers: headers, body: Array((body.text + "\n").utf8))
  }

  /// The answer to an error of a desk.
  static func response(for error: any Error) -> HTTPResponse {
    guard let refusal = error as? Refusal else {
      return response(
        500, "Internal error", "something went wrong here; the administrator finds it in the log")
    }
    let status =
      switch refusal.code {
      case .notPermitted: 403
      case .noInput: 404
      case .tryAgain: 503
      case .usage, .badData: 422
      default: 500
      }
    let headers = status == 503 ? [(name: "Retry-After", value: "1")] : []
    return response(status, HTTPResponse.reasons[status] ?? "Error", refusal.description, headers: headers)
  }

  static let unauthenticated = response(
    401, "Unauthorized", "sign in first: POST /api/v1/session with account and password",
    headers: [("WWW-Authenticate", "Bearer")])
}
