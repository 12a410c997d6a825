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

  /// The diagonal of the inverse by Cholesky's decomposition; `nil` where the matrix is not positive definite.
  func inverseDiagonal() -> [Double]? {
    var lower = cells
    for row in 0..<size {
      for column in 0...row {
        var sum = cells[Self.index(row, column)]
        for inner in 0..<column { sum -= lower[Self.index(row, inner)] * lower[Self.index(column, inner)] }
        if row == column {
          guard sum > 1e-12 else { return nil }
          lower[Self.index(row, row)] = sum.squareRoot()
        } else {
          lower[Self.index(row, column)] = sum / lower[Self.index(column, column)]
        }
      }
    }
    // Column j of the inverse of the lower factor, of which the squares sum to the diagonal.
    var diagonal = [Double](repeating: 0, count: size)
    var column = [Double](repeating: 0, count: size)
    for j in 0..<size {
      for row in j..<size {
        var sum = row == j ? 1.0 : 0.0
        for inner in j..<row { sum -= lower[Self.index(row, inner)] * column[inner] }
        column[row] = sum / lower[Self.index(row, row)]
        diagonal[j] += column[row] * column[row]
      }
    }
    return diagonal
  }
}
