/// Bytes of a sheet on their way to the zip, appended without a `String` for each number.
///
/// Its memory is a pointer, so that a cell costs a few stores; it grows with the longest row and is used again for the next.
struct WorkbookBytes: ~Copyable {
  private var start: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init() {
    capacity = 1 << 17
    start = .allocate(capacity: capacity)
  }

  deinit { start.deallocate() }

  /// The bytes gathered so far; valid until the next change.
  var content: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

  mutating func removeAll() { count = 0 }

  /// Makes room; whatever is appended next must fit into what was asked for.
  mutating func reserve(_ further: Int) {
    guard count + further > capacity else { return }
    capacity = max(2 * capacity, count + further)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: start, count: count)
    start.deallocate()
    start = larger
  }

  /// A byte, for which there is room.
  mutating func put(_ byte: UInt8) {
    start[count] = byte
    count += 1
  }

  /// A few bytes of the program's own, for which there is room.
  mutating func put(_ literal: StaticString) {
    (start + count).update(from: literal.utf8Start, count: literal.utf8CodeUnitCount)
    count += literal.utf8CodeUnitCount
  }

  /// Markup that needs no escapes.
  mutating func append(_ markup: String) {
    var markup = markup
    markup.withUTF8 { bytes in
      guard let first = bytes.baseAddress else { return }
      reserve(bytes.count)
      (start + count).update(from: first, count: bytes.count)
      count += bytes.count
    }
  }

  /// A whole number, for whose 20 digits there is room.
  mutating func put(_ number: Int) { put(units: number, places: 0) }

  /// A number of units of `10^−places` in decimals, all places written; there is room for 22 and the places.
  mutating func put(units: Int, places: Int) {
    var rest = units.magnitude
    var digits = 1
    var bound: UInt = 10
    while rest >= bound {
      digits += 1
      let (next, overflow) = bound.multipliedReportingOverflow(by: 10)
      if overflow { break }
      bound = next
    }
    digits = max(digits, places + 1)
    if units < 0 { put(UInt8(ascii: "-")) }
    let length = places > 0 ? digits + 1 : digits
    var place = count + length - 1
    for index in 0..<digits {
      if index == places, places > 0 {
        start[place] = UInt8(ascii: ".")
        place -= 1
      }
      start[place] = UInt8(truncatingIfNeeded: 0x30 + rest % 10)
      place -= 1
      rest /= 10
    }
    count += length
  }

  /// The letters of a column counted from 0, for which there is room.
  mutating func put(column: Int) {
    if column >= 702 { put(UInt8(truncatingIfNeeded: 64 + (column - 26) / 676)) }
    if column >= 26 { put(UInt8(truncatingIfNeeded: 65 + (column / 26 - 1) % 26)) }
    put(UInt8(truncatingIfNeeded: 65 + column % 26))
  }

  /// Text as a cell holds it: markup escaped, control characters left out.
  ///
  /// A spreadsheet reads `_x0041_` in a text as `A`, so such a text is written with its first `_` as `_x005F_`
  /// (ECMA-376 part 1, 22.9.2.19).
  mutating func append(escaped text: String) {
    var text = text
    text.withUTF8 { bytes in
      reserve(8 * bytes.count)
      var place = 0
      while place < bytes.count {
        let byte = bytes[place]
        switch byte {
        case UInt8(ascii: "&"): put("&amp;")
        case UInt8(ascii: "<"): put("&lt;")
        case UInt8(ascii: ">"): put("&gt;")
        case UInt8(ascii: "_"): put(Self.isEscape(bytes, at: place) ? "_x005F_" : "_")
        case 0x09, 0x0a, 0x20...0x7e: put(byte)
        case 0..<0x20, 0x7f: break
        // The control characters U+0080 to U+009F.
        case 0xc2 where place + 1 < bytes.count && bytes[place + 1] < 0xa0: place += 1
        // U+FFFE and U+FFFF, which XML has no place for.
        case 0xef where place + 2 < bytes.count && bytes[place + 1] == 0xbf && bytes[place + 2] >= 0xbe:
          place += 2
        default: put(byte)
        }
        place += 1
      }
    }
  }

  /// Whether `_xHHHH_` stands there.
  private static func isEscape(_ bytes: UnsafeBufferPointer<UInt8>, at place: Int) -> Bool {
    guard place + 6 < bytes.count, bytes[place + 1] == UInt8(ascii: "x"),
      bytes[place + 6] == UInt8(ascii: "_")
    else { return false }
    return bytes[(place + 2)...(place + 5)].allSatisfy {
      switch $0 {
      case 0x30...0x39, 0x41...0x46, 0x61...0x66: true
      default: false
      }
    }
  }
}
