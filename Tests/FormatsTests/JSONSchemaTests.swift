import Formats
import Testing

@Suite struct JSONSchemaTests {
  private func faults(_ text: String, _ schema: JSONSchema) throws -> [String] {
    schema.faults(in: try StrictJSON.parse(Array(text.utf8)))
  }

  @Test(arguments: [
    ("1", JSONSchema.integer(1...3), true), ("3", .integer(1...3), true), ("0", .integer(1...3), false),
    ("4", .integer(1...3), false), ("2.0", .integer(1...3), true), ("2.5", .integer(1...3), false),
    ("\"2\"", .integer(1...3), false), ("1e400", .number, true),
    ("99999999999999999999", .wholeNumber, false),
    ("\"\"", .someText, false), ("\"x\"", .someText, true), ("\"2026-07-01\"", .day, true),
    ("\"2026-02-30\"", .day, false), ("\"2026/07/01\"", .day, false), ("\"2026Q4\"", .quarter, true),
    ("\"2026Q5\"", .quarter, false), ("\"2026-07-01T00:00:00Z\"", .time, true),
    ("\"2026-07-01T00:00:00\"", .time, false), ("\"12.50\"", .decimal, true), ("\"1e5\"", .decimal, false),
    ("\"a\"", .choice(["a", "b"]), true), ("\"c\"", .choice(["a", "b"]), false),
    ("null", .optional(.text), true), ("1", .optional(.text), false),
    ("[1,2]", .array(.wholeNumber, most: 2), true),
    ("[1,2,3]", .array(.wholeNumber, most: 2), false), ("{\"x\":1}", .map(.wholeNumber), true),
    ("{\"x\":\"1\"}", .map(.wholeNumber), false),
  ]) func `a value is held against its schema`(text: String, schema: JSONSchema, isRight: Bool) throws {
    #expect(try faults(text, schema).isEmpty == isRight)
  }

  @Test func `an object of very many keys, or of one very long key, is refused at once`() throws {
    let schema = JSONSchema.object([.init("account", .text), .init("password", .text)])
    let many = "{" + (0..<20_000).map { "\"k\($0)\":0" }.joined(separator: ",") + "}"
    #expect(try faults(many, schema).count == 20)
    let long = String(repeating: "x", count: 200_000)
    #expect(try faults("{\"\(long)\":0}", schema).last == "/\(long): is not known here")
  }

  @Test func `all faults are told with their places, and a slip in a key with the key that was meant`() throws
  {
    let schema = JSONSchema.object([
      .init("name", .someText), .init("days", .integer(1...9)), .init("note", .text, required: false),
    ])
    #expect(try faults("{\"name\":\"x\",\"days\":9}", schema) == [])
    #expect(
      try faults("{\"days\":10,\"nmae\":\"x\"}", schema) == [
        "/name: is missing", "/days: a number from 1 to 9 is needed",
        "/nmae: is not known here; did you mean 'name'?",
      ])
    #expect(try faults("[]", schema) == ["the body: an object is needed, not a list"])
  }

  @Test func `a schema that names itself ends`() throws {
    #expect(try faults("{\"from\":[{\"from\":[]}]}", Self.tree) == [])
    #expect(try faults("{\"from\":[{\"form\":[]}]}", Self.tree).count == 2)
    var named: [String: JSONSchema] = [:]
    Self.tree.gather(into: &named)
    #expect(Array(named.keys) == ["Tree"])
    #expect(Self.tree.json.text == "{\"$ref\":\"#/components/schemas/Tree\"}")
    #expect(
      named["Tree"]?.json.text
        == "{\"type\":\"object\",\"properties\":{\"from\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/components/schemas/Tree\"}}},\"required\":[\"from\"],\"additionalProperties\":false}"
    )
  }

  private static let tree: JSONSchema = .named("Tree") { .object([.init("from", .list(tree))]) }
}
