import Formats
import Improvement
import Terminal
import Workspace

extension Verb {
  static let improveMeasure = Verb(
    "improve", "measure", arguments: ["add|list|check", "QUARTER|NUMBER?"],
    options: [
      Option("--department", "NAME", en: "add: who does it", zh: "新增：执行部门"),
      Option("--owner", "STAFF", en: "add: who sees to it", zh: "新增：责任人工号"),
      Option("--due", "DATE", en: "add: until when", zh: "新增：期限"),
      Option("--what", "TEXT", en: "add: what is done", zh: "新增：措施内容"),
      Option("--indicator", "ID", en: "add: the indicator that it is to move", zh: "新增：针对指标"),
      Option("--item", "ID", en: "add: or the item of calls", zh: "新增：或针对质检项"),
      Option("--lesson", "ID", en: "add: or the lesson that fewer shall need", zh: "新增：或针对课次需求"),
      Option("--expect", "VALUE", en: "add: the value that is to be reached", zh: "新增：预期值"),
      Option("--warning", "NUMBER", en: "add: the warning that it answers", zh: "新增：对应预警编号"),
    ],
    en: "measures with an owner and a figure; 'check' sets the quarter before against the one after",
    zh: "改进措施：add 新增，list 查看，check 检查效果",
    example:
      "merit improve measure add --department hotline --owner E0300 --due 2026-12-31 --item summary --what 'summing up in every briefing'"
  ) { session, input in
    switch input.argument(0) {
    case "add": return try addMeasure(session, input)
    case "list": return try listMeasures(session, input)
    case "check": return try checkMeasure(session, input)
    default:
      throw Refusal(
        .usage, "'\(input.argument(0))' is not known to 'merit improve measure'", "write add, list or check")
    }
  }

  private static func addMeasure(_ session: Session, _ input: Input) throws -> ExitCode {
    let named = [
      input.value("--indicator").map(Measure.Target.indicator),
      input.value("--item").map(Measure.Target.item),
      input.value("--lesson").map(Measure.Target.lesson),
    ].compactMap { $0 }
    guard named.count == 1, let target = named.first else {
      throw Refusal(
        .usage, "a measure is judged by one figure, and \(named.count) are named",
        "name one of --indicator, --item and --lesson")
    }
    let expected = try input.value("--expect").map { text in
      guard let value = ExactDecimal(text)?.scaled(to: 4) else {
        throw Refusal(.usage, "'\(text)' is no value for --expect", "write a number such as 85 or 0.5")
      }
      return value
    }
    let occasion = try session.occasion()
    let id = try MeasureDesk(occasion).add(
      Measure(
        department: try input.required("--department"), owner: try input.required("--owner"),
        due: try input.requiredDay("--due"), target: target, what: try input.required("--what"),
        warning: try input.integer("--warning", in: 1...Int.max), expected: expected, made: occasion.today))
    session.report(MeasureDesk.numberForm.json(id)) {
      session.say(
        session.word(
          "measure \(id) is decided; check it after the quarter that follows its due day: merit improve measure check \(id)",
          "措施 \(id) 已登记；到期后的完整季度结束再检查：merit improve measure check \(id)"))
    }
    return .done
  }

  private static func listMeasures(_ session: Session, _ input: Input) throws -> ExitCode {
    let occasion = try session.occasion(readOnly: true)
    let rows = try MeasureDesk(occasion).measures(madeIn: try input.optionalArgument(1).map(input.quarter))
    session.report(MeasureRecords.Standing.form.json(rows)) {
      var table = AlignedTable(
        [
          "#", session.word("department", "部门"), session.word("owner", "责任人"), session.word("due", "期限"),
          session.word("figure", "针对"), session.word("what", "措施"), session.word("effect", "效果"),
        ], numbers: [0])
      for row in rows {
        table.add([
          "\(row.id)", row.measure.department, row.measure.owner, "\(row.measure.due)",
          "\(row.measure.target.kind) \(row.measure.target.id)", row.measure.what,
          row.last.map { session.word($0.verdict.title) }
            ?? (row.measure.due < occasion.today
              ? session.word("due, not checked", "已到期，未检查") : session.word("running", "进行中")),
        ])
      }
      if !table.isEmpty { session.show(table) }
      session.say(session.word("measures: \(rows.count)", "措施 \(rows.count) 项"))
    }
    return .done
  }

  private static func checkMeasure(_ session: Session, _ input: Input) throws -> ExitCode {
    guard let text = input.optionalArgument(1), let id = Int(text) else {
      throw Refusal(
        .usage, "which measure is to be checked is missing", "write merit improve measure check NUMBER")
    }
    let finding = try MeasureDesk(try session.occasion()).check(id)
    let measure = finding.measure
    session.report(MeasureDesk.Finding.form.json(finding)) {
      session.say(
        session.word(
          "\(measure.target.kind) \(measure.target.id): \(finding.before?.text ?? "–") in \(measure.before), \(finding.after?.text ?? "–") in \(measure.after) (\(finding.unit)): \(finding.verdict.title.en)",
          "\(measure.target.id)：\(measure.before) \(finding.before?.text ?? "–")，\(measure.after) \(finding.after?.text ?? "–")（\(finding.unit)）：\(finding.verdict.title.zh)"
        ))
      if finding.verdict == .tooEarly {
        let day = measure.after.lastDay.adding(days: 1)
        session.say(session.word("check it from \(day) on", "请在 \(day) 之后检查"))
      }
      if let isReached = finding.isReached, let expected = measure.expected {
        let value = ExactDecimal(mantissa: expected, places: 4).text
        session.say(
          isReached
            ? session.word("the expected \(value) is reached", "已达到预期 \(value)")
            : session.word("the expected \(value) is not reached", "未达到预期 \(value)"))
      }
    }
    return .done
  }
}
