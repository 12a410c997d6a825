import Exams
import Formats
import Terminal

/// The frames of a full-screen sitting: pictures of a state, line by line.
struct SittingFrame {
  let state: SittingState
  let rows: Int
  let columns: Int
  let title: String
  let secondsLeft: Int
  /// What the corner says of the network; empty where all is well.
  let mark: String
  /// How many answers have not arrived at the server.
  let unsent: Int
  let hasStyle: Bool

  /// The lines, and where the cursor stands; `nil` where nothing is typed.
  func lines() -> (lines: [String], cursor: (row: Int, column: Int)?) {
    guard rows >= 10, columns >= 40 else {
      return ([state.word("Make the window larger, 40 by 10 at least.", "请放大窗口，至少 40×10。")], nil)
    }
    switch state.mode {
    case .question: return question()
    case .review, .submitting: return (review(), nil)
    case .sending: return (sending(), nil)
    }
  }

  // MARK: Parts

  private func styled(_ text: String, _ code: String) -> String {
    hasStyle ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }

  private var clock: String {
    let seconds = max(0, secondsLeft)
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60)
    let text = (hours > 0 ? "\(hours):\(twoDigits(minutes))" : "\(minutes)") + ":\(twoDigits(seconds % 60))"
    return state.word("left \(text)", "剩余 \(text)")
  }

  private func header() -> String {
    let left = mark.isEmpty ? clock : cut("\(mark)  \(clock)", to: columns - 3)
    let room = columns - cellWidth(left) - 3
    let line = " " + padded(cut(title, to: room), to: room) + " " + left + " "
    return styled(padded(cut(line, to: columns), to: columns), secondsLeft < 300 ? "1;7;31" : "7")
  }

  /// The numbers of all questions: `+` answered, `!` flagged, the current one in brackets.
  private func strip() -> [String] {
    let width = 2 + "\(state.paper.count)".count + 1
    let perLine = max(1, columns / width)
    var lines: [String] = []
    let rowCount = (state.paper.count + perLine - 1) / perLine
    // Of a long paper the lines around the current question.
    let shownRows = min(rowCount, max(2, rows / 8))
    let firstRow = min(max(0, state.current / perLine - shownRows / 2), rowCount - shownRows)
    for row in firstRow..<(firstRow + shownRows) {
      var line = ""
      for place in (row * perLine)..<min((row + 1) * perLine, state.paper.count) {
        let mark = state.flagged.contains(place) ? "!" : state.isAnswered(place) ? "+" : " "
        let number = padded("\(place + 1)", to: width - 3, right: true)
        let cell = place == state.current ? "[\(number)\(mark)]" : " \(number)\(mark) "
        let code =
          place == state.current
          ? "1;7" : state.flagged.contains(place) ? "33" : state.isAnswered(place) ? "32" : "0"
        line += styled(String(cell.prefix(width)), code)
      }
      lines.append(line)
    }
    return lines
  }

  private var rule: String { styled(String(repeating: "─", count: columns), "2") }

  private func keys(_ en: String, _ zh: String) -> [String] {
    let text = state.word(en, zh)
    return [
      rule, styled(cut(state.notice.isEmpty ? " " : state.notice, to: columns), "1"),
      styled(cut(text, to: columns), "2"),
    ]
  }

  // MARK: A question

  private func question() -> (lines: [String], cursor: (row: Int, column: Int)?) {
    let top = [header()] + strip() + [rule]
    let bottom: [String]
    if state.isEssay {
      bottom = keys(
        "Tab next  Shift-Tab back  ^F flag  ^R review\(state.mayUseEditor ? "  ^E editor" : "")  ^C leave",
        "Tab 下一题  Shift-Tab 上一题  ^F 标记  ^R 检查并交卷\(state.mayUseEditor ? "  ^E 外部编辑器" : "")  ^C 离开")
    } else if state.isText {
      bottom = keys(
        "type the answer  Enter/Tab next  Shift-Tab back  ^F flag  ^R review  ^C leave",
        "直接输入答案  回车/Tab 下一题  Shift-Tab 上一题  ^F 标记  ^R 检查并交卷  ^C 离开")
    } else {
      bottom = keys(
        "←→ question ↑↓ option  A–H/Space answer  12⏎ go to  ^F flag  ^R review  ^C leave",
        "←→ 换题  ↑↓ 移动  字母/空格 作答  12⏎ 跳题  ^F 标记  ^R 检查并交卷  ^C 离开")
    }
    let height = rows - top.count - bottom.count
    var (body, focus, cursor) = answerLines()
    let heading = stemLines()
    if state.isEssay { return essay(top, heading, body, focus, cursor, bottom, height: height) }
    focus += heading.count
    body = heading + body
    // The question scrolls so that what the cursor stands on is seen.
    var first = min(state.scroll, max(0, body.count - height))
    if focus >= first + height { first = focus - height + 1 }
    if state.scroll == 0, focus < height { first = 0 }
    var shown = Array(body.dropFirst(first).prefix(height))
    while shown.count < height { shown.append("") }
    if body.count > first + height, height > 0 {
      shown[height - 1] = styled(state.word("… more below: PgDn", "……下方还有内容：PgDn"), "2")
    }
    let place = cursor.map { (row: top.count + heading.count + $0.row - first, column: $0.column) }
    let isSeen = place.map { $0.row >= top.count && $0.row < top.count + height } ?? false
    return (top + shown + bottom, isSeen ? place : nil)
  }

  /// The question stays above the text, cut where it would leave too little room; the text scrolls with the cursor.
  private func essay(
    _ top: [String], _ heading: [String], _ text: [String], _ focus: Int, _ cursor: (row: Int, column: Int)?,
    _ bottom: [String], height: Int
  ) -> (lines: [String], cursor: (row: Int, column: Int)?) {
    let isLong = text.count > max(3, height - heading.count)
    let stem = isLong && heading.count > height / 2 ? Array(heading.prefix(height / 3)) + ["…"] : heading
    let room = max(1, height - stem.count)
    let first = max(0, focus - room + 1)
    var shown = Array(text.dropFirst(first).prefix(room))
    while shown.count < room { shown.append("") }
    let lines = Array((top + stem + shown).prefix(top.count + height)) + bottom
    let place = cursor.map { (row: top.count + stem.count + $0.row - first, column: $0.column) }
    return (lines, place.flatMap { $0.row < top.count + height ? $0 : nil })
  }

  private func stemLines() -> [String] {
    let points = ExactDecimal(mantissa: state.item.points, places: 2).text
    let number = state.word(
      "Question \(state.current + 1) of \(state.paper.count), \(points) points",
      "第 \(state.current + 1)/\(state.paper.count) 题，\(points) 分")
    var marks: [String] = []
    if state.flagged.contains(state.current) { marks.append(state.word("! flagged", "! 已标记")) }
    if !state.goTo.isEmpty { marks.append(state.word("go to ", "跳到 ") + state.goTo + "_") }
    let notes = ([typeName, state.remarks[state.current]] + marks).filter { !$0.isEmpty }.joined(
      separator: "  ")
    // Cells before styles: escape sequences take none.
    let lines = wrapped("\(number)  \(notes)", to: columns - 1)
    let head = lines.enumerated().map { $0 == 0 ? styled($1, "1") : styled($1, "2") }
    let stem = MarkupText.plain(state.question.stem, state.question.markup)
    return head + wrapped(withoutControls(stem), to: columns - 1) + [""]
  }

  private var typeName: String {
    switch state.question.body {
    case .multichoice(true, _): state.word("one is right", "单选题")
    case .multichoice(false, _): state.word("several may be right", "多选题")
    case .truefalse: state.word("true or false", "判断题")
    case .shortanswer: state.word("write the answer; ", "填空题，") + (state.isChinese ? folding.zh : folding.en)
    case .numerical: state.word("write a number", "填写数值")
    case .matching: state.word("match: a letter for the line at the cursor", "匹配题：为光标所在行选字母")
    case .ordering:
      state.word("letters in the right order; Backspace takes back", "排序题：按正确顺序按字母，退格撤回")
    case .essay, .description:
      state.question.isDrill
        ? state.word("practical drill: an examiner watches and marks it", "实操题：由考官现场评分")
        : state.word("write a text", "简答题")
    }
  }

  private var folding: Words { AnswerFolding(tags: state.question.tags).words }

  /// The lines to answer on, which of them the cursor is at, and where it blinks in a text.
  private func answerLines() -> (lines: [String], focus: Int, cursor: (row: Int, column: Int)?) {
    let markup = state.question.markup
    var lines: [String] = []
    var focus = 0
    func add(_ mark: String, _ text: String, isUnder: Bool, isChosen: Bool) {
      let indent = cellWidth(mark) + 3
      if isUnder { focus = lines.count }
      for (index, part) in wrapped(withoutControls(MarkupText.plain(text, markup)), to: columns - indent - 1)
        .enumerated()
      {
        let lead = index == 0 ? (isUnder ? " > " : "   ") + mark : String(repeating: " ", count: indent)
        lines.append(isUnder || isChosen ? styled(lead + part, isUnder ? "1" : "32") : lead + part)
      }
      if isUnder { focus = max(focus, lines.count - 1) }
    }
    switch state.question.body {
    case .multichoice(let isSingle, let answers):
      var chosen: [Int] = []
      if case .choice(let places)? = state.responses[state.current] { chosen = places }
      for (shown, place) in state.item.options.enumerated() {
        let isChosen = chosen.contains(place)
        let box = isSingle ? (isChosen ? "(x)" : "( )") : (isChosen ? "[x]" : "[ ]")
        add(
          "\(box) \(optionLetter(shown))  ", answers[place].text, isUnder: shown == state.option,
          isChosen: isChosen)
      }
    case .truefalse:
      var answer: Bool?
      if case .truth(let flag)? = state.responses[state.current] { answer = flag }
      for (shown, name) in [state.word("true", "正确"), state.word("false", "错误")].enumerated() {
        let isChosen = answer == (shown == 0)
        add(
          "\(isChosen ? "(x)" : "( )") \(optionLetter(shown))  ", name, isUnder: shown == state.option,
          isChosen: isChosen)
      }
    case .matching(let pairs):
      var places: [Int?] = []
      if case .pairs(let held)? = state.responses[state.current] { places = held }
      for (index, pair) in pairs.filter({ !$0.left.isEmpty }).enumerated() {
        let right = places.indices.contains(index) ? places[index] : nil
        let letter = right.flatMap { state.item.options.firstIndex(of: $0) }.map { optionLetter($0) } ?? "_"
        add("\(index + 1) [\(letter)]  ", pair.left, isUnder: index == state.option, isChosen: right != nil)
      }
      let end = focus
      lines.append("")
      for (shown, place) in state.item.options.enumerated() {
        add("\(optionLetter(shown))  ", pairs[place].right, isUnder: false, isChosen: false)
      }
      focus = end
    case .ordering(let items):
      var order: [Int] = []
      if case .order(let held)? = state.responses[state.current] { order = held }
      for (shown, place) in state.item.options.enumerated() {
        let position = order.firstIndex(of: place).map { "\($0 + 1)" } ?? "_"
        add(
          "[\(position)] \(optionLetter(shown))  ", items[place], isUnder: shown == state.option,
          isChosen: order.contains(place))
      }
    case .shortanswer, .numerical: return textLines(isMultiline: false)
    case .essay where !state.question.isDrill: return textLines(isMultiline: true)
    case .essay, .description: break
    }
    return (lines, focus, nil)
  }

  private func textLines(isMultiline: Bool) -> (lines: [String], focus: Int, cursor: (row: Int, column: Int)?)
  {
    let lead = isMultiline ? "" : state.word("Answer: ", "答案：")
    let layout = state.text.layout(width: columns - cellWidth(lead) - 1)
    let lines = layout.lines.enumerated().map {
      ($0 == 0 ? lead : String(repeating: " ", count: cellWidth(lead))) + $1
    }
    return (lines, layout.row, (layout.row, cellWidth(lead) + layout.column))
  }

  // MARK: Review

  private func review() -> [String] {
    let missing = state.paper.indices.filter { !state.isAnswered($0) && !isDrill($0) }
    var lines = [header()] + strip() + [rule]
    lines.append(
      styled(
        state.word(
          "\(state.answeredCount) of \(state.paper.count) questions are answered.",
          "已作答 \(state.answeredCount)/\(state.paper.count) 题。"), "1"))
    func list(_ places: [Int], _ en: String, _ zh: String) {
      guard !places.isEmpty else { return }
      lines += wrapped(
        state.word(en, zh) + places.map { "\($0 + 1)" }.joined(separator: ", "), to: columns - 1)
    }
    list(missing, "Without an answer: ", "未作答：")
    list(state.flagged.sorted(), "Flagged: ", "已标记：")
    lines.append("")
    if state.mode == .submitting {
      lines.append(
        styled(
          state.word(
            "Submit now? Nothing can be changed afterwards.  y yes   n no", "现在交卷吗？交卷后不能再修改。 y 是   n 否"), "1")
      )
    } else {
      lines.append(state.word("s  submit", "s  交卷"))
      lines.append(state.word("Esc or ←  back to the questions", "Esc 或 ←  返回答题"))
      lines.append(state.word("a number and Enter  go to that question", "题号加回车  跳到该题"))
      if !state.goTo.isEmpty { lines.append(state.word("go to ", "跳到 ") + state.goTo + "_") }
    }
    let bottom = [rule, styled(cut(state.notice.isEmpty ? " " : state.notice, to: columns), "1")]
    let height = rows - bottom.count
    lines = Array(lines.prefix(height))
    while lines.count < height { lines.append("") }
    return lines + bottom
  }

  // MARK: Sending

  private func sending() -> [String] {
    var lines = [header(), rule]
    lines.append(styled(state.word("Your paper is being handed in.", "正在交卷。"), "1"))
    lines += wrapped(
      state.word(
        "Everything that you answered is kept here. \(unsent) answers have not arrived at the server yet; they are sent as soon as it answers. Wait, or leave with ^C: the same command sends them later, and what arrives after the time stands beside your paper until an examiner decides.",
        "您的全部作答均已保存在本机，尚有 \(unsent) 条未到达服务器，连通后自动发送。请等待，或按 ^C 离开：用同一命令可稍后发送；截止后到达的作答另行留存，由考官决定是否采纳。"
      ), to: columns - 1)
    while lines.count < rows { lines.append("") }
    return Array(lines.prefix(rows))
  }

  private func isDrill(_ place: Int) -> Bool { state.questions[place].isDrill }
}
