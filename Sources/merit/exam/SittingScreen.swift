import Exams
import Formats
import Glibc
import Terminal
import Workforce
import Workspace

/// An exam on the whole screen: every keystroke that changes an answer is on the disk before "saved" shows.
struct SittingScreen {
  /// How it ended.
  enum End {
    case submitted(PaperResult)
    case timeOver(PaperResult)
    /// Left without submitting; the clock runs.
    case left
    case takenOver(Refusal)
  }

  private let screen: FullScreen
  private let room: ExamRoom
  private let sitting: Sitting
  private let holder: String
  private let title: String
  private var state: SittingState
  private var deadline: Instant

  init(
    _ screen: FullScreen, room: ExamRoom, sitting: Sitting, holder: String, paper: [PaperItem],
    responses: [Int: Response]
  ) {
    self.screen = screen
    self.room = room
    self.sitting = sitting
    self.holder = holder
    deadline = sitting.deadline
    let isChinese = sitting.language == "zh-Hans"
    title =
      "\(room.blueprint.head.title.text(chinese: isChinese))  \(sitting.staff)"
    let questions = paper.compactMap { room.text(of: $0, language: sitting.language) }
    let editor = getenv("EDITOR").map { String(cString: $0) } ?? ""
    state = SittingState(
      paper: paper, questions: questions, responses: responses, isChinese: isChinese,
      remarks: paper.map { Self.remark($0, room.blueprint, isChinese) },
      mayUseEditor: room.blueprint.allowsEditor && !editor.isEmpty)
    if !responses.isEmpty {
      state.notice = state.word(
        "Going on: \(responses.count) answers are kept.", "继续上次作答：已保存 \(responses.count) 题。")
    }
  }

  private static func remark(_ item: PaperItem, _ blueprint: Blueprint, _ isChinese: Bool) -> String {
    let row = blueprint.rows[item.row]
    var parts = blueprint.sections[row.section].title.map { [$0.text(chinese: isChinese)] } ?? []
    if row.penalty > 0 {
      let cost = ExactDecimal(mantissa: row.penalty, places: 2).text
      parts.append(isChinese ? "答错扣 \(cost) 分" : "wrong: −\(cost)")
    }
    if !blueprint.allowsParts { parts.append(isChinese ? "全对才得分" : "all or nothing") }
    return parts.joined(separator: "  ")
  }

  /// Runs until the candidate submits or leaves, the time is over, or another terminal takes over.
  mutating func run() throws -> End {
    while true {
      draw()
      switch screen.next(milliseconds: 1_000) {
      case .closed: return .left
      case .resized: screen.clear()
      case .nothing: if let end = try look() { return end }
      case .key(let key):
        if let end = try act(on: key) { return end }
      }
      if isOver {
        // The invigilator may have given more time since the last look.
        if let end = try look() { return end }
        if isOver { return .timeOver(try room.at(Instant.now).submit(sitting)) }
      }
    }
  }

  private var isOver: Bool { Instant.now >= deadline.adding(seconds: room.blueprint.graceMinutes * 60) }

  private func draw() {
    let (rows, columns) = screen.size
    let frame = SittingFrame(
      state: state, rows: rows, columns: columns, title: title,
      secondsLeft: deadline.seconds - Instant.now.seconds,
      hasStyle: Screen.hasStyle)
    let (lines, cursor) = frame.lines()
    screen.show(lines, cursor: cursor)
  }

  /// Asks once a second whether the deadline moved, or somebody else answers now.
  private mutating func look() throws -> End? {
    do { deadline = try room.deadline(of: sitting, holder: holder) } catch let refusal as Refusal {
      if try room.isOver(sitting) { return .timeOver(try room.at(Instant.now).submit(sitting)) }
      return .takenOver(refusal)
    }
    return nil
  }

  // MARK: Keys

  private mutating func act(on key: Key) throws -> End? {
    switch state.mode {
    case .question: return try actOnQuestion(key)
    case .review:
      switch key {
      case .character("s"), .character("S"): state.mode = .submitting
      case .escape, .left, .control("r"): state.mode = .question
      case .control("c"), .control("q"): return .left
      case .character(let digit) where digit.isASCII && digit.isNumber: state.goTo.append(digit)
      case .backspace: _ = state.goTo.popLast()
      case .enter: go()
      default: break
      }
    case .submitting:
      switch key {
      case .character("y"), .character("Y"): return .submitted(try room.at(Instant.now).submit(sitting))
      case .character("n"), .character("N"), .escape: state.mode = .review
      default: break
      }
    }
    return nil
  }

  /// Goes to the question whose number was typed.
  private mutating func go() {
    guard let number = Int(state.goTo) else { return }
    state.goTo = ""
    guard (1...state.paper.count).contains(number) else {
      state.notice = state.word("There is no question \(number).", "没有第 \(number) 题。")
      return
    }
    state.move(to: number - 1)
    state.mode = .question
  }

