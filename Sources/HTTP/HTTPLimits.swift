/// How much a stranger may send, hold and wait for.
package struct HTTPLimits: Sendable {
  /// Bytes of a target, its query included; more is answered with 414.
  package var target = 8_000
  /// Bytes of a head with its last empty line; more is answered with 431.
  package var head = 16 * 1_024
  /// Header fields of a request; more is answered with 431.
  package var headers = 64
  /// Bytes of a body; more is answered with 413.
  package var body = 1 << 20
  /// The most bytes of this request's body, asked before the body is read; `body` where it is `nil`.
  package var bodyLimit: (@Sendable (HTTPRequest) -> Int)?
  /// Bytes of all bodies that are being received; a request beyond it is answered with 503.
  package var bodies = 512 << 20

  /// From the first byte of a request to the end of its head; then 408.
  package var headTime = Duration.seconds(10)
  /// For a body or an output that waits, beside what `leastRate` grants for its length; then 408 or a reset.
  package var bodyTime = Duration.seconds(30)
  /// Bytes a second that a body or an output that waits must at least move at.
  package var leastRate = 8 * 1_024
  /// Between requests; then the connection is closed.
  package var idleTime = Duration.seconds(60)
  /// How long a stopping server lets what is under way go on.
  package var stopTime = Duration.seconds(10)
  /// Between two comment lines that keep a stream of events open.
  package var eventPause = Duration.seconds(15)

  /// Connections in all; one more is closed at once.
  package var connections = 12_000
  /// Connections of one address (an IPv6 network of 64 bits counts as one), proxies excepted.
  package var connectionsOfAddress = 256
  /// Whether loopback counts as an address too.
  package var countsLoopback = false
  /// Bytes that wait for a reader of events before it is dropped.
  package var output = 256 * 1_024
  /// Requests of one connection that are answered before the others have their turn.
  package var pipelined = 32

  package init() {}
}
