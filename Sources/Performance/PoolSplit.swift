import Workspace

/// Splits a pool of fen over weights so that the shares sum to it exactly: the method of the largest remainder (Hamilton).
///
/// Every share is floor(pool·weight ÷ Σ weights); what is left goes fen by fen to the largest remainders, the first listed
/// of equals. Weights of zero or less get nothing. A negative pool is the mirror of a positive one.
package enum PoolSplit {
  /// The shares in the order of the weights, or `nil` where there is a pool and no positive weight.
  package static func shares(of pool: Int128, weights: [Int128]) -> [Int128]? {
    let positive = weights.map { max($0, 0) }
    let sum = positive.reduce(UInt128(0)) { $0 + UInt128($1) }
    if pool == 0 { return weights.map { _ in 0 } }
    guard sum > 0 else { return nil }
    let amount = UInt128(pool.magnitude)
    var shares: [UInt128] = []
    var remainders: [(place: Int, remainder: UInt128)] = []
    var left = amount
    for (place, weight) in positive.enumerated() {
      // The product of a pool and a weight of up to 127 bits each may need 254 bits.
      let product = amount.multipliedFullWidth(by: UInt128(weight))
      let (quotient, remainder) = sum.dividingFullWidth(product)
      shares.append(quotient)
      if weight > 0 { remainders.append((place, remainder)) }
      left -= quotient
    }
    // Fewer fen are left than there are positive weights; the sort is stable by place.
    remainders.sort { ($1.remainder, $0.place) < ($0.remainder, $1.place) }
    for entry in remainders.prefix(Int(left)) { shares[entry.place] += 1 }
    return shares.map { pool < 0 ? -Int128($0) : Int128($0) }
  }
}