  private mutating func actOnQuestion(_ key: Key) throws -> End? {
    state.notice = ""
    switch key {
    case .control("c"), .control("q"): return .left
    case .control("z"):
      screen.leave()
      raise(SIGSTOP)
      return nil
    case .control("l"): screen.clear()
    case .control("r"): state.mode = .review
    case .control("f"):
      if state.flagged.remove(state.current) == nil { state.flagged.insert(state.current) }
    case .tab, .control("n"): state.move(to: state.current + 1)
    case .backTab, .control("p"): state.move(to: state.current - 1)
    case .control("e") where state.isEssay: return try edit()
    default: return state.isText ? try actOnText(key) : try actOnOptions(key)
    }
    return nil
  }

  /// In bytes: some twenty thousand Chinese characters, which no marker reads to the end.
  private static let longestText = 64 << 10

  private mutating func actOnText(_ key: Key) throws -> End? {
    let width = screen.size.columns - 1
    switch key {
    case .enter where !state.isEssay: state.move(to: state.current + 1)
    case .pageUp, .pageDown:
      // A page is ten lines of the text, or of a question too long for the screen.
      if state.isEssay {
        for _ in 0..<10 {
          _ = state.text.act(on: key == .pageUp ? .up : .down, width: width, isMultiline: true)
        }
      } else {
        state.scroll = max(0, state.scroll + (key == .pageUp ? -5 : 5))
      }
    default:
      var text = state.text
      guard text.act(on: key, width: width, isMultiline: state.isEssay) else { return nil }
      if text.text.utf8.count > Self.longestText, text.text.utf8.count > state.text.text.utf8.count {
        state.notice = state.word("The text is as long as a text may be.", "文字已达长度上限。")
        return nil
      }
      if text.text == state.text.text {
        state.text = text
      } else if let end = try keep(text.text.isEmpty ? .blank : .text(text.text)) {
        return end
      } else {
        state.text = text
      }
    }
    return nil
  }

  private mutating func actOnOptions(_ key: Key) throws -> End? {
    switch key {
    case .left: state.move(to: state.current - 1)
    case .right: state.move(to: state.current + 1)
    case .up: state.option = max(0, state.option - 1)
    case .down: state.option = min(max(0, state.optionCount - 1), state.option + 1)
    case .pageUp: state.scroll = max(0, state.scroll - 5)
    case .pageDown: state.scroll += 5
    case .home: state.move(to: 0)
    case .end: state.move(to: state.paper.count - 1)
    case .escape: state.goTo = ""
    case .enter where !state.goTo.isEmpty: go()
    case .backspace where !state.goTo.isEmpty: _ = state.goTo.popLast()
    case .backspace, .delete: if let response = state.responseTakenBack { return try keep(response) }
    case .enter, .character(" "):
      if case .matching = state.question.body { return nil }
      if let response = state.response(choosing: state.option) { return try keep(response) }
    case .character(let character):
      if character.isASCII, character.isNumber {
        state.goTo.append(character)
        return nil
      }
      guard let letter = foldedWidth(String(character)).uppercased().unicodeScalars.first else { return nil }
      var shown = Int(letter.value) - 65
      if case .truefalse = state.question.body { shown = letter == "T" ? 0 : letter == "F" ? 1 : shown }
      guard (0..<26).contains(shown), let response = state.response(choosing: shown) else {
        state.notice = state.word("'\(character)' is no option here.", "“\(character)”不是选项。")
        return nil
      }
      if case .matching = state.question.body {
        let end = try keep(response)
        state.option = min(state.optionCount - 1, state.option + 1)
        return end
      }
      state.option = min(shown, max(0, state.optionCount - 1))
      return try keep(response)
    default: break
    }
    return nil
  }

  /// Writes an answer to the disk, and only then shows it as saved.
  private mutating func keep(_ response: Response) throws -> End? {
    do {
      try room.at(Instant.now).keep(
        response, place: state.current, in: sitting, holder: holder, after: state.responses[state.current])
    } catch let refusal as Refusal where refusal.code == .notPermitted {
      if try room.isOver(sitting) { return .timeOver(try room.at(Instant.now).submit(sitting)) }
      return .takenOver(refusal)
    } catch let refusal as Refusal where refusal.code == .tryAgain {
      state.notice = state.word("NOT saved, the workspace is busy: type it again", "未保存：系统繁忙，请重新输入")
      return nil
    }
    state.responses[state.current] = response
    let time = clockText(room.second(of: Instant.now))
    state.notice = state.word("saved \(time)", "已保存 \(time)")
    if case .numerical = state.question.body, case .text(let text) = response,
      ExactDecimal(foldedWidth(text)) == nil
    {
      state.notice += state.word("  (not a number yet)", "（还不是数字）")
    }
    return nil
  }

  // MARK: The candidate's own editor

  /// Opens `$EDITOR` on the essay, where the blueprint allows it.
  private mutating func edit() throws -> End? {
    guard state.mayUseEditor, let editor = getenv("EDITOR").map({ String(cString: $0) }) else {
      state.notice = state.word("This exam is written here, without another editor.", "本考试不允许使用外部编辑器。")
      return nil
    }
    guard let text = screen.lending({ EditorText.edited(state.text.text, with: editor) }) else {
      state.notice = state.word("The editor failed; the text is as it was.", "编辑器出错，内容未变。")
      return nil
    }
    state.text = EditedText(text)
    return try keep(text.isEmpty ? .blank : .text(text))
  }
}
