import HTTP
import Workforce
import Workspace

/// Says who a request comes from: by bearer token, or by a browser's cookie together with the page's own token.
struct Doorkeeper {
  enum Finding {
    case visitor
    case known(SignIn, token: String, isCookie: Bool)
    /// A token that is not valid, or not any more.
    case refused
  }

  let workspace: Workspace

  func look(_ request: HTTPRequest, at now: Instant) throws -> Finding {
    if let header = request.header("authorization") {
      guard header.prefix(7).lowercased() == "bearer " else { return .refused }
      let token = String(header.dropFirst(7))
      guard let signIn = try SessionRecords.signIn(token: token, at: now, in: workspace) else {
        return .refused
      }
      return .known(signIn, token: token, isCookie: false)
    }
    guard let token = request.cookie("merit"), !token.isEmpty else { return .visitor }
    guard let signIn = try SessionRecords.signIn(token: token, at: now, in: workspace) else {
      return .visitor
    }
    return .known(signIn, token: token, isCookie: true)
  }

  /// Whether a change that came with a cookie came from one of our own pages.
  static func isOurs(_ csrf: String?, token: String) -> Bool {
    guard let csrf else { return false }
    let (given, wanted) = (Array(csrf.utf8), Array(FrontDesk.csrf(of: token).utf8))
    // Compared without stopping at the first difference.
    return given.count == wanted.count && zip(given, wanted).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
