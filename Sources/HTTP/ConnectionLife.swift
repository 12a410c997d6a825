import CSystem
import Glibc

/// Connections from their coming to their end.
extension HTTPServer {
  private static let acceptedOfTurn = 128
  /// How long, in ticks, and how much a refused client may still send.
  private static let drainTicks = 40
  private static let drainBytes = 1 << 20

  /// The connection, unless it is gone and its descriptor another's.
  func connection(_ key: Connection.Key) -> Connection? {
    let index = Int(key.descriptor)
    guard index < table.count, let connection = table[index], connection.key == key else { return nil }
    return connection
  }

  func accept() {
    for _ in 0..<Self.acceptedOfTurn {
      let (descriptor, address) = PeerAddress.accept(from: listener)
      if descriptor < 0 {
        // Out of descriptors or memory: trying again at once would only spin.
        if [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(-descriptor) {
          metrics.refused += 1
          setAccepting(false)
        }
        if descriptor == -EAGAIN || !isAccepting { return }
        continue
      }
      welcome(descriptor, address)
    }
  }

  /// Takes new connections, or leaves them in the kernel's queue.
  func setAccepting(_ accepts: Bool) {
    guard isAccepting != accepts, listener >= 0 else { return }
    isAccepting = accepts
    watch(listener, EPOLLIN.rawValue, accepts ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, generation: 0)
  }

  private func welcome(_ descriptor: Int32, _ address: PeerAddress) {
    generation = generation == .max ? 1 : generation + 1
    let isProxy = proxies.contains(address)
    let connection = Connection(
      .init(descriptor: descriptor, generation: generation), from: address, isProxy: isProxy,
      isCounted: !isProxy && (limits.countsLoopback || !address.isLoopback))
    let already = connection.isCounted ? connectionsOf[connection.owner, default: 0] : 0
    guard metrics.connections < limits.connections, already < limits.connectionsOfAddress else {
      metrics.refused += 1
      Glibc.close(descriptor)
      return
    }
    if connection.isCounted { connectionsOf[connection.owner] = already + 1 }
    metrics.accepted += 1
    metrics.connections += 1
    let index = Int(descriptor)
    if index >= table.count { table.append(contentsOf: repeatElement(nil, count: index + 64 - table.count)) }
    table[index] = connection
    connection.interest = EPOLLIN.rawValue
    watch(descriptor, connection.interest, EPOLL_CTL_ADD, generation: generation)
    wheel.set(connection, due: clock.tick + times.idle)
  }

  func close(_ connection: Connection) {
    guard connection.isOpen else { return }
    unsubscribe(connection)
    connection.phase = .closed
    connection.outbox = Outbox()
    connection.backlog = []
    connection.parser = RequestParser()
    connection.pending = nil
    announced -= connection.announced
    if connection.isCounted {
      let left = connectionsOf[connection.owner, default: 1] - 1
      connectionsOf[connection.owner] = left > 0 ? left : nil
    }
    metrics.connections -= 1
    table[Int(connection.key.descriptor)] = nil
    Glibc.close(connection.key.descriptor)
  }

  /// Closes without keeping in the kernel what the client does not take.
  func reset(_ connection: Connection) {
    csystem_reset_on_close(connection.key.descriptor)
    close(connection)
  }

  /// The output of a connection that ends is sent.
  func end(_ connection: Connection, mayStillSend: Bool) {
    guard mayStillSend else { return close(connection) }
    shutdown(connection.key.descriptor, Int32(SHUT_WR))
    connection.phase = .draining
    wheel.set(connection, due: clock.tick + Self.drainTicks)
    updateInterest(connection)
  }

  /// Throws away what a refused client sends.
  func drain(_ connection: Connection) {
    let count = recv(connection.key.descriptor, inbox, Self.inboxSize, 0)
    if count < 0, errno == EAGAIN || errno == EINTR { return }
    connection.drained += count
    if count <= 0 || connection.drained > Self.drainBytes { close(connection) }
  }

  func updateInterest(_ connection: Connection) {
    guard connection.isOpen else { return }
    let wanted =
      (connection.wantsInput ? EPOLLIN.rawValue : 0) | (connection.outbox.isEmpty ? 0 : EPOLLOUT.rawValue)
    guard wanted != connection.interest else { return }
    connection.interest = wanted
    watch(connection.key.descriptor, wanted, EPOLL_CTL_MOD, generation: connection.key.generation)
  }

  /// Ticks that so many bytes may take.
  func ticks(for bytes: Int) -> Int {
    times.body + LoopClock.ticks(.seconds(bytes / max(1, limits.leastRate)))
  }

  /// What is done when the time is up depends on what was waited for.
  func expire(_ connection: Connection) {
    switch connection.phase {
    case .closed: break
    case .draining: close(connection)
    case .reading where connection.outbox.isEmpty:
      if connection.parser.isBetweenRequests { return close(connection) }
      let what = connection.parser.announcedBody > 0 ? "body" : "head"
      reject(connection, .init(status: 408, detail: "the \(what) took too long to arrive"))
      transmit(connection)
      settle(connection)
    case .events where connection.outbox.isEmpty, .working where connection.outbox.isEmpty: break
    case .reading, .working, .closing, .events:
      metrics.slowReadersDropped += 1
      reset(connection)
    }
  }

  func beginStop() {
    guard !isStopping else { return }
    // What the kernel took before has a claim to an answer.
    accept()
    isStopping = true
    stopTick = clock.tick + times.stop
    setAccepting(false)
    Glibc.close(listener)
    listener = -1
    for case let connection? in table {
      if connection.phase == .events { close(connection) }
      if connection.isIdle { receive(connection) }
      if connection.isIdle { close(connection) }
    }
  }
}
