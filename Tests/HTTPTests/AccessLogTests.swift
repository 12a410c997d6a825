import Glibc
import HTTP
import Testing

@Suite struct AccessLogTests {
  /// A pipe; its ends are closed with it.
  private final class Pipe {
    let read: Int32
    let write: Int32

    init() throws {
      var ends: [Int32] = [0, 0]
      try #require(pipe(&ends) == 0)
      (read, write) = (ends[0], ends[1])
    }

    deinit {
      close(read)
      close(write)
    }

    func lines(_ count: Int) -> [String] {
      var bytes: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 65_536)
      while bytes.count(where: { $0 == 0x0a }) < count {
        let got = Glibc.read(read, &buffer, buffer.count)
        guard got > 0 else { break }
        bytes.append(contentsOf: buffer[..<got])
      }
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
    }
  }

  private func masked(_ line: String) -> String {
    line.replacing(/"at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"/, with: "\"at\":T")
      .replacing(/"us":\d+/, with: "\"us\":N").replacing(/"bytes_out":\d+/, with: "\"bytes_out\":N")
  }

  @Test func `a line says who asked what and got what, but not the query`() throws {
    let pipe = try Pipe()
    let server = try RunningServer(proxies: ["127.0.0.1"], log: pipe.write)
    let wire = try Wire(server.port)
    wire.send("GET /page?secret=1 HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n")
    _ = wire.answer()
    wire.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab")
    _ = wire.answer()
    wire.send("BAD\r\n\r\n")
    _ = wire.answer()
    #expect(
      pipe.lines(3).map(masked) == [
        "{\"at\":T,\"peer\":\"203.0.113.9\",\"method\":\"GET\",\"path\":\"/page\",\"status\":200,\"bytes_in\":70,\"bytes_out\":N,\"us\":N,\"account\":null}",
        "{\"at\":T,\"peer\":\"127.0.0.1\",\"method\":\"POST\",\"path\":\"/echo\",\"status\":200,\"bytes_in\":53,\"bytes_out\":N,\"us\":N,\"account\":\"li\\\"\\u000a\"}",
        "{\"at\":T,\"peer\":\"127.0.0.1\",\"method\":null,\"path\":null,\"status\":400,\"bytes_in\":0,\"bytes_out\":N,\"us\":N,\"account\":null}",
      ])
  }

  @Test func `nobody waits for a log that nobody reads; the lines that are lost are counted`() throws {
    let pipe = try Pipe()
    let server = try RunningServer(log: pipe.write)
    let wire = try Wire(server.port)
    let request = "GET /\(String(repeating: "a", count: 7_000)) HTTP/1.1\r\nHost: h\r\n\r\n"
    for _ in 0..<200 {
      wire.send(request)
      #expect(wire.answer()?.status == 404)
    }
    wire.send("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")
    let metrics = try #require(wire.answer()?.body)
    let dropped = metrics.firstMatch(of: /\nmerit_http_log_lines_dropped_total (\d+)\n/)?.1
    #expect((1..<200).contains(dropped.flatMap { Int($0) } ?? 0))
    // Whole lines were dropped: what is left reads as lines.
    #expect(
      pipe.lines(100).dropLast().allSatisfy { $0.hasPrefix("{\"at\":") && $0.hasSuffix("\"account\":null}") })
  }

  @Test func `metrics count requests, refusals and bytes`() throws {
    let server = try RunningServer()
    let wire = try Wire(server.port)
    wire.send("GET /page HTTP/1.1\r\nHost: h\r\n\r\nBREW /pot HTTP/1.1\r\nHost: h\r\n\r\n")
    _ = (wire.answer(), wire.answer())
    let bad = try Wire(server.port)
    bad.send("GET / HTTP/1.0\r\n\r\n")
    _ = bad.readToEnd()
    wire.send("GET /metrics HTTP/1.1\r\nHost: h\r\n\r\n")
    let text = try #require(wire.answer()?.body)
    for line in [
      "merit_http_requests_total{method=\"GET\",status=\"200\"} 1",
      "merit_http_requests_total{method=\"other\",status=\"404\"} 1",
      "merit_http_rejected_total{status=\"505\"} 1",
      "merit_http_request_duration_seconds_bucket{le=\"+Inf\"} 2",
      "merit_http_request_duration_seconds_count 2",
      // Twice 31 bytes, 18 refused ones, and the 34 of this request.
      "merit_http_received_bytes_total 114", "merit_http_connections_accepted_total 2",
      "merit_http_connections_refused_total 0", "merit_http_slow_readers_dropped_total 0",
    ] {
      #expect(text.split(separator: "\n").contains { $0 == line }, "\(line)")
    }
  }
}
