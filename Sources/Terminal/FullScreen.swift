import CSystem
import Glibc

/// A key that somebody pressed.
package enum Key: Hashable, Sendable {
  case character(Character)
  /// A letter held with Ctrl, in small.
  case control(Character)
  /// A text that was pasted, in one.
  case pasted(String)
  case enter, tab, backTab, backspace, delete, escape
  case up, down, left, right, home, end, pageUp, pageDown
}

/// What happens while a program has the whole screen.
package enum ScreenEvent: Hashable, Sendable {
  case key(Key)
  /// The window's size may be another; draw again.
  case resized
  /// Nobody pressed anything for so long.
  case nothing
  /// The terminal is gone.
  case closed
}

/// The whole of a terminal: raw keys in, frames out; the terminal is put back on every way out, signals included.
package final class FullScreen {
  private var pending: [UInt8] = []
  private var isPasting = false
  private var pasted = ""
  private var shown: [String] = []

  /// Takes the terminal; `nil` where there is none that can be moved about in.
  package init?() {
    let kind = getenv("TERM").map { String(cString: $0) } ?? ""
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1, !kind.isEmpty, kind != "dumb",
      csystem_screen_enter(STDOUT_FILENO) == 0
    else { return nil }
  }

  deinit { csystem_screen_leave() }

  /// Puts the terminal back; nothing may be shown afterwards.
  package func leave() { csystem_screen_leave() }

  /// Runs a program that needs the terminal itself.
  package func lending<T>(_ body: () -> T) -> T {
    csystem_screen_lend()
    defer { csystem_screen_take() }
    return body()
  }

  package var size: (rows: Int, columns: Int) {
    var (rows, columns) = (Int32(0), Int32(0))
    guard csystem_window_size(STDOUT_FILENO, &rows, &columns) == 0, rows > 0, columns > 0 else {
      return (24, 80)
    }
    return (Int(rows), Int(columns))
  }

  // MARK: Output

  /// Shows lines from the top; only those that differ from what stands there are written.
  ///
  /// - Parameter cursor: where the cursor blinks, counted from 0; hidden without one.
  package func show(_ lines: [String], cursor: (row: Int, column: Int)? = nil) {
    let rows = size.rows
    var text = "\u{1b}[?25l"
    for row in 0..<rows {
      let line = row < lines.count ? lines[row] : ""
      if row < shown.count, shown[row] == line { continue }
      text += "\u{1b}[\(row + 1);1H\(line)\u{1b}[0m\u{1b}[K"
    }
    shown = (0..<rows).map { $0 < lines.count ? lines[$0] : "" }
    if let cursor { text += "\u{1b}[\(cursor.row + 1);\(cursor.column + 1)H\u{1b}[?25h" }
    Screen.write(text)
  }

  /// Forgets what stands on the screen, so that the next frame is written whole.
  package func clear() {
    shown = []
    Screen.write("\u{1b}[2J")
  }

  // MARK: Input

  /// The next event, waiting so many milliseconds at most.
  package func next(milliseconds: Int) -> ScreenEvent {
    if csystem_screen_changed() != 0 {
      clear()
      return .resized
    }
    if let key = takeKey(isLast: false) { return .key(key) }
    guard wait(milliseconds) else {
      if csystem_screen_changed() != 0 {
        clear()
        return .resized
      }
      return .nothing
    }
    var buffer = [UInt8](repeating: 0, count: 4_096)
    let count = read(STDIN_FILENO, &buffer, buffer.count)
    if count == 0 || count < 0 && errno != EINTR && errno != EAGAIN { return .closed }
    if count > 0 { pending += buffer[0..<count] }
    if let key = takeKey(isLast: false) { return .key(key) }
    // The start of a sequence, or the escape key alone: the rest comes at once or not at all.
    if wait(40) { return next(milliseconds: 0) }
    return takeKey(isLast: true).map { .key($0) } ?? .nothing
  }

  private func wait(_ milliseconds: Int) -> Bool {
    var wanted = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&wanted, 1, Int32(milliseconds)) > 0
  }

  /// Takes one key off what was read; `nil` where more bytes are wanted.
  private func takeKey(isLast: Bool) -> Key? {
    while !pending.isEmpty {
      guard let (key, length) = KeyReading.key(pending[...], isLast: isLast) else { return nil }
      pending.removeFirst(length)
      switch key {
      case .key(let key):
        guard isPasting else { return key }
        // In what is pasted a line end is text, and nothing is a command.
        switch key {
        case .character(let character): pasted.append(character)
        case .enter: pasted.append("\n")
        case .tab: pasted.append(" ")
        default: continue
        }
      case .pasteBegins: isPasting = true
      case .pasteEnds:
        isPasting = false
        defer { pasted = "" }
        if !pasted.isEmpty { return .pasted(pasted) }
      case .unknown: continue
      }
    }
    return nil
  }
}

