import Exams
import Formats
import Workforce
import Workspace

extension PageRoute {
  /// Exams for those who hold them: the list, one as it is sat, and how its questions did.
  static let examsHeld: [PageRoute] = [
    PageRoute("/exam", .roles(.trainer, .examiner)) { call in
      let rows = try ExamRecords(try call.occasion.database).exams().reversed().map { exam in
        [
          Markup.Cell.markup(Markup.link("/exam/\(PageFrame.encoded(exam.id))", exam.id)),
          .text("\(exam.blueprint) v\(exam.blueprintVersion)"), .markup(stateBadge(exam, call)),
          .text(try exam.opens.map(call.time) ?? "–"), .text(try exam.closes.map(call.time) ?? "–"),
          .markup(
            Markup.link("/exam/\(PageFrame.encoded(exam.id))/items", call.word("items", "试题分析"))),
        ]
      }
      return .page(
        call.word("Exams", "考务"),
        Markup.table(
          call.word("Exams", "考试"),
          [
            call.word("exam", "考试"), call.word("blueprint", "蓝图"), call.word("state", "状态"),
            call.word("from", "开始"), call.word("until", "截止"), call.word("analysis", "分析"),
          ], rows, empty: call.word("No exam was made yet.", "暂无考试。")))
    },
    PageRoute("/exam/{exam}", .roles(.trainer, .examiner)) { call in try watchPage(call) }
      .doing("open") { call in
        try ExamDesk(try call.occasion).open(call["exam"])
        return .seeOther(call.target, notice: call.word("The exam is open.", "考试已开放。"))
      }
      .doing("release", .longWrite) { call in
        try call.requireSure()
        try ExamDesk(try call.occasion).release(call["exam"])
        return .seeOther(call.target, notice: call.word("The results are released.", "成绩已发布。"))
      }
      .doing("extend") { call in
        guard let sitting = Int(call.form["sitting"] ?? ""), let minutes = Int(call.form["minutes"] ?? ""),
          (1...600).contains(minutes)
        else {
          throw Refusal(
            .usage, call.word("more time is 1 to 600 minutes", "加时为 1 至 600 分钟"),
            call.word("write a number", "请填写数字"))
        }
        let deadline = try ExamDesk(try call.occasion).extend(
          sitting, minutes: minutes, reason: try call.required("reason", Words(en: "why", zh: "原因")))
        let until = try call.time(deadline)
        return .seeOther(call.target, notice: call.word("It ends at \(until).", "截止时间改为 \(until)。"))
      },
    PageRoute("/exam/{exam}/items", .roles(.trainer, .examiner)) { call in
      let analysis = try StudyDesk(try call.occasion, exam: call["exam"]).analysis()
      return .page(
        call.word("Items of \(call["exam"])", "\(call["exam"]) 试题分析"), ItemAnalysisView(analysis, call).markup
      )
    },
  ]

  private static func stateBadge(_ exam: Exam, _ call: PageCall) -> String {
    exam.released != nil
      ? Markup.badge(call.word("released", "已发布"), "good")
      : exam.isOpen
        ? Markup.badge(call.word("open", "已开放"), "busy") : Markup.badge(call.word("not open", "未开放"))
  }

