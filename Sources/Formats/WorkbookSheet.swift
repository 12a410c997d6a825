/// A column of a sheet: its heading, its width, and how its cells look where nothing else is said.
package struct WorkbookColumn: Hashable, Sendable {
  package let title: String
  /// In digits of the normal font; from 1 to 255.
  package let width: Int
  package let style: WorkbookStyle

  package init(_ title: String, width: Int = 12, _ style: WorkbookStyle = .text) {
    self.title = title
    self.width = min(max(width, 1), 255)
    self.style = style
  }
}

/// What a sheet is before its rows come: name, columns, what is above them, how it is shown, printed and protected.
package struct WorkbookSheet: Hashable, Sendable {
  /// Made legal and unlike the other sheets' when the sheet is begun.
  package var name: String
  package var columns: [WorkbookColumn]
  /// Stands in the first row, across all columns.
  package var title: String?
  /// A line each, between title and heading, across all columns.
  package var notes: [String]
  /// Without it the columns have no titles, and rows follow the notes at once.
  package var hasHeading: Bool
  /// The first columns stay in sight when the sheet moves; so do all rows to the heading, where there is one.
  package var frozenColumns: Int
  /// Whether the heading has buttons that choose rows.
  package var filter: Bool
  /// Whether only inputs may be edited; without a password, since it guards against slips and not against people.
  package var isProtected: Bool
  /// On a protected sheet, whether cells that are no inputs may be selected, and so copied.
  package var selectsLockedCells: Bool
  /// Six hexadecimal digits, red, green and blue.
  package var tabColour: String?
  /// Printed at the top left of each page; at most 255 characters are.
  package var header: String?
  /// Printed at the bottom left of each page, the page's number at the right.
  package var footer: String?

  package init(
    _ name: String, columns: [WorkbookColumn], title: String? = nil, frozenColumns: Int = 0,
    filter: Bool = false, isProtected: Bool = false, selectsLockedCells: Bool = true, notes: [String] = [],
    hasHeading: Bool = true, tabColour: String? = nil, header: String? = nil, footer: String? = nil
  ) {
    self.name = name
    self.columns = columns
    self.title = title
    self.notes = notes
    self.hasHeading = hasHeading
    self.frozenColumns = frozenColumns
    self.filter = filter
    self.isProtected = isProtected
    self.selectsLockedCells = selectsLockedCells
    self.tabColour = tabColour
    self.header = header
    self.footer = footer
  }

  /// The row of the heading, counted from 1; `nil` without one.
  package var headingRow: Int? { hasHeading ? linesAbove.count + 1 : nil }

  /// The first row after title, notes and heading, counted from 1.
  package var firstRow: Int { linesAbove.count + (hasHeading ? 1 : 0) + 1 }

  /// The name as a spreadsheet takes it: not empty, without `[]:*?/\`, 31 UTF-16 units at most, unlike `others`.
  ///
  /// Names that differ only in case are the same name; the second gets ` (2)`.
  package static func legalName(_ name: String, unlike others: [String]) -> String {
    var text = String(
      String.UnicodeScalarView(
        name.unicodeScalars.map { scalar in
          "[]:*?/\\".unicodeScalars.contains(scalar) || scalar.value < 0x20 || scalar.value == 0x7f
            ? "-" : scalar
        }))
    // An apostrophe at either end would end the name inside a formula.
    while text.first == "'" { text.removeFirst() }
    text = cut(text, to: 31)
    while text.last == "'" { text.removeLast() }
    if text.isEmpty { text = "Sheet" }
    // Excel keeps this one for itself.
    if text.lowercased() == "history" { text += "-" }
    let taken = Set(others.map { $0.lowercased() })
    var result = text
    var number = 2
    while taken.contains(result.lowercased()) {
      let end = " (\(number))"
      result = cut(text, to: 31 - end.utf16.count) + end
      number += 1
    }
    return result
  }

  /// The text's first characters, as many as fit into so many UTF-16 units.
  static func cut(_ text: String, to units: Int) -> String {
    var result = text
    while result.utf16.count > units { result.removeLast() }
    return result
  }
}
