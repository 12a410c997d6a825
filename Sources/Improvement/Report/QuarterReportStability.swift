import Formats
import Quality
import Statistics
import Workspace

extension QuarterReportText {
  /// Whether the weeks of the quarter are under control.
  var stability: [Block] {
    let title = Block.heading(2, w("3.4 Stability over the weeks", "3.4 各周稳定性"))
    guard let stability = findings.stability else {
      return [
        title,
        .missing(
          w(
            "No judged call of \(quarter) stands on the scorecard of the charts.",
            "\(quarter) 没有使用该评分表的评定通话，无法作控制图。")
        ),
      ]
    }
    let chart = stability.criticals
    let out = chart.points.filter(\.isOut).map { stability.weeks[$0.index - 1].monday.description }
    let picture = LineChart(
      title: w("Calls with a failed critical item, by week", "各周致命差错率"),
      description: w(
        out.isEmpty
          ? "No week lies outside its limits." : "Outside their limits: the weeks of \(list(out)).",
        out.isEmpty ? "没有超出控制限的周。" : "超出控制限的周：\(list(out))。"),
      axis: w("% of judged calls", "占评定通话 %"),
      points: chart.points.map { point in
        LineChart.Point(
          label: String("\(stability.weeks[point.index - 1].monday)".dropFirst(5)),
          value: point.value.map { $0 * 100 }, low: point.low.map { $0 * 100 },
          high: point.high.map { $0 * 100 }, isOut: point.isOut, text: text(point.value.map { $0 * 100 }))
      }, centre: chart.centre.map { $0 * 100 }, centreLabel: w("centre", "中心线"),
      limitLabel: w("3σ limits", "3σ 控制限")
    ).picture
    let source =
      stability.baseline.map { w("Limits are frozen on \($0).", "控制限冻结于 \($0)。") }
      ?? w(
        "No baseline is frozen: the limits are those of the quarter itself, which hides a shift that lasts all quarter. Freeze one with: merit qa baseline --quarter \(quarter.previous).",
        "尚未冻结基线：控制限取自本季度自身，持续整季的偏移因此看不出来。冻结：merit qa baseline --quarter \(quarter.previous)。")
    let names = [
      "p": w("critical errors", "致命差错"), "ewma": w("moving average", "移动平均"),
      "cusum": w("cumulated sum", "累积和"),
    ]
    let signals = stability.signals.map {
      "\($0.subject): \(names[$0.signal.chart] ?? $0.signal.chart), \($0.signal.monday)"
    }
    let table = Table(
      w("Weeks of the chart", "控制图各周数据"),
      [
        Column(w("week of", "周（周一）"), isNumber: false), Column(w("judged", "评定数")),
        Column(w("failed", "致命数")), Column("%"), Column(w("limits", "控制限")),
        Column(w("out", "超限"), isNumber: false),
      ],
      chart.points.map { point in
        let week = stability.weeks[point.index - 1]
        let limits = point.low.flatMap { low in point.high.map { (low: low * 100, high: $0 * 100) } }
        return [
          "\(week.monday)", "\(week.calls)", "\(week.failed)", text(point.value.map { $0 * 100 }),
          range(limits), point.isOut ? w("out", "超限") : "",
        ]
      })
    var blocks: [Block] = [title, .paragraph(source), .picture(picture), .table(table)]
    if let averages = averages(stability) { blocks.append(.picture(averages)) }
    if stability.baseline != nil {
      blocks +=
        signals.isEmpty
        ? [.paragraph(w("No team and no agent gave an adverse signal.", "没有班组或坐席出现不利信号。"))]
        : [
          .paragraph(w("Adverse signals, with the week in which each began:", "不利信号及其起始周：")), .list(signals),
        ]
    }
    return blocks
  }

  /// The moving average of the weeks' scores on frozen limits.
  private func averages(_ stability: QuarterFindings.Stability) -> Picture? {
    guard let chart = stability.averages else { return nil }
    let weeks = stability.weeks.filter { $0.scores.count > 0 }
    let low = chart.points.filter { $0.isOut && ($0.value ?? 0) < ($0.low ?? 0) }
    let names = list(low.map { weeks[$0.index - 1].monday.description })
    return LineChart(
      title: w("Call quality, moving average by week", "各周质检分移动平均"),
      description: low.isEmpty
        ? w("No week sinks below its limit.", "没有低于下限的周。")
        : w("Below their limit: the weeks of \(names).", "低于下限的周：\(names)。"),
      axis: w("standard errors from the baseline's mean", "与基线均值之差（标准误）"),
      points: chart.points.map { point in
        LineChart.Point(
          label: String("\(weeks[point.index - 1].monday)".dropFirst(5)), value: point.value, low: point.low,
          high: point.high, isOut: point.isOut, text: text(point.value))
      }, centre: chart.centre, centreLabel: w("baseline", "基线"), limitLabel: w("limits", "控制限")
    ).picture
  }

  // MARK: Training

  /// What the training that ended in the quarter before did.
  var effects: [Block] {
    let title = Block.heading(2, w("3.5 Did training help?", "3.5 培训是否有效"))
    guard !findings.effects.isEmpty else {
      return [
        title,
        .missing(
          w(
            "No cycle ended in \(quarter.previous), so \(quarter) shows the effect of none. Of cycles that ended later, see: merit improve effect CYCLE.",
            "没有在 \(quarter.previous) 结束的班次，本季度因此尚无可观察的培训效果。其他班次可用 merit improve effect 查看。")),
      ]
    }
    return [
      title,
      .paragraph(
        w(
          "Trained people against people of the same posts who stood within \(EffectDesk.distance) points of them before: how much more the trained changed, with its 95 % interval. An interval that holds 0 does not show that the training did nothing.",
          "受训者与同岗位、训前得分相差不超过 \(EffectDesk.distance) 分者相比，多变化了多少（附 95 % 区间）。区间含 0 不等于培训无效。")),
      .table(
        Table(
          w("Cycles that ended in \(quarter.previous)", "\(quarter.previous) 结束的班次"),
          [
            Column(w("cycle", "班次"), isNumber: false), Column(w("completed", "结业")),
            Column(w("usefulness, of 5", "实用性（满分 5）")), Column(w("call quality", "通话质检")),
            Column(w("satisfaction", "满意度")), Column(w("needs gone", "需求消除")),
          ],
          findings.effects.map { cycle, report in
            [
              "\(cycle) \(report.course)", "\(report.completed)/\(report.enrolled)",
              text(report.reaction.usefulness), effect(report.behaviour), effect(report.results),
              report.needs.map { "\($0.count(.gone))/\($0.lines.count)" } ?? "–",
            ]
          })),
    ]
  }

  /// How much more the trained changed than the others, with its interval; "–" where nobody can be compared.
  private func effect(_ change: EffectDesk.Change) -> String {
    change.effect.differences.map { "\(signed($0.estimate)) (\(range($0.interval)))" } ?? "–"
  }
}
