import Formats
import Workspace

/// The sheets as CSV and JSON, written row by row.
package struct SheetText {
  private let desk: SheetDesk
  private let binder: SheetDesk.Binder

  package init(_ desk: SheetDesk, _ binder: SheetDesk.Binder) {
    self.desk = desk
    self.binder = binder
  }

  /// UTF-8 with its mark and CRLF line ends, which spreadsheets open in any language.
  ///
  /// - Returns: how many people were written.
  package func csv(_ sink: (String) throws -> Void) throws -> Int {
    var count = 0
    try sink("\u{feff}" + line(binder.columns.map { binder.word($0.title) }))
    try desk.forEachRow(binder) { row in
      count += 1
      try sink(line(binder.columns.map { $0.value(row).plain }))
    }
    return count
  }

  private func line(_ cells: [String]) -> String { CSVWriter.line(cells).dropLast() + "\r\n" }

  /// One object: the quarter, its state and hash, and the people with the columns' ids as members.
  package func json(_ sink: (String) throws -> Void) throws -> Int {
    var count = 0
    let head = JSON.object([
      ("quarter", .string(binder.quarter.description)), ("closed", .bool(binder.isClosed)),
      ("hash", binder.isClosed ? .string(binder.hash) : .null), ("note", .string(binder.note)),
      ("pool", .number(binder.run.pool.amount.description)),
    ])
    try sink(String(head.text.dropLast()) + ",\"people\":[")
    try desk.forEachRow(binder) { row in
      let members = binder.columns.filter { !["signature", "signed_on"].contains($0.id) }
        .map { ($0.id, $0.value(row).json) }
      try sink((count == 0 ? "\n" : ",\n") + JSON.object(members).text)
      count += 1
    }
    try sink("\n]}\n")
    return count
  }
}
