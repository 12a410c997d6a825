import Formats
import Quality
import Statistics
import Terminal
import Workspace

extension Verb {
  static let qaResults = Verb(
    "qa", "results",
    options: [
      quarterOption,
      Option(
        "--by", "agent|team|site|class|item|all", en: "with intervals and ranking, grouped so",
        zh: "分组汇总，含区间与排名"),
      Option("--team", "ID", en: "only the agents of one team", zh: "仅某班组"),
    ], needs: ["--quarter"], en: "QA results: everybody's score, or with --by the honest league table",
    zh: "查看质检成绩",
    example: "merit qa results --quarter 2026Q3 --by team"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let desk = ResultsDesk(try session.occasion(readOnly: true))
    if let word = input.value("--by") {
      guard let grouping = QualityReport.Grouping(rawValue: word) else {
        throw Refusal(
          .usage, "'\(word)' is no value for --by", "write agent, team, site, class, item or all")
      }
      let report = try desk.report(in: quarter, by: grouping, team: input.value("--team"))
      session.report(QualityReport.Row.form.json(report.rows)) { show(report, grouping, session) }
      return .done
    }
    let rows = try desk.results(in: quarter, team: input.value("--team"))
    session.report(ResultsDesk.rowForm.json(rows)) {
      var table = AlignedTable(
        [
          session.word("staff", "工号"), session.word("name", "姓名"), session.word("score", "质检分"),
          session.word("n", "样本"), session.word("handled", "通话量"), session.word("critical", "致命差错"),
          session.word("open", "可申诉"), session.word("incidents", "红线"),
        ],
        numbers: [2, 3, 4, 5, 6, 7])
      for row in rows {
        table.add([
          row.id, row.name, row.result.score?.description ?? "–", "\(row.result.evaluations)",
          row.handled.map(String.init) ?? "–", "\(row.result.criticalCalls)", "\(row.result.openCriticals)",
          "\(row.incidents)",
        ])
      }
      session.show(table)
    }
    return .done
  }

  private static func show(
    _ report: QualityReport, _ grouping: QualityReport.Grouping, _ session: Session
  ) {
    func accuracy(_ row: QualityReport.Row) -> String {
      Scorecard.Criticality.allCases.map { kind in
        row.accuracy[kind].flatMap(\.estimate).map { ItemAnalysisText.figure($0 * 100, 1) } ?? "–"
      }.joined(separator: "/")
    }
    // Items are known by their titles, people and units by their ids too.
    let asksName = grouping != .item && report.rows.contains { $0.name != $0.id }
    let asksHandled = report.rows.contains { $0.handled != nil }
    var headings = [session.word("id", "编号")]
    if asksName { headings.append(session.word("name", "名称")) }
    headings += [session.word("score", "质检分"), session.word("95 % interval", "95%区间"), "n"]
    if asksHandled { headings.append(session.word("of", "通话量")) }
    headings += [session.word("shrunk", "收缩后"), session.word("no critical %", "致命准确率"), "> <"]
    let first = asksName ? 2 : 1
    var table = AlignedTable(headings, numbers: Set(first...first + (asksHandled ? 4 : 3)))
    for row in report.rows {
      let interval = row.mean.interval().map { "\($0.low)–\($0.high)" }
      var cells = [grouping == .item ? row.name : row.id]
      if asksName { cells.append(row.name == row.id ? "" : row.name) }
      cells += [
        row.isEnough ? row.mean.estimate?.description ?? "–" : session.word("too few", "样本过少"),
        row.isEnough ? interval ?? "–" : "–", "\(row.mean.count)",
      ]
      if asksHandled { cells.append(row.handled.map(String.init) ?? "–") }
      cells += [row.shrunk?.description ?? "–", accuracy(row), "\(row.above) \(row.below)"]
      table.add(cells)
    }
    session.show(table)
    let note = session.word(
      "Each call weighs the calls it stands for. Ranked by 'shrunk': small groups drawn towards the mean of all (random effects by moments). 'no critical %': free of errors critical for customer/business/compliance. '> <': how many others one is surely above and below, at 95 % for all pairs at once.",
      "每通按其代表的通话量加权。按“收缩后”排名（随机效应矩估计）。致命准确率依次为客户/业务/合规。“> <”为确实高于、低于的个数（全部两两比较同时95%）。")
    for line in wrapped(note, to: 79) { session.notice(line) }
  }

  static let qaIncident = Verb(
    "qa", "incident", arguments: ["FILE"], options: intake,
    en: "record red-line incidents, which count once a second person has confirmed them", zh: "登记红线事件",
    example: "merit qa incident incidents.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: Incident.shape)
    session.report(try IncidentDesk(try session.occasion()).importIncidents(table, options: input.intake()))
    return .done
  }

  static let qaConfirm = Verb(
    "qa", "confirm", arguments: ["ID"], en: "confirm a red-line incident that somebody else recorded",
    zh: "确认红线事件",
    example: "merit qa confirm I2026-017 --as leader1"
  ) { session, input in
    try IncidentDesk(try session.occasion()).confirm(input.argument(0))
    session.say(session.word("confirmed; it counts now", "已确认，开始计入"))
    return .done
  }

  static let qaIncidents = Verb(
    "qa", "incidents", options: [quarterOption], needs: ["--quarter"],
    en: "the red-line incidents of a quarter", zh: "查看红线事件",
    example: "merit qa incidents --quarter 2026Q3"
  ) { session, input in
    let rows = try IncidentDesk(try session.occasion(readOnly: true)).incidents(
      in: input.quarter(try input.required("--quarter")))
    session.report(IncidentDesk.form.json(rows)) {
      var table = AlignedTable([
        session.word("id", "编号"), session.word("staff", "工号"), session.word("date", "日期"),
        session.word("kind", "类型"), session.word("confirmed by", "确认人"),
      ])
      for row in rows {
        table.add([row.row.name, row.staff, "\(row.row.day)", row.row.kind, row.confirmedBy ?? "–"])
      }
      session.show(table)
    }
    return .done
  }
}
