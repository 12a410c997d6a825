/// Reads the commonest table of scores, right and wrong as `1` and `0`, at the speed of its bytes.
enum DigitTable {
  /// The table; `nil` where any byte is not as expected, and the file is to be read as any other.
  static func read(_ path: String) throws -> NumberTable? {
    guard let bytes = try InputFile(path: path).readAll(atMost: 512 << 20) else { return nil }
    return bytes.withUnsafeBufferPointer { read($0) }
  }

  private static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> NumberTable? {
    guard let start = bytes.baseAddress, let headEnd = bytes.firstIndex(of: 0x0a) else { return nil }
    // A heading of megabytes is no table of items.
    guard headEnd < 1 << 20 else { return nil }
    var heading = bytes[..<headEnd]
    if heading.last == 0x0d { heading.removeLast() }
    guard
      heading.allSatisfy({ $0 >= 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: ";") })
    else { return nil }
    var columns = String(decoding: heading, as: UTF8.self)
      .split(separator: ",", omittingEmptySubsequences: false).map { String($0.trimmed) }
    guard Set(columns).count == columns.count, columns.count > 1 else { return nil }
    let first = bytes[(headEnd + 1)...].prefix { $0 != UInt8(ascii: ",") && $0 != 0x0a }
    let hasNames = !first.elementsEqual([0x30]) && !first.elementsEqual([0x31])
    if hasNames {
      // A number, a quote or nothing in the first cell: the general reader decides what the column is.
      guard let letter = first.first, letter > 0x39, first.allSatisfy({ $0 < 0x7f }) else { return nil }
      columns.removeFirst()
    }
    let k = columns.count
    var names: [String] = []
    var isSound = true
    let capacity = (bytes.count - headEnd) / (2 * k) + 1
    let digits = [UInt8](unsafeUninitializedCapacity: capacity * k) { cells, count in
      guard var cell = cells.baseAddress else { return }
      var place = headEnd + 1
      while place < bytes.count {
        if hasNames {
          let nameStart = place
          while place < bytes.count, start[place] > UInt8(ascii: ",") { place += 1 }
          guard place < bytes.count, start[place] == UInt8(ascii: ","), place > nameStart else {
            isSound = false
            return
          }
          names.append(String(decoding: bytes[nameStart..<place], as: UTF8.self))
          place += 1
        }
        guard place + 2 * k - 1 <= bytes.count else {
          isSound = false
          return
        }
        let row = start + place
        var strange: UInt8 = 0
        for index in 0..<k {
          let digit = row[2 * index] ^ 0x30
          strange |= digit & 0xfe
          cell[index] = digit
        }
        for index in 0..<(k - 1) { strange |= row[2 * index + 1] ^ UInt8(ascii: ",") }
        place += 2 * k - 1
        if place < bytes.count, start[place] == 0x0d { place += 1 }
        if place < bytes.count {
          strange |= start[place] ^ 0x0a
          place += 1
        }
        if strange != 0 {
          isSound = false
          return
        }
        cell += k
        count += k
      }
    }
    guard isSound, !digits.isEmpty else { return nil }
    return NumberTable(
      columns: columns, names: hasNames ? names : nil,
      lines: Array(2..<(digits.count / k + 2)), cells: [], places: 0, digits: digits)
  }
}
