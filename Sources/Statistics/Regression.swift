import Glibc

/// Least squares of one column on others, with the order in which they explain it and the share that each has.
///
/// Cells are whole numbers in one unit; moments are summed exactly, and a fit is refined on its own residuals, so that nearly
/// perfect and nearly collinear data keep their digits.
package struct Regression: Sendable {
  /// Why columns cannot be fitted.
  package enum Obstacle: Error, Hashable, Sendable {
    /// A column that never varies, or that others determine; its place among the predictors.
    case determined(Int)
    case targetConstant
    /// So many rows are needed at least.
    case tooFewRows(Int)
  }

  package struct Coefficient: Sendable {
    package let estimate: Double
    package let error: Double
    package let t: Double
    /// Two-sided.
    package let p: Double
    /// In standard deviations; `nil` for the constant.
    package let beta: Double?
    /// Variance inflation, 1/(1 − R²) of the column on the others; `nil` for the constant.
    package let inflation: Double?
  }

  package struct Fit: Sendable {
    package let r2: Double
    package let adjustedR2: Double
    package let constant: Coefficient
    /// In the order of the columns asked for.
    package let coefficients: [Coefficient]
  }

  package let rowCount: Int
  package let predictors: Int
  private let rows: [Double]
  private let means: [Double]
  /// Standard deviations with n − 1; the target's last.
  private let deviations: [Double]
  /// Correlations of all columns, the target's last.
  private let correlations: SymmetricMatrix

  /// - Parameters:
  ///   - cells: row by row, the predictors and then the target, none missing, in units.
  ///   - unit: the value of 1.
  /// - Throws: `Obstacle`.
  package init(cells: [Int], predictors: Int, unit: Int) throws {
    let k = predictors + 1
    let n = cells.count / k
    guard n > k else { throw Obstacle.tooFewRows(k + 1) }
    self.predictors = predictors
    rowCount = n
    let sums = MomentSums(cells, columns: k)
    var deviations = [Double](repeating: 0, count: k)
    for column in 0..<k {
      let scaled = sums.scaled(column, column)
      guard scaled > 0 else {
        throw column == predictors ? Obstacle.targetConstant : Obstacle.determined(column)
      }
      deviations[column] = (Double(scaled) / (Double(n) * Double(n - 1))).squareRoot() / Double(unit)
    }
    var correlations = SymmetricMatrix(size: k)
    for row in 0..<k {
      correlations.add(1, at: row, row)
      for column in 0..<row {
        let scale =
          Double(sums.scaled(row, row)).squareRoot() * Double(sums.scaled(column, column)).squareRoot()
        correlations.add(Double(sums.scaled(row, column)) / scale, at: row, column)
      }
    }
    self.deviations = deviations
    self.correlations = correlations
    means = (0..<k).map { Double(sums.sum($0)) / Double(n) / Double(unit) }
    // Standardised rows: what the refinement of a fit runs over.
    var rows = [Double](repeating: 0, count: cells.count)
    let shifts = (0..<k).map { Double(sums.sum($0)) / Double(n) }
    let scales = (0..<k).map { 1 / (deviations[$0] * Double(unit) * Double(n - 1).squareRoot()) }
    cells.withUnsafeBufferPointer { cells in
      rows.withUnsafeMutableBufferPointer { rows in
        var column = 0
        for index in cells.indices {
          rows[index] = (Double(cells[index]) - shifts[column]) * scales[column]
          column = column + 1 == k ? 0 : column + 1
        }
      }
    }
    self.rows = rows
    if let place = correlations.leading(predictors).dependentRow() { throw Obstacle.determined(place) }
  }

  // MARK: A fit

  /// Fits the target on some of the columns.
  ///
  /// - Parameter isRough: whether the moments alone will do, as long as they are far from a perfect fit and from dependence.
  package func fit(_ columns: [Int], isRough: Bool = false) -> Fit? {
    let matrix = correlations.restricted(to: columns)
    guard let inverse = matrix.inverse() else { return nil }
    let target = columns.map { correlations[$0, predictors] }
    var betas = inverse.times(target)
    var unexplained = 1 - zip(betas, target).reduce(0) { $0 + $1.0 * $1.1 }
    // Two rounds on the residuals give back the digits that 1 − R² and near dependence take away.
    let needsMore = unexplained < 1e-4 || columns.indices.contains { inverse[$0, $0] > 1e4 }
    for _ in 0..<(isRough && !needsMore ? 0 : 2) {
      let (gradient, squares) = residuals(columns, betas)
      for (place, step) in inverse.times(gradient).enumerated() { betas[place] += step }
      unexplained = squares
    }
    let n = Double(rowCount)
    let freedom = n - Double(columns.count) - 1
    let targetDeviation = deviations[predictors]
    let variance = max(unexplained, 0) * targetDeviation * targetDeviation * (n - 1) / freedom
    let student = StudentT(freedom: freedom)
    func coefficient(_ estimate: Double, _ error: Double, beta: Double?, inflation: Double?) -> Coefficient {
      // Of a perfect fit nothing is left to chance; its t is infinite, and 0/0 where the coefficient is 0 too.
      let t = estimate / error
      let p = error > 0 ? student.bothTails(t) : estimate == 0 ? 1 : 0
      return Coefficient(estimate: estimate, error: error, t: t, p: p, beta: beta, inflation: inflation)
    }
    var intercept = means[predictors]
    let coefficients = columns.indices.map { place -> Coefficient in
      let deviation = deviations[columns[place]]
      let estimate = betas[place] * targetDeviation / deviation
      intercept -= estimate * means[columns[place]]
      return coefficient(
        estimate, (variance * inverse[place, place] / (n - 1)).squareRoot() / deviation, beta: betas[place],
        inflation: inverse[place, place])
    }
    let centre = columns.map { means[$0] / deviations[$0] / (n - 1).squareRoot() }
    let leverage = zip(inverse.times(centre), centre).reduce(0) { $0 + $1.0 * $1.1 }
    return Fit(
      r2: 1 - unexplained, adjustedR2: 1 - unexplained * (n - 1) / freedom,
      constant: coefficient(
        intercept, (variance * (1 / n + leverage)).squareRoot(), beta: nil, inflation: nil),
      coefficients: coefficients)
  }

  /// Xᵀe and eᵀe of standardised residuals.
  private func residuals(_ columns: [Int], _ betas: [Double]) -> (gradient: [Double], squares: Double) {
    let k = predictors + 1
    var gradient = [Double](repeating: 0, count: columns.count)
    var squares = 0.0
    rows.withUnsafeBufferPointer { rows in
      gradient.withUnsafeMutableBufferPointer { gradient in
        columns.withUnsafeBufferPointer { columns in
          betas.withUnsafeBufferPointer { betas in
            var start = 0
            while start < rows.count {
              var residual = rows[start + predictors]
              for place in columns.indices { residual -= betas[place] * rows[start + columns[place]] }
              for place in columns.indices { gradient[place] += residual * rows[start + columns[place]] }
              squares += residual * residual
              start += k
            }
          }
        }
      }
    }
    return (gradient, squares)
  }

  // MARK: Stepwise selection

  package struct Step: Hashable, Sendable {
    package let isEntry: Bool
    package let column: Int
    package let p: Double
    package let r2After: Double
  }

  /// Stepwise selection: the column with the smallest p below `enter` comes in; then those with p above `remove` go, the
  /// largest first; until nothing changes.
  package func stepwise(enter: Double = 0.05, remove: Double = 0.10) -> (path: [Step], selected: [Int]) {
    var selected: [Int] = []
    var path: [Step] = []
    var seen: Set<[Int]> = [[]]
    while true {
      var best: (column: Int, p: Double, r2: Double)?
      for column in 0..<predictors where !selected.contains(column) {
        guard let fit = fit(selected + [column], isRough: true), let entering = fit.coefficients.last else {
          continue
        }
        // Two columns that are both certain beyond what a Double tells apart: the larger R² comes first.
        if best.map({ (entering.p, -fit.r2) < ($0.p, -$0.r2) }) ?? true {
          best = (column, entering.p, fit.r2)
        }
      }
      guard let best, best.p < enter else { break }
      selected.append(best.column)
      path.append(Step(isEntry: true, column: best.column, p: best.p, r2After: best.r2))
      while let fit = fit(selected, isRough: true),
        let worst = fit.coefficients.enumerated().max(by: { $0.1.p < $1.1.p }),
        worst.element.p > remove
      {
        let column = selected.remove(at: worst.offset)
        path.append(
          Step(
            isEntry: false, column: column, p: worst.element.p,
            r2After: selected.isEmpty ? 0 : self.fit(selected, isRough: true)?.r2 ?? 0))
      }
      if !seen.insert(selected.sorted()).inserted { break }
    }
    return (path, selected)
  }

  // MARK: Shares

  /// More columns than this have too many subsets for `shares`.
  package static let mostColumnsForShares = 20

  /// Each column's share of R², averaged over all orders in which columns may enter (Lindeman, Merenda and Gold 1980).
  ///
  /// The shares sum to R²; `nil` with more than twenty columns.
  package func shares() -> [Double]? {
    let k = predictors
    guard k <= Self.mostColumnsForShares else { return nil }
    var explained = [Double](repeating: 0, count: 1 << k)
    explain(from: 0, members: [], rows: [], scores: [], subset: 0, sum: 0, into: &explained)
    // |S|!(k − |S| − 1)!/k! for each size of S.
    var weights = [Double](repeating: 0, count: k)
    var choices = 1.0
    for size in 0..<k {
      weights[size] = 1 / (Double(k) * choices)
      choices *= Double(k - 1 - size) / Double(size + 1)
    }
    var shares = [Double](repeating: 0, count: k)
    for subset in explained.indices {
      let weight = subset.nonzeroBitCount < k ? weights[subset.nonzeroBitCount] : 0
      for column in 0..<k where subset >> column & 1 == 0 {
        shares[column] += weight * (explained[subset | 1 << column] - explained[subset])
      }
    }
    return shares
  }

  /// Fills in R² of every subset by growing Cholesky's factor one column at a time.
  private func explain(
    from first: Int, members: [Int], rows: [[Double]], scores: [Double], subset: Int, sum: Double,
    into explained: inout [Double]
  ) {
    explained[subset] = sum
    for column in first..<max(first, predictors) {
      var row: [Double] = []
      var square = 1.0
      var score = correlations[column, predictors]
      for (place, member) in members.enumerated() {
        var value = correlations[column, member]
        for inner in 0..<place { value -= row[inner] * rows[place][inner] }
        value /= rows[place][place]
        row.append(value)
        square -= value * value
        score -= value * scores[place]
      }
      let pivot = square.squareRoot()
      row.append(pivot)
      score /= pivot
      explain(
        from: column + 1, members: members + [column], rows: rows + [row], scores: scores + [score],
        subset: subset | 1 << column, sum: sum + score * score, into: &explained)
    }
  }
}

