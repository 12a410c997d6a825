import Formats
import Testing

@Suite struct TableReaderTests {
  private static let shape = TableShape(
    "t",
    [
      Column("id", "工号", required: true), Column("joined", "入职日期", required: true), Column("base", "奖金基数"),
      Column("liable", "有责"),
    ])

  private func read(_ text: String, _ body: (TableRow) -> Void = { _ in }) throws -> TableReader {
    let table = try TableReader(bytes: Array(text.utf8), named: "t.csv", shape: Self.shape)
    try table.forEachRow(body)
    return table
  }

  @Test func `headings are found in either language, any order, case and width`() throws {
    var seen: [String] = []
    let table = try read("入 职日期,ＩＤ,colour\n2026/7/1,0007,red\n") { row in
      seen.append("\(row.text("id") ?? "") \(row.day("joined")?.description ?? "")")
    }
    #expect(seen == ["0007 2026-07-01"])
    #expect(table.faults.isEmpty)
    #expect(table.notices == ["t.csv: column 'colour' is not known and is ignored"])
  }

  @Test func `every fault of a file is reported in one go`() throws {
    let table = try read(
      "id,joined,base,liable\n,2026-02-30,12.345,maybe\nE1,2026-07-01,-5,yes\nE2,2026-07-01,1,no,x\n"
    ) { row in
      _ = row.text("id")
      _ = row.day("joined")
      _ = row.optionalDecimal("base", places: 2, in: 0...100_00)
      _ = row.optionalYesNo("liable")
    }
    #expect(
      table.faults.sorted().list.map(\.description) == [
        "t.csv:2:1: 'id' is empty; a value is required",
        "t.csv:2:2: '2026-02-30' is not a date; write it as 2026-07-01",
        "t.csv:2:13: '12.345' has more than 2 decimal places; round it where it was measured",
        "t.csv:2:20: 'maybe' is neither yes nor no; write yes (是) or no (否)",
        "t.csv:3:15: '-5' is outside 0.00 to 100.00",
        "t.csv:4:20: 5 cells under 4 headings; quote a cell that holds the delimiter",
      ])
  }

  @Test func `missing and doubled columns are named, and no row is read`() throws {
    var rows = 0
    let table = try read("id,工号\n1,2\n") { _ in rows += 1 }
    #expect(rows == 0)
    #expect(
      table.faults.list.map(\.message) == [
        "column '工号' stands twice; keep one", "column 'joined' is missing; name it 'joined' or '入职日期'",
      ])
  }

  @Test func `an empty file is a fault`() {
    let faults = #expect(throws: Faults.self) { _ = try read("") }
    #expect(faults?.list.map(\.message) == ["the file is empty; a heading line is needed"])
  }

  @Test func `the first sheet of a workbook reads as the same table`() throws {
    let sheet =
      "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>"
      + "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"inlineStr\"><is><t>入职日期</t></is></c><c r=\"C1\" t=\"str\"><v>base</v></c></row>"
      + "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" s=\"1\"><v>46204</v></c><c r=\"C3\"><v>86.499999999999999</v></c></row>"
      + "</sheetData></worksheet>"
    let parts = [
      (
        "xl/workbook.xml",
        "<workbook xmlns:r=\"r\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"rId9\"/></sheets></workbook>"
      ),
      (
        "xl/_rels/workbook.xml.rels",
        "<Relationships><Relationship Id=\"rId9\" Target=\"worksheets/sheet1.xml\"/></Relationships>"
      ),
      ("xl/worksheets/sheet1.xml", sheet),
      ("xl/sharedStrings.xml", "<sst><si><t>id</t></si><si><r><t>00</t></r><r><t>07</t></r></si></sst>"),
      (
        "xl/styles.xml",
        "<styleSheet><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
      ),
    ]
    var seen: [String] = []
    let table = try TableReader(bytes: storedZip(parts), named: "t.xlsx", shape: Self.shape)
    try table.forEachRow { row in
      seen.append(
        "\(row.line) \(row.text("id") ?? "") \(row.day("joined")?.description ?? "") \(row.optional("base") ?? "")"
      )
    }
    // Row 3 of the sheet is line 3; 46204 is 2026-07-01 by the spreadsheets' own count.
    #expect(seen == ["3 0007 2026-07-01 86.5"])
  }

  @Test func `a workbook with a document type or cut off is refused with a reason`() throws {
    let bomb = storedZip([
      ("xl/workbook.xml", "<!DOCTYPE x [<!ENTITY a \"b\">]><workbook/>"),
      ("xl/_rels/workbook.xml.rels", "<x/>"),
    ])
    for bytes in [bomb, Array(bomb.dropLast(30))] {
      let faults = #expect(throws: Faults.self) {
        _ = try TableReader(bytes: bytes, named: "t.xlsx", shape: Self.shape)
      }
      #expect(faults?.list.count == 1)
    }
  }
}

/// A zip file of parts that are stored, not packed.
private func storedZip(_ parts: [(name: String, text: String)]) -> [UInt8] {
  func number(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }
  var file: [UInt8] = []
  var list: [UInt8] = []
  for (name, text) in parts {
    let (nameBytes, body) = (Array(name.utf8), Array(text.utf8))
    let fields =
      number(0, 2) + number(0, 2) + number(0, 4) + number(0, 4) + number(body.count, 4)
      + number(body.count, 4)
      + number(nameBytes.count, 2) + number(0, 2)
    list +=
      number(0x0201_4b50, 4) + number(20, 2) + number(20, 2) + fields + number(0, 2) + number(0, 2)
      + number(0, 2) + number(0, 4)
      + number(file.count, 4) + nameBytes
    file += number(0x0403_4b50, 4) + number(20, 2) + fields + nameBytes + body
  }
  let start = file.count
  file += list
  return file + number(0x0605_4b50, 4) + number(0, 4) + number(parts.count, 2) + number(parts.count, 2)
    + number(list.count, 4)
    + number(start, 4) + number(0, 2)
}

@Suite struct ByteKeyTableTests {
  @Test func `keys are numbered in order, long and short, and found again`() {
    let table = ByteKeyTable()
    var names: [String] = []
    for number in 0..<5_000 {
      names.append(number % 3 == 0 ? "a-rather-long-key-of-number-\(number)" : "E\(number)")
    }
    for (number, name) in names.enumerated() { #expect(table.number(of: name) == (number, true)) }
    for (number, name) in names.enumerated() {
      #expect(table.find(name) == number)
      #expect(table.key(number) == name)
    }
    #expect(table.find("stranger") == nil)
    #expect(table.number(of: "E1") == (1, false))
  }
}
