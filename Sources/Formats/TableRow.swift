/// The current row of a table: typed cells by column id; a cell that does not fit becomes a fault.
///
/// Valid only inside the call that hands it out.
package struct TableRow {
  private let table: TableReader
  private let reader: RecordReader

  init(table: TableReader, reader: RecordReader) {
    self.table = table
    self.reader = reader
  }

  package var line: Int { reader.line }

  /// The bytes of a cell, trimmed; empty where the file has no such column.
  package func bytes(_ column: String) -> UnsafeBufferPointer<UInt8> {
    guard let index = table.index(of: column) else { return UnsafeBufferPointer(start: nil, count: 0) }
    return reader.field(index)
  }

  /// The bytes at a place that `TableReader.index(of:)` gave: the hot path.
  package func bytes(at index: Int) -> UnsafeBufferPointer<UInt8> { reader.field(index) }

  /// All cells of the row.
  package var cells: [String] { (0..<reader.fieldCount).map(reader.text) }

  /// The text at a place, trimmed.
  package func text(at index: Int) -> String { reader.text(index) }

  /// The text, or `nil` where the cell is empty or the column absent.
  package func optional(_ column: String) -> String? {
    let cell = bytes(column)
    // The apostrophe that `CSVWriter` puts before what a spreadsheet would run is none of the text.
    let isGuarded = cell.count > 1 && cell[0] == UInt8(ascii: "'") && "=+-@".utf8.contains(cell[1])
    return cell.isEmpty ? nil : String(decoding: isGuarded ? cell.extracting(1...) : cell, as: UTF8.self)
  }

  /// The texts of some columns with unit separators between them; `nil` where all are empty.
  package func joined(_ columns: [String]) -> String? {
    let texts = columns.map { optional($0) ?? "" }
    return texts.allSatisfy(\.isEmpty) ? nil : texts.joined(separator: "\u{1f}")
  }

  /// The text of a cell that must not be empty.
  package func text(_ column: String) -> String? {
    if let text = optional(column) { return text }
    fault(column, "'\(column)' is empty; a value is required")
    return nil
  }

  /// A day; `nil` and no fault where the cell is empty.
  package func optionalDay(_ column: String) -> CalendarDay? {
    let cell = bytes(column)
    guard !cell.isEmpty else { return nil }
    if let day = CalendarDay(utf8: cell) { return day }
    fault(column, "'\(String(decoding: cell, as: UTF8.self))' is not a date; write it as 2026-07-01")
    return nil
  }

  /// A day that must be there, at a place that `TableReader.index(of:)` gave.
  package func day(at index: Int, named column: String) -> CalendarDay? {
    CalendarDay(utf8: reader.field(index)) ?? day(column)
  }

  /// A day that must be there.
  package func day(_ column: String) -> CalendarDay? {
    required(column) { optionalDay(column) }
  }

  /// A time; `nil` and no fault where the cell is empty.
  package func optionalTime(_ column: String) -> CivilTime? {
    let cell = bytes(column)
    guard !cell.isEmpty else { return nil }
    if let time = CivilTime(utf8: cell) { return time }
    fault(
      column,
      "'\(String(decoding: cell, as: UTF8.self))' is not a time; write it as 2026-07-01 09:30 or 2026-07-01T09:30:00+08:00"
    )
    return nil
  }

  package func time(_ column: String) -> CivilTime? {
    required(column) { optionalTime(column) }
  }

  /// A whole number in a range; `nil` and no fault where the cell is empty.
  package func optionalInteger(_ column: String, in range: ClosedRange<Int>) -> Int? {
    let cell = bytes(column)
    guard !cell.isEmpty else { return nil }
    if let number = ExactDecimal(utf8: cell)?.scaled(to: 0), range.contains(number) { return number }
    fault(
      column,
      "'\(String(decoding: cell, as: UTF8.self))' is not a whole number from \(range.lowerBound) to \(range.upperBound)"
    )
    return nil
  }

  package func integer(_ column: String, in range: ClosedRange<Int>) -> Int? {
    required(column) { optionalInteger(column, in: range) }
  }

  /// A decimal number in units of `10^−places`; `nil` and no fault where the cell is empty.
  package func optionalDecimal(_ column: String, places: Int, in range: ClosedRange<Int>) -> Int? {
    let cell = bytes(column)
    guard !cell.isEmpty else { return nil }
    let text = String(decoding: cell, as: UTF8.self)
    guard let decimal = ExactDecimal(utf8: cell) else {
      fault(column, "'\(text)' is not a number; write digits and at most one point, such as 86.5")
      return nil
    }
    guard let number = decimal.scaled(to: places) else {
      fault(column, "'\(text)' has more than \(places) decimal places; round it where it was measured")
      return nil
    }
    guard range.contains(number) else {
      fault(
        column,
        "'\(text)' is outside \(decimalText(range.lowerBound, places: places)) to \(decimalText(range.upperBound, places: places))"
      )
      return nil
    }
    return number
  }

  package func decimal(_ column: String, places: Int, in range: ClosedRange<Int>) -> Int? {
    required(column) { optionalDecimal(column, places: places, in: range) }
  }

  /// Yes or no; `nil` and no fault where the cell is empty.
  package func optionalYesNo(_ column: String) -> Bool? {
    guard let text = optional(column) else { return nil }
    switch text.lowercased() {
    case "yes", "y", "true", "1", "是", "有", "对": return true
    case "no", "n", "false", "0", "否", "无", "错": return false
    default:
      fault(column, "'\(text)' is neither yes nor no; write yes (是) or no (否)")
      return nil
    }
  }

  /// One of some words, each with the forms it may take; `nil` and no fault where the cell is empty.
  package func optionalWord<Word>(_ column: String, _ words: [(Word, [String])]) -> Word? {
    guard let text = optional(column) else { return nil }
    for (word, forms) in words where forms.contains(text) { return word }
    let folded = TableShape.folded(text)
    for (word, forms) in words where forms.contains(where: { TableShape.folded($0) == folded }) {
      return word
    }
    let allowed = words.compactMap(\.1.first).joined(separator: ", ")
    fault(column, "'\(text)' is none of \(allowed)")
    return nil
  }

  package func word<Word>(_ column: String, _ words: [(Word, [String])]) -> Word? {
    required(column) { optionalWord(column, words) }
  }

  /// Records a fault at a column of this row.
  package func fault(_ column: String, _ message: String) {
    table.fault(at: table.index(of: column) ?? 0, message)
  }

  package func fault(at index: Int, _ message: String) { table.fault(at: index, message) }

  private func required<T>(_ column: String, _ read: () -> T?) -> T? {
    if bytes(column).isEmpty {
      fault(column, "'\(column)' is empty; a value is required")
      return nil
    }
    return read()
  }
}

/// A number of units of `10^−places` as a decimal: `8950` with two places is `89.50`.
package func decimalText(_ units: Int, places: Int) -> String {
  guard places > 0 else { return "\(units)" }
  var digits = String(units.magnitude)
  if digits.utf8.count <= places {
    digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
  }
  return (units < 0 ? "-" : "") + digits.dropLast(places) + "." + digits.suffix(places)
}