/// Exact sums of whole numbers and of their products, for every pair of columns.
struct MomentSums {
  private let columns: Int
  private let count: Int
  private var sums: [Int128]
  private var products: [Int128]

  init(_ cells: [Int], columns: Int) {
    self.columns = columns
    count = columns > 0 ? cells.count / columns : 0
    var sums = [Int128](repeating: 0, count: columns)
    var products = [Int128](repeating: 0, count: columns * columns)
    // Small numbers are summed in 64 bits over blocks that cannot overflow them.
    let largest = cells.reduce(UInt(1)) { max($0, $1.magnitude) }
    let square = largest.multipliedReportingOverflow(by: largest)
    let block = square.overflow ? 0 : Int(min(UInt(Int.max) / square.partialValue, 1 << 20))
    var start = 0
    while start < count {
      let end = min(count, start + max(block, 1))
      if block > 1 {
        Self.add(cells, start..<end, columns, &sums, &products)
      } else {
        for row in 0..<columns {
          let value = Int128(cells[start * columns + row])
          sums[row] += value
          for column in 0...row {
            products[row * columns + column] += value * Int128(cells[start * columns + column])
          }
        }
      }
      start = end
    }
    self.sums = sums
    self.products = products
  }

  private static func add(
    _ cells: [Int], _ rows: Range<Int>, _ columns: Int, _ sums: inout [Int128], _ products: inout [Int128]
  ) {
    var partSums = [Int](repeating: 0, count: columns)
    var parts = [Int](repeating: 0, count: columns * columns)
    cells.withUnsafeBufferPointer { cells in
      partSums.withUnsafeMutableBufferPointer { partSums in
        parts.withUnsafeMutableBufferPointer { parts in
          for index in rows {
            let start = index * columns
            for row in 0..<columns {
              let value = cells[start + row]
              partSums[row] += value
              for column in 0...row { parts[row * columns + column] += value * cells[start + column] }
            }
          }
        }
      }
    }
    for index in sums.indices { sums[index] += Int128(partSums[index]) }
    for index in products.indices { products[index] += Int128(parts[index]) }
  }

  func sum(_ column: Int) -> Int128 { sums[column] }

  /// n·Σxy − Σx·Σy.
  func scaled(_ a: Int, _ b: Int) -> Int128 {
    Int128(count) * products[max(a, b) * columns + min(a, b)] - sums[a] * sums[b]
  }
}
