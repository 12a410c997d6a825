/// What stands around the rows of a sheet (ECMA-376 part 1, 18.3.1.99).
extension WorkbookSheet {
  /// Title and notes with their styles, from the top.
  var linesAbove: [(text: String, style: WorkbookStyle)] {
    (title.map { [($0, .title)] } ?? []) + notes.map { ($0, .note) }
  }

  /// The height in points that a line across all columns needs, since spreadsheets give merged cells one line only.
  func height(of line: String, _ style: WorkbookStyle) -> Int {
    // A title's letters are wider than the digits that columns are measured in, those of a note narrower.
    let (unit, tall) = style == .title ? (130, 22) : (95, 14)
    let room = max(columns.reduce(0) { $0 + $1.width }, 1) * 100
    let needed = Self.width(of: line) * unit
    return min(max((needed + room - 1) / room, 1) * tall, 400)
  }

  /// The width of a line in digits: from Hangul and the Chinese signs on, a sign is as wide as two.
  static func width(of line: some StringProtocol) -> Int {
    line.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? 2 : 1) }
  }

  /// The sheet up to its first row.
  func opening(isActive: Bool) -> String {
    let colour = tabColour.map { "<tabColor rgb=\"FF\(XMLText.escaped($0))\"/>" } ?? ""
    var result = """
      <worksheet xmlns="\(WorkbookParts.main)"><sheetPr>\(colour)<pageSetUpPr fitToPage="1"/></sheetPr>\
      <sheetViews><sheetView\(isActive ? " tabSelected=\"1\"" : "") workbookViewId="0">\(pane)</sheetView></sheetViews>\
      <sheetFormatPr defaultRowHeight="15"/>
      """
    if !columns.isEmpty {
      let list = columns.enumerated().map { index, column in
        "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(column.width)\" customWidth=\"1\"/>"
      }
      result += "<cols>\(list.joined())</cols>"
    }
    return result + "<sheetData>"
  }

  /// The sheet after its last row, in the order that the standard gives.
  func closing(filtered: String?) -> String {
    var result = "</sheetData>"
    if isProtected {
      result += """
        <sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"\
        \(selectsLockedCells ? "" : " selectLockedCells=\"1\"")\(filter ? " autoFilter=\"0\"" : "")/>
        """
    }
    if let filtered { result += "<autoFilter ref=\"\(filtered.filter { $0 != "$" })\"/>" }
    let count = linesAbove.count
    if count > 0, columns.count > 1 {
      let last = columns.count - 1
      let list = (1...count).map {
        "<mergeCell ref=\"\(WorkbookReference.range(columns: 0...last, rows: $0...$0))\"/>"
      }
      result += "<mergeCells count=\"\(count)\">\(list.joined())</mergeCells>"
    }
    return result + """
      <pageMargins left="0.5" right="0.5" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>\
      <pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>\
      <headerFooter>\(header.map { "<oddHeader>&amp;L\(Self.printed($0))</oddHeader>" } ?? "")\
      <oddFooter>\(footer.map { "&amp;L\(Self.printed($0))" } ?? "")&amp;R&amp;P / &amp;N</oddFooter></headerFooter>\
      </worksheet>
      """
  }

  private var pane: String {
    let rows = headingRow ?? 0
    let columns = min(max(frozenColumns, 0), self.columns.count)
    guard rows > 0 || columns > 0 else { return "" }
    // The moving part comes last: it is the one that is in use when the sheet opens.
    let places =
      rows == 0 ? ["topRight"] : columns == 0 ? ["bottomLeft"] : ["topRight", "bottomLeft", "bottomRight"]
    return """
      <pane\(columns > 0 ? " xSplit=\"\(columns)\"" : "")\(rows > 0 ? " ySplit=\"\(rows)\"" : "") \
      topLeftCell="\(WorkbookReference.cell(columns, rows + 1))" activePane="\(places[places.count - 1])" \
      state="frozen"/>\(places.map { "<selection pane=\"\($0)\"/>" }.joined())
      """
  }

  /// Text in a page's header, where `&` begins a code and is doubled to be itself, cut to what a header holds.
  private static func printed(_ text: String) -> String {
    var text = text
    func doubled() -> String {
      text.split(separator: "&", omittingEmptySubsequences: false).joined(separator: "&&")
    }
    while doubled().utf16.count > 240 { text.removeLast() }
    return XMLText.escaped(doubled())
  }
}
