import Formats
import Quality
import Statistics
import Terminal
import Workspace

extension Verb {
  static let qaBaseline = Verb(
    "qa", "baseline", options: [quarterOption, scorecardOption],
    needs: ["--quarter"], en: "freeze a quarter as the baseline of control limits", zh: "冻结控制图基线",
    example: "merit qa baseline --quarter 2026Q2"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let baseline = try ChartDesk(try session.occasion()).freeze(
      quarter, scorecard: input.value("--scorecard") ?? "hotline-call")
    session.report(QualityBaseline.form.json(baseline)) {
      session.say(
        session.word(
          "baseline \(quarter): mean \(ItemAnalysisText.figure(baseline.mean, 2)), sd \(ItemAnalysisText.figure(baseline.deviation, 2)), critical \(ItemAnalysisText.figure(baseline.failedShare.map { $0 * 100 }, 2)) % of \(baseline.calls) calls",
          "基线 \(quarter)：均值 \(ItemAnalysisText.figure(baseline.mean, 2))，标准差 \(ItemAnalysisText.figure(baseline.deviation, 2))，致命率 \(ItemAnalysisText.figure(baseline.failedShare.map { $0 * 100 }, 2)) %（\(baseline.calls) 通）"
        ))
    }
    return .done
  }

  static let qaChart = Verb(
    "qa", "chart",
    options: [
      quarterOption, scorecardOption,
      Option("--chart", "p|ewma|cusum", en: "critical errors, or scores; p unless said", zh: "控制图类型，默认 p"),
      Option("--team", "ID", en: "of one team", zh: "某班组"),
      Option("--agent", "ID", en: "of one agent", zh: "某坐席"),
    ], needs: ["--quarter"], en: "a control chart of QA by weeks, on the frozen baseline", zh: "质检控制图",
    example: "merit qa chart --quarter 2026Q3 --chart ewma --team T1"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let desk = ChartDesk(try session.occasion(readOnly: true))
    let scorecard = input.value("--scorecard") ?? "hotline-call"
    let subject: ChartDesk.Subject =
      input.value("--team").map { .team($0) } ?? input.value("--agent").map { .agent($0) } ?? .company
    let (charts, baseline) = try desk.charts(of: subject, in: quarter, scorecard: scorecard)
    let weeks = charts.weeks
    session.notice(
      session.word("limits from \(baseline.quarter), frozen", "控制限冻结于 \(baseline.quarter)"))
    switch input.value("--chart") ?? "p" {
    case "p":
      if let chart = charts.criticals {
        let marks = weeks.map { week in
          charts.isSurelyBad(week) ? nil : session.word("out, of too few calls to tell", "超限，但样本过少")
        }
        show(chart, session, labels: weeks.map { "\($0.monday)" }, marks: marks)
      }
    case "ewma":
      if let chart = charts.averages {
        show(chart, session, labels: charts.scoredWeeks.map { "\($0.monday)" })
      }
      session.notice(session.word("in standard errors of a week's mean", "单位：周均值的标准误"))
    case "cusum":
      if let sums = charts.sums { show(sums, session, labels: charts.scoredWeeks.map { "\($0.monday)" }) }
    case let word: throw Refusal(.usage, "'\(word)' is no chart", "write --chart p, ewma or cusum")
    }
    return .done
  }
}
