import Glibc

/// One line of JSON for each request, gathered and written once per turn of the loop.
///
/// What the descriptor cannot take at once waits up to a bound; lines beyond it are dropped and counted.
package final class AccessLog {
  private static let mostWaiting = 1 << 20
  /// What a pipe or terminal that can be written to takes without blocking.
  private static let atomicWrite = 4_096

  private let descriptor: Int32
  private let isFile: Bool
  private let waiting = ByteBuffer(capacity: 1 << 16)
  private var dropped = 0

  /// - Parameter descriptor: stays open and belongs to the caller.
  package init(descriptor: Int32) {
    self.descriptor = descriptor
    var status = stat()
    isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// What a line says of the exchange beside the request.
  struct Exchange {
    let status: Int
    let bytesIn: Int
    let bytesOut: Int
    let microseconds: Int
  }

  /// - Parameter request: `nil` where it was refused before it could be read.
  func add(
    _ exchange: Exchange, _ request: HTTPRequest?, peer: String, account: String?,
    trouble: String?, _ clock: borrowing LoopClock
  ) {
    guard waiting.count < Self.mostWaiting else {
      dropped += 1
      return
    }
    waiting.append("{\"at\":\"")
    waiting.append(clock.stamp)
    let millisecond = clock.millisecond
    waiting.append(millisecond < 10 ? ".00" : millisecond < 100 ? ".0" : ".")
    waiting.append(decimal: millisecond)
    waiting.append("Z\",\"peer\":\"")
    waiting.append(peer)
    if let request {
      waiting.append("\",\"method\":\"")
      waiting.append(request.method)
      waiting.append("\",\"path\":\"")
      // Neither a quotation mark nor a backslash nor a control character passes the parser.
      request.fields.bytes.withUnsafeBufferPointer { bytes in
        if let base = bytes.baseAddress {
          waiting.append(base + request.pathStart, request.pathEnd - request.pathStart)
        }
      }
      waiting.append("\",\"status\":")
    } else {
      waiting.append("\",\"method\":null,\"path\":null,\"status\":")
    }
    waiting.append(decimal: exchange.status)
    waiting.append(",\"bytes_in\":")
    waiting.append(decimal: exchange.bytesIn)
    waiting.append(",\"bytes_out\":")
    waiting.append(decimal: exchange.bytesOut)
    waiting.append(",\"us\":")
    waiting.append(decimal: exchange.microseconds)
    if let account {
      waiting.append(",\"account\":\"")
      append(escaped: account)
      waiting.append("\"")
    } else {
      waiting.append(",\"account\":null")
    }
    if let trouble {
      waiting.append(",\"trouble\":\"")
      append(escaped: trouble)
      waiting.append("\"")
    }
    waiting.append("}\n")
  }

  private func append(escaped text: String) {
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5c:
        waiting.append(0x5c)
        waiting.append(byte)
      case ..<0x20:
        waiting.append("\\u00")
        waiting.append(byte >> 4 + 0x30)
        waiting.append(byte & 15 < 10 ? byte & 15 + 0x30 : byte & 15 + 0x57)
      default: waiting.append(byte)
      }
    }
  }

  /// Writes what the descriptor takes without blocking; returns how many lines were dropped since the last time.
  func flush() -> Int {
    var written = 0
    while written < waiting.count, isFile || canWrite {
      let rest = waiting.count - written
      let count = write(descriptor, waiting.start + written, isFile ? rest : min(Self.atomicWrite, rest))
      if count > 0 {
        written += count
      } else if count == 0 || errno != EINTR {
        break
      }
    }
    if written > 0 { waiting.dropFirst(written) }
    defer { dropped = 0 }
    return dropped
  }

  private var canWrite: Bool {
    var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
    return poll(&wanted, 1, 0) == 1 && wanted.revents & Int16(POLLOUT) != 0
  }
}
