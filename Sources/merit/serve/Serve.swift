import Service
import Terminal
import Workspace

extension Verb {
  static let serve = Verb(
    "serve",
    options: [
      Option("--port", "N", en: "8080 unless said", zh: "端口，默认 8080"),
      Option("--bind", "ADDRESS", en: "127.0.0.1 unless said", zh: "地址，默认 127.0.0.1"),
      Option(
        "--behind-proxy", en: "another address than loopback is wanted: a proxy with TLS stands before it",
        zh: "位于带 TLS 的反向代理之后"),
    ], en: "serve sheets and explanations over HTTP", zh: "启动 HTTP 服务", example: "merit serve --port 8080"
  ) { session, input in
    let address = input.value("--bind") ?? "127.0.0.1"
    guard address.hasPrefix("127.") || input.flag("--behind-proxy") else {
      throw Refusal(
        .usage, "'\(address)' can be reached from outside, and this endpoint speaks without TLS",
        "put a proxy with TLS before it and add --behind-proxy, or bind to 127.0.0.1")
    }
    let occasion = try session.occasion()
    try occasion.require(.administrator, to: "serve the workspace")
    let workspace = occasion.workspace
    let endpoint = try Endpoint(workspace, clock: { Instant.now }, random: { SystemRandom.token(40) })
    try endpoint.serve(
      address: address, port: UInt16(try input.integer("--port", in: 0...65_535) ?? 8_080),
      ready: { port in
        Screen.write("\(session.word("serving on", "服务地址")) http://\(address):\(port)\n")
      }, log: session.isQuiet ? nil : 2)
    return .done
  }
}
