import Formats
import Quality
import Terminal
import Workspace

extension Verb {
  private static let assessorOption = Option(
    "--assessor", "ID", en: "whose evaluation, where the call has several", zh: "质检员（多份评分时）")

  static let qaShow = Verb(
    "qa", "show", arguments: ["CALL"],
    en: "the evaluations of a call: items, comments, recording, days left for disputing", zh: "查看通话质检结果",
    example: "merit qa show C100"
  ) { session, input in
    let cases = try DisputeDesk(try session.occasion(readOnly: true)).cases(of: input.argument(0))
    session.report(DisputeDesk.Case.form.json(cases)) { for found in cases { show(found, session) } }
    return .done
  }

  private static func state(_ found: DisputeDesk.Case, _ session: Session) -> String {
    switch found.dispute.state {
    case .open(let until):
      session.word(
        "may be disputed until \(until), \(found.daysLeft ?? 0) working days left",
        "\(until) 前可申诉，剩余 \(found.daysLeft ?? 0) 个工作日")
    case .waiting(let judge):
      session.word("disputed; waits for the \(judge.rawValue)", "已申诉，待\(judge == .panel ? "质检组" : "班组长")裁定")
    case .decided(let until):
      session.word(
        "decided by the leader; may go to the panel until \(until)", "班组长已裁定；\(until) 前可提交质检组复核")
    case .settled: session.word("settled", "已终结")
    }
  }

  private static func show(_ found: DisputeDesk.Case, _ session: Session) {
    let row = found.evaluation
    session.say(
      "\(found.call)  \(found.agent)  \(session.word("by", "质检员")) \(found.assessor)  \(row.day)  \(row.kind)  \(row.scorecard) v\(row.version)"
    )
    session.say(
      session.word(
        "score \(row.score?.description ?? "–"), \(row.criticals) critical; \(state(found, session))",
        "得分 \(row.score?.description ?? "–")，致命 \(row.criticals)；\(state(found, session))"))
    let moment = (row.details ?? "").split(separator: "\u{1f}", omittingEmptySubsequences: false).first ?? ""
    let place = [found.started, found.recording ?? "", moment.isEmpty ? "" : "@ \(moment)"]
    session.say(place.filter { !$0.isEmpty }.joined(separator: "  "))
    let notes = row.itemNotes
    var table = AlignedTable(
      [session.word("item", "项目"), session.word("answer", "得分"), session.word("comment", "评语")], numbers: [1])
    for (item, byte) in zip(found.card.items, row.items) {
      let title =
        session.word(item.title) + (item.criticality != nil ? session.word(" (critical)", "（致命项）") : "")
      table.add([title, item.answerText(byte), notes[item.id] ?? ""])
    }
    session.show(table)
    if let comment = row.comment { session.say(comment) }
    for step in found.dispute.steps {
      session.say(
        "  \(step.at)  \(step.by)  \(step.kind.rawValue)\(step.outcome.map { " \($0.rawValue)" } ?? "")\(step.isLate ? session.word(" late", " 逾期") : "")  \(step.text)"
      )
    }
    for (score, reason) in found.earlier {
      session.say(
        session.word(
          "  superseded: \(score?.description ?? "–") (\(reason ?? ""))",
          "  已替换：\(score?.description ?? "–")（\(reason ?? "")）"))
    }
    session.say("")
  }

  static let qaAcknowledge = Verb(
    "qa", "acknowledge", arguments: ["CALL"], options: [assessorOption],
    en: "the agent accepts an evaluation", zh: "坐席确认质检结果", example: "merit qa acknowledge C100 --as E0005"
  ) { session, input in
    try DisputeDesk(try session.occasion()).acknowledge(
      input.argument(0), assessor: input.value("--assessor"))
    session.say(session.word("acknowledged", "已确认"))
    return .done
  }

