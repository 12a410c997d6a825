import Formats
import Testing

@Suite struct WorkbookStreamTests {
  @Test func `a table comes back through the reader as it was written`() throws {
    var bytes: [UInt8] = []
    let book = WorkbookStream(title: "t") { bytes.append(contentsOf: $0) }
    let columns = [
      WorkbookColumn("id"), WorkbookColumn("name", .wrapped), WorkbookColumn("pay", .money),
      WorkbookColumn("joined", .day),
    ]
    try book.beginSheet(WorkbookSheet("S", columns: columns))
    let day = try #require(CalendarDay("2026-07-01"))
    // Enough rows that the sheet leaves its buffer several times.
    for number in 1...3_000 {
      book.text("000\(number)")
      book.text(number == 2 ? "=HYPERLINK(\"x\")" : "李\n晓燕 <&>")
      book.number(units: -number, places: 2)
      book.day(day.adding(days: number))
      try book.endRow()
    }
    try book.finish()
    let shape = TableShape(
      "t", [Column("id", "工号"), Column("name", "姓名"), Column("pay", "奖金"), Column("joined", "入职日期")])
    let table = try TableReader(bytes: bytes, named: "t.xlsx", shape: shape)
    var seen: [String] = []
    var count = 0
    try table.forEachRow { row in
      count += 1
      if count <= 2 || count == 3_000 {
        let name = row.text("name") ?? ""
        let joined = row.day("joined")?.description ?? ""
        seen.append("\(row.text("id") ?? "")|\(name)|\(row.text("pay") ?? "")|\(joined)")
      }
    }
    #expect(table.faults.isEmpty)
    #expect(count == 3_000)
    #expect(
      seen == [
        "0001|李\n晓燕 <&>|-0.01|2026-07-02", "0002|=HYPERLINK(\"x\")|-0.02|2026-07-03",
        "0003000|李\n晓燕 <&>|-30.00|2034-09-17",
      ])
  }

  @Test func `the same calls give the same bytes, and no clock is in them`() throws {
    func write() throws -> [UInt8] {
      var bytes: [UInt8] = []
      let book = WorkbookStream(title: "t") { bytes.append(contentsOf: $0) }
      try book.beginSheet(WorkbookSheet("S", columns: [WorkbookColumn("a")], isProtected: true))
      book.formula("1+1")
      try book.endRow()
      try book.finish()
      return bytes
    }
    #expect(try write() == write())
    let parts = try workbookParts { try $0.beginSheet(WorkbookSheet("S", columns: [])) }
    #expect(parts["docProps/core.xml"]?.contains("dcterms") == false)
  }

  @Test func `title, maker and description stand in the properties`() throws {
    let parts = try workbookParts(title: "Pay <2026Q3>", description: "a & b") {
      try $0.beginSheet(WorkbookSheet("S", columns: []))
    }
    #expect(
      between("<dc:title>", "</cp:", in: parts["docProps/core.xml"])
        == "Pay &lt;2026Q3&gt;</dc:title><dc:creator>Merit</dc:creator><dc:description>a &amp; b</dc:description>"
    )
    #expect(
      parts.keys.sorted() == [
        "[Content_Types].xml", "_rels/.rels", "docProps/app.xml", "docProps/core.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml",
      ])
  }

  @Test func `sheets keep their order, and one of them is in front`() throws {
    func write(activeSheet: Int) throws -> [String: String] {
      try workbookParts(activeSheet: activeSheet) { book in
        for name in ["b", "a", "B"] { try book.beginSheet(WorkbookSheet(name, columns: [])) }
        #expect(book.sheetName == "B (2)")
      }
    }
    let parts = try write(activeSheet: 1)
    #expect(
      between("<sheets>", "</sheets>", in: parts["xl/workbook.xml"])
        == "<sheet name=\"b\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"a\" sheetId=\"2\" r:id=\"rId2\"/>"
        + "<sheet name=\"B (2)\" sheetId=\"3\" r:id=\"rId3\"/>")
    #expect(parts["xl/workbook.xml"]?.contains("activeTab=\"1\"") == true)
    let inFront = (1...3).map {
      parts["xl/worksheets/sheet\($0).xml"]?.contains("tabSelected=\"1\"")
    }
    // Two sheets that say so would be edited together.
    #expect(inFront == [false, true, false])
    #expect(try write(activeSheet: 7)["xl/workbook.xml"]?.contains("activeTab=\"0\"") == true)
  }

  @Test func `a workbook is calculated when it is opened only where it has a formula`() throws {
    for hasFormula in [false, true] {
      let parts = try workbookParts { book in
        try book.beginSheet(WorkbookSheet("S", columns: []))
        if hasFormula { book.formula("1+1") } else { book.integer(2) }
        try book.endRow()
      }
      #expect(parts["xl/workbook.xml"]?.contains("fullCalcOnLoad=\"1\"") == hasFormula)
    }
  }

  @Test func `a workbook without a sheet is refused`() {
    let limit = #expect(throws: WorkbookLimit.self) { _ = try workbookParts { _ in } }
    #expect(
      limit?.description == "the workbook has no sheet; write one at least before it is finished")
  }

  @Test func `a table of texts is a sheet whose columns are as wide as their lines, from 8 to 50`() throws {
    let bytes = try WorkbookWriter.bytes(
      sheet: "试题",
      rows: [
        ["id", "stem", "note", "说明"],
        ["0007", "=1+1", String(repeating: "x", count: 60), "一二三四五六\n七"], ["8"],
      ])
    let sheet = String(
      decoding: try ZipArchive(bytes).part("xl/worksheets/sheet1.xml") ?? [], as: UTF8.self)
    let widths = try #require(between("<cols>", "</cols>", in: sheet)).split(separator: "<col ").map {
      between("width=\"", "\"", in: String($0))
    }
    // Six Chinese signs are as wide as twelve digits, and two more are left free.
    #expect(widths == ["8", "8", "50", "14"])
    #expect(
      between("<row r=\"3\">", "</row>", in: sheet)
        == "<c r=\"A3\" s=\"5\" t=\"inlineStr\"><is><t>8</t></is></c>")
    #expect(try ZipArchive(WorkbookWriter.bytes(sheet: "", rows: [])).names.count == 8)
  }

  struct Look: Sendable {
    let style: WorkbookStyle
    let format: Int
    let isOpen: Bool
  }

  // Ids below 164 are those of ECMA-376 part 1, 18.8.30: 1 is 0, 2 is 0.00, 4 is #,##0.00, 10 is 0.00%, 49 is @.
  @Test(arguments: [
    Look(style: .plain, format: 0, isOpen: false), Look(style: .text, format: 49, isOpen: false),
    Look(style: .integer, format: 1, isOpen: false), Look(style: .score, format: 2, isOpen: false),
    Look(style: .money, format: 4, isOpen: false), Look(style: .percent, format: 10, isOpen: false),
    Look(style: .day, format: 164, isOpen: false), Look(style: .factor, format: 165, isOpen: false),
    Look(style: .inputInteger, format: 1, isOpen: true), Look(style: .inputScore, format: 2, isOpen: true),
    Look(style: .inputMoney, format: 4, isOpen: true), Look(style: .inputFactor, format: 165, isOpen: true),
    Look(style: .inputPercent, format: 10, isOpen: true), Look(style: .inputDay, format: 164, isOpen: true),
    Look(style: .inputText, format: 49, isOpen: true), Look(style: .totalMoney, format: 4, isOpen: false),
  ])
  func `a style has its format, and only inputs are open on a protected sheet`(_ look: Look) throws {
    let parts = try workbookParts { try $0.beginSheet(WorkbookSheet("S", columns: [])) }
    let list = try #require(between("<cellXfs count=\"25\">", "</cellXfs>", in: parts["xl/styles.xml"]))
    let element = list.split(separator: "</xf>")[look.style.rawValue]
    #expect(element.hasPrefix("<xf numFmtId=\"\(look.format)\" "))
    #expect(element.contains("<protection locked=\"0\"/>") == look.isOpen)
    #expect(look.style.isInput == look.isOpen)
  }

  @Test func `days and factors have formats of their own`() throws {
    let parts = try workbookParts { try $0.beginSheet(WorkbookSheet("S", columns: [])) }
    #expect(
      between("<numFmts count=\"2\">", "</numFmts>", in: parts["xl/styles.xml"])
        == "<numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/><numFmt numFmtId=\"165\" formatCode=\"0.0000\"/>"
    )
  }

  @Test(
    arguments: zip([0, 25, 26, 51, 52, 701, 702, 16_383], ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA", "XFD"]))
  func `a column has its letters`(_ column: Int, _ letters: String) {
    #expect(WorkbookReference.columnName(column) == letters)
  }

  @Test func `cells and ranges are named as formulas write them`() {
    #expect(WorkbookReference.cell(1, 7) == "B7")
    #expect(WorkbookReference.cell(1, 7, isFixed: true) == "$B$7")
    #expect(WorkbookReference.range(columns: 0...27, rows: 2...9) == "A2:AB9")
    #expect(WorkbookReference.range(columns: 0...0, rows: 2...9, isFixed: true) == "$A$2:$A$9")
    #expect(WorkbookReference.on("Pay", "B7") == "'Pay'!B7")
    #expect(WorkbookReference.on("Q's pay", "$B$7") == "'Q''s pay'!$B$7")
  }
}
