import Synchronization

/// The handle by which a request is answered later, from any thread.
///
/// One that is let go without an answer answers 500, so that no client waits for ever.
package final class HTTPReply: Sendable {
  private enum Receiver: Sendable {
    case connection(Connection.Key, Mailbox)
    case caller(@Sendable (HTTPResponse) -> Void)
  }

  private let receiver: Receiver
  private let isSent = Atomic(false)

  init(_ key: Connection.Key, through mailbox: Mailbox) { receiver = .connection(key, mailbox) }

  /// A handle of a request that came by no connection.
  package init(to caller: @escaping @Sendable (HTTPResponse) -> Void) { receiver = .caller(caller) }

  deinit {
    guard !isSent.load(ordering: .relaxed) else { return }
    switch receiver {
    case .connection(let key, let mailbox): mailbox.post(.reply(key, HTTPResponse(500)))
    case .caller(let send): send(HTTPResponse(500))
    }
  }

  /// Answers; a second answer is dropped, and so is one to a client that has gone.
  package func send(_ response: HTTPResponse) { Self.send([(self, response)]) }

  /// Answers many requests and wakes the loop once.
  package static func send(_ all: [(HTTPReply, HTTPResponse)]) {
    var messages: [(mailbox: Mailbox, message: Mailbox.Message)] = []
    for (reply, response) in all where !reply.isSent.exchange(true, ordering: .relaxed) {
      switch reply.receiver {
      case .connection(let key, let mailbox): messages.append((mailbox, .reply(key, response)))
      case .caller(let send): send(response)
      }
    }
    var rest = messages[...]
    while let mailbox = rest.first?.mailbox {
      let batch = rest.prefix { $0.mailbox === mailbox }
      mailbox.post(batch.lazy.map(\.message))
      rest = rest.dropFirst(batch.count)
    }
  }
}
