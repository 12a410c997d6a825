import Formats
import Quality
import Satisfaction
import Statistics
import Workspace

extension QuarterReportText {
  /// Part 3: what stands out, where it comes from, and whether it is stable.
  var analysis: [Block] {
    [.heading(1, w("3 Analysis", "三、分析"))] + standouts + causes + drivers + stability + effects
  }

  // MARK: Strengths and weaknesses

  /// A line of what stands out: what it is, its figure, and what that is set against.
  private struct Line {
    let standout: Standout
    let cells: [String]
  }

  private var standouts: [Block] {
    let lines = callLines + itemLines + surveyLines + indicatorLines
    func table(_ standout: Standout, _ caption: String, _ none: String) -> Block {
      let own = lines.filter { $0.standout == standout }
      if own.isEmpty { return .paragraph(none) }
      return .table(
        Table(
          caption,
          [
            Column(w("what", "项目"), isNumber: false), Column(w("of", "类别"), isNumber: false),
            Column(w("figure", "数值")), Column(w("set against", "对照")),
          ], own.map(\.cells)))
    }
    return [
      .heading(2, w("3.1 Strengths and weaknesses", "3.1 强项与弱项")),
      .paragraph(
        w(
          "A team, a site or an item counts here when its interval lies wholly above or wholly below the mean of its kind, with 95 % confidence for all of a kind at once; a question of the index when its own 95 % interval lies wholly beside the index; an indicator by its target. What is not named does not stand out, which is not the same as being average.",
          "判定规则：班组、地市与质检项，其区间完全高于或完全低于同类总体均值（同类整体 95 % 把握）；构成指数的题目，其 95 % 区间完全位于指数一侧；指标以目标为准。未列出的并不等于处于平均水平，只是差异尚不足以与偶然区分。"
        )),
      table(.strength, w("Strengths", "强项"), w("Nothing stands out above the rest.", "没有明显高于整体者。")),
      table(.weakness, w("Weaknesses", "弱项"), w("Nothing stands out below the rest.", "没有明显低于整体者。")),
    ]
  }

  private var callLines: [Line] {
    guard let mean = now.calls?.mean.estimate else { return [] }
    let groups = [
      (w("call quality of teams", "班组通话质检"), findings.teams),
      (w("call quality of sites", "地市通话质检"), findings.sites),
    ]
    return groups.flatMap { kind, report in
      let rows = report.rows.filter { $0.mean.estimate != nil }
      return rows.compactMap { row in
        standout(row, of: rows.count, mean: Double(mean.hundredths) / 100).map {
          Line(standout: $0, cells: [rowName(row), kind, text(row.mean.estimate), text(mean)])
        }
      }
    }
  }

  private var itemLines: [Line] {
    itemStandouts.map { row, standout, mean in
      Line(
        standout: standout,
        cells: [rowName(row), w("items of calls, %", "质检项 %"), text(row.mean.estimate), text(mean)])
    }
  }

  private var surveyLines: [Line] {
    now.surveys.flatMap { survey -> [Line] in
      guard let index = survey.report.index.index else { return [] }
      // What is asked beside the index has another scale and is not set against it.
      let inIndex = survey.model.parts.map(\.questions.upperBound).max() ?? 0
      return survey.report.questions.prefix(inIndex).compactMap { own in
        guard let interval = own.mean.interval,
          let standout = Standout(
            low: interval.low, high: interval.high, mean: Double(index.hundredths) / 100)
        else { return nil }
        return Line(
          standout: standout,
          cells: [w(own.question.title), w(survey.model.head.title), text(own.mean.score), text(index)])
      }
    }
  }

  private var indicatorLines: [Line] {
    findings.readings.compactMap { reading in
      guard let isMet = reading.isMet, let value = reading.company, let target = reading.target else {
        return nil
      }
      return Line(
        standout: isMet ? .strength : .weakness,
        cells: [
          w(reading.indicator.title), w("indicators, ", "指标，") + reading.indicator.unit, reading.text(value),
          reading.text(target),
        ])
    }
  }

  /// Items against the mean of items.
  private var itemStandouts: [(QualityReport.Row, Standout, Score)] {
    let rows = findings.items.rows.filter { $0.mean.estimate != nil }
    let sum = rows.reduce(0) { $0 + ($1.mean.estimate?.hundredths ?? 0) }
    guard let mean = Score.mean(sum: sum, count: rows.count) else { return [] }
    return rows.compactMap { row in
      standout(row, of: rows.count, mean: Double(mean.hundredths) / 100).map { (row, $0, mean) }
    }
  }

  // MARK: Causes

