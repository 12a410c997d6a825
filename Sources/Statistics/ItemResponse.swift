import Glibc

/// An item response model: the chance of a right answer is `1 / (1 + e^(−a(θ − b)))`, with abilities θ ~ N(0, 1).
///
/// Fitted by marginal maximum likelihood with the EM algorithm of Bock and Aitkin (1981); standard errors from the observed
/// information (Louis, 1982).
package struct ItemResponseModel: Sendable {
  package enum Form: String, CaseIterable, Sendable {
    /// One discrimination common to all items.
    case onePL = "1pl"
    case twoPL = "2pl"
  }

  package struct Item: Sendable {
    /// Discrimination; negative where the able do worse.
    package let a: Double
    /// Difficulty, on the scale of abilities.
    package let b: Double
    /// `nil` where the information is singular.
    package let aError: Double?
    package let bError: Double?
  }

  package let form: Form
  /// The natural logarithm of the marginal likelihood of all answers.
  package let logLikelihood: Double
  /// `nil` for an item that everybody, or nobody, answered rightly: it has no finite difficulty.
  package let items: [Item?]
  package let iterations: Int
  package let isConverged: Bool

  /// Right 1, wrong 0, not seen 2, row by row.
  ///
  /// Items that were all right or all wrong are left out of the fit; items that only some saw are fitted to those who did.
  /// - Parameters:
  ///   - itemCount: cells in a row.
  ///   - withErrors: whether the standard errors are wanted too; their cost grows with the square of the items.
  package init?(_ cells: [UInt8], itemCount: Int, form: Form, withErrors: Bool = true) {
    guard itemCount > 0 else { return nil }
    let rows = cells.count / itemCount
    let used = (0..<itemCount).filter { item in
      var seen: Set<UInt8> = []
      for row in 0..<rows where cells[row * itemCount + item] < 2 {
        seen.insert(cells[row * itemCount + item])
      }
      return seen.count == 2
    }
    guard !used.isEmpty, rows > 1 else { return nil }
    var fit = MarginalFit(cells: cells, itemCount: itemCount, used: used, form: form)
    (iterations, isConverged) = fit.climb()
    let none = [Double?](repeating: nil, count: used.count)
    let errors = withErrors ? fit.standardErrors() : (a: none, b: none)
    logLikelihood = fit.logLikelihood
    self.form = form
    var items = [Item?](repeating: nil, count: itemCount)
    for (index, item) in used.enumerated() {
      items[item] = Item(
        a: fit.slopes[index], b: -fit.intercepts[index] / fit.slopes[index], aError: errors.a[index],
        bError: errors.b[index])
    }
    self.items = items
  }

  /// The chance of a right answer at an ability.
  package static func chance(_ item: Item, ability: Double) -> Double {
    1 / (1 + exp(-item.a * (ability - item.b)))
  }
}

/// The points and weights at which abilities are integrated: a fine even grid, on which a normal density sums nearly exactly.
enum AbilityGrid {
  static let points = (0...120).map { -6 + Double($0) * 0.1 }
  static let logWeights: [Double] = {
    let densities = points.map { -0.5 * $0 * $0 }
    let sum = densities.reduce(0) { $0 + exp($1) }
    return densities.map { $0 - log(sum) }
  }()
}

/// The state of a fit; slopes and intercepts of `slope · θ + intercept`, whose likelihood is better shaped than that of a and b.
private struct MarginalFit {
  let form: ItemResponseModel.Form
  /// Rows by used items: 0, 1, or 2 for not seen.
  let answers: [UInt8]
  let k: Int
  let n: Int
  var slopes: [Double]
  var intercepts: [Double]
  private(set) var logLikelihood = -Double.infinity

  private let points = AbilityGrid.points

  init(cells: [UInt8], itemCount: Int, used: [Int], form: ItemResponseModel.Form) {
    self.form = form
    k = used.count
    n = cells.count / itemCount
    var answers: [UInt8] = []
    answers.reserveCapacity(n * k)
    for row in 0..<n { for item in used { answers.append(cells[row * itemCount + item]) } }
    self.answers = answers
    slopes = [Double](repeating: 1, count: k)
    intercepts = (0..<k).map { item in
      var (right, seen) = (0.5, 1.0)
      for row in 0..<(answers.count / used.count) where answers[row * used.count + item] < 2 {
        right += Double(answers[row * used.count + item])
        seen += 1
      }
      return log(right / (seen - right)) * 1.2
    }
  }

