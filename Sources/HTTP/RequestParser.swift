/// Parses requests strictly (RFC 9112): whatever two readers could read differently is refused.
///
/// It is given the bytes as they come, in any pieces, and keeps only those of an unfinished request.
package struct RequestParser {
  /// Why a request is refused: the status to answer with before closing.
  package struct Rejection: Error, Hashable {
    package let status: Int
    package let detail: String

    package init(status: Int, detail: String) {
      self.status = status
      self.detail = detail
    }
  }

  private var scanner = HeadScanner()
  /// The beginning of a head whose end has not come.
  private var held: [UInt8] = []
  /// The request whose body is being read.
  private var request: HTTPRequest?
  private var bodyLength = 0
  /// Whether the client waits for leave to send the body.
  private var owesContinue = false

  package init() {}

  /// Whether no byte of the next request has come.
  package var isBetweenRequests: Bool { held.isEmpty && request == nil }

  /// Bytes of the body that is being read, those that have not come included; 0 where none is.
  var announcedBody: Int { request == nil ? 0 : bodyLength }

  /// Bytes of the body that have not come.
  var missingBody: Int { request.map { bodyLength - $0.body.count } ?? 0 }

  /// Whether `100 Continue` is to be sent; true once for a request.
  mutating func takeContinue() -> Bool {
    defer { owesContinue = false }
    return owesContinue
  }

  /// The next whole request; its bytes are dropped from `bytes`, and so are those of an unfinished one, for which
  /// `nil` is returned.
  package mutating func next(_ bytes: inout UnsafeBufferPointer<UInt8>, _ limits: HTTPLimits)
    throws(Rejection) -> HTTPRequest?
  {
    if request == nil {
      guard try readHead(&bytes, limits) else { return nil }
    }
    if bodyLength > 0 {
      let taken = min(missingBody, bytes.count)
      request?.body.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[..<taken]))
      bytes = UnsafeBufferPointer(rebasing: bytes[taken...])
    }
    guard let whole = request, whole.body.count == bodyLength else { return nil }
    request = nil
    owesContinue = false
    return whole
  }

  /// Reads a head; returns whether it is whole and `request` is set.
  private mutating func readHead(_ bytes: inout UnsafeBufferPointer<UInt8>, _ limits: HTTPLimits)
    throws(Rejection) -> Bool
  {
    guard held.isEmpty else { return try readOn(&bytes, limits) }
    if try scanner.scan(bytes, limits) {
      let length = scanner.position
      try begin(UnsafeBufferPointer(rebasing: bytes[..<length]), limits)
      bytes = UnsafeBufferPointer(rebasing: bytes[length...])
      return true
    }
    held.append(contentsOf: bytes)
    bytes = UnsafeBufferPointer(rebasing: bytes[bytes.count...])
    return false
  }

  private mutating func readOn(_ bytes: inout UnsafeBufferPointer<UInt8>, _ limits: HTTPLimits)
    throws(Rejection) -> Bool
  {
    let before = held.count
    let more = min(bytes.count, limits.head + 1 - before)
    held.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[..<more]))
    let head = held
    let isWhole = try head.withUnsafeBufferPointer { buffer throws(Rejection) in
      guard try scanner.scan(buffer, limits) else { return false }
      try begin(UnsafeBufferPointer(rebasing: buffer[..<scanner.position]), limits)
      return true
    }
    guard isWhole else {
      bytes = UnsafeBufferPointer(rebasing: bytes[more...])
      return false
    }
    let length = request?.fields.bytes.count ?? before
    bytes = UnsafeBufferPointer(rebasing: bytes[(length - before)...])
    held = []
    return true
  }

  /// Makes the request of a whole head and asks how long its body may be.
  private mutating func begin(_ head: UnsafeBufferPointer<UInt8>, _ limits: HTTPLimits) throws(Rejection) {
    defer { scanner = HeadScanner() }
    var whole = try HTTPRequest(head, scanner)
    bodyLength = scanner.facts.contentLength ?? 0
    if bodyLength > 0 {
      let limit = limits.bodyLimit?(whole) ?? limits.body
      guard bodyLength <= limit else {
        throw Rejection(status: 413, detail: "the body is longer than \(limit) bytes")
      }
      owesContinue = scanner.facts.expectsContinue
      // A length that was only announced takes no memory.
      whole.body.reserveCapacity(min(bodyLength, 1 << 16))
    }
    request = whole
  }

  /// The first request in `bytes` and how many bytes it took; `nil` when more must come.
  package static func parse(_ bytes: ArraySlice<UInt8>, limits: HTTPLimits = HTTPLimits())
    throws(Rejection) -> (request: HTTPRequest, length: Int)?
  {
    try bytes.withUnsafeBufferPointer { buffer throws(Rejection) in
      var parser = RequestParser()
      var rest = buffer
      guard let request = try parser.next(&rest, limits) else { return nil }
      return (request, buffer.count - rest.count)
    }
  }
}

extension HTTPRequest {
  init(_ head: UnsafeBufferPointer<UInt8>, _ scanned: HeadScanner) throws(RequestParser.Rejection) {
    func text(_ start: Int, _ end: Int) -> String {
      String(decoding: UnsafeBufferPointer(rebasing: head[start..<end]), as: UTF8.self)
    }
    method = text(scanned.methodStart, scanned.methodEnd)
    pathStart = scanned.pathStart
    pathEnd = scanned.pathEnd
    targetEnd = scanned.targetEnd
    query = pathEnd < targetEnd ? text(pathEnd + 1, targetEnd) : ""
    segments = try PathSegments.decoded(UnsafeBufferPointer(rebasing: head[pathStart..<pathEnd]))
    fields = HeadFields(copying: head, places: scanned.places)
    closes = scanned.facts.closes
  }
}
