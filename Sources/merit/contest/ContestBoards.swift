import Competitions
import Formats
import Service
import Terminal
import Workspace

extension Verb {
  static let contestBoard = Verb(
    "contest", "board", arguments: ["ID"],
    options: [
      Option("--jury", en: "with the marks that came after a freeze", zh: "评委视图，含冻结后的评分"),
      Option("--watch", en: "redraw as marks come in, until q", zh: "实时刷新，按 q 退出"),
      Option("--page", "FILE", en: "write the board as an HTML page", zh: "导出 HTML 页面"),
    ], en: "show a contest's standings", zh: "查看竞赛排名", example: "merit contest board service-star --watch"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let desk = CompetitionDesk(occasion)
    let contest = try desk.contest(input.argument(0))
    let isJury = input.flag("--jury")
    if input.flag("--watch") {
      guard let screen = FullScreen() else {
        throw Refusal(
          .usage, "there is no terminal to redraw", "leave --watch out, or run it at a terminal")
      }
      defer { screen.leave() }
      try BoardScreen(screen, contest: contest, isChinese: session.isChinese, isJury: isJury).run(occasion)
      return .done
    }
    let board = try desk.board(contest, isJury: isJury)
    if let path = input.value("--page") {
      let page = BoardPage(contest, board, isChinese: session.isChinese)
      try session.write(Array(page.html.utf8), to: path, mode: 0o644)
      session.say(session.word("\(path): the board of \(contest.head.id)", "\(path)：\(contest.head.id) 排名"))
      return .done
    }
    let text = BoardText(contest: contest, isChinese: session.isChinese)
    session.report(board.json) {
      session.show(text.table(board))
      if let state = text.state(board, isJury: isJury) { session.say(state) }
    }
    return .done
  }

  static let contestReplay = Verb(
    "contest", "replay", arguments: ["SCHEME", "MARKS"],
    options: [
      Option("--top", "N", en: "how many places to show; 10 unless said", zh: "显示前 N 名，默认 10"),
      Option("--pause", "MS", en: "milliseconds between marks at a terminal; 200 unless said", zh: "每步毫秒数"),
    ], en: "show how the ranking came about, mark by mark", zh: "逐分回放排名",
    example: "merit contest replay service-star.json5 marks.csv --top 5"
  ) { session, input in
    let path = input.argument(0)
    let contest = try Contest.read(try InputFile.bytes(of: path), named: path)
    let table = try TableReader(path: input.argument(1), shape: JudgeMark.shape)
    let marks = try JudgeMark.read(table, contest: contest)
    try table.faults.throwIfAny()
    let top = try input.integer("--top", in: 1...1_000) ?? 10
    let pause = try input.integer("--pause", in: 0...60_000) ?? 200
    let text = BoardText(contest: contest, isChinese: session.isChinese)
    let screen = FullScreen()
    defer { screen?.leave() }
    var board = LiveBoard(contest)
    for (place, mark) in marks.enumerated() {
      board.add(mark.row)
      let head =
        "\(place + 1)/\(marks.count)  \(mark.row.stage) \(mark.row.entrant) \(mark.row.judge) \(decimalText(mark.row.mark, places: JudgeMark.places))"
      let lines = [head] + text.table(board.top(top)).lines(bold: false)
      if let screen {
        screen.show(lines)
        switch screen.next(milliseconds: pause) {
        case .key(.character("q")), .key(.control("c")), .closed: return .done
        default: break
        }
      } else {
        Screen.write(lines.joined(separator: "\n") + "\n\n")
      }
    }
    return .done
  }
}