  /// Log-chances of wrong and right answers, item by item and point by point: `[(item · 3 + answer) · Q + point]`; not seen is 0.
  private func logChances() -> [Double] {
    let q = points.count
    var table = [Double](repeating: 0, count: k * 3 * q)
    for item in 0..<k {
      for point in 0..<q {
        let z = slopes[item] * points[point] + intercepts[item]
        // log(1 + e^z) without overflow.
        let soft = max(z, 0) + log1p(exp(-abs(z)))
        table[(item * 3) * q + point] = -soft
        table[(item * 3 + 1) * q + point] = z - soft
      }
    }
    return table
  }

  /// Runs `body` over every row's posterior weights of the grid's points; returns the log-likelihood.
  private func forEachPosterior(_ body: (Int, UnsafeMutablePointer<Double>) -> Void) -> Double {
    let q = points.count
    let posterior = UnsafeMutablePointer<Double>.allocate(capacity: q)
    defer { posterior.deallocate() }
    var total = 0.0
    logChances().withUnsafeBufferPointer { table in
      for row in 0..<n {
        for point in 0..<q { posterior[point] = AbilityGrid.logWeights[point] }
        for item in 0..<k {
          let answer = Int(answers[row * k + item])
          if answer == 2 { continue }
          guard let chances = table.baseAddress.map({ $0 + (item * 3 + answer) * q }) else { continue }
          for point in 0..<q { posterior[point] += chances[point] }
        }
        var highest = posterior[0]
        for point in 1..<q { highest = max(highest, posterior[point]) }
        var sum = 0.0
        for point in 0..<q {
          posterior[point] = exp(posterior[point] - highest)
          sum += posterior[point]
        }
        for point in 0..<q { posterior[point] /= sum }
        total += highest + log(sum)
        body(row, posterior)
      }
    }
    return total
  }

  /// Expectation and maximisation until nothing moves; EM's linear steps are lengthened by squared extrapolation (Varadhan and Roland, 2008).
  mutating func climb() -> (iterations: Int, isConverged: Bool) {
    for iteration in 1...500 {
      let start = parameters
      step()
      let once = parameters
      step()
      let twice = parameters
      let largest = zip(once, twice).reduce(0) { max($0, abs($1.0 - $1.1)) }
      if largest < 1e-9 { return (iteration, true) }
      var (rr, vv) = (0.0, 0.0)
      for index in start.indices {
        let r = once[index] - start[index]
        let v = twice[index] - once[index] - r
        rr += r * r
        vv += v * v
      }
      guard vv > 0 else { continue }
      let length = -min(max(1, (rr / vv).squareRoot()), 64)
      let reached = logLikelihood
      parameters = start.indices.map { index in
        let r = once[index] - start[index]
        let v = twice[index] - once[index] - r
        return start[index] - 2 * length * r + length * length * v
      }
      step()
      // A jump that lost likelihood is taken back.
      if !(logLikelihood >= reached - 1e-9) { parameters = twice }
    }
    return (500, false)
  }

  private var parameters: [Double] {
    get { slopes + intercepts }
    set {
      slopes = Array(newValue[..<k])
      intercepts = Array(newValue[k...])
    }
  }

  /// One step of EM; the likelihood is that of the parameters before it.
  private mutating func step() {
    let q = points.count
    var seen = [Double](repeating: 0, count: k * q)
    var right = [Double](repeating: 0, count: k * q)
    logLikelihood = forEachPosterior { row, posterior in
      for item in 0..<k {
        let answer = answers[row * k + item]
        if answer == 2 { continue }
        for point in 0..<q { seen[item * q + point] += posterior[point] }
        if answer == 1 { for point in 0..<q { right[item * q + point] += posterior[point] } }
      }
    }
    if form == .twoPL {
      for item in 0..<k { maximise(item, seen, right) }
    } else {
      maximiseTogether(seen, right)
    }
  }

  /// Newton's method on one item's slope and intercept over expected counts.
  private mutating func maximise(_ item: Int, _ seen: [Double], _ right: [Double]) {
    let q = points.count
    for _ in 0..<20 {
      var (g1, g2, h11, h12, h22) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for point in 0..<q {
        let p = 1 / (1 + exp(-(slopes[item] * points[point] + intercepts[item])))
        let residual = right[item * q + point] - seen[item * q + point] * p
        let weight = seen[item * q + point] * p * (1 - p)
        g1 += residual * points[point]
        g2 += residual
        h11 += weight * points[point] * points[point]
        h12 += weight * points[point]
        h22 += weight
      }
      let determinant = h11 * h22 - h12 * h12
      guard determinant > 1e-12 else { return }
      let (slope, intercept) = ((g1 * h22 - g2 * h12) / determinant, (g2 * h11 - g1 * h12) / determinant)
      let damping = min(1, 2 / max(abs(slope), abs(intercept), 1e-300))
      slopes[item] += damping * slope
      intercepts[item] += damping * intercept
      if max(abs(slope), abs(intercept)) < 1e-12 { return }
    }
  }

