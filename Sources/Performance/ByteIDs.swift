import Glibc

/// Ids in one run of bytes, to be compared with what the database hands out without a text for each.
struct ByteIDs {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init(_ ids: [String]) {
    for id in ids {
      bytes.append(contentsOf: id.utf8)
      ends.append(bytes.count)
    }
  }

  /// Below zero where the id at a place comes before the other in the order of bytes, as in SQLite, above zero where it
  /// comes after, and where there is none at that place.
  func compare(_ place: Int, _ other: UnsafeRawBufferPointer) -> Int32 {
    guard place < ends.count else { return 1 }
    let start = place == 0 ? 0 : ends[place - 1]
    let count = ends[place] - start
    let order = bytes.withUnsafeBytes { own -> Int32 in
      guard let mine = own.baseAddress, let theirs = other.baseAddress else { return 0 }
      return memcmp(mine + start, theirs, min(count, other.count))
    }
    if order != 0 { return order }
    return count < other.count ? -1 : count > other.count ? 1 : 0
  }
}
