import Formats
import Performance
import Quality
import Workspace

/// A quarter as those see it who bring it to its close.
struct QuarterView {
  private let quarter: Quarter
  private let call: PageCall

  init(_ call: PageCall) throws {
    self.call = call
    quarter = try call.quarter()
  }

  /// An amount in yuan, as it is typed; `nil` where none is.
  static func pool(_ text: String?, _ call: PageCall) throws -> Money? {
    guard let text else { return nil }
    guard let amount = Money(yuan: text) else {
      throw Refusal(
        .usage, call.word("'\(text)' is no amount", "“\(text)”不是金额"),
        call.word("write yuan such as 500000.00", "请填写金额（元），如 500000.00"))
    }
    return amount
  }

  var page: PageReply {
    get throws {
      let status = try QuarterStatusDesk(try call.occasion).status(of: quarter)
      var facts = [
        (call.word("State", "状态"), call.word(QuarterStatusDesk.Status.words(ofState: status.state))),
        (call.word("People", "人数"), "\(status.people)"),
      ]
      if let publication = status.publication, status.state == "published" {
        facts.append((call.word("Objections until", "异议期至"), "\(publication.until)"))
        facts.append((call.word("Confirmed", "已确认"), "\(status.confirmed) / \(status.people)"))
      }
      if let hash = status.hash { facts.append((call.word("Hash", "校验码"), hash)) }
      let body =
        Markup.quarters("/quarters/", quarter, call) + Markup.facts(facts) + revisions(status)
        + missing(status)
        + (call.may(.hr) ? try forms(status) : "")
      return .page(call.word("Quarter \(quarter)", "季度 \(quarter)"), body)
    }
  }

  private func revisions(_ status: QuarterStatusDesk.Status) -> String {
    let lines = status.revisions.filter { !$0.reason.isEmpty }.map { revision in
      "<li>\(Markup.escaped(call.word("revision \(revision.number), \(revision.at.prefix(10)), \(revision.by): \(revision.reason)", "第 \(revision.number) 版，\(revision.at.prefix(10))，\(revision.by)：\(ClosingDesk.Haste.words(of: revision.reason).zh)")))</li>"
    }
    return lines.isEmpty ? "" : "<ul>\(lines.joined())</ul>"
  }

  private func missing(_ status: QuarterStatusDesk.Status) -> String {
    let rows = status.missing.map { item in
      let more = item.count > min(4, item.subjects.count) ? " …" : ""
      return [
        Markup.Cell.text(call.word(item.what)), .text(call.word(PageWords.owner(item.owner))),
        .number("\(item.count)"), .text(item.subjects.prefix(4).joined(separator: ", ") + more),
      ]
    }
    guard !rows.isEmpty || status.state != "closed" else { return "" }
    return Markup.section(
      call.word("What is missing", "待办"),
      Markup.table(
        call.word("What is missing, and who brings it", "待办事项与责任人"),
        [
          call.word("what", "事项"), call.word("owner", "责任人"), call.word("count", "数量"),
          call.word("whom or which", "对象"),
        ], numbers: [2], rows, empty: call.word("Nothing is missing.", "无待办。")))
  }

  // MARK: What HR does

  private func poolField(_ id: String) -> String {
    "<div class=\"field\"><label for=\"\(id)\">\(call.word("Pool in yuan; empty: as the scheme says", "奖金池（元），留空按方案"))</label><input id=\"\(id)\" name=\"pool\" inputmode=\"decimal\" value=\"\(Markup.escaped(call.form["pool"] ?? call.query("pool") ?? ""))\"></div>"
  }

  private func forms(_ status: QuarterStatusDesk.Status) throws -> String {
    var forms: [String] = []
    if status.state != "closed" {
      forms.append(
        Markup.section(
          call.word("Try it out", "试算"),
          "<form method=\"get\" action=\"/quarters/\(quarter)/preview\" class=\"stack\">\(poolField("pool-preview"))\(Markup.button(call.word("Preview, nothing is written", "试算（不写入）"), isPrimary: false))</form>"
        ))
      forms.append(
        Markup.section(
          call.word("Score", "评定"),
          Markup.form(
            call, "score", kind: "stack",
            poolField("pool-score")
              + (status.state == "published"
                ? Markup.paragraph(
                  call.word(
                    "The sheets that people saw are taken back, and must be published again.",
                    "原公示将失效，须重新公示。"), kind: "note") : "")
              + Markup.button(call.word("Score everybody", "计算绩效与奖金")))))
    }
    if status.state == "scored" {
      forms.append(
        Markup.section(
          call.word("Publish", "公示"),
          Markup.form(
            call, "publish", Markup.button(call.word("Show people their sheets", "向员工公示")))))
    }
    if status.state != "closed" { forms.append(try closeForm) }
    if status.state != "open" { forms.append(exportForm) }
    return "<div class=\"columns\">\(forms.joined(separator: "\n"))</div>"
  }

