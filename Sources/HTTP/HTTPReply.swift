import Synchronization

/// The handle by which a request is answered later, from any thread.
///
/// One that is let go without an answer answers 500, so that no client waits for ever.
package final class HTTPReply: Sendable {
  private enum Way: Sendable {
    case loop(Mailbox, Connection.Key)
    case call(@Sendable (HTTPResponse) -> Void)
  }

  private let way: Way
  private let isSent = Atomic(false)

  init(_ key: Connection.Key, through mailbox: Mailbox) { way = .loop(mailbox, key) }

  /// A handle without a server: the answer is given to `receive`, in the thread that answers.
  package init(to receive: @escaping @Sendable (HTTPResponse) -> Void) { way = .call(receive) }

  deinit {
    guard !isSent.load(ordering: .relaxed) else { return }
    switch way {
    case .loop(let mailbox, let key): mailbox.post([.reply(key, HTTPResponse(500))])
    case .call(let receive): receive(HTTPResponse(500))
    }
  }

  /// Answers; a second answer is dropped, and so is one to a client that has gone.
  package func send(_ response: HTTPResponse) { Self.send([(self, response)]) }

  /// Answers many requests and wakes the loop once.
  package static func send(_ all: [(HTTPReply, HTTPResponse)]) {
    var batch: [Mailbox.Message] = []
    var mailbox: Mailbox?
    for (reply, response) in all where !reply.isSent.exchange(true, ordering: .relaxed) {
      switch reply.way {
      case .call(let receive): receive(response)
      case .loop(let next, let key):
        if let mailbox, mailbox !== next {
          mailbox.post(batch)
          batch = []
        }
        mailbox = next
        batch.append(.reply(key, response))
      }
    }
    mailbox?.post(batch)
  }
}
