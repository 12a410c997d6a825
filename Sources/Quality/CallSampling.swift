import Workspace

/// Keeps, for each agent, the k calls with the lowest keyed hash: one pass, constant memory, the same sample in any order of rows.
///
/// Hot state lives in pointers: a slot of an agent is touched once a call.
package final class CallSampler {
  private struct Slot {
    let hash: UInt64
    /// The record, which starts with the call's id.
    let bytes: [UInt8]
    let idLength: Int
  }

  private let perAgent: Int
  private let hash: SipHash
  private var counts: UnsafeMutablePointer<Int32>
  /// The greatest hash that an agent keeps; everything above it is passed over at once.
  private var bars: UnsafeMutablePointer<UInt64>
  private var slots: [[Slot]] = []
  private var capacity = 1_024
  package private(set) var agents = 0

  package init(perAgent: Int, seed: UInt64) {
    self.perAgent = perAgent
    hash = SipHash(key: seed)
    counts = .allocate(capacity: capacity)
    bars = .allocate(capacity: capacity)
  }

  deinit {
    counts.deallocate()
    bars.deallocate()
  }

  /// Makes room for an agent; agents are numbered 0, 1, 2 … without gaps.
  package func addAgent() {
    if agents == capacity { grow() }
    counts[agents] = 0
    bars[agents] = .max
    slots.append([])
    agents += 1
  }

  private func grow() {
    let moreCounts = UnsafeMutablePointer<Int32>.allocate(capacity: capacity * 2)
    let moreBars = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * 2)
    moreCounts.update(from: counts, count: capacity)
    moreBars.update(from: bars, count: capacity)
    counts.deallocate()
    bars.deallocate()
    counts = moreCounts
    bars = moreBars
    capacity *= 2
  }

  /// Offers a call to its agent's sample.
  ///
  /// - Parameter record: the row's cells, the call's id first; asked for only when the call is taken for now.
  /// - Returns: `false` where the same call is kept already.
  package func offer(agent: Int, call: UnsafeBufferPointer<UInt8>, record: () -> [UInt8]) -> Bool {
    counts[agent] += 1
    let value = hash.hash(call)
    if value > bars[agent] { return true }
    return take(agent, value, call, record())
  }

  private func take(_ agent: Int, _ value: UInt64, _ call: UnsafeBufferPointer<UInt8>, _ record: [UInt8])
    -> Bool
  {
    var index = slots[agent].count
    for (place, slot) in slots[agent].enumerated() {
      if slot.hash == value {
        let id = slot.bytes[0..<slot.idLength]
        if id.elementsEqual(call) {
          counts[agent] -= 1
          return false
        }
        // Equal hashes of different calls are ordered by the calls' ids.
        if call.lexicographicallyPrecedes(id) {
          index = place
          break
        }
      } else if value < slot.hash {
        index = place
        break
      }
    }
    if index >= perAgent { return true }
    slots[agent].insert(Slot(hash: value, bytes: record, idLength: call.count), at: index)
    if slots[agent].count > perAgent { slots[agent].removeLast() }
    if slots[agent].count == perAgent, let last = slots[agent].last { bars[agent] = last.hash }
    return true
  }

  /// How many calls an agent had.
  package func callCount(_ agent: Int) -> Int { Int(counts[agent]) }

  /// An agent's sampled calls, lowest hash first: the call's id and the record given with it.
  package func sample(_ agent: Int) -> [(call: String, record: String)] {
    slots[agent].map {
      (
        String(decoding: $0.bytes[0..<$0.idLength], as: UTF8.self),
        String(decoding: $0.bytes, as: UTF8.self)
      )
    }
  }
}
