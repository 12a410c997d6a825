import CSystem
import Glibc

/// Requests from their bytes to their answers.
extension HTTPServer {
  /// Bytes of output that are gathered before they are sent.
  private static let gathered = 1 << 16
  private static let headRead = 1 << 14

  func receive(_ connection: Connection) {
    switch connection.phase {
    case .reading where connection.wantsInput: break
    case .draining: return drain(connection)
    // A reader of events has nothing more to say.
    case .events: return close(connection)
    default: return updateInterest(connection)
    }
    let most = connection.parser.missingBody > 0 ? Self.inboxSize : Self.headRead
    let count = recv(connection.key.descriptor, inbox, most, 0)
    guard count > 0 else {
      if count == 0 || (errno != EAGAIN && errno != EINTR) { close(connection) }
      return
    }
    metrics.bytesIn += count
    var bytes = UnsafeBufferPointer(start: UnsafePointer(inbox), count: count)
    serve(connection, &bytes)
    if !bytes.isEmpty, connection.phase == .reading || connection.phase == .working {
      connection.backlog = Array(bytes)
      connection.backlogStart = 0
    } else if !bytes.isEmpty {
      connection.mayStillSend = true
    }
    settle(connection)
  }

  /// Connections that had more to answer than their share of the last turn.
  func goOn() {
    guard !unfinished.isEmpty else { return }
    let list = unfinished
    unfinished = []
    for connection in list where connection.phase == .reading && connection.outbox.isEmpty {
      serveBacklog(connection)
      settle(connection)
    }
  }

  func serveBacklog(_ connection: Connection) {
    guard connection.phase == .reading, !connection.backlog.isEmpty else { return }
    let backlog = connection.backlog
    connection.backlog = []
    backlog.withUnsafeBufferPointer { all in
      var bytes = UnsafeBufferPointer(rebasing: all[connection.backlogStart...])
      serve(connection, &bytes)
      guard !bytes.isEmpty, connection.phase == .reading || connection.phase == .working else { return }
      connection.backlog = backlog
      connection.backlogStart = all.count - bytes.count
    }
  }

  /// Answers the requests that are whole, in order, until one must be waited for, and sends the answers.
  private func serve(_ connection: Connection, _ bytes: inout UnsafeBufferPointer<UInt8>) {
    let wasBetween = connection.parser.isBetweenRequests
    var answered = 0
    while connection.phase == .reading, !bytes.isEmpty, connection.outbox.isEmpty,
      answered < limits.pipelined
    {
      do throws(RequestParser.Rejection) {
        guard let request = try connection.parser.next(&bytes, limits) else {
          try expectMore(connection)
          break
        }
        answered += 1
        release(connection)
        answer(request, connection)
        if out.count > Self.gathered { transmit(connection) }
      } catch { reject(connection, error) }
    }
    transmit(connection)
    if answered > 0 || wasBetween, connection.outbox.isEmpty { setDeadline(connection) }
  }

  /// A request is not whole; if it has a body, that counts from now on.
  private func expectMore(_ connection: Connection) throws(RequestParser.Rejection) {
    let body = connection.parser.announcedBody
    if body > 0, connection.announced == 0 {
      guard announced + body <= limits.bodies else {
        throw RequestParser.Rejection(status: 503, detail: "too much is being received; try again later")
      }
      connection.announced = body
      announced += body
      wheel.set(connection, due: clock.tick + ticks(for: body))
    }
    if connection.parser.takeContinue() { out.append("HTTP/1.1 100 Continue\r\n\r\n") }
  }

  private func release(_ connection: Connection) {
    announced -= connection.announced
    connection.announced = 0
  }

  /// What is waited for when the output is sent.
  func setDeadline(_ connection: Connection) {
    switch connection.phase {
    case .reading where connection.parser.announcedBody > 0:
      wheel.set(connection, due: clock.tick + ticks(for: connection.parser.missingBody))
    case .reading:
      wheel.set(
        connection, due: clock.tick + (connection.parser.isBetweenRequests ? times.idle : times.head))
    case .working, .events: wheel.set(connection, due: .max)
    case .closing, .draining, .closed: break
    }
  }

  private func answer(_ request: HTTPRequest, _ connection: Connection) {
    var request = request
    request.peer = connection.peer
    if connection.isProxy {
      request.peer = proxies.client(of: request) ?? connection.peer
      request.isSecure = TrustedProxies.isSecure(request)
    }
    let began = clock.now
    switch handler(request) {
    case .now(let response):
      clock.update()
      finish(response, request, size: request.size, began: began, connection)
    case .later(let work):
      let size = request.size
      request.body = []
      connection.pending = (request, size, began)
      connection.phase = .working
      work(HTTPReply(connection.key, through: mailbox))
    case .events(let channel, let first, let headers):
      subscribe(connection, to: channel, request, first, headers, began: began)
    }
  }

  /// An answer that came from elsewhere.
  func reply(_ response: HTTPResponse, to connection: Connection) {
    guard connection.phase == .working, let pending = connection.pending else { return }
    connection.pending = nil
    connection.phase = .reading
    finish(response, pending.request, size: pending.size, began: pending.began, connection)
    transmit(connection)
    if connection.phase == .reading, connection.outbox.isEmpty {
      setDeadline(connection)
      serveBacklog(connection)
    }
    settle(connection)
  }

  /// Writes an answer to a request, counts and logs it.
  private func finish(
    _ response: HTTPResponse, _ request: HTTPRequest, size: Int, began: Int, _ connection: Connection
  ) {
    if response.status == 200, let etag = response.etag, request.method == "GET" || request.isHead,
      request.alreadyHas(etag)
    {
      var unchanged = response
      unchanged.status = 304
      unchanged.body = []
      return finish(unchanged, request, size: size, began: began, connection)
    }
    let closes = request.closes || isStopping
    let sent = write(response, closes: closes, isHead: request.isHead, connection)
    record(request, response, size: size, sent: sent, began: began)
    if closes, connection.isOpen { connection.phase = .closing }
  }

  func record(_ request: HTTPRequest, _ response: HTTPResponse, size: Int, sent: Int, began: Int) {
    let microseconds = max(0, clock.now - began) / 1_000
    metrics.answered(request.method, response.status, after: microseconds)
    log?.add(
      .init(status: response.status, bytesIn: size, bytesOut: sent, microseconds: microseconds), request,
      peer: request.peer, account: response.account, trouble: response.trouble, clock)
  }

  /// Refuses what was being read, and all that follows it.
  func reject(_ connection: Connection, _ rejection: RequestParser.Rejection) {
    release(connection)
    connection.parser = RequestParser()
    let response = rejected(rejection)
    let sent = write(response, closes: true, isHead: false, connection)
    metrics.rejected(response.status)
    log?.add(
      .init(status: response.status, bytesIn: 0, bytesOut: sent, microseconds: 0), nil,
      peer: connection.peer, account: nil, trouble: nil, clock)
    connection.mayStillSend = true
    if connection.isOpen { connection.phase = .closing }
  }
}