  private var closeForm: String {
    get throws {
      let occasion = try call.occasion
      var notes: [String] = []
      let left = try QualityOutstanding(occasion, in: quarter)
      if !left.isEmpty {
        notes.append(
          call.word(
            "Still outstanding: \(left.unscored) calls to be scored, \(left.disputed) disputes, \(left.openCriticals) critical failures that can still be disputed.",
            "尚未完成：待评 \(left.unscored) 通，待裁定申诉 \(left.disputed) 件，仍可申诉的致命差错 \(left.openCriticals) 件。"))
      }
      let objections = try PublicationDesk(occasion).waiting(in: quarter)
      if objections > 0 {
        notes.append(
          call.word(
            "\(objections) objections wait for a decision.", "待裁定异议 \(objections) 件。"))
      }
      for contest in try HonoursDesk(occasion).unfinished(in: quarter) {
        notes.append(
          call.word(
            "Contest '\(contest)' is not final; its points do not count.", "竞赛 \(contest) 尚未确认，其加分不计入。"))
      }
      let list = notes.map { "<li>\(Markup.escaped($0))</li>" }.joined()
      return Markup.section(
        call.word("Close", "关闭"),
        Markup.form(
          call, "close", kind: "stack",
          (notes.isEmpty ? "" : "<ul>\(list)</ul>") + poolField("pool-close")
            + Markup.box(
              "early", "yes",
              call.word("Before the days for objections are over", "异议期未满，提前关闭"),
              isTicked: call.form["early"] == "yes")
            + Markup.field(
              "reason", call.word("Why early; it stands on every sheet", "提前关闭原因，载于每份绩效表"),
              value: call.form["reason"] ?? "")
            + Markup.sure(
              call.word(
                "I know that the results of \(quarter) can never be changed afterwards.",
                "我已知悉：\(quarter) 关闭后结果不可更改。"))
            + Markup.button(call.word("Close the quarter", "关闭季度"))))
    }
  }

  private var exportForm: String {
    Markup.section(
      call.word("Export the sheets", "导出绩效表"),
      Markup.form(
        call, "export", kind: "stack",
        Markup.choice(
          "format", call.word("Format", "格式"),
          [("xlsx", "XLSX"), ("csv", "CSV"), ("html", "HTML")], chosen: call.form["format"])
          + Markup.field(
            "unit", call.word("Only a site or team; empty: everybody", "仅某地市或班组，留空为全部"),
            value: call.form["unit"] ?? "")
          + Markup.box("masked", "yes", call.word("Cut names to their first character", "姓名脱敏"))
          + Markup.button(call.word("Download", "下载"), isPrimary: false)))
  }

  static func export(_ call: PageCall) throws -> PageReply {
    let quarter = try call.quarter()
    let desk = SheetDesk(try call.occasion)
    var wish = SheetDesk.Wish()
    wish.isChinese = call.isChinese
    wish.isMasked = call.form["masked"] == "yes"
    if let unit = call.form.given("unit") { wish.scope = .unit(unit) }
    let kind = SheetFile(rawValue: call.form["format"] ?? "") ?? .xlsx
    return .file(
      try kind.bytes(of: quarter, wish, by: desk), type: kind.contentType,
      name: "sheet-\(quarter).\(kind.rawValue)")
  }

  // MARK: Preview

  static func preview(_ call: PageCall) throws -> PageReply {
    let quarter = try call.quarter()
    let (summary, people) = try QuarterDesk(try call.occasion).preview(
      quarter, pool: try pool(call.query("pool"), call))
    let rows = people.prefix(1_000).map { name, id, result in
      [
        Markup.Cell.text("\(id) \(name)"), .number("\(result.evaluations)"),
        .number(result.evidence.qa?.description ?? "–"), .number("\(result.responses)"),
        .number(result.evidence.satisfaction?.description ?? "–"),
        .number(result.assessment.total?.description ?? "–"),
        .text(result.assessment.grade ?? call.word(result.status.words)), .number(result.bonus.description),
      ]
    }
    let grades = summary.grades.map { "\($0.grade) \($0.count)" }.joined(separator: "  ")
    return .page(
      call.word("Preview of \(quarter)", "\(quarter) 试算"),
      Markup.paragraph(call.word("Nothing was written.", "未写入任何数据。"), kind: "note")
        + Markup.facts([
          (call.word("People", "人数"), "\(summary.people)"),
          (call.word("Assessed", "参评"), "\(summary.assessed)"),
          (call.word("Pool, yuan", "奖金池（元）"), summary.pool.amount.description),
          (call.word("Paid, yuan", "发放（元）"), summary.paid.description), (call.word("Grades", "等级"), grades),
        ])
        + Markup.table(
          call.word("What each would get", "试算结果"),
          [
            call.word("person", "员工"), call.word("calls", "质检"), call.word("QA", "质检分"),
            call.word("responses", "问卷"), call.word("satisfaction", "满意度"), call.word("total", "总分"),
            call.word("grade", "等级"), call.word("bonus, yuan", "奖金（元）"),
          ], numbers: [1, 2, 3, 4, 5, 7], rows, empty: "–")
        + "<p>\(Markup.link("/quarters/\(quarter)", call.word("Back to the quarter", "返回季度")))</p>")
  }
}
