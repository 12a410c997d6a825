/// Reads a table of a known shape row by row, and gathers every fault with its place.
///
/// A column that is not known is named in `notices` and ignored. Rows whose cells are all empty are passed over.
package final class TableReader {
  package let shape: TableShape
  package private(set) var faults = Faults()
  /// Sentences about columns that were ignored.
  package private(set) var notices: [String] = []
  /// Rows read so far, without the heading.
  @exclusivity(unchecked) package private(set) var rowCount = 0
  /// The further columns of an open shape, as written, with their places.
  package private(set) var furtherColumns: [(name: String, index: Int)] = []

  /// Where it is set, a row with too many cells goes there with what is wrong, and is passed over; else it is a fault.
  package var rejected: ((TableRow, [String]) -> Void)?

  private let reader: RecordReader
  private var indexes: [String: Int] = [:]
  private var headerCount = 0
  /// The headings as they were written.
  package private(set) var headings: [String] = []
  private let isUsable: Bool

  package convenience init(path: String, shape: TableShape) throws {
    try self.init(Self.open(path), shape: shape)
  }

  package convenience init(bytes: [UInt8], named file: String, shape: TableShape) throws {
    try self.init(
      Self.guarded(file) {
        try RecordReader(bytes: Spreadsheet.delimitedText(ifXLSX: bytes, named: file), named: file)
      },
      shape: shape)
  }

  private init(_ reader: RecordReader, shape: TableShape) throws {
    self.reader = reader
    self.shape = shape
    let file = reader.file
    var faults = Faults()
    guard try Self.guarded(file, { try reader.next() }) else {
      throw Faults([
        Fault(file: file, line: 1, column: 1, message: "the file is empty; a heading line is needed")
      ])
    }
    headerCount = reader.fieldCount
    headings = (0..<reader.fieldCount).map(reader.text)
    var known: [String: String] = [:]
    for column in shape.columns {
      for name in [column.id, column.chinese] + column.aliases { known[TableShape.folded(name)] = column.id }
    }
    for index in 0..<reader.fieldCount {
      let heading = reader.text(index)
      guard let id = known[TableShape.folded(heading)] else {
        if shape.furtherColumns != nil {
          furtherColumns.append((heading, index))
        } else if !heading.isEmpty {
          notices.append("\(file): column '\(heading)' is not known and is ignored")
        }
        continue
      }
      if indexes[id] != nil {
        faults.append(
          Fault(
            file: file, line: reader.line, column: reader.column(of: index),
            message: "column '\(heading)' stands twice; keep one"))
      }
      indexes[id] = index
    }
    for column in shape.columns where column.isRequired && indexes[column.id] == nil {
      faults.append(
        Fault(
          file: file, line: reader.line, column: 1,
          message: "column '\(column.id)' is missing; name it '\(column.id)' or '\(column.chinese)'"))
    }
    isUsable = faults.isEmpty
    self.faults = faults
  }

  private static func open(_ path: String) throws -> RecordReader {
    try guarded(path) { try RecordReader.table(at: path) }
  }

  /// Turns what stops a reader into a fault with its place.
  private static func guarded<T>(_ file: String, _ body: () throws -> T) throws -> T {
    do { return try body() } catch let broken as RecordReader.Broken {
      throw Faults([Fault(file: file, line: broken.line, column: broken.column, message: broken.message)])
    }
  }

  package var file: String { reader.file }
  package var line: Int { reader.line }

  /// The place of a column in the file; `nil` where the file does not have it.
  package func index(of column: String) -> Int? { indexes[column] }

  /// Calls `body` for each row; faults are gathered, not thrown.
  package func forEachRow(_ body: (TableRow) throws -> Void) throws {
    guard isUsable else { return }
    while try advance() { try body(TableRow(table: self, reader: reader)) }
  }

  /// Calls `body` for the first row, where there is one.
  package func firstRow(_ body: (TableRow) throws -> Void) throws {
    if isUsable, try advance() { try body(TableRow(table: self, reader: reader)) }
  }

  private func advance() throws -> Bool {
    do {
      while try reader.next() {
        if reader.isBlank { continue }
        rowCount += 1
        if reader.fieldCount > headerCount {
          let message =
            "\(reader.fieldCount) cells under \(headerCount) headings; quote a cell that holds the delimiter"
          if let rejected {
            rejected(TableRow(table: self, reader: reader), [message])
          } else {
            fault(at: headerCount, message)
          }
          continue
        }
        return true
      }
      return false
    } catch let broken as RecordReader.Broken {
      faults.append(Fault(file: file, line: broken.line, column: broken.column, message: broken.message))
      return false
    }
  }

  /// Records a fault at a field of the current row.
  package func fault(at index: Int, _ message: String) {
    faults.append(Fault(file: file, line: reader.line, column: reader.column(of: index), message: message))
  }

  /// Records a fault of an earlier row, whose place was kept.
  package func fault(line: Int, column: Int = 1, _ message: String) {
    faults.append(Fault(file: file, line: line, column: column, message: message))
  }
}
