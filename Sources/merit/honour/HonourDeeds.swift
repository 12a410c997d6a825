import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let honourSuggest = Verb(
    "honour", "suggest",
    options: [
      Option("--staff", "ID", en: "whose suggestion it is", zh: "建议人工号"),
      Option("--title", "TEXT", en: "what is suggested", zh: "建议内容"),
      Option("--department", "UNIT", en: "the unit that it is made to", zh: "受理单位"),
    ], needs: ["--staff", "--title", "--department"], en: "record a suggestion", zh: "登记合理化建议",
    example: "merit honour suggest --staff E0005 --title 'one form for moves' --department D1"
  ) { session, input in
    report(
      try HonourDeedDesk(try session.occasion()).suggest(
        input.required("--staff"), title: input.required("--title"), to: input.required("--department")),
      session)
    return .done
  }

  static let honourHelped = Verb(
    "honour", "helped",
    options: [
      Option("--staff", "ID", en: "who helped", zh: "支援人工号"),
      Option("--for", "UNIT", en: "the unit of another department that was helped", zh: "受援单位"),
      Option("--days", "N", en: "for how many days, such as 1.5", zh: "天数，如 1.5"),
      Option("--what", "TEXT", en: "what was done", zh: "支援内容"),
      Option("--date", "DATE", en: "the first of the days; else today", zh: "起始日期，默认今天"),
    ], needs: ["--staff", "--for", "--days", "--what"], en: "record help to another department",
    zh: "登记跨部门支援",
    example:
      "merit honour helped --staff E0005 --for T02 --days 1.5 --what 'stood in at the desk' --date 2026-08-03"
  ) { session, input in
    let text = try input.required("--days")
    guard let days = ExactDecimal(text)?.scaled(to: 2), (1...92_00).contains(days) else {
      throw Refusal(.usage, "'\(text)' is no number of days", "write 0.5 to 92, with at most two decimals")
    }
    report(
      try HonourDeedDesk(try session.occasion()).help(
        input.required("--staff"), for: input.required("--for"), days: days, what: input.required("--what"),
        on: input.day("--date")), session)
    return .done
  }

  static let honourAdopt = Verb(
    "honour", "adopt", arguments: ["NUMBER"],
    options: [
      Option("--saving", "YUAN", en: "what it saves", zh: "节约金额（元）"),
      Option("--reason", "TEXT", en: "why it is adopted", zh: "采纳理由"),
    ], needs: ["--reason"], en: "adopt a suggestion", zh: "采纳建议",
    example: "merit honour adopt 3 --saving 1200 --reason 'saves a form at each move'"
  ) { session, input in
    let saving = try input.money("--saving")
    if let saving, saving < .zero {
      throw Refusal(.usage, "a saving of \(saving) yuan costs money", "give nought or more, or leave it out")
    }
    try answered(
      session,
      HonourDeedDesk(try session.occasion()).adopt(
        input.number(0, "suggestion"), saving: saving, reason: input.required("--reason")))
    return .done
  }

  static let honourConfirm = Verb(
    "honour", "confirm", arguments: ["NUMBER"],
    en: "confirm help, as who leads the department that was helped", zh: "受援部门负责人确认支援",
    example: "merit honour confirm 4 --as leader02"
  ) { session, input in
    try answered(session, HonourDeedDesk(try session.occasion()).confirm(input.number(0, "help")))
    return .done
  }

  static let honourDecline = Verb(
    "honour", "decline", arguments: ["NUMBER"],
    options: [Option("--reason", "TEXT", en: "why", zh: "原因")], needs: ["--reason"],
    en: "decline a suggestion or a help", zh: "不予采纳或确认",
    example: "merit honour decline 5 --reason 'it is done so already'"
  ) { session, input in
    try answered(
      session,
      HonourDeedDesk(try session.occasion()).decline(
        input.number(0, "suggestion"), reason: input.required("--reason")))
    return .done
  }

  static let honourDeeds = Verb(
    "honour", "deeds", arguments: ["Q?"], en: "show suggestions and help, and what became of them",
    zh: "查看建议与支援及其结果", example: "merit honour deeds 2026Q3"
  ) { session, input in
    let quarter = try input.optionalArgument(0).map(input.quarter)
    let deeds = try HonourDeedDesk(try session.occasion(readOnly: true)).deeds(in: quarter)
    session.report(HonourDeed.form.json(deeds)) {
      var table = AlignedTable(
        [
          session.word("number", "编号"), session.word("kind", "类别"), session.word("id", "工号"),
          session.word("name", "姓名"), session.word("day", "日期"), session.word("for", "单位"),
          session.word("days", "天数"), session.word("answer", "结果"), session.word("by", "答复人"),
          session.word("what", "内容"),
        ], numbers: [0, 6])
      for deed in deeds {
        table.add([
          "\(deed.id)", session.word(deed.kind.words), deed.staff, deed.name, deed.day.description,
          deed.department, deed.days.map { decimalText($0, places: 2) } ?? "",
          deed.answer.map { session.word($0.kind.words) } ?? "–", deed.answer?.by ?? "", deed.what,
        ])
      }
      session.show(table)
    }
    return .done
  }

  /// Says what became of a deed, and that a closed quarter stays as it was.
  private static func answered(_ session: Session, _ deed: HonourDeed) throws {
    if let quarter = deed.answer?.quarter, deed.answer?.kind != .declined {
      let occasion = try session.occasion(readOnly: true)
      for notice in try occasion.noticesOfClosedQuarters([quarter]) { session.notice(notice) }
    }
    report(deed, session)
  }

  private static func report(_ deed: HonourDeed, _ session: Session) {
    session.report(HonourDeed.form.json(deed)) {
      let kind = deed.kind.words
      guard let answer = deed.answer else {
        session.say(
          session.word(
            "\(kind.en) \(deed.id) of \(deed.staff) \(deed.name) is recorded; it counts once it is \(deed.kind.approval.words.en)",
            "已登记 \(deed.staff) \(deed.name) 的\(kind.zh) \(deed.id)，待\(deed.kind == .help ? "确认" : "采纳")"))
        return
      }
      session.say(
        session.word(
          "\(kind.en) \(deed.id) of \(deed.staff) \(deed.name) is \(answer.kind.words.en) by \(answer.by)",
          "\(deed.staff) \(deed.name) 的\(kind.zh) \(deed.id)：\(answer.by) \(answer.kind.words.zh)"))
    }
  }
}
