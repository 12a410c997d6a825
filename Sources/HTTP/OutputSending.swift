import CSystem
import Glibc

/// Answers on their way to the client: gathered, sent in one call, and held where the client is slower.
extension HTTPServer {
  /// A body up to this is cheaper copied beside its head than named to the kernel.
  private static let copied = 1 << 14

  /// Puts an answer into the output; returns its bytes.
  func write(_ response: HTTPResponse, closes: Bool, isHead: Bool, _ connection: Connection) -> Int {
    let before = out.count
    head.write(response, length: response.body.count, closes: closes, to: out)
    let headSize = out.count - before
    guard !isHead, !response.isBodiless else { return headSize }
    if response.body.count <= Self.copied {
      out.append(response.body)
    } else {
      transmit(connection, response.body)
    }
    return headSize + response.body.count
  }

  /// Sends what was gathered, and a body after it; what the client does not take waits in its outbox.
  func transmit(_ connection: Connection, _ body: [UInt8] = []) {
    guard connection.isOpen, out.count + body.count > 0 else { return out.clear() }
    var sent = 0
    if connection.outbox.isEmpty {
      sent = body.withUnsafeBufferPointer {
        csystem_send(connection.key.descriptor, out.start, out.count, $0.baseAddress, $0.count)
      }
      if sent < 0, sent != -Int(EAGAIN) {
        out.clear()
        return close(connection)
      }
      sent = max(0, sent)
      metrics.bytesOut += sent
    }
    if sent < out.count + body.count {
      let wasEmpty = connection.outbox.isEmpty
      if sent < out.count { connection.outbox.append(Array(out.bytes[sent...])) }
      connection.outbox.append(body, from: max(0, sent - out.count))
      // What is sent to a reader of events gives it no more time for what it has not taken.
      if wasEmpty || connection.phase != .events {
        wheel.set(connection, due: clock.tick + ticks(for: connection.outbox.count))
      }
    }
    out.clear()
  }

  /// The client takes more.
  func flush(_ connection: Connection) {
    guard let sent = connection.outbox.send(to: connection.key.descriptor) else { return close(connection) }
    metrics.bytesOut += sent
    if connection.outbox.isEmpty {
      setDeadline(connection)
      serveBacklog(connection)
    }
    settle(connection)
  }

  /// Leaves a connection in order at the end of what was done with it.
  func settle(_ connection: Connection) {
    guard connection.isOpen else { return }
    if connection.outbox.isEmpty {
      if connection.phase == .closing {
        return end(connection, mayStillSend: connection.mayStillSend)
      }
      if connection.phase == .reading, !connection.backlog.isEmpty { unfinished.append(connection) }
      if isStopping, connection.isIdle { return close(connection) }
    }
    // Only what epoll must not report again is taken away; a short wait for an answer costs no call.
    if !connection.outbox.isEmpty || connection.phase == .draining
      || (connection.wantsInput && connection.interest & EPOLLIN.rawValue == 0)
      || connection.interest & EPOLLOUT.rawValue != 0
    {
      updateInterest(connection)
    }
  }
}
