import Glibc
import HTTP
import Synchronization
import Testing

/// How answers follow requests on one connection.
@Suite struct ServerTests {
  private func get(_ path: String, _ headers: String = "", method: String = "GET") -> String {
    "\(method) \(path) HTTP/1.1\r\nHost: h\r\n\(headers)\r\n"
  }

  @Test func `a head says what every answer says, and the connection stays open`() throws {
    let server = try RunningServer()
    let wire = try Wire(server.port)
    for _ in 0..<3 {
      wire.send(get("/page"))
      let answer = try #require(wire.answer())
      #expect(answer.status == 200)
      #expect(answer.body == "page")
      #expect(
        answer.headers.filter { !$0.hasPrefix("Date: ") } == [
          "X-Content-Type-Options: nosniff", "Content-Type: text/plain", "Content-Length: 4",
          "ETag: \"v1\"", "Cache-Control: no-store",
        ])
      let date = try #require(answer.header("Date"))
      #expect(date.wholeMatch(of: /\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/) != nil)
    }
    wire.send(get("/page", "Connection: close\r\n"))
    #expect(wire.answer()?.header("Connection") == "close")
    #expect(wire.readToEnd() == "")
  }

  @Test func `requests sent at once are answered in order, however slow the first is`() throws {
    let server = try RunningServer()
    let wire = try Wire(server.port)
    wire.send(get("/later") + get("/nowhere") + get("/later") + String(repeating: get("/page"), count: 100))
    let first = try #require(server.held.next())
    first.send(HTTPResponse(201, body: Array("a".utf8)))
    first.send(HTTPResponse(500))
    #expect(wire.answer()?.body == "a")
    #expect(wire.answer()?.status == 404)
    try #require(server.held.next()).send(HTTPResponse(200, body: Array("b".utf8)))
    #expect(wire.answer()?.body == "b")
    for _ in 0..<100 { #expect(wire.answer()?.body == "page") }
  }

  @Test func `many are answered at once, and a reply that is lost is a 500`() throws {
    let server = try RunningServer()
    let wires = try (0..<5).map { _ in try Wire(server.port) }
    for wire in wires { wire.send(get("/later")) }
    HTTPReply.send(wires.compactMap { _ in server.held.next().map { ($0, HTTPResponse(202)) } })
    for wire in wires {
      #expect(wire.answer()?.status == 202)
      wire.send(get("/lost"))
      #expect(wire.answer()?.status == 500)
    }
  }

  @Test func `a handle without a server gives its one answer to whoever made it`() {
    let statuses = Statuses()
    do {
      let reply = HTTPReply { response in statuses.list.withLock { $0.append(response.status) } }
      reply.send(HTTPResponse(201))
      reply.send(HTTPResponse(202))
      _ = HTTPReply { response in statuses.list.withLock { $0.append(response.status) } }
    }
    #expect(statuses.list.withLock { $0 } == [201, 500])
  }

  private final class Statuses: Sendable {
    let list = Mutex<[Int]>([])
  }

  @Test func `a reply to a client that has gone reaches nobody else`() throws {
    let server = try RunningServer()
    var gone: Wire? = try Wire(server.port)
    gone?.send(get("/later"))
    let reply = try #require(server.held.next())
    gone?.reset()
    gone = nil
    let next = try Wire(server.port)
    next.send(get("/page"))
    #expect(next.answer()?.body == "page")
    reply.send(HTTPResponse(200, body: Array("not yours".utf8)))
    next.send(get("/page"))
    #expect(next.answer()?.body == "page")
  }

  @Test func `HEAD is GET without a body`() throws {
    let server = try RunningServer()
    let wire = try Wire(server.port)
    wire.send(get("/page", method: "HEAD") + get("/page"))
    let head = try #require(wire.answer(toHead: true))
    let whole = try #require(wire.answer())
    #expect(head.header("Content-Length") == "4")
    #expect(whole.body == "page")
    #expect(head.headers.count == whole.headers.count)
  }

  @Test(arguments: [
    ("\"v1\"", 304), ("W/\"v1\"", 304), ("\"a\", W/\"v1\" , \"b\"", 304), ("*", 304), ("\"v2\"", 200),
    ("v", 200),
  ])
  func `a client that has the version gets no body`(_ list: String, _ status: Int) throws {
    let server = try RunningServer()
    let wire = try Wire(server.port)
    for method in ["GET", "HEAD"] {
      wire.send(get("/page", "If-None-Match: \(list)\r\n", method: method))
      let answer = try #require(wire.answer(toHead: method == "HEAD"))
      #expect(answer.status == status)
      #expect(answer.header("ETag") == "\"v1\"")
      #expect((answer.header("Content-Length") == nil) == (status == 304))
    }
    wire.send(get("/echo", "If-None-Match: *\r\n"))
    #expect(wire.answer()?.status == 200)
  }

  @Test func `a body is asked for when the client waits, and only if it will be read`() throws {
    let server = try RunningServer { $0.body = 5 }
    let wire = try Wire(server.port)
    let expect = "Expect: 100-continue\r\nContent-Length: "
    wire.send(get("/echo", expect + "5\r\n", method: "PUT"))
    #expect(wire.read(25) == "HTTP/1.1 100 Continue\r\n\r\n")
    wire.send("12345")
    #expect(wire.answer()?.body == "12345")
    // What is there already is not asked for.
    wire.send(get("/echo", expect + "5\r\n", method: "PUT") + "abcde")
    #expect(wire.answer()?.body == "abcde")
    wire.send(get("/echo", expect + "6\r\n", method: "PUT"))
    #expect(wire.answer()?.status == 413)
    #expect(wire.readToEnd() == "")
    let other = try Wire(server.port)
    other.send(get("/echo", "Expect: 102-x\r\nContent-Length: 5\r\n", method: "PUT"))
    #expect(other.answer()?.status == 417)
  }

  @Test func `a refusal arrives although the client is still sending`() throws {
    let server = try RunningServer { $0.body = 5 }
    let wire = try Wire(server.port)
    wire.send(get("/echo", "Content-Length: 900000\r\n", method: "POST"))
    wire.send([UInt8](repeating: 1, count: 900_000))
    #expect(wire.answer()?.status == 413)
  }

  @Test func `a long body and a long answer pass in pieces`() throws {
    let server = try RunningServer { $0.bodyLimit = { _ in 4 << 20 } }
    let wire = try Wire(server.port)
    let body = String(repeating: "0123456789abcdef", count: 1 << 17)
    wire.send(get("/echo", "Content-Length: \(body.utf8.count)\r\n", method: "POST"))
    wire.send(body)
    let echoed = wire.answer()?.body == body
    #expect(echoed)
    wire.send(get("/large") + get("/large") + get("/page"))
    for _ in 0..<2 { #expect(wire.answer()?.body.utf8.count == 16 << 20) }
    #expect(wire.answer()?.body == "page")
  }

  @Test func `a header of an answer cannot begin another`() throws {
    let server = try RunningServer()
    let wire = try Wire(server.port)
    wire.send(get("/inject"))
    let answer = try #require(wire.answer())
    #expect(answer.header("X-A") == "b  X-C: d")
    #expect(answer.header("Content-Length") == nil)
  }

  @Test(arguments: [
    (["127.0.0.1"], "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n", "203.0.113.9 true"),
    (["127.0.0.0/8"], "X-Forwarded-For: 6.6.6.6, 203.0.113.9\r\n", "203.0.113.9 false"),
    (
      ["127.0.0.1", "10.0.0.0/8"],
      "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 2001:DB8::0:1 , 10.9.9.9\r\n",
      "2001:db8::1 false"
    ),
    (["127.0.0.1"], "X-Forwarded-For: 203.0.113.9, unknown\r\n", "127.0.0.1 false"),
    (["127.0.0.1"], "X-Forwarded-Proto: https, http\r\n", "127.0.0.1 false"),
    (
      ["127.0.0.2", "2001:db8::/32"], "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n",
      "127.0.0.1 false"
    ),
    ([], "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n", "127.0.0.1 false"),
  ])
  func `a forwarded address is believed from a named proxy only`(
    _ proxies: [String], _ headers: String, _ peer: String
  ) throws {
    let server = try RunningServer(proxies: proxies)
    let wire = try Wire(server.port)
    wire.send(get("/peer", headers))
    #expect(wire.answer()?.body == peer)
  }

  @Test(.enabled(if: access("/proc/net/if_inet6", F_OK) == 0))
  func `a server at :: is reached by IPv4, whose addresses read as such`() throws {
    let server = try RunningServer(at: "::", proxies: ["127.0.0.1"])
    let wire = try Wire(server.port)
    wire.send(get("/peer") + get("/peer", "X-Forwarded-For: ::ffff:203.0.113.9\r\n"))
    #expect(wire.answer()?.body == "127.0.0.1 false")
    #expect(wire.answer()?.body == "203.0.113.9 false")
  }

  @Test(arguments: [
    ("300.0.0.1", [], "not an IP address"), ("localhost", [], "not an IP address"),
    ("192.0.2.1", [], "Cannot assign requested address"),
    ("127.0.0.1", ["10.0.0.0/33"], "a proxy among '10.0.0.0/33' is neither an address nor a network"),
    ("127.0.0.1", ["::1", "proxy"], "a proxy among '::1', 'proxy' is neither an address nor a network"),
  ])
  func `what cannot be served says why`(_ address: String, _ proxies: [String], _ reason: String) {
    let failure = #expect(throws: HTTPServer.StartFailure.self) {
      _ = try HTTPServer(
        address: address, port: 0, proxies: proxies, handler: { _ in .now(HTTPResponse(200)) },
        rejected: { HTTPResponse($0.status) })
    }
    #expect(failure?.reason == reason)
  }
}
