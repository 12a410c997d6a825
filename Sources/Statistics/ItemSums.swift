/// The exact sums that item analysis is made of.
struct ItemSums: Sendable {
  struct Item: Sendable {
    let name: String
    /// In units.
    let maximum: Int
    /// The item's scores with the totals.
    let pair: PairSums
    /// The item's scores with the totals less the item.
    let rest: PairSums
    /// The variance of the totals without the item, over the rows that answered anything else.
    let varianceWithout: Double?
    /// n²·the covariance of both sides of `rest`, each sorted: the greatest that it could be.
    let sortedCovariance: Int128
    let upperLower: Double?
  }

  let unit: Int
  let isDichotomous: Bool
  let rowCount: Int
  /// The middle total, or the mean of the two in the middle, in units.
  let median: Double?
  let totalSum: Int128
  /// n²·variance of the totals.
  let scaledTotalVariance: Int128
  let items: [Item]
  /// Totals of the items 1, 3, 5 … with those of 2, 4, 6 ….
  let halves: PairSums

  var totalMoment: Double? { sampleMoment(scaledTotalVariance, count: rowCount) }

  /// The rows of the best and the worst 27 %, `m = ⌊0.27·n + 0.5⌋`: last and first by total, ties in the order of the file.
  static func extremes(_ totals: [Int]) -> (upper: [Int], lower: [Int]) {
    let m = (27 * totals.count + 50) / 100
    let order = totals.indices.sorted { (totals[$0], $0) < (totals[$1], $1) }
    return (Array(order.suffix(m)), Array(order.prefix(m)))
  }

  private static func sums(of totals: [Int]) -> PairSums {
    var sums = PairSums()
    for total in totals { sums.add(total, 0) }
    return sums
  }

