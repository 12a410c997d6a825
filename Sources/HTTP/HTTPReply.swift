import Synchronization

/// The handle by which a request is answered later, from any thread.
///
/// One that is let go without an answer answers 500, so that no client waits for ever.
package final class HTTPReply: Sendable {
  private let mailbox: Mailbox
  private let key: Connection.Key
  private let isSent = Atomic(false)

  init(_ key: Connection.Key, through mailbox: Mailbox) {
    self.key = key
    self.mailbox = mailbox
  }

  deinit {
    if !isSent.load(ordering: .relaxed) { mailbox.post(.reply(key, HTTPResponse(500))) }
  }

  /// Answers; a second answer is dropped, and so is one to a client that has gone.
  package func send(_ response: HTTPResponse) { Self.send([(self, response)]) }

  /// Answers many requests and wakes the loop once.
  package static func send(_ all: [(HTTPReply, HTTPResponse)]) {
    var rest = all[...]
    while let mailbox = rest.first?.0.mailbox {
      let batch = rest.prefix { $0.0.mailbox === mailbox }
      mailbox.post(
        batch.lazy.filter { !$0.0.isSent.exchange(true, ordering: .relaxed) }.map { .reply($0.0.key, $0.1) })
      rest = rest.dropFirst(batch.count)
    }
  }
}
