/// Parses requests strictly (RFC 9112): whatever two readers could read differently is refused.
package enum RequestParser {
  package static let longestTarget = 8_000
  package static let longestHead = 16_384
  package static let mostHeaders = 64
  package static let longestBody = 1 << 20

  /// Why a request is refused: the status to answer with before closing.
  package struct Rejection: Error, Hashable {
    package let status: Int
    package let detail: String

    package init(status: Int, detail: String) {
      self.status = status
      self.detail = detail
    }
  }

  /// The first request in `bytes` and how many bytes it took; `nil` when more must come.
  package static func parse(_ bytes: ArraySlice<UInt8>) throws(Rejection) -> (
    request: HTTPRequest, length: Int
  )? {
    guard let headEnd = endOfHead(bytes) else {
      if bytes.count > longestHead {
        throw Rejection(status: 431, detail: "the headers are longer than \(longestHead) bytes")
      }
      if let line = bytes.firstIndex(of: 0x0d), line - bytes.startIndex > longestTarget + 32 {
        throw Rejection(status: 414, detail: "the target is longer than \(longestTarget) bytes")
      }
      if bytes.firstIndex(of: 0x0d) == nil, bytes.count > longestTarget + 32 {
        throw Rejection(status: 414, detail: "the target is longer than \(longestTarget) bytes")
      }
      return nil
    }
    guard headEnd - bytes.startIndex <= longestHead else {
      throw Rejection(status: 431, detail: "the headers are longer than \(longestHead) bytes")
    }
    let lines = try self.lines(bytes[..<headEnd])
    let (method, target) = try requestLine(lines[0])
    let headers = try lines.dropFirst().map { line throws(Rejection) in try header(line) }
    guard headers.count <= mostHeaders else {
      throw Rejection(status: 431, detail: "more than \(mostHeaders) headers")
    }
    guard headers.count(where: { $0.name == "host" }) == 1 else {
      throw Rejection(status: 400, detail: "exactly one Host header is needed")
    }
    if headers.contains(where: { $0.name == "transfer-encoding" }) {
      throw Rejection(status: 411, detail: "send a Content-Length; Transfer-Encoding is not accepted")
    }
    let lengths = headers.filter { $0.name == "content-length" }
    guard lengths.count <= 1 else { throw Rejection(status: 400, detail: "Content-Length stands twice") }
    var length = 0
    if let text = lengths.first?.value {
      guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text) else {
        throw Rejection(status: 400, detail: "Content-Length is not a number")
      }
      length = number
    }
    guard length <= longestBody else {
      throw Rejection(status: 413, detail: "the body is longer than \(longestBody) bytes")
    }
    let bodyStart = headEnd + 4
    guard bytes.endIndex - bodyStart >= length else { return nil }
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let segments = try parts[0].split(separator: "/").map { part throws(Rejection) in try decoded(part) }
    let request = HTTPRequest(
      method: method, segments: segments, query: parts.count > 1 ? String(parts[1]) : "", headers: headers,
      body: Array(bytes[bodyStart..<(bodyStart + length)]))
    return (request, bodyStart + length - bytes.startIndex)
  }

  private static func endOfHead(_ bytes: ArraySlice<UInt8>) -> Int? {
    var index = bytes.startIndex
    while index + 4 <= bytes.endIndex {
      if bytes[index] == 0x0d, bytes[index + 1] == 0x0a, bytes[index + 2] == 0x0d, bytes[index + 3] == 0x0a {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The lines of the head; a bare CR or LF is refused.
  private static func lines(_ head: ArraySlice<UInt8>) throws(Rejection) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = head.startIndex
    var index = start
    while index < head.endIndex {
      let byte = head[index]
      if byte == 0x0d {
        guard index + 1 < head.endIndex, head[index + 1] == 0x0a else {
          throw Rejection(status: 400, detail: "a bare CR")
        }
        lines.append(head[start..<index])
        index += 2
        start = index
        continue
      }
      if byte == 0x0a || byte == 0 { throw Rejection(status: 400, detail: "a bare LF or NUL") }
      index += 1
    }
    lines.append(head[start..<head.endIndex])
    return lines
  }

  private static func requestLine(_ line: ArraySlice<UInt8>) throws(Rejection) -> (String, String) {
    let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
    guard parts.count == 3, let first = parts.first, !first.isEmpty,
      first.allSatisfy({ (0x41...0x5a).contains($0) })
    else {
      throw Rejection(status: 400, detail: "the request line is malformed")
    }
    guard parts[2].elementsEqual("HTTP/1.1".utf8) else {
      let isHTTP = parts[2].starts(with: "HTTP/".utf8)
      throw Rejection(status: isHTTP ? 505 : 400, detail: "only HTTP/1.1 is spoken here")
    }
    guard parts[1].count <= longestTarget else {
      throw Rejection(status: 414, detail: "the target is longer than \(longestTarget) bytes")
    }
    guard parts[1].first == UInt8(ascii: "/"), parts[1].allSatisfy({ $0 > 0x20 && $0 < 0x7f }) else {
      throw Rejection(status: 400, detail: "the target is not a path")
    }
    return (String(decoding: parts[0], as: UTF8.self), String(decoding: parts[1], as: UTF8.self))
  }

  private static func header(_ line: ArraySlice<UInt8>) throws(Rejection) -> (name: String, value: String) {
    guard let colon = line.firstIndex(of: 0x3a), colon > line.startIndex else {
      throw Rejection(status: 400, detail: "a header without a name")
    }
    let name = line[..<colon]
    // A blank first is a folded line, a blank last a smuggling shape: neither is a token character.
    guard name.allSatisfy(isToken) else {
      throw Rejection(status: 400, detail: "a header's name is malformed")
    }
    var value = line[(colon + 1)...]
    while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
    while let last = value.last, last == 0x20 || last == 0x09 { value.removeLast() }
    guard value.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7f) }) else {
      throw Rejection(status: 400, detail: "a header's value has control characters")
    }
    return (String(decoding: name, as: UTF8.self).lowercased(), String(decoding: value, as: UTF8.self))
  }

  private static func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
  }

  private static func decoded(_ segment: Substring) throws(Rejection) -> String {
    var bytes: [UInt8] = []
    var rest = Array(segment.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16),
        value >= 0x20
      else {
        throw Rejection(status: 400, detail: "a percent sign without two digits")
      }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Rejection(status: 400, detail: "the path is not UTF-8")
    }
    return text
  }
}
