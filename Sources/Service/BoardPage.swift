import Competitions
import Formats
import Workspace

/// A contest's board as a page that is drawn anew until the result is final.
package struct BoardPage {
  private let contest: Contest
  private let board: ContestBoard
  private let isChinese: Bool

  package init(_ contest: Contest, _ board: ContestBoard, isChinese: Bool) {
    self.contest = contest
    self.board = board
    self.isChinese = isChinese
  }

  private func word(_ en: String, _ zh: String) -> String { isChinese ? zh : en }

  package var html: String {
    let title = contest.head.title.text(chinese: isChinese)
    return Page(
      isChinese: isChinese, title: title, refresh: board.final == nil ? 5 : nil,
      style: "tr.first td { font-weight: 600; background: #fff6d6; } tr.annulled td { color: #8a94a3; }",
      body: "<h1>\(XMLText.escaped(title))</h1>\n\(table)"
    ).html
  }

  /// Where the contest stands, and its standings: the part that changes.
  package var table: String {
    let headings =
      [word("Rank", "名次"), word("Entrant", "选手")]
      + contest.stages.map { $0.title.text(chinese: isChinese) }
      + [word("Total", "总分"), word("Decided by", "决胜项")]
      + (board.pending.isEmpty ? [] : [word("Pending", "待公布")])
    let last = contest.stages.count + 2
    let head = headings.enumerated().map { place, heading in
      cell("th", heading, isNumber: place == 0 || (2...last).contains(place))
    }.joined()
    return """
      <p class="note">\(XMLText.escaped(state))</p>
      <table>
      <thead><tr>\(head)</tr></thead>
      <tbody>
      \(board.standings.map(row).joined(separator: "\n"))
      </tbody>
      </table>
      """
  }

  private var state: String {
    if let final = board.final {
      let at = board.time(final.at)
      return word("Final since \(at).", "最终结果，确认于 \(at)。")
    }
    if let frozen = board.frozen {
      let at = board.time(frozen.at)
      return word("Frozen since \(at); marks that came later are pending.", "自 \(at) 起冻结；其后的评分待公布。")
    }
    return word("Live: the board changes as marks come in.", "实时排名，随评分更新。")
  }

  private func row(_ standing: Standing) -> String {
    let isAnnulled = board.annulled.contains(standing.entrant)
    var cells = [
      cell("td", standing.rank.map(String.init) ?? "–", isNumber: true), cell("td", standing.entrant),
    ]
    cells += standing.stages.map { cell("td", $0.panel?.text(places: 2) ?? "–", isNumber: true) }
    cells.append(cell("td", standing.total?.text(places: 4) ?? "–", isNumber: true))
    let decided = standing.tieBreak.map { contest.title(ofTieBreak: $0, chinese: isChinese) }
    cells.append(cell("td", isAnnulled ? word("annulled", "已取消") : decided ?? ""))
    if !board.pending.isEmpty {
      cells.append(cell("td", board.pending[standing.entrant].map { "+\($0)" } ?? ""))
    }
    let kind = isAnnulled ? " class=\"annulled\"" : standing.rank == 1 ? " class=\"first\"" : ""
    return "<tr\(kind)>\(cells.joined())</tr>"
  }

  private func cell(_ tag: String, _ text: String, isNumber: Bool = false) -> String {
    "<\(tag)\(isNumber ? " class=\"number\"" : "")>\(XMLText.escaped(text))</\(tag)>"
  }
}
