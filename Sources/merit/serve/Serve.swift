import Formats
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
        "--behind-proxy", "ADDRESS,…",
        en: "proxies that end TLS before it: what they say of a client's address is believed, nobody else's",
        zh: "位于这些带 TLS 的反向代理之后，仅信任其转发的客户端地址"),
      Option(
        "--allow-plain",
        en: "serve another address than loopback without TLS: passwords can be read on the way",
        zh: "允许在非回环地址上不加密地提供服务（密码可被窃听）"),
      Option(
        "--log", "FILE", en: "append the access log to a file; else to standard error", zh: "访问日志文件，默认标准错误"),
    ], en: "serve the API, the pages and exams over HTTP", zh: "启动 HTTP 服务",
    example: "merit serve --port 8080 --behind-proxy 127.0.0.1"
  ) { session, input in
    let address = input.value("--bind") ?? "127.0.0.1"
    let proxies = (input.value("--behind-proxy") ?? "").split(separator: ",").map { String($0.trimmed) }
    guard isLoopback(address) || !proxies.isEmpty || input.flag("--allow-plain") else {
      throw Refusal(
        .usage, "'\(address)' can be reached from outside, and this endpoint speaks without TLS",
        "put a proxy with TLS before it and name it with --behind-proxy ADDRESS, bind to 127.0.0.1, or add --allow-plain"
      )
    }
    try session.occasion().require(.administrator, to: "serve the workspace")
    var options = Endpoint.Options()
    options.isBehindTLS = !proxies.isEmpty
    let endpoint = try Endpoint(
      path: session.path, options: options, clock: { Instant.now }, random: { SystemRandom.token(40) })
    let log = try session.isQuiet ? nil : LogFile.open(input.value("--log"))
    try endpoint.serve(
      Endpoint.Place(
        address: address, port: UInt16(try input.integer("--port", in: 0...65_535) ?? 8_080),
        proxies: proxies, log: log),
      ready: { port in
        let host = address.contains(":") ? "[\(address)]" : address
        Screen.write("\(session.word("serving on", "服务地址")) http://\(host):\(port)\n")
      })
    return .done
  }

  private static func isLoopback(_ address: String) -> Bool {
    address.hasPrefix("127.") || address == "::1" || address == "localhost"
  }
}
