import Dispatch
import HTTP
import Synchronization

/// A server on a free port of loopback, in a thread of its own, that ends with the test.
final class RunningServer: Sendable {
  /// Replies that the test gives itself.
  final class Held: Sendable {
    private let replies = Mutex<[HTTPReply]>([])
    private let came = DispatchSemaphore(value: 0)

    func hold(_ reply: HTTPReply) {
      replies.withLock { $0.append(reply) }
      came.signal()
    }

    /// The next request that waits for its answer.
    func next() -> HTTPReply? {
      guard came.wait(timeout: .now() + 10) == .success else { return nil }
      return replies.withLock { $0.removeFirst() }
    }
  }

  let port: UInt16
  let held = Held()
  let channel = HTTPChannel()
  let stop: @Sendable () -> Void
  private let ended = DispatchSemaphore(value: 0)

  static let large = [UInt8](repeating: UInt8(ascii: "x"), count: 16 << 20)

  init(
    at address: String = "127.0.0.1", proxies: [String] = [], log: Int32? = nil,
    _ change: (inout HTTPLimits) -> Void = { _ in }
  ) throws {
    var limits = HTTPLimits()
    change(&limits)
    nonisolated(unsafe) var metrics: HTTPMetrics?
    let (held, channel) = (held, channel)
    nonisolated(unsafe) let server = try HTTPServer(
      address: address, port: 0, limits: limits, proxies: proxies,
      log: log.map { AccessLog(descriptor: $0) },
      handler: { request in
        switch request.segments.first {
        case "page": .now(HTTPResponse(200, contentType: "text/plain", body: Array("page".utf8), etag: "v1"))
        case "echo": .now(HTTPResponse(200, body: request.body, account: "li\"\n"))
        case "large": .now(HTTPResponse(200, body: Self.large))
        case "peer":
          .now(HTTPResponse(200, body: Array("\(request.peer) \(request.isSecure)".utf8)))
        case "inject": .now(HTTPResponse(204, headers: [("X-A", "b\r\nX-C: d")]))
        case "later": .later { held.hold($0) }
        case "lost": .later { _ in }
        case "events": .events(channel, first: Array("data: first\n\n".utf8), headers: [])
        case "metrics": .now(HTTPResponse(200, body: Array((metrics?.prometheus ?? "").utf8)))
        default: .now(HTTPResponse(404))
        }
      }, rejected: { HTTPResponse($0.status, body: Array($0.detail.utf8)) })
    metrics = server.metrics
    port = server.port
    stop = server.stop
    let ended = ended
    DispatchQueue(label: "server").async {
      server.run()
      metrics = nil
      ended.signal()
    }
  }

  /// Waits for the end of `run()`.
  func hasEnded() -> Bool {
    defer { ended.signal() }
    return ended.wait(timeout: .now() + 10) == .success
  }

  deinit {
    stop()
    _ = hasEnded()
  }
}
