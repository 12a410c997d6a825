/// Names of cells as formulas write them, `$B$7` (ECMA-376 part 1, 18.2.5).
///
/// Columns are counted from 0, as a row's cells are; rows from 1, as a person reads them.
package enum WorkbookReference {
  /// The letters of a column: 0 is `A`, 26 is `AA`, 16 383 is `XFD`.
  package static func columnName(_ column: Int) -> String {
    var (name, rest) = ("", column)
    repeat {
      name = "\(Character(Unicode.Scalar(UInt8(65 + rest % 26))))" + name
      rest = rest / 26 - 1
    } while rest >= 0
    return name
  }

  /// A cell, `B7`, or `$B$7` where it is to stay the same when the formula is copied.
  package static func cell(_ column: Int, _ row: Int, isFixed: Bool = false) -> String {
    isFixed ? "$\(columnName(column))$\(row)" : "\(columnName(column))\(row)"
  }

  /// The cells from one to another, `B2:D7`, or `$B$2:$D$7`.
  package static func range(
    columns: ClosedRange<Int>, rows: ClosedRange<Int>, isFixed: Bool = false
  ) -> String {
    cell(columns.lowerBound, rows.lowerBound, isFixed: isFixed) + ":"
      + cell(columns.upperBound, rows.upperBound, isFixed: isFixed)
  }

  /// A cell or range of another sheet, `'Pay 2026Q3'!B7`; the name is quoted always, an apostrophe in it doubled.
  package static func on(_ sheet: String, _ reference: String) -> String {
    "'\(sheet.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''"))'!\(reference)"
  }
}
