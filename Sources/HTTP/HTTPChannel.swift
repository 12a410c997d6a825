import Synchronization

/// A stream of events that any number of clients read; what is sent goes to all who read at that time.
///
/// A reader that lags behind by more than `HTTPLimits.output` is dropped and may come again.
package final class HTTPChannel: Sendable {
  private let mailbox = Mutex<Mailbox?>(nil)
  private let count = Atomic(0)

  package init() {}

  /// How many clients read at this time.
  package var subscribers: Int { count.load(ordering: .relaxed) }

  /// Sends bytes in the format of `text/event-stream`, from any thread.
  package func send(_ bytes: [UInt8]) {
    guard subscribers > 0 else { return }
    mailbox.withLock { $0 }?.post([.broadcast(self, bytes)])
  }

  func attach(to loop: Mailbox) {
    mailbox.withLock { $0 = loop }
    count.add(1, ordering: .relaxed)
  }

  func detach() { count.subtract(1, ordering: .relaxed) }
}
