import Foundation
import Testing

@Suite struct ServeTests {
  /// Sends bytes to the server as they stand and returns all that comes back until it closes.
  private func raw(_ port: Int, _ text: String) throws -> String {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = UInt16(port).bigEndian
    place.sin_addr.s_addr = inet_addr("127.0.0.1")
    let connected = withUnsafePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(connected == 0)
    #expect(send(descriptor, text, text.utf8.count, 0) == text.utf8.count)
    var answer: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while case let count = recv(descriptor, &buffer, buffer.count, 0), count > 0 {
      answer += buffer[0..<count]
    }
    return String(decoding: answer, as: UTF8.self)
  }

  @Test func `the server answers in order, refuses what is malformed, and stops when told`() throws {
    let desk = try Desk()
    try desk.setUp()
    #expect(try desk.merit("serve", "--bind", "0.0.0.0").code == 64)
    let (process, _) = try desk.process("merit", ["serve", "--port", "0", "--lang", "en"])
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    let port = try #require(Int(line.split(separator: ":").last?.filter(\.isNumber) ?? ""))
    #expect(line == "serving on http://127.0.0.1:\(port)\n")

    let get = "GET /healthz HTTP/1.1\r\nHost: h\r\n"
    let both = try raw(port, get + "\r\n" + "HEAD /healthz HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    #expect(both.components(separatedBy: "HTTP/1.1 200 OK\r\n").count == 3)
    #expect(both.components(separatedBy: "{\"status\":\"ok\"}").count == 2)
    let body = "{\"account\":\"nobody\",\"password\":\"wrong password\"}"
    let signIn =
      "POST /api/v1/session HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: \(body.utf8.count)\r\nConnection: close\r\n\r\n\(body)"
    let refused = try raw(port, signIn)
    #expect(refused.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
    #expect(refused.contains("\r\nContent-Type: application/problem+json\r\n"))
    #expect(try raw(port, get + "Transfer-Encoding: chunked\r\n\r\n").hasPrefix("HTTP/1.1 411 "))
    #expect(try raw(port, "GET / HTTP/1.0\r\n\r\n").hasPrefix("HTTP/1.1 505 "))

    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationReason == .exit)
    #expect(process.terminationStatus == 0)
  }
}
