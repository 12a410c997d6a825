import Formats
import Improvement
import Terminal
import Workspace

extension Verb {
  static let improveWarn = Verb(
    "improve", "warn", options: [quarterOption, scorecardOption, departmentOption],
    needs: ["--quarter"], en: "look at what every department knows of a quarter and raise early warnings",
    zh: "检查各部门数据并发出预警",
    example: "merit improve warn --quarter 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let new = try WarningDesk(try session.occasion()).raise(
      quarter, scorecard: input.value("--scorecard") ?? "hotline-call",
      of: try department(input).map { [$0] } ?? Set(Warning.Department.allCases))
    session.report(Warning.form.json(new.map { ($0, nil, nil, nil) })) {
      for warning in new {
        session.say(
          session.word(
            "\(warning.subject.id): \(warning.what.en); \(warning.owner) sees to it by \(warning.due)",
            "\(warning.subject.id)：\(warning.what.zh)；责任 \(warning.owner)，\(warning.due) 前处理"))
      }
      session.say(session.word("\(new.count) new warnings", "新增预警 \(new.count) 条"))
    }
    return .done
  }

  private static let departmentOption = Option(
    "--department", "NAME",
    en: "only \(Warning.Department.allCases.map(\.rawValue).joined(separator: ", "))", zh: "仅此部门")

  private static func department(_ input: Input) throws -> Warning.Department? {
    try input.value("--department").map { word in
      guard let department = Warning.Department(rawValue: word) else {
        throw Refusal(
          .usage, "'\(word)' is no department",
          "use \(Warning.Department.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      return department
    }
  }

  static let improveWarnings = Verb(
    "improve", "warnings",
    options: [
      Option("--open", en: "only those that are open, as unless --all is given", zh: "仅未关闭（默认）"),
      Option("--all", en: "closed ones too", zh: "含已关闭"), departmentOption,
      Option("--owner", "NAME", en: "only those that this person or department sees to", zh: "仅此责任人或部门"),
    ],
    en: "the early warnings of all departments that are open, the first due first", zh: "查看各部门未关闭预警，按期限排序",
    example: "merit improve warnings --owner E0300"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    if input.flag("--open"), input.flag("--all") {
      throw Refusal(.usage, "--open and --all ask for different lists", "leave one of them out")
    }
    let (only, owner) = (try department(input), input.value("--owner"))
    let rows = try WarningDesk(occasion).warnings(openOnly: !input.flag("--all")).filter { row in
      (only == nil || row.warning.department == only) && (owner == nil || row.warning.owner == owner)
    }
    session.report(Warning.form.json(rows.map { ($0.warning, $0.id, $0.note, occasion.today) })) {
      var table = AlignedTable(
        [
          "#", session.word("department", "部门"), session.word("about", "对象"), session.word("what", "内容"),
          session.word("owner", "责任人"),
          session.word("due", "期限"), "",
        ], numbers: [0])
      for row in rows {
        let mark =
          row.note.map { "✓ \($0)" }
          ?? (row.warning.due < occasion.today ? session.word("overdue", "逾期") : "")
        table.add([
          "\(row.id)", row.warning.department.map { session.word($0.title) } ?? "", row.warning.subject.id,
          session.word(row.warning.what), row.warning.owner,
          "\(row.warning.due)", mark,
        ])
      }
      if !table.isEmpty { session.show(table) }
      session.say(session.word("warnings: \(rows.count)", "预警 \(rows.count) 条"))
    }
    return .done
  }

  static let improveClose = Verb(
    "improve", "close", arguments: ["ID"],
    options: [Option("--note", "TEXT", en: "what was done", zh: "处理结果")],
    needs: ["--note"], en: "close a warning with what was done about it", zh: "关闭预警",
    example: "merit improve close 3 --note 'two coaching sessions'"
  ) { session, input in
    guard let id = Int(input.argument(0)) else {
      throw Refusal(
        .usage, "'\(input.argument(0))' is no warning", "write its number as merit improve warnings shows it")
    }
    try WarningDesk(try session.occasion()).close(id, note: try input.required("--note"))
    session.say(session.word("closed", "已关闭"))
    return .done
  }
}
