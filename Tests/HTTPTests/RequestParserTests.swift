import HTTP
import Testing

@Suite struct RequestParserTests {
  private func parse(_ text: String) throws(RequestParser.Rejection) -> (request: HTTPRequest, length: Int)? {
    try RequestParser.parse(Array(text.utf8)[...])
  }

  @Test func `a request is read and the next one left`() throws {
    let text =
      "POST /api/v1/a%20b?x=1 HTTP/1.1\r\nHost: h\r\nCookie: a=1; merit=T0K\r\nContent-Length: 2\r\n\r\n{}GET"
    let (request, length) = try #require(try parse(text))
    #expect(request.method == "POST")
    #expect(request.segments == ["api", "v1", "a b"])
    #expect(request.query == "x=1")
    #expect(request.body == Array("{}".utf8))
    #expect(request.cookie("merit") == "T0K")
    #expect(length == text.utf8.count - 3)
  }

  @Test(arguments: [
    "", "GET / HTTP/1.1\r\nHost: h\r\n", "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabc",
  ])
  func `an unfinished request waits`(_ text: String) throws {
    #expect(try parse(text) == nil)
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
    ("GET / HTTP/1.0\r\nHost: h\r\n\r\n", 505), ("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("get / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: h\r\n folded: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400), ("GET / HTTP/1.1\nHost: h\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\na", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 411),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 9999999\r\n\r\n", 413),
    ("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: h\r\nX: a\u{1}\r\n\r\n", 400),
  ])
  func `whatever two readers could read differently is refused`(_ text: String, _ status: Int) {
    let rejection = #expect(throws: RequestParser.Rejection.self) { _ = try parse(text) }
    #expect(rejection?.status == status)
  }

  @Test func `too much of anything is refused before it is all there`() {
    let target = "GET /" + String(repeating: "a", count: 9_000)
    #expect(throws: RequestParser.Rejection(status: 414, detail: "the target is longer than 8000 bytes")) {
      _ = try parse(target)
    }
    let headers = "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "X: y\r\n", count: 70) + "\r\n"
    #expect(throws: RequestParser.Rejection(status: 431, detail: "more than 64 headers")) {
      _ = try parse(headers)
    }
    let long = "GET / HTTP/1.1\r\nHost: h\r\nX: " + String(repeating: "a", count: 17_000)
    #expect(throws: RequestParser.Rejection(status: 431, detail: "the headers are longer than 16384 bytes")) {
      _ = try parse(long)
    }
  }
}
