/// An answer.
package struct HTTPResponse: Sendable {
  package var status: Int
  package var contentType: String
  /// Sent as they are, but that line ends in them become blanks.
  ///
  /// Without a `Cache-Control` among them, `no-store` is sent.
  package var headers: [(name: String, value: String)]
  package var body: [UInt8]
  /// The version of what is sent, with or without its quotation marks; a client that has it gets 304.
  package var etag: String?
  /// Whose request it was, for the access log; not sent.
  package var account: String?
  /// What went wrong here, for the log; not sent.
  package var trouble: String?

  package init(
    _ status: Int, contentType: String = "application/json", headers: [(name: String, value: String)] = [],
    body: [UInt8] = [], etag: String? = nil, account: String? = nil
  ) {
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
    self.etag = etag
    self.account = account
  }

  package static let reasons = [
    100: "Continue", 200: "OK", 201: "Created", 202: "Accepted", 204: "No Content", 206: "Partial Content",
    301: "Moved Permanently", 302: "Found", 303: "See Other", 304: "Not Modified", 307: "Temporary Redirect",
    308: "Permanent Redirect", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    405: "Method Not Allowed", 406: "Not Acceptable", 408: "Request Timeout", 409: "Conflict", 410: "Gone",
    411: "Length Required", 412: "Precondition Failed", 413: "Content Too Large", 414: "URI Too Long",
    415: "Unsupported Media Type", 417: "Expectation Failed", 421: "Misdirected Request",
    422: "Unprocessable Content", 428: "Precondition Required", 429: "Too Many Requests",
    431: "Request Header Fields Too Large", 500: "Internal Server Error", 501: "Not Implemented",
    502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
    505: "HTTP Version Not Supported", 507: "Insufficient Storage",
  ]

  package var reason: String { Self.reasons[status] ?? "Status" }

  /// Whether the status forbids a body and its headers.
  var isBodiless: Bool { status == 204 || status == 304 || status < 200 }

  /// An entity tag without blanks, `W/` and quotation marks.
  static func opaque(_ tag: Substring) -> Substring {
    var tag = tag
    while tag.last == " " || tag.last == "\t" { tag.removeLast() }
    while tag.first == " " || tag.first == "\t" { tag.removeFirst() }
    if tag.hasPrefix("W/") { tag = tag.dropFirst(2) }
    if tag.count >= 2, tag.first == "\"", tag.last == "\"" { tag = tag.dropFirst().dropLast() }
    return tag
  }
}
