import HTTP
import Workspace

extension Endpoint {
  /// Serves until SIGTERM or SIGINT.
  ///
  /// - Parameters:
  ///   - ready: called with the port once it is bound.
  ///   - log: the descriptor that gets one line of JSON for each request.
  /// - Throws: a refusal where the address cannot be had.
  package func serve(
    address: String, port: UInt16, ready: (UInt16) -> Void, log: Int32?
  ) throws {
    let server: HTTPServer
    do {
      server = try HTTPServer(
        address: address, port: port, log: log.map { AccessLog(descriptor: $0) }, handler: handler,
        rejected: Self.rejected)
    } catch {
      throw Refusal(
        .unavailable, "\(error.address) cannot be served: \(error.reason)",
        "choose another --port, or stop what runs there")
    }
    ready(server.port)
    server.run()
  }
}
