import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let poolOption = Option(
    "--pool", "YUAN",
    en:
      "what there is to share out, before the index; else the scheme's, else everybody's base for their days",
    zh: "奖金池金额（指数调节前），默认按方案或基数与天数合计")
  static let keptPoolOption = Option(
    "--pool", "YUAN",
    en:
      "what there is to share out, before the index; else what was given when last scored, else as for quarter score",
    zh: "奖金池金额（指数调节前），默认沿用上次评定时的指定金额，否则同 quarter score")

  static let quarterOpen = Verb(
    "quarter", "open", arguments: ["Q"], en: "put a quarter on record, and see what it will be judged by",
    zh: "开启季度", example: "merit quarter open 2026Q4"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let opening = try QuarterDesk(try session.occasion()).open(quarter)
    let (schemes, judged, unjudged) = opening
    session.report(QuarterDesk.openingForm.json((quarter, opening))) {
      session.say(
        session.word(
          "\(quarter) is open: \(judged) people hold a judged post, \(unjudged.count) do not",
          "\(quarter) 已开启：\(judged) 人在评定岗位，\(unjudged.count) 人不在"))
      for label in schemes { session.say("  \(label)") }
    }
    return .done
  }

  static let quarterScore = Verb(
    "quarter", "score", arguments: ["Q"], options: [poolOption], en: "score everybody and split the pool",
    zh: "计算季度绩效与奖金", example: "merit quarter score 2026Q3 --pool 500000.00"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let occasion = try session.occasion()
    let wasShown = try PublicationDesk(occasion).isShown(quarter)
    session.report(try QuarterDesk(occasion).score(quarter, pool: input.money("--pool")))
    if wasShown {
      session.notice(
        session.word(
          "the sheets that people saw are taken back; publish again: merit quarter publish \(quarter)",
          "原公示已失效，请重新公示：merit quarter publish \(quarter)"))
    }
    return .done
  }

  static let quarterPreview = Verb(
    "quarter", "preview", arguments: ["Q"],
    options: [
      keptPoolOption,
      Option("--month", "YYYY-MM", en: "only the evidence of one month", zh: "仅某月依据"),
      Option("--until", "DATE", en: "only the evidence up to a day", zh: "截至某日的依据"),
      Option("--all", en: "everybody, not only the sums", zh: "列出所有人"),
    ],
    en: "what the quarter, a month of it, or it so far would come to; nothing is written",
    zh: "试算季度、当月或至今的结果（不写入）", example: "merit quarter preview 2026Q3 --month 2026-08 --all"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let occasion = try session.occasion(readOnly: true)
    let (summary, people) = try QuarterDesk(occasion).preview(
      quarter, pool: input.money("--pool"),
      span: QuarterDesk.span(
        of: quarter, month: input.value("--month"), until: input.day("--until")))
    session.report(QuarterDesk.previewForm.json((summary, people))) {
      session.say(summary)
      if input.flag("--all") { session.show(interim(people, session)) }
    }
    return .done
  }

  private static func interim(
    _ people: [QuarterDesk.Previewed], _ session: Session
  ) -> AlignedTable {
    var table = AlignedTable(
      [
        session.word("id", "工号"), session.word("name", "姓名"), session.word("calls", "质检"),
        session.word("QA", "质检分"), session.word("responses", "问卷"), session.word("satisfaction", "满意度"),
        session.word("total", "总分"), session.word("grade", "等级"),
      ], numbers: [2, 3, 4, 5, 6])
    for (name, id, result) in people {
      table.add([
        id, name, "\(result.evaluations)", result.evidence.qa?.description ?? "–", "\(result.responses)",
        result.evidence.satisfaction?.description ?? "–", result.assessment.total?.description ?? "–",
        result.assessment.grade ?? session.word(result.status.words),
      ])
    }
    return table
  }

  static let quarterWhatIf = Verb(
    "quarter", "what-if", arguments: ["Q", "FILE…"],
    options: [keptPoolOption, Option("--all", en: "everybody whose bonus would change", zh: "列出所有变动人员")],
    en: "the same evidence under changed schemes: who gains, who loses, what it costs; nothing is written",
    zh: "以同一依据试算变更后的方案", example: "merit quarter what-if 2026Q3 new-scheme.json5"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let files = try input.arguments.dropFirst().map { (name: $0, bytes: try InputFile.bytes(of: $0)) }
    let study = try WhatIfDesk(try session.occasion(readOnly: true)).study(
      quarter, files: files, pool: input.money("--pool"))
    session.report(WhatIfDesk.Study.form.json(study)) {
      WhatIfText.show(study, all: input.flag("--all"), session)
    }
    return .done
  }
}

extension Session {
  func report(_ summary: QuarterDesk.Summary) {
    report(summary.json) { say(summary) }
  }

  func say(_ summary: QuarterDesk.Summary) {
    say(
      word(
        "\(summary.quarter): \(summary.people) people, \(summary.assessed) assessed",
        "\(summary.quarter)：\(summary.people) 人，评定 \(summary.assessed) 人"))
    for (status, count) in summary.unassessed {
      say("  \(word("\(count) \(status.words.en)", "\(count) 人\(status.words.zh)"))")
    }
    if let index = summary.pool.index {
      say(
        word(
          "pool \(summary.pool.base) × \(summary.pool.factor.factorText) for the index \(index) = \(summary.pool.amount) yuan, paid \(summary.paid) yuan",
          "奖金池 \(summary.pool.base)×\(summary.pool.factor.factorText)（指数 \(index)）＝\(summary.pool.amount) 元，发放 \(summary.paid) 元"
        ))
    } else {
      say(
        word(
          "pool \(summary.pool.amount) yuan, paid \(summary.paid) yuan",
          "奖金池 \(summary.pool.amount) 元，发放 \(summary.paid) 元"))
    }
    if summary.adjusted != .zero {
      say(
        word(
          "adjustments for closed quarters \(summary.adjusted) yuan, payable \(summary.payable) yuan",
          "以前季度调整 \(summary.adjusted) 元，应发 \(summary.payable) 元"))
    }
    if summary.pool.amount == .zero, summary.assessed > 0 {
      say(word("the pool is nought: nobody gets a bonus", "奖金池为零：无人获得奖金"))
    }
    say(summary.grades.map { "\($0.grade) \($0.count)" }.joined(separator: "  "))
    if let hash = summary.hash {
      say(
        word(
          "closed; hash \(hash)\naudit head \(summary.auditHead)",
          "已关闭，校验码 \(hash)\n审计链头 \(summary.auditHead)"))
    }
  }
}
