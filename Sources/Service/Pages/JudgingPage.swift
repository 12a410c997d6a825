import Competitions
import Formats
import Workspace

extension PageRoute {
  /// Contests: for everybody to look at, and for judges to mark.
  static let judging: [PageRoute] = [
    PageRoute("/contests", .everybody) { call in
      let rows = try contests(call).map { contest in
        [
          Markup.Cell.markup(
            Markup.link("/contests/\(contest.head.id)", call.word(contest.head.title))),
          .text("\(contest.held)"), .markup(try state(contest, call)),
        ]
      }
      return .page(
        call.word("Contests", "竞赛"),
        Markup.table(
          call.word("Contests", "竞赛"),
          [call.word("contest", "竞赛"), call.word("held on", "日期"), call.word("state", "状态")], rows,
          empty: call.word("No contest is loaded.", "暂无竞赛。")))
    },
    PageRoute("/judging", .roles(.judge, .trainer)) { call in
      let rows = try contests(call).map { contest in
        let stages = contest.stages.filter { !$0.isExam }.map {
          Markup.link(
            "/judging/\(contest.head.id)/\(PageFrame.encoded($0.id))", call.word($0.title))
        }
        return [
          Markup.Cell.text(call.word(contest.head.title)), .markup(try state(contest, call)),
          .markup(stages.joined(separator: " · ")),
          .markup(Markup.link("/contests/\(contest.head.id)", call.word("board", "排名"))),
        ]
      }
      return .page(
        call.word("Judging", "评审"),
        Markup.table(
          call.word("Contests and their stages", "竞赛与环节"),
          [
            call.word("contest", "竞赛"), call.word("state", "状态"), call.word("stages to mark", "待评环节"),
            call.word("board", "排名"),
          ], rows, empty: call.word("No contest is loaded.", "暂无竞赛。")))
    },
    PageRoute("/judging/{contest}/{stage}", .roles(.judge, .trainer)) { call in
      try MarksForm(call).page
    }
    .doing("mark", .longWrite) { call in
      let form = try MarksForm(call)
      let outcome = try CompetitionDesk(try call.occasion).importMarks(
        try form.table, contest: form.contest,
        options: IntakeOptions(correction: call.form.given("correction")))
      return .seeOther(
        call.target,
        notice: call.word(
          "\(outcome.new) marks taken in, \(outcome.corrected) corrected, \(outcome.identical) there already.",
          "新增 \(outcome.new) 个评分，更正 \(outcome.corrected) 个，已存在 \(outcome.identical) 个。"))
    },
  ]

  private static func contests(_ call: PageCall) throws -> [Contest] {
    let occasion = try call.occasion
    let ids = Set(try SchemeRecords(occasion.database).all().filter { $0.kind == Contest.kind }.map(\.id))
    return try ids.sorted().map { try CompetitionDesk(occasion).contest($0) }.sorted { $0.held > $1.held }
  }

  private static func state(_ contest: Contest, _ call: PageCall) throws -> String {
    let finals = FinalRecords(try call.occasion.database)
    if try finals.final(of: contest.head.id) != nil {
      return Markup.badge(call.word("final", "最终结果"), "good")
    }
    return try finals.freeze(of: contest.head.id) != nil
      ? Markup.badge(call.word("frozen", "已冻结")) : Markup.badge(call.word("live", "进行中"), "busy")
  }
}
