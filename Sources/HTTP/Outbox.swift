import CSystem
import Glibc

/// Bytes that a client has not taken yet; a body in it is shared and not copied.
struct Outbox {
  private var pieces: [[UInt8]] = []
  private var first = 0
  /// Bytes of the first piece that are sent.
  private var sent = 0
  private(set) var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func append(_ bytes: [UInt8], from start: Int = 0) {
    guard start < bytes.count else { return }
    if count == 0 {
      pieces = []
      first = 0
      sent = start
    } else if start > 0 {
      return append(Array(bytes[start...]))
    }
    pieces.append(bytes)
    count += bytes.count - start
  }

  /// Sends what the socket takes.
  ///
  /// - Returns: the bytes that were sent; `nil` when the connection is broken.
  mutating func send(to descriptor: Int32) -> Int? {
    var total = 0
    while count > 0 {
      let from = sent
      let size = pieces[first].count - from
      let result = pieces[first].withUnsafeBufferPointer { bytes in
        bytes.baseAddress.map { csystem_send(descriptor, $0 + from, size, nil, 0) } ?? 0
      }
      if result == -Int(EAGAIN) { break }
      guard result >= 0 else { return nil }
      total += result
      count -= result
      sent += result
      if result == size {
        pieces[first] = []
        first += 1
        sent = 0
      }
    }
    if count == 0 { pieces = [] }
    return total
  }
}
