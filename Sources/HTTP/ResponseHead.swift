/// Writes heads of answers as bytes; what is the same for many is made once, or once a second.
struct ResponseHead {
  private let statusLines: [[UInt8]]
  /// `Date` and what every answer carries.
  private var always: [UInt8] = []

  init() {
    statusLines = (0..<600).map { status in
      Array("HTTP/1.1 \(status) \(HTTPResponse.reasons[status] ?? "Status")\r\n".utf8)
    }
  }

  mutating func set(date: [UInt8]) {
    always = Array("Date: ".utf8) + date + Array("\r\nX-Content-Type-Options: nosniff\r\n".utf8)
  }

  /// - Parameters:
  ///   - length: of the body; `nil` where the end of the connection ends it.
  ///   - closes: whether the connection is closed after the answer.
  func write(_ response: HTTPResponse, length: Int?, closes: Bool, to out: ByteBuffer) {
    out.append(statusLines[statusLines.indices.contains(response.status) ? response.status : 500])
    out.append(always)
    if !response.isBodiless {
      if length != 0 {
        out.append("Content-Type: ")
        out.append(value: response.contentType)
        out.append("\r\n")
      }
      if let length {
        out.append("Content-Length: ")
        out.append(decimal: length)
        out.append("\r\n")
      }
    }
    if let etag = response.etag {
      let isQuoted = etag.utf8.last == UInt8(ascii: "\"")
      out.append(isQuoted ? "ETag: " : "ETag: \"")
      out.append(value: etag)
      out.append(isQuoted ? "\r\n" : "\"\r\n")
    }
    var isCacheSaid = false
    for header in response.headers {
      isCacheSaid =
        isCacheSaid || (header.name.utf8.count == 13 && header.name.lowercased() == "cache-control")
      out.append(value: header.name)
      out.append(": ")
      out.append(value: header.value)
      out.append("\r\n")
    }
    if !isCacheSaid { out.append("Cache-Control: no-store\r\n") }
    out.append(closes ? "Connection: close\r\n\r\n" : "\r\n")
  }
}
