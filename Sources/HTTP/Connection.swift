import CSystem
import Glibc

/// A client's connection; only the loop touches it.
final class Connection {
  /// What a connection is known by outside the loop: a descriptor is used again, a generation is not.
  struct Key: Hashable, Sendable {
    let descriptor: Int32
    let generation: UInt32
  }

  enum Phase {
    /// Requests are read and answered.
    case reading
    /// A request waits for its answer.
    case working
    /// The client reads a stream of events.
    case events
    /// Closed when the output is sent.
    case closing
    /// The output is sent; what the client still sends is thrown away, so that no reset overtakes the answer.
    case draining
    case closed
  }

  let key: Key
  let owner: PeerAddress
  let peer: String
  /// Whether its word about its clients is believed.
  let isProxy: Bool
  /// Whether it counts against its address.
  let isCounted: Bool

  var phase = Phase.reading
  var parser = RequestParser()
  var outbox = Outbox()
  /// Bytes that came and wait until earlier requests are answered.
  var backlog: [UInt8] = []
  var backlogStart = 0
  /// The request that waits for its answer, without its body, and when it was read.
  var pending: (request: HTTPRequest, size: Int, began: Int)?
  var channel: HTTPChannel?
  /// What epoll watches for.
  var interest: UInt32 = 0
  /// Bytes of a body's length that count against those of all connections.
  var announced = 0
  var drained = 0
  /// Whether the client was refused and may not have read it yet.
  var mayStillSend = false

  /// Ticks; see `DeadlineWheel`.
  var deadline = Int.max
  var scheduled = Int.max

  init(_ key: Key, from address: PeerAddress, isProxy: Bool, isCounted: Bool) {
    self.key = key
    self.isProxy = isProxy
    self.isCounted = isCounted
    owner = address.owner
    peer = address.text
  }

  var isOpen: Bool { phase != .closed }

  /// Whether new bytes would be looked at.
  var wantsInput: Bool {
    switch phase {
    case .reading: backlog.isEmpty && outbox.isEmpty
    case .events, .draining: true
    case .working, .closing, .closed: false
    }
  }

  /// Whether it may be closed between two requests without anybody's loss.
  var isIdle: Bool { phase == .reading && parser.isBetweenRequests && backlog.isEmpty && outbox.isEmpty }
}
