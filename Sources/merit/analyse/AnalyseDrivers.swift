import Formats
import Satisfaction
import Statistics
import Terminal
import Workspace

extension Verb {
  static let analyseDrivers = Verb(
    "analyse", "drivers", arguments: ["FILE"],
    options: [
      Option("--target", "COLUMN", en: "the column to be explained by the others", zh: "被解释的列"),
      Option("--columns", "A,B,…", en: "only these explain it; else all others", zh: "仅用这些列解释"), nameColumn,
    ], needs: ["--target"],
    en: "what drives a figure: least squares, stepwise selection, shares of R² over all orders",
    zh: "驱动因素分析：回归、逐步回归与 R² 分解", example: "merit analyse drivers answers.csv --target overall"
  ) { session, input in
    let path = input.argument(0)
    let target = try input.required("--target")
    let wanted = input.value("--columns").map {
      $0.split(separator: ",").map { String($0.trimmed) } + [target]
    }
    let table = try NumberTable.read(path, names: input.value("--id"), only: wanted)
    func fault(_ message: String) -> Faults {
      Faults([Fault(file: path, line: 1, column: 1, message: message)])
    }
    guard let place = table.columns.firstIndex(of: target) else {
      let hint = nearest(to: target, among: table.columns).map { "; did you mean '\($0)'?" } ?? ""
      throw fault("there is no column '\(target)' of numbers\(hint)")
    }
    let names = table.columns.indices.filter { $0 != place }.map { table.columns[$0] }
    guard !names.isEmpty else { throw fault("there is no column beside '\(target)' to explain it by") }
    let k = table.columns.count
    var cells: [Int] = []
    cells.reserveCapacity(table.digits?.count ?? table.cells.count)
    var dropped = 0
    if let digits = table.digits {
      for start in stride(from: 0, to: digits.count, by: k) {
        for column in 0..<k where column != place { cells.append(Int(digits[start + column])) }
        cells.append(Int(digits[start + place]))
      }
    } else {
      for start in stride(from: 0, to: table.cells.count, by: k) {
        guard !table.cells[start..<(start + k)].contains(NumberTable.missing) else {
          dropped += 1
          continue
        }
        for column in 0..<k where column != place { cells.append(table.cells[start + column]) }
        cells.append(table.cells[start + place])
      }
    }
    let drivers: Drivers
    do {
      drivers = try Drivers(cells: cells, names: names, unit: table.unit)
    } catch let obstacle as Regression.Obstacle {
      throw fault(Drivers.words(obstacle, names: names, target: target))
    }
    if dropped > 0 {
      session.notice(session.word("\(dropped) rows with a gap are left out", "\(dropped) 行有缺项，未计入"))
    }
    session.report(Drivers.form.json(drivers)) { drivers.show(session) }
    return .done
  }
}

extension Drivers {
  func show(_ session: Session, titles: [String]? = nil) {
    func figure(_ value: Double?, _ places: Int) -> String { ItemAnalysisText.figure(value, places) }
    let titles = titles ?? names
    session.say(
      session.word(
        "\(rowCount) rows, R² \(figure(fit.r2, 4)), adjusted \(figure(fit.adjustedR2, 4))",
        "\(rowCount) 行，R² \(figure(fit.r2, 4))，调整后 \(figure(fit.adjustedR2, 4))"))
    var table = AlignedTable(
      [
        session.word("column", "变量"), "b", "se", "t", "p", "beta", "VIF",
        session.word("share of R²", "R² 份额"),
      ], numbers: [1, 2, 3, 4, 5, 6, 7])
    func row(_ name: String, _ value: Regression.Coefficient, _ share: Double?) {
      table.add([
        name, figure(value.estimate, 4), figure(value.error, 4), figure(value.t, 2),
        value.p < 0.0001 ? "<0.0001" : figure(value.p, 4), figure(value.beta, 3), figure(value.inflation, 2),
        figure(share, 4),
      ])
    }
    row("const", fit.constant, nil)
    for (place, coefficient) in fit.coefficients.enumerated() {
      row(titles[place], coefficient, shares?[place])
    }
    session.show(table)
    let steps = path.map { "\($0.isEntry ? "+" : "−")\(titles[$0.column])" }.joined(separator: " ")
    session.say(session.word("stepwise: ", "逐步回归：") + (steps.isEmpty ? "–" : steps))
  }
}
