import CSystem
import Glibc

/// An HTTP/1.1 server: one epoll loop that calls handlers inline, without a lock.
///
/// Only the thread in `run()` touches connections; others speak to it through a mailbox. Requests with a
/// Transfer-Encoding are refused: every body has a Content-Length.
package final class HTTPServer {
  /// Why the server could not start.
  package struct StartFailure: Error {
    package let address: String
    package let reason: String
  }

  /// The port that was bound, which the system chose where 0 was asked for.
  package let port: UInt16
  package let metrics = HTTPMetrics()
  /// Called on the loop about once a second.
  package var everySecond: (() -> Void)?
  /// Whether it was told to stop; what was under way is still finished.
  package internal(set) var isStopping = false

  let limits: HTTPLimits
  let handler: (HTTPRequest) -> HTTPAnswer
  let rejected: (RequestParser.Rejection) -> HTTPResponse
  let log: AccessLog?
  let proxies: TrustedProxies
  let mailbox = Mailbox()

  let epoll: Int32
  private let signals: Int32
  /// -1 once it is closed.
  var listener: Int32
  var isAccepting = true

  /// By descriptor.
  var table: [Connection?] = []
  var generation: UInt32 = 0
  var connectionsOf: [PeerAddress: Int] = [:]
  /// Bytes of the bodies that are being received.
  var announced = 0
  /// Connections whose backlog goes on in the next turn.
  var unfinished: [Connection] = []
  var readers: [ObjectIdentifier: EventReaders] = [:]
  /// The tick at which readers of events get a comment.
  var nextPing = Int.max

  var clock = LoopClock()
  var wheel: DeadlineWheel
  var stopTick = Int.max
  var head = ResponseHead()
  let out = ByteBuffer(capacity: 1 << 17)
  let inbox = UnsafeMutablePointer<UInt8>.allocate(capacity: HTTPServer.inboxSize)
  let times: Times

  static let inboxSize = 1 << 16
  private static let eventsOfTurn = 256

  /// The limits in ticks.
  struct Times {
    let head, body, idle, eventPause, stop: Int

    init(_ limits: HTTPLimits) {
      head = LoopClock.ticks(limits.headTime)
      body = LoopClock.ticks(limits.bodyTime)
      idle = LoopClock.ticks(limits.idleTime)
      eventPause = LoopClock.ticks(limits.eventPause)
      stop = LoopClock.ticks(limits.stopTime)
    }
  }

  /// Binds and listens; `run()` serves.
  ///
  /// SIGTERM and SIGINT are blocked in this thread and in those that it starts from then on, and stop the server;
  /// threads that were started before must block them themselves.
  ///
  /// - Parameters:
  ///   - proxies: addresses or networks (`10.0.0.0/8`) whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
  ///   - handler: called on the loop for each request; it must not block.
  ///   - rejected: the answer to a request that was refused by the parser or came too slowly.
  package init(
    address: String, port: UInt16, limits: HTTPLimits = HTTPLimits(), proxies: [String] = [],
    log: AccessLog? = nil, handler: @escaping (HTTPRequest) -> HTTPAnswer,
    rejected: @escaping (RequestParser.Rejection) -> HTTPResponse
  ) throws(StartFailure) {
    guard let proxies = TrustedProxies(proxies) else {
      throw StartFailure(
        address: "\(address):\(port)",
        reason: "a proxy among '\(proxies.joined(separator: "', '"))' is neither an address nor a network")
    }
    var bound: UInt16 = 0
    let listener = csystem_listen(address, port, &bound)
    guard listener >= 0 else {
      throw StartFailure(
        address: "\(address):\(port)",
        reason: listener == -EINVAL ? "not an IP address" : String(cString: strerror(-listener)))
    }
    var limits = limits
    // Some stay free for what is behind the endpoint: its files must open however many strangers connect.
    limits.connections = max(16, min(limits.connections, csystem_most_files() - 256))
    self.limits = limits
    self.proxies = proxies
    self.log = log
    self.handler = handler
    self.rejected = rejected
    self.listener = listener
    self.port = bound
    times = Times(limits)
    wheel = DeadlineWheel(at: clock.tick)
    epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
    signals = Self.signalDescriptor()
    head.set(date: clock.date)
    for descriptor in [listener, mailbox.descriptor, signals] {
      watch(descriptor, EPOLLIN.rawValue, EPOLL_CTL_ADD, generation: 0)
    }
  }

  deinit {
    for case let connection? in table { Glibc.close(connection.key.descriptor) }
    for descriptor in [listener, epoll, signals] where descriptor >= 0 { Glibc.close(descriptor) }
    inbox.deallocate()
  }

  private static func signalDescriptor() -> Int32 {
    var mask = sigset_t()
    sigemptyset(&mask)
    sigaddset(&mask, SIGTERM)
    sigaddset(&mask, SIGINT)
    pthread_sigmask(SIG_BLOCK, &mask, nil)
    signal(SIGPIPE, SIG_IGN)
    return signalfd(-1, &mask, Int32(SFD_NONBLOCK | SFD_CLOEXEC))
  }

  /// Stops the server as SIGTERM does, from any thread.
  package var stop: @Sendable () -> Void {
    let mailbox = mailbox
    return { mailbox.post([.stop]) }
  }

  func watch(_ descriptor: Int32, _ interest: UInt32, _ operation: Int32, generation: UInt32) {
    var event = epoll_event()
    event.events = interest
    event.data.u64 = UInt64(generation) << 32 | UInt64(UInt32(bitPattern: descriptor))
    epoll_ctl(epoll, operation, descriptor, &event)
  }

  /// Serves until SIGTERM, SIGINT or `stop`; then finishes what is under way, for `HTTPLimits.stopTime` at most.
  package func run() {
    let events = UnsafeMutablePointer<epoll_event>.allocate(capacity: Self.eventsOfTurn)
    defer { events.deallocate() }
    let began = clock.now
    var second = clock.second
    while !(isStopping && (metrics.connections == 0 || clock.tick >= stopTick)) {
      let count = epoll_wait(epoll, events, Int32(Self.eventsOfTurn), pause)
      clock.update()
      if clock.second != second {
        second = clock.second
        metrics.uptime = (clock.now - began) / 1_000_000_000
        newSecond()
      }
      goOn()
      for index in 0..<max(0, Int(count)) { take(events[index]) }
      for connection in wheel.due(at: clock.tick) { expire(connection) }
      keepEventsOpen()
      if let log { metrics.linesDropped += log.flush() }
    }
    for case let connection? in table { close(connection) }
    if let log { metrics.linesDropped += log.flush() }
  }

  private func newSecond() {
    head.set(date: clock.date)
    if !isStopping, !isAccepting { setAccepting(true) }
    everySecond?()
  }

  /// Milliseconds that the loop may sleep.
  private var pause: Int32 {
    guard unfinished.isEmpty else { return 0 }
    let ticks = wheel.ticksToNext(most: 1_000_000_000 / LoopClock.nanosecondsOfTick)
    return Int32(ticks * LoopClock.nanosecondsOfTick / 1_000_000)
  }

  private func take(_ event: epoll_event) {
    let descriptor = Int32(truncatingIfNeeded: event.data.u64)
    let generation = UInt32(truncatingIfNeeded: event.data.u64 >> 32)
    guard generation > 0 else {
      if descriptor == listener {
        accept()
      } else if descriptor == mailbox.descriptor {
        takeMail()
      } else {
        takeSignal()
      }
      return
    }
    guard let connection = connection(.init(descriptor: descriptor, generation: generation)) else { return }
    if event.events & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 { return close(connection) }
    if event.events & EPOLLOUT.rawValue != 0 { flush(connection) }
    if event.events & EPOLLIN.rawValue != 0, connection.isOpen { receive(connection) }
  }

  private func takeMail() {
    for message in mailbox.take() {
      switch message {
      case .reply(let key, let response):
        if let connection = connection(key) { reply(response, to: connection) }
      case .broadcast(let channel, let bytes): broadcast(bytes, on: channel)
      case .stop: beginStop()
      }
    }
  }

  private func takeSignal() {
    var information = signalfd_siginfo()
    while read(signals, &information, MemoryLayout<signalfd_siginfo>.size) > 0 {
      // Whoever asks twice does not want to wait.
      if isStopping { stopTick = 0 }
      beginStop()
    }
  }
}
