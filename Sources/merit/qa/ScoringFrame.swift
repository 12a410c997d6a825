import Formats
import Quality
import Terminal
import Workspace

/// The frames of a scorecard being filled in, line by line.
struct ScoringFrame {
  let room: ScoringRoom
  let draft: ScoringDraft
  let current: Int
  let typed: String
  let mode: ScoringScreen.Mode
  let text: EditedText
  let notice: String
  let rows: Int
  let columns: Int
  let isChinese: Bool
  let hasStyle: Bool

  private func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }

  private func styled(_ text: String, _ code: String) -> String {
    hasStyle ? "\u{1b}[\(code)m\(text)\u{1b}[0m" : text
  }

  private var rule: String { styled(String(repeating: "─", count: columns), "2") }

  func lines() -> (lines: [String], cursor: (row: Int, column: Int)?) {
    guard rows >= 12, columns >= 50 else {
      return ([word("Make the window larger, 50 by 12 at least.", "请放大窗口，至少 50×12。")], nil)
    }
    let top = header() + [rule]
    let bottom = [rule, styled(cut(notice.isEmpty ? " " : notice, to: columns), "1"), help()]
    let height = rows - top.count - bottom.count
    let (body, cursor) = mode == .review ? (review(), nil) : form(height)
    let filled = Array((body + Array(repeating: "", count: max(0, height - body.count))).prefix(height))
    return (top + filled + bottom, cursor.map { ($0.row + top.count, $0.column) })
  }

  private func header() -> [String] {
    let running = draft.running(room.card)
    let answered = draft.items.count { $0 != ScoringDraft.unanswered }
    let score = running.score?.description ?? "–"
    let right =
      word("score \(score)", "得分 \(score)")
      + (running.criticals > 0 ? word("  critical \(running.criticals)", "  致命 \(running.criticals)") : "")
      + "  \(answered)/\(draft.items.count)"
    let width = columns - cellWidth(right) - 3
    let title = "\(room.card.head.title.text(chinese: isChinese))  \(room.call)  \(room.agent)"
    let line = " " + padded(cut(title, to: width), to: width) + " " + right + " "
    let facts =
      [
        room.started, room.recording ?? "",
        draft.moment.isEmpty ? "" : word("at \(draft.moment)", "时刻 \(draft.moment)"),
      ]
      .filter { !$0.isEmpty }.joined(separator: "  ")
    return [
      styled(cut(line, to: columns), running.criticals > 0 ? "1;7;31" : "7"), cut(" " + facts, to: columns),
    ]
  }

  /// An item's answer as it is shown.
  private func shown(_ place: Int) -> String {
    let item = room.card.items[place]
    if place == current, !typed.isEmpty { return typed + "_" }
    switch draft.items[place] {
    case ScoringDraft.unanswered: return "·"
    case 255: return word("n/a", "不适用")
    case let byte where item.scale == .yesno: return byte == 1 ? word("yes", "是") : word("no", "否")
    case let byte: return ExactDecimal(mantissa: Int(byte) * item.step, places: 2).text
    }
  }

  private func form(_ height: Int) -> ([String], (row: Int, column: Int)?) {
    var lines: [String] = []
    var focus = 0
    var section = -1
    for (place, item) in room.card.items.enumerated() {
      if item.section != section {
        section = item.section
        lines.append(styled(room.card.sections[section].title.text(chinese: isChinese), "1"))
      }
      if place == current { focus = lines.count }
      let mark = place == current ? ">" : " "
      let full = item.scale == .yesno ? "" : "/\(ExactDecimal(mantissa: item.full, places: 2).text)"
      var title = item.title.text(chinese: isChinese)
      if item.criticality != nil { title += word("  (critical)", "（致命项）") }
      if item.bonus > 0 { title += word("  (bonus)", "（加分项）") }
      if draft.notes[item.id] != nil { title += "  ✎" }
      let answer = padded(shown(place), to: 7, right: true) + padded(full, to: 5)
      let line = " \(mark) " + answer + " " + title
      lines.append(place == current ? styled(cut(line, to: columns), "1") : cut(line, to: columns))
    }
    var cursor: (row: Int, column: Int)?
    var shownRows = height
    var extra: [String] = []
    if mode != .form {
      let label: String
      switch mode {
      case .note: label = word("Comment on this item:", "本项评语：")
      case .moment: label = word("Moment in the call:", "通话时刻：")
      default: label = word("Comment on the call:", "总评语：")
      }
      let layout = text.layout(width: columns - 4)
      extra = [rule, label] + layout.lines.map { "  \($0)" }
      shownRows = max(3, height - extra.count)
      cursor = (min(shownRows, lines.count) + 2 + layout.row, layout.column + 2)
    }
    let first = max(0, min(focus - shownRows / 2, lines.count - shownRows))
    return (Array(lines.dropFirst(first).prefix(shownRows)) + extra, cursor)
  }

  private func review() -> [String] {
    let running = draft.running(room.card)
    let gaps = draft.gaps(room.card)
    var lines = [
      "", word("Score \(running.score?.description ?? "–")", "得分 \(running.score?.description ?? "–")"),
    ]
    func names(_ places: [Int]) -> String {
      places.map { room.card.items[$0].title.text(chinese: isChinese) }.joined(separator: word(", ", "、"))
    }
    if running.criticals > 0 {
      let failed = room.card.items.indices.filter { place in
        let byte = draft.items[place]
        return room.card.items[place].criticality != nil && byte != ScoringDraft.unanswered && byte != 255
          && Int(byte) < room.card.items[place].fullSteps
      }
      lines += wrapped(
        word("Critical items failed: \(running.criticals): ", "致命项不合格：\(running.criticals)：") + names(failed),
        to: columns - 2)
    }
    if !gaps.answers.isEmpty {
      lines += wrapped(word("Without an answer: ", "未评：") + names(gaps.answers), to: columns - 2)
    }
    if !gaps.comments.isEmpty {
      lines += wrapped(word("A comment is missing: ", "缺评语：") + names(gaps.comments), to: columns - 2)
    }
    return lines + ["", word("Hand it in? y, or any other key to go on", "提交评分？按 y 提交，其他键返回")]
  }

  private func help() -> String {
    let text: String
    switch (mode, room.card.items[current].scale) {
    case (.note, _), (.moment, _), (.comment, _):
      text = word("Enter keeps it  Esc drops it", "回车保存  Esc 放弃")
    case (.review, _): text = ""
    case (_, .yesno):
      text = word(
        "^R hand in  ^C leave  ↑↓ item  y/n  a n/a  ^T comment  ^N moment  ^O overall",
        "^R 提交  ^C 离开  ↑↓ 选项  y/n 评分  a 不适用  ^T 评语  ^N 时刻  ^O 总评")
    case (_, .five):
      text = word(
        "^R hand in  ^C leave  ↑↓ item  0–5  a n/a  ^T comment  ^N moment  ^O overall",
        "^R 提交  ^C 离开  ↑↓ 选项  0–5 评分  a 不适用  ^T 评语  ^N 时刻  ^O 总评")
    case (_, .points):
      text = word(
        "^R hand in  ^C leave  ↑↓ item  points⏎  a n/a  ^T comment  ^O overall",
        "^R 提交  ^C 离开  ↑↓ 选项  分数⏎ 评分  a 不适用  ^T 评语  ^O 总评")
    }
    return styled(cut(text, to: columns), "2")
  }
}
