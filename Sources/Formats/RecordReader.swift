import Glibc

/// Reads delimited records (RFC 4180 with the liberties that spreadsheets take) as bytes, in constant memory.
///
/// Hot state lives in pointers: a `String` per field is seventeen times slower. Lines end in LF, CRLF or CR;
/// a quoted field may hold delimiters, doubled quotes and line ends. Empty lines are passed over. UTF-8 is
/// read as it streams; UTF-16 and GB18030 are converted as a whole first.
package final class RecordReader {
  /// What stops the reading of a file: nothing after it can be trusted.
  package struct Broken: Error {
    package let line: Int
    package let column: Int
    package let message: String
  }

  /// A record longer than this is damage, not data.
  private static let longestRecord = 64 << 20

  package let file: String
  package let encoding: TextEncoding
  package var delimiter: UInt8 { state.pointee.delimiter }
  /// The line on which the current record starts, from 1.
  package var line: Int { state.pointee.line }
  package var fieldCount: Int { state.pointee.fieldCount }

  private let input: InputFile?
  /// The hot state, behind a pointer that never changes: class properties would be checked for exclusive access at every byte.
  private let state: UnsafeMutablePointer<State>

  private struct State {
    var buffer: UnsafeMutablePointer<UInt8>
    var capacity: Int
    var filled = 0
    var position = 0
    var validated = 0
    var isAtEnd = false
    var line = 0
    var nextLine = 1
    var recordStart = 0
    var fields: UnsafeMutablePointer<Bounds>
    var fieldCount = 0
    var fieldCapacity: Int
    var delimiter = UInt8(ascii: ",")
  }

  private var buffer: UnsafeMutablePointer<UInt8> {
    get { state.pointee.buffer }
    set { state.pointee.buffer = newValue }
  }
  private var capacity: Int {
    get { state.pointee.capacity }
    set { state.pointee.capacity = newValue }
  }
  private var filled: Int {
    get { state.pointee.filled }
    set { state.pointee.filled = newValue }
  }
  private var position: Int {
    get { state.pointee.position }
    set { state.pointee.position = newValue }
  }
  private var validated: Int {
    get { state.pointee.validated }
    set { state.pointee.validated = newValue }
  }
  private var isAtEnd: Bool {
    get { state.pointee.isAtEnd }
    set { state.pointee.isAtEnd = newValue }
  }
  private var nextLine: Int {
    get { state.pointee.nextLine }
    set { state.pointee.nextLine = newValue }
  }
  private var recordStart: Int {
    get { state.pointee.recordStart }
    set { state.pointee.recordStart = newValue }
  }
  private var fields: UnsafeMutablePointer<Bounds> {
    get { state.pointee.fields }
    set { state.pointee.fields = newValue }
  }
  private var fieldCapacity: Int {
    get { state.pointee.fieldCapacity }
    set { state.pointee.fieldCapacity = newValue }
  }

  private struct Bounds {
    var start: Int
    var end: Int
    /// Where the field begins in the record as written, quotes included.
    var written: Int
    /// Whether it holds doubled quotes that stand for single ones.
    var isDoubled: Bool
  }

  /// Opens a file, or standard input for `-`.
  package convenience init(path: String) throws {
    try self.init(input: InputFile(path: path), named: path)
  }

  /// The reader of a table: a text as it stands, or the first sheet of a workbook.
  static func table(at path: String) throws -> RecordReader {
    let input = try InputFile(path: path)
    if let text = try Spreadsheet.delimitedText(ifXLSX: input) {
      return try RecordReader(bytes: text, named: path)
    }
    return try RecordReader(input: input, named: path)
  }

  package init(input: InputFile, named file: String) throws {
    self.file = file
    let (encoding, text) = try Self.recognise(input, named: file)
    self.encoding = encoding
    self.input = text == nil ? input : nil
    state = Self.makeState(holding: text)
    if self.input != nil { try refill() }
    try start()
  }

  /// Reads a table from bytes in memory.
  package init(bytes: [UInt8], named file: String) throws {
    guard let (encoding, text) = TextEncoding.decode(bytes) else {
      throw Broken(line: 1, column: 1, message: Self.unknownEncoding)
    }
    self.file = file
    self.encoding = encoding
    input = nil
    state = Self.makeState(holding: text)
    try start()
  }

  deinit {
    buffer.deallocate()
    fields.deallocate()
    state.deallocate()
  }

  /// The state over a text in memory, or over an empty buffer that is to be filled.
  private static func makeState(holding text: [UInt8]?) -> UnsafeMutablePointer<State> {
    let capacity = max(text?.count ?? 1 << 18, 1)
    let buffer = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    state.initialize(
      to: State(buffer: buffer, capacity: capacity, fields: .allocate(capacity: 64), fieldCapacity: 64))
    guard let text else { return state }
    text.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { buffer.update(from: base, count: source.count) }
    }
    state.pointee.filled = text.count
    state.pointee.validated = text.count
    state.pointee.isAtEnd = true
    return state
  }

  static let unknownEncoding =
    "the bytes are neither UTF-8 nor UTF-16 nor GB18030; save the table as CSV in UTF-8"

  /// The encoding of an input, and its text where it had to be read as a whole.
  private static func recognise(
    _ input: InputFile, named file: String
  ) throws -> (TextEncoding, [UInt8]?) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 16)
    defer { chunk.deallocate() }
    guard input.rewind() else {
      // A pipe is read once: what is not UTF-8 is found while it streams, and is a fault there.
      return (.utf8, nil)
    }
    var encoding = TextEncoding.utf8
    var carried = 0
    var isFirst = true
    while true {
      let count = try input.read(into: UnsafeMutableRawBufferPointer(rebasing: chunk[carried...]))
      let bytes = UnsafeRawBufferPointer(rebasing: chunk[0..<(carried + count)])
      if isFirst, let marked = TextEncoding(mark: bytes) { encoding = marked }
      isFirst = false
      if encoding == .utf16LE || encoding == .utf16BE { break }
      if let invalid = firstInvalidUTF8(in: bytes) {
        // The last three bytes may be the start of a character that the next piece ends.
        if count > 0, invalid >= bytes.count - 3 {
          carried = bytes.count - invalid
          chunk.baseAddress.map { _ = memmove($0, $0 + invalid, carried) }
          continue
        }
        encoding = .gb18030
        break
      }
      carried = 0
      if count == 0 { break }
    }
    guard input.rewind() else { throw InputError(path: file, number: errno) }
    if encoding == .utf8 || encoding == .utf8BOM { return (encoding, nil) }
    guard let decoded = TextEncoding.decode(try input.readAll()) else {
      throw Broken(line: 1, column: 1, message: unknownEncoding)
    }
    return (decoded.encoding, decoded.utf8)
  }

  /// Skips the mark and finds the delimiter that the first line uses most; a comma where it uses none.
  private func start() throws {
    try checkForNUL(from: 0)
    if filled >= 3, buffer[0] == 0xef, buffer[1] == 0xbb, buffer[2] == 0xbf { position = 3 }
    var counts = (comma: 0, semicolon: 0, tab: 0)
    var isQuoted = false
    var index = position
    while index < filled {
      let byte = buffer[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted {
        if byte == 0x0a || byte == 0x0d { if index > position { break } }
        if byte == UInt8(ascii: ",") { counts.comma += 1 }
        if byte == UInt8(ascii: ";") { counts.semicolon += 1 }
        if byte == 0x09 { counts.tab += 1 }
      }
      index += 1
    }
    if counts.tab > counts.comma, counts.tab >= counts.semicolon {
      state.pointee.delimiter = 0x09
    } else if counts.semicolon > counts.comma {
      state.pointee.delimiter = UInt8(ascii: ";")
    }
  }

  /// Moves to the next record; `false` at the end.
  package func next() throws -> Bool {
    while true {
      while true {
        if position >= filled {
          if isAtEnd { return false }
          recordStart = position
          try refill()
          continue
        }
        guard isAtLineEnd(position) else { break }
        try skipLineEnd()
      }
      state.pointee.line = nextLine
      recordStart = position
      if try scan() {
        for index in 0..<fieldCount where fields[index].isDoubled { foldQuotes(in: index) }
        return true
      }
      if isAtEnd {
        throw Broken(
          line: line, column: 1, message: "a quote is opened and never closed; close it or remove it")
      }
      position = recordStart
      nextLine = line
      try refill()
    }
  }

  private func isAtLineEnd(_ index: Int) -> Bool { buffer[index] == 0x0a || buffer[index] == 0x0d }

  private func skipLineEnd() throws {
    if buffer[position] == 0x0d {
      recordStart = position
      if position + 1 == filled, !isAtEnd { try refill() }
      if position + 1 < filled, buffer[position + 1] == 0x0a { position += 1 }
    }
    position += 1
    nextLine += 1
  }

  /// Scans one record from `position`; `false` when the buffer ends inside it.
  private func scan() throws -> Bool {
    let buffer = buffer
    let filled = filled
    let delimiter = delimiter
    var index = position
    state.pointee.fieldCount = 0
    while true {
      let written = index
      var start = index
      var end = index
      var isDoubled = false
      if index < filled, buffer[index] == UInt8(ascii: "\"") {
        guard let quoted = try scanQuoted(from: index) else { return false }
        start = index + 1
        end = quoted.closing
        isDoubled = quoted.isDoubled
        index = end + 1
      } else {
        while index < filled {
          let byte = buffer[index]
          if byte == delimiter || byte == 0x0a || byte == 0x0d { break }
          index += 1
        }
        end = index
      }
      if index >= filled, !isAtEnd { return false }
      if fieldCount == fieldCapacity { growFields() }
      fields[fieldCount] = Bounds(start: start, end: end, written: written, isDoubled: isDoubled)
      state.pointee.fieldCount += 1
      if index < filled, buffer[index] == delimiter {
        index += 1
        continue
      }
      position = index
      return true
    }
  }

  /// Finds where a quoted field closes; `nil` when the buffer ends first.
  private func scanQuoted(from opening: Int) throws -> (closing: Int, isDoubled: Bool)? {
    var index = opening + 1
    var isDoubled = false
    while true {
      if index >= filled { return nil }
      let byte = buffer[index]
      if byte == UInt8(ascii: "\"") {
        if index + 1 >= filled, !isAtEnd { return nil }
        guard index + 1 < filled, buffer[index + 1] == UInt8(ascii: "\"") else { break }
        isDoubled = true
        index += 2
        continue
      }
      if byte == 0x0a || (byte == 0x0d && !(index + 1 < filled && buffer[index + 1] == 0x0a)) {
        nextLine += 1
      }
      index += 1
    }
    let after = index + 1
    if after >= filled, !isAtEnd { return nil }
    if after < filled, buffer[after] != delimiter, !isAtLineEnd(after) {
      throw Broken(
        line: nextLine, column: characters(from: position, to: after) + 1,
        message: "text follows a closing quote; double every quote inside a quoted cell")
    }
    return (index, isDoubled)
  }

  /// Folds doubled quotes in place, once the record is whole and will not be scanned again.
  private func foldQuotes(in index: Int) {
    var target = fields[index].start
    var source = target
    while source < fields[index].end {
      let byte = buffer[source]
      buffer[target] = byte
      source += byte == UInt8(ascii: "\"") ? 2 : 1
      target += 1
    }
    fields[index].end = target
  }

  private func growFields() {
    let larger = UnsafeMutablePointer<Bounds>.allocate(capacity: fieldCapacity * 2)
    larger.update(from: fields, count: fieldCapacity)
    fields.deallocate()
    fields = larger
    fieldCapacity *= 2
  }

  /// Moves what is unread to the front and reads more behind it.
  private func refill() throws {
    guard let input, !isAtEnd else { return }
    let keep = min(recordStart, position)
    if keep > 0 {
      memmove(buffer, buffer + keep, filled - keep)
      filled -= keep
      validated -= keep
      position -= keep
      recordStart = 0
    }
    if filled == capacity {
      guard capacity < Self.longestRecord else {
        throw Broken(
          line: line, column: 1, message: "one row is longer than 64 MB; is a quote left open?")
      }
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
      memcpy(larger, buffer, filled)
      buffer.deallocate()
      buffer = larger
      capacity *= 2
    }
    let fresh = filled
    let count = try input.read(
      into: UnsafeMutableRawBufferPointer(start: buffer + filled, count: capacity - filled))
    filled += count
    if count == 0 { isAtEnd = true }
    try checkForNUL(from: fresh)
    try validate()
  }

  private func checkForNUL(from start: Int) throws {
    guard filled > start, let found = memchr(buffer + start, 0, filled - start) else { return }
    let offset = UnsafeRawPointer(found) - UnsafeRawPointer(buffer)
    throw broken(at: offset, "a NUL byte; the file is damaged or is not a text table")
  }

  private func validate() throws {
    let fresh = UnsafeRawBufferPointer(start: buffer + validated, count: filled - validated)
    guard let invalid = firstInvalidUTF8(in: fresh) else {
      validated = filled
      return
    }
    if !isAtEnd, invalid >= fresh.count - 3 {
      validated += invalid
      return
    }
    throw broken(at: validated + invalid, Self.unknownEncoding)
  }

  /// An error at an offset of the buffer, with its line.
  private func broken(at offset: Int, _ message: String) -> Broken {
    var line = nextLine
    var lineStart = position
    for index in min(position, offset)..<offset where buffer[index] == 0x0a {
      line += 1
      lineStart = index + 1
    }
    return Broken(line: line, column: characters(from: lineStart, to: offset) + 1, message: message)
  }

  /// The bytes of a field, trimmed of blanks, valid until the next record; past the end, nothing.
  package func field(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard index < fieldCount else { return UnsafeBufferPointer(start: nil, count: 0) }
    var (start, end) = (fields[index].start, fields[index].end)
    while start < end, buffer[start] == 0x20 || buffer[start] == 0x09 { start += 1 }
    while end > start, buffer[end - 1] == 0x20 || buffer[end - 1] == 0x09 { end -= 1 }
    return UnsafeBufferPointer(start: buffer + start, count: end - start)
  }

  /// The bytes of a field as they stand.
  package func rawField(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard index < fieldCount else { return UnsafeBufferPointer(start: nil, count: 0) }
    return UnsafeBufferPointer(
      start: buffer + fields[index].start, count: fields[index].end - fields[index].start)
  }

  /// Whether every field of the record is empty or blank.
  package var isBlank: Bool {
    for index in 0..<fieldCount where !field(index).isEmpty { return false }
    return true
  }

  package func text(_ index: Int) -> String { String(decoding: field(index), as: UTF8.self) }

  /// The character column, from 1, at which a field is written; past the end, the one after the record.
  package func column(of index: Int) -> Int {
    guard fieldCount > 0 else { return 1 }
    if index < fieldCount { return characters(from: recordStart, to: fields[index].written) + 1 }
    return characters(from: recordStart, to: fields[fieldCount - 1].end) + 1
  }

  private func characters(from start: Int, to end: Int) -> Int {
    var count = 0
    var index = start
    while index < end {
      if buffer[index] & 0xc0 != 0x80 { count += 1 }
      index += 1
    }
    return count
  }
}
