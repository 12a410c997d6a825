import Formats
import Quality
import Workforce
import Workspace

/// One evaluation of a call: its items, what was said about it, and the forms of whoever may say more.
struct EvaluationView {
  private let found: DisputeDesk.Case
  private let call: PageCall

  init(_ found: DisputeDesk.Case, _ call: PageCall) {
    self.found = found
    self.call = call
  }

  var markup: String {
    get throws {
      let row = found.evaluation
      var facts = [
        (call.word("Agent", "坐席"), found.agent), (call.word("Assessor", "质检员"), found.assessor),
        (call.word("Judged on", "质检日期"), "\(row.day)"),
        (call.word("Why", "类型"), call.word(CallWords.kind(row.kind))),
        (call.word("Score", "得分"), row.score?.description ?? "–"),
        (call.word("Critical items failed", "致命差错"), "\(row.criticals)"),
        (call.word("Form", "评分表"), "\(row.scorecard) v\(row.version)"),
      ]
      if !found.started.isEmpty { facts.append((call.word("Call began", "通话时间"), found.started)) }
      let moment =
        (row.details ?? "").split(separator: "\u{1f}", omittingEmptySubsequences: false).first ?? ""
      if let recording = found.recording {
        facts.append(
          (call.word("Recording", "录音"), recording + (moment.isEmpty ? "" : " @ \(moment)")))
      }
      var body = "<p>\(CallWords.badge(found, call))</p>\n\(Markup.facts(facts))\n\(items)"
      if let comment = row.comment { body += Markup.paragraph(comment) }
      body += try history + forms()
      return Markup.section(
        call.word("Evaluation by \(found.assessor)", "\(found.assessor) 的质检结果"), body)
    }
  }

  private var items: String {
    let notes = found.evaluation.itemNotes
    let rows = zip(found.card.items, found.evaluation.items).map { item, byte in
      let title = Markup.escaped(call.word(item.title))
      let critical =
        item.criticality == nil ? "" : " " + Markup.badge(call.word("critical", "致命项"), "bad")
      return [
        Markup.Cell.markup(title + critical), .text(CallWords.answer(item, byte, call)),
        .text(notes[item.id] ?? ""), .text(item.lesson ?? ""),
      ]
    }
    return Markup.table(
      call.word("Items", "评分项目"),
      [
        call.word("item", "项目"), call.word("answer", "评分"), call.word("comment", "评语"),
        call.word("lesson", "相关课次"),
      ], rows, empty: "–")
  }

  private var history: String {
    get throws {
      var lines = try found.dispute.steps.map { step in
        let text = step.text.isEmpty ? "" : " — \(step.text)"
        return
          "<li>\(Markup.escaped("\(try call.time(step.at)) \(step.by): \(CallWords.step(step, call))\(text)"))</li>"
      }
      lines += found.earlier.map { score, reason in
        "<li>\(Markup.escaped(call.word("superseded: \(score?.description ?? "–") (\(reason ?? ""))", "已替换：\(score?.description ?? "–")（\(reason ?? "")）")))</li>"
      }
      return lines.isEmpty
        ? "" : "<h3>\(call.word("What happened", "处理记录"))</h3>\n<ul>\(lines.joined())</ul>\n"
    }
  }

  private var assessor: String {
    "<input type=\"hidden\" name=\"assessor\" value=\"\(Markup.escaped(found.assessor))\">"
  }

  private var isOwn: Bool { call.signIn?.actor.staff == found.agent }

  private func forms() throws -> String {
    guard [.random, .targeted, .live].contains(found.evaluation.kind) else { return "" }
    let mayAnswer = isOwn || call.may(.hr)
    switch found.dispute.state {
    case .open, .decided: return mayAnswer ? answerForms(isLate: false) : ""
    case .settled: return mayAnswer && found.dispute.mayDispute(isLate: true) ? answerForms(isLate: true) : ""
    case .waiting(let judge):
      var body = ""
      if mayAnswer {
        body += Markup.form(
          call, "withdraw",
          assessor + Markup.button(call.word("Withdraw the dispute", "撤回申诉"), isPrimary: false))
      }
      let mayDecide = judge == .leader ? call.may(.leader) : call.may(.assessor, .hr)
      if mayDecide, !isOwn { body += decideForm }
      return body
    }
  }

