import HTTP
import Workspace

extension Endpoint {
  /// Serves until SIGTERM or SIGINT.
  ///
  /// - Parameters:
  ///   - ready: called with the port once it is bound.
  ///   - log: gets one line of JSON for each request.
  /// - Throws: a refusal where the address cannot be had.
  package func serve(
    address: String, port: UInt16, ready: (UInt16) -> Void, log: @escaping (String) -> Void
  ) throws {
    let server: HTTPServer
    do {
      server = try HTTPServer(
        address: address, port: port, router: router, rejected: Self.rejected,
        log: { line in log("{\"at\":\"\(Instant.now)\"," + line.dropFirst()) })
    } catch let failure as HTTPServer.StartFailure {
      throw Refusal(
        .unavailable, "\(failure.address) cannot be served: \(failure.reason)",
        "choose another --port, or stop what runs there")
    }
    ready(server.port)
    server.run()
  }
}
