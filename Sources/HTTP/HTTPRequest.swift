/// A request as it was received, its framing already checked.
package struct HTTPRequest: Sendable {
  package let method: String
  /// The path without its query, percent-decoded by segment.
  package let segments: [String]
  package let query: String
  /// Names in lower case, in order.
  package let headers: [(name: String, value: String)]
  package let body: [UInt8]
  /// The peer's address.
  package var peer = ""

  package func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

  /// The value of a cookie.
  package func cookie(_ name: String) -> String? {
    for pair in (header("cookie") ?? "").split(separator: ";") {
      let sides = pair.split(separator: "=", maxSplits: 1)
      if sides.count == 2, sides[0].drop(while: { $0 == " " }) == name { return String(sides[1]) }
    }
    return nil
  }

  var wantsClose: Bool { header("connection")?.lowercased() == "close" }
}

/// An answer.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var contentType: String
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]

  package init(
    _ status: Int, contentType: String = "application/json", headers: [(name: String, value: String)] = [],
    body: [UInt8] = []
  ) {
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
  }

  package static let reasons = [
    200: "OK", 201: "Created", 204: "No Content", 304: "Not Modified", 400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 408: "Request Timeout",
    411: "Length Required",
    413: "Content Too Large", 414: "URI Too Long", 415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests", 431: "Request Header Fields Too Large", 500: "Internal Server Error",
    501: "Not Implemented", 503: "Service Unavailable", 505: "HTTP Version Not Supported",
    507: "Insufficient Storage",
  ]

  package var reason: String { Self.reasons[status] ?? "Status" }

  /// The bytes on the wire.
  func bytes(isHead: Bool, closes: Bool) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(reason)\r\n"
    if !body.isEmpty { text += "Content-Type: \(contentType)\r\n" }
    if status != 204, status != 304 { text += "Content-Length: \(body.count)\r\n" }
    text += "X-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n"
    for header in headers { text += "\(header.name): \(header.value)\r\n" }
    if closes { text += "Connection: close\r\n" }
    text += "\r\n"
    return Array(text.utf8) + (isHead ? [] : body)
  }
}
