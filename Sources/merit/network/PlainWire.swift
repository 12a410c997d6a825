import CSystem
import Glibc

/// HTTP without TLS on a socket of its own, one connection kept open between requests.
package final class PlainWire: Wire {
  private let address: ServerAddress
  private var descriptor: Int32 = -1

  package init(_ address: ServerAddress) { self.address = address }

  deinit { hangUp() }

  package func exchange(_ request: WireRequest) throws(WireFault) -> WireReply {
    let wasOpen = descriptor >= 0
    do { return try once(request) } catch {
      hangUp()
      // A connection that was kept may have been closed at the other end meanwhile; every request may be sent twice.
      guard wasOpen else { throw error }
    }
    do { return try once(request) } catch {
      hangUp()
      throw error
    }
  }

  private func hangUp() {
    if descriptor >= 0 { close(descriptor) }
    descriptor = -1
  }

  private func once(_ request: WireRequest) throws(WireFault) -> WireReply {
    if descriptor < 0 { descriptor = try connected() }
    var head = "\(request.method) \(address.path)\(request.target) HTTP/1.1\r\nHost: \(address.authority)\r\n"
    for line in request.headers { head += line + "\r\n" }
    if let body = request.body { head += "Content-Length: \(body.count)\r\n" }
    try send(Array((head + "\r\n").utf8) + (request.body ?? []))
    let until = Self.milliseconds + WireLimits.answer
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      if case .reply(let reply, let length, let closes) = try ReplyReading.read(bytes) {
        // Bytes after an answer belong to none.
        if closes || length < bytes.count { hangUp() }
        return reply
      }
      try wait(for: POLLIN, until: until)
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count < 0, errno == EINTR || errno == EAGAIN { continue }
      guard count > 0 else { throw WireFault("the connection was cut") }
      bytes += buffer[0..<count]
    }
  }

  private func send(_ bytes: [UInt8]) throws(WireFault) {
    let until = Self.milliseconds + WireLimits.answer
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count > 0 {
        sent += count
      } else if errno == EAGAIN {
        try wait(for: POLLOUT, until: until)
      } else if errno != EINTR {
        throw WireFault("the connection was cut")
      }
    }
  }

  /// A socket, not blocking, to the first of the host's addresses that answers.
  private func connected() throws(WireFault) -> Int32 {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(address.host, "\(address.port)", &hints, &list) == 0 else {
      throw WireFault("host '\(address.host)' is not known")
    }
    defer { freeaddrinfo(list) }
    var fault = WireFault("host '\(address.host)' has no address")
    var next = list
    while let entry = next?.pointee {
      next = entry.ai_next
      let made = socket(entry.ai_family, entry.ai_socktype, entry.ai_protocol)
      guard made >= 0, csystem_nonblocking(made) == 0 else { continue }
      descriptor = made
      if connect(made, entry.ai_addr, entry.ai_addrlen) != 0, errno != EINPROGRESS {
        fault = WireFault(String(cString: strerror(errno)))
        hangUp()
        continue
      }
      do {
        try wait(for: POLLOUT, until: Self.milliseconds + WireLimits.connect)
      } catch {
        fault = error
        hangUp()
        continue
      }
      var (code, size) = (Int32(0), socklen_t(MemoryLayout<Int32>.size))
      getsockopt(made, SOL_SOCKET, SO_ERROR, &code, &size)
      if code == 0 {
        var on: Int32 = 1
        setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
        return made
      }
      fault = WireFault(String(cString: strerror(code)))
      hangUp()
    }
    throw fault
  }

  private func wait(for event: Int32, until: Int) throws(WireFault) {
    while true {
      let left = until - Self.milliseconds
      guard left > 0 else { throw WireFault("no answer came in time") }
      var wanted = pollfd(fd: descriptor, events: Int16(event), revents: 0)
      let ready = poll(&wanted, 1, Int32(left))
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw WireFault(String(cString: strerror(errno))) }
    }
  }

  private static var milliseconds: Int { Int(Monotonic.milliseconds) }
}

/// A clock that nobody can set, for how long something takes.
package enum Monotonic {
  package static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1_000 + Int(time.tv_nsec) / 1_000_000
  }
}
