import Formats
import Quality
import Satisfaction
import Statistics
import Workspace

extension QuarterReportText {
  /// Part 1: what was measured, and the figures that matter most.
  var overview: [Block] {
    [
      .heading(1, w("1 Overview", "一、概述")),
      .paragraph(
        w(
          "This report covers the calls, papers, answers and complaints of \(quarter.firstDay) to \(quarter.lastDay). Calls were drawn by chance and judged on a form, so that means come with the interval within which the mean of all calls lies with 95 % confidence; where a figure counts everything, it has none.",
          "本报告涵盖 \(quarter.firstDay) 至 \(quarter.lastDay) 的通话、考试、问卷与投诉。通话为随机抽取并按评分表评定，因此均值附有 95 % 置信区间（全部通话的均值以 95 % 的把握落在其中）；全量统计的数字没有区间。"
        )), .table(coverage), keyFigures,
    ]
  }

  private var coverage: Table {
    var rows: [[String]] = []
    func add(_ en: String, _ zh: String, _ count: Int, _ note: String) {
      rows.append([w(en, zh), "\(count)", note])
    }
    add(
      "Calls handled, as the lists of draws know", "抽样清单中的通话量", now.handled,
      w("of agents: \(now.agents)", "坐席 \(now.agents) 人"))
    add(
      "Calls drawn by chance and judged", "随机抽取并已评定的通话", now.coverage.calls,
      w(
        "of agents: \(now.coverage.agents); by assessors: \(now.coverage.assessors)",
        "坐席 \(now.coverage.agents) 人，质检员 \(now.coverage.assessors) 人"))
    for survey in now.surveys {
      add(
        "Responses: \(survey.model.head.title.en)", "问卷份数：\(survey.model.head.title.zh)",
        survey.report.responses,
        survey.report.isEnough ? "" : w("fewer than the model asks for", "少于问卷模型要求"))
    }
    let classes = Complaint.Class.allCases.compactMap { kind in
      now.complaints?.byClass[kind].map { "\(w(kind.title)) \($0)" }
    }
    add("Complaints received", "受理投诉", now.complaints?.received ?? 0, list(classes))
    add(
      "Papers sat and marked", "已评卷的考试人次", now.passed.of,
      w("exams: \(now.exams.count)", "考试 \(now.exams.count) 场"))
    add(
      "Training cycles that ran", "开展的培训班次", findings.cycles.count,
      w(
        "places: \(findings.cycles.reduce(0) { $0 + $1.enrolled })",
        "参训 \(findings.cycles.reduce(0) { $0 + $1.enrolled }) 人次"))
    return Table(
      w("What was measured in \(quarter)", "\(quarter) 测量范围"),
      [
        Column(w("source", "来源"), isNumber: false), Column(w("number", "数量")),
        Column(w("remark", "说明"), isNumber: false),
      ],
      rows)
  }

  private var keyFigures: Block {
    var items: [String] = []
    if let calls = now.calls {
      items.append(
        w(
          "Call quality: \(text(calls.mean.estimate)) of 100 (95 %: \(range(calls.mean.interval())), \(calls.mean.count) calls).",
          "通话质检均分 \(text(calls.mean.estimate))（95 %：\(range(calls.mean.interval()))，\(calls.mean.count) 通）。"))
    }
    for survey in now.surveys {
      items.append(
        w(
          "\(survey.model.head.title.en): index \(text(survey.report.index.index)) (95 %: \(range(indexInterval(survey.report))), \(survey.report.responses) responses).",
          "\(survey.model.head.title.zh)：指数 \(text(survey.report.index.index))（95 %：\(range(indexInterval(survey.report)))，\(survey.report.responses) 份）。"
        ))
    }
    if let complaints = now.complaints {
      items.append(
        w(
          "Complaints: \(complaints.received); of those that can be judged, \(text(complaints.closureInTime)) % were closed within 24 hours.",
          "投诉 \(complaints.received) 件，可判定者中 24 小时内办结 \(text(complaints.closureInTime)) %。"))
    }
    if now.passed.of > 0 {
      items.append(
        w(
          "Exams: \(now.passed.hits) of \(now.passed.of) papers passed, \(percent(now.passed)) % (95 %: \(percentRange(now.passed))).",
          "考试：\(now.passed.of) 人次通过 \(now.passed.hits)，通过率 \(percent(now.passed)) %（95 %：\(percentRange(now.passed))）。"
        ))
    }
    let judged = findings.readings.compactMap(\.isMet)
    if !judged.isEmpty {
      items.append(
        w(
          "Indicators: \(judged.count { $0 }) of the \(judged.count) with a value and a target meet it.",
          "指标：有数值且有目标的 \(judged.count) 项中，达标 \(judged.count { $0 }) 项。"))
    }
    return items.isEmpty
      ? .missing(w("Nothing was measured in \(quarter) yet.", "\(quarter) 尚无任何测量数据。")) : .list(items)
  }

  /// The index ± 1.96 standard errors.
  func indexInterval(_ report: SurveyReport) -> (low: Double, high: Double)? {
    SurveyReport.Figure(score: report.index.index, error: report.indexError, n: report.responses).interval
  }
}
