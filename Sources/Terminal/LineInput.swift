import Glibc

/// Lines from standard input, with a deadline.
package final class LineInput {
  package enum Line: Hashable {
    case text(String)
    case timeOver
    case end
  }

  private var pending: [UInt8] = []
  private var isAtEnd = false

  package init() {}

  /// The next line without its end; `timeOver` where none came by the deadline.
  ///
  /// - Parameter secondsLeft: how long there is, asked again after every wait; `nil` waits for ever.
  package func next(secondsLeft: () -> Int?) -> Line {
    while true {
      if let end = pending.firstIndex(of: 0x0a) {
        let line = pending[..<end]
        pending.removeSubrange(...end)
        return .text(Self.text(line))
      }
      if isAtEnd {
        guard !pending.isEmpty else { return .end }
        defer { pending = [] }
        return .text(Self.text(pending[...]))
      }
      let left = secondsLeft()
      if let left, left <= 0 { return .timeOver }
      var wanted = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      let ready = poll(&wanted, 1, left.map { Int32(min($0, 3_600) * 1_000) } ?? -1)
      if ready <= 0 { continue }
      var buffer = [UInt8](repeating: 0, count: 4_096)
      let count = read(STDIN_FILENO, &buffer, buffer.count)
      if count > 0 {
        pending.append(contentsOf: buffer[0..<count])
      } else if count == 0 || errno != EINTR {
        isAtEnd = true
      }
    }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.last == 0x0d ? bytes.dropLast() : bytes, as: UTF8.self)
  }

  /// A line typed without being shown, for passwords; the terminal is as it was afterwards.
  package func hidden(prompt: String) -> Line {
    Screen.write(prompt, toError: true)
    var before = termios()
    let isTerminal = tcgetattr(STDIN_FILENO, &before) == 0
    if isTerminal {
      var silent = before
      silent.c_lflag &= ~tcflag_t(ECHO)
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    }
    defer {
      if isTerminal {
        tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
        Screen.write("\n", toError: true)
      }
    }
    return next { nil }
  }
}
