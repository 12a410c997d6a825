import Formats
import Performance
import Workforce
import Workspace

/// A sheet as a page shows it: what is paid, the parts of the score, where each number comes from, and what its owner says.
struct SheetView {
  private let person: Person
  private let key: Int
  private let result: QuarterResult
  private let quarter: Quarter
  private let call: PageCall

  init(_ found: (person: Person, key: Int, result: QuarterResult), _ quarter: Quarter, _ call: PageCall) {
    (person, key, result) = found
    self.quarter = quarter
    self.call = call
  }

  var markup: String {
    get throws {
      let tree = try ExplainDesk(try call.occasion).explain(person.id, in: quarter)
      return """
        \(try standing)
        \(facts)
        \(try parts)
        \(Markup.section(call.word("Where it comes from", "得分来源"), "<div class=\"tree\">\(SheetPage.tree(tree, chinese: call.isChinese, isTop: true))</div>"))
        \(try answers)
        """
    }
  }

  private var isOwn: Bool { call.signIn?.actor.staff == person.id }

  private var standing: String {
    get throws {
      let occasion = try call.occasion
      let state = try QuarterRecords(occasion.database).state(of: quarter)
      if state == .closed { return "<p>\(Markup.badge(call.word("closed: final", "已关闭，最终结果"), "good"))</p>" }
      return
        "<p>\(Markup.badge(call.word("provisional: the quarter is not closed", "暂定：季度尚未关闭"), "busy"))</p>"
    }
  }

  private var facts: String {
    let assessment = result.assessment
    return Markup.facts([
      (call.word("Person", "员工"), "\(person.id) \(person.name)"), (call.word("Team", "班组"), result.team),
      (call.word("Status", "状态"), call.word(result.status.words)),
      (call.word("Total", "总分"), assessment.total?.description ?? "–"),
      (call.word("Grade", "等级"), assessment.grade ?? "–"),
      (call.word("Factor", "等级系数"), assessment.factor.factorText),
      (call.word("Gate", "红线系数"), assessment.gate.factorText),
      (call.word("Bonus, yuan", "奖金（元）"), result.bonus.description),
      (call.word("Adjustments, yuan", "调整（元）"), result.adjustment.description),
      (call.word("Payable before tax, yuan", "应发（税前，元）"), result.payable.description),
    ])
  }

  private var parts: String {
    get throws {
      guard !result.scheme.isEmpty else { return "" }
      let scheme = try SchemeRecords(try call.occasion.database).document(
        PerformanceScheme.self, id: result.scheme, version: result.version)
      let bars = result.assessment.parts.map { part in
        let title = scheme.parts.first { $0.id == part.id }?.title ?? Words(en: part.id, zh: part.id)
        return BarChart.Bar(
          label: call.word(title), value: part.score.map { Double($0.hundredths) / 100 },
          text: "\(part.score?.description ?? call.word("no evidence", "无依据")) × \(part.weight)",
          isWeak: part.score.map { $0 < Score(hundredths: 70_00) } ?? false)
      }
      let total = result.assessment.total
      let chart = BarChart(
        title: call.word("Parts of the score", "各项得分"),
        description: bars.map { "\($0.label) \($0.text)" }.joined(separator: "; "),
        axis: call.word("points", "分"), bars: bars, reference: total.map { Double($0.hundredths) / 100 },
        referenceLabel: call.word("total \(total?.description ?? "–")", "总分 \(total?.description ?? "–")"),
        range: 0...100)
      return Markup.section(call.word("Parts of the score", "各项得分"), PageWords.chart(chart.picture))
    }
  }

  // MARK: What its owner says

  private var answers: String {
    get throws {
      let occasion = try call.occasion
      let book = QuarterBook(occasion.database)
      let said = try book.answer(of: key, in: quarter)
      var body = ""
      if let said {
        body += Markup.paragraph("\(try call.time(said.at)) \(said.by): \(word(said.kind)) \(said.text)")
      }
      let isOpen = try PublicationDesk(occasion).state(of: quarter) == "published"
      if isOpen, isOwn || call.may(.hr) { body += try forms(until: book.publication(of: quarter)?.until) }
      if said?.kind == .objected, call.may(.hr), !isOwn { body += decision }
      return body.isEmpty ? "" : Markup.section(call.word("Confirm or object", "确认或异议"), body)
    }
  }

  private func word(_ kind: QuarterBook.Answer.Kind) -> String {
    switch kind {
    case .confirmed: call.word("confirmed", "已确认")
    case .objected: call.word("objected:", "提出异议：")
    case .upheld: call.word("objection upheld:", "异议成立：")
    case .rejected: call.word("objection rejected:", "异议不成立：")
    }
  }

  private func forms(until: CalendarDay?) -> String {
    let field = "<input type=\"hidden\" name=\"quarter\" value=\"\(quarter)\">"
    // HR speaks for the person here.
    let sure =
      isOwn
      ? "" : Markup.sure(call.word("\(person.id) has said so in writing.", "\(person.id) 已书面提出。"))
    let days = until.map { call.word("Objections are taken until \($0).", "异议期至 \($0)。") } ?? ""
    return """
      <div class="answers">
      \(Markup.form(call, "confirm", field + sure + Markup.button(isOwn ? call.word("I confirm this sheet", "确认绩效表") : call.word("Enter that \(person.id) confirmed", "代录：\(person.id) 已确认"))))
      <details\(call.form["deed"] == "object" ? " open" : "")><summary>\(isOwn ? call.word("Object to it", "我有异议") : call.word("Enter an objection of \(person.id)", "代录 \(person.id) 的异议"))</summary>
      \(Markup.paragraph(days, kind: "note"))
      \(Markup.form(call, "object", kind: "stack", field + Markup.area("text", call.word("What is wrong, and why", "异议理由"), value: call.form["text"] ?? "") + sure + Markup.button(call.word("Object", "提交异议"), isPrimary: false)))
      </details>
      </div>
      """
  }

  private var decision: String {
    func radio(_ value: String, _ label: String) -> String {
      "<label class=\"option\"><input type=\"radio\" name=\"outcome\" value=\"\(value)\" required><span>\(label)</span></label>"
    }
    return Markup.form(
      call, "decide", kind: "stack",
      """
      <fieldset><legend>\(call.word("Decide about the objection", "裁定异议"))</legend>
      \(radio("upheld", call.word("it is right", "异议成立")))
      \(radio("rejected", call.word("it is not right", "异议不成立")))
      </fieldset>
      \(Markup.area("reason", call.word("Why", "理由"), value: call.form["reason"] ?? ""))
      \(Markup.button(call.word("Decide", "提交裁定")))
      """)
  }
}
