/// The house's one generator for draws that anyone with the seed can make again: SplitMix64 (Steele, Lea, Flood, 2014),
/// started from the SipHash of the seed and of what the draw is for.
package struct SeededGenerator: Sendable {
  private var state: UInt64

  /// A generator for one purpose, such as `"paper", exam, staff, attempt`; other purposes give unrelated numbers.
  package init(seed: UInt64, _ purpose: String...) {
    state = SipHash(key: seed).hash(purpose.joined(separator: "\u{1f}").utf8)
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number from 0 to `bound − 1`, each equally likely (Lemire, 2019).
  ///
  /// The bound must be positive.
  package mutating func below(_ bound: Int) -> Int {
    let bound = UInt64(bound)
    while true {
      let (high, low) = next().multipliedFullWidth(by: bound)
      if low >= (0 &- bound) % bound { return Int(high) }
    }
  }

  /// The elements in an order drawn by Fisher and Yates's method, from the last place down.
  package mutating func shuffled<T>(_ elements: [T]) -> [T] {
    var result = elements
    for index in stride(from: result.count - 1, to: 0, by: -1) { result.swapAt(index, below(index + 1)) }
    return result
  }
}
