import Formats
import Performance
import Quality
import Terminal
import Workspace

extension Verb {
  private static let quarterReason = Option("--reason", "TEXT", en: "why", zh: "原因")

  static let quarterPublish = Verb(
    "quarter", "publish", arguments: ["Q"],
    en: "show the scored quarter to the people concerned, and open the days for objections", zh: "公示季度结果",
    example: "merit quarter publish 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let publication = try PublicationDesk(try session.occasion()).publish(quarter)
    session.report(PublicationDesk.publicationForm.json((quarter, publication))) {
      session.say(
        session.word(
          "\(quarter) is published; people may object until \(publication.until)",
          "\(quarter) 已公示，异议期至 \(publication.until)"))
    }
    return .done
  }

  static let quarterConfirm = Verb(
    "quarter", "confirm", arguments: ["Q", "STAFF?"],
    options: [
      Option("--object", "TEXT", en: "object, with the reason, instead of confirming", zh: "提出异议及理由")
    ],
    en: "confirm one's own published sheet, or object to it", zh: "确认本人绩效表或提出异议",
    example: "merit quarter confirm 2026Q3 --as xu"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let occasion = try session.occasion()
    guard let staff = input.optionalArgument(1) ?? occasion.actor.staff else {
      throw Refusal(
        .usage, "account '\(session.account)' is nobody's own",
        "name the person: merit quarter confirm \(quarter) STAFF")
    }
    let objection = input.value("--object")
    if let objection, objection.isEmpty {
      throw Refusal(.usage, "an objection needs a reason", "write --object 'what is wrong, and why'")
    }
    let takesBack = try PublicationDesk(occasion).answer(quarter, staff: staff, objection: objection)
    session.report(PublicationDesk.answerForm.json((quarter, staff, objection != nil))) {
      session.say(
        objection == nil
          ? session.word("\(staff) confirms the sheet of \(quarter)", "\(staff) 已确认 \(quarter) 绩效表")
          : session.word(
            "\(staff) objects to the sheet of \(quarter); HR decides", "\(staff) 对 \(quarter) 提出异议，由人力资源裁定"))
      if takesBack { session.say(session.word("that takes the objection back", "原异议已撤回")) }
    }
    return .done
  }

  static let quarterDecide = Verb(
    "quarter", "decide", arguments: ["Q", "STAFF"],
    options: [
      Option("--uphold", en: "the objection is right", zh: "异议成立"),
      Option("--reject", en: "the objection is not right", zh: "异议不成立"), quarterReason,
    ], needs: ["--reason"], en: "decide about an objection", zh: "裁定异议",
    example: "merit quarter decide 2026Q3 E0005 --reject --reason 'the call was heard again'"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    guard input.flag("--uphold") != input.flag("--reject") else {
      throw Refusal(.usage, "an objection is upheld or rejected", "add either --uphold or --reject")
    }
    try PublicationDesk(try session.occasion()).decide(
      quarter, staff: input.argument(1), upheld: input.flag("--uphold"),
      reason: try input.required("--reason"))
    session.report(PublicationDesk.decisionForm.json((input.argument(1), input.flag("--uphold")))) {
      session.say(
        input.flag("--uphold")
          ? session.word(
            "upheld; put the cause right where it lies, then score and publish again; of a closed quarter see: merit pay adjust",
            "异议成立；请更正依据后重新评定并公示；季度已关闭的，请用 merit pay adjust 补差")
          : session.word("rejected, with its reason", "异议不成立，理由已记录"))
    }
    return .done
  }

  static let quarterCalibrate = Verb(
    "quarter", "calibrate", arguments: ["Q", "STAFF"],
    options: [
      Option("--grade", "G", en: "the grade from the next scoring on", zh: "校准后的等级"),
      Option("--back", en: "take an earlier calibration back", zh: "撤销校准"), quarterReason,
    ], needs: ["--reason"],
    en: "give another grade than the rules do, with a reason that stands on the sheet",
    zh: "校准等级", example: "merit quarter calibrate 2026Q3 E0005 --grade B --reason 'led the storm shift'"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let grade = input.value("--grade")
    guard (grade == nil) == input.flag("--back") else {
      throw Refusal(.usage, "a calibration gives a grade or takes one back", "add either --grade G or --back")
    }
    try PublicationDesk(try session.occasion()).calibrate(
      quarter, staff: input.argument(1), grade: grade, reason: try input.required("--reason"))
    session.report(PublicationDesk.calibrationForm.json((input.argument(1), grade))) {
      session.say(
        session.word(
          "recorded; it counts from the next scoring on: merit quarter score \(quarter)",
          "已记录，自下次评定起生效：merit quarter score \(quarter)"))
    }
    return .done
  }

