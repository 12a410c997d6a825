import Formats
import Quality
import Satisfaction
import Statistics
import Workspace

extension QuarterReportText {
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
