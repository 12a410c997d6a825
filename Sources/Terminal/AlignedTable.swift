/// Rows of text under headings, aligned by cells.
package struct AlignedTable {
  private let headings: [String]
  private let rightAligned: Set<Int>
  private var rows: [[String]] = []

  /// - Parameter numbers: the columns that are aligned to the right.
  package init(_ headings: [String], numbers: Set<Int> = []) {
    self.headings = headings.map { withoutControls($0) }
    rightAligned = numbers
  }

  /// Adds a row, which may be shorter or longer than the headings.
  package mutating func add(_ cells: [String]) { rows.append(cells.map { withoutControls($0) }) }

  package var isEmpty: Bool { rows.isEmpty }

  /// The table's lines; headings bold where asked for.
  package func lines(bold: Bool) -> [String] {
    var widths = headings.map { cellWidth($0) }
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cellWidth(cell))
      }
    }
    func line(_ cells: [String]) -> String {
      var text = cells.enumerated().map { column, cell in
        padded(cell, to: widths[column], right: rightAligned.contains(column))
      }.joined(separator: "  ")
      while text.hasSuffix(" ") { text.removeLast() }
      return text
    }
    let head = line(headings)
    return [bold ? "\u{1b}[1m\(head)\u{1b}[0m" : head] + rows.map(line)
  }
}
