/// How far raters agree about the same units, by the coefficients that the field uses.
///
/// Values are whole numbers in any unit: every coefficient here is the same whatever the unit. All sums are exact; each
/// coefficient is rounded once.
package struct Agreement: Sendable {
  /// A unit that a rater did not judge.
  package static let missing = Int.min

  /// Two raters over the units that both judged.
  package struct Pair: Sendable {
    /// Places of the raters.
    package let a: Int
    package let b: Int
    package let n: Int
    /// The share of units judged alike; `nil` of none.
    package let agreement: Double?
    /// Cohen's kappa (1960); `nil` where chance alone would agree always.
    package let kappa: Double?
    /// Weighted kappa (Cohen 1968) with the distance of the categories' ranks, and with its square.
    package let kappaLinear: Double?
    package let kappaQuadratic: Double?
  }

  package let raters: Int
  /// The values that occur, ascending: the categories of the kappas.
  package let values: [Int]
  /// Row by row, a place in `values`, or −1.
  private let codes: [Int32]

  /// - Parameter cells: unit by unit, a cell for each rater; `missing` where there is none.
  package init(cells: [Int], raters: Int) {
    self.raters = raters
    values = Set(cells).subtracting([Self.missing]).sorted()
    let places = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, Int32($0)) })
    var last = (value: Self.missing, code: Int32(-1))
    codes = cells.map { cell in
      if cell != last.value { last = (cell, places[cell] ?? -1) }
      return last.code
    }
  }

  private var units: Int { raters > 0 ? codes.count / raters : 0 }

  /// Every pair of raters, in the order of the raters.
  package func pairs() -> [Pair] {
    (0..<raters).flatMap { a in ((a + 1)..<max(raters, a + 1)).map { pair(a, $0) } }
  }

  package func pair(_ a: Int, _ b: Int) -> Pair {
    var (first, second) = ([Int](repeating: 0, count: values.count), [Int](repeating: 0, count: values.count))
    var (n, alike, apart, apartSquared) = (0, 0, Int128(0), Int128(0))
    for unit in 0..<units {
      let (x, y) = (Int(codes[unit * raters + a]), Int(codes[unit * raters + b]))
      guard x >= 0, y >= 0 else { continue }
      n += 1
      first[x] += 1
      second[y] += 1
      if x == y { alike += 1 }
      let distance = Int128((x - y).magnitude)
      apart += distance
      apartSquared += distance * distance
    }
    var chance = Int128(0)
    var (below, belowSecond, chanceApart) = (0, 0, Int128(0))
    var (sum, sumSecond, squares) = (Int128(0), Int128(0), Int128(0))
    for place in values.indices {
      chance += Int128(first[place]) * Int128(second[place])
      below += first[place]
      belowSecond += second[place]
      // Σ|i − j| over all pairs of ranks, by how many lie on either side of each step.
      chanceApart += Int128(below) * Int128(n - belowSecond) + Int128(belowSecond) * Int128(n - below)
      sum += Int128(place * first[place])
      sumSecond += Int128(place * second[place])
      squares += Int128(place * place) * Int128(first[place] + second[place])
    }
    let count = Int128(n)
    let chanceSquared = count * squares - 2 * sum * sumSecond
    return Pair(
      a: a, b: b, n: n, agreement: n > 0 ? Double(alike) / Double(n) : nil,
      kappa: ratio(count * Int128(alike) - chance, count * count - chance),
      kappaLinear: ratio(chanceApart - count * apart, chanceApart),
      kappaQuadratic: ratio(chanceSquared - count * apartSquared, chanceSquared))
  }

  /// The units that every rater judged.
  private func completeUnits() -> [Int] {
    (0..<units).filter { unit in (0..<raters).allSatisfy { codes[unit * raters + $0] >= 0 } }
  }

  /// How many units every rater judged.
  package var completeCount: Int { completeUnits().count }

  /// Fleiss' kappa (1971) over the units that every rater judged; `nil` where chance alone would agree always.
  package var fleiss: Double? {
    let complete = completeUnits()
    guard raters > 1, !complete.isEmpty else { return nil }
    var totals = [Int](repeating: 0, count: values.count)
    var alike = Int128(0)
    for unit in complete {
      let row = codes[(unit * raters)..<((unit + 1) * raters)].sorted()
      var run = 0
      for (place, code) in row.enumerated() {
        totals[Int(code)] += 1
        run = place > 0 && row[place - 1] == code ? run + 1 : 1
        alike += Int128(2 * run - 1)
      }
    }
    // P̄ = (Σn² − nk)/(nk(k−1)) and P̄e = Σt²/(nk)²; both over the common divisor (nk)²(k−1).
    let all = Int128(complete.count * raters)
    let observed = (alike - all) * all
    let expected = totals.reduce(Int128(0)) { $0 + Int128($1) * Int128($1) } * Int128(raters - 1)
    return ratio(observed - expected, all * all * Int128(raters - 1) - expected)
  }

  /// The level of measurement by which Krippendorff's alpha weighs a disagreement.
  package enum Level: String, CaseIterable, Sendable { case nominal, ordinal, interval }

  /// Krippendorff's alpha (2004) over all units with two judgements or more; `nil` where all values are the same.
  package func krippendorff(_ level: Level) -> Double? {
    var counts = [Int](repeating: 0, count: values.count)
    var rows: [ArraySlice<Int32>] = []
    for unit in 0..<units {
      let row = codes[(unit * raters)..<((unit + 1) * raters)]
      guard row.count(where: { $0 >= 0 }) > 1 else { continue }
      rows.append(row)
      for code in row where code >= 0 { counts[Int(code)] += 1 }
    }
    // The ordinal distance is that of twice the mid-ranks; the nominal one needs no numbers.
    var scale = values.map { Int128($0) }
    if level == .ordinal {
      var below = Int128(0)
      for (place, count) in counts.enumerated() {
        scale[place] = 2 * below + Int128(count)
        below += Int128(count)
      }
    }
    // Σ over ordered pairs of the squared distance is 2(m·Σv² − (Σv)²), and m² − Σc² where only equality counts.
    func disagreement(_ row: ArraySlice<Int32>) -> (pairs: Int128, m: Int) {
      var (m, sum, squares) = (0, Int128(0), Int128(0))
      if level == .nominal {
        let known = row.filter { $0 >= 0 }.sorted()
        var run = 0
        for place in known.indices {
          run = place > 0 && known[place - 1] == known[place] ? run + 1 : 1
          squares += Int128(2 * run - 1)
        }
        return (Int128(known.count * known.count) - squares, known.count)
      }
      for code in row where code >= 0 {
        m += 1
        sum += scale[Int(code)]
        squares += scale[Int(code)] * scale[Int(code)]
      }
      return (2 * (Int128(m) * squares - sum * sum), m)
    }
    var observed: [Int: Int128] = [:]
    for row in rows {
      let (pairs, m) = disagreement(row)
      observed[m, default: 0] += pairs
    }
    let n = Int128(counts.reduce(0, +))
    var (sum, squares) = (Int128(0), Int128(0))
    for (value, count) in zip(scale, counts) {
      let count = Int128(count)
      sum += value * count
      squares += level == .nominal ? count * count : value * value * count
    }
    let expected = level == .nominal ? n * n - squares : 2 * (n * squares - sum * sum)
    guard expected > 0 else { return nil }
    var disagreed = 0.0
    for (m, pairs) in observed.sorted(by: { $0.key < $1.key }) { disagreed += Double(pairs) / Double(m - 1) }
    return 1 - Double(n - 1) * disagreed / Double(expected)
  }

  /// Intraclass correlations (Shrout and Fleiss 1979).
  package struct Intraclass: Sendable {
    /// Units and raters that went in.
    package let n: Int
    package let k: Int
    /// One judgement, where other raters judge each unit, where they are a sample, and where they are fixed.
    ///
    /// `nil` where nothing varies.
    package let single1: Double?
    package let single2: Double?
    package let single3: Double?
    /// The same for the mean of all raters.
    package let mean2: Double?
    package let mean3: Double?
  }

  /// Intraclass correlations over the units that every rater judged.
  package var intraclass: Intraclass {
    let complete = completeUnits()
    let (n, k) = (Int128(complete.count), Int128(raters))
    var (squares, total, rowSquares) = (Int128(0), Int128(0), Int128(0))
    var columns = [Int128](repeating: 0, count: raters)
    for unit in complete {
      var row = Int128(0)
      for rater in 0..<raters {
        let value = Int128(values[Int(codes[unit * raters + rater])])
        row += value
        columns[rater] += value
        squares += value * value
      }
      total += row
      rowSquares += row * row
    }
    let none = Intraclass(
      n: complete.count, k: raters, single1: nil, single2: nil, single3: nil, mean2: nil, mean3: nil)
    guard n > 1, k > 1 else { return none }
    let columnSquares = columns.reduce(Int128(0)) { $0 + $1 * $1 }
    // Sums of squares times nk, then mean squares; the common factor cancels in every coefficient.
    let rows = Double(n * rowSquares - total * total) / Double(n - 1)
    let judges = Double(k * columnSquares - total * total) / Double(k - 1)
    let residual =
      Double(n * k * squares - n * rowSquares - k * columnSquares + total * total) / Double((n - 1) * (k - 1))
    let within = Double(n * (k * squares - rowSquares)) / Double(n * (k - 1))
    let (count, size) = (Double(n), Double(k))
    func share(_ above: Double, _ below: Double) -> Double? { below == 0 ? nil : above / below }
    return Intraclass(
      n: complete.count, k: raters, single1: share(rows - within, rows + (size - 1) * within),
      single2: share(rows - residual, rows + (size - 1) * residual + size * (judges - residual) / count),
      single3: share(rows - residual, rows + (size - 1) * residual),
      mean2: share(rows - residual, rows + (judges - residual) / count), mean3: share(rows - residual, rows))
  }

  private func ratio(_ above: Int128, _ below: Int128) -> Double? {
    below == 0 ? nil : Double(above) / Double(below)
  }
}
