import HTTP
import Testing

@Suite struct StoppingTests {
  @Test func `what is under way is finished, and nothing else`() throws {
    let server = try RunningServer()
    let working = try Wire(server.port)
    working.send("GET /later HTTP/1.1\r\nHost: h\r\n\r\nGET /page HTTP/1.1\r\nHost: h\r\n\r\n")
    let reply = try #require(server.held.next())
    let reading = try Wire(server.port)
    reading.send("POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n")
    #expect(reading.read(25) == "HTTP/1.1 100 Continue\r\n\r\n")
    let idle = try Wire(server.port)
    let listening = try Wire(server.port)
    listening.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(listening.answer()?.status == 200)
    server.stop()
    #expect(idle.readToEnd() == "")
    #expect(listening.readToEnd() == "data: first\n\n")
    #expect(throws: Wire.Unreachable.self) { _ = try Wire(server.port) }
    reading.send("abc")
    let read = try #require(reading.answer())
    #expect(read.body == "abc")
    #expect(read.header("Connection") == "close")
    reply.send(HTTPResponse(200, body: Array("done".utf8)))
    let worked = try #require(working.answer())
    #expect(worked.body == "done")
    #expect(worked.header("Connection") == "close")
    #expect(working.readToEnd() == "")
    #expect(server.hasEnded())
  }

  @Test func `whoever does not finish in time is left`() throws {
    let server = try RunningServer { $0.stopTime = .milliseconds(200) }
    let wire = try Wire(server.port)
    wire.send("GET /later HTTP/1.1\r\nHost: h\r\n\r\n")
    let reply = try #require(server.held.next())
    server.stop()
    #expect(server.hasEnded())
    #expect(wire.readToEnd() == "")
    reply.send(HTTPResponse(200))
  }
}
