import Formats
import Workspace

/// One assessor's judgement of one call.
package struct Evaluation: Hashable, Sendable {
  /// Why the call was judged; only random ones count for pay.
  package enum Kind: Int, CaseIterable, Sendable { case random = 1, targeted, live, calibration, coaching }

  /// The integer id of the call.
  package let call: Int
  /// The agent's integer key.
  package let staff: Int
  /// The assessor's integer key.
  package let assessor: Int
  package let quarter: Quarter
  package let day: CalendarDay
  package let kind: Kind
  package let scorecard: String
  package let version: Int
  /// A byte for each item, in the scorecard's order.
  package let items: [UInt8]
  package let score: Score?
  package let criticals: Int
  package let comment: String?
  /// The moment in the call and the time of notice, as written, with a unit separator.
  package let details: String?
  /// What was written about single items: `id=text`, with unit separators between them.
  package let notes: String?
  /// The stratum that the call was drawn from, of a random evaluation.
  package let stratum: Int?

  /// The column of what is written about one item.
  static func noteColumn(_ item: String) -> String { "\(item).comment" }

  /// Notes in the order of the form; `nil` of none.
  static func joined(_ notes: [String: String], _ card: Scorecard) -> String? {
    let texts = card.items.compactMap { item in notes[item.id].map { "\(item.id)=\($0)" } }
    return texts.isEmpty ? nil : texts.joined(separator: "\u{1f}")
  }

  /// What was written about each item, by its id.
  package var itemNotes: [String: String] { Self.notes(in: notes ?? "") }

  static func notes(in text: String) -> [String: String] {
    var found: [String: String] = [:]
    for part in text.split(separator: "\u{1f}") {
      guard let end = part.firstIndex(of: "=") else { continue }
      found[String(part[..<end])] = String(part[part.index(after: end)...])
    }
    return found
  }

  /// When the agent was told: the time in the file, else the day of the evaluation.
  func noticeDay(_ zone: Zone) -> CalendarDay {
    let cells = (details ?? "").split(separator: "\u{1f}", omittingEmptySubsequences: false)
    guard cells.count > 1, let time = CivilTime(String(cells[1])) else { return day }
    return time.offset == nil ? time.day : zone.day(of: time)
  }

  static let detailColumns = ["moment", "notified"]

  static let kinds: [(Kind, [String])] = [
    (.random, ["random", "随机"]), (.targeted, ["targeted", "专项"]), (.live, ["live", "旁听"]),
    (.calibration, ["calibration", "校准"]), (.coaching, ["coaching", "辅导"]),
  ]

  static let dayColumn = Column("date", "质检日期", required: true, example: "2026-07-20")

  /// The columns of an evaluation file; one more for each item of the scorecard.
  package static func shape(for card: Scorecard? = nil) -> TableShape {
    TableShape(
      "evaluations",
      [
        Column("call", "通话编号", required: true, example: "C20260701-000123"),
        Column("assessor", "质检员", required: true, example: "E0900"),
        dayColumn,
        Column("agent", "工号", example: "E0001"),
        Column("scorecard", "评分表"),
        Column("kind", "类型", example: "random"),
        Column("started", "开始时间"), Column("moment", "时刻"),
        Column("notified", "告知时间"),
        Column("comment", "评语"),
      ] + (card?.items.map { Column($0.id, $0.title.zh, required: true, example: "yes") } ?? [])
        + (card?.items.map { Column(noteColumn($0.id), "\($0.title.zh)评语") } ?? []),
      furtherColumns: card == nil ? "items of the scorecard" : nil)
  }
}

/// Reads one item's cell: points, yes or no, or `NA`.
package enum ItemReading {
  /// The byte of the cells that nearly every row has, found without a `String`; `nil` for any other.
  static func common(_ cell: UnsafeBufferPointer<UInt8>, _ scale: Scorecard.Scale) -> UInt8? {
    switch (scale, cell.count) {
    case (.yesno, 1):
      switch cell[0] {
      case UInt8(ascii: "1"), UInt8(ascii: "y"), UInt8(ascii: "Y"): return 1
      case UInt8(ascii: "0"), UInt8(ascii: "n"), UInt8(ascii: "N"): return 0
      default: return nil
      }
    case (.yesno, 3): return cell.elementsEqual("yes".utf8) ? 1 : nil
    case (.yesno, 2): return cell.elementsEqual("no".utf8) ? 0 : nil
    case (.five, 1): return cell[0] >= 0x30 && cell[0] <= 0x35 ? cell[0] - 0x30 : nil
    default: return nil
    }
  }

  /// The answer, or in words why the cell is none.
  static func read(_ cell: UnsafeBufferPointer<UInt8>, _ item: Scorecard.Item) -> Result<ItemAnswer, Reason> {
    if cell.isEmpty {
      return .failure(Reason("item '\(item.id)' has no answer; write one, or NA where it may be left out"))
    }
    return readText(String(decoding: cell, as: UTF8.self), item)
  }

  private static func readText(_ text: String, _ item: Scorecard.Item) -> Result<ItemAnswer, Reason> {
    switch text.lowercased() {
    case "na", "n/a", "不适用":
      if item.notApplicable != .forbid { return .success(.notApplicable) }
      return .failure(Reason("item '\(item.id)' must be answered; its scorecard does not allow NA"))
    case "yes", "是", "合格": if item.scale == .yesno { return .success(.steps(1)) }
    case "no", "否", "不合格": if item.scale == .yesno { return .success(.steps(0)) }
    default: break
    }
    guard item.scale != .yesno, let hundredths = ExactDecimal(text)?.scaled(to: 2),
      (0...item.full).contains(hundredths),
      hundredths % item.step == 0
    else {
      let wanted =
        item.scale == .yesno
        ? "yes or no"
        : "a number from 0 to \(ExactDecimal(mantissa: item.full, places: 2).text) in steps of \(ExactDecimal(mantissa: item.step, places: 2).text)"
      return .failure(Reason("'\(text)' is no answer to item '\(item.id)'; write \(wanted)"))
    }
    return .success(.steps(hundredths / item.step))
  }

  /// Why a text is no answer, in words.
  package struct Reason: Error {
    package let text: String
    init(_ text: String) { self.text = text }
  }
}
