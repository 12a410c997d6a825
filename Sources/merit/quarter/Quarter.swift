import Formats
import Performance
import Quality
import Terminal
import Workspace

extension Verb {
  private static let pool = Option(
    "--pool", "YUAN", en: "what there is to share out; else everybody's base for their days",
    zh: "奖金池金额，默认按基数与天数合计")

  static let quarterScore = Verb(
    "quarter", "score", arguments: ["Q"], options: [pool], en: "score everybody and split the pool",
    zh: "计算季度绩效与奖金", example: "merit quarter score 2026Q3 --pool 500000.00"
  ) { session, input in
    let summary = try QuarterDesk(try session.occasion()).score(
      try input.quarter(input.argument(0)), pool: input.money("--pool"))
    report(summary, session)
    return .done
  }

  static let quarterClose = Verb(
    "quarter", "close", arguments: ["Q"], options: [pool, yes], en: "score once more and freeze the quarter",
    zh: "关闭季度", example: "merit quarter close 2026Q3 --yes"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let pool = try input.money("--pool")
    let occasion = try session.occasion()
    // A quarter that is closed is refused before anybody is asked.
    if try QuarterRecords(occasion.database).state(of: quarter) != .closed {
      let left = try QualityOutstanding(occasion, in: quarter)
      if !left.isEmpty {
        session.notice(
          session.word(
            "still outstanding: \(left.unscored) calls to be scored, \(left.disputed) disputes to be decided, \(left.openCriticals) critical failures that can still be disputed and do not count",
            "尚未完成：待评 \(left.unscored) 通，待裁定申诉 \(left.disputed) 件，仍可申诉而未计入的致命差错 \(left.openCriticals) 件"))
      }
      for contest in try HonoursDesk(occasion).unfinished(in: quarter) {
        session.notice(
          session.word(
            "contest '\(contest)' is not final, and its points do not count; make it final first: merit contest finalise \(contest)",
            "竞赛 \(contest) 尚未确认，其加分不计入；请先执行 merit contest finalise \(contest)"))
      }
      try session.confirm(
        session.word(
          "Close \(quarter)? Its results can never be changed afterwards.", "确定关闭 \(quarter)？关闭后结果不可更改。"),
        input
      )
    }
    report(try QuarterDesk(occasion).close(quarter, pool: pool), session)
    return .done
  }

  static let quarterStatus = Verb(
    "quarter", "status", arguments: ["Q"], en: "is a quarter open, scored or closed?", zh: "查看季度状态",
    example: "merit quarter status 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let workspace = try session.open(readOnly: true)
    let records = QuarterRecords(workspace.database)
    let state = try records.state(of: quarter)
    let hash = try records.hash(of: quarter)
    session.report(
      .object([
        ("quarter", .string(quarter.description)), ("state", .string(state.rawValue)),
        ("hash", .optional(hash)),
      ])
    ) {
      session.say("\(quarter): \(state.rawValue)\(hash.map { "  \($0)" } ?? "")")
    }
    return .done
  }

  private static func report(_ summary: QuarterDesk.Summary, _ session: Session) {
    session.report(summary.json) {
      session.say(
        session.word(
          "\(summary.quarter): \(summary.people) people, \(summary.assessed) assessed\npool \(summary.pool) yuan, paid \(summary.paid) yuan",
          "\(summary.quarter)：\(summary.people) 人，评定 \(summary.assessed) 人\n奖金池 \(summary.pool) 元，发放 \(summary.paid) 元"
        ))
      session.say(summary.grades.map { "\($0.grade) \($0.count)" }.joined(separator: "  "))
      if let hash = summary.hash {
        session.say(
          session.word(
            "closed; hash \(hash)\naudit head \(summary.auditHead)",
            "已关闭，校验码 \(hash)\n审计链头 \(summary.auditHead)"))
      }
    }
  }
}
