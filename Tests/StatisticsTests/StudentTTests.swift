import Foundation
import Statistics
import Testing

/// Tables that SciPy and statsmodels computed; see Tests/Figures/SOURCES.md.
private func rows(_ name: String) throws -> [[String]] {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  let text = try String(contentsOf: folder.appendingPathComponent("Figures/\(name)"), encoding: .utf8)
  return text.split(separator: "\n").dropFirst().map { $0.components(separatedBy: ",") }
}

@Suite struct StudentTTests {
  @Test func `tails and quantiles are those of SciPy`() throws {
    let table = try rows("drivers/student_t.csv")
    #expect(table.count > 60)
    for row in table {
      let argument = try #require(Double(row[1]))
      let student = StudentT(freedom: try #require(Double(row[2])))
      let expected = try #require(Double(row[3]))
      let value = row[0] == "p" ? student.bothTails(argument) : student.quantile(level: argument)
      #expect(abs(value - expected) <= 1e-10 * abs(expected), "\(row): \(value)")
    }
  }

  @Test func `Wilson intervals are those of statsmodels`() throws {
    let table = try rows("interval/proportions.csv")
    #expect(table.count > 20)
    for row in table {
      let numbers = try row.map { try #require(Double($0)) }
      let interval = try #require(
        Proportion(hits: Int(numbers[0]), of: Int(numbers[1])).wilson(level: numbers[2]))
      #expect(abs(interval.low - numbers[3]) < 1e-12 && abs(interval.high - numbers[4]) < 1e-12, "\(row)")
    }
  }
}

@Suite struct RegressionObstacleTests {
  @Test func `a sum of other columns is named`() throws {
    let cells = [1, 2, 3, 9, 2, 1, 3, 8, 5, 5, 10, 3, 4, 1, 5, 4, 0, 7, 7, 1, 3, 3, 6, 2]
    #expect(throws: Regression.Obstacle.determined(2)) {
      _ = try Regression(cells: cells, predictors: 3, unit: 1)
    }
  }

  @Test func `a constant column and target and too few rows are named`() throws {
    #expect(throws: Regression.Obstacle.determined(0)) {
      _ = try Regression(cells: [4, 1, 4, 2, 4, 5, 4, 4], predictors: 1, unit: 1)
    }
    #expect(throws: Regression.Obstacle.targetConstant) {
      _ = try Regression(cells: [1, 7, 2, 7, 4, 7, 8, 7], predictors: 1, unit: 1)
    }
    #expect(throws: Regression.Obstacle.tooFewRows(3)) {
      _ = try Regression(cells: [1, 7, 2, 8], predictors: 1, unit: 1)
    }
  }
}
