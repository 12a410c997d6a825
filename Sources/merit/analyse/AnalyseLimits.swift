import Formats
import Quality
import Statistics
import Terminal
import Workspace

extension Verb {
  static let analyseLimits = Verb(
    "analyse", "limits", arguments: ["FILE"],
    options: [
      Option("--chart", "p|ewma|cusum", en: "which chart", zh: "控制图类型"),
      Option("--hits", "COLUMN", en: "p: the column of hits", zh: "p 图：命中数列"),
      Option("--of", "COLUMN", en: "p: the column of cases", zh: "p 图：总数列"), valueColumn,
      Option("--mean", "M", en: "ewma, cusum: the mean to be kept", zh: "目标均值"),
      Option("--sigma", "S", en: "ewma, cusum: the standard deviation of a value", zh: "单值标准差"),
      Option("--lambda", "L", en: "ewma: the weight of the newest value, such as 0.2", zh: "EWMA 权重"),
      Option("--width", "W", en: "ewma: the limits' width in sigmas, such as 3", zh: "EWMA 控制限宽度"),
      Option("--k", "K", en: "cusum: the allowance in sigmas, such as 0.5", zh: "CUSUM 参考值"),
      Option("--h", "H", en: "cusum: the decision interval in sigmas, such as 5", zh: "CUSUM 判定值"),
    ], needs: ["--chart"], en: "control limits of values over time, and the points beyond them", zh: "控制图",
    example: "merit analyse limits weeks.csv --chart p --hits failed --of calls"
  ) { session, input in
    let table = try NumberTable.read(input.argument(0))
    func column(_ option: String) throws -> [Double] {
      let name = try input.required(option)
      guard let place = table.columns.firstIndex(of: name) else {
        throw Faults([
          Fault(
            file: input.argument(0), line: 1, column: 1,
            message:
              "there is no column '\(name)' of numbers; the columns are \(table.columns.joined(separator: ", "))"
          )
        ])
      }
      let cells = table.digits?.map(Int.init) ?? table.cells
      return try stride(from: place, to: cells.count, by: table.columns.count).map { index in
        guard cells[index] != NumberTable.missing else {
          throw Faults([
            Fault(
              file: input.argument(0), line: table.lines[index / table.columns.count], column: 1,
              message: "'\(name)' is empty; a chart needs every point")
          ])
        }
        return Double(cells[index]) / Double(table.unit)
      }
    }
    func number(_ option: String, above least: Double) throws -> Double {
      let text = try input.required(option)
      guard let value = ExactDecimal(text)?.double, value > least else {
        throw Refusal(.usage, "'\(text)' is no value for \(option)", "write a number such as 0.5")
      }
      return value
    }
    switch try input.required("--chart") {
    case "p":
      let (hits, of) = (try column("--hits"), try column("--of"))
      for (place, (hit, all)) in zip(hits, of).enumerated()
      where hit < 0 || hit > all || hit != hit.rounded() || all != all.rounded() {
        throw Faults([
          Fault(
            file: input.argument(0), line: table.lines[place], column: 1,
            message: "the hits are not a whole number from 0 to the number of cases; mend the row")
        ])
      }
      show(ControlChart(shares: zip(hits, of).map { (Int($0), Int($1)) }), session)
    case "ewma":
      let lambda = try number("--lambda", above: 0)
      guard lambda <= 1 else { throw Refusal(.usage, "--lambda is above 1", "write a weight such as 0.2") }
      show(
        ControlChart(
          moving: try column("--value"), mean: try number("--mean", above: -.infinity),
          sigma: try number("--sigma", above: 0), lambda: lambda, width: try number("--width", above: 0)),
        session)
    case "cusum":
      show(
        CumulativeSums(
          try column("--value"), mean: try number("--mean", above: -.infinity),
          sigma: try number("--sigma", above: 0), allowance: try number("--k", above: -1e-300),
          decision: try number("--h", above: 0)), session)
    case let word: throw Refusal(.usage, "'\(word)' is no chart", "write --chart p, ewma or cusum")
    }
    return .done
  }

  /// - Parameters:
  ///   - labels: what people read instead of the points' numbers.
  ///   - marks: what people read beside a point that is out; by default that it is.
  static func show(
    _ chart: ControlChart, _ session: Session, labels: [String]? = nil, marks: [String?]? = nil
  ) {
    session.report(ControlChart.form.json(chart)) {
      var table = AlignedTable(
        [
          labels == nil ? "#" : session.word("week of", "周（周一）"), session.word("value", "数值"),
          session.word("lower", "下限"), session.word("upper", "上限"), "",
        ], numbers: [0, 1, 2, 3])
      for point in chart.points {
        table.add([
          labels?[point.index - 1] ?? "\(point.index)", ItemAnalysisText.figure(point.value, 4),
          ItemAnalysisText.figure(point.low, 4), ItemAnalysisText.figure(point.high, 4),
          point.isOut ? marks?[point.index - 1] ?? session.word("OUT", "失控") : "",
        ])
      }
      session.show(table)
    }
  }

  static func show(_ sums: CumulativeSums, _ session: Session, labels: [String]? = nil) {
    session.report(CumulativeSums.form.json(sums)) {
      var table = AlignedTable(
        [
          labels == nil ? "#" : session.word("week of", "周（周一）"), session.word("above", "上偏累积"),
          session.word("below", "下偏累积"), "",
        ], numbers: [0, 1, 2])
      for point in sums.points {
        table.add([
          labels?[point.index - 1] ?? "\(point.index)", ItemAnalysisText.figure(point.above, 4),
          ItemAnalysisText.figure(point.below, 4),
          point.isSignal ? session.word("SIGNAL", "报警") : "",
        ])
      }
      session.show(table)
    }
  }
}
