/// A request to the server, as the client thinks of it.
package struct WireRequest: Sendable {
  package let method: String
  /// After the address's own path, such as `/api/v1/session`.
  package let target: String
  package let body: [UInt8]?
  package let token: String?

  package init(_ method: String, _ target: String, body: [UInt8]? = nil, token: String? = nil) {
    self.method = method
    self.target = target
    self.body = body
    self.token = token
  }

  /// Header lines beside those that the way of sending adds by itself.
  var headers: [String] {
    (body == nil ? [] : ["Content-Type: application/json"]) + ["Accept: application/json"]
      + (token.map { ["Authorization: Bearer \($0)"] } ?? [])
  }
}

/// What the server answered.
package struct WireReply: Sendable {
  package let status: Int
  package let body: [UInt8]

  package init(status: Int, body: [UInt8]) {
    self.status = status
    self.body = body
  }
}

/// Why no answer came.
package struct WireFault: Error, Hashable {
  package let reason: String

  package init(_ reason: String) { self.reason = reason }
}

/// A way to a server; used by one thread at a time.
package protocol Wire: AnyObject {
  /// Sends a request and waits for its answer, fifteen seconds at most.
  func exchange(_ request: WireRequest) throws(WireFault) -> WireReply
}

package enum WireLimits {
  /// In milliseconds.
  static let connect = 5_000
  static let answer = 15_000
  /// In bytes: far above any paper.
  static let longestAnswer = 8 << 20
}
