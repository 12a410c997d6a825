import Competitions
import Formats
import Terminal
import Workspace

/// A contest's board in words.
struct BoardText {
  let contest: Contest
  let isChinese: Bool

  private func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }

  /// The standings under headings; stage titles are cut where they would push the table off a screen.
  func table(_ board: ContestBoard) -> AlignedTable {
    table(board.standings, pending: board.pending, annulled: board.annulled, names: board.names)
  }

  func table(
    _ standings: [Standing], pending: [String: Int] = [:], annulled: Set<String> = [],
    names: [String: String] = [:]
  ) -> AlignedTable {
    let room = max(8, 40 / max(contest.stages.count, 1))
    var headings = [word("rank", "名次"), word("entrant", "选手")]
    headings += contest.stages.map { cut($0.title.text(chinese: isChinese), to: room) }
    headings += [word("total", "总分"), word("decided by", "决胜项")]
    if !pending.isEmpty { headings.append(word("pending", "待公布")) }
    var table = AlignedTable(headings, numbers: Set([0] + (2..<(contest.stages.count + 3))))
    for standing in standings {
      let decided = standing.tieBreak.map { cut(contest.title(ofTieBreak: $0, chinese: isChinese), to: 16) }
      let note = annulled.contains(standing.entrant) ? word("annulled", "已取消") : decided ?? ""
      table.add(
        [
          standing.rank.map(String.init) ?? "–",
          standing.entrant + (names[standing.entrant].map { " \($0)" } ?? ""),
        ]
          + standing.stages.map { $0.panel?.text(places: 2) ?? "–" }
          + [standing.total?.text(places: 4) ?? "–", note]
          + (pending.isEmpty ? [] : [pending[standing.entrant].map { "+\($0)" } ?? ""]))
    }
    return table
  }

  /// What a reader of the board must know: since when it is frozen, or who made it final.
  func state(_ board: ContestBoard, isJury: Bool) -> String? {
    if let final = board.final {
      let at = board.time(final.at)
      return word("final since \(at), by \(final.by)", "\(at) 由 \(final.by) 确认为最终结果")
    }
    guard let frozen = board.frozen else { return nil }
    let count = board.pending.values.reduce(0, +)
    let at = board.time(frozen.at)
    return isJury
      ? word(
        "frozen for the public since \(at); this is what the jury sees",
        "公众排名自 \(at) 起冻结；此为评委视图")
      : word(
        "frozen since \(at); \(count) marks came later and are pending",
        "排名自 \(at) 起冻结；其后 \(count) 个评分待公布")
  }
}
