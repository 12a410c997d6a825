import Competitions
import Formats
import Performance
import Terminal
import Workforce
import Workspace

extension Verb {
  static let contestFreeze = Verb(
    "contest", "freeze", arguments: ["CONTEST"],
    en: "freeze the public board; later marks show as pending", zh: "冻结公众排名",
    example: "merit contest freeze service-star"
  ) { session, input in
    let occasion = try session.occasion()
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    try FinalDesk(occasion).freeze(contest)
    session.report(.object([("frozen", .string(contest.head.id))])) {
      session.say(
        session.word(
          "the board of '\(contest.head.id)' is frozen; the jury sees on with: merit contest board \(contest.head.id) --jury",
          "\(contest.head.id) 的排名已冻结；评委查看：merit contest board \(contest.head.id) --jury"))
    }
    return .done
  }

  static let contestThaw = Verb(
    "contest", "thaw", arguments: ["CONTEST"], options: [Option("--reason", "TEXT", en: "why", zh: "原因")],
    needs: ["--reason"], en: "show a frozen board as it is again", zh: "解除冻结",
    example: "merit contest thaw service-star --reason 'frozen before the final was drawn'"
  ) { session, input in
    let occasion = try session.occasion()
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    try FinalDesk(occasion).thaw(contest, reason: input.required("--reason"))
    session.report(.object([("thawed", .string(contest.head.id))])) {
      session.say(
        session.word("the board of '\(contest.head.id)' is live again", "\(contest.head.id) 的排名已恢复实时"))
    }
    return .done
  }

  static let contestFinalise = Verb(
    "contest", "finalise", arguments: ["CONTEST"],
    options: [Option("--gaps", en: "also where marks are missing", zh: "允许缺分"), yes],
    en: "make the result final: nothing moves afterwards", zh: "确认最终结果",
    example: "merit contest finalise service-star"
  ) { session, input in
    let occasion = try session.occasion()
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    try session.confirm(
      session.word(
        "After this no mark of '\(contest.head.id)' can change. Make it final?",
        "确认后 \(contest.head.id) 的评分不可再改。确认？"), input)
    let honours = try HonoursDesk(occasion).finalise(contest, allowsGaps: input.flag("--gaps")) {
      SystemRandom.token(11)
    }
    for notice in try occasion.noticesOfClosedQuarters([Quarter(of: contest.held)]) { session.notice(notice) }
    session.report(HonoursDesk.Honour.form.json(honours.map { ($0, session.isChinese) })) {
      var table = AlignedTable(
        [
          session.word("rank", "名次"), session.word("entrant", "选手"), session.word("total", "总分"),
          session.word("points", "加分"), session.word("award", "奖项"), session.word("certificate", "证书"),
        ], numbers: [0, 2, 3])
      for honour in honours where honour.result.rank != nil {
        table.add([
          honour.result.rank.map(String.init) ?? "–", honour.result.entrant, honour.result.total ?? "–",
          honour.result.points == .zero ? "" : "\(honour.result.points)",
          honour.award?.title.map { session.word($0) } ?? "", honour.certificates.joined(separator: ", "),
        ])
      }
      session.show(table)
      session.say(
        session.word("final, in the name of \(occasion.actor.account)", "已由 \(occasion.actor.account) 确认"))
    }
    return .done
  }

  static let contestAnnul = Verb(
    "contest", "annul", arguments: ["CONTEST", "ENTRANT?"],
    options: [Option("--reason", "TEXT", en: "why", zh: "原因"), yes],
    needs: ["--reason"], en: "take a final result back, with its points and certificate; all without ENTRANT",
    zh: "取消竞赛成绩",
    example: "merit contest annul service-star E0007 --reason 'entered under another name'"
  ) { session, input in
    let occasion = try session.occasion()
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    let reason = try input.required("--reason")
    let entrant = input.optionalArgument(1)
    try session.confirm(
      session.word(
        "Annul \(entrant.map { "the result of '\($0)'" } ?? "every result") in '\(contest.head.id)'?",
        "取消 \(contest.head.id) 中\(entrant ?? "所有选手")的成绩？"), input)
    let outcome = try HonoursDesk(occasion).annul(contest, entrant: entrant, reason: reason)
    for notice in outcome.notices { session.notice(notice) }
    session.report(
      .object([
        ("annulled", .array(outcome.entrants.map(JSON.string))),
        ("revoked", .array(outcome.revoked.map(JSON.string))),
      ])
    ) {
      session.say(
        session.word(
          "annulled: \(outcome.entrants.joined(separator: ", ")); the ranks of the others stay",
          "已取消：\(outcome.entrants.joined(separator: "、"))；其他名次不变"))
      for number in outcome.revoked {
        session.say(session.word("certificate \(number) is revoked", "证书 \(number) 已撤销"))
      }
    }
    return .done
  }

  static let contestJudges = Verb(
    "contest", "judges", arguments: ["CONTEST"],
    en: "how severe each judge is, outlying marks, and who would win without one of them", zh: "评委一致性分析",
    example: "merit contest judges service-star"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let desk = CompetitionDesk(occasion)
    let report = try desk.judges(try desk.contest(input.argument(0)))
    session.report(report.json) { show(report, session) }
    return .done
  }

  private static func show(_ report: JudgeReport, _ session: Session) {
    var judges = AlignedTable(
      [
        session.word("judge", "评委"), session.word("marks", "评分数"), session.word("severity", "宽严"),
        session.word("winner without them", "去掉后的第一名"), "",
      ], numbers: [1, 2])
    for (severity, without) in zip(report.severities, report.without) {
      judges.add([
        severity.judge, "\(severity.marks)", severity.severity?.text(places: 2) ?? "–",
        without.winners.joined(separator: ", "), without.changes ? session.word("changes", "有变化") : "",
      ])
    }
    session.show(judges)
    session.say(
      session.word(
        "Severity: how far a judge lies above (+) or below (–) the panel, in hundredths of full marks.",
        "宽严：评委平均高于（+）或低于（–）评审组的幅度，以满分的百分之一计。"))
    guard !report.outliers.isEmpty else { return }
    var marks = AlignedTable(
      [
        session.word("outlying mark", "异常评分"), session.word("entrant", "选手"),
        session.word("criterion", "项目"), session.word("judge", "评委"), session.word("mark", "分数"),
        session.word("others' median", "其他评委中位数"),
      ], numbers: [4, 5])
    for outlier in report.outliers {
      marks.add([
        outlier.mark.stage, outlier.mark.entrant, outlier.mark.criterion, outlier.mark.judge,
        decimalText(outlier.mark.mark, places: JudgeMark.places), outlier.others.text(places: 2),
      ])
    }
    session.show(marks)
  }
}
