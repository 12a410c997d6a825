/// The parts of a path between its slashes, percent-decoded.
enum PathSegments {
  /// Empty segments are passed over.
  ///
  /// - Throws: 400 where an escape is no escape, a control character or no UTF-8 comes out, or a segment is `.` or `..`.
  static func decoded(_ path: UnsafeBufferPointer<UInt8>) throws(RequestParser.Rejection) -> [String] {
    var segments: [String] = []
    var start = 0
    while start < path.count {
      var end = start
      var isEscaped = false
      while end < path.count, path[end] != UInt8(ascii: "/") {
        if path[end] == UInt8(ascii: "%") { isEscaped = true }
        end += 1
      }
      if end > start {
        let raw = UnsafeBufferPointer(rebasing: path[start..<end])
        let text = isEscaped ? try unescaped(raw) : String(decoding: raw, as: UTF8.self)
        guard text != ".", text != ".." else {
          throw .init(status: 400, detail: "the path has a dot segment")
        }
        segments.append(text)
      }
      start = end + 1
    }
    return segments
  }

  private static func unescaped(_ raw: UnsafeBufferPointer<UInt8>) throws(RequestParser.Rejection) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(raw.count)
    var index = 0
    while index < raw.count {
      var byte = raw[index]
      if byte == UInt8(ascii: "%") {
        guard index + 2 < raw.count, let high = digit(raw[index + 1]), let low = digit(raw[index + 2]) else {
          throw .init(status: 400, detail: "a percent sign without two digits")
        }
        byte = high << 4 | low
        guard byte >= 0x20, byte != 0x7f else {
          throw .init(status: 400, detail: "the path has a control character")
        }
        index += 2
      }
      bytes.append(byte)
      index += 1
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .init(status: 400, detail: "the path is not UTF-8")
    }
    return text
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
