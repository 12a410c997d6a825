import Formats
import Quality
import Terminal
import Workspace

/// A scorecard on the whole screen: every key that changes the form is on the disk before "saved" shows.
struct ScoringScreen {
  enum Mode: Hashable { case form, note, moment, comment, review }

  private let screen: FullScreen
  private let room: ScoringRoom
  private let isChinese: Bool
  private(set) var draft: ScoringDraft
  private var current = 0
  private var typed = ""
  private var mode = Mode.form
  private var text = EditedText("")
  private var notice = ""

  init(_ screen: FullScreen, room: ScoringRoom, isChinese: Bool) {
    self.screen = screen
    self.room = room
    self.isChinese = isChinese
    draft = room.draft
    current = draft.items.firstIndex(of: ScoringDraft.unanswered) ?? 0
    if room.draft.items.contains(where: { $0 != ScoringDraft.unanswered }) {
      notice = word("Going on where it was left.", "继续上次评分。")
    }
  }

  private func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }

  /// Runs until the form is handed in, or left; `nil` where it was left.
  mutating func run() throws -> ScorecardResult? {
    while true {
      let (rows, columns) = screen.size
      let frame = ScoringFrame(
        room: room, draft: draft, current: current, typed: typed, mode: mode, text: text, notice: notice,
        rows: rows, columns: columns, isChinese: isChinese, hasStyle: Screen.hasStyle)
      let (lines, cursor) = frame.lines()
      screen.show(lines, cursor: cursor)
      switch screen.next(milliseconds: 60_000) {
      case .closed: return nil
      case .resized: screen.clear()
      case .nothing: break
      case .key(.control("c")), .key(.control("q")):
        // What is typed is kept, and the form as such, so that the same call goes on with it.
        if !typed.isEmpty { try answer(typed) }
        try save()
        return nil
      case .key(let key):
        notice = ""
        if let result = try act(on: key) { return result }
      }
    }
  }

  private mutating func act(on key: Key) throws -> ScorecardResult? {
    switch mode {
    case .form: try actOnForm(key)
    case .note, .moment, .comment: try actOnText(key)
    case .review:
      switch key {
      case .character("y"), .character("Y"):
        do { return try room.submit(draft, at: Instant.now) } catch let refusal as Refusal {
          notice = "\(refusal.summary); \(refusal.remedy)"
          let gaps = draft.gaps(room.card)
          current = gaps.answers.first ?? gaps.comments.first ?? current
          mode = .form
        }
      default: mode = .form
      }
    }
    return nil
  }

  private mutating func actOnForm(_ key: Key) throws {
    switch key {
    case .up, .backTab: try move(by: -1)
    case .down, .tab: try move(by: 1)
    case .home: (current, typed) = (0, "")
    case .end: (current, typed) = (draft.items.count - 1, "")
    case .control("r"): mode = .review
    case .control("t"): edit(.note, draft.notes[room.card.items[current].id] ?? "")
    case .control("n"): edit(.moment, draft.moment)
    case .control("o"): edit(.comment, draft.comment)
    case .control("l"): screen.clear()
    case .escape: typed = ""
    case .backspace, .delete:
      if typed.isEmpty { try keep(ScoringDraft.unanswered) } else { typed.removeLast() }
    case .enter:
      if typed.isEmpty { try move(by: 1) } else { try answer(typed) }
    case .character(let character): try type(foldedWidth(String(character)).lowercased())
    default: break
    }
  }

  /// One key answers where one key can; points are typed and entered.
  private mutating func type(_ letter: String) throws {
    switch (room.card.items[current].scale, letter) {
    case (_, "a") where typed.isEmpty: try answer("NA")
    case (.yesno, _), (.five, _): try answer(letter)
    case (.points, _):
      if letter.allSatisfy({ $0.isASCII && $0.isNumber || $0 == "." }) { typed += letter }
    }
  }

  private mutating func answer(_ text: String) throws {
    typed = ""
    switch room.answer(text, item: current) {
    case .failure(let reason): notice = reason.text
    case .success(let byte):
      try keep(byte)
      current = min(draft.items.count - 1, current + 1)
    }
  }

  private mutating func move(by step: Int) throws {
    if !typed.isEmpty {
      let place = current
      try answer(typed)
      // An answer moves on by itself, and what was none keeps the place.
      if step > 0 || draft.items[place] == ScoringDraft.unanswered { return }
    }
    current = min(draft.items.count - 1, max(0, current + step))
  }

  private mutating func keep(_ byte: UInt8) throws {
    draft.items[current] = byte
    try save()
  }

  private mutating func save() throws {
    do {
      try room.keep(draft, at: Instant.now)
      notice = word("saved", "已保存")
    } catch let refusal as Refusal where refusal.code == .tryAgain {
      notice = word("NOT saved, the workspace is busy: press it again", "未保存：系统繁忙，请重试")
    }
  }

  private mutating func edit(_ mode: Mode, _ text: String) {
    self.mode = mode
    self.text = EditedText(text)
  }

  private mutating func actOnText(_ key: Key) throws {
    switch key {
    case .escape: mode = .form
    case .enter:
      switch mode {
      case .note: draft.notes[room.card.items[current].id] = text.text.isEmpty ? nil : text.text
      case .moment: draft.moment = text.text
      case .comment: draft.comment = text.text
      case .form, .review: break
      }
      mode = .form
      try save()
    default: _ = text.act(on: key, width: screen.size.columns - 4, isMultiline: false)
    }
  }
}
