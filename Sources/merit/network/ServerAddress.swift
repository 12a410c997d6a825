import Workspace

/// Where a server is, as somebody types it: `https://exam.example.cn`, `http://127.0.0.1:8080`.
package struct ServerAddress: Hashable, Sendable {
  package let isSecure: Bool
  package let host: String
  package let port: UInt16
  /// What stands before the API's own path; empty mostly.
  package let path: String

  /// - Parameter allowsPlain: whether passwords and answers may travel where others can read them.
  package init(_ text: String, allowsPlain: Bool) throws {
    func refusal(_ why: String) -> Refusal {
      Refusal(.usage, "'\(text)' is no server: \(why)", "write it as https://HOST or http://127.0.0.1:8080")
    }
    guard let mark = text.range(of: "://"), ["http", "https"].contains(text[..<mark.lowerBound].lowercased())
    else { throw refusal("it begins with neither https:// nor http://") }
    isSecure = text[..<mark.lowerBound].lowercased() == "https"
    let rest = text[mark.upperBound...]
    let authority = rest.prefix { $0 != "/" }
    guard rest.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != 0x22 && $0 != 0x40 }),
      !rest.contains("?"), !rest.contains("#")
    else { throw refusal("it holds a character that belongs in no address") }
    var path = String(rest.dropFirst(authority.count))
    while path.hasSuffix("/") { path.removeLast() }
    self.path = path
    // An IPv6 address stands in brackets.
    let end = authority.hasPrefix("[") ? authority.firstIndex(of: "]") : nil
    let name =
      end.map { authority[authority.index(after: authority.startIndex)..<$0] }
      ?? authority.prefix { $0 != ":" }
    let tail = end.map { authority[authority.index(after: $0)...] } ?? authority.dropFirst(name.count)
    guard !name.isEmpty else { throw refusal("the host is missing") }
    host = String(name)
    if tail.isEmpty {
      port = isSecure ? 443 : 80
    } else {
      guard tail.hasPrefix(":"), let number = UInt16(tail.dropFirst()), number > 0 else {
        throw refusal("the port is no number from 1 to 65535")
      }
      port = number
    }
    guard isSecure || allowsPlain || isLoopback else {
      throw Refusal(
        .usage, "'\(text)' is another machine, and http:// lets everybody between read along",
        "use https://, or add --allow-plain where the network is your own")
    }
  }

  /// Whether it is this machine itself.
  package var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") }

  /// The host and port as a request names them.
  package var authority: String {
    let name = host.contains(":") ? "[\(host)]" : host
    return port == (isSecure ? 443 : 80) ? name : "\(name):\(port)"
  }

  /// `https://exam.example.cn`.
  package var origin: String { "\(isSecure ? "https" : "http")://\(authority)\(path)" }
}

extension String {
  fileprivate func range(of text: String) -> Range<Index>? {
    firstRange(of: text)
  }
}
