/// Writes a workbook (ECMA-376) sheet by sheet and row by row into a sink, in the same memory however many rows come.
///
///     let book = WorkbookStream(title: "Pay 2026Q3") { bytes in … }
///     try book.beginSheet(WorkbookSheet("People", columns: [WorkbookColumn("id"), WorkbookColumn("pay", .money)]))
///     book.text("E0001")
///     book.number(units: 289_550, places: 2)
///     try book.endRow()
///     try book.endSheet()
///     try book.finish()
///
/// Cells are appended from left to right. A limit that a cell breaks is thrown at the end of its row. There is no clock
/// in it: the same calls give the same bytes.
package final class WorkbookStream {
  /// A value that a formula had when the workbook was written, shown until it is calculated again.
  package enum Cached: Hashable, Sendable {
    case number(units: Int, places: Int)
    case text(String)
  }

  private let zip: ZipStream
  private let parts: WorkbookParts
  private let activeSheet: Int
  private var sheets: [WorkbookParts.Sheet] = []
  private var sheet: WorkbookSheet?
  private var hasFormula = false
  private var failure: WorkbookLimit?
  private var lastFiltered: Int?

  // Hot state: touched by every cell, from one thread, never across a call that could touch it too.
  @exclusivity(unchecked) private var bytes = WorkbookBytes()
  @exclusivity(unchecked) private var styles: [WorkbookStyle] = []
  @exclusivity(unchecked) private var isRowOpen = false
  /// The number of the row that is being written, counted from 1.
  @exclusivity(unchecked) package private(set) var row = 1
  /// The place of the cell that is written next, counted from 0.
  @exclusivity(unchecked) package private(set) var column = 0

  /// - Parameters:
  ///   - activeSheet: the sheet that is in front when the workbook is opened, counted from 0.
  ///   - sink: takes the file's bytes in their order.
  package init(
    title: String, description: String = "", activeSheet: Int = 0, sink: @escaping ZipStream.Sink
  ) {
    // Level 6 makes sheets one percent smaller, and takes half as long again.
    zip = ZipStream(level: 5, sink: sink)
    parts = WorkbookParts(title: title, description: description)
    self.activeSheet = activeSheet
  }

  // MARK: Sheets

  /// The legal name of the sheet that is being written, as formulas on other sheets must call it.
  package var sheetName: String { sheets.last?.name ?? "" }

  /// Begins a sheet, after ending the one before, and writes its title, notes and heading.
  package func beginSheet(_ sheet: WorkbookSheet) throws {
    try endSheet()
    if sheets.isEmpty { for part in parts.opening { try add(part) } }
    let name = WorkbookSheet.legalName(sheet.name, unlike: sheets.map(\.name))
    try zip.begin(WorkbookParts.sheetName(sheets.count + 1))
    self.sheet = sheet
    bytes.append(WorkbookParts.head + sheet.opening(isActive: sheets.count == activeSheet))
    sheets.append(WorkbookParts.Sheet(name: name, headingRow: sheet.headingRow))
    styles = []
    row = 1
    lastFiltered = nil
    for (line, style) in sheet.linesAbove {
      beginRow(height: sheet.height(of: line, style))
      text(line, style)
      // A border or fill of merged cells is that of each of them.
      for _ in sheet.columns.dropFirst() { blank(style) }
      try endRow()
    }
    if sheet.hasHeading {
      for column in sheet.columns { text(column.title, .heading) }
      try endRow()
    }
    styles = sheet.columns.map(\.style)
  }

  /// Ends the sheet that was begun; does nothing where none is.
  package func endSheet() throws {
    guard let sheet else { return }
    if isRowOpen { try endRow() }
    if let failure { throw failure }
    if sheet.filter, let heading = sheet.headingRow, !sheet.columns.isEmpty {
      sheets[sheets.count - 1].filtered = WorkbookReference.range(
        columns: 0...(sheet.columns.count - 1), rows: heading...max(heading, lastFiltered ?? row - 1),
        isFixed: true)
    }
    bytes.append(sheet.closing(filtered: sheets.last?.filtered))
    try flush()
    try zip.end()
    self.sheet = nil
  }

  /// Ends the last sheet and writes what belongs to the whole workbook; the file is then complete.
  package func finish() throws {
    try endSheet()
    guard !sheets.isEmpty else { throw WorkbookLimit.noSheet }
    let active = sheets.indices.contains(activeSheet) ? activeSheet : 0
    for part in parts.closing(sheets, activeSheet: active, hasFormula: hasFormula) { try add(part) }
    try zip.finish()
  }

  private func add(_ part: (name: String, text: String)) throws {
    try zip.add(part.name, Array((WorkbookParts.head + part.text).utf8))
  }

  private func flush() throws {
    try zip.write(bytes.content)
    bytes.removeAll()
  }

  // MARK: Rows

  /// Gives the row a height in points; rows without one are as high as their texts need.
  package func beginRow(height points: Int) { openRow(height: points) }

  private func openRow(height points: Int?) {
    precondition(sheet != nil, "a cell was written outside a sheet")
    precondition(!isRowOpen, "a row's height was given after its first cell")
    if row > WorkbookLimit.rows { fail(.tooManyRows(sheetName)) }
    bytes.reserve(96)
    bytes.put("<row r=\"")
    bytes.put(row)
    if let points {
      bytes.put("\" ht=\"")
      bytes.put(points)
      bytes.put("\" customHeight=\"1")
    }
    bytes.put("\">")
    isRowOpen = true
  }

  /// Ends the row; without cells it stays empty and counts.
  ///
  /// - Throws: `WorkbookLimit` where the row is one too many, too wide, or holds a text that is too long.
  package func endRow() throws {
    if isRowOpen {
      bytes.reserve(16)
      bytes.put("</row>")
    }
    if let failure { throw failure }
    isRowOpen = false
    column = 0
    row += 1
    if bytes.count > 1 << 16 { try flush() }
  }

  /// Leaves the rows that follow, such as a total, out of what the heading's buttons choose from.
  package func endFilter() { lastFiltered = row - 1 }

  private func fail(_ limit: WorkbookLimit) { if failure == nil { failure = limit } }

  // MARK: Cells

  /// A text, whatever it looks like: `=1+1` stays these four characters.
  ///
  /// - Parameter style: the column's where none is given.
  package func text(_ text: String, _ style: WorkbookStyle? = nil) {
    let style = style ?? (column < styles.count ? styles[column] : .text)
    checkLength(text)
    openCell(style)
    bytes.put("\" t=\"inlineStr\"><is><t")
    bytes.put(Self.hasOuterSpace(text) ? " xml:space=\"preserve\">" : ">")
    bytes.append(escaped: text)
    bytes.reserve(32)
    bytes.put("</t></is></c>")
  }

  /// A whole number.
  package func integer(_ number: Int, _ style: WorkbookStyle? = nil) {
    numberCell(units: number, places: 0, resolved(style, natural: .integer))
  }

  /// A number of units of `10^−places`, exact in the file; a spreadsheet calculates with its first fifteen digits.
  ///
  /// - Parameter style: the column's where none is given, and `plain` where that is one of texts.
  package func number(units: Int, places: Int, _ style: WorkbookStyle? = nil) {
    numberCell(units: units, places: places, resolved(style, natural: .plain))
  }

  /// A share in basis points, shown with two decimals: 8 250 is 82.50 %.
  package func percent(basisPoints: Int, _ style: WorkbookStyle? = nil) {
    numberCell(units: basisPoints, places: 4, resolved(style, natural: .percent))
  }

  /// A factor in basis points, shown with four decimals: 10 500 is 1.0500.
  package func factor(basisPoints: Int, _ style: WorkbookStyle? = nil) {
    numberCell(units: basisPoints, places: 4, resolved(style, natural: .factor))
  }

  /// A day as spreadsheets count it, from 1900-01-01 on; an earlier one is written as a text.
  package func day(_ day: CalendarDay, _ style: WorkbookStyle? = nil) {
    guard let serial = day.spreadsheetSerial else { return text("\(day)", style) }
    numberCell(units: serial, places: 0, resolved(style, natural: .day))
  }

  /// An empty cell; one that is an input, or was given a style, shows it.
  package func blank(_ style: WorkbookStyle? = nil) {
    let style = style ?? (column < styles.count && styles[column].isInput ? styles[column] : nil)
    guard let style else {
      column += 1
      return
    }
    openCell(style)
    bytes.put("\"/>")
  }

  /// What stands where a value is undefined: a dash, which sums and means pass over.
  package func undefined(_ style: WorkbookStyle? = nil) { text("–", style) }

  /// A formula in the file's own notation, English names and commas, with or without its `=`.
  ///
  /// A workbook with one is calculated when it is opened.
  package func formula(_ formula: String, _ style: WorkbookStyle? = nil, cached: Cached? = nil) {
    hasFormula = true
    openCell(resolved(style, natural: .plain))
    if case .text = cached { bytes.put("\" t=\"str") }
    bytes.put("\"><f>")
    bytes.append(XMLText.escaped(formula.hasPrefix("=") ? String(formula.dropFirst()) : formula))
    bytes.reserve(32)
    bytes.put("</f>")
    switch cached {
    case .number(let units, let places):
      bytes.reserve(64 + places)
      bytes.put("<v>")
      bytes.put(units: units, places: places)
      bytes.put("</v>")
    case .text(let text):
      checkLength(text)
      bytes.put("<v>")
      bytes.append(escaped: text)
      bytes.reserve(32)
      bytes.put("</v>")
    case nil: break
    }
    bytes.reserve(16)
    bytes.put("</c>")
  }

  private func numberCell(units: Int, places: Int, _ style: WorkbookStyle) {
    openCell(style)
    bytes.put("\"><v>")
    bytes.reserve(48 + places)
    bytes.put(units: units, places: places)
    bytes.put("</v></c>")
  }

  /// Opens a cell as far as the end of its style; 96 bytes more are there.
  private func openCell(_ style: WorkbookStyle) {
    if !isRowOpen { openRow(height: nil) }
    if column >= WorkbookLimit.columns { fail(.tooManyColumns(sheetName, row: row)) }
    bytes.reserve(160)
    bytes.put("<c r=\"")
    bytes.put(column: column)
    bytes.put(row)
    bytes.put("\" s=\"")
    bytes.put(style.rawValue)
    column += 1
  }

  private func resolved(_ style: WorkbookStyle?, natural: WorkbookStyle) -> WorkbookStyle {
    if let style { return style.forNumbers }
    let usual = column < styles.count ? styles[column].forNumbers : .plain
    return usual == .plain ? natural : usual
  }

  private func checkLength(_ text: String) {
    // Bytes are never fewer than UTF-16 units, and quick to count.
    guard text.utf8.count > WorkbookLimit.textLength, text.utf16.count > WorkbookLimit.textLength else {
      return
    }
    fail(.tooLong(WorkbookReference.cell(column, row), sheetName))
  }

  private static func hasOuterSpace(_ text: String) -> Bool {
    guard let first = text.utf8.first, let last = text.utf8.last else { return false }
    return first <= 0x20 || last <= 0x20
  }
}

extension CalendarDay {
  /// Day 1 is 1900-01-01; 1900 counts as a leap year, as the first spreadsheets had it; `nil` before.
  var spreadsheetSerial: Int? {
    let serial = number + 25_569
    return serial > 60 ? serial : serial > 1 ? serial - 1 : nil
  }
}
