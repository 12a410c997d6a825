/// A symmetric matrix, its lower triangle row by row.
struct SymmetricMatrix {
  let size: Int
  private var cells: [Double]

  init(size: Int) {
    self.size = size
    cells = [Double](repeating: 0, count: size * (size + 1) / 2)
  }

  private static func index(_ row: Int, _ column: Int) -> Int {
    row >= column ? row * (row + 1) / 2 + column : column * (column + 1) / 2 + row
  }

  subscript(row: Int, column: Int) -> Double { cells[Self.index(row, column)] }

  mutating func add(_ value: Double, at row: Int, _ column: Int) { cells[Self.index(row, column)] += value }

  /// Adds `weight · vector · vectorᵀ`.
  mutating func addSquare(of vector: [Double], weight: Double) {
    cells.withUnsafeMutableBufferPointer { cells in
      vector.withUnsafeBufferPointer { vector in
        var start = 0
        for row in 0..<size {
          let factor = weight * vector[row]
          if factor != 0 { for column in 0...row { cells[start + column] += factor * vector[column] } }
          start += row + 1
        }
      }
    }
  }

  /// The rows and columns at the places given, in their order.
  func restricted(to places: [Int]) -> SymmetricMatrix {
    var part = SymmetricMatrix(size: places.count)
    for row in places.indices {
      for column in 0...row { part.add(self[places[row], places[column]], at: row, column) }
    }
    return part
  }

  func leading(_ count: Int) -> SymmetricMatrix { restricted(to: Array(0..<count)) }

  func times(_ vector: [Double]) -> [Double] {
    (0..<size).map { row in (0..<size).reduce(0) { $0 + self[row, $1] * vector[$1] } }
  }

  /// Cholesky's factor, or the first row that those before determine.
  private func factor() -> (lower: [Double], dependent: Int?) {
    var lower = cells
    for row in 0..<size {
      for column in 0...row {
        var sum = cells[Self.index(row, column)]
        for inner in 0..<column { sum -= lower[Self.index(row, inner)] * lower[Self.index(column, inner)] }
        if row == column {
          guard sum > 1e-12 else { return (lower, row) }
          lower[Self.index(row, row)] = sum.squareRoot()
        } else {
          lower[Self.index(row, column)] = sum / lower[Self.index(column, column)]
        }
      }
    }
    return (lower, nil)
  }

  /// The first row that those before determine; `nil` where the matrix is positive definite.
  func dependentRow() -> Int? { factor().dependent }

  /// The columns of the inverse of Cholesky's factor; `nil` where the matrix is not positive definite.
  private func inverseFactor() -> [[Double]]? {
    let (lower, dependent) = factor()
    guard dependent == nil else { return nil }
    return (0..<size).map { j in
      var column = [Double](repeating: 0, count: size)
      for row in j..<size {
        var sum = row == j ? 1.0 : 0.0
        for inner in j..<row { sum -= lower[Self.index(row, inner)] * column[inner] }
        column[row] = sum / lower[Self.index(row, row)]
      }
      return column
    }
  }

  /// The diagonal of the inverse; `nil` where the matrix is not positive definite.
  func inverseDiagonal() -> [Double]? {
    inverseFactor().map { $0.map { column in column.reduce(0) { $0 + $1 * $1 } } }
  }

  /// `nil` where the matrix is not positive definite.
  func inverse() -> SymmetricMatrix? {
    guard let factor = inverseFactor() else { return nil }
    var inverse = SymmetricMatrix(size: size)
    for row in 0..<size {
      for column in 0...row {
        inverse.add(zip(factor[row], factor[column]).reduce(0) { $0 + $1.0 * $1.1 }, at: row, column)
      }
    }
    return inverse
  }
}
