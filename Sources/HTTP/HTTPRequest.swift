/// A request as it was received, its framing already checked.
package struct HTTPRequest: Sendable {
  package let method: String
  /// The path without its query, percent-decoded by segment; an escaped `/` stays inside its segment.
  package let segments: [String]
  /// What follows the `?`, as it came; empty where nothing does.
  package let query: String
  package internal(set) var body: [UInt8] = []
  /// The client's address; behind a named proxy the forwarded one.
  package var peer = ""
  /// Whether a named proxy says that it was asked by `https`.
  package var isSecure = false

  let fields: HeadFields
  /// Where the target's path begins and ends, and the target ends, in the head.
  let pathStart: Int
  let pathEnd: Int
  let targetEnd: Int
  /// Whether the client closes after the answer.
  let closes: Bool

  /// The path and query as they came.
  package var target: String { fields.text(pathStart, targetEnd) }

  /// Names in lower case, in order.
  package var headers: [(name: String, value: String)] { fields.all }

  /// The first value of a header; `name` is in lower case.
  package func header(_ name: String) -> String? { fields.first(name) }

  /// The value of a cookie.
  package func cookie(_ name: String) -> String? {
    guard let header = header("cookie") else { return nil }
    for pair in header.utf8.split(separator: UInt8(ascii: ";")) {
      let trimmed = pair.drop { $0 == UInt8(ascii: " ") }
      guard let sign = trimmed.firstIndex(of: UInt8(ascii: "=")),
        trimmed[..<sign].elementsEqual(name.utf8)
      else { continue }
      return String(Substring(trimmed[trimmed.index(after: sign)...]))
    }
    return nil
  }

  var isHead: Bool { method == "HEAD" }

  /// Bytes of head and body.
  var size: Int { fields.bytes.count + body.count }

  /// Whether an `If-None-Match` lists the tag, compared weakly (RFC 9110, 13.1.2).
  func alreadyHas(_ etag: String) -> Bool {
    guard !etag.isEmpty, let list = header("if-none-match") else { return false }
    let wanted = HTTPResponse.opaque(etag[...])
    return list == "*" || list.split(separator: ",").contains { HTTPResponse.opaque($0) == wanted }
  }
}
