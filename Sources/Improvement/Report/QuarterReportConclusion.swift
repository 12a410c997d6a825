import Formats
import Quality
import Satisfaction
import Statistics
import Workspace

extension QuarterReportText {
  // MARK: Measures

  /// Part 4: what is done about it, and what waits.
  var measures: [Block] {
    let title = Block.heading(1, w("4 Measures", "四、措施"))
    var blocks = [title, .heading(2, w("4.1 Decided", "4.1 已登记措施"))]
    // Those that had been decided by the end of the quarter or answer one of its warnings, and those decided on it since.
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

  // MARK: Conclusion

  /// Part 5: sentences that follow from the figures by rule.
  var conclusion: [Block] {
    [
      .heading(1, w("5 Conclusion", "五、结论")),
      .paragraph(
        w(
          "Each sentence follows from the figures by one rule: better or worse is said only where the 95 % interval of the difference from \(quarter.previous) does not hold 0.",
          "以下各句依据同一规则由数字得出：只有与 \(quarter.previous) 之差的 95 % 区间不含 0 时，才说改善或变差。")),
      .list(
        changes.map { sentence($0.0, $0.1, unit: $0.2, isCount: $0.2 == w("complaints", "件")) } + standing),
    ]
  }

  /// Figures against those of the quarter before: what each is called, what changed, and its unit.
  private var changes: [(String, FigureChange, String)] {
    let before = findings.before
    var changes = [
      (
        w("Call quality", "通话质检"),
        FigureChange(now: now.quality, before: before.quality, isHigherBetter: true), w("points", "分")
      )
    ]
    func index(_ report: SurveyReport?) -> FigureChange.Figure? {
      report?.index.index.map {
        FigureChange.Figure(Double($0.hundredths) / 100, error: report?.indexError)
      }
    }
    for survey in now.surveys {
      let past = before.surveys.first { $0.model.head.id == survey.model.head.id }?.report
      changes.append(
        (
          w(survey.model.head.title),
          FigureChange(now: index(survey.report), before: index(past), isHigherBetter: true),
          w("points", "分")
        ))
    }
    changes.append(
      (
        w("Complaints received", "受理投诉"),
        FigureChange(
          now: now.complaints.map { .init(count: $0.received) },
          before: before.complaints.map { .init(count: $0.received) }, isHigherBetter: false),
        w("complaints", "件")
      ))
    changes.append(
      (
        w("Exams passed", "考试通过率"),
        FigureChange(now: .init(now.passed), before: .init(before.passed), isHigherBetter: true), "%"
      ))
    return changes
  }

  private func sentence(_ name: String, _ change: FigureChange, unit: String, isCount: Bool) -> String {
    guard change.now != nil else {
      return w("\(name): not measured in \(quarter).", "\(name)：\(quarter) 未测量。")
    }
    // A number of cases is whole.
    let value = isCount ? "\(Int(change.now?.value ?? 0))" : text(change.now?.value)
    let difference =
      isCount
      ? "\((change.difference ?? 0) > 0 ? "+" : "")\(Int(change.difference ?? 0))" : signed(change.difference)
    let interval = range(change.interval)
    switch change.verdict {
    case .better:
      return w(
        "\(name) is better than in \(quarter.previous): \(value), \(difference) \(unit) (95 %: \(interval)).",
        "\(name)较 \(quarter.previous) 改善：\(value)，变化 \(difference) \(unit)（95 %：\(interval)）。")
    case .worse:
      return w(
        "\(name) is worse than in \(quarter.previous): \(value), \(difference) \(unit) (95 %: \(interval)).",
        "\(name)较 \(quarter.previous) 变差：\(value)，变化 \(difference) \(unit)（95 %：\(interval)）。")
    case .indistinguishable:
      return w(
        "\(name) cannot be distinguished from \(quarter.previous): \(value), \(difference) \(unit) (95 %: \(interval)).",
        "\(name)与 \(quarter.previous) 无法区分：\(value)，变化 \(difference) \(unit)（95 %：\(interval)）。")
    case .unknown:
      return change.before == nil
        ? w(
          "\(name): \(value); \(quarter.previous) has nothing to compare with.",
          "\(name)：\(value)；\(quarter.previous) 没有可比数据。")
        : w(
          "\(name): \(value), \(difference) \(unit); how sure the difference is cannot be said.",
          "\(name)：\(value)，变化 \(difference) \(unit)；差异的把握无法判断。")
    }
  }

  /// What follows from targets, needs, warnings and measures.
  private var standing: [String] {
    var sentences: [String] = []
    let missed = findings.readings.filter { $0.isMet == false }.map { w($0.indicator.title) }
    if findings.readings.contains(where: { $0.isMet != nil }) {
      sentences.append(
        missed.isEmpty
          ? w("Every indicator with a value and a target meets it.", "有数值且有目标的指标全部达标。")
          : w("Targets not met: \(list(missed)).", "未达标的指标：\(list(missed))。"))
    }
    if let need = findings.needs?.needs.lessons.first {
      sentences.append(
        w(
          "The lesson with the most to gain is \(need.lesson), for \(need.people.count) people; propose cycles with: merit improve plan \(quarter).",
          "预期收益最大的课次是 \(need.lesson)，\(need.people.count) 人需要；用 merit improve plan \(quarter) 制定班次。"))
    }
    let open = findings.warnings.filter { $0.note == nil }
    if !open.isEmpty {
      sentences.append(
        w(
          "Open warnings: \(open.count), overdue: \(open.count { $0.warning.due < findings.today }).",
          "未关闭预警 \(open.count) 条，其中逾期 \(open.count { $0.warning.due < findings.today }) 条。"))
    }
    let unchecked = findings.measures.filter {
      $0.measure.after.lastDay < findings.today && ($0.last == nil || $0.last?.verdict == .tooEarly)
    }
    if !unchecked.isEmpty {
      sentences.append(
        w(
          "Measures whose effect can be checked now: \(list(unchecked.map { "\($0.id)" })).",
          "现在可以检查效果的措施：\(list(unchecked.map { "\($0.id)" }))。"))
    }
    return sentences
  }
}
