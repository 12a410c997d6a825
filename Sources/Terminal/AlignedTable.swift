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
    // Measured once: a wide text takes longer to measure than to write.
    let measured = rows.map { row in row.map { cellWidth($0) } }
    for row in measured {
      for (column, cells) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cells)
      }
    }
    func line(_ cells: [String], _ own: [Int]) -> String {
      var text = ""
      var pending = 0
      for (column, cell) in cells.enumerated() {
        let blanks = widths[column] - own[column]
        let before = pending + (rightAligned.contains(column) ? blanks : 0)
        pending = 2 + (rightAligned.contains(column) ? 0 : blanks)
        if cell.isEmpty {
          pending += before
          continue
        }
        for _ in 0..<before { text.append(" ") }
        text += cell
      }
      while text.utf8.last == 0x20 { text.removeLast() }
      return text
    }
    let head = line(headings, headings.map { cellWidth($0) })
    return [bold ? "\u{1b}[1m\(head)\u{1b}[0m" : head] + zip(rows, measured).map(line)
  }
}
