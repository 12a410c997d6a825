import Formats
import Workforce
import Workspace

/// The sheets as one printable page of HTML: for a person with the explanation, for a team or the company with tables.
///
/// Whole in itself: no script, nothing from elsewhere, light and dark, escaped.
package struct SheetPage {
  private let desk: SheetDesk
  private let binder: SheetDesk.Binder

  package init(_ desk: SheetDesk, _ binder: SheetDesk.Binder) {
    self.desk = desk
    self.binder = binder
  }

  /// - Returns: how many people are on it.
  package func write(_ sink: (String) throws -> Void) throws -> Int {
    try sink(head)
    let count: Int
    switch binder.scope {
    case .person: count = try person(sink)
    case .unit: count = try team(sink)
    case .company: count = try company(sink)
    }
    try sink("</main>\n</body>\n</html>\n")
    return count
  }

  /// The title, and whose sheets they are where that is one unit.
  private var title: String {
    guard case .unit(let id) = binder.scope else { return binder.title }
    return "\(binder.title) · \(binder.units[id]?.name ?? id)"
  }

  private var head: String {
    let title = XMLText.escaped(title)
    let note = binder.note.isEmpty ? "" : "<p class=\"warn\">\(XMLText.escaped(binder.note))</p>\n"
    let provisional =
      binder.isClosed
      ? ""
      : "<p class=\"warn\">\(binder.word("Provisional: the quarter is not closed, and nothing here is final.", "暂定：季度尚未关闭，所列结果均非最终结果。"))</p>\n"
    return """
      <!DOCTYPE html>
      <html lang="\(binder.isChinese ? "zh-Hans" : "en")">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>
      \(Self.style)\(Picture.variables)\(Picture.style)</style>
      </head>
      <body>
      <main>
      <h1>\(title)</h1>
      \(provisional)\(note)<p class="muted">\(binder.word("Quarter hash", "季度校验码")): <code>\(XMLText.escaped(binder.hash))</code></p>

      """
  }

  private static let style = """
    body{font:15px/1.5 system-ui,"Noto Sans","Noto Sans CJK SC","PingFang SC",sans-serif;color:var(--ink);
    background:var(--paper);margin:0}
    main{max-width:72rem;margin:1.5rem auto;padding:0 1rem}
    h1{font-size:1.5rem;margin:0 0 .5rem}
    h2{font-size:1.15rem;margin:1.5rem 0 .4rem}
    table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
    caption{text-align:left;color:var(--muted);padding:.2rem 0}
    th,td{padding:.25rem .5rem;border-bottom:1px solid var(--grid);text-align:left;vertical-align:top}
    thead th{border-bottom:2px solid var(--ink);vertical-align:bottom}
    .n{text-align:right}
    td.n,.wide td{white-space:nowrap}
    .wide table{font-size:.85em}.wide th,.wide td{padding:.25rem .35rem}
    .facts{width:auto;min-width:22rem}
    .muted{color:var(--muted)}
    .warn{border:2px solid var(--bad);padding:.3rem .6rem;color:var(--bad);font-weight:bold}
    .wide{overflow-x:auto}
    code{font-size:.85em;overflow-wrap:anywhere}
    details{margin:.1rem 0 .1rem 1.1rem}
    details.top{margin-left:0}
    summary{cursor:pointer}
    .leaf{margin:.1rem 0 .1rem 2.2rem}
    .sign{display:flex;gap:3rem;margin-top:2.5rem}
    .sign span{border-top:1px solid var(--ink);padding-top:.2rem;min-width:14rem}
    @media print{main{max-width:none;margin:0}details>summary{list-style:none}@page{size:A4;margin:14mm}
    section,tr,.sign{break-inside:avoid}.people{break-inside:auto}.wide{overflow:visible}
    .wide table{font-size:8pt}.wide th,.wide td{padding:.15rem .25rem}}

    """

  private func number(_ text: String) -> String { "<td class=\"n\">\(XMLText.escaped(text))</td>" }
  private func cell(_ text: String) -> String { "<td>\(XMLText.escaped(text))</td>" }
  private func heading(_ texts: [(String, Bool)]) -> String {
    "<thead><tr>"
      + texts.map { "<th scope=\"col\"\($0.1 ? " class=\"n\"" : "")>\(XMLText.escaped($0.0))</th>" }.joined()
      + "</tr></thead>\n"
  }

  // MARK: One person

  private func person(_ sink: (String) throws -> Void) throws -> Int {
    var count = 0
    try desk.forEachRow(binder) { row in
      count += 1
      try sink(facts(row) + parts(row) + pay(row))
      if let tree = try desk.explanation(of: row.person.id, in: binder) {
        try sink(
          "<section><h2>\(binder.word("Where it comes from", "来源"))</h2>\n\(Self.tree(tree, chinese: binder.isChinese, isTop: true))</section>\n"
        )
      }
      try sink(signatures)
    }
    return count
  }

  private func facts(_ row: SheetRow) -> String {
    let shown =
      SheetColumns.person.filter { !["id", "name"].contains($0.id) }
      + SheetColumns.total.filter { $0.id == "rank" }
      + SheetColumns.state.filter { ["dispute", "promotion", "honours", "notes", "scheme"].contains($0.id) }
    var rows = ""
    for column in shown {
      let text = column.value(row).plain
      if !text.isEmpty {
        rows += "<tr><th scope=\"row\">\(XMLText.escaped(binder.word(column.title)))</th>\(cell(text))</tr>\n"
      }
    }
    return
      "<section><h2>\(XMLText.escaped("\(row.person.id) \(row.name)"))</h2>\n<table class=\"facts\"><tbody>\n\(rows)</tbody></table></section>\n"
  }

  private func parts(_ row: SheetRow) -> String {
    let scheme = binder.schemes.first {
      $0.head.id == row.result.scheme && $0.head.version == row.result.version
    }
    let bars = row.result.assessment.parts.map { part in
      let title = scheme?.parts.first { $0.id == part.id }?.title ?? Words(en: part.id, zh: part.id)
      return BarChart.Bar(
        label: binder.word(title), value: part.score.map { Double($0.hundredths) / 100 },
        text: "\(part.score?.description ?? binder.word("no evidence", "无依据")) × \(part.weight)",
        isWeak: part.score.map { $0 < Score(hundredths: 70_00) } ?? false)
    }
    let total = row.result.assessment.total
    let chart = BarChart(
      title: binder.word("Parts of the score", "各项得分"),
      description: bars.map { "\($0.label) \($0.text)" }.joined(separator: "; "),
      axis: binder.word("points", "分"), bars: bars, reference: total.map { Double($0.hundredths) / 100 },
      referenceLabel: binder.word("total \(total?.description ?? "–")", "总分 \(total?.description ?? "–")"),
      range: 0...100)
    return "<section><h2>\(binder.word("Score", "得分"))</h2>\n\(chart.picture.svg)</section>\n"
  }

  private func pay(_ row: SheetRow) -> String {
    let shown = SheetColumns.total.filter { $0.id != "rank" } + SheetColumns.pay
    let rows = shown.map { column in
      "<tr><th scope=\"row\">\(XMLText.escaped(binder.word(column.title)))</th>\(number(column.value(row).plain.isEmpty ? "–" : column.value(row).plain))</tr>\n"
    }.joined()
    return
      "<section><h2>\(binder.word("Pay", "奖金"))</h2>\n<table class=\"facts\"><tbody>\n\(rows)</tbody></table></section>\n"
  }

  private var signatures: String {
    "<p class=\"sign\"><span>\(binder.word("Signature", "本人签字"))</span><span>\(binder.word("Date", "日期"))</span></p>\n"
  }

  /// The explanation as nested, openable lines.
  package static func tree(_ node: Explanation, chinese: Bool, isTop: Bool = false) -> String {
    let text = XMLText.escaped(node.text(chinese: chinese))
    if node.from.isEmpty { return "<p class=\"leaf\">\(text)</p>\n" }
    return "<details\(isTop ? " class=\"top\" open" : "")><summary>\(text)</summary>\n"
      + node.from.map { tree($0, chinese: chinese) }.joined() + "</details>\n"
  }

  // MARK: A team, and the company

  private func team(_ sink: (String) throws -> Void) throws -> Int {
    var rows: [SheetRow] = []
    try desk.forEachRow(binder) { rows.append($0) }
    let ordered = rows.sorted {
      let (one, other) = ($0.result.assessment.total ?? .zero, $1.result.assessment.total ?? .zero)
      return one == other ? $0.person.id < $1.person.id : one > other
    }
    let bars = ordered.prefix(60).map { row in
      BarChart.Bar(
        label: "\(row.person.id) \(row.name)",
        value: row.result.assessment.total.map { Double($0.hundredths) / 100 },
        text: row.result.assessment.total.map { "\($0)  \(row.result.assessment.grade ?? "")" }
          ?? binder.word(row.result.status.words))
    }
    let chart = BarChart(
      title: binder.word("Totals", "总分"),
      description: bars.map { "\($0.label) \($0.text)" }.joined(separator: "; "),
      axis: binder.word("points", "分"), bars: Array(bars), range: 0...100)
    try sink("<section><h2>\(binder.word("Totals", "总分"))</h2>\n\(chart.picture.svg)</section>\n")
    try sink(list(ordered))
    return rows.count
  }

  private func list(_ rows: [SheetRow]) -> String {
    let shown =
      SheetColumns.key
      + SheetColumns.evidence.filter {
        ["qa_n", "qa", "qa_low", "qa_high", "criticals", "responses", "satisfaction", "complaints"].contains(
          $0.id)
      }
      + SheetColumns.total.suffix(3)
      + SheetColumns.pay.filter { ["bonus", "adjustment", "payable"].contains($0.id) }
    var text =
      "<section class=\"people\"><h2>\(binder.word("People", "人员"))</h2>\n<div class=\"wide\"><table>\n"
    text += heading(shown.map { (binder.word($0.title), $0.style != .text) })
    text += "<tbody>\n"
    for row in rows {
      text +=
        "<tr>"
        + shown.map {
          $0.style == .text
            ? cell($0.value(row).plain) : number($0.value(row).plain.isEmpty ? "–" : $0.value(row).plain)
        }.joined() + "</tr>\n"
    }
    return text + "</tbody></table></div></section>\n"
  }

  private struct Sums {
    var people = 0
    var totals: [Int] = []
    var bonus = Money.zero
    var payable = Money.zero
  }

  private func company(_ sink: (String) throws -> Void) throws -> Int {
    var all = Sums()
    var teams: [String: Sums] = [:]
    var grades: [String: Int] = [:]
    try desk.forEachRow(binder) { row in
      func add(_ sums: inout Sums) {
        sums.people += 1
        if let total = row.result.assessment.total { sums.totals.append(total.hundredths) }
        sums.bonus = sums.bonus + row.result.bonus
        sums.payable = sums.payable + row.result.payable
      }
      add(&all)
      add(&teams["\(row.result.team) \(row.teamName)", default: Sums()])
      if let grade = row.result.assessment.grade { grades[grade, default: 0] += 1 }
    }
    try sink(overview(all, grades))
    try sink(table(teams))
    return all.people
  }

  private func overview(_ all: Sums, _ grades: [String: Int]) -> String {
    let mean = Score.mean(sum: all.totals.reduce(0, +), count: all.totals.count)
    let facts = [
      (binder.word("people", "人员"), "\(all.people)"), (binder.word("assessed", "参评"), "\(all.totals.count)"),
      (binder.word("mean total", "总分均值"), mean?.description ?? "–"),
      (binder.word("pool", "奖金池"), binder.run.pool.amount.description),
      (binder.word("bonus", "奖金"), all.bonus.description),
      (binder.word("payable before tax", "应发（税前）"), all.payable.description),
    ]
    let rows = facts.map { "<tr><th scope=\"row\">\(XMLText.escaped($0.0))</th>\(number($0.1))</tr>\n" }
      .joined()
    let names = binder.schemes.flatMap(\.grades).map(\.name).reduce(into: [String]()) {
      if !$0.contains($1) { $0.append($1) }
    }
    let bars = names.map { name in
      BarChart.Bar(
        label: binder.word("grade \(name)", "等级 \(name)"), value: Double(grades[name] ?? 0),
        text: "\(grades[name] ?? 0)")
    }
    let chart = BarChart(
      title: binder.word("Grades", "等级分布"),
      description: bars.map { "\($0.label): \($0.text)" }.joined(separator: "; "),
      axis: binder.word("people", "人"), bars: bars)
    return
      "<section><h2>\(binder.word("Overview", "概览"))</h2>\n<table class=\"facts\"><tbody>\n\(rows)</tbody></table>\n\(chart.picture.svg)</section>\n"
  }

  private func table(_ teams: [String: Sums]) -> String {
    var text =
      "<section class=\"people\"><h2>\(binder.word("Teams", "班组"))</h2>\n<div class=\"wide\"><table>\n"
    text += heading([
      (binder.word("team", "班组"), false), (binder.word("people", "人数"), true),
      (binder.word("assessed", "参评"), true),
      (binder.word("mean", "均值"), true), (binder.word("highest", "最高"), true),
      (binder.word("lowest", "最低"), true),
      (binder.word("spread of totals, 40 to 100", "总分分布（40–100）"), false), (binder.word("bonus", "奖金"), true),
    ])
    text += "<tbody>\n"
    for (name, sums) in teams.sorted(by: { $0.key < $1.key }) {
      let mean = Score.mean(sum: sums.totals.reduce(0, +), count: sums.totals.count)
      func score(_ hundredths: Int?) -> String { hundredths.map { Score(hundredths: $0).description } ?? "–" }
      let counts = Histogram.counts(sums.totals, from: 40_00, to: 100_00, steps: 12)
      let histogram = Histogram(
        title: binder.word("Totals of \(name)", "\(name) 总分分布"),
        description: "\(binder.word("mean", "均值")) \(mean?.description ?? "–")", counts: counts)
      text += "<tr>\(cell(name))\(number("\(sums.people)"))\(number("\(sums.totals.count)"))"
      text +=
        "\(number(mean?.description ?? "–"))\(number(score(sums.totals.max())))\(number(score(sums.totals.min())))"
      text += "<td>\(histogram.picture.svg)</td>\(number(sums.bonus.description))</tr>\n"
    }
    return text + "</tbody></table></div></section>\n"
  }
}
