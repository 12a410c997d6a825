import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let promotionDecide = Verb(
    "promotion", "decide", arguments: ["Q", "STAFF"],
    options: [
      Option("--scheme", "ID", en: "the step", zh: "晋级方案"),
      Option("--decision", "promote|keep|step-back", en: "what is decided", zh: "决定：晋升、保持、降级"),
      Option(
        "--from", "DATE", en: "the first day of what changes on the roster; else today", zh: "生效日期，默认今天"),
      Option("--team", "TEAM", en: "the team of a new post; else the present one", zh: "新岗位所在班组，默认不变"),
      Option("--correct", en: "replace a decision, with --reason", zh: "更正已有决定，须说明原因"),
      Option("--reason", "TEXT", en: "why; needed where it differs from the rule", zh: "理由，与规则建议不同时必填"),
    ], needs: ["--scheme", "--decision"], en: "decide on a step in the name of the account",
    zh: "以本账号的名义作出晋级决定",
    example: "merit promotion decide 2026Q3 E0040 --scheme hotline-star --decision promote --from 2026-10-15"
  ) { session, input in
    let word = try input.required("--decision")
    guard let verdict = PromotionDecision.Verdict(rawValue: word) else {
      throw Refusal(.usage, "'\(word)' is no decision", "write promote, keep or step-back")
    }
    let order = PromotionOrder(
      quarter: try input.quarter(input.argument(0)), staff: input.argument(1),
      scheme: try input.required("--scheme"), verdict: verdict, reason: input.value("--reason"),
      from: try input.day("--from"), team: input.value("--team"), isCorrection: input.flag("--correct"))
    let occasion = try session.occasion()
    let (decision, changes) = try PromotionDecisionDesk(occasion).decide(order)
    if try QuarterRecords(occasion.database).state(of: order.quarter) != .closed {
      session.notice(
        session.word(
          "\(order.quarter) is not closed: its figures may still change", "\(order.quarter) 尚未关账，数据仍可能变化"))
    }
    session.report(PromotionDecision.form.json((decision, changes))) {
      session.say(
        session.word(
          "\(decision.staff) \(decision.name): \(decision.verdict.words.en), decided by \(decision.by)",
          "\(decision.staff) \(decision.name)：\(decision.by) 决定\(decision.verdict.words.zh)"))
      for change in changes { session.say("  " + line(change, session)) }
    }
    return .done
  }

  static let promotionDecisions = Verb(
    "promotion", "decisions", arguments: ["Q"], en: "show who decided what about steps, and why",
    zh: "查看晋级决定及理由", example: "merit promotion decisions 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let decisions = try PromotionDesk(try session.occasion(readOnly: true)).decisions(in: quarter)
    let replaced = Set(decisions.compactMap(\.decision.supersedes))
    session.report(PromotionDecision.form.json(decisions)) {
      var table = AlignedTable(
        [
          session.word("number", "编号"), session.word("id", "工号"), session.word("name", "姓名"),
          session.word("scheme", "方案"), session.word("proposed", "建议"), session.word("decided", "决定"),
          session.word("by", "决定人"), session.word("reason", "理由"), session.word("roster", "花名册"),
        ], numbers: [0])
      for (decision, changes) in decisions {
        let verdict = session.word(decision.verdict.words)
        table.add([
          "\(decision.id)", decision.staff, decision.name, "\(decision.scheme) v\(decision.version)",
          decision.isProposed ? session.word("yes", "是") : session.word("no", "否"),
          replaced.contains(decision.id) ? session.word("\(verdict) (replaced)", "\(verdict)（已更正）") : verdict,
          decision.by, decision.reason ?? "",
          changes.map { line($0, session) }.joined(separator: "; "),
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let promotionApply = Verb(
    "promotion", "apply", en: "change the roster by decisions whose day has come", zh: "执行已到生效日的晋级变更",
    example: "merit promotion apply"
  ) { session, _ in
    let done = try PromotionDecisionDesk(try session.occasion()).applyDue()
    session.report(RosterChange.form.json(done)) {
      for change in done { session.say("\(change.staff)  \(session.word(change.words))") }
      session.say(session.word("\(done.count) changed on the roster", "花名册变更 \(done.count) 项"))
    }
    return .done
  }

  static let promotionVacancies = Verb(
    "promotion", "vacancies", arguments: ["FILE?"], options: intake,
    en: "take in vacancies; without a file, show which places are left", zh: "导入岗位名额；不带文件则查看剩余名额",
    example: "merit promotion vacancies vacancies.csv"
  ) { session, input in
    if let file = input.optionalArgument(0) {
      let table = try TableReader(path: file, shape: Vacancy.shape)
      session.report(try VacancyDesk(try session.occasion()).importVacancies(table, options: input.intake()))
      return .done
    }
    let balances = try VacancyDesk(try session.occasion(readOnly: true)).balances()
    session.report(VacancyBalance.form.json(balances)) {
      var table = AlignedTable(
        [
          session.word("post", "岗位"), session.word("level", "等级"), session.word("site", "地市"),
          session.word("from", "起"), session.word("places", "名额"), session.word("used", "已用"),
          session.word("left", "剩余"),
        ], numbers: [4, 5, 6])
      for balance in balances {
        table.add([
          balance.vacancy.post, session.word(levelName(balance.vacancy.level)), balance.vacancy.site ?? "–",
          balance.vacancy.from?.description ?? "–", "\(balance.vacancy.places)", "\(balance.used)",
          "\(balance.left)",
        ])
      }
      session.show(table)
    }
    return .done
  }

  private static func line(_ change: RosterChange, _ session: Session) -> String {
    let words = session.word(change.words)
    return change.isDone ? words : session.word("\(words), not yet", "\(words)（待生效）")
  }
}
