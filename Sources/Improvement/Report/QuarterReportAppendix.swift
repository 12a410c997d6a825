import Formats
import Quality
import Workspace

extension QuarterReportText {
  /// Part 6: by what the figures were made, so that anybody can make them again.
  var appendix: [Block] {
    [
      .heading(1, w("6 Appendix", "六、附录")), .heading(2, w("6.1 Definitions", "6.1 定义与公式")),
      .list(definitions),
    ] + draws + [
      .heading(2, w("6.3 Schemes in force", "6.3 生效的方案")),
      .table(
        Table(
          w("Schemes, versions and the hashes of their texts", "方案、版本与内容哈希"),
          [Column(w("scheme", "方案"), isNumber: false), Column("SHA-256", isNumber: false)],
          findings.schemes.map { [$0.label, String($0.hash.prefix(16))] })),
      .heading(2, w("6.4 Audit", "6.4 审计")),
      .paragraph(
        w(
          "Head of the audit chain when this report was made: \(findings.head). Whether the chain still goes through it says: merit check --head HEAD. Days are those of \(findings.zone).",
          "生成本报告时审计链的链首：\(findings.head)。核对链是否仍经过它：merit check --head 链首。日期按 \(findings.zone) 计。")),
    ]
  }

  private var definitions: [String] {
    [
      w(
        "Call quality: 100 · Σ wᵢaᵢ/mᵢ ÷ Σ wᵢ over the items that apply; a failed critical item makes the call, or its section, zero. Each judged call counts for as many as its stratum holds per judged call.",
        "通话质检：100 · Σ wᵢaᵢ/mᵢ ÷ Σ wᵢ，仅计适用项；致命项未达使整通（或该节）计零。每通评定通话按其所在层的通话数与评定数之比加权。"),
      w(
        "Intervals of means: Student's t with the finite population correction of each stratum; of shares: Wilson's (1927). Level 95 % unless said.",
        "均值区间：t 分布，各层作有限总体校正；比率区间：Wilson（1927）。除注明外均为 95 %。"),
      w(
        "Satisfaction index: Σ weight · part, a part being the mean of its questions' means; its error comes from whole responses.",
        "满意度指数：Σ 权重 · 部分得分，部分得分为所属题目均值的平均；误差由整份答卷计算。"),
      w(
        "Closed within 24 hours: of the complaints that are closed, or open past the limit; those still within it are not judged.",
        "24 小时办结率：以已办结及超时未办结者为分母；尚在时限内的不判定。"),
      w(
        "Expected gain: for each person and lesson, of each source the lost points over the person's cases there, rounded to a hundredth and weighed by the needs scheme; a lesson's gain is the sum over its people. Evidence before a later completion of the lesson does not count.",
        "预期收益：按人与课次，各来源失分除以该人在该来源的案例数，四舍五入到百分之一后按需求规则加权；课次收益为所有人之和。其后已完成该课次的证据不计。"),
      w(
        "Control charts: shares with 3σ limits for each week's own number of calls (p chart, Shewhart); moving averages with λ = 0.2 (Roberts, 1959); cumulated sums with k = 0.5 and h = 5 (Page, 1954).",
        "控制图：比率图按各周通话数取 3σ 限（休哈特 p 图）；移动平均 λ = 0.2（Roberts，1959）；累积和 k = 0.5、h = 5（Page，1954）。"),
      w(
        "Differences from the quarter before: ± 1.96 · √(e₁² + e₂²); a share has the error of one hit and one miss more (Agresti and Caffo, 2000), a number of complaints √n (Poisson).",
        "与上季度之差：± 1.96 · √(e₁² + e₂²)；比率误差按各加一次命中与未命中计（Agresti–Caffo，2000），投诉件数误差取 √n（泊松）。"),
      w(
        "Training effect: difference in differences against matched people of the same posts, error clustered by person.",
        "培训效果：与同岗位匹配人员的双重差分，误差按人聚类。"),
    ]
  }

  private var draws: [Block] {
    let title = Block.heading(2, w("6.2 Samples", "6.2 抽样"))
    guard !now.draws.isEmpty else {
      return [title, .missing(w("No calls were drawn in \(quarter).", "\(quarter) 未抽样。"))]
    }
    return [
      title,
      .paragraph(
        w(
          "Whoever has the list, the plan and the seed draws the same calls again: merit qa sample verify CALLS --quarter \(quarter).",
          "持有通话清单、抽样方案与种子者可重抽出同样的通话：merit qa sample verify CALLS --quarter \(quarter)。")),
      .table(
        Table(
          w("Draws", "抽样批次"),
          [
            Column(w("days", "日期"), isNumber: false), Column(w("plan", "方案"), isNumber: false),
            Column(w("calls", "通话")), Column(w("drawn", "抽取")), Column(w("seed", "种子")),
          ],
          now.draws.map {
            [
              "\($0.from) – \($0.to)", "\($0.plan) v\($0.version)", "\($0.calls)", "\($0.sampled)",
              "\($0.seed)",
            ]
          })),
    ]
  }
}
