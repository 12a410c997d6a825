import Glibc

/// A client's socket that waits at most ten seconds for anything.
final class Wire {
  struct Unreachable: Error {}

  private let descriptor: Int32
  private var unread: [UInt8] = []

  init(_ port: UInt16, receiveBuffer: Int32 = 0) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var limit = timeval(tv_sec: 10, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    if receiveBuffer > 0 {
      var size = receiveBuffer
      setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, 4)
    }
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    inet_pton(AF_INET, "127.0.0.1", &place.sin_addr)
    let result = withUnsafePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw Unreachable() }
  }

  deinit { close(descriptor) }

  func send(_ text: String) { send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Reads on; false at the end or when nothing comes.
  private func more() -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    if count > 0 { unread.append(contentsOf: buffer[..<count]) }
    return count > 0
  }

  /// Exactly so many bytes, or fewer at the end.
  func read(_ count: Int) -> String {
    while unread.count < count, more() {}
    defer { unread.removeFirst(min(count, unread.count)) }
    return String(decoding: unread.prefix(count), as: UTF8.self)
  }

  /// All that comes until the server closes.
  func readToEnd() -> String {
    while more() {}
    return read(unread.count)
  }

  struct Answer: Equatable {
    var status: Int
    var headers: [String]
    var body: String

    func header(_ name: String) -> String? {
      headers.first { $0.hasPrefix(name + ": ") }.map { String($0.dropFirst(name.utf8.count + 2)) }
    }
  }

  /// The next answer; `nil` at the end.
  func answer(toHead isHead: Bool = false) -> Answer? {
    let mark = Array("\r\n\r\n".utf8)
    var end: Int?
    while end == nil {
      end = (0..<max(0, unread.count - 3)).first { unread[$0..<$0 + 4].elementsEqual(mark) }
      if end == nil, !more() { return nil }
    }
    let lines = read((end ?? 0) + 4).split(separator: "\r\n").map(String.init)
    var answer = Answer(
      status: Int(lines[0].split(separator: " ")[1]) ?? 0, headers: Array(lines.dropFirst()), body: "")
    if !isHead, let length = answer.header("Content-Length").flatMap({ Int($0) }) {
      answer.body = read(length)
    }
    return answer
  }

  /// Whether the server reset or closed the connection, without reading what it sent.
  func waitForReset() -> Bool {
    var wanted = pollfd(fd: descriptor, events: 0, revents: 0)
    return poll(&wanted, 1, 10_000) == 1
  }
}

extension Wire {
  /// Makes the end of the connection a reset.
  func reset() {
    var linger = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<Glibc.linger>.size))
  }
}
