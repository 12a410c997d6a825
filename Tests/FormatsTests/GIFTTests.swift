import Formats
import Testing

@Suite struct GIFTTests {
  /// The JSON of the entries, without the members that every question has.
  private func json(_ text: String) -> [String] {
    GIFT.read(Array(text.utf8), named: "q.gift").entries.map { $0.json.text }
  }

  private func bodies(_ text: String) -> [String] {
    json(text).map { line in
      guard let marker = line.range(of: "\"general_feedback\":\"\"") else { return line }
      return String(line[marker.upperBound...].drop { $0 == "," }.dropLast())
    }
  }

  // Expected readings follow Moodle's format.php as ../shared/references/exams.md §3 states its rules.
  @Test(arguments: [
    (
      "Q{=a ~b#no}",
      "\"single\":true,\"answers\":[{\"text\":\"a\",\"fraction\":1.0,\"feedback\":\"\"},{\"text\":\"b\",\"fraction\":0.0,\"feedback\":\"no\"}]"
    ),
    (
      "Q{~%50%a ~%50%b ~%-50%c}",
      "\"single\":false,\"answers\":[{\"text\":\"a\",\"fraction\":0.5,\"feedback\":\"\"},{\"text\":\"b\",\"fraction\":0.5,\"feedback\":\"\"},{\"text\":\"c\",\"fraction\":-0.5,\"feedback\":\"\"}]"
    ),
    (
      "Q{~%33.33333%a ~%66.66667%b}",
      "\"single\":false,\"answers\":[{\"text\":\"a\",\"fraction\":0.3333333,\"feedback\":\"\"},{\"text\":\"b\",\"fraction\":0.6666667,\"feedback\":\"\"}]"
    ),
    ("Q{TRUE#wrong#right}", "\"correct\":true,\"feedback_wrong\":\"wrong\",\"feedback_right\":\"right\""),
    ("Q{F}", "\"correct\":false,\"feedback_wrong\":\"\",\"feedback_right\":\"\""),
    (
      "Q{=cat =%50%dog#half}",
      "\"answers\":[{\"text\":\"cat\",\"fraction\":1.0,\"feedback\":\"\"},{\"text\":\"dog\",\"fraction\":0.5,\"feedback\":\"half\"}]"
    ),
    (
      "Q{#30}",
      "\"answers\":[{\"value\":30,\"tolerance\":0,\"fraction\":1.0,\"feedback\":\"\"}],\"wrong_feedback\":\"\""
    ),
    (
      "Q{#5:0.5}",
      "\"answers\":[{\"value\":5,\"tolerance\":0.5,\"fraction\":1.0,\"feedback\":\"\"}],\"wrong_feedback\":\"\""
    ),
    (
      "Q{#-27..-8}",
      "\"answers\":[{\"value\":-17.5,\"tolerance\":9.5,\"fraction\":1.0,\"feedback\":\"\"}],\"wrong_feedback\":\"\""
    ),
    (
      "Q{#=1822:0 =%50%1822:2#near ~#no}",
      "\"answers\":[{\"value\":1822,\"tolerance\":0,\"fraction\":1.0,\"feedback\":\"\"},{\"value\":1822,\"tolerance\":2,\"fraction\":0.5,\"feedback\":\"near\"}],\"wrong_feedback\":\"no\""
    ),
    (
      "Q{=a -> 1 =b -> 2 = -> 3}",
      "\"pairs\":[{\"left\":\"a\",\"right\":\"1\"},{\"left\":\"b\",\"right\":\"2\"},{\"left\":\"\",\"right\":\"3\"}]"
    ),
  ])
  func `each type of question is read`(_ text: String, _ body: String) {
    #expect(bodies(text) == [body])
  }

  @Test func `essay and description carry nothing more`() {
    #expect(bodies("Write{}\n\nRead this.") == ["", ""])
    #expect(json("Write{}")[0].contains("\"type\":\"essay\""))
    #expect(json("Read this.")[0].contains("\"type\":\"description\""))
  }

