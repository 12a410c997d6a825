import HTTP
import Testing

/// Shapes by which one reader sees one request and another two, as they were published for real servers and proxies.
///
/// Each has a request inside or behind it that would be answered with 200 if the server fell for the shape.
@Suite struct SmugglingTests {
  private static let hidden = "GET /page HTTP/1.1\r\nHost: h\r\n\r\n"

  private static func post(_ headers: String, _ body: String = "0\r\n\r\n") -> String {
    "POST /echo HTTP/1.1\r\nHost: h\r\n\(headers)\r\n\r\n\(body)"
  }

  static let shapes: [(String, Int)] = [
    // Two lengths, different and equal, in two fields and in one.
    (post("Content-Length: 0\r\nContent-Length: 30"), 400),
    (post("Content-Length: 5\r\nContent-Length: 5"), 400),
    (post("Content-Length: 5, 5"), 400), (post("Content-Length: 0,5"), 400),
    // Numbers that some readers take for others.
    (post("Content-Length: +5"), 400), (post("Content-Length: -0"), 400), (post("Content-Length: 0x5"), 400),
    (post("Content-Length: 5e0"), 400), (post("Content-Length: 5 5"), 400),
    (post("Content-Length: 5;a"), 400),
    (post("Content-Length: \"5\""), 400), (post("Content-Length: 5\u{b}"), 400),
    (post("Content-Length: \u{ff15}"), 400), (post("Content-Length: 5.0"), 400),
    // A length and an encoding.
    (post("Content-Length: 5\r\nTransfer-Encoding: chunked"), 400),
    (post("Transfer-Encoding: chunked\r\nContent-Length: 5"), 400),
    (post("Transfer-Encoding: identity\r\nContent-Length: 5"), 400),
    // Encodings, plain and disguised.
    (post("Transfer-Encoding: chunked"), 411), (post("transfer-encoding:chunked"), 411),
    (post("Transfer-Encoding: xchunked"), 411), (post("Transfer-Encoding: chunked, identity"), 411),
    (post("Transfer-Encoding:"), 411), (post("Transfer-Encoding: \tchunked"), 411),
    (post("Transfer-Encoding: x\r\nTransfer-Encoding: chunked"), 411),
    (post("Transfer-Encoding: chunked", "1\r\nZ\r\n0\r\n\r\n"), 411),
    (post("Transfer-Encoding : chunked"), 400), (post("Transfer-Encoding\t: chunked"), 400),
    (post(" Transfer-Encoding: chunked"), 400), (post("X: y\r\n Transfer-Encoding: chunked"), 400),
    (post("X: y\r\n\tContent-Length: 5"), 400), (post("Transfer-Encoding\r\n: chunked"), 400),
    (post("Transfer-Encoding: \u{b}chunked"), 400), (post("Transfer-Encoding: chunked\u{0}"), 400),
    (post("\u{0}Transfer-Encoding: chunked"), 400), (post("X: y\nTransfer-Encoding: chunked"), 400),
    (post("X: y\rTransfer-Encoding: chunked"), 400), (post("X: y\r\r\nTransfer-Encoding: chunked"), 400),
    (post("Foo: bar\u{0}\r\nContent-Length: 5"), 400), (post("Content-Length : 5"), 400),
    (post("Content\u{0}-Length: 5"), 400), (post("Content-Length: 5\n"), 400),
    (post("\"Content-Length\": 5"), 400), (post("Content-Length=5"), 400),
    // Line ends.
    ("GET /echo HTTP/1.1\nHost: h\n\n", 400), ("GET /echo HTTP/1.1\rHost: h\r\r", 400),
    ("GET /echo HTTP/1.1\r\nHost: h\n\r\n", 400), ("GET /echo HTTP/1.1\r\nHost: h\r\n\n", 400),
    ("\nGET /echo HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("\r\n\r\n\r\nGET /echo HTTP/1.1\r\n", 400),
    ("GET /echo HTTP/1.1\r\n Host: h\r\n\r\n", 400),
    ("GET /echo HTTP/1.1\r\nHost: h\r\n folded\r\n\r\n", 400),
    // Whose request it is.
    ("GET /echo HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("GET /echo HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n", 400),
    ("GET /echo HTTP/1.1\r\nX: y\r\n\r\n", 400), ("GET /echo HTTP/1.1\r\nHost: a, b\r\n\r\n", 400),
    ("GET /echo HTTP/1.1\r\nHost: a/b\r\n\r\n", 400), ("GET http://h/echo HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET h:80 HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("CONNECT h:80 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    // Other versions.
    ("GET /echo\r\n\r\n", 400), ("GET /echo HTTP/1.0\r\n\r\n", 505),
    ("GET /echo HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n", 505),
    ("GET /echo HTTP/2.0\r\nHost: h\r\n\r\n", 505), ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    ("GET /echo HTTP/1.1 HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /echo HTTP/01.1\r\nHost: h\r\n\r\n", 400),
    ("\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}", 400),
  ]

  @Test func `each shape is refused, and nothing behind it is answered`() throws {
    let server = try RunningServer()
    for (shape, status) in Self.shapes {
      let wire = try Wire(server.port)
      wire.send(shape + Self.hidden)
      let answer = try #require(wire.answer(), "\(shape.debugDescription)")
      #expect(answer.status == status, "\(shape.debugDescription): \(answer.body)")
      #expect(answer.header("Connection") == "close", "\(shape.debugDescription)")
      #expect(wire.readToEnd() == "", "\(shape.debugDescription)")
    }
  }

  @Test func `a body that looks like a request is a body`() throws {
    let server = try RunningServer()
    let wire = try Wire(server.port)
    wire.send(
      "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: \(Self.hidden.utf8.count)\r\n\r\n\(Self.hidden)\(Self.hidden)"
    )
    #expect(wire.answer()?.body == Self.hidden)
    #expect(wire.answer()?.body == "page")
  }
}