  static let quarterClose = Verb(
    "quarter", "close", arguments: ["Q"],
    options: [
      keptPoolOption,
      Option(
        "--early", en: "before the days for objections are over; needs --reason, which stands on every sheet",
        zh: "异议期未满即关闭，须附 --reason"), quarterReason, yes,
    ], en: "score once more and freeze the quarter", zh: "关闭季度", example: "merit quarter close 2026Q3 --yes"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let pool = try input.money("--pool")
    let occasion = try session.occasion()
    let reason = input.value("--reason") ?? ""
    guard input.flag("--early") == !reason.isEmpty else {
      throw Refusal(
        .usage, "--early and --reason go together", "write --early --reason TEXT, or leave both out")
    }
    // A quarter that is closed is refused before anybody is asked.
    if try QuarterRecords(occasion.database).state(of: quarter) != .closed {
      try remind(occasion, quarter, session)
      try session.confirm(
        session.word(
          "Close \(quarter)? Its results can never be changed afterwards.", "确定关闭 \(quarter)？关闭后结果不可更改。"),
        input)
    }
    session.report(
      try ClosingDesk(occasion).close(
        quarter, pool: pool, haste: input.flag("--early") ? ClosingDesk.Haste(reason: reason) : nil))
    return .done
  }

  private static func remind(_ occasion: Occasion, _ quarter: Quarter, _ session: Session) throws {
    let left = try QualityOutstanding(occasion, in: quarter)
    if !left.isEmpty {
      session.notice(
        session.word(
          "still outstanding: \(left.unscored) calls to be scored, \(left.disputed) disputes to be decided, \(left.openCriticals) critical failures that can still be disputed and do not count",
          "尚未完成：待评 \(left.unscored) 通，待裁定申诉 \(left.disputed) 件，仍可申诉而未计入的致命差错 \(left.openCriticals) 件"))
    }
    let objections = try PublicationDesk(occasion).waiting(in: quarter)
    if objections > 0 {
      session.notice(
        session.word(
          "objections that wait for a decision: \(objections); see: merit quarter status \(quarter)",
          "待裁定异议 \(objections) 件；见 merit quarter status \(quarter)"))
    }
    for contest in try HonoursDesk(occasion).unfinished(in: quarter) {
      session.notice(
        session.word(
          "contest '\(contest)' is not final, and its points do not count; make it final first: merit contest finalise \(contest)",
          "竞赛 \(contest) 尚未确认，其加分不计入；请先执行 merit contest finalise \(contest)"))
    }
  }

  static let quarterRevise = Verb(
    "quarter", "revise", arguments: ["Q"],
    options: [
      quarterReason,
      Option("--into", "Q", en: "the open quarter that pays the differences", zh: "支付差额的季度"), yes,
    ], needs: ["--reason"],
    en: "settle a closed quarter again beside the first close; the differences are paid as adjustments",
    zh: "对已关闭季度另作修订", example: "merit quarter revise 2026Q3 --reason 'two call lists were mixed up' --yes"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let occasion = try session.occasion()
    let reason = try input.required("--reason")
    try session.confirm(
      session.word(
        "Revise \(quarter)? Revision 1 stays; everybody's difference is posted as an adjustment.",
        "确定修订 \(quarter)？首次结果保留，差额登记为调整。"), input)
    let (summary, revision, adjustments) = try ClosingDesk(occasion).revise(
      quarter, reason: reason, payIn: try input.value("--into").map(input.quarter))
    session.report(ClosingDesk.revisedForm.json((summary, revision, adjustments))) {
      session.say(summary)
      let sum = adjustments.reduce(Money.zero) { $0 + $1.amount }
      session.say(
        session.word(
          "revision \(revision) stands beside the first; \(adjustments.count) adjustments, \(sum) yuan in all",
          "第 \(revision) 版与首次结果并存；调整 \(adjustments.count) 笔，合计 \(sum) 元"))
    }
    return .done
  }
}
