/// Writes a table as a workbook of one sheet of texts, the heading bold and fixed.
package enum WorkbookWriter {
  /// - Parameter rows: the headings first; an empty text is an empty cell.
  package static func bytes(sheet name: String, rows: [[String]]) throws -> [UInt8] {
    var result: [UInt8] = []
    let book = WorkbookStream(title: name) { result.append(contentsOf: $0) }
    let columns = (rows.first ?? []).enumerated().map { index, heading in
      WorkbookColumn(heading, width: width(of: index, in: rows), .wrapped)
    }
    try book.beginSheet(WorkbookSheet(name, columns: columns, hasHeading: !rows.isEmpty))
    for row in rows.dropFirst() {
      for cell in row { cell.isEmpty ? book.blank() : book.text(cell, .wrapped) }
      try book.endRow()
    }
    try book.finish()
    return result
  }

  /// As wide as the column's longest line among the first rows, from 8 to 50 digits; what is longer is wrapped.
  private static func width(of column: Int, in rows: [[String]]) -> Int {
    var width = 8
    for row in rows.prefix(200) where column < row.count {
      for line in row[column].split(separator: "\n") { width = max(width, WorkbookSheet.width(of: line) + 2) }
    }
    return min(width, 50)
  }
}
