/// Writes a table as a workbook of one sheet of texts, the heading bold and fixed.
package enum WorkbookWriter {
  package static func bytes(sheet name: String, rows: [[String]]) throws -> [UInt8] {
    var result: [UInt8] = []
    let book = WorkbookStream(title: name) { result.append(contentsOf: $0) }
    let headings = rows.first ?? []
    try book.beginSheet(
      WorkbookSheet(name, columns: headings.map { WorkbookColumn($0, .wrapped) }, hasHeading: !rows.isEmpty))
    for row in rows.dropFirst() {
      for cell in row { cell.isEmpty ? book.blank() : book.text(cell, .wrapped) }
      try book.endRow()
    }
    try book.finish()
    return result
  }
}
