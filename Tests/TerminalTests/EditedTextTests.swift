import Terminal
import Testing

@Suite struct EditedTextTests {
  private func typed(_ keys: [Key], width: Int = 20, multiline: Bool = true, from text: String = "")
    -> EditedText
  {
    var edited = EditedText(text)
    for key in keys { _ = edited.act(on: key, width: width, isMultiline: multiline) }
    return edited
  }

  @Test func `letters go in where the cursor stands`() {
    #expect(typed([.character("a"), .character("c"), .left, .character("b")]).text == "abc")
    #expect(typed([.backspace, .home, .delete, .end, .character("!")], from: "abc").text == "b!")
    #expect(typed([.enter], multiline: false, from: "a").text == "a")
    #expect(typed([.enter, .character("b")], from: "a").text == "a\nb")
    #expect(typed([.control("u"), .character("x")], from: "first\nsecond").text == "first\nx")
  }

  @Test func `what is pasted goes in at once, on one line where there is one`() {
    #expect(typed([.left, .pasted("x\ny")], from: "ab").text == "ax\nyb")
    #expect(typed([.pasted("x\ny")], multiline: false, from: "a").text == "ax y")
  }

  @Test func `a mark that combines joins its letter`() {
    let edited = typed([.character("e"), .character("\u{301}"), .backspace])
    #expect(edited.text == "" && typed([.character("e"), .character("\u{301}")]).text == "é")
  }

  @Test func `lines end between words and before wide characters that do not fit`() {
    #expect(EditedText("one two three").layout(width: 9).lines == ["one two ", "three"])
    #expect(EditedText("abcdefghijkl").layout(width: 6).lines == ["abcde", "fghij", "kl"])
    let chinese = EditedText("客户来电").layout(width: 6)
    #expect(chinese.lines == ["客户", "来电"] && chinese.row == 1 && chinese.column == 4)
  }

  @Test func `up and down keep the column in cells`() {
    let edited = typed([.up], from: "中文字\nabc")
    #expect(edited.layout(width: 20).row == 0 && edited.layout(width: 20).column == 2)
    #expect(typed([.up, .character("x")], from: "中文字\nabc").text == "中x文字\nabc")
    #expect(typed([.up, .up], from: "a\nb").layout(width: 20).row == 0)
  }
}

@Suite struct KeyReadingTests {
  // What xterm and its kin send (ECMA-48 §8.3.16 and on; xterm's ctlseqs).
  @Test(arguments: [
    ("\u{1b}[A", Key.up), ("\u{1b}OB", .down), ("\u{1b}[1;5C", .right), ("\u{1b}[D", .left),
    ("\u{1b}[H", .home),
    ("\u{1b}[4~", .end), ("\u{1b}[5~", .pageUp), ("\u{1b}[6~", .pageDown), ("\u{1b}[3~", .delete),
    ("\u{1b}[Z", .backTab),
    ("\r", .enter), ("\t", .tab), ("\u{7f}", .backspace), ("\u{12}", .control("r")), ("中", .character("中")),
  ])
  func `a sequence is one key`(_ bytes: String, _ key: Key) {
    let read = KeyReading.key(Array(bytes.utf8)[...], isLast: false)
    #expect(read?.0 == .key(key) && read?.1 == bytes.utf8.count)
  }

  @Test func `what is not whole yet waits, and an escape alone is a key`() {
    #expect(KeyReading.key([0x1b], isLast: false) == nil)
    #expect(KeyReading.key([0x1b], isLast: true)?.0 == .key(.escape))
    #expect(KeyReading.key([0xe4, 0xb8], isLast: false) == nil)
    #expect(KeyReading.key([0x1b, 0x5b, 0x31], isLast: false) == nil)
    #expect(KeyReading.key([0xff, 0x41, 0x41], isLast: true)?.0 == .unknown)
    #expect(KeyReading.key(Array("\u{1b}[200~x".utf8)[...], isLast: false)?.0 == .pasteBegins)
  }
}
