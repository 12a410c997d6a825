import Formats
import Testing

/// Reads a whole table the way `analyse table` shows it.
private func rows(_ bytes: [UInt8]) throws -> [[String]] {
  let reader = try RecordReader(bytes: bytes, named: "t.csv")
  var rows: [[String]] = []
  while try reader.next() {
    rows.append((0..<reader.fieldCount).map { String(decoding: reader.rawField($0), as: UTF8.self) })
  }
  return rows
}

@Suite struct RecordReaderTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    let rows: [[String]]
    var testDescription: String { name }
  }

  @Test(arguments: [
    Example(name: "plain", text: "a,b\n1,2\n", rows: [["a", "b"], ["1", "2"]]),
    Example(name: "no line end at the end", text: "a,b\n1,2", rows: [["a", "b"], ["1", "2"]]),
    Example(name: "CRLF", text: "a,b\r\n1,2\r\n", rows: [["a", "b"], ["1", "2"]]),
    Example(name: "CR alone", text: "a,b\r1,2\r", rows: [["a", "b"], ["1", "2"]]),
    Example(name: "empty lines are passed over", text: "a\n\n\n1\n", rows: [["a"], ["1"]]),
    Example(name: "empty cells", text: "a,b,c\n,,\n", rows: [["a", "b", "c"], ["", "", ""]]),
    Example(name: "a quoted delimiter", text: "a,b\n\"1,5\",2\n", rows: [["a", "b"], ["1,5", "2"]]),
    Example(
      name: "doubled quotes", text: "a,b\n\"say \"\"hi\"\"\",2\n", rows: [["a", "b"], ["say \"hi\"", "2"]]),
    Example(name: "a quoted line end", text: "a,b\n\"x\ny\",2\n", rows: [["a", "b"], ["x\ny", "2"]]),
    Example(name: "semicolons", text: "a;b\n1,5;2\n", rows: [["a", "b"], ["1,5", "2"]]),
    Example(name: "tabs", text: "a\tb\n1\t2\n", rows: [["a", "b"], ["1", "2"]]),
    Example(
      name: "a quote inside a bare cell is text", text: "a,b\n5\" pipe,2\n",
      rows: [["a", "b"], ["5\" pipe", "2"]]),
    Example(name: "blanks are kept raw", text: "a,b\n 1 ,2\n", rows: [["a", "b"], [" 1 ", "2"]]),
    Example(name: "Chinese", text: "工号,姓名\nE01,李晓燕\n", rows: [["工号", "姓名"], ["E01", "李晓燕"]]),
  ])
  func `records are read as spreadsheets write them`(_ example: Example) throws {
    #expect(try rows(Array(example.text.utf8)) == example.rows)
  }

  // The bytes were written by Python's codecs, not by this code.
  @Test(arguments: [
    ("utf-8-bom", [0xef, 0xbb, 0xbf, 0xe5, 0xb7, 0xa5, 0x2c, 0x31] as [UInt8]),
    ("utf-16le-bom", [0xff, 0xfe, 0xe5, 0x5d, 0x2c, 0x00, 0x31, 0x00]),
    ("utf-16be-bom", [0xfe, 0xff, 0x5d, 0xe5, 0x00, 0x2c, 0x00, 0x31]),
    ("gb18030", [0xb9, 0xa4, 0x2c, 0x31]),
    ("utf-8", [0xe5, 0xb7, 0xa5, 0x2c, 0x31]),
  ])
  func `every encoding gives the same cells`(_ name: String, _ bytes: [UInt8]) throws {
    let reader = try RecordReader(bytes: bytes, named: "t.csv")
    #expect(reader.encoding.rawValue == name)
    #expect(try reader.next())
    #expect(reader.text(0) == "工")
    #expect(reader.text(1) == "1")
  }

  @Test(arguments: [
    ("a,b\n\"1,2\n", 2, "a quote is opened and never closed; close it or remove it"),
    ("a,b\n\"1\"x,2\n", 2, "text follows a closing quote; double every quote inside a quoted cell"),
    ("a,b\n1,\0\n", 2, "a NUL byte; the file is damaged or is not a text table"),
  ])
  func `damage stops the reading with its line`(_ text: String, _ line: Int, _ message: String) {
    let broken = #expect(throws: RecordReader.Broken.self) { try rows(Array(text.utf8)) }
    #expect(broken?.line == line)
    #expect(broken?.message == message)
  }

  @Test func `a file streams in pieces and gives what memory gives`() throws {
    var text = "id,note\n"
    for number in 0..<40_000 { text += "\(number),\"line \"\"\(number)\"\"\n second, 行\"\n" }
    let path = "/tmp/merit-test-\(UInt64.random(in: 0 ... .max)).csv"
    try write(text, to: path)
    defer { remove(path) }
    let reader = try RecordReader(path: path)
    var count = 0
    var lastLine = 0
    while try reader.next() {
      if count > 0 {
        #expect(reader.text(0) == "\(count - 1)")
        #expect(String(decoding: reader.rawField(1), as: UTF8.self) == "line \"\(count - 1)\"\n second, 行")
      }
      lastLine = reader.line
      count += 1
    }
    #expect(count == 40_001)
    // The heading and two lines a record.
    #expect(lastLine == 80_000)
  }

  @Test func `the column of a fault counts characters, not bytes`() throws {
    let reader = try RecordReader(bytes: Array("工号,姓名,岗位\nE01,李晓燕,x\n".utf8), named: "t.csv")
    #expect(try reader.next())
    #expect(try reader.next())
    #expect(reader.line == 2)
    #expect(reader.column(of: 0) == 1)
    #expect(reader.column(of: 1) == 5)
    #expect(reader.column(of: 2) == 9)
  }
}
