import Formats
import Quality
import Statistics
import Workspace

/// Scores of teams or agents with their intervals, as bars and as a table.
struct LeagueTable {
  private let report: QualityReport
  private let ofTeams: Bool
  private let quarter: Quarter
  private let call: PageCall

  init(_ report: QualityReport, ofTeams: Bool, quarter: Quarter, _ call: PageCall) {
    self.report = report
    self.ofTeams = ofTeams
    self.quarter = quarter
    self.call = call
  }

  var markup: String {
    guard !report.rows.isEmpty else {
      return Markup.paragraph(
        call.word("No call of this quarter was judged.", "本季度暂无质检结果。"), kind: "note")
    }
    return PageWords.chart(chart.picture)
      + Markup.paragraph(
        call.word(
          "The whiskers are 95 % intervals: where they overlap much, the order says little. The last column counts the others that a row is surely above and below.",
          "须线为 95% 置信区间：重叠较多时名次意义不大。末列为可确认高于、低于的数量。"), kind: "note")
      + table
  }

  private var chart: BarChart {
    let ordered = report.rows.filter { $0.isEnough }.sorted {
      ($0.mean.estimate ?? .zero, $1.id) > ($1.mean.estimate ?? .zero, $0.id)
    }
    let bars = ordered.prefix(60).map { row in
      let interval = row.mean.interval()
      return BarChart.Bar(
        label: row.name == row.id ? row.id : "\(row.id) \(row.name)",
        value: row.mean.estimate.map(Self.points), low: interval.map { Self.points($0.low) },
        high: interval.map { Self.points($0.high) },
        text: "\(row.mean.estimate?.description ?? "–") (n \(row.mean.count))", isWeak: row.below > row.above)
    }
    return BarChart(
      title: call.word("QA scores of \(quarter)", "\(quarter) 质检分"),
      description: bars.prefix(20).map { "\($0.label) \($0.text)" }.joined(separator: "; "),
      axis: call.word("points", "分"), bars: Array(bars), range: 0...100)
  }

  private static func points(_ score: Score) -> Double { Double(score.hundredths) / 100 }

  private var table: String {
    let rows = report.rows.map { row -> [Markup.Cell] in
      let interval = row.mean.interval().map { "\($0.low)–\($0.high)" }
      let accuracy = Scorecard.Criticality.allCases.map { kind in
        row.accuracy[kind].flatMap(\.estimate).map { PageWords.figure($0 * 100, 1) } ?? "–"
      }.joined(separator: " / ")
      let name = row.name == row.id ? row.id : "\(row.id) \(row.name)"
      return [
        .markup(
          ofTeams
            ? Markup.link("/teams?quarter=\(quarter)&team=\(PageFrame.encoded(row.id))", name)
            : Markup.escaped(name)),
        .number(row.isEnough ? row.mean.estimate?.description ?? "–" : call.word("too few", "样本过少")),
        .number(row.isEnough ? interval ?? "–" : "–"), .number("\(row.mean.count)"),
        .number(row.shrunk?.description ?? "–"), .number(accuracy), .number("\(row.above), \(row.below)"),
      ]
    }
    return Markup.table(
      call.word("Scores with intervals", "得分与置信区间"),
      [
        ofTeams ? call.word("team", "班组") : call.word("agent", "坐席"), call.word("score", "质检分"),
        call.word("95 % interval", "95% 区间"), call.word("calls", "通数"), call.word("shrunk", "收缩后"),
        call.word("without critical error, %", "致命准确率，%"), call.word("above, below", "高于、低于"),
      ], numbers: [1, 2, 3, 4, 5, 6], rows, empty: "–")
  }
}
