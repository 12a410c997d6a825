/// The clients that read a channel.
struct EventReaders {
  let channel: HTTPChannel
  var connections: [Connection.Key: Connection] = [:]
}

/// Streams of events.
extension HTTPServer {
  func subscribe(
    _ connection: Connection, to channel: HTTPChannel, _ request: HTTPRequest, _ first: [UInt8],
    _ headers: [(name: String, value: String)], began: Int
  ) {
    // A proxy that gathers the stream would hold back events.
    let response = HTTPResponse(
      200, contentType: "text/event-stream; charset=utf-8",
      headers: headers + [("X-Accel-Buffering", "no")])
    let before = out.count
    head.write(response, length: nil, closes: true, to: out)
    if !request.isHead { out.append(first) }
    record(request, response, size: request.size, sent: out.count - before, began: began)
    if request.isHead || isStopping {
      connection.phase = .closing
      return
    }
    connection.phase = .events
    connection.channel = channel
    channel.attach(to: mailbox)
    metrics.subscribers += 1
    readers[ObjectIdentifier(channel), default: EventReaders(channel: channel)]
      .connections[connection.key] = connection
    if nextPing == .max { nextPing = clock.tick + times.eventPause }
  }

  func unsubscribe(_ connection: Connection) {
    guard let channel = connection.channel else { return }
    connection.channel = nil
    channel.detach()
    metrics.subscribers -= 1
    let id = ObjectIdentifier(channel)
    readers[id]?.connections[connection.key] = nil
    if readers[id]?.connections.isEmpty ?? false { readers[id] = nil }
  }

  func broadcast(_ bytes: [UInt8], on channel: HTTPChannel) {
    guard let connections = readers[ObjectIdentifier(channel)]?.connections.values else { return }
    for connection in connections where connection.phase == .events {
      transmit(connection, bytes)
      if connection.outbox.count > limits.output {
        metrics.slowReadersDropped += 1
        reset(connection)
      } else {
        settle(connection)
      }
    }
  }

  /// Sends a comment to all readers of events when it is time, so that nobody between takes the stream for dead.
  func keepEventsOpen() {
    guard clock.tick >= nextPing else { return }
    nextPing = readers.isEmpty ? .max : clock.tick + times.eventPause
    for reader in readers.values { broadcast(Array(":\n\n".utf8), on: reader.channel) }
  }
}