  /// What was typed into this evaluation's form before it was refused; a call may have several.
  private func typed(_ name: String) -> String {
    call.form["assessor"] == found.assessor ? call.form[name] ?? "" : ""
  }

  private func id(_ name: String) -> String { "\(name)-\(found.assessor)" }

  private func answerForms(isLate: Bool) -> String {
    let fields =
      assessor
      + Markup.area(
        "text", call.word("What is wrong with it", "申诉内容"), id: id("text"), value: typed("text"))
      + (isLate
        ? Markup.area("late", call.word("Why it comes late", "逾期原因"), id: id("late"), value: typed("late"))
        : "") + (isOwn ? "" : Markup.sure(onBehalf))
      + Markup.button(
        isLate ? call.word("Dispute it late", "逾期申诉") : call.word("Dispute", "提交申诉"))
    let dispute = Markup.form(call, "dispute", kind: "stack", fields)
    let days =
      isLate
      ? call.word("The time for disputing is over; a late dispute says why.", "申诉期已过，逾期申诉须说明原因。")
      : call.word(
        "\(found.daysLeft ?? 0) working days are left.", "剩余 \(found.daysLeft ?? 0) 个工作日。")
    let acknowledge =
      isLate
      ? ""
      : Markup.form(
        call, "acknowledge",
        assessor + (isOwn ? "" : Markup.sure(onBehalf))
          + Markup.button(
            isOwn
              ? call.word("I accept it", "确认结果")
              : call.word("Enter that \(found.agent) accepted it", "代录：\(found.agent) 已确认"),
            isPrimary: false))
    return
      "<div class=\"answers\">\(acknowledge)\n<details\(typed("deed") == "dispute" ? " open" : "")><summary>\(isOwn ? call.word("Dispute it", "我要申诉") : call.word("Enter a dispute of \(found.agent)", "代录 \(found.agent) 的申诉"))</summary>\n\(Markup.paragraph(days, kind: "note"))\n\(dispute)</details></div>"
  }

  /// The question before HR speaks for the agent.
  private var onBehalf: String {
    call.word("\(found.agent) has said so in writing.", "\(found.agent) 已书面提出。")
  }

  private var decideForm: String {
    let items = zip(found.card.items, found.evaluation.items).map { item, byte in
      Markup.field(
        "item.\(item.id)", call.word(item.title), id: id("item.\(item.id)"), value: typed("item.\(item.id)"),
        attributes:
          "autocomplete=\"off\" placeholder=\"\(Markup.escaped(CallWords.answer(item, byte, call)))\"")
    }
    let wanted = typed("outcome").isEmpty ? "upheld" : typed("outcome")
    func radio(_ value: String, _ label: String) -> String {
      "<label class=\"option\"><input type=\"radio\" name=\"outcome\" value=\"\(value)\"\(wanted == value ? " checked" : "")><span>\(label)</span></label>"
    }
    return Markup.section(
      call.word("Decide", "裁定"),
      Markup.form(
        call, "decide", kind: "stack",
        """
        \(assessor)
        <fieldset><legend>\(call.word("Decision", "裁定结果"))</legend>
        \(radio("upheld", call.word("upheld: it stays as it is", "维持原评分")))
        \(radio("changed", call.word("changed", "更正评分")))
        </fieldset>
        <details\(wanted == "changed" ? " open" : "")><summary>\(call.word("New answers, where it is changed", "更正的项目"))</summary>
        <p class="note">\(call.word("Fill in only what changes: yes, no, points, or NA.", "仅填写更正项：是、否、分值或不适用。"))</p>
        \(items.joined(separator: "\n"))
        </details>
        \(Markup.area("text", call.word("Why", "理由"), value: call.form["text"] ?? ""))
        \(Markup.button(call.word("Decide", "提交裁定")))
        """))
  }
}
