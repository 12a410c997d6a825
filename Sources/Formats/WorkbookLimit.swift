/// Why a workbook cannot be written as asked: what a zip file or a spreadsheet has no room for.
package struct WorkbookLimit: Error, Hashable, CustomStringConvertible {
  /// What happened, to which thing; lower case, no full stop.
  package let summary: String
  /// What to do about it.
  package let remedy: String

  package var description: String { "\(summary); \(remedy)" }

  /// What every spreadsheet program holds (Microsoft, "Excel specifications and limits").
  static let rows = 1_048_576
  static let columns = 16_384
  /// In UTF-16 code units, as spreadsheets count them.
  static let textLength = 32_767

  static func tooManyRows(_ sheet: String) -> WorkbookLimit {
    WorkbookLimit(
      summary: "sheet '\(sheet)' would have more than 1,048,576 rows",
      remedy: "choose fewer rows, or write them as CSV")
  }

  static func tooManyColumns(_ sheet: String, row: Int) -> WorkbookLimit {
    WorkbookLimit(
      summary: "row \(row) of sheet '\(sheet)' would have more than 16,384 columns",
      remedy: "choose fewer columns, or write them as CSV")
  }

  static func tooLong(_ cell: String, _ sheet: String) -> WorkbookLimit {
    WorkbookLimit(
      summary: "the text in cell \(cell) of sheet '\(sheet)' is longer than 32,767 characters",
      remedy: "shorten it, or write the table as CSV")
  }

  static let noSheet = WorkbookLimit(
    summary: "the workbook has no sheet", remedy: "write one at least before it is finished")

  static func tooLarge(_ thing: String) -> WorkbookLimit {
    WorkbookLimit(
      summary: "\(thing) would be larger than the 4 GB that a zip file holds",
      remedy: "write fewer rows, or several files")
  }

  static let tooManyParts = WorkbookLimit(
    summary: "the zip file would have more than 65,534 parts", remedy: "write several files")

  static let noMemory = WorkbookLimit(
    summary: "the system has no memory left to pack a zip file", remedy: "close other programs, and try again"
  )
}
