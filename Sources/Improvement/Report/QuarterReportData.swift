import Formats
import Quality
import Satisfaction
import Statistics
import Workspace

extension QuarterReportText {
  /// Part 2: the figures with mean, highest and lowest.
  var data: [Block] {
    [.heading(1, w("2 Data", "二、数据"))] + quality + satisfaction + indicators + complaints + exams + cycles
  }

  // MARK: Call quality

  private var quality: [Block] {
    let title = Block.heading(2, w("2.1 Call quality", "2.1 通话质检"))
    guard let calls = now.calls else {
      return [
        title,
        .missing(
          w(
            "No call of \(quarter) is judged. Draw with: merit qa sample CALLS --quarter \(quarter); take evaluations in with: merit qa import FILE.",
            "\(quarter) 没有已评定的通话。抽样：merit qa sample CALLS --quarter \(quarter)；导入评定：merit qa import FILE。")),
      ]
    }
    let groups = [
      (w("sites", "地市"), findings.sites), (w("teams", "班组"), findings.teams),
      (w("items", "质检项"), findings.items),
    ]
    return [
      title,
      .table(
        Table(
          w(
            "Mean of all calls \(text(calls.mean.estimate)), and the highest and lowest means of its groups, of 100",
            "全部通话均分 \(text(calls.mean.estimate))，各分组最高与最低均分（满分 100）"),
          [
            Column(w("group", "分组"), isNumber: false), Column("n"), Column(w("highest", "最高")),
            Column("", isNumber: false),
            Column(w("lowest", "最低")), Column("", isNumber: false),
          ], groups.map { spread($0.0, $0.1) })), .picture(bars(of: findings.teams, mean: calls)),
      .table(means(w("Sites, the best first", "各地市（由高到低）"), findings.sites)),
      .table(means(w("Teams, the best first", "各班组（由高到低）"), findings.teams)),
      .table(means(w("Items of the form, in per cent of their points", "评分项（占该项满分的百分比）"), findings.items)),
    ]
  }

  /// So many groups are shown whole; of more only those at both ends.
  private static let mostGroups = 40

  /// The groups that a table or a picture shows, and in words which those are where some are left out.
  private func shown(_ rows: [QualityReport.Row]) -> (rows: [QualityReport.Row], note: String) {
    guard rows.count > Self.mostGroups else { return (rows, "") }
    let half = Self.mostGroups / 2
    return (
      Array(rows.prefix(half) + rows.suffix(half)),
      w(
        " (the \(half) highest and the \(half) lowest of \(rows.count))", "（\(rows.count) 个中最高与最低各 \(half) 个）"
      )
    )
  }

  /// Groups with a mean, the highest first.
  private func ranked(_ report: QualityReport) -> [QualityReport.Row] {
    report.rows.filter { $0.mean.estimate != nil }.sorted {
      ($1.mean.estimate ?? .zero, $0.id) < ($0.mean.estimate ?? .zero, $1.id)
    }
  }

  private func spread(_ name: String, _ report: QualityReport) -> [String] {
    let rows = ranked(report)
    func cell(_ row: QualityReport.Row?) -> [String] {
      [text(row?.mean.estimate), row.map(rowName) ?? ""]
    }
    return [name, "\(rows.count)"] + cell(rows.first) + cell(rows.last)
  }

  func rowName(_ row: QualityReport.Row) -> String {
    if let title = findings.itemTitles[row.id] { return w(title) }
    return row.name == row.id ? row.id : "\(row.id) \(row.name)"
  }

  private func means(_ caption: String, _ report: QualityReport) -> Table {
    let (rows, note) = shown(ranked(report))
    return Table(
      caption + note,
      [
        Column(w("name", "名称"), isNumber: false), Column(w("judged", "评定数")), Column(w("mean", "均值")),
        Column(w("95 % interval", "95 % 区间")),
      ],
      rows.map { row in
        [rowName(row), "\(row.mean.count)", text(row.mean.estimate), range(row.mean.interval())]
      })
  }

  private func bars(of report: QualityReport, mean calls: QualityReport.Row) -> Picture {
    let rows = ranked(report)
    let (drawn, note) = shown(rows)
    let mean = calls.mean.estimate.map { Double($0.hundredths) / 100 }
    return BarChart(
      title: w("Call quality of teams", "各班组通话质检均分") + note,
      description: w(
        "Means with 95 % intervals; the dashed line is the mean of all calls, \(text(mean)). Highest: \(rows.first.map(rowName) ?? "–"), lowest: \(rows.last.map(rowName) ?? "–").",
        "均值与 95 % 区间；虚线为全部通话均分 \(text(mean))。最高 \(rows.first.map(rowName) ?? "–")，最低 \(rows.last.map(rowName) ?? "–")。"
      ),
      axis: w("points of 100", "分（满分 100）"),
      bars: drawn.map { row in
        let interval = row.mean.interval()
        return BarChart.Bar(
          label: rowName(row), value: row.mean.estimate.map { Double($0.hundredths) / 100 },
          low: interval.map { Double($0.low.hundredths) / 100 },
          high: interval.map { Double($0.high.hundredths) / 100 },
          text: "\(text(row.mean.estimate)) (\(row.mean.count))",
          isWeak: standout(row, of: rows.count, mean: mean) == .weakness)
      }, reference: mean, range: 0...100
    ).picture
  }

  /// Whether a group's mean stands out from the mean of all, at 95 % for all groups at once (Bonferroni).
  func standout(_ row: QualityReport.Row, of count: Int, mean: Double?) -> Standout? {
    guard row.isEnough, let mean, let interval = row.mean.interval(level: 1 - 0.05 / Double(max(count, 1)))
    else { return nil }
    return Standout(
      low: Double(interval.low.hundredths) / 100, high: Double(interval.high.hundredths) / 100, mean: mean)
  }

