import Formats
import Improvement
import Quality
import Workspace

extension PageRoute {
  /// For team leaders: the honest league table, and early warnings.
  static let teams: [PageRoute] = [
    PageRoute("/teams", .roles(.assessor, .leader, .hr)) { call in
      let quarter = try call.quarter()
      let team = call.query("team")
      let report = try ResultsDesk(try call.occasion).report(
        in: quarter, by: team == nil ? .team : .agent, team: team)
      let title = team.map { call.word("Team \($0)", "班组 \($0)") } ?? call.word("Teams", "班组")
      return .page(
        title,
        Markup.quarters("/teams?quarter=", quarter, call)
          + LeagueTable(report, ofTeams: team == nil, quarter: quarter, call).markup
          + (team == nil
            ? "" : "<p>\(Markup.link("/teams?quarter=\(quarter)", call.word("All teams", "全部班组")))</p>"))
    },
    PageRoute("/warnings", .roles(.leader, .hr, .assessor, .trainer)) { call in try warningsPage(call) }
      .doing("close") { call in
        try WarningDesk(try call.occasion).close(
          Int(call.form["warning"] ?? "") ?? 0,
          note: try call.required("note", Words(en: "what was done", zh: "处理结果")))
        return .seeOther(call.target, notice: call.word("Closed.", "已关闭。"))
      }
      .doing("raise", .longWrite) { call in
        let text = call.form["quarter"] ?? ""
        guard let quarter = Quarter(String(text.trimmed)) else { throw Refusal.badQuarter(text) }
        let new = try WarningDesk(try call.occasion).raise(quarter, scorecard: "hotline-call")
        return .seeOther(
          call.target, notice: call.word("\(new.count) new warnings.", "新增预警 \(new.count) 条。"))
      },
  ]

  private static func warningsPage(_ call: PageCall) throws -> PageReply {
    let occasion = try call.occasion
    let (showsAll, owner) = (call.query("all") == "yes", call.query("owner"))
    let all = try WarningDesk(occasion).warnings(openOnly: !showsAll)
    let rows = all.filter { owner == nil || $0.warning.owner == owner }
    let mayClose = call.may(.leader, .hr)
    let items = rows.prefix(200).map { row in
      let warning = row.warning
      let isLate = row.note == nil && warning.due < occasion.today
      let state =
        row.note.map { Markup.badge(call.word("closed", "已关闭"), "good") + " " + Markup.escaped($0) }
        ?? (isLate
          ? Markup.badge(call.word("overdue", "逾期"), "bad") : Markup.badge(call.word("open", "未关闭"), "busy"))
      let close =
        row.note == nil && mayClose
        ? "<details><summary>\(call.word("Close it", "关闭预警"))<span class=\"spoken\"> \(row.id)</span></summary>\(Markup.form(call, "close", kind: "line", "<input type=\"hidden\" name=\"warning\" value=\"\(row.id)\"><label for=\"note-\(row.id)\">\(call.word("What was done", "处理结果"))</label><input id=\"note-\(row.id)\" name=\"note\" required maxlength=\"500\">" + Markup.button(call.word("Close", "关闭"))))</details>"
        : ""
      return [
        Markup.Cell.text("\(row.id)"), .text(warning.department.map { call.word($0.title) } ?? "–"),
        .text(warning.subject.id), .text(call.word(warning.what)),
        .text(call.word(PageWords.owner(warning.owner))), .text("\(warning.due)"), .markup(state + close),
      ]
    }
    var links = [
      Markup.link(
        showsAll ? "/warnings" : "/warnings?all=yes",
        showsAll ? call.word("Only open ones", "仅未关闭") : call.word("Closed ones too", "含已关闭"))
    ]
    if let own = occasion.actor.staff {
      links.append(
        owner == nil
          ? Markup.link("/warnings?owner=\(PageFrame.encoded(own))", call.word("Only mine", "仅我负责的"))
          : Markup.link("/warnings", call.word("Everybody's", "全部责任人")))
    }
    let raise =
      call.may(.leader, .hr, .assessor)
      ? Markup.section(
        call.word("Look for new warnings", "检查新预警"),
        Markup.form(
          call, "raise", kind: "line",
          Markup.field(
            "quarter", call.word("Quarter", "季度"), value: "\(Quarter(of: occasion.today))",
            attributes: "required pattern=\"[0-9]{4}Q[1-4]\"")
            + Markup.button(call.word("Look", "检查"), isPrimary: false))) : ""
    return .page(
      call.word("Early warnings", "预警"),
      "<p>\(links.joined(separator: " · "))</p>"
        + Markup.table(
          call.word("Early warnings, the first due first", "预警，按期限排序"),
          [
            "#", call.word("department", "部门"), call.word("about", "对象"), call.word("what", "内容"),
            call.word("owner", "责任人"), call.word("due", "期限"), call.word("state", "状态"),
          ], items, empty: call.word("No warning is open.", "暂无未关闭预警。")) + raise)
  }
}
