import CSystem
import Glibc

/// What is known of the terminal, if there is one.
package enum Screen {
  /// Whether output goes to a person's terminal.
  package static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }
  /// Whether a person types.
  package static var isInputTerminal: Bool { isatty(STDIN_FILENO) == 1 }
  package static var isErrorTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Colour and bold only on a terminal, never with `NO_COLOR` or a dumb one.
  package static var hasStyle: Bool {
    isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
      && getenv("TERM").map { String(cString: $0) } != "dumb"
  }

  /// Cells in a line; 80 where nobody knows.
  package static var width: Int { size.columns }

  /// Lines and cells; 24 by 80 where nobody knows.
  package static var size: (rows: Int, columns: Int) {
    var (rows, columns) = (Int32(0), Int32(0))
    guard csystem_window_size(STDOUT_FILENO, &rows, &columns) == 0, columns >= 20 else { return (24, 80) }
    return (rows >= 5 ? Int(rows) : 24, Int(columns))
  }

  /// Writes bytes to standard output or error, all of them; ends quietly where a pipe is closed.
  package static func write(_ text: String, toError: Bool = false) {
    var text = text
    text.withUTF8 { bytes in
      var written = 0
      while written < bytes.count {
        let count = Glibc.write(
          toError ? STDERR_FILENO : STDOUT_FILENO, bytes.baseAddress.map { $0 + written },
          bytes.count - written)
        if count < 0 {
          if errno == EINTR { continue }
          if errno == EPIPE { exit(0) }
          // What was asked for did not arrive: a full disk must not look like an answer (sysexits' EX_IOERR).
          if !toError { exit(74) }
          return
        }
        written += count
      }
    }
  }
}

/// Progress of what takes over a second, on a person's standard error.
package struct ProgressLine {
  private let title: String
  private let total: Int
  private let started: time_t
  private var shown = -1

  package init(_ title: String, total: Int) {
    self.title = title
    self.total = total
    started = time(nil)
  }

  package mutating func show(_ done: Int) {
    guard total > 0, Screen.isErrorTerminal, time(nil) > started else { return }
    let percent = done * 100 / total
    guard percent != shown else { return }
    shown = percent
    let filled = percent * 30 / 100
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 30 - filled)
    Screen.write("\r\(title) \(bar) \(percent)%\(done == total ? "\n" : "")", toError: true)
  }
}