  /// Newton's method on the common slope and all intercepts: an arrow-shaped system, solved by elimination.
  private mutating func maximiseTogether(_ seen: [Double], _ right: [Double]) {
    let q = points.count
    for _ in 0..<20 {
      var (g0, h00) = (0.0, 0.0)
      var (g, h, cross) = (
        [Double](repeating: 0, count: k), [Double](repeating: 0, count: k), [Double](repeating: 0, count: k)
      )
      for item in 0..<k {
        for point in 0..<q {
          let p = 1 / (1 + exp(-(slopes[item] * points[point] + intercepts[item])))
          let residual = right[item * q + point] - seen[item * q + point] * p
          let weight = seen[item * q + point] * p * (1 - p)
          g0 += residual * points[point]
          g[item] += residual
          h00 += weight * points[point] * points[point]
          cross[item] += weight * points[point]
          h[item] += weight
        }
      }
      for item in 0..<k {
        h00 -= cross[item] * cross[item] / h[item]
        g0 -= cross[item] * g[item] / h[item]
      }
      guard h00 > 1e-12 else { return }
      let slope = g0 / h00
      var largest = abs(slope)
      for item in 0..<k {
        let change = (g[item] - cross[item] * slope) / h[item]
        intercepts[item] += change
        slopes[item] += slope
        largest = max(largest, abs(change))
      }
      if largest < 1e-12 { return }
    }
  }

  /// The standard errors of a and b, from the inverse of the observed information in those parameters.
  func standardErrors() -> (a: [Double?], b: [Double?]) {
    let shared = form == .onePL
    let size = shared ? k + 1 : 2 * k
    let q = points.count
    let difficulties = zip(slopes, intercepts).map { -$1 / $0 }
    var chances = [Double](repeating: 0, count: k * q)
    for item in 0..<k {
      for point in 0..<q {
        chances[item * q + point] = 1 / (1 + exp(-(slopes[item] * points[point] + intercepts[item])))
      }
    }
    func place(_ item: Int) -> (a: Int, b: Int) { shared ? (0, item + 1) : (2 * item, 2 * item + 1) }
    var information = SymmetricMatrix(size: size)
    var score = [Double](repeating: 0, count: size)
    var mean = score
    _ = forEachPosterior { row, posterior in
      for index in 0..<size { mean[index] = 0 }
      for point in 0..<q where posterior[point] > 1e-14 {
        let weight = posterior[point]
        for index in 0..<size { score[index] = 0 }
        for item in 0..<k {
          let answer = answers[row * k + item]
          if answer == 2 { continue }
          let (a, b) = place(item)
          let p = chances[item * q + point]
          let distance = points[point] - difficulties[item]
          let residual = Double(answer) - p
          let spread = p * (1 - p)
          score[a] += residual * distance
          score[b] -= residual * slopes[item]
          information.add(weight * spread * distance * distance, at: a, a)
          information.add(weight * spread * slopes[item] * slopes[item], at: b, b)
          information.add(weight * (residual - slopes[item] * spread * distance), at: a, b)
        }
        // Minus the covariance of the complete-data score given the answers.
        information.addSquare(of: score, weight: -weight)
        for index in 0..<size { mean[index] += weight * score[index] }
      }
      information.addSquare(of: mean, weight: 1)
    }
    let variances = information.inverseDiagonal()
    func error(_ index: Int) -> Double? {
      variances.flatMap { $0[index] > 0 ? $0[index].squareRoot() : nil }
    }
    return ((0..<k).map { error(place($0).a) }, (0..<k).map { error(place($0).b) })
  }
}

/// What somebody's answers say of an ability, under a fitted model.
package struct AbilityPosterior: Sendable {
  /// The weight of each point of the grid; they sum to one.
  private let weights: [Double]

  /// - Parameter answers: the items seen with whether each was right.
  package init(_ answers: [(item: ItemResponseModel.Item, isRight: Bool)]) {
    var logs = AbilityGrid.logWeights
    for (item, isRight) in answers {
      for (index, point) in AbilityGrid.points.enumerated() {
        let z = (isRight ? 1 : -1) * item.a * (point - item.b)
        logs[index] -= max(-z, 0) + log1p(exp(-abs(z)))
      }
    }
    let highest = logs.max() ?? 0
    let sum = logs.reduce(0) { $0 + exp($1 - highest) }
    weights = logs.map { exp($0 - highest) / sum }
  }

  /// The mean of a function of the ability and its standard deviation.
  package func moments(_ value: (Double) -> Double) -> (mean: Double, deviation: Double) {
    var (mean, square) = (0.0, 0.0)
    for (weight, point) in zip(weights, AbilityGrid.points) {
      let found = value(point)
      mean += weight * found
      square += weight * found * found
    }
    return (mean, max(0, square - mean * mean).squareRoot())
  }
}
