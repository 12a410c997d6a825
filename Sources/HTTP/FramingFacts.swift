/// What the header fields say about where a request ends and whose it is.
struct FramingFacts {
  /// Bytes of the body; `nil` where no Content-Length stands.
  private(set) var contentLength: Int?
  private(set) var expectsContinue = false
  private(set) var closes = false
  private var hosts = 0
  private var hasTransferEncoding = false

  /// No Content-Length is longer: 10^15 bytes are too many for any limit.
  private static let mostDigits = 15

  mutating func note(
    name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>, _ classes: UnsafePointer<UInt8>
  ) throws(RequestParser.Rejection) {
    switch name.count {
    case 4 where Self.isEqual(name, "host"):
      hosts += 1
      guard hosts == 1 else { throw .init(status: 400, detail: "the Host header stands twice") }
      guard !value.isEmpty, value.allSatisfy({ classes[Int($0)] & ByteClass.host != 0 }) else {
        throw .init(status: 400, detail: "the Host header is malformed")
      }
    case 6 where Self.isEqual(name, "expect"):
      guard Self.isEqual(value, "100-continue") else {
        throw .init(status: 417, detail: "the only expectation that is met is 100-continue")
      }
      expectsContinue = true
    case 10 where Self.isEqual(name, "connection"):
      closes = closes || value.split(separator: 0x2c).contains { Self.isClose($0) }
    case 14 where Self.isEqual(name, "content-length"):
      guard contentLength == nil else { throw .init(status: 400, detail: "Content-Length stands twice") }
      contentLength = try Self.length(value)
    case 17 where Self.isEqual(name, "transfer-encoding"):
      hasTransferEncoding = true
    default: break
    }
  }

  /// What can be said only when all fields are there.
  func check() throws(RequestParser.Rejection) {
    guard hosts == 1 else { throw .init(status: 400, detail: "exactly one Host header is needed") }
    guard hasTransferEncoding else { return }
    guard contentLength == nil else {
      throw .init(status: 400, detail: "Transfer-Encoding and Content-Length stand together")
    }
    throw .init(status: 411, detail: "send a Content-Length; Transfer-Encoding is not accepted")
  }

  private static func length(_ text: UnsafeBufferPointer<UInt8>) throws(RequestParser.Rejection) -> Int {
    guard !text.isEmpty, text.allSatisfy({ $0 &- 0x30 < 10 }) else {
      throw .init(status: 400, detail: "Content-Length is not a whole number")
    }
    guard text.count <= mostDigits else {
      throw .init(status: 413, detail: "the Content-Length has more than \(mostDigits) digits")
    }
    return text.reduce(0) { $0 * 10 + Int($1 &- 0x30) }
  }

  /// Whether the bytes are the text, whose letters are in lower case, in any case.
  private static func isEqual(_ bytes: UnsafeBufferPointer<UInt8>, _ text: StaticString) -> Bool {
    guard bytes.count == text.utf8CodeUnitCount else { return false }
    for index in 0..<bytes.count {
      let byte = bytes[index] &- 0x41 < 26 ? bytes[index] | 0x20 : bytes[index]
      guard byte == text.utf8Start[index] else { return false }
    }
    return true
  }

  private static func isClose(_ part: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    var part = part
    while let first = part.first, first == 0x20 || first == 0x09 { part.removeFirst() }
    while let last = part.last, last == 0x20 || last == 0x09 { part.removeLast() }
    return isEqual(UnsafeBufferPointer(rebasing: part), "close")
  }
}
