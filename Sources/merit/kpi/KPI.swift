import Formats
import Satisfaction
import Terminal
import Workspace

extension Verb {
  static let kpiImport = Verb(
    "kpi", "import", arguments: ["FILE"], options: intake, en: "take in observations of indicators",
    zh: "导入指标数据", example: "merit kpi import observations.csv"
  ) { session, input in
    session.report(
      try SatisfactionDesk(try session.occasion()).importObservations(
        .path(input.argument(0)), options: input.intake()))
    return .done
  }

  static let kpiShow = Verb(
    "kpi", "show",
    options: [
      quarterOption,
      Option("--spread", en: "mean, highest and lowest over people and units instead", zh: "显示各对象的均值、最高、最低"),
    ],
    needs: ["--quarter"], en: "show the indicators against their targets", zh: "查看指标与目标",
    example: "merit kpi show --quarter 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let (readings, survey) = try SatisfactionDesk(try session.occasion(readOnly: true)).readings(in: quarter)
    func shown(_ value: Int?) -> String {
      value.map { ExactDecimal(mantissa: $0, places: Observation.places).text } ?? "–"
    }
    session.report(SatisfactionDesk.readingsForm.json((quarter, (readings, survey)))) {
      if input.flag("--spread") { return showSpread(readings, session) }
      if let survey {
        let parts = survey.parts.map { "\($0.id) \($0.score?.description ?? "–")" }.joined(separator: ", ")
        session.say(
          session.word(
            "survey index \(survey.index?.description ?? "–") (\(parts); \(survey.responses) responses)\n",
            "满意度指数 \(survey.index?.description ?? "–")（\(parts)；\(survey.responses) 份）\n"))
      }
      var table = AlignedTable(
        [
          session.word("indicator", "指标"), session.word("unit", "单位"), session.word("value", "数值"),
          session.word("target", "目标"), session.word("gap", "差距"), session.word("met", "达标"),
          session.word("owner", "责任部门"),
        ],
        numbers: [2, 3, 4])
      for reading in readings {
        let gap = reading.company.flatMap { value in reading.target.map { value - $0 } }
        table.add([
          session.word(reading.indicator.title), reading.indicator.unit, shown(reading.company),
          shown(reading.target), shown(gap),
          reading.isMet.map { $0 ? session.word("yes", "是") : session.word("no", "否") } ?? "–",
          reading.indicator.owner,
        ])
      }
      session.show(table)
    }
    return .done
  }

  private static func showSpread(_ readings: [IndicatorReading], _ session: Session) {
    var table = AlignedTable(
      [
        session.word("indicator", "指标"), "n", session.word("mean", "均值"), session.word("highest", "最高"), "",
        session.word("lowest", "最低"), "",
      ], numbers: [1, 2, 3, 5])
    for reading in readings where reading.subjects > 0 {
      table.add([
        session.word(reading.indicator.title), "\(reading.subjects)", reading.mean.map(reading.text) ?? "–",
        reading.highest.map { reading.text($0.value) } ?? "–", reading.highest?.subject ?? "",
        reading.lowest.map { reading.text($0.value) } ?? "–", reading.lowest?.subject ?? "",
      ])
    }
    session.show(table)
  }

  static let kpiGaps = Verb(
    "kpi", "gaps",
    options: [
      quarterOption,
      Option(
        "--against", "target|last|year|SUBJECT",
        en: "the targets, the last quarter, the year before, or a competitor observed",
        zh: "对比对象：目标、上季度、去年同期或竞争对手"),
    ], needs: ["--quarter"], en: "the company's indicators against targets, the past or a competitor",
    zh: "指标差距表",
    example: "merit kpi gaps --quarter 2026Q3 --against rival-a"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let word = input.value("--against") ?? "target"
    let rows = try SatisfactionDesk(try session.occasion(readOnly: true)).gaps(
      in: quarter, against: SatisfactionDesk.Other(word))
    func text(_ value: Int?) -> String? {
      value.map { ExactDecimal(mantissa: $0, places: Observation.places).text }
    }
    func gap(_ row: (reading: IndicatorReading, other: Int?)) -> Int? {
      row.reading.company.flatMap { own in row.other.map { own - $0 } }
    }
    func change(_ row: (reading: IndicatorReading, other: Int?)) -> String? {
      guard let own = row.reading.company, let other = row.other else { return nil }
      return Gap.relativeChange(from: other, to: own).map { decimalText($0, places: 2) }
    }
    session.report(SatisfactionDesk.gapForm.json(rows)) {
      let against = [
        "target": session.word("target", "目标"), "last": session.word("last quarter", "上季度"),
        "year": session.word("year before", "去年同期"),
      ]
      var table = AlignedTable(
        [
          session.word("indicator", "指标"), session.word("own", "本方"), against[word] ?? word,
          session.word("gap", "差距"),
          session.word("%", "%"), "",
        ], numbers: [1, 2, 3, 4])
      for row in rows where row.reading.company != nil || row.other != nil {
        let isBetter = gap(row).flatMap { gap -> Bool? in
          gap == 0 ? nil : (gap > 0) == (row.reading.indicator.direction == .higher)
        }
        table.add([
          session.word(row.reading.indicator.title), text(row.reading.company) ?? "–", text(row.other) ?? "–",
          text(gap(row)) ?? "–", change(row) ?? "–",
          isBetter.map { $0 ? session.word("ahead", "领先") : session.word("behind", "落后") } ?? "",
        ])
      }
      session.show(table)
    }
    return .done
  }
}
