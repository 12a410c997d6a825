import Performance
import Testing
import Workspace

@Suite struct PoolSplitTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let pool: Int128
    let weights: [Int128]
    let shares: [Int128]?
    var testDescription: String { "\(pool) over \(weights)" }
  }

  @Test(arguments: [
    Example(pool: 100, weights: [1, 1, 1], shares: [34, 33, 33]),
    Example(pool: 10_000_000, weights: [1, 1, 1], shares: [3_333_334, 3_333_333, 3_333_333]),
    Example(pool: -100, weights: [1, 1, 1], shares: [-34, -33, -33]),
    Example(pool: 0, weights: [0, 0], shares: [0, 0]),
    Example(pool: 5, weights: [0, 0], shares: nil), Example(pool: 5, weights: [], shares: nil),
    Example(pool: 7, weights: [0, 3, -2], shares: [0, 7, 0]),
    // Remainders .5, .5: the first listed.
    Example(pool: 1, weights: [1, 1], shares: [1, 0]),
    // 10·(5, 3, 2)/10 exactly.
    Example(pool: 10, weights: [5, 3, 2], shares: [5, 3, 2]),
    // 37 over 20/70/10: 7.4, 25.9, 3.7 → 7, 26, 4 (quality-kpi-pay.md §4).
    Example(pool: 37, weights: [20, 70, 10], shares: [7, 26, 4]),
    // 7 over 10/20/40/20/10: .7, 1.4, 2.8, 1.4, .7 → 1, 1, 3, 1, 1.
    Example(pool: 7, weights: [10, 20, 40, 20, 10], shares: [1, 1, 3, 1, 1]),
    // Products past 128 bits.
    Example(
      pool: Int128(Int.max), weights: [Int128.max / 2, Int128.max / 2],
      shares: [4_611_686_018_427_387_904, 4_611_686_018_427_387_903]),
  ])
  func `shares are whole fen and sum to the pool`(_ example: Example) {
    let shares = PoolSplit.shares(of: example.pool, weights: example.weights)
    #expect(shares == example.shares)
    if let shares { #expect(shares.reduce(0, +) == example.pool) }
  }

  @Test func `any pool over any weights sums exactly`() {
    var generator = SeededGenerator(seed: 3, "pools")
    for _ in 0..<500 {
      let weights = (0..<(1 + generator.below(40))).map { _ in Int128(generator.below(1_000_000)) }
      let pool = Int128(generator.below(1_000_000_000))
      guard let shares = PoolSplit.shares(of: pool, weights: weights) else { continue }
      #expect(shares.reduce(0, +) == pool)
      let sum = weights.reduce(0, +)
      for (share, weight) in zip(shares, weights) {
        // Nobody is a whole fen away from the exact share.
        #expect(abs(share * sum - pool * weight) < sum)
      }
    }
  }
}