  static let qaDispute = Verb(
    "qa", "dispute", arguments: ["CALL"],
    options: [
      Option("--text", "TEXT", en: "what is wrong with it", zh: "申诉内容"),
      Option("--late", "TEXT", en: "why it comes late, where its time is over", zh: "逾期原因"), assessorOption,
    ], needs: ["--text"], en: "the agent disputes an evaluation, or takes the leader's decision to the panel",
    zh: "坐席申诉",
    example: "merit qa dispute C100 --text 'identity was verified at 00:40' --as E0005"
  ) { session, input in
    try DisputeDesk(try session.occasion()).dispute(
      input.argument(0), assessor: input.value("--assessor"), text: try input.required("--text"),
      lateReason: input.value("--late"))
    session.say(session.word("disputed; see: merit qa disputes", "申诉已登记"))
    return .done
  }

  static let qaWithdraw = Verb(
    "qa", "withdraw", arguments: ["CALL"], options: [assessorOption],
    en: "the agent withdraws a dispute", zh: "撤回申诉", example: "merit qa withdraw C100 --as E0005"
  ) { session, input in
    try DisputeDesk(try session.occasion()).withdraw(
      input.argument(0), assessor: input.value("--assessor"))
    session.say(session.word("withdrawn", "已撤回"))
    return .done
  }

  static let qaDecide = Verb(
    "qa", "decide", arguments: ["CALL", "upheld|changed"],
    options: [
      Option("--change", "ITEM=ANSWER,…", en: "the new answers, where it is changed", zh: "更正的项目"),
      Option("--text", "TEXT", en: "why", zh: "理由"), assessorOption,
    ], needs: ["--text"], en: "decide a dispute: first the leader, then the panel, never the assessor",
    zh: "裁定申诉",
    example: "merit qa decide C100 changed --change identity=yes --text 'verified at 00:40' --as leader1"
  ) { session, input in
    var changes: [String: String]?
    switch (input.argument(1), input.value("--change")) {
    case ("upheld", nil): break
    case ("changed", let text?):
      var found: [String: String] = [:]
      for part in text.split(separator: ",") {
        let sides = part.split(separator: "=", maxSplits: 1)
        guard sides.count == 2 else {
          throw Refusal(.usage, "'\(part)' is no change", "write --change ITEM=ANSWER,ITEM=ANSWER")
        }
        found[String(sides[0].trimmed)] = String(sides[1].trimmed)
      }
      changes = found
    case ("changed", nil):
      throw Refusal(.usage, "what is changed is not said", "add --change ITEM=ANSWER")
    case ("upheld", _?): throw Refusal(.usage, "what is upheld is not changed", "drop --change")
    case (let word, _): throw Refusal(.usage, "'\(word)' is no decision", "write upheld or changed")
    }
    let (score, notices) = try DisputeDesk(try session.occasion()).decide(
      input.argument(0), assessor: input.value("--assessor"), changes: changes,
      text: try input.required("--text"))
    for notice in notices { session.notice(notice) }
    session.report(
      DisputeDesk.decisionForm.json(
        (input.argument(0), changes == nil ? .upheld : .changed, score))
    ) {
      session.say(
        session.word(
          "\(input.argument(1)); the score is \(score?.description ?? "–")",
          "\(changes == nil ? "维持原评分" : "已更正")：\(score?.description ?? "–")"))
    }
    return .done
  }

  static let qaDisputes = Verb(
    "qa", "disputes", en: "the disputes that wait for a decision", zh: "待裁定的申诉", example: "merit qa disputes"
  ) { session, _ in
    let rows = try DisputeDesk(try session.occasion(readOnly: true)).waiting()
    session.report(DisputeDesk.waitingForm.json(rows)) {
      var table = AlignedTable([
        session.word("call", "通话"), session.word("agent", "坐席"), session.word("waits for", "待裁定方"),
        session.word("since", "申诉时间"), session.word("text", "内容"),
      ])
      for row in rows {
        table.add([
          row.call, row.agent,
          row.byPanel ? session.word("panel", "质检组") : session.word("leader", "班组长"), row.since, row.text,
        ])
      }
      session.show(table)
    }
    return .done
  }
}