  /// Sums over scores of any unit; a missing cell is left out of its item and adds nothing to its row.
  init(_ scores: ItemScores) {
    let k = scores.items.count
    let n = scores.rowCount
    let missing = ItemScores.missing
    // A row without any answer is no attempt where gaps are not zeros.
    let rows = (0..<n).filter { row in
      scores.cells[(row * k)..<((row + 1) * k)].contains { $0 != missing }
    }
    var totals: [Int] = []
    var halves = PairSums()
    for row in rows {
      var (odd, even) = (0, 0)
      for column in 0..<k where scores.cells[row * k + column] != missing {
        if column % 2 == 0 {
          odd += scores.cells[row * k + column]
        } else {
          even += scores.cells[row * k + column]
        }
      }
      totals.append(odd + even)
      halves.add(odd, even)
    }
    let (upper, lower) = Self.extremes(totals)
    func mean(_ group: [Int], _ column: Int) -> Double? {
      let cells = group.map { scores.cells[rows[$0] * k + column] }.filter { $0 != missing }
      return cells.isEmpty ? nil : Double(cells.reduce(0, +)) / Double(cells.count)
    }
    items = scores.items.enumerated().map { column, name in
      var (pair, rest) = (PairSums(), PairSums())
      var (values, rests): ([Int], [Int]) = ([], [])
      var without = PairSums()
      for (index, row) in rows.enumerated() {
        let cell = scores.cells[row * k + column]
        let others = scores.cells[(row * k)..<((row + 1) * k)].count { $0 != missing }
        if others > (cell == missing ? 0 : 1) { without.add(totals[index] - (cell == missing ? 0 : cell), 0) }
      }
      for (index, row) in rows.enumerated() where scores.cells[row * k + column] != missing {
        let value = scores.cells[row * k + column]
        pair.add(value, totals[index])
        rest.add(value, totals[index] - value)
        values.append(value)
        rests.append(totals[index] - value)
      }
      values.sort()
      rests.sort()
      let product = zip(values, rests).reduce(Int128(0)) { $0 + Int128($1.0) * Int128($1.1) }
      let maximum = scores.maxima[column]
      var difference: Double?
      if maximum > 0, let high = mean(upper, column), let low = mean(lower, column) {
        difference = (high - low) / Double(maximum)
      }
      return Item(
        name: name, maximum: maximum, pair: pair, rest: rest,
        varianceWithout: sampleMoment(without.scaledVarianceX, count: without.count),
        sortedCovariance: Int128(rest.count) * product - rest.x * rest.y, upperLower: difference)
    }
    let sums = Self.sums(of: totals)
    let sorted = totals.sorted()
    median =
      sorted.isEmpty ? nil : Double(sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    rowCount = totals.count
    self.halves = halves
    unit = scores.unit
    totalSum = sums.x
    scaledTotalVariance = sums.scaledVarianceX
    isDichotomous =
      scores.maxima.allSatisfy { $0 == scores.unit }
      && scores.cells.allSatisfy { $0 == 0 || $0 == scores.unit || $0 == missing }
  }

  /// Sums over right and wrong answers: per item, how many with each total were right.
  ///
  /// From those counts every other sum follows, so that a row costs one addition of bytes per item.
  init(_ scores: DichotomousScores) {
    let k = scores.items.count
    let n = k == 0 ? 0 : scores.cells.count / k
    var totals = [Int](repeating: 0, count: n)
    var oddTotals = [Int](repeating: 0, count: n)
    let rights = UnsafeMutablePointer<UInt32>.allocate(capacity: (k + 1) * max(k, 1))
    rights.initialize(repeating: 0, count: (k + 1) * max(k, 1))
    defer { rights.deallocate() }
    scores.cells.withUnsafeBufferPointer { cells in
      guard var row = cells.baseAddress else { return }
      for index in 0..<n {
        var (all, odd): (UInt32, UInt32) = (0, 0)
        for column in 0..<k { all &+= UInt32(row[column]) }
        for column in stride(from: 0, to: k, by: 2) { odd &+= UInt32(row[column]) }
        totals[index] = Int(all)
        oddTotals[index] = Int(odd)
        let counts = rights + Int(all) * k
        for column in 0..<k { counts[column] &+= UInt32(row[column]) }
        row += k
      }
    }
    var halves = PairSums()
    for index in 0..<n { halves.add(oddTotals[index], totals[index] - oddTotals[index]) }
    var rowsWith = [Int](repeating: 0, count: k + 1)
    for total in totals { rowsWith[total] += 1 }
    let (upper, lower) = Self.extremes(totals, rowsWith)
    var difference = [Int](repeating: 0, count: k)
    for (rows, sign) in [(upper, 1), (lower, -1)] {
      for row in rows {
        for column in 0..<k { difference[column] += sign * Int(scores.cells[row * k + column]) }
      }
    }
    let sums = Self.sums(rowsWith)
    items = scores.items.enumerated().map { column, name in
      var (right, rightTotals) = (0, 0)
      for total in 0...k {
        let count = Int(rights[total * k + column])
        right += count
        rightTotals += count * total
      }
      let pair = PairSums(
        count: n, x: Int128(right), y: sums.x, xx: Int128(right), yy: sums.xx, xy: Int128(rightTotals))
      let rest = PairSums(
        count: n, x: pair.x, y: pair.y - pair.x, xx: pair.xx, yy: pair.yy - 2 * pair.xy + pair.xx,
        xy: pair.xy - pair.xx)
      // How many rows have each rest; the right answers would best stand with the greatest of them.
      var (left, best) = (right, Int128(0))
      for value in stride(from: k, through: 0, by: -1) where left > 0 {
        let wrongHere = rowsWith[value] - Int(rights[value * k + column])
        let rightAbove = value < k ? Int(rights[(value + 1) * k + column]) : 0
        let taken = min(left, wrongHere + rightAbove)
        best += Int128(taken) * Int128(value)
        left -= taken
      }
      return Item(
        name: name, maximum: 1, pair: pair, rest: rest,
        varianceWithout: sampleMoment(rest.scaledVarianceY, count: n),
        sortedCovariance: Int128(n) * best - rest.x * rest.y,
        upperLower: upper.isEmpty ? nil : Double(difference[column]) / Double(upper.count))
    }
    median =
      n == 0 ? nil : Double(Self.total(at: (n - 1) / 2, rowsWith) + Self.total(at: n / 2, rowsWith)) / 2
    rowCount = n
    self.halves = halves
    unit = 1
    isDichotomous = true
    totalSum = sums.x
    scaledTotalVariance = sums.scaledVarianceX
  }

  /// The total at a place in ascending order.
  private static func total(at place: Int, _ rowsWith: [Int]) -> Int {
    var left = place
    for (total, count) in rowsWith.enumerated() {
      if left < count { return total }
      left -= count
    }
    return rowsWith.count - 1
  }

  private static func sums(_ rowsWith: [Int]) -> PairSums {
    var (x, xx) = (Int128(0), Int128(0))
    for (total, count) in rowsWith.enumerated() {
      x += Int128(total * count)
      xx += Int128(total * total) * Int128(count)
    }
    return PairSums(count: rowsWith.reduce(0, +), x: x, y: 0, xx: xx, yy: 0, xy: 0)
  }

  /// The same rows by counting.
  private static func extremes(_ totals: [Int], _ rowsWith: [Int]) -> (upper: [Int], lower: [Int]) {
    let m = (27 * totals.count + 50) / 100
    /// How many of each total to pass over, and how many then to take.
    func rows(passing least: Int) -> [Int] {
      var skipped = [Int](repeating: 0, count: rowsWith.count)
      var taken = skipped
      var (before, left) = (least, m)
      for (total, count) in rowsWith.enumerated() {
        skipped[total] = min(before, count)
        before -= skipped[total]
        taken[total] = min(left, count - skipped[total])
        left -= taken[total]
      }
      var rows: [Int] = []
      rows.reserveCapacity(m)
      for (row, total) in totals.enumerated() where taken[total] > 0 {
        if skipped[total] > 0 {
          skipped[total] -= 1
        } else {
          taken[total] -= 1
          rows.append(row)
        }
      }
      return rows
    }
    return (rows(passing: totals.count - m), rows(passing: 0))
  }
}
