import Formats
import Testing

@Suite struct WorkbookCellTests {
  /// The rows of a sheet without heading, whose columns are as given.
  private func rows(
    _ columns: [WorkbookColumn] = [], _ body: (WorkbookStream) throws -> Void
  ) throws -> String? {
    let parts = try workbookParts { book in
      try book.beginSheet(WorkbookSheet("S", columns: columns, hasHeading: false))
      try body(book)
      try book.endRow()
    }
    return between("<sheetData>", "</sheetData>", in: parts["xl/worksheets/sheet1.xml"])
  }

  struct Number: Sendable {
    let units: Int
    let places: Int
    let text: String
  }

  @Test(arguments: [
    Number(units: 0, places: 0, text: "0"),
    Number(units: 9, places: 0, text: "9"),
    Number(units: 10, places: 0, text: "10"),
    Number(units: -99, places: 0, text: "-99"),
    Number(units: 100, places: 0, text: "100"),
    Number(units: 0, places: 2, text: "0.00"),
    Number(units: 8_950, places: 2, text: "89.50"),
    Number(units: 99, places: 2, text: "0.99"),
    Number(units: 100, places: 2, text: "1.00"),
    Number(units: -5, places: 2, text: "-0.05"),
    Number(units: -123_456, places: 2, text: "-1234.56"),
    Number(units: 1, places: 18, text: "0.000000000000000001"),
    // The largest and least numbers of 64 bits have nineteen digits.
    Number(units: 9_223_372_036_854_775_807, places: 0, text: "9223372036854775807"),
    Number(units: 1_000_000_000_000_000_000, places: 0, text: "1000000000000000000"),
    Number(units: 999_999_999_999_999_999, places: 0, text: "999999999999999999"),
    Number(units: -9_223_372_036_854_775_808, places: 2, text: "-92233720368547758.08"),
    Number(units: 9_223_372_036_854_775_807, places: 19, text: "0.9223372036854775807"),
    Number(units: 9_223_372_036_854_775_807, places: 20, text: "0.09223372036854775807"),
  ])
  func `a number stands in the file with every digit it has`(_ number: Number) throws {
    #expect(
      try rows { $0.number(units: number.units, places: number.places, .money) }
        == "<row r=\"1\"><c r=\"A1\" s=\"8\"><v>\(number.text)</v></c></row>")
  }

  struct Text: Sendable {
    let text: String
    let markup: String
    init(_ text: String, _ markup: String) {
      self.text = text
      self.markup = markup
    }
  }

  @Test(arguments: [
    Text("", "<t></t>"),
    Text("=1+1", "<t>=1+1</t>"),
    Text("0007", "<t>0007</t>"),
    Text("李晓燕 😀", "<t>李晓燕 😀</t>"),
    Text("a<b>&\"c\"'d'", "<t>a&lt;b&gt;&amp;\"c\"'d'</t>"),
    Text("]]>", "<t>]]&gt;</t>"),
    Text("x\u{0}\u{1}\u{1b}\u{7f}\u{85}\u{9f}\u{a0}y", "<t>x\u{a0}y</t>"),
    Text("\u{e000}\u{fffd}\u{fffe}\u{ffff}z", "<t>\u{e000}\u{fffd}z</t>"),
    Text("a\nb\r\nc\td", "<t>a\nb\nc\td</t>"),
    Text(" a", "<t xml:space=\"preserve\"> a</t>"),
    Text("a\n", "<t xml:space=\"preserve\">a\n</t>"),
    Text("_x0041_", "<t>_x005F_x0041_</t>"),
    Text("_x00aF_x0041_", "<t>_x005F_x00aF_x005F_x0041_</t>"),
    Text("_x004_ _x00g1_ x0041_ _x0041", "<t>_x004_ _x00g1_ x0041_ _x0041</t>"),
  ])
  func `a text is written as a text, whatever it looks like`(_ text: Text) throws {
    #expect(
      try rows { $0.text(text.text) }
        == "<row r=\"1\"><c r=\"A1\" s=\"4\" t=\"inlineStr\"><is>\(text.markup)</is></c></row>")
  }

  struct Day: Sendable {
    let day: String
    let serial: Int
  }

  // 1 and 39 448 are in Microsoft's documentation of DATEVALUE; 59 and 61 in its note on the leap year 1900; the others
  // are openpyxl's (openpyxl.utils.datetime.to_excel).
  @Test(arguments: [
    Day(day: "1900-01-01", serial: 1), Day(day: "1900-02-28", serial: 59), Day(day: "1900-03-01", serial: 61),
    Day(day: "2000-02-29", serial: 36_585), Day(day: "2008-01-01", serial: 39_448),
    Day(day: "2026-06-30", serial: 46_203), Day(day: "2026-07-01", serial: 46_204),
    Day(day: "2199-12-31", serial: 109_574),
  ])
  func `a day is the number by which spreadsheets know it`(_ example: Day) throws {
    let day = try #require(CalendarDay(example.day))
    #expect(
      try rows { $0.day(day) } == "<row r=\"1\"><c r=\"A1\" s=\"11\"><v>\(example.serial)</v></c></row>")
  }

  @Test func `a day before 1900 is a text, since spreadsheets know none`() throws {
    #expect(
      try rows { $0.day(CalendarDay(number: -25_568)) }?.contains("<t>1899-12-31</t>") == true)
  }

  @Test func `shares and factors come from basis points, and what is undefined is a dash`() throws {
    #expect(
      try rows { book in
        book.percent(basisPoints: 8_250)
        book.factor(basisPoints: -10_500)
        book.undefined(.score)
        book.integer(5)
      } == "<row r=\"1\"><c r=\"A1\" s=\"10\"><v>0.8250</v></c><c r=\"B1\" s=\"9\"><v>-1.0500</v></c>"
        + "<c r=\"C1\" s=\"7\" t=\"inlineStr\"><is><t>–</t></is></c><c r=\"D1\" s=\"6\"><v>5</v></c></row>")
  }

  @Test func `a formula keeps its last value, number or text, and needs no equals sign`() throws {
    #expect(
      try rows { book in
        book.formula("B2*C2/100", .money, cached: .number(units: -5, places: 2))
        book.formula("=IF(A1<1,\"a\",\"b&c\")", cached: .text("b&c"))
        book.formula("SUM(A:A)", .text)
      } == "<row r=\"1\"><c r=\"A1\" s=\"8\"><f>B2*C2/100</f><v>-0.05</v></c>"
        + "<c r=\"B1\" s=\"0\" t=\"str\"><f>IF(A1&lt;1,&quot;a&quot;,&quot;b&amp;c&quot;)</f><v>b&amp;c</v></c>"
        + "<c r=\"C1\" s=\"0\"><f>SUM(A:A)</f></c></row>")
  }

  @Test func `a cell looks like its column, except that numbers never stand in a format of texts`() throws {
    let columns = [
      WorkbookColumn("a", .inputMoney), WorkbookColumn("b", .text), WorkbookColumn("c", .inputScore),
      WorkbookColumn("d", .score),
    ]
    #expect(
      try rows(columns) { book in
        book.number(units: 1, places: 0)
        book.number(units: 2, places: 0)
        book.blank()
        book.blank()
        book.text("e")
      }
        == "<row r=\"1\"><c r=\"A1\" s=\"15\"><v>1</v></c><c r=\"B1\" s=\"0\"><v>2</v></c><c r=\"C1\" s=\"14\"/>"
        + "<c r=\"E1\" s=\"4\" t=\"inlineStr\"><is><t>e</t></is></c></row>")
  }

  @Test func `rows without cells count, and a row may have a height`() throws {
    var numbers: [Int] = []
    let text = try rows { book in
      numbers.append(book.row)
      try book.endRow()
      try book.endRow()
      numbers.append(book.row)
      book.beginRow(height: 30)
      book.blank(.totalText)
      numbers.append(book.column)
    }
    #expect(numbers == [1, 3, 1])
    #expect(text == "<row r=\"3\" ht=\"30\" customHeight=\"1\"><c r=\"A3\" s=\"19\"/></row>")
  }

  struct Long: Sendable {
    let unit: String
    let count: Int
    let fits: Bool
  }

  // Spreadsheets count UTF-16 units: 32,767 to a cell (Microsoft, "Excel specifications and limits").
  @Test(arguments: [
    Long(unit: "a", count: 32_767, fits: true), Long(unit: "a", count: 32_768, fits: false),
    Long(unit: "长", count: 32_767, fits: true), Long(unit: "长", count: 32_768, fits: false),
    Long(unit: "😀", count: 16_383, fits: true), Long(unit: "😀", count: 16_384, fits: false),
  ])
  func `a text of more than 32,767 characters is refused with its cell`(_ long: Long) throws {
    func write() throws {
      _ = try rows { book in
        book.blank()
        book.text(String(repeating: long.unit, count: long.count))
      }
    }
    if long.fits {
      try write()
    } else {
      let limit = #expect(throws: WorkbookLimit.self) { try write() }
      #expect(
        limit?.description
          == "the text in cell B1 of sheet 'S' is longer than 32,767 characters; shorten it, or write the table as CSV"
      )
    }
  }

  @Test func `16,384 columns are written and one more is refused`() throws {
    let text = try rows { book in for _ in 0..<16_384 { book.integer(1) } }
    #expect(text?.hasSuffix("<c r=\"XFD1\" s=\"6\"><v>1</v></c></row>") == true)
    #expect(text?.contains("<c r=\"ZZ1\"") == true && text?.contains("<c r=\"AAA1\"") == true)
    let limit = #expect(throws: WorkbookLimit.self) {
      _ = try rows { book in for _ in 0..<16_385 { book.integer(1) } }
    }
    #expect(limit?.summary == "row 1 of sheet 'S' would have more than 16,384 columns")
  }

  @Test func `1,048,576 rows are written and one more is refused`() throws {
    let limit = #expect(throws: WorkbookLimit.self) {
      _ = try rows { book in
        for _ in 1..<1_048_576 { try book.endRow() }
        book.integer(1)
        try book.endRow()
        book.integer(2)
      }
    }
    #expect(limit?.summary == "sheet 'S' would have more than 1,048,576 rows")
  }
}
