/// A piece of a GIFT question as bytes in which escapes are resolved but remembered.
///
/// What was escaped stands as one of eight control codes, which no file may hold: structure is found among the other bytes, and
/// `string` puts the characters back. Indices are those of the whole block, so that a fault finds its place.
struct GIFTText {
  /// The characters that a backslash takes their meaning from; the code of each is its place from 1.
  static let escapable = Array("\\:#={}~n".utf8)

  let bytes: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  var isEmpty: Bool { bytes.isEmpty }

  /// Where the piece begins in its block.
  var start: Int { bytes.startIndex }

  /// The text without blanks at its ends.
  var string: String {
    let bytes = trimmed.bytes
    guard bytes.contains(where: { $0 <= 8 }) else { return String(decoding: bytes, as: UTF8.self) }
    return String(
      decoding: bytes.map { byte in
        switch byte {
        case 8: 0x0a
        case 1...7: Self.escapable[Int(byte) - 1]
        default: byte
        }
      }, as: UTF8.self)
  }

  var trimmed: GIFTText {
    let (from, to) = Self.trimmed(bytes)
    return GIFTText(bytes[from..<to])
  }

  /// The bounds of bytes without blanks at their ends; the full-width blank is one.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> (from: Int, to: Int) {
    var (from, to) = (bytes.startIndex, bytes.endIndex)
    while from < to {
      if isBlank(bytes[from]) {
        from += 1
      } else if to - from >= 3, bytes[from] == 0xe3, bytes[from + 1] == 0x80, bytes[from + 2] == 0x80 {
        from += 3
      } else {
        break
      }
    }
    while from < to {
      if isBlank(bytes[to - 1]) {
        to -= 1
      } else if to - from >= 3, bytes[to - 3] == 0xe3, bytes[to - 2] == 0x80, bytes[to - 1] == 0x80 {
        to -= 3
      } else {
        break
      }
    }
    return (from, to)
  }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0d).contains(byte) }

  func firstIndex(of byte: UInt8) -> Int? { bytes.firstIndex(of: byte) }

  /// The first index of a run of characters that were not escaped.
  func firstIndex(of run: StaticString, from start: Int? = nil) -> Int? {
    let count = run.utf8CodeUnitCount
    var index = start ?? bytes.startIndex
    while index + count <= bytes.endIndex {
      if bytes[index] == run.utf8Start[0],
        (1..<count).allSatisfy({ bytes[index + $0] == run.utf8Start[$0] })
      {
        return index
      }
      index += 1
    }
    return nil
  }

  func lastIndex(of run: StaticString) -> Int? {
    var found: Int?
    var start = bytes.startIndex
    while let index = firstIndex(of: run, from: start) {
      found = index
      start = index + 1
    }
    return found
  }

  func starts(with run: StaticString) -> Bool {
    let count = run.utf8CodeUnitCount
    return bytes.count >= count
      && (0..<count).allSatisfy { bytes[bytes.startIndex + $0] == run.utf8Start[$0] }
  }

  func before(_ index: Int) -> GIFTText { GIFTText(bytes[bytes.startIndex..<index]) }
  func after(_ index: Int, length: Int = 1) -> GIFTText { GIFTText(bytes[(index + length)...]) }

  /// The pieces between occurrences of `separator` that were not escaped.
  func split(at separator: Unicode.Scalar) -> [GIFTText] {
    bytes.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false).map { GIFTText($0) }
  }

  /// Takes a markup prefix such as `[html]` off the text; an unknown name stays as text.
  func takingMarkup(inherited: WrittenQuestion.Markup) -> (WrittenQuestion.Markup, GIFTText) {
    let text = trimmed
    guard text.bytes.first == UInt8(ascii: "["),
      let end = text.bytes.prefix(12).firstIndex(of: UInt8(ascii: "]"))
    else { return (inherited, text) }
    let name = String(decoding: text.bytes[(text.start + 1)..<end], as: UTF8.self)
    guard let markup = WrittenQuestion.Markup(rawValue: name) else { return (inherited, text) }
    return (markup, text.after(end).trimmed)
  }
}

/// The lines of a question between blank ones: its text, its comments, and the way back from the text to the file.
struct GIFTBlock {
  /// A line without its blanks at both ends, as a range of the file.
  struct Line {
    let number: Int
    /// Where the line begins in the file, blanks included.
    let start: Int
    let range: Range<Int>
  }

  let text: GIFTText
  let comments: [Line]
  let lines: [Line]
  private let file: [UInt8]

  init(_ all: [Line], in file: [UInt8]) {
    self.file = file
    comments = all.filter { Self.isComment($0, file) }
    lines = comments.isEmpty ? all : all.filter { !Self.isComment($0, file) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(lines.reduce(0) { $0 + $1.range.count + 1 })
    for (index, line) in lines.enumerated() {
      if index > 0 { bytes.append(0x0a) }
      Self.resolve(file[line.range], into: &bytes)
    }
    text = GIFTText(bytes[...])
  }

  private static func isComment(_ line: Line, _ file: [UInt8]) -> Bool {
    line.range.count >= 2 && file[line.range.lowerBound] == UInt8(ascii: "/")
      && file[line.range.lowerBound + 1] == UInt8(ascii: "/")
  }

  /// Appends bytes with their escapes resolved.
  private static func resolve(_ source: ArraySlice<UInt8>, into bytes: inout [UInt8]) {
    guard source.contains(UInt8(ascii: "\\")) else {
      bytes.append(contentsOf: source)
      return
    }
    var index = source.startIndex
    while index < source.endIndex {
      if source[index] == UInt8(ascii: "\\"), index + 1 < source.endIndex,
        let code = GIFTText.escapable.firstIndex(of: source[index + 1])
      {
        bytes.append(UInt8(code + 1))
        index += 2
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
  }

  /// The comment lines, in order.
  var commentTexts: [ArraySlice<UInt8>] { comments.map { file[$0.range] } }

  /// The lines as written, comments included.
  var source: String {
    let all = (lines + comments).sorted { $0.number < $1.number }
    return all.map { String(decoding: file[$0.range], as: UTF8.self) }.joined(separator: "\n")
  }

  /// The place in the file of an index of the text.
  func position(of index: Int) -> Position {
    let before = text.bytes[..<min(index, text.bytes.endIndex)]
    let place = min(before.count { $0 == 0x0a }, lines.count - 1)
    guard lines.indices.contains(place) else { return Position(line: 1, column: 1) }
    let line = lines[place]
    let wanted = before.count - (before.lastIndex(of: 0x0a).map { $0 + 1 } ?? before.startIndex)
    var (resolved, source) = (0, line.range.lowerBound)
    while resolved < wanted, source < line.range.upperBound {
      let isEscape =
        file[source] == UInt8(ascii: "\\") && source + 1 < line.range.upperBound
        && GIFTText.escapable.contains(file[source + 1])
      source += isEscape ? 2 : 1
      resolved += 1
    }
    // Columns count characters: bytes that go on with one are none of their own.
    return Position(line: line.number, column: file[line.start..<source].count { $0 & 0xc0 != 0x80 } + 1)
  }
}
