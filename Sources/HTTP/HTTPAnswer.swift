/// What a handler does with a request.
package enum HTTPAnswer {
  case now(HTTPResponse)
  /// Called once, on the loop, with the handle to answer by; it must not block.
  case later(@Sendable (HTTPReply) -> Void)
  /// A `text/event-stream`: `first` is sent at once, then whatever the channel sends.
  case events(HTTPChannel, first: [UInt8], headers: [(name: String, value: String)])
}
