import Formats
import Workspace

extension QuarterReportText {
  /// Part 4: what is done about it, and what waits.
  var measures: [Block] {
    let title = Block.heading(1, w("4 Measures", "四、措施"))
    var blocks = [title, .heading(2, w("4.1 Decided", "4.1 已登记措施"))]
    let known = findings.measures
    if known.isEmpty {
      blocks.append(
        .missing(
          w(
            "No measure is decided. Decide one with: merit improve measure add --department D --owner STAFF --due DATE --item ITEM --what TEXT.",
            "尚未登记措施。登记：merit improve measure add --department D --owner STAFF --due DATE --item ITEM --what TEXT。"
          )))
    } else {
      blocks.append(
        .table(
          Table(
            w("Measures with owner, due day and effect", "措施、责任人、期限与效果"),
            [
              Column("#", isNumber: false), Column(w("measure", "措施"), isNumber: false),
              Column(w("department", "部门"), isNumber: false), Column(w("owner", "责任人"), isNumber: false),
              Column(w("due", "期限"), isNumber: false), Column(w("before", "之前")), Column(w("after", "之后")),
              Column(w("effect", "效果"), isNumber: false),
            ], known.map(measureRow))))
    }
    return blocks + warnings
  }

  private func measureRow(_ row: MeasureRecords.Standing) -> [String] {
    func value(_ units: Int?) -> String { units.map { ExactDecimal(mantissa: $0, places: 4).text } ?? "–" }
    let state =
      row.last.map { w($0.verdict.title) }
      ?? (row.measure.due < findings.today ? w("due, not checked", "已到期，未检查") : w("running", "进行中"))
    return [
      "\(row.id)", "\(row.measure.what) (\(row.measure.target.id))", row.measure.department,
      row.measure.owner, "\(row.measure.due)", value(row.last?.before), value(row.last?.after), state,
    ]
  }

  private var warnings: [Block] {
    let title = Block.heading(2, w("4.2 Early warnings", "4.2 预警"))
    guard !findings.warnings.isEmpty else {
      return [
        title,
        .missing(
          w(
            "No warning of \(quarter) is raised. Look with: merit improve warn --quarter \(quarter).",
            "\(quarter) 未发出预警。检查：merit improve warn --quarter \(quarter)。")),
      ]
    }
    let groups = Warning.Department.allCases.compactMap { department -> [String]? in
      let own = findings.warnings.filter { $0.warning.department == department }
      guard !own.isEmpty else { return nil }
      let open = own.filter { $0.note == nil }
      return [
        w(department.title), "\(own.count)", "\(own.count - open.count)", "\(open.count)",
        "\(open.count { $0.warning.due < findings.today })",
      ]
    }
    let urgent = findings.warnings.filter { $0.note == nil }.prefix(10)
    return [
      title,
      .table(
        Table(
          w("Warnings of \(quarter) by department", "\(quarter) 各部门预警"),
          [
            Column(w("department", "部门"), isNumber: false), Column(w("raised", "发出")),
            Column(w("closed", "关闭")), Column(w("open", "未关闭")), Column(w("overdue", "逾期")),
          ], groups)),
    ]
      + (urgent.isEmpty
        ? []
        : [
          .table(
            Table(
              w("Open warnings, the first due first; ten at most", "未关闭预警，按期限排序，至多十条"),
              [
                Column("#", isNumber: false), Column(w("about", "对象"), isNumber: false),
                Column(w("what", "内容"), isNumber: false), Column(w("owner", "责任人"), isNumber: false),
                Column(w("due", "期限"), isNumber: false),
              ],
              urgent.map {
                [
                  "\($0.id)", $0.warning.subject.id, w($0.warning.what), $0.warning.owner,
                  "\($0.warning.due)",
                ]
              }))
        ])
  }
}
