import Exams
import Formats
import Glibc
import Terminal
import Workspace

/// An exam on the whole screen: every keystroke that changes an answer is on the disk before "saved" shows.
struct SittingScreen {
  /// How it ended.
  enum End {
    case over(SubmittedPaper, timeIsOver: Bool, late: Int)
    /// Left without submitting; the clock runs.
    case left
    case takenOver(Refusal)
  }

  private let screen: FullScreen
  private let seat: any SittingSeat
  private let title: String
  private var state: SittingState

  init(_ screen: FullScreen, _ seat: any SittingSeat) {
    self.screen = screen
    self.seat = seat
    title = "\(seat.paper.title)  \(seat.paper.staff)"
    let editor = getenv("EDITOR").map { String(cString: $0) } ?? ""
    state = SittingState(
      paper: seat.paper.items, questions: seat.paper.questions, responses: seat.responses,
      isChinese: seat.paper.isChinese, remarks: seat.paper.remarks,
      mayUseEditor: seat.paper.allowsEditor && !editor.isEmpty)
    if !seat.responses.isEmpty {
      state.notice = state.word(
        "Going on: \(seat.responses.count) answers are kept.", "继续上次作答：已保存 \(seat.responses.count) 题。")
    }
  }

  /// Runs until the candidate submits or leaves, the time is over, or another terminal takes over.
  mutating func run() throws -> End {
    while true {
      draw()
      switch screen.next(milliseconds: state.mode == .sending ? 200 : 1_000) {
      case .closed: return .left
      case .resized: screen.clear()
      case .nothing: if let end = heed(try seat.look()) { return end }
      case .key(let key):
        if let end = try act(on: key) { return end }
      }
      if seat.secondsToEnd <= 0, state.mode != .sending {
        // The invigilator may have given more time since the last look.
        if let end = heed(try seat.look()) { return end }
        if seat.secondsToEnd <= 0, let end = heed(try seat.submit(timeIsOver: true)) { return end }
      }
    }
  }

  private func draw() {
    let (rows, columns) = screen.size
    let frame = SittingFrame(
      state: state, rows: rows, columns: columns, title: title, secondsLeft: seat.secondsLeft,
      mark: seat.mark?.text(chinese: state.isChinese) ?? "", unsent: seat.unsent, hasStyle: Screen.hasStyle)
    let (lines, cursor) = frame.lines()
    screen.show(lines, cursor: cursor)
  }

  /// Takes in what the seat has to say; the end, where it is one.
  private mutating func heed(_ news: SeatNews) -> End? {
    switch news {
    case .goesOn: if state.mode == .sending { state.mode = .question }
    case .busy(let words): state.notice = words.text(chinese: state.isChinese)
    case .sending: state.mode = .sending
    case .over(let paper, let timeIsOver, let late): return .over(paper, timeIsOver: timeIsOver, late: late)
    case .takenOver(let refusal): return .takenOver(refusal)
    case .signInNeeded:
      screen.lending { seat.signInAgain() }
      screen.clear()
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
      case .character("y"), .character("Y"): return heed(try seat.submit(timeIsOver: false))
      case .character("n"), .character("N"), .escape: state.mode = .review
      default: break
      }
    case .sending:
      if key == .control("c") || key == .control("q") { return .left }
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
      if text.text.utf8.count > Response.longestText, text.text.utf8.count > state.text.text.utf8.count {
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
    let news = try seat.keep(response, place: state.current, after: state.responses[state.current])
    guard case .goesOn = news else { return heed(news) }
    state.responses[state.current] = response
    state.notice = state.word("saved \(seat.timeOfDay)", "已保存 \(seat.timeOfDay)")
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
    guard text.utf8.count <= Response.longestText else {
      state.notice = state.word(
        "The text is longer than a text may be; what was here before stays.", "文字超过长度上限，内容未变。")
      return nil
    }
    state.text = EditedText(text)
    return try keep(text.isEmpty ? .blank : .text(text))
  }
}
