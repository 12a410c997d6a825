import Glibc

/// Numbers short byte keys densely, 0, 1, 2 … in the order in which they are first seen.
///
/// Hot state lives in pointers: one 32-byte slot holds a key of up to 16 bytes, so that a look-up costs one cache miss.
/// Longer keys are compared in full in an arena beside it.
package final class ByteKeyTable {
  private struct Slot {
    var low: UInt64
    var high: UInt64
    var count: UInt32
    /// The number plus one; 0 marks an empty slot.
    var number: UInt32
    /// Where a key of more than 16 bytes starts in the arena; then `low` and `high` hold its hash.
    var offset: Int
  }

  @exclusivity(unchecked) private var slots: UnsafeMutablePointer<Slot>
  @exclusivity(unchecked) private var mask: Int
  @exclusivity(unchecked) package private(set) var count = 0
  private var arena: [UInt8] = []
  /// Start and length of each key in the arena, by number.
  private var bounds: [(start: Int, count: Int)] = []

  package init(expecting expected: Int = 1_024) {
    var size = 1_024
    while size < expected * 2 { size *= 2 }
    slots = Self.emptySlots(size)
    mask = size - 1
  }

  deinit { slots.deallocate() }

  private static func emptySlots(_ size: Int) -> UnsafeMutablePointer<Slot> {
    let slots = UnsafeMutablePointer<Slot>.allocate(capacity: size)
    slots.initialize(repeating: Slot(low: 0, high: 0, count: 0, number: 0, offset: 0), count: size)
    return slots
  }

  /// The number of a key, given to it now where it is new.
  package func number(of key: UnsafeBufferPointer<UInt8>) -> (number: Int, isNew: Bool) {
    let (low, high) = Self.packed(key)
    var index = Self.home(low, high, key.count) & mask
    while true {
      let slot = slots[index]
      if slot.number == 0 { break }
      if slot.low == low, slot.high == high, slot.count == UInt32(truncatingIfNeeded: key.count),
        key.count <= 16 || arenaHolds(key, at: slot.offset)
      {
        return (Int(slot.number) - 1, false)
      }
      index = (index + 1) & mask
    }
    let number = count
    bounds.append((arena.count, key.count))
    slots[index] = Slot(
      low: low, high: high, count: UInt32(truncatingIfNeeded: key.count), number: UInt32(number + 1),
      offset: arena.count)
    arena.append(contentsOf: key)
    count += 1
    if count * 3 > mask * 2 { grow() }
    return (number, true)
  }

  /// The number of a key that was seen; `nil` for a stranger.
  package func find(_ key: UnsafeBufferPointer<UInt8>) -> Int? {
    let (low, high) = Self.packed(key)
    var index = Self.home(low, high, key.count) & mask
    while true {
      let slot = slots[index]
      if slot.number == 0 { return nil }
      if slot.low == low, slot.high == high, slot.count == UInt32(truncatingIfNeeded: key.count),
        key.count <= 16 || arenaHolds(key, at: slot.offset)
      {
        return Int(slot.number) - 1
      }
      index = (index + 1) & mask
    }
  }

  package func number(of key: String) -> (number: Int, isNew: Bool) {
    var key = key
    return key.withUTF8 { number(of: $0) }
  }

  package func find(_ key: String) -> Int? {
    var key = key
    return key.withUTF8 { find($0) }
  }

  /// The key with a number.
  package func key(_ number: Int) -> String {
    let (start, count) = bounds[number]
    return String(decoding: arena[start..<(start + count)], as: UTF8.self)
  }

  private func grow() {
    let old = slots
    let oldSize = mask + 1
    slots = Self.emptySlots(oldSize * 2)
    mask = oldSize * 2 - 1
    for position in 0..<oldSize where old[position].number != 0 {
      let slot = old[position]
      var index = Self.home(slot.low, slot.high, Int(slot.count)) & mask
      while slots[index].number != 0 { index = (index + 1) & mask }
      slots[index] = slot
    }
    old.deallocate()
  }

  private func arenaHolds(_ key: UnsafeBufferPointer<UInt8>, at offset: Int) -> Bool {
    arena.withUnsafeBufferPointer { bytes in
      guard let base = bytes.baseAddress, let start = key.baseAddress else { return key.isEmpty }
      return memcmp(base + offset, start, key.count) == 0
    }
  }

  /// The key itself in 16 bytes, or two hashes of a longer one.
  private static func packed(_ key: UnsafeBufferPointer<UInt8>) -> (UInt64, UInt64) {
    let raw = UnsafeRawBufferPointer(key)
    if key.count <= 8 { return (load(raw, 0, key.count), 0) }
    if key.count <= 16 { return (raw.loadUnaligned(as: UInt64.self), load(raw, 8, key.count - 8)) }
    var (a, b): (UInt64, UInt64) = (0xcbf2_9ce4_8422_2325, 0x9e37_79b9_7f4a_7c15)
    for byte in key {
      a = (a ^ UInt64(byte)) &* 0x100_0000_01b3
      b = (b ^ UInt64(byte)) &* 0xff51_afd7_ed55_8ccd
    }
    return (a, b)
  }

  private static func load(_ raw: UnsafeRawBufferPointer, _ start: Int, _ count: Int) -> UInt64 {
    if count == 8 { return raw.loadUnaligned(fromByteOffset: start, as: UInt64.self) }
    if count >= 4 {
      // Two loads that overlap cover four to seven bytes.
      let low = UInt64(raw.loadUnaligned(fromByteOffset: start, as: UInt32.self))
      let high = UInt64(raw.loadUnaligned(fromByteOffset: start + count - 4, as: UInt32.self))
      return low | high << UInt64(8 * (count - 4))
    }
    var value: UInt64 = 0
    for offset in 0..<count { value |= UInt64(raw[start + offset]) << UInt64(8 * offset) }
    return value
  }

  private static func home(_ low: UInt64, _ high: UInt64, _ count: Int) -> Int {
    var hash = (low ^ (high &* 0x9e37_79b9_7f4a_7c15)) &+ UInt64(count)
    hash = (hash ^ (hash >> 32)) &* 0xff51_afd7_ed55_8ccd
    hash ^= hash >> 29
    return Int(truncatingIfNeeded: hash >> 1)
  }
}
