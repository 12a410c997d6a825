import Formats
import Testing

@Suite struct WorkbookSheetTests {
  struct Name: Sendable {
    let name: String
    let others: [String]
    let legal: String
    init(_ name: String, unlike others: [String] = [], _ legal: String) {
      self.name = name
      self.others = others
      self.legal = legal
    }
  }

  private static let x31 = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

  // The rules are Excel's own ("Rename a worksheet": 31 characters, none of []:*?/\, no apostrophe at the ends, not
  // History, no name twice in any case).
  @Test(arguments: [
    Name("People", "People"),
    Name("绩效 2026Q3", "绩效 2026Q3"),
    Name("a[b]c:d*e?f/g\\h", "a-b-c-d-e-f-g-h"),
    Name("a\u{1}b\u{7f}", "a-b-"),
    Name("", "Sheet"),
    Name("'", "Sheet"),
    Name("'it's'", "it's"),
    Name("History", "History-"),
    Name(x31, x31),
    Name(x31 + "x", x31),
    Name("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'y", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"),
    Name("😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀", "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀"),
    Name("PEOPLE", unlike: ["People"], "PEOPLE (2)"),
    Name("People", unlike: ["People", "people (2)"], "People (3)"),
    Name(x31, unlike: [x31], "xxxxxxxxxxxxxxxxxxxxxxxxxxx (2)"),
  ])
  func `a sheet's name is made legal and unlike the others`(_ example: Name) {
    #expect(WorkbookSheet.legalName(example.name, unlike: example.others) == example.legal)
  }

  private static let columns = [
    WorkbookColumn("id", width: 10), WorkbookColumn("pay", width: 0, .inputMoney),
    WorkbookColumn("name", width: 256, .wrapped),
  ]

  private func sheet(_ sheet: WorkbookSheet, rows: Int = 1) throws -> (sheet: String, book: String) {
    let parts = try workbookParts { book in
      try book.beginSheet(sheet)
      for _ in 0..<rows {
        book.integer(1)
        try book.endRow()
      }
    }
    return try (
      #require(parts["xl/worksheets/sheet1.xml"]), #require(parts["xl/workbook.xml"])
    )
  }

  @Test func `columns have widths from 1 to 255, and the heading stands below title and notes`() throws {
    let spec = WorkbookSheet("S", columns: Self.columns, title: "Pay", notes: ["one", "two"])
    #expect(spec.headingRow == 4 && spec.firstRow == 5)
    let text = try sheet(spec).sheet
    #expect(
      between("<cols>", "</cols>", in: text)
        == "<col min=\"1\" max=\"1\" width=\"10\" customWidth=\"1\"/><col min=\"2\" max=\"2\" width=\"1\" customWidth=\"1\"/>"
        + "<col min=\"3\" max=\"3\" width=\"255\" customWidth=\"1\"/>")
    #expect(
      between("<row r=\"1\"", "<row r=\"2\"", in: text)
        == " ht=\"22\" customHeight=\"1\"><c r=\"A1\" s=\"1\" t=\"inlineStr\"><is><t>Pay</t></is></c><c r=\"B1\" s=\"1\"/><c r=\"C1\" s=\"1\"/></row>"
    )
    #expect(
      between("<row r=\"4\"", "<row r=\"5\"", in: text)
        == "><c r=\"A4\" s=\"3\" t=\"inlineStr\"><is><t>id</t></is></c><c r=\"B4\" s=\"3\" t=\"inlineStr\"><is><t>pay</t></is></c>"
        + "<c r=\"C4\" s=\"3\" t=\"inlineStr\"><is><t>name</t></is></c></row>")
    #expect(
      between("<mergeCells ", "</mergeCells>", in: text)
        == "count=\"3\"><mergeCell ref=\"A1:C1\"/><mergeCell ref=\"A2:C2\"/><mergeCell ref=\"A3:C3\"/>")
  }

  struct Note: Sendable {
    let text: String
    let height: Int
  }

  // Two columns of ten: 20 digits, so 21 narrow letters or 10 Chinese signs to a line of 14 points.
  @Test(arguments: [
    Note(text: String(repeating: "n", count: 21), height: 14),
    Note(text: String(repeating: "n", count: 22), height: 28),
    Note(text: String(repeating: "注", count: 10), height: 14),
    Note(text: String(repeating: "注", count: 11), height: 28),
    Note(text: String(repeating: "n", count: 10_000), height: 400),
  ])
  func `a note is as high as its lines`(_ note: Note) throws {
    let spec = WorkbookSheet(
      "S", columns: [WorkbookColumn("a", width: 10), WorkbookColumn("b", width: 10)], notes: [note.text])
    #expect(try sheet(spec).sheet.contains("<row r=\"1\" ht=\"\(note.height)\" customHeight=\"1\">"))
  }

  struct Pane: Sendable {
    let columns: Int
    let hasHeading: Bool
    let markup: String?
  }

  @Test(arguments: [
    Pane(
      columns: 0, hasHeading: true,
      markup:
        "<pane ySplit=\"2\" topLeftCell=\"A3\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/>"
    ),
    Pane(
      columns: 2, hasHeading: true,
      markup:
        "<pane xSplit=\"2\" ySplit=\"2\" topLeftCell=\"C3\" activePane=\"bottomRight\" state=\"frozen\"/>"
        + "<selection pane=\"topRight\"/><selection pane=\"bottomLeft\"/><selection pane=\"bottomRight\"/>"
    ),
    Pane(
      columns: 4, hasHeading: false,
      markup:
        "<pane xSplit=\"3\" topLeftCell=\"D1\" activePane=\"topRight\" state=\"frozen\"/><selection pane=\"topRight\"/>"
    ),
    Pane(columns: 0, hasHeading: false, markup: ""),
  ])
  func `the heading and the first columns stay in sight`(_ pane: Pane) throws {
    let spec = WorkbookSheet(
      "S", columns: Self.columns, frozenColumns: pane.columns, notes: ["n"], hasHeading: pane.hasHeading)
    #expect(
      between("workbookViewId=\"0\">", "</sheetView>", in: try sheet(spec).sheet) == pane.markup)
  }

  @Test func `the filter spans heading and rows, without a total, and is named for the spreadsheet`() throws {
    let parts = try workbookParts { book in
      try book.beginSheet(WorkbookSheet("Q's", columns: Self.columns, filter: true, notes: ["n"]))
      for _ in 0..<3 {
        book.integer(1)
        try book.endRow()
      }
      book.endFilter()
      book.text("total", .totalText)
      try book.endRow()
      // No rows at all: the filter is the heading.
      try book.beginSheet(WorkbookSheet("none", columns: Self.columns, filter: true))
      try book.beginSheet(WorkbookSheet("cover", columns: [], filter: true, hasHeading: false))
    }
    let filters = (1...3).map {
      between("<autoFilter ref=\"", "\"/>", in: parts["xl/worksheets/sheet\($0).xml"])
    }
    #expect(filters == ["A2:C5", "A1:C1", nil])
    #expect(
      between("<definedNames>", "</definedNames>", in: parts["xl/workbook.xml"])
        == "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"0\" hidden=\"1\">'Q''s'!$A$2:$C$5</definedName>"
        + "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"0\">'Q''s'!$2:$2</definedName>"
        + "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"1\" hidden=\"1\">'none'!$A$1:$C$1</definedName>"
        + "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"1\">'none'!$1:$1</definedName>")
  }

  @Test func `a protected sheet lets its inputs be edited, its filter be used and its columns be widened`()
    throws
  {
    func protection(_ spec: WorkbookSheet) throws -> String? {
      between("<sheetProtection ", "/>", in: try sheet(spec).sheet)
    }
    let always = "sheet=\"1\" objects=\"1\" scenarios=\"1\" formatColumns=\"0\" formatRows=\"0\""
    #expect(try protection(WorkbookSheet("S", columns: Self.columns)) == nil)
    #expect(try protection(WorkbookSheet("S", columns: Self.columns, isProtected: true)) == always)
    #expect(
      try protection(
        WorkbookSheet(
          "S", columns: Self.columns, filter: true, isProtected: true, selectsLockedCells: false))
        == always + " selectLockedCells=\"1\" autoFilter=\"0\"")
  }

  @Test func `a page is A4 across, one page wide, with header, footer and page numbers`() throws {
    let plain = try sheet(WorkbookSheet("S", columns: Self.columns)).sheet
    #expect(
      between("<pageSetup ", "</worksheet>", in: plain)
        == "paperSize=\"9\" orientation=\"landscape\" fitToWidth=\"1\" fitToHeight=\"0\"/>"
        + "<headerFooter><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter>")
    let worded = try sheet(
      WorkbookSheet("S", columns: Self.columns, tabColour: "1F6FB2", header: "R&D <1>", footer: "v3")
    ).sheet
    // A single & begins a code of the page's header, so that of a text is doubled.
    #expect(
      between("<headerFooter>", "</headerFooter>", in: worded)
        == "<oddHeader>&amp;LR&amp;&amp;D &lt;1&gt;</oddHeader><oddFooter>&amp;Lv3&amp;R&amp;P / &amp;N</oddFooter>"
    )
    #expect(
      between("<sheetPr>", "</sheetPr>", in: worded)
        == "<tabColor rgb=\"FF1F6FB2\"/><pageSetUpPr fitToPage=\"1\"/>")
    let long = try sheet(
      WorkbookSheet("S", columns: Self.columns, header: String(repeating: "&", count: 300)))
    // 255 characters at most; 120 doubled ones and the code before them are 242.
    #expect(
      between("<oddHeader>", "</oddHeader>", in: long.sheet)
        == "&amp;L" + String(repeating: "&amp;&amp;", count: 120))
  }

  @Test func `a sheet of no columns and no rows is still a sheet`() throws {
    let text = try sheet(WorkbookSheet("S", columns: []), rows: 0).sheet
    #expect(
      between("</sheetViews>", "<pageMargins", in: text)
        == "<sheetFormatPr defaultRowHeight=\"15\"/><sheetData></sheetData>")
  }
}
