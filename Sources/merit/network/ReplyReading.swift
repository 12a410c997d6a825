/// Reads an HTTP/1.1 answer from the bytes that have come so far; bodies come with their length.
package enum ReplyReading {
  package enum Reading {
    case wantsMore
    /// - Parameter length: how many of the bytes it took.
    case reply(WireReply, length: Int, closes: Bool)
  }

  private static let longestHead = 64 << 10

  package static func read(_ bytes: [UInt8]) throws(WireFault) -> Reading {
    guard let end = headEnd(bytes) else {
      if bytes.count > longestHead { throw WireFault("its answer has no end to its head") }
      return .wantsMore
    }
    let lines = String(decoding: bytes[..<end], as: UTF8.self).split(
      whereSeparator: { $0 == "\r\n" || $0 == "\n" })
    let words = (lines.first ?? "").split(separator: " ")
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]),
      (100...599).contains(status)
    else { throw WireFault("what answers there speaks no HTTP") }
    let start = end + 4
    // A note on the way, such as 100 Continue: the answer follows.
    if status < 200 {
      switch try read(Array(bytes[start...])) {
      case .wantsMore: return .wantsMore
      case .reply(let reply, let length, let closes):
        return .reply(reply, length: start + length, closes: closes)
      }
    }
    var (length, closes) = (0, words[0] == "HTTP/1.0")
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      switch line[..<colon].lowercased() {
      case "content-length":
        guard let number = Int(value), (0...WireLimits.longestAnswer).contains(number) else {
          throw WireFault("its answer is too long")
        }
        length = number
      case "transfer-encoding": throw WireFault("its answer comes in pieces, which this client does not read")
      case "connection": closes = value.lowercased() == "close"
      default: break
      }
    }
    if status == 204 || status == 304 { length = 0 }
    guard bytes.count >= start + length else { return .wantsMore }
    return .reply(
      WireReply(status: status, body: Array(bytes[start..<(start + length)])), length: start + length,
      closes: closes)
  }

  /// Where the empty line after the head begins.
  private static func headEnd(_ bytes: [UInt8]) -> Int? {
    guard bytes.count >= 4 else { return nil }
    for index in 0...(bytes.count - 4)
    where bytes[index] == 0x0d && bytes[index + 1] == 0x0a && bytes[index + 2] == 0x0d
      && bytes[index + 3] == 0x0a
    { return index }
    return nil
  }
}
