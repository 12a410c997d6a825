import Terminal
import Testing

@Suite struct CellWidthTests {
  @Test(arguments: [
    ("abc", 3), ("质检", 4), ("Ａ", 2), ("é", 1), ("e\u{301}", 1), ("🎧", 2), ("", 0), ("工号 id", 7),
  ])
  func `a Chinese character is two cells wide`(_ text: String, _ cells: Int) {
    #expect(cellWidth(text) == cells)
  }

  @Test func `a table is aligned by cells`() {
    var table = AlignedTable(["工号", "name", "n"], numbers: [2])
    table.add(["E1", "李晓燕", "5"])
    table.add(["E100", "Bo", "120"])
    #expect(table.lines(bold: false) == ["工号  name      n", "E1    李晓燕    5", "E100  Bo      120"])
  }

  @Test(arguments: [
    ("one two three", 7, ["one two", "three"]), ("客户满意度很高", 6, ["客户满", "意度很", "高"]),
    ("他说：“好。”", 8, ["他说：", "“好。”"]), ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ("a\n\nb", 10, ["a", "", "b"]),
  ])
  func `text wraps at blanks and between Chinese characters, not before a closing mark`(
    _ text: String, _ width: Int, _ lines: [String]
  ) {
    #expect(wrapped(text, to: width) == lines)
  }

  @Test func `control characters never reach a terminal`() {
    #expect(withoutControls("a\u{1b}[31mb\u{7}\u{202e}c\n") == "a[31mbc\n")
  }
}

@Suite struct FittedTests {
  @Test(arguments: [
    ("short", 20, "short"), ("  exactly twenty cel", 20, "  exactly twenty cel"),
    (
      "merit: the session was not planned: room 'R1' is taken", 30,
      "merit: the session was not\n    planned: room 'R1' is\n    taken"
    ),
    ("  a list's line that is too long", 20, "  a list's line that\n      is too long"),
    ("员工尚未完成培训课程", 12, "员工尚未完成\n    培训课程"),
    ("one\ntwo words more than fit", 10, "one\ntwo words\n    more\n    than\n    fit"),
  ])
  func `long lines break between words, and what follows stands under them`(
    _ text: String, _ width: Int, _ shown: String
  ) {
    #expect(fitted(text, to: width) == shown)
  }
}
