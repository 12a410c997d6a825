import Formats
import Statistics
import Workspace

/// What drives a figure: least squares, the columns that a stepwise choice keeps, and each column's share of R².
package struct Drivers: Sendable {
  package let names: [String]
  package let rowCount: Int
  package let fit: Regression.Fit
  package let path: [Regression.Step]
  package let selected: [Int]
  package let shares: [Double]?

  /// - Parameter cells: row by row, the predictors in the order of their names, then the target.
  /// - Throws: `Regression.Obstacle`.
  package init(cells: [Int], names: [String], unit: Int) throws {
    let regression = try Regression(cells: cells, predictors: names.count, unit: unit)
    guard let fit = regression.fit(Array(names.indices)) else {
      throw Regression.Obstacle.determined(names.count - 1)
    }
    self.names = names
    self.fit = fit
    rowCount = regression.rowCount
    (path, selected) = regression.stepwise()
    shares = regression.shares()
  }

  package static func words(_ obstacle: Regression.Obstacle, names: [String], target: String) -> String {
    switch obstacle {
    case .determined(let column):
      "column '\(names[column])' is constant, or a sum of the columns before it; leave it out"
    case .targetConstant: "'\(target)' never varies, so nothing can explain it"
    case .tooFewRows(let least): "there are too few complete rows; \(least) are needed at least"
    }
  }

  package static let form = JSONForm<Drivers>([
    .integer("n") { $0.rowCount }, .figure("r2") { $0.fit.r2 },
    .figure("adj_r2") { $0.fit.adjustedR2 },
    .init("coefficients", .map(coefficientForm.schema)) { drivers in
      .object(
        [("const", coefficientForm.json(drivers.fit.constant))]
          + zip(drivers.names, drivers.fit.coefficients).map { ($0, coefficientForm.json($1)) })
    },
    .object("stepwise", stepwiseForm) { $0 },
    .init("lmg", .optional(.map(.optional(.number)))) { drivers in
      drivers.shares.map { .object(zip(drivers.names, $0).map { ($0, .optional($1)) }) } ?? .null
    },
  ])

  private static let coefficientForm = JSONForm<Regression.Coefficient>([
    .figure("estimate") { $0.estimate }, .figure("se") { $0.error },
    .figure("t") { $0.t }, .figure("p") { $0.p }, .figure("beta") { $0.beta },
    .figure("vif") { $0.inflation },
  ])

  private static let stepwiseForm = JSONForm<Drivers>([
    .list("path", stepForm) { drivers in drivers.path.map { ($0, drivers.names[$0.column]) } },
    .texts("selected") { drivers in drivers.selected.map { drivers.names[$0] } },
  ])

  private static let stepForm = JSONForm<(step: Regression.Step, name: String)>([
    .init("action", .choice(["enter", "remove"])) { .string($0.step.isEntry ? "enter" : "remove") },
    .text("variable") { $0.name }, .figure("p") { $0.step.p },
    .figure("r2_after") { $0.step.r2After },
  ])
}

extension SurveyDesk {
  /// What drives satisfaction, and the map of importance and performance.
  ///
  /// - Throws: a refusal where the answers cannot be regressed.
  package func driven(
    _ model: SurveyModel, in quarter: Quarter
  ) throws -> (drivers: Drivers, table: DriverTable) {
    let table = try drivers(model, in: quarter)
    let names = table.names.map(\.en)
    do {
      return (try Drivers(cells: table.cells, names: names, unit: 100), table)
    } catch let obstacle as Regression.Obstacle {
      throw Refusal(
        .badData, Drivers.words(obstacle, names: names, target: "overall satisfaction"),
        "see: merit survey show --quarter \(quarter) --model \(model.head.id)")
    }
  }
}

extension ImportanceMap {
  package init(_ drivers: Drivers, _ table: SurveyDesk.DriverTable, isChinese: Bool) {
    let shares = drivers.shares ?? drivers.names.map { _ in 0 }
    self.init(
      zip(table.names, zip(shares, table.performance)).map { name, own in
        Point(
          title: name.text(chinese: isChinese),
          importance: drivers.fit.r2 > 0 ? own.0 / drivers.fit.r2 : 0,
          performance: Double(own.1.hundredths) / 100)
      }, isChinese: isChinese)
  }
}