  private static func place(_ room: String, _ seat: Int?) -> String {
    [room, seat.map(String.init) ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
  }

  private static func watchPage(_ call: PageCall) throws -> PageReply {
    let watch = try ExamWatch(try call.occasion, exam: call["exam"])
    let running = watch.seats.count { $0.sitting.submitted == nil }
    let submitted = watch.seats.count - running
    let now = call.call.now
    let seats = try watch.seats.map { seat in
      let sitting = seat.sitting
      let isOver = sitting.submitted == nil && sitting.deadline <= now
      let state =
        sitting.submitted != nil
        ? Markup.badge(call.word("submitted", "已交卷"), "good")
        : isOver
          ? Markup.badge(call.word("time is over", "时间已到"), "bad")
          : Markup.badge(call.word("sitting", "考试中"), "busy")
      let progress = Markup.progress(
        seat.answered, of: watch.questions, call.word("answers of \(sitting.staff)", "\(sitting.staff) 作答进度"))
      return [
        Markup.Cell.text(sitting.staff), .text(place(seat.room, seat.seat)),
        .markup(state), .markup(progress), .text(try seat.saved.map(call.time) ?? "–"),
        .text(try call.time(sitting.submitted ?? sitting.deadline)), .number("\(sitting.id)"),
      ]
    }
    let live = """
      <p>\(call.word("\(running) are sitting, \(submitted) have submitted, \(watch.waiting.count) of the list have not begun", "考试中 \(running) 人，已交卷 \(submitted) 人，名单上未开始 \(watch.waiting.count) 人")) · \(call.word("as of", "截至")) \(try call.time(now))</p>
      \(Markup.table(
        call.word("Who sits, how far they are, and when the last answer was saved", "考生、进度与最近保存时间"),
        [
          call.word("staff", "工号"), call.word("room and seat", "考场座位"), call.word("state", "状态"),
          call.word("answered", "已作答"), call.word("last saved", "最近保存"), call.word("ends or ended", "截止或交卷"),
          call.word("sitting", "考试号"),
        ], numbers: [6], seats, empty: call.word("Nobody has begun.", "尚无人开始。")))
      """
    let waiting = watch.waiting.map { candidate, state in
      [
        Markup.Cell.text(candidate.staff),
        .text(place(candidate.room, candidate.seat)),
        .text(call.word(state.words)),
      ]
    }
    let body = """
      <p>\(stateBadge(watch.exam, call)) \(Markup.escaped(call.word(watch.blueprint.head.title))) · \(Markup.link("/exam/\(PageFrame.encoded(watch.exam.id))/items", call.word("item analysis", "试题分析")))</p>
      <div id="live" data-seconds="5">\(live)</div>
      \(waiting.isEmpty ? "" : Markup.section(call.word("Not begun", "未开始"), Markup.table(call.word("People of the list who have not begun", "名单上未开始者"), [call.word("staff", "工号"), call.word("room and seat", "考场座位"), call.word("state", "状态")], waiting, empty: "–")))
      \(examForms(watch, running: running, call))
      """
    return .page(call.word("Exam \(watch.exam.id)", "考试 \(watch.exam.id)"), body, script: "live.js")
  }

  private static func examForms(_ watch: ExamWatch, running: Int, _ call: PageCall) -> String {
    guard call.may(.examiner), watch.exam.released == nil else { return "" }
    var forms: [String] = []
    if !watch.exam.isOpen {
      forms.append(
        Markup.section(
          call.word("Open it", "开放考试"),
          Markup.form(call, "open", Markup.button(call.word("Open for candidates", "开放考试")))))
    } else {
      if running > 0 {
        forms.append(
          Markup.section(
            call.word("More time", "加时"),
            Markup.form(
              call, "extend", kind: "stack",
              Markup.field(
                "sitting", call.word("Number of the sitting", "考试号"), value: call.form["sitting"] ?? "",
                attributes: "required inputmode=\"numeric\"")
                + Markup.field(
                  "minutes", call.word("Minutes", "分钟"), value: call.form["minutes"] ?? "",
                  attributes: "required inputmode=\"numeric\"")
                + Markup.field(
                  "reason", call.word("Why", "原因"), value: call.form["reason"] ?? "", attributes: "required")
                + Markup.button(call.word("Give more time", "加时"), isPrimary: false))))
      }
      forms.append(
        Markup.section(
          call.word("Release the results", "发布成绩"),
          Markup.form(
            call, "release", kind: "stack",
            Markup.sure(
              call.word(
                "Candidates see their scores, and nobody can sit it any more. This cannot be undone.",
                "考生可查成绩，考试不再开放，且不可撤销。"))
              + Markup.button(call.word("Release", "发布")))))
    }
    return "<div class=\"columns\">\(forms.joined(separator: "\n"))</div>"
  }
}