/// Turns bytes from a terminal into keys (ECMA-48 and xterm's sequences).
package enum KeyReading {
  package enum Reading: Hashable, Sendable {
    case key(Key)
    case pasteBegins, pasteEnds, unknown
  }

  /// The first key of the bytes and how many it took; `nil` where it is not whole yet.
  ///
  /// - Parameter isLast: whether nothing more is coming, so that an escape is the key of that name.
  package static func key(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> (Reading, Int)? {
    guard let first = bytes.first else { return nil }
    switch first {
    case 0x1b: return escape(bytes, isLast: isLast)
    case 0x0d, 0x0a: return (.key(.enter), 1)
    case 0x09: return (.key(.tab), 1)
    case 0x7f, 0x08: return (.key(.backspace), 1)
    case 0x01...0x1a: return (.key(.control(Character(Unicode.Scalar(first + 0x60)))), 1)
    case 0x00, 0x1c...0x1f: return (.unknown, 1)
    default: return character(bytes, isLast: isLast)
    }
  }

  private static func character(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> (Reading, Int)? {
    let first = bytes[bytes.startIndex]
    let length = first < 0x80 ? 1 : first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2
    guard bytes.count >= length else { return isLast ? (.unknown, bytes.count) : nil }
    let text = String(decoding: bytes.prefix(length), as: UTF8.self)
    guard text.count == 1, let character = text.first, character != "\u{fffd}" else { return (.unknown, 1) }
    return (.key(.character(character)), length)
  }

  private static func escape(_ bytes: ArraySlice<UInt8>, isLast: Bool) -> (Reading, Int)? {
    guard bytes.count > 1 else { return isLast ? (.key(.escape), 1) : nil }
    let second = bytes[bytes.startIndex + 1]
    guard second == UInt8(ascii: "[") || second == UInt8(ascii: "O") else { return (.key(.escape), 1) }
    // Parameters, then one letter or a tilde.
    guard let end = bytes.dropFirst(2).firstIndex(where: { (0x40...0x7e).contains($0) }) else {
      return isLast || bytes.count > 32 ? (.unknown, bytes.count) : nil
    }
    let length = end - bytes.startIndex + 1
    let parameters = String(decoding: bytes[(bytes.startIndex + 2)..<end], as: UTF8.self)
    let number = Int(parameters.split(separator: ";").first ?? "")
    let reading: Reading
    switch bytes[end] {
    case UInt8(ascii: "A"): reading = .key(.up)
    case UInt8(ascii: "B"): reading = .key(.down)
    case UInt8(ascii: "C"): reading = .key(.right)
    case UInt8(ascii: "D"): reading = .key(.left)
    case UInt8(ascii: "H"): reading = .key(.home)
    case UInt8(ascii: "F"): reading = .key(.end)
    case UInt8(ascii: "Z"): reading = .key(.backTab)
    case UInt8(ascii: "~"):
      switch number {
      case 1, 7: reading = .key(.home)
      case 3: reading = .key(.delete)
      case 4, 8: reading = .key(.end)
      case 5: reading = .key(.pageUp)
      case 6: reading = .key(.pageDown)
      case 200: reading = .pasteBegins
      case 201: reading = .pasteEnds
      default: reading = .unknown
      }
    default: reading = .unknown
    }
    return (reading, length)
  }
}
