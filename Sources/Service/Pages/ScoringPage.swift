import Formats
import Quality
import Workspace

extension PageRoute {
  /// An assessor's calls, and the form on which one is scored.
  static let scoring: [PageRoute] = [
    PageRoute("/scoring", .roles(.assessor)) { call in
      let occasion = try call.occasion
      let own = occasion.actor.staff
      let tasks = try AssignmentDesk(occasion).tasks(of: own)
      let rows = tasks.prefix(300).map { task in
        let isLate = task.due < occasion.today
        return [
          Markup.Cell.markup(
            own == nil
              ? Markup.escaped(task.name)
              : Markup.link("/scoring/\(PageFrame.encoded(task.name))", task.name)),
          .text(task.started), .text(call.word(CallWords.kind(task.kind))), .text(task.assessor),
          .markup(
            Markup.escaped("\(task.due)")
              + (isLate ? " " + Markup.badge(call.word("overdue", "逾期"), "bad") : "")),
        ]
      }
      let count = call.word("\(tasks.count) calls are to be scored", "待评 \(tasks.count) 通")
      return .page(
        call.word("Scoring", "评分"),
        Markup.paragraph(count, kind: "note")
          + Markup.table(
            call.word("Calls to be scored", "待评通话"),
            [
              call.word("call", "通话"), call.word("began", "时间"), call.word("why", "类型"),
              call.word("assessor", "质检员"), call.word("due", "期限"),
            ], rows, empty: call.word("Nothing is to be scored.", "暂无待评通话。")))
    },
    PageRoute("/scoring/{call}", .roles(.assessor)) { call in
      let room = try scoringRoom(call)
      return .page(
        call.word("Score call \(room.call)", "通话 \(room.call) 评分"), ScoringForm(room, call).markup,
        script: "scoring.js")
    }
    .doing("keep", .longWrite) { call in
      let room = try scoringRoom(call)
      try room.keep(try ScoringForm.draft(room, call.form), at: call.call.now)
      return call.form["quiet"] == "yes"
        ? .done : .seeOther(call.target, notice: call.word("The form is kept.", "评分已保存。"))
    }
    .doing("submit", .longWrite) { call in
      let room = try scoringRoom(call)
      let draft = try ScoringForm.draft(room, call.form)
      // Kept first, so that a form which is refused is not lost.
      try room.keep(draft, at: call.call.now)
      let result = try room.submit(draft, at: call.call.now)
      let score = result.score?.description ?? "–"
      return .seeOther(
        "/scoring",
        notice: call.word(
          "\(room.call): \(score), \(result.criticals) critical items failed.",
          "\(room.call)：\(score)，致命项不合格 \(result.criticals) 项。"))
    },
  ]

  private static func scoringRoom(_ call: PageCall) throws -> ScoringRoom {
    try ScoringRoom(
      try call.occasion, call: call["call"], assessor: nil,
      scorecard: call.query("scorecard") ?? "hotline-call", agent: nil, kind: nil)
  }
}
