import Competitions
import Formats
import Terminal
import Workspace

/// A contest's board on the whole screen, redrawn as marks come in.
struct BoardScreen {
  private let screen: FullScreen
  private let text: BoardText
  private let isJury: Bool
  private var first = 0

  init(_ screen: FullScreen, contest: Contest, isChinese: Bool, isJury: Bool) {
    self.screen = screen
    text = BoardText(contest: contest, isChinese: isChinese)
    self.isJury = isJury
  }

  /// Shows the board until somebody presses q; arrows and page keys move on long boards.
  consuming func run(_ occasion: Occasion) throws {
    let desk = CompetitionDesk(occasion)
    var version: Int?
    var lines: [String] = []
    var state = ""
    while true {
      // Another process's commit shows in data_version; without one there is nothing to compute again.
      let now = try occasion.workspace.revision()
      if now != version {
        version = now
        let board = try desk.board(text.contest, isJury: isJury)
        lines = text.table(board).lines(bold: Screen.hasStyle)
        state = text.state(board, isJury: isJury) ?? ""
      }
      let room = max(1, screen.size.rows - 4)
      first = max(0, min(first, lines.count - 1 - room))
      let columns = screen.size.columns
      var frame = [cut(text.contest.head.title.text(chinese: text.isChinese), to: columns), ""]
      frame += [lines[0]] + lines.dropFirst(1 + first).prefix(room)
      frame = frame.map { cut($0, to: columns) }
      while frame.count < screen.size.rows - 1 { frame.append("") }
      frame.append(cut(text.isChinese ? "\(state)  q 退出" : "\(state)  q leaves", to: columns))
      screen.show(frame)
      switch screen.next(milliseconds: 500) {
      case .closed, .key(.character("q")), .key(.control("c")), .key(.escape): return
      case .resized: screen.clear()
      case .key(.down): first += 1
      case .key(.up): first -= 1
      case .key(.pageDown): first += room
      case .key(.pageUp): first -= room
      case .key(.home): first = 0
      default: break
      }
    }
  }
}