  // MARK: Satisfaction

  private var satisfaction: [Block] {
    let title = Block.heading(2, w("2.2 Customer satisfaction", "2.2 客户满意度"))
    guard !now.surveys.isEmpty else {
      return [
        title,
        .missing(
          w(
            "No response of \(quarter) is known. Take them in with: merit survey import FILE.",
            "\(quarter) 没有问卷数据。导入：merit survey import FILE。")),
      ]
    }
    return [title]
      + now.surveys.map { survey in
        let report = survey.report
        let parts = zip(survey.model.parts, report.index.parts).map { part, result in
          [
            w("part: ", "部分：") + w(part.title) + " (\(part.weight))", "–", text(result.score), "–", "–",
          ]
        }
        let whole = [
          w("index", "指数"), "\(report.responses)", text(report.index.index), range(indexInterval(report)),
          "–",
        ]
        let questions = report.questions.map { own in
          [
            w(own.question.title), "\(own.mean.n)", text(own.mean.score), range(own.mean.interval),
            text(own.top.map { $0 * 100 }),
          ]
        }
        return .table(
          Table(
            w(
              "\(survey.model.head.title.en), out of 100 (the lowest answer is 0, the highest 100)",
              "\(survey.model.head.title.zh)（最低选项 0 分，最高选项 100 分）"),
            [
              Column(w("question", "题目"), isNumber: false), Column("n"), Column(w("mean", "均值")),
              Column(w("95 % interval", "95 % 区间")), Column(w("top two boxes, %", "前两档 %")),
            ], [whole] + parts + questions))
      }
  }

  // MARK: Complaints, exams, cycles

  private var complaints: [Block] {
    let title = Block.heading(2, w("2.4 Complaints", "2.4 投诉"))
    guard let now = now.complaints else {
      return [
        title,
        .missing(
          w(
            "No complaint of \(quarter) is known. Take them in with: merit complaint import FILE.",
            "\(quarter) 没有投诉数据。导入：merit complaint import FILE。")),
      ]
    }
    let before = findings.before.complaints
    func hours(_ seconds: Int?) -> String { text(seconds.map { Double($0) / 3_600 }) }
    func row(_ en: String, _ zh: String, _ cell: (ComplaintSummary) -> String) -> [String] {
      [w(en, zh), cell(now), before.map(cell) ?? "–"]
    }
    let classes = Complaint.Class.allCases.map { kind in
      row("of class \(kind.title.en)", "其中\(kind.title.zh)类") { "\($0.byClass[kind] ?? 0)" }
    }
    return [
      title,
      .table(
        Table(
          w("Complaints, beside the quarter before", "投诉及与上季度对照"),
          [Column(w("figure", "项目"), isNumber: false), Column("\(quarter)"), Column("\(quarter.previous)")],
          [row("received", "受理") { "\($0.received)" }] + classes + [
            row("closed within 24 h, % of those judged", "24 小时办结率 %") { text($0.closureInTime) },
            row("open and past 24 h", "超时未办结") { "\($0.overdue)" },
            row("hours to closing, half of them within", "办结时长中位数（小时）") { hours($0.median) },
            row("hours to closing, nine in ten within", "办结时长九成位（小时）") { hours($0.ninth) },
            row("came again within 7 days, %", "7 日内重复率 %") { percent($0.repeats) },
            row("satisfaction with the handling, of 100", "处理满意度（满分 100）") { text($0.satisfaction) },
            row("handled accurately, %", "处理准确率 %") { percent($0.accuracy) },
            row("dissatisfied customers behind them, at 25 for each", "按 1:25 推算的不满意客户") { "\($0.iceberg)" },
          ])),
    ]
  }

  private var exams: [Block] {
    let title = Block.heading(2, w("2.5 Exams", "2.5 考试"))
    guard !now.exams.isEmpty else {
      return [
        title,
        .missing(
          w(
            "No paper of \(quarter) is marked and released. See: merit exam list.",
            "\(quarter) 没有已评卷并发布的考试。查看：merit exam list。")),
      ]
    }
    return [
      title,
      .table(
        Table(
          w("Papers that count, annulled ones left out", "计入的答卷（不含作废）"),
          [
            Column(w("exam", "考试"), isNumber: false), Column(w("papers", "人次")),
            Column(w("passed, %", "通过率 %")),
            Column(w("95 % interval", "95 % 区间")), Column(w("mean", "均分")), Column(w("highest", "最高")),
            Column(w("lowest", "最低")),
          ],
          now.exams.map { exam in
            [
              exam.id, "\(exam.share.of)", percent(exam.share), percentRange(exam.share), text(exam.mean),
              text(exam.highest), text(exam.lowest),
            ]
          })),
    ]
  }

  private var cycles: [Block] {
    let title = Block.heading(2, w("2.6 Training", "2.6 培训"))
    guard !findings.cycles.isEmpty else {
      return [
        title,
        .missing(
          w(
            "No cycle ran in \(quarter). Open one with: merit improve plan \(quarter.previous) --open.",
            "\(quarter) 没有培训班次。开班：merit improve plan \(quarter.previous) --open。")),
      ]
    }
    return [
      title,
      .table(
        Table(
          w("Cycles that ran, and who completed the course since", "培训班次与结业情况"),
          [
            Column(w("cycle", "班次"), isNumber: false), Column(w("days", "日期"), isNumber: false),
            Column(w("enrolled", "参训")), Column(w("completed", "结业")),
          ],
          findings.cycles.map {
            ["\($0.id) \($0.course)", "\($0.from) – \($0.to)", "\($0.enrolled)", "\($0.completed)"]
          })),
    ]
  }
}
