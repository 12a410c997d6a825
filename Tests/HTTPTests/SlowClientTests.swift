import Glibc
import HTTP
import Testing

/// Clients that take their time, and too many of them.
@Suite struct SlowClientTests {
  private let page = "GET /page HTTP/1.1\r\nHost: h\r\n\r\n"

  /// Whether another client is answered.
  private func answersOthers(_ server: RunningServer) throws -> Bool {
    let wire = try Wire(server.port)
    wire.send(page)
    return wire.answer()?.body == "page"
  }

  @Test func `a head that does not end is answered with 408, bytes that trickle in notwithstanding`() throws {
    let server = try RunningServer { $0.headTime = .milliseconds(200) }
    let wire = try Wire(server.port)
    wire.send("GET /page HTTP/1.1\r\n")
    #expect(try answersOthers(server))
    let answer = try #require(wire.answer())
    #expect(answer.status == 408)
    #expect(answer.body == "the head took too long to arrive")
    #expect(answer.header("Connection") == "close")
    #expect(wire.readToEnd() == "")
  }

  @Test func `a body that does not end is answered with 408`() throws {
    let server = try RunningServer {
      $0.bodyTime = .milliseconds(200)
      $0.leastRate = 1 << 20
    }
    let wire = try Wire(server.port)
    wire.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n123")
    #expect(try answersOthers(server))
    let answer = try #require(wire.answer())
    #expect(answer.status == 408)
    #expect(answer.body == "the body took too long to arrive")
  }

  @Test func `a connection without a request is closed in silence`() throws {
    let server = try RunningServer { $0.idleTime = .milliseconds(200) }
    let fresh = try Wire(server.port)
    let used = try Wire(server.port)
    used.send(page)
    #expect(used.answer()?.body == "page")
    #expect(fresh.readToEnd() == "")
    #expect(used.readToEnd() == "")
  }

  @Test func `a reader that takes nothing is dropped`() throws {
    let server = try RunningServer {
      $0.bodyTime = .milliseconds(200)
      $0.leastRate = 1 << 30
    }
    let wire = try Wire(server.port, receiveBuffer: 4_096)
    wire.send("GET /large HTTP/1.1\r\nHost: h\r\n\r\n" + page)
    #expect(try answersOthers(server))
    #expect(wire.waitForReset())
    let metrics = try Wire(server.port)
    metrics.send("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(metrics.answer()?.body.contains("merit_http_slow_readers_dropped_total 1\n") ?? false)
  }

  @Test func `one address has so many connections and no more, and a closed one makes room`() throws {
    let server = try RunningServer {
      $0.countsLoopback = true
      $0.connectionsOfAddress = 2
    }
    let first = try Wire(server.port)
    first.send(page)
    #expect(first.answer()?.body == "page")
    var second: Wire? = try Wire(server.port)
    second?.send(page)
    #expect(second?.answer()?.body == "page")
    let third = try Wire(server.port)
    #expect(third.readToEnd() == "")
    second?.send("GET /page HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    #expect(second?.answer()?.body == "page")
    #expect(second?.readToEnd() == "")
    second = nil
    #expect(try answersOthers(server))
  }

  @Test func `there are so many connections in all`() throws {
    let server = try RunningServer { $0.connections = 1 }
    let first = try Wire(server.port)
    first.send(page)
    #expect(first.answer()?.body == "page")
    #expect(try Wire(server.port).readToEnd() == "")
  }

  @Test func `bodies are received up to a sum, then others are told to come later`() throws {
    let server = try RunningServer { $0.bodies = 100 }
    let first = try Wire(server.port)
    first.send("POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 60\r\n\r\n")
    #expect(first.read(25) == "HTTP/1.1 100 Continue\r\n\r\n")
    let second = try Wire(server.port)
    second.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 41\r\n\r\n1")
    #expect(second.answer()?.status == 503)
    let third = try Wire(server.port)
    third.send("POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 40\r\n\r\n")
    #expect(third.read(25) == "HTTP/1.1 100 Continue\r\n\r\n")
    first.send(String(repeating: "a", count: 60))
    #expect(first.answer()?.body.utf8.count == 60)
    let fourth = try Wire(server.port)
    fourth.send("POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 60\r\n\r\n")
    #expect(fourth.read(25) == "HTTP/1.1 100 Continue\r\n\r\n")
  }
}