  private var causes: [Block] {
    let title = Block.heading(2, w("3.2 Where points are lost, and what would help", "3.2 失分原因与对应培训"))
    guard let finding = findings.needs else {
      return [
        title,
        .missing(
          w(
            "No needs scheme is in force. Load one with: merit scheme load schemes/needs-hotline-needs.json5.",
            "没有生效的培训需求规则。加载：merit scheme load schemes/needs-hotline-needs.json5。")),
      ]
    }
    let lessons = finding.needs.lessons
    guard !lessons.isEmpty else {
      return [
        title,
        .paragraph(
          w(
            "Nobody lost enough points to need a lesson of a loaded course.",
            "没有人的失分达到需要某一课次的程度；若课程尚未加载，请先执行 merit course load DIR。")),
      ]
    }
    func name(_ need: LessonNeed) -> String {
      "\(need.lesson) \(finding.lessons[need.lesson].map { w($0.title) } ?? "")"
    }
    let shown = lessons.prefix(10)
    let people = Set(lessons.flatMap { $0.people.map(\.staff) }).count
    let chart = BarChart(
      title: w("Expected gain by lesson", "各课次的预期收益"),
      description: w(
        "The ten lessons with the largest gain; the first, \(lessons[0].lesson), is needed by \(lessons[0].people.count) people.",
        "预期收益最大的十课；首位 \(lessons[0].lesson)，\(lessons[0].people.count) 人需要。"),
      axis: w("points of persons", "人分"),
      bars: shown.map {
        BarChart.Bar(
          label: name($0), value: Double($0.gain.hundredths) / 100,
          text: "\($0.gain) (\($0.people.count))")
      })
    return [
      title,
      .paragraph(
        w(
          "Points lost at items of calls, questions of exams, answers of customers and liable complaints lead to the lessons that speak of them. \(people) people need \(lessons.count) lessons. The gain is what all of them together would win if a lesson mended everything that was lost at it; it orders the lessons, and promises nothing.",
          "质检项、考题、客户答卷与有责投诉中的失分，各对应讲授它的课次。共有 \(people) 人需要 \(lessons.count) 课。预期收益指若该课补齐全部相关失分，所有需要者合计可得的分数；它用于排序，并非承诺。"
        )), .picture(chart.picture),
      .table(
        Table(
          w("The ten lessons with the largest expected gain", "预期收益最大的十课"),
          [Column(w("lesson", "课次"), isNumber: false), Column(w("people", "人数"))]
            + NeedSource.allCases.map { Column(w($0.title)) } + [Column(w("gain", "预期收益"))],
          shown.map { need in
            let counts = Dictionary(grouping: need.people.flatMap(\.evidence), by: \.source)
              .mapValues(\.count)
            return [name(need), "\(need.people.count)"]
              + NeedSource.allCases.map { counts[$0].map(String.init) ?? "–" } + [need.gain.description]
          })),
    ]
  }

  private var drivers: [Block] {
    let title = Block.heading(2, w("3.3 What drives satisfaction", "3.3 满意度驱动因素"))
    guard let drivers = findings.drivers else {
      return [
        title,
        .missing(
          w(
            "No survey of \(quarter) asks for processes and for satisfaction as a whole, or too few answered it. Take one in with: merit survey import FILE --model process-survey.",
            "\(quarter) 没有同时询问各业务过程与总体满意度的问卷，或答卷太少。导入：merit survey import FILE --model process-survey。"
          )),
      ]
    }
    let map = ImportanceMap(
      drivers.processes.map {
        ImportanceMap.Point(
          title: w($0.title), importance: $0.share, performance: Double($0.performance.hundredths) / 100)
      }, isChinese: isChinese)
    return [
      title,
      .paragraph(
        w(
          "The processes explain \(text(drivers.r2 * 100)) % of how satisfaction as a whole varies over \(drivers.n) responses (R²). Shares are averaged over all orders of entry (Lindeman, Merenda and Gold). They tell what goes with satisfaction, not what causes it.",
          "在 \(drivers.n) 份答卷中，各业务过程共解释总体满意度变异的 \(text(drivers.r2 * 100)) %（R²）；份额为对所有进入顺序取平均（LMG 法）。这说明相关，不说明因果。"
        )), .picture(map.picture),
      .table(
        Table(
          w("Processes by importance", "各过程的重要性与表现"),
          [
            Column(w("process", "过程"), isNumber: false), Column(w("share of R², %", "R² 份额 %")),
            Column(w("performance", "表现")),
          ], drivers.processes.map { [w($0.title), text($0.share * 100), text($0.performance)] })),
    ]
  }
}
