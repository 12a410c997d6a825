import CSystem
import Dispatch
import Glibc
import Synchronization

/// An HTTP/1.1 server: one epoll loop that calls handlers inline, and one worker beside it for what takes long.
///
/// Only the loop's thread touches connections; the worker hands its outcomes back through a queue and an eventfd.
package final class HTTPServer {
  /// Why the server could not start.
  package struct StartFailure: Error {
    package let address: String
    package let reason: String
  }

  private struct Outcome: Sendable {
    let key: Int
    let isTrue: Bool
  }

  private static let mostConnections = 10_000
  private static let idleSeconds = 60
  private static let requestSeconds = 20
  private static let mostWork = 64

  private let router: Router
  private let rejected: (RequestParser.Rejection) -> HTTPResponse
  private let log: (String) -> Void
  private let listener: Int32
  private let epoll: Int32
  private let wake: Int32
  private let signals: Int32
  private var connections: [Int32: Connection] = [:]
  private var waiting: [Int: (descriptor: Int32, generation: Int, then: (Bool) -> HTTPResponse)] = [:]
  private var nextKey = 1
  private var isStopping = false
  private let worker = DispatchQueue(label: "work beside the loop")
  private let outcomes = OutcomeQueue()
  /// The port that was bound, which the system chose where 0 was asked for.
  package let port: UInt16

  private final class OutcomeQueue: Sendable {
    let list = Mutex<[Outcome]>([])
  }

  private final class Connection {
    let generation: Int
    let peer: String
    var input: [UInt8] = []
    var output: [UInt8] = []
    var closesAfterOutput = false
    var isWorking = false
    var lastActive: time_t
    /// When the request that is being read began to arrive.
    var requestBegan: time_t?

    init(generation: Int, peer: String, now: time_t) {
      self.generation = generation
      self.peer = peer
      lastActive = now
    }
  }

  /// Binds and listens; `run()` serves.
  ///
  /// - Parameters:
  ///   - rejected: the answer to a request that was refused by the parser.
  ///   - log: gets one line for each request.
  package init(
    address: String, port: UInt16, router: Router,
    rejected: @escaping (RequestParser.Rejection) -> HTTPResponse,
    log: @escaping (String) -> Void
  ) throws {
    self.router = router
    self.rejected = rejected
    self.log = log
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    func failure() -> StartFailure {
      StartFailure(address: "\(address):\(port)", reason: String(cString: strerror(errno)))
    }
    guard descriptor >= 0 else { throw failure() }
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, 4)
    var place = sockaddr_in()
    place.sin_family = sa_family_t(AF_INET)
    place.sin_port = port.bigEndian
    guard inet_pton(AF_INET, address, &place.sin_addr) == 1 else {
      close(descriptor)
      throw StartFailure(address: "\(address):\(port)", reason: "not an IPv4 address")
    }
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &place) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, size) == 0 && listen(descriptor, 1_024) == 0
          && getsockname(descriptor, $0, &size) == 0
      }
    }
    guard isBound, csystem_nonblocking(descriptor) == 0 else {
      let error = failure()
      close(descriptor)
      throw error
    }
    self.port = UInt16(bigEndian: place.sin_port)
    listener = descriptor
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    wake = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC))
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGTERM)
    sigaddset(&mask, SIGINT)
    pthread_sigmask(SIG_BLOCK, &mask, nil)
    signals = signalfd(-1, &mask, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
    signal(SIGPIPE, SIG_IGN)
    for descriptor in [listener, wake, signals] { watch(descriptor, forWriting: false, isNew: true) }
  }

  deinit {
    for descriptor in connections.keys { close(descriptor) }
    for descriptor in [listener, epoll, wake, signals] { close(descriptor) }
  }

  private func watch(_ descriptor: Int32, forWriting: Bool, isNew: Bool) {
    var event = epoll_event()
    event.events = EPOLLIN.rawValue | (forWriting ? EPOLLOUT.rawValue : 0)
    event.data.fd = descriptor
    epoll_ctl(epoll, isNew ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, descriptor, &event)
  }

  /// Serves until SIGTERM or SIGINT; then answers what is under way and returns.
  package func run() {
    let capacity = 256
    let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: capacity)
    defer { events.deallocate() }
    while !(isStopping && connections.values.allSatisfy { !$0.isWorking && $0.output.isEmpty }) {
      let count = epoll_wait(epoll, events, Int32(capacity), 1_000)
      for index in 0..<max(0, Int(count)) {
        let descriptor = events[index].data.fd
        if descriptor == listener {
          acceptAll()
        } else if descriptor == wake {
          takeOutcomes()
        } else if descriptor == signals {
          stop()
        } else if let connection = connections[descriptor] {
          if events[index].events & EPOLLIN.rawValue != 0 { receive(connection, descriptor) }
          if connections[descriptor] === connection, events[index].events & EPOLLOUT.rawValue != 0 {
            flush(connection, descriptor)
          }
          if connections[descriptor] === connection,
            events[index].events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0
          {
            drop(descriptor)
          }
        }
      }
      dropIdle()
    }
  }

  private func stop() {
    isStopping = true
    epoll_ctl(epoll, EPOLL_CTL_DEL, listener, nil)
    for (descriptor, connection) in connections where !connection.isWorking && connection.output.isEmpty {
      drop(descriptor)
    }
  }

  private func acceptAll() {
    while true {
      var place = sockaddr_in()
      var size = socklen_t(MemoryLayout<sockaddr_in>.size)
      let descriptor = withUnsafeMutablePointer(to: &place) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { accept(listener, $0, &size) }
      }
      guard descriptor >= 0 else { return }
      guard connections.count < Self.mostConnections, csystem_nonblocking(descriptor) == 0 else {
        close(descriptor)
        continue
      }
      var yes: Int32 = 1
      setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, 4)
      var text = [CChar](repeating: 0, count: Int(INET_ADDRSTRLEN))
      inet_ntop(AF_INET, &place.sin_addr, &text, socklen_t(INET_ADDRSTRLEN))
      nextKey += 1
      connections[descriptor] = Connection(
        generation: nextKey,
        peer: String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self),
        now: time(nil))
      watch(descriptor, forWriting: false, isNew: true)
    }
  }

  private func drop(_ descriptor: Int32) {
    connections[descriptor] = nil
    close(descriptor)
  }

  private func dropIdle() {
    let now = time(nil)
    for (descriptor, connection) in connections where !connection.isWorking {
      if let began = connection.requestBegan, now - began > Self.requestSeconds {
        connection.requestBegan = nil
        connection.input = []
        send(
          rejected(.init(status: 408, detail: "the request took too long to arrive")), to: connection,
          descriptor, closes: true)
      } else if now - connection.lastActive > Self.idleSeconds {
        drop(descriptor)
      }
    }
  }

  private func receive(_ connection: Connection, _ descriptor: Int32) {
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while connection.input.count <= RequestParser.longestHead + RequestParser.longestBody {
      let count = recv(descriptor, &buffer, buffer.count, 0)
      if count > 0 {
        connection.input.append(contentsOf: buffer[0..<count])
        connection.lastActive = time(nil)
        if connection.requestBegan == nil { connection.requestBegan = connection.lastActive }
      } else if count == 0 {
        return drop(descriptor)
      } else if errno == EAGAIN {
        break
      } else if errno != EINTR {
        return drop(descriptor)
      }
    }
    serve(connection, descriptor)
  }

  /// Answers the requests that are whole, in order; stops while one is being worked on.
  private func serve(_ connection: Connection, _ descriptor: Int32) {
    while !connection.isWorking, !connection.closesAfterOutput, !connection.input.isEmpty {
      do {
        guard let (request, length) = try RequestParser.parse(connection.input[...]) else { break }
        connection.input.removeFirst(length)
        connection.requestBegan = connection.input.isEmpty ? nil : time(nil)
        answer(request, connection, descriptor)
      } catch {
        connection.input = []
        connection.requestBegan = nil
        log("{\"peer\":\"\(connection.peer)\",\"request\":null,\"status\":\(error.status)}")
        send(rejected(error), to: connection, descriptor, closes: true)
      }
    }
  }

  private func answer(_ request: HTTPRequest, _ connection: Connection, _ descriptor: Int32) {
    var request = request
    request.peer = connection.peer
    let isHead = request.method == "HEAD"
    let closes = request.wantsClose || isStopping
    let began = Self.microseconds
    let line = "\"\(request.method) /\(request.segments.joined(separator: "/"))\""
    func finish(_ response: HTTPResponse) {
      log(
        "{\"peer\":\"\(connection.peer)\",\"request\":\(Self.escaped(line)),\"status\":\(response.status),\"bytes\":\(response.body.count),\"us\":\(Self.microseconds - began)}"
      )
      send(response, to: connection, descriptor, closes: closes, isHead: isHead)
    }
    switch router.answer(request) {
    case .now(let response): finish(response)
    case .afterWork(let work, let then):
      guard waiting.count < Self.mostWork else {
        return finish(HTTPResponse(503, headers: [("Retry-After", "1")]))
      }
      connection.isWorking = true
      nextKey += 1
      let key = nextKey
      waiting[key] = (
        descriptor, connection.generation,
        { isTrue in
          let response = then(isTrue)
          finish(response)
          return response
        }
      )
      let (outcomes, wake) = (outcomes, wake)
      worker.async {
        let isTrue = work()
        outcomes.list.withLock { $0.append(Outcome(key: key, isTrue: isTrue)) }
        var one: UInt64 = 1
        write(wake, &one, 8)
      }
    }
  }

  private static func escaped(_ line: String) -> String {
    "\""
      + line.dropFirst().dropLast().flatMap {
        $0 == "\"" || $0 == "\\"
          ? "\\\($0)" : $0.unicodeScalars.allSatisfy { $0.value < 0x20 } ? "?" : "\($0)"
      } + "\""
  }

  private func takeOutcomes() {
    var count: UInt64 = 0
    read(wake, &count, 8)
    let finished = outcomes.list.withLock { list in
      defer { list = [] }
      return list
    }
    for outcome in finished {
      guard let entry = waiting.removeValue(forKey: outcome.key) else { continue }
      // The descriptor may belong to another peer by now.
      guard let connection = connections[entry.descriptor], connection.generation == entry.generation else {
        continue
      }
      connection.isWorking = false
      _ = entry.then(outcome.isTrue)
      serve(connection, entry.descriptor)
    }
  }

  private func send(
    _ response: HTTPResponse, to connection: Connection, _ descriptor: Int32, closes: Bool,
    isHead: Bool = false
  ) {
    connection.output.append(contentsOf: response.bytes(isHead: isHead, closes: closes))
    if closes { connection.closesAfterOutput = true }
    flush(connection, descriptor)
  }

  private func flush(_ connection: Connection, _ descriptor: Int32) {
    while !connection.output.isEmpty {
      let count = Glibc.send(descriptor, connection.output, connection.output.count, Int32(MSG_NOSIGNAL))
      if count > 0 {
        connection.output.removeFirst(count)
        connection.lastActive = time(nil)
      } else if errno == EAGAIN {
        return watch(descriptor, forWriting: true, isNew: false)
      } else if errno != EINTR {
        return drop(descriptor)
      }
    }
    watch(descriptor, forWriting: false, isNew: false)
    if connection.closesAfterOutput { drop(descriptor) }
  }

  private static var microseconds: Int {
    var moment = timespec()
    clock_gettime(CLOCK_MONOTONIC, &moment)
    return moment.tv_sec * 1_000_000 + moment.tv_nsec / 1_000
  }
}
