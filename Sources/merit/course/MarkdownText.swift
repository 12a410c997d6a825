import Formats
import Terminal

/// Shows a Markdown page on a terminal.
enum MarkdownText {
  static func lines(_ body: String, width: Int, styled: Bool) -> [String] {
    var lines: [String] = []
    var wasItem = false
    for block in MarkdownBlock.parse(withoutControls(body)) {
      var isItem = false
      switch block {
      case .heading(let level, let text):
        lines += wrapped(inline(text, styled: false), to: width).map { bold($0, styled) }
        if level == 1 { lines.append(String(repeating: "═", count: min(width, cellWidth(text)))) }
      case .paragraph(let text): lines += wrapped(inline(text, styled: false), to: width)
      case .quote(let text): lines += wrapped(inline(text, styled: false), to: width - 2).map { "│ " + $0 }
      case .code(let text):
        lines += text.split(separator: "\n", omittingEmptySubsequences: false).map { "    \($0)" }
      case .item(let mark, let depth, let text):
        isItem = true
        let indent = String(repeating: "  ", count: depth) + mark + " "
        if wasItem { lines.removeLast() }
        for (index, line) in wrapped(inline(text, styled: false), to: width - cellWidth(indent)).enumerated()
        {
          lines.append((index == 0 ? indent : String(repeating: " ", count: cellWidth(indent))) + line)
        }
      case .table(let rows): lines += table(rows, width: width, styled: styled)
      }
      lines.append("")
      wasItem = isItem
    }
    return lines
  }

  private static func bold(_ text: String, _ styled: Bool) -> String {
    styled ? "\u{1b}[1m\(text)\u{1b}[0m" : text
  }

  /// The text without inline marks: emphasis is for the page, the terminal reads on.
  private static func inline(_ text: String, styled: Bool) -> String {
    var result = text
    for mark in ["**", "`"] {
      result = result.split(separator: mark, omittingEmptySubsequences: false).joined()
    }
    return withoutEmphasis(result)
  }

  /// The text without the stars around words; a star beside a blank is a star.
  private static func withoutEmphasis(_ text: String) -> String {
    guard text.contains("*") else { return text }
    let characters = Array(text)
    var result = ""
    for (place, character) in characters.enumerated() {
      let before = place > 0 ? characters[place - 1] : " "
      let after = place + 1 < characters.count ? characters[place + 1] : " "
      let isBesideBlank = before == " " || after == " "
      if character == "*", isBesideBlank ? before != after : !(before.isNumber && after.isNumber) { continue }
      result.append(character)
    }
    return result
  }

  /// Columns as wide as their longest cell, the widest narrowed until the table fits; cells wrap.
  private static func table(_ rows: [[String]], width: Int, styled: Bool) -> [String] {
    let columns = rows.map(\.count).max() ?? 0
    guard columns > 0 else { return [] }
    let cells = rows.map { row in (0..<columns).map { $0 < row.count ? inline(row[$0], styled: false) : "" } }
    var widths = (0..<columns).map { column in cells.map { cellWidth($0[column]) }.max() ?? 0 }
    while widths.reduce(0, +) + 3 * (columns - 1) > width,
      let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
      widths[widest] > 8
    {
      widths[widest] -= 1
    }
    var lines: [String] = []
    for (index, row) in cells.enumerated() {
      let wrappedCells = row.enumerated().map { wrapped($1, to: widths[$0]) }
      for line in 0..<(wrappedCells.map(\.count).max() ?? 1) {
        let text = wrappedCells.enumerated().map { padded(line < $1.count ? $1[line] : "", to: widths[$0]) }
          .joined(separator: " │ ")
        lines.append(index == 0 ? bold(text, styled) : text)
      }
      if index == 0 {
        lines.append(widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─"))
      }
    }
    return lines
  }
}
