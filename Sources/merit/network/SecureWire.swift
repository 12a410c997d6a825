import CSystem
import Glibc

/// HTTP over TLS by the system's libcurl, which is loaded only here.
package final class SecureWire: Wire {
  private let address: ServerAddress
  private let web: OpaquePointer

  /// - Throws: where the system has no libcurl.
  package init(_ address: ServerAddress) throws(WireFault) {
    guard let web = csystem_web_open() else {
      throw WireFault(
        "https needs the system's libcurl (libcurl.so.4); install it, such as: apt install libcurl4")
    }
    self.address = address
    self.web = web
  }

  deinit { csystem_web_close(web) }

  package func exchange(_ request: WireRequest) throws(WireFault) -> WireReply {
    var lines: [UnsafeMutablePointer<CChar>?] = request.headers.map { strdup($0) }
    defer { lines.forEach { free($0) } }
    var (status, bytes, count) = (0, nil as UnsafeMutablePointer<UInt8>?, 0)
    var why = [CChar](repeating: 0, count: 256)
    let body = request.body ?? []
    let code = lines.withUnsafeMutableBufferPointer { lines in
      csystem_web_exchange(
        web, "\(address.origin)\(request.target)", request.method, lines.baseAddress, lines.count, body,
        request.body == nil ? -1 : body.count, WireLimits.connect, WireLimits.answer,
        WireLimits.longestAnswer, &status, &bytes, &count, &why, why.count)
    }
    defer { free(bytes) }
    guard code == 0 else {
      let text = why.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
      throw WireFault(String(decoding: text, as: UTF8.self))
    }
    return WireReply(
      status: status, body: bytes.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? [])
  }
}
