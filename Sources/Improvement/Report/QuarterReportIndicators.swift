import Formats
import Satisfaction
import Workspace

extension QuarterReportText {
  /// Against targets, the quarter before, and others who are observed.
  var indicators: [Block] {
    let title = Block.heading(2, w("2.3 Indicators", "2.3 指标"))
    let known = findings.readings.filter { $0.company != nil || $0.subjects > 0 }
    guard !known.isEmpty else {
      return [
        title,
        .missing(
          w(
            "No indicator of \(quarter) has a value. Take observations in with: merit kpi import FILE.",
            "\(quarter) 没有指标数据。导入：merit kpi import FILE。")),
      ]
    }
    func cell(_ reading: IndicatorReading, _ value: Int?) -> String { value.map(reading.text) ?? "–" }
    let rows = known.map { reading in
      let gap = reading.company.flatMap { value in reading.target.map { value - $0 } }
      return [
        w(reading.indicator.title), reading.indicator.unit, cell(reading, reading.company),
        cell(reading, reading.target), cell(reading, gap),
        cell(reading, findings.earlier[reading.indicator.id]),
        reading.isMet.map { $0 ? w("yes", "是") : w("no", "否") } ?? "–",
        // Two decimals are enough for a mean of what was observed with fewer.
        cell(reading, reading.mean.map { Int(roundedQuotient(Int128($0), 100)) * 100 }),
        reading.highest.map { "\(reading.text($0.value)) \($0.subject)" } ?? "–",
        reading.lowest.map { "\(reading.text($0.value)) \($0.subject)" } ?? "–",
      ]
    }
    return [
      title, .picture(gaps(known)),
      .table(
        Table(
          w(
            "Indicators against their targets, and the spread over people and units",
            "指标与目标，以及人员、单位间的分布"),
          [
            Column(w("indicator", "指标"), isNumber: false), Column(w("unit", "单位"), isNumber: false),
            Column(w("value", "数值")), Column(w("target", "目标")), Column(w("gap", "差距")),
            Column("\(quarter.previous)"),
            Column(w("met", "达标"), isNumber: false), Column(w("mean", "均值")), Column(w("highest", "最高")),
            Column(w("lowest", "最低")),
          ], rows)),
    ] + findings.others.prefix(3).flatMap { against($0.name, $0.rows) }
  }

  /// The gap to somebody else, such as a competitor.
  private func against(_ name: String, _ rows: [(reading: IndicatorReading, other: Int)]) -> [Block] {
    func gap(_ row: (reading: IndicatorReading, other: Int)) -> Int { (row.reading.company ?? 0) - row.other }
    func ahead(_ row: (reading: IndicatorReading, other: Int)) -> Int {
      row.reading.indicator.direction == .higher ? gap(row) : -gap(row)
    }
    return [
      .table(
        Table(
          w("The company and \(name)", "本公司与 \(name)"),
          [
            Column(w("indicator", "指标"), isNumber: false), Column(w("own", "本方")), Column(name),
            Column(w("gap", "差距")), Column("", isNumber: false),
          ],
          rows.map { row in
            [
              w(row.reading.indicator.title), row.reading.company.map(row.reading.text) ?? "–",
              row.reading.text(row.other), row.reading.text(gap(row)),
              ahead(row) > 0 ? w("ahead", "领先") : ahead(row) < 0 ? w("behind", "落后") : w("equal", "持平"),
            ]
          }))
    ]
  }

  /// How far each indicator is from its target, in per cent of the target.
  private func gaps(_ readings: [IndicatorReading]) -> Picture {
    let rows = readings.compactMap { reading -> GapChart.Row? in
      guard let value = reading.company, let target = reading.target, target != 0 else { return nil }
      let share = Double(value - target) / Double(abs(target)) * 100
      let ahead = reading.indicator.direction == .higher ? share : -share
      return GapChart.Row(label: w(reading.indicator.title), gap: ahead, text: "\(signed(ahead)) %")
    }
    let behind = rows.filter { ($0.gap ?? 0) < 0 }
    return GapChart(
      title: w("Indicators against their targets", "指标与目标的差距"),
      description: w(
        "In per cent of the target, turned so that ahead lies to the right whichever direction is better. Behind: \(behind.count) of \(rows.count).",
        "以目标的百分比表示，无论指标以高为好还是以低为好，领先均在右侧。落后 \(behind.count) 项，共 \(rows.count) 项。"),
      rows: rows, behind: w("behind", "落后"), ahead: w("ahead", "领先")
    ).picture
  }
}