  @Test func `a question's labels come from its comments, its line from its text`() {
    let text =
      "$CATEGORY: hotline/basics\n\n// [id:q\\]1] [tag:level:five] [id:other] [tag:topic:x]\n::T\\:1::[html]S {=a ~b####why}"
    #expect(
      json(text) == [
        "{\"type\":\"category\",\"category\":\"hotline/basics\",\"line\":1}",
        "{\"file\":\"q.gift\",\"line\":4,\"type\":\"multichoice\",\"title\":\"T:1\",\"idnumber\":\"q]1\",\"tags\":[\"level:five\",\"topic:x\"],\"category\":\"hotline/basics\",\"stem\":\"S\",\"format\":\"html\",\"general_feedback\":\"why\",\"single\":true,\"answers\":[{\"text\":\"a\",\"fraction\":1.0,\"feedback\":\"\"},{\"text\":\"b\",\"fraction\":0.0,\"feedback\":\"\"}]}",
      ])
  }

  @Test func `a missing word leaves a gap, escapes are only text`() {
    let line = json("Two plus {=2 ~3} is 4\\: \\{ok\\} \\x")[0]
    #expect(line.contains("\"stem\":\"Two plus _____ is 4: {ok} \\\\x\""))
  }

  @Test(arguments: [
    ("Q{=a ~b", 1, "'{' is opened and never closed; close the answers with '}'"),
    ("Q{=a\n\n~b}\n\nR{T}", 1, "a blank line stands inside the braces opened here; remove it"),
    (
      "Q{=a ~b} {=c}", 1,
      "a second pair of braces; a question has one block of answers (escape braces in text as \\{ and \\})"
    ),
    ("Q}{", 1, "'}' stands before '{'; escape it as \\} if it is text"),
    ("Q{~a ~b}", 1, "no answer is right; mark one with '=' or give weights such as ~%50%"),
    (
      "Q{~%33%a ~b}", 1,
      "the weight 33 % is not one that Moodle knows; use 50, 33.33333, 25, 20, 10 or another of its list"
    ),
    ("Q{#abc}", 1, "'abc' is not a number; Moodle would take every answer as right"),
    ("Q{#9..3}", 1, "the range 9..3 is reversed; write the lesser number first"),
    ("Q{=a -> 1}", 1, "fewer than two pairs; a matching question needs two or more"),
    ("::T::{T}", 1, "the question has no text before its answers"),
    ("\n\n::T Q{T}", 3, "the title is opened with '::' and not closed; write ::title::"),
  ])
  func `what Moodle guesses is a fault with a line`(_ text: String, _ line: Int, _ message: String) {
    let faults = GIFT.read(Array(text.utf8), named: "q.gift").faults
    #expect(faults.list.map(\.message) == [message])
    #expect(faults.list.map(\.line) == [line])
  }

  @Test func `one bad question does not hide the others`() {
    let reading = GIFT.read(Array("A{~x ~y}\n\nB{T}\n\nC{#z}\n\nD{F}".utf8), named: "q.gift")
    #expect(reading.entries.count == 2)
    #expect(reading.faults.list.map(\.line) == [1, 5])
  }

  @Test func `what was read is read again from its source`() {
    let text = "// [id:x] [tag:level:five]\n::T::Q {\n=a\n~b#no\n####why\n}"
    let first = GIFT.read(Array(text.utf8), named: "q").entries
    guard case .question(let question)? = first.first else {
      Issue.record("no question")
      return
    }
    #expect(
      GIFT.read(Array(question.source.utf8), named: "q").entries.map(\.json.text) == first.map(\.json.text))
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    let faults = GIFT.read([0x51, 0xe9, 0x7b, 0x54, 0x7d], named: "q.gift").faults
    #expect(faults.list.map(\.message) == ["GIFT is UTF-8 and this file is not; save it as UTF-8"])
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      start = index(after: start)
    }
    return nil
  }
}
