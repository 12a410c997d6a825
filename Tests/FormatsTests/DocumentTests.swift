import Formats
import Testing

private func faults(_ text: String, _ read: (ObjectReader) -> Void) throws -> [String] {
  let reader = DocumentReader(file: "s.json5")
  let object = try #require(reader.root(try JSON5Parser.parse(Array(text.utf8), named: "s.json5")))
  read(object)
  object.finish()
  return reader.faults.sorted().list.map(\.description)
}

@Suite struct JSON5Tests {
  @Test(arguments: [
    ("{a: 1,}", "{\"a\":1}"), ("// c\n{'a': .5, /* d */ b: [1, 2,]}", "{\"a\":0.5,\"b\":[1,2]}"),
    ("{a: \"\\u5de5\\n\"}", "{\"a\":\"工\\n\"}"), ("{\"键\": true, n: null}", "{\"键\":true,\"n\":null}"),
    ("{a: '\\ud83c\\udfa7'}", "{\"a\":\"🎧\"}"),
  ])
  func `documents read as json5_org says`(_ text: String, _ json: String) throws {
    #expect(written(try JSON5Parser.parse(Array(text.utf8), named: "s")).text == json)
  }

  private func written(_ node: JSON5Node) -> JSON {
    switch node.kind {
    case .null: .null
    case .bool(let flag): .bool(flag)
    case .number(let text): .number(text)
    case .string(let text): .string(text)
    case .array(let list): .array(list.map(written))
    case .object(let members): .object(members.map { ($0.key, written($0.value)) })
    }
  }

  @Test(arguments: [
    ("{a: 1, a: 2}", "s:1:8: key 'a' stands twice, first on line 1"),
    ("{a: 1 b: 2}", "s:1:7: a ',' or '}' is missing after the value of 'a'"),
    ("{a: yes}", "s:1:5: 'yes' is no value; put a text in quotes"),
    ("{a: [1, 2}", "s:1:10: a ',' or ']' is missing"),
    ("{a: 1}\n{", "s:2:1: something stands after the end of the document"),
    ("{a: \"x\n\"}", "s:1:5: a text is opened with \" and not closed on its line"),
    ("/* x", "s:1:1: a comment is opened and never closed"),
    ("", "s:1:1: the document ends where a value should stand"),
  ])
  func `what cannot be read is named with its place`(_ text: String, _ message: String) throws {
    let faults = #expect(throws: Faults.self) { _ = try JSON5Parser.parse(Array(text.utf8), named: "s") }
    #expect(faults?.list.map(\.description) == [message])
  }

  @Test func `deep nesting is refused, not followed`() {
    let deep = String(repeating: "[", count: 100_000)
    #expect(throws: Faults.self) { _ = try JSON5Parser.parse(Array(deep.utf8), named: "s") }
  }
}

@Suite struct DocumentReaderTests {
  @Test func `unknown keys, wrong kinds and ranges are all reported with path and place`() throws {
    let text = "{\n  weigth: 5,\n  items: [{id: 7, share: 120}],\n  title: {en: \"x\"},\n}"
    let found = try faults(text) { object in
      _ = object.decimal("weight", places: 2, in: 0...100_00)
      for item in object.objects("items") {
        _ = item.text("id")
        _ = item.decimal("share", places: 2, in: 0...100_00)
        item.finish()
      }
      _ = object.words("title")
    }
    #expect(
      found == [
        "s.json5:1:1: 'weight' is missing; a number is needed",
        "s.json5:2:3: 'weigth' is not a known key; did you mean 'weight'?",
        "s.json5:3:16: 'items[0].id' is a number; a text is needed",
        "s.json5:3:26: 'items[0].share' is 120; it must be from 0.00 to 100.00",
        "s.json5:4:10: 'title.zh' is missing; a text is needed",
      ])
  }

  @Test(arguments: [
    ("score", "socre", true), ("sample", "sampel", true), ("import", "export", true),
    ("show", "release", false),
  ])
  func `a slip is matched and a stranger is not`(_ known: String, _ typed: String, _ isNear: Bool) {
    #expect((nearest(to: typed, among: [known]) == known) == isNear)
  }
}

@Suite struct MarkdownTests {
  @Test func `a page is front matter and body`() throws {
    let page = try MarkdownPage.parse(
      Array("---\nid: hl-07\nobjectives:\n  - one\n  - two\n---\n# Title\n".utf8), named: "p.md")
    #expect(page.fields["id"]?.text == "hl-07")
    #expect(page.fields["objectives"]?.items == ["one", "two"])
    #expect(page.body == "# Title\n")
    #expect(page.bodyLine == 7)
  }

  @Test func `front matter's faults have their lines`() throws {
    let faults = #expect(throws: Faults.self) {
      _ = try MarkdownPage.parse(Array("---\nid: a\nnonsense\nid: b\n---\n".utf8), named: "p.md")
    }
    #expect(faults?.list.map(\.line) == [3, 4])
  }

  @Test func `blocks are told apart`() {
    let body =
      "# A\n\ntext one\ntext two\n\n- x\n  more\n- y\n\n1. z\n\n> q\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    #expect(
      MarkdownBlock.parse(body) == [
        .heading(level: 1, "A"), .paragraph("text one text two"), .item(mark: "•", depth: 0, "x more"),
        .item(mark: "•", depth: 0, "y"), .item(mark: "1.", depth: 0, "z"), .quote("q"),
        .table([["a", "b"], ["1", "2"]]),
      ])
  }
}
