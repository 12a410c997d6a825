/// The start of a text that fits into so many cells.
package func cut(_ text: String, to width: Int) -> String {
  var (result, cells) = ("", 0)
  for character in text {
    let own = cellWidth(character)
    if cells + own > width { break }
    result.append(character)
    cells += own
  }
  return result
}

/// How many terminal cells a text takes: East Asian wide characters two, marks that combine none (Unicode UAX #11).
package func cellWidth(_ text: String) -> Int {
  let bytes = text.utf8
  // Most texts are plain: a cell a byte.
  if bytes.allSatisfy({ (0x20..<0x7f).contains($0) }) { return bytes.count }
  return text.reduce(0) { $0 + cellWidth($1) }
}

/// The cells of one character: that of its widest scalar.
package func cellWidth(_ character: Character) -> Int {
  character.unicodeScalars.reduce(0) { max($0, width(of: $1)) }
}

private func width(of scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0..<0x20, 0x7f..<0xa0, 0x300...0x36f, 0x200b...0x200f, 0xfe00...0xfe0f: 0
  case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0x33ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa000...0xa4cf,
    0xa960...0xa97f, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6,
    0x1f300...0x1f64f, 0x1f900...0x1f9ff, 0x20000...0x3fffd:
    2
  default: 1
  }
}

/// The text without control characters: what comes from a file must not steer a terminal.
package func withoutControls(_ text: String) -> String {
  if text.utf8.allSatisfy({ (0x20..<0x7f).contains($0) }) { return text }
  guard text.unicodeScalars.contains(where: { isControl($0) && $0 != "\n" }) else { return text }
  return String(String.UnicodeScalarView(text.unicodeScalars.filter { !isControl($0) || $0 == "\n" }))
}

private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value < 0x20 || (0x7f...0x9f).contains(scalar.value) || (0x202a...0x202e).contains(scalar.value)
    || (0x2066...0x2069).contains(scalar.value)
}

/// The text filled up with blanks to so many cells.
package func padded(_ text: String, to width: Int, right: Bool = false) -> String {
  let blanks = String(repeating: " ", count: max(0, width - cellWidth(text)))
  return right ? blanks + text : text + blanks
}

/// The text on lines of at most so many cells: broken at blanks, and between any two Chinese characters, but not before a
/// closing mark or after an opening one.
package func wrapped(_ text: String, to width: Int) -> [String] {
  text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { wrapLine(Array($0), max(width, 4)) }
}

/// A text as it is shown on a terminal of so many cells: longer lines broken between words, with what follows indented
/// under them.
package func fitted(_ text: String, to width: Int) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
    guard cellWidth(String(line)) > width else { return String(line) }
    let indent = String(repeating: " ", count: line.prefix { $0 == " " }.count + 4)
    let first = wrapped(String(line), to: width).first ?? ""
    let rest = String(line.dropFirst(first.count).drop { $0 == " " })
    return ([first] + wrapped(rest, to: width - indent.count).map { indent + $0 }).joined(separator: "\n")
  }.joined(separator: "\n")
}

private let closingMarks: Set<Character> = Set("，。、；：？！）》」』”’…,.;:?!)]}%")
private let openingMarks: Set<Character> = Set("（《「『“‘([{")

private func wrapLine(_ line: [Character], _ width: Int) -> [String] {
  var lines: [String] = []
  var start = 0
  while start < line.count {
    var end = start
    var cells = 0
    var lastBreak: Int?
    while end < line.count, cells + cellWidth(line[end]) <= width {
      cells += cellWidth(line[end])
      end += 1
      if end < line.count, mayBreak(between: line[end - 1], line[end]) { lastBreak = end }
    }
    if end < line.count { end = max(lastBreak ?? end, start + 1) }
    var shown = line[start..<end]
    while shown.last == " " { shown.removeLast() }
    lines.append(String(shown))
    start = end
    while start < line.count, line[start] == " " { start += 1 }
  }
  return lines.isEmpty ? [""] : lines
}

private func mayBreak(between left: Character, _ right: Character) -> Bool {
  if left == " " || right == " " { return true }
  if closingMarks.contains(right) || openingMarks.contains(left) { return false }
  return cellWidth(left) == 2 || cellWidth(right) == 2
}
