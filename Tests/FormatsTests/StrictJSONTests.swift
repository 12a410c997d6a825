import Formats
import Testing

@Suite struct StrictJSONTests {
  @Test(arguments: [
    "{}", "[]", "0", "-0", "-1.5e+10", "1E5", "\"\"", "\"\\u00e9\\ud83d\\ude00\"", " [1 , {\"a\":null}]\n",
    "true",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"",
  ]) func `what RFC 8259 allows is read`(text: String) throws {
    _ = try StrictJSON.parse(Array(text.utf8))
  }

  @Test(arguments: [
    "", " ", "{", "[1,]", "{\"a\":1,}", "{a:1}", "'a'", "01", "-", "1.", ".5", "+1", "1e", "0x10", "NaN",
    "Infinity",
    "\"\t\"", "\"\\x41\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\u12\"", "\"open", "[1 2]", "{\"a\" 1}",
    "tru", "nul",
    "{} {}", "/* */ 1", "{\"a\":1,\"a\":2}", "\u{feff}1",
  ]) func `what it does not allow is refused, and so is a key that stands twice`(text: String) {
    #expect(throws: Faults.self) { try StrictJSON.parse(Array(text.utf8)) }
  }

  @Test func `bytes that are no UTF-8 are refused, and nesting has an end`() throws {
    #expect(throws: Faults.self) { try StrictJSON.parse([0x22, 0xff, 0x22]) }
    #expect(throws: Faults.self) { try StrictJSON.parse([0x22, 0x5c, 0x6e, 0xc3, 0x22]) }
    let deep = { (depth: Int) in
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    _ = try StrictJSON.parse(deep(32))
    #expect(throws: Faults.self) { try StrictJSON.parse(deep(33)) }
    #expect(throws: Faults.self) { try StrictJSON.parse(deep(1_000_000)) }
  }

  @Test func `texts and numbers are what was written`() throws {
    let node = try StrictJSON.parse(Array("{\"名\":\"李\\u0020\\ud83d\\ude00\\n\",\"n\":-12.50}".utf8))
    guard case .object(let members) = node.kind, case .string(let text) = members[0].value.kind,
      case .number(let number) = members[1].value.kind
    else { throw CancellationError() }
    #expect(members.map(\.key) == ["名", "n"])
    #expect(text == "李 😀\n")
    #expect(number == "-12.50")
  }
}
