import Dispatch
import Foundation
import Synchronization
import Testing
import Workspace
import merit

/// A server of one socket that says what it is told to, request by request.
final class ScriptedSocket: Sendable {
  let port: UInt16
  private let listener: Int32
  private let seen = Mutex<[String]>([])

  /// - Parameter replies: the bytes for each request in its turn, and whether the connection is closed after them.
  init(_ replies: [(text: String, closes: Bool)]) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let (bound, listener) = withUnsafeMutablePointer(to: &place) { [listener] place in
      place.withMemoryRebound(to: sockaddr.self, capacity: 1) { place in
        let bound = bind(listener, place, size) == 0 && listen(listener, 8) == 0
        getsockname(listener, place, &size)
        return (bound, listener)
      }
    }
    try #require(bound)
    port = UInt16(bigEndian: place.sin_port)
    DispatchQueue(label: "scripted").async { [self] in serve(replies, on: listener) }
  }

  private func serve(_ replies: [(text: String, closes: Bool)], on listener: Int32) {
    var connection: Int32 = -1
    for reply in replies {
      var request = ""
      while !request.contains("\r\n\r\n") {
        if connection < 0 { connection = accept(listener, nil, nil) }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(connection, &buffer, buffer.count, 0)
        if count <= 0 {
          close(connection)
          connection = -1
          request = ""
        } else {
          request += String(decoding: buffer[0..<count], as: UTF8.self)
        }
      }
      seen.withLock { $0.append(String(request.prefix { $0 != "\r\n" })) }
      _ = reply.text.withCString { send(connection, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
      if reply.closes {
        close(connection)
        connection = -1
      }
    }
    if connection >= 0 { close(connection) }
    close(listener)
  }

  var requests: [String] { seen.withLock { $0 } }
}

@Suite struct PlainWireTests {
  private static let good = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

  private func wire(_ server: ScriptedSocket) throws -> PlainWire {
    PlainWire(try ServerAddress("http://127.0.0.1:\(server.port)/base/", allowsPlain: false))
  }

  @Test func `requests share a connection, and one that was closed meanwhile is opened again`() throws {
    let server = try ScriptedSocket([(Self.good, false), (Self.good, true), (Self.good, false)])
    let wire = try wire(server)
    for number in 1...3 {
      let reply = try wire.exchange(WireRequest("GET", "/x?n=\(number)"))
      #expect(reply.status == 200 && reply.body == Array("{}".utf8))
    }
    #expect(server.requests == (1...3).map { "GET /base/x?n=\($0) HTTP/1.1" })
  }

  @Test(arguments: [
    "", "HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}", "HTTP/1.1 200 OK\r\nConten", "SSH-2.0-x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
  ])
  func `an answer that is cut, too long or none is a fault`(_ text: String) throws {
    let wire = try wire(ScriptedSocket([(text, true)]))
    #expect(throws: WireFault.self) { _ = try wire.exchange(WireRequest("GET", "/x")) }
  }

  @Test func `nobody there is a fault`() throws {
    let wire = PlainWire(try ServerAddress("http://127.0.0.1:1", allowsPlain: false))
    #expect(throws: WireFault.self) { _ = try wire.exchange(WireRequest("GET", "/x")) }
  }

  @Test(arguments: [
    ("https://exam.example.cn", "https://exam.example.cn", true),
    ("http://127.0.0.1:8080/", "http://127.0.0.1:8080", true), ("http://localhost", "http://localhost", true),
    ("http://[::1]:99/merit", "http://[::1]:99/merit", true),
    ("https://h:443/a/", "https://h/a", true), ("http://10.0.0.5:8080", "http://10.0.0.5:8080", false),
    ("http://example.cn", "http://example.cn", false),
  ])
  func `an address is read, and http goes to this machine alone unless it is allowed`(
    _ text: String, _ origin: String, _ isSafe: Bool
  ) throws {
    #expect(try ServerAddress(text, allowsPlain: true).origin == origin)
    if isSafe {
      #expect(try ServerAddress(text, allowsPlain: false).origin == origin)
    } else {
      #expect(throws: Refusal.self) { _ = try ServerAddress(text, allowsPlain: false) }
    }
  }

  @Test(arguments: [
    "", "h", "ftp://h", "http://", "http://h:0", "http://h:99999", "http://h:x", "https://a b", "https://u@h",
    "https://h/?q", "https://h#f", "https://h\"",
  ])
  func `what is no address is refused`(_ text: String) {
    #expect(throws: Refusal.self) { _ = try ServerAddress(text, allowsPlain: true) }
  }
}
