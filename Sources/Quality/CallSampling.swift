import Workspace

/// Keeps, for each agent and group of calls, those with the lowest keyed hashes: one pass, constant memory, the same sample
/// in any order of rows.
///
/// Hot state lives in pointers: a slot of an agent is touched once a call.
package final class CallSampler {
  /// A kept call.
  package struct Kept: Sendable {
    package let hash: UInt64
    /// The row's cells, the call's id first.
    fileprivate let bytes: [UInt8]
    fileprivate let idLength: Int
    package let stratum: Int

    package var call: String { String(decoding: bytes[0..<idLength], as: UTF8.self) }
    /// The order of the draw: by hash, and of equal ones by the calls' ids.
    package func precedes(_ other: Kept) -> Bool {
      if hash != other.hash { return hash < other.hash }
      return bytes[0..<idLength].lexicographicallyPrecedes(other.bytes[0..<other.idLength])
    }

    package var record: String { String(decoding: bytes, as: UTF8.self) }
  }

  /// Groups of an agent's calls: the strata, and then any further ones.
  package let groups: Int
  private let capacities: [Int]
  private let hash: SipHash
  @exclusivity(unchecked) private var counts: UnsafeMutablePointer<Int32>
  /// The greatest hash that is still kept; everything above it is passed over at once.
  @exclusivity(unchecked) private var bars: UnsafeMutablePointer<UInt64>
  private var slots: [[Kept]] = []
  /// How many calls more than the capacity are kept of each agent.
  private var extras: [Int] = []
  private var room = 1_024
  package private(set) var agents = 0

  /// - Parameter capacities: for each group how many calls of an agent are kept; at least 1.
  package init(capacities: [Int], seed: UInt64) {
    self.capacities = capacities
    groups = capacities.count
    hash = SipHash(key: seed)
    counts = .allocate(capacity: room)
    bars = .allocate(capacity: room)
  }

  package convenience init(perAgent: Int, seed: UInt64) { self.init(capacities: [perAgent], seed: seed) }

  deinit {
    counts.deallocate()
    bars.deallocate()
  }

  /// Makes room for an agent; agents are numbered 0, 1, 2 … without gaps.
  ///
  /// - Parameter extra: how many calls more than others' are kept of each group.
  package func addAgent(extra: Int = 0) {
    extras.append(extra)
    while (agents + 1) * groups > room { grow() }
    for group in (agents * groups)..<((agents + 1) * groups) {
      counts[group] = 0
      bars[group] = .max
      slots.append([])
    }
    agents += 1
  }

  private func grow() {
    let moreCounts = UnsafeMutablePointer<Int32>.allocate(capacity: room * 2)
    let moreBars = UnsafeMutablePointer<UInt64>.allocate(capacity: room * 2)
    moreCounts.update(from: counts, count: agents * groups)
    moreBars.update(from: bars, count: agents * groups)
    counts.deallocate()
    bars.deallocate()
    counts = moreCounts
    bars = moreBars
    room *= 2
  }

  /// The keyed hash by which a call is drawn.
  package func value(of call: UnsafeBufferPointer<UInt8>) -> UInt64 { hash.hash(call) }

  /// Offers a call to a group of its agent.
  ///
  /// - Parameters:
  ///   - stratum: the call's own, where the group is another.
  ///   - value: the call's keyed hash.
  ///   - record: the row's cells, the call's id first; asked for only when the call is taken for now.
  /// - Returns: `false` where the same call is kept already.
  package func offer(
    agent: Int, group: Int = 0, stratum: Int = 0, call: UnsafeBufferPointer<UInt8>, value: UInt64,
    record: () -> [UInt8]
  ) -> Bool {
    let slot = agent * groups + group
    counts[slot] += 1
    if value > bars[slot] { return true }
    return take(
      slot, capacities[group] + extras[agent], call,
      Kept(hash: value, bytes: record(), idLength: call.count, stratum: stratum))
  }

  private func take(
    _ place: Int, _ capacity: Int, _ call: UnsafeBufferPointer<UInt8>, _ own: Kept
  ) -> Bool {
    let value = own.hash
    var index = slots[place].count
    for (position, kept) in slots[place].enumerated() {
      if kept.hash == value {
        let id = kept.bytes[0..<kept.idLength]
        if id.elementsEqual(call) {
          counts[place] -= 1
          return false
        }
        // Equal hashes of different calls are ordered by the calls' ids.
        if call.lexicographicallyPrecedes(id) {
          index = position
          break
        }
      } else if value < kept.hash {
        index = position
        break
      }
    }
    if index >= capacity { return true }
    slots[place].insert(own, at: index)
    if slots[place].count > capacity { slots[place].removeLast() }
    if slots[place].count == capacity, let last = slots[place].last { bars[place] = last.hash }
    return true
  }

  /// How many calls an agent had in a group.
  package func callCount(_ agent: Int, group: Int = 0) -> Int { Int(counts[agent * groups + group]) }

  /// An agent's kept calls of a group, lowest hash first.
  package func kept(_ agent: Int, group: Int = 0) -> [Kept] { slots[agent * groups + group] }
}
