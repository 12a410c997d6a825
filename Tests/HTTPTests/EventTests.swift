import Glibc
import HTTP
import Testing

@Suite struct EventTests {
  private let request = "GET /events HTTP/1.1\r\nHost: h\r\n\r\n"

  private func subscriber(_ server: RunningServer, buffer: Int32 = 0) throws -> Wire {
    let wire = try Wire(server.port, receiveBuffer: buffer)
    wire.send(request)
    let answer = try #require(wire.answer())
    #expect(answer.status == 200)
    #expect(answer.header("Content-Type") == "text/event-stream; charset=utf-8")
    #expect(answer.header("Content-Length") == nil)
    #expect(wire.read(13) == "data: first\n\n")
    return wire
  }

  /// Waits until the channel has so many readers.
  private func has(_ subscribers: Int, _ server: RunningServer) -> Bool {
    let deadline = time(nil) + 10
    while server.channel.subscribers != subscribers, time(nil) < deadline { sched_yield() }
    return server.channel.subscribers == subscribers
  }

  @Test func `what is sent reaches all who listen, and who leaves is counted off`() throws {
    let server = try RunningServer()
    server.channel.send(Array("data: before\n\n".utf8))
    let first = try subscriber(server)
    var second: Wire? = try subscriber(server)
    #expect(server.channel.subscribers == 2)
    server.channel.send(Array("data: 1\n\n".utf8))
    server.channel.send(Array("data: 2\n\n".utf8))
    #expect(first.read(18) == "data: 1\n\ndata: 2\n\n")
    #expect(second?.read(18) == "data: 1\n\ndata: 2\n\n")
    second = nil
    #expect(has(1, server))
    server.channel.send(Array("data: 3\n\n".utf8))
    #expect(first.read(9) == "data: 3\n\n")
  }

  @Test func `a reader that lags is dropped, and the others are not`() throws {
    let server = try RunningServer { $0.output = 100_000 }
    let quick = try subscriber(server)
    let slow = try subscriber(server, buffer: 4_096)
    let event = [UInt8](repeating: UInt8(ascii: "x"), count: 50_000)
    // The kernel's buffers take some megabytes before the server has to hold anything.
    for _ in 0..<400 where server.channel.subscribers == 2 {
      server.channel.send(event)
      #expect(quick.read(50_000).utf8.count == 50_000)
    }
    #expect(has(1, server))
    #expect(slow.waitForReset())
  }

  @Test func `a comment keeps a stream open`() throws {
    let server = try RunningServer { $0.eventPause = .milliseconds(100) }
    let wire = try subscriber(server)
    #expect(wire.read(6) == ":\n\n:\n\n")
  }

  @Test func `HEAD tells the type and ends`() throws {
    let server = try RunningServer()
    let wire = try Wire(server.port)
    wire.send("HEAD /events HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(wire.answer(toHead: true)?.header("Content-Type") == "text/event-stream; charset=utf-8")
    #expect(wire.readToEnd() == "")
    #expect(server.channel.subscribers == 0)
  }
}
