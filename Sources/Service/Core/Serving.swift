import HTTP
import Workspace

extension Endpoint {
  /// Where and how to serve.
  package struct Place: Sendable {
    package let address: String
    package let port: UInt16
    /// Addresses of proxies whose word about a client's address and TLS is believed.
    package let proxies: [String]
    /// Where the access log is written; `nil` for none.
    package let log: Int32?

    package init(address: String, port: UInt16, proxies: [String] = [], log: Int32? = nil) {
      self.address = address
      self.port = port
      self.proxies = proxies
      self.log = log
    }
  }

  /// The doorkeeper on the loop, where heads are read and requests answered.
  private struct Door: @unchecked Sendable { let keeper: Doorkeeper }

  /// How large a file may be that is uploaded for import.
  private static let longestFile = 64 << 20

  /// Serves until SIGTERM or SIGINT; what is under way is answered first.
  ///
  /// - Parameter ready: called with the port once it is bound.
  /// - Throws: a refusal where the address cannot be had.
  package func serve(_ place: Place, ready: (UInt16) -> Void) throws {
    var limits = HTTPLimits()
    let (book, door, clock) = (book, Door(keeper: doorkeeper), clock)
    limits.bodyLimit = { request in
      // A stranger must not be able to take the room of all bodies with what is never sent.
      if case .route(let route, _) = book.find(request.method, Array(request.segments.dropFirst(2))),
        case .file = route.body, case .known? = try? door.keeper.look(request, at: clock())
      {
        return Self.longestFile
      }
      return 1 << 20
    }
    let server: HTTPServer
    do throws(HTTPServer.StartFailure) {
      server = try HTTPServer(
        address: place.address, port: place.port, limits: limits, proxies: place.proxies,
        log: place.log.map { AccessLog(descriptor: $0) }, handler: { [self] in answer($0) },
        rejected: Self.rejected)
    } catch {
      throw Refusal(
        .unavailable, "\(error.address) cannot be served: \(error.reason)",
        "choose another --port, or stop what runs there")
    }
    watch = ({ server.metrics.prometheus }, { server.isStopping })
    server.everySecond = { [self] in boards.refresh(in: workspace, now: clock()) }
    ready(server.port)
    server.run()
    stop()
    // The server holds the endpoint and the endpoint the server's numbers: let go of one.
    watch = ({ "" }, { true })
  }
}
