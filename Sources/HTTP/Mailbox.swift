import CSystem
import Glibc
import Synchronization

/// What other threads tell the loop; the loop is woken once for all that came since it looked last.
final class Mailbox: Sendable {
  enum Message: Sendable {
    case reply(Connection.Key, HTTPResponse)
    case broadcast(HTTPChannel, [UInt8])
    case stop
  }

  private let messages = Mutex<[Message]>([])
  /// Readable while there is something to take.
  let descriptor: Int32

  init() { descriptor = eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)) }

  deinit { close(descriptor) }

  func post(_ new: [Message]) {
    let wasEmpty = messages.withLock { list in
      defer { list.append(contentsOf: new) }
      return list.isEmpty
    }
    if wasEmpty {
      var one: UInt64 = 1
      write(descriptor, &one, 8)
    }
  }

  /// Called on the loop alone.
  func take() -> [Message] {
    var count: UInt64 = 0
    read(descriptor, &count, 8)
    return messages.withLock { list in
      defer { list = [] }
      return list
    }
  }
}
