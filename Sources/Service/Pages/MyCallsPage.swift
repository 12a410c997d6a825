import Formats
import Quality
import Workspace

extension PageRoute {
  /// An agent's calls as they were judged, and what can be said against it; deciding about that.
  static let calls: [PageRoute] = [
    PageRoute("/calls", .signedIn) { call in try callList(call) },
    PageRoute("/calls/{call}", .signedIn) { call in try callPage(call) }
      .doing("acknowledge") { call in
        try DisputeDesk(try call.occasion).acknowledge(call["call"], assessor: call.form.given("assessor"))
        return .seeOther(call.target, notice: call.word("Acknowledged.", "已确认。"))
      }
      .doing("dispute") { call in
        try DisputeDesk(try call.occasion).dispute(
          call["call"], assessor: call.form.given("assessor"),
          text: try call.required("text", Words(en: "what is wrong", zh: "申诉内容")),
          lateReason: call.form.given("late"))
        return .seeOther(call.target, notice: call.word("Your dispute is taken down.", "申诉已登记。"))
      }
      .doing("withdraw") { call in
        try DisputeDesk(try call.occasion).withdraw(call["call"], assessor: call.form.given("assessor"))
        return .seeOther(call.target, notice: call.word("Withdrawn.", "已撤回。"))
      }
      .doing("decide", .longWrite) { call in
        let changes = call.form.under("item.").filter { !$0.value.trimmed.isEmpty }
        let isChanged = call.form["outcome"] == "changed"
        let (score, notices) = try DisputeDesk(try call.occasion).decide(
          call["call"], assessor: call.form.given("assessor"),
          changes: isChanged ? Dictionary(changes.map { ($0.name, String($0.value.trimmed)) }) { $1 } : nil,
          text: try call.required("text", Words(en: "why", zh: "理由")))
        let done =
          isChanged
          ? call.word(
            "Changed; the score is \(score?.description ?? "–").", "已更正，得分 \(score?.description ?? "–")。")
          : call.word("Upheld.", "维持原评分。")
        return .seeOther("/disputes", notice: ([done] + notices).joined(separator: " "))
      },
    PageRoute("/disputes", .roles(.assessor, .leader, .hr)) { call in
      let rows = try DisputeDesk(try call.occasion).waiting().map { row in
        [
          Markup.Cell.markup(Markup.link("/calls/\(PageFrame.encoded(row.call))", row.call)),
          .text(row.agent),
          .text(
            row.byPanel ? call.word("panel", "质检组") : call.word("team leader", "班组长")),
          .text(try call.time(row.since)), .text(row.text),
        ]
      }
      return .page(
        call.word("Disputes to decide", "待裁定申诉"),
        Markup.table(
          call.word("Disputes that wait for a decision", "待裁定的申诉"),
          [
            call.word("call", "通话"), call.word("agent", "坐席"), call.word("waits for", "待裁定方"),
            call.word("since", "申诉时间"), call.word("what is wrong", "申诉内容"),
          ], rows, empty: call.word("Nothing waits.", "暂无待裁定的申诉。")))
    },
  ]

  private static func callList(_ call: PageCall) throws -> PageReply {
    let quarter = try call.quarter()
    let cases = try DisputeDesk(try call.occasion).cases(ofAgent: call.own(), in: quarter)
    let rows = cases.map { found -> [Markup.Cell] in
      let row = found.evaluation
      return [
        .markup(Markup.link("/calls/\(PageFrame.encoded(found.call))", found.call)), .text("\(row.day)"),
        .text(call.word(CallWords.kind(row.kind))), .number(row.score?.description ?? "–"),
        .number("\(row.criticals)"), .markup(CallWords.badge(found, call)),
      ]
    }
    let headings = [
      call.word("call", "通话"), call.word("judged on", "质检日期"), call.word("why", "类型"),
      call.word("score", "得分"), call.word("critical", "致命差错"), call.word("state", "状态"),
    ]
    let table = Markup.table(
      call.word("Calls of \(quarter) that were judged", "\(quarter) 质检通话"), headings, numbers: [3, 4], rows,
      empty: call.word("No call of this quarter was judged yet.", "本季度暂无质检结果。"))
    return .page(
      call.word("My calls", "我的质检"), Markup.quarters("/calls?quarter=", quarter, call) + table)
  }

  private static func callPage(_ call: PageCall) throws -> PageReply {
    let cases = try DisputeDesk(try call.occasion).cases(of: call["call"])
    let views = try cases.map { try EvaluationView($0, call).markup }
    return .page(
      call.word("Call \(call["call"])", "通话 \(call["call"])"),
      views.isEmpty
        ? Markup.paragraph(call.word("Nobody has judged this call.", "该通话暂无质检结果。"), kind: "note")
        : views.joined(separator: "\n"))
  }
}
