import HTTP
import Testing

@Suite struct RequestParserTests {
  private func parse(_ text: String, _ limits: HTTPLimits = HTTPLimits()) throws(RequestParser.Rejection)
    -> (request: HTTPRequest, length: Int)?
  {
    try RequestParser.parse(Array(text.utf8)[...], limits: limits)
  }

  private func status(_ text: String, _ limits: HTTPLimits = HTTPLimits()) -> Int? {
    do {
      return try parse(text, limits) == nil ? nil : 200
    } catch { return error.status }
  }

  @Test func `a request is read and the next one left`() throws {
    let text =
      "POST /api/v1/a%20b%2Fc?x=%zz HTTP/1.1\r\nHost: h\r\nCookie: a=1; merit=T0K\r\nContent-Length: 2\r\n\r\n{}GET"
    let (request, length) = try #require(try parse(text))
    #expect(request.method == "POST")
    #expect(request.target == "/api/v1/a%20b%2Fc?x=%zz")
    #expect(request.segments == ["api", "v1", "a b/c"])
    #expect(request.query == "x=%zz")
    #expect(request.body == Array("{}".utf8))
    #expect(request.header("content-length") == "2")
    #expect(request.header("absent") == nil)
    #expect(request.cookie("merit") == "T0K")
    #expect(request.cookie("a") == "1")
    #expect(request.cookie("meri") == nil)
    #expect(request.headers.map(\.name) == ["host", "cookie", "content-length"])
    #expect(length == text.utf8.count - 3)
  }

  @Test(arguments: [
    "", "GET / HTTP/1.1\r\nHost: h\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r",
    "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nabcd",
  ])
  func `an unfinished request waits`(_ text: String) throws {
    #expect(status(text) == nil)
  }

  @Test(arguments: [
    "GET / HTTP/1.1\r\nHost: h\r\n\r\n", "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
    "M-SEARCH /a//b/?q=\\{|}^`[] HTTP/1.1\r\nhOsT:h:80\r\n\r\n",
    "GET / HTTP/1.1\r\nHost:\t [::1]:8080 \t\r\nX-Empty:\r\nX-Tab: a\tb\r\nX-High: \u{e9}\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 000\r\n\r\n",
    "POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\na",
    "GET /%E5%B7%A5 HTTP/1.1\r\nHost: h\r\nConnection: x, Close\r\n\r\n",
  ])
  func `what is well formed passes`(_ text: String) { #expect(status(text) == 200) }

  @Test(arguments: [
    ("GET  / HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("get / HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    (" GET / HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400),
    ("GET /\tHTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/1.1x\r\nHost: h\r\n\r\n", 400),
    ("GET /\r\nHost: h\r\n\r\n", 400), ("GET\r\n\r\n", 400), ("\r\n\r\nGET / HTTP/1.1\r\n", 400),
    ("G@T / HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET x HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET ?a HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /a\\b HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /\u{e9} HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/1.2\r\nHost: h\r\n\r\n", 505),
    ("GET / HTTP/1.0\r\nHost: h\r\n\r\n", 505), ("GET / http/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /%4 HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /%0d HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /%7f HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /%ff HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /a/../b HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET /a/%2e%2E HTTP/1.1\r\nHost: h\r\n\r\n", 400),
    ("GET /./a HTTP/1.1\r\nHost: h\r\n\r\n", 400), ("GET / HTTP/1.1\r\n: x\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost:\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: h\r\nX: a\u{1}\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: h\r\nX: a\u{7f}\r\n\r\n", 400),
    ("GET / HTTP/1.1\r\nHost: h\r\nExpect: 200-ok\r\n\r\n", 417),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n", 400),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000000000000\r\n\r\n", 413),
    ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\n", 413),
  ])
  func `what is malformed is refused with its status`(_ text: String, _ wanted: Int) {
    #expect(status(text) == wanted)
  }

  @Test func `each limit holds at its last byte and not one beyond`() {
    let end = " HTTP/1.1\r\nHost: h\r\n\r\n"
    func padded(_ count: Int) -> String { String(repeating: "a", count: count) }
    #expect(status("GET /" + padded(7_999) + end) == 200)
    #expect(status("GET /" + padded(8_000) + end) == 414)
    #expect(status("GET /?" + padded(7_998) + end) == 200)
    #expect(status("GET /?" + padded(7_999) + end) == 414)
    #expect(status("GET /" + padded(7_999)) == nil)
    #expect(status("GET /" + padded(8_000)) == 414)
    #expect(status(padded(32).uppercased() + " /" + end) == 200)
    #expect(status(padded(33).uppercased() + " /" + end) == 400)
    func headers(_ count: Int) -> String {
      "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "X: y\r\n", count: count - 1) + "\r\n"
    }
    #expect(status(headers(64)) == 200)
    #expect(status(headers(65)) == 431)
    // 28 bytes before the value, four after it.
    func head(_ size: Int) -> String { "GET / HTTP/1.1\r\nHost: h\r\nX: " + padded(size - 32) + "\r\n\r\n" }
    #expect(head(16_384).utf8.count == 16_384)
    #expect(status(head(16_384)) == 200)
    #expect(status(head(16_385)) == 431)
    #expect(status(String(head(16_384).dropLast()) + "\r") == nil)
    #expect(status("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048576\r\n\r\n") == nil)
    #expect(status("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n") == 413)
  }

  @Test func `a route may take a longer body than others, or a shorter one`() {
    var limits = HTTPLimits()
    limits.bodyLimit = { $0.segments == ["import"] && $0.method == "POST" ? 2_000_000 : 3 }
    #expect(status("POST /import HTTP/1.1\r\nHost: h\r\nContent-Length: 2000000\r\n\r\n", limits) == nil)
    #expect(status("POST /import HTTP/1.1\r\nHost: h\r\nContent-Length: 2000001\r\n\r\n", limits) == 413)
    #expect(status("POST /other HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", limits) == 200)
    #expect(status("POST /other HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabcd", limits) == 413)
  }
}
