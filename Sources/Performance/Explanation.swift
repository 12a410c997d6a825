import Formats
import Workspace

/// A number and where it comes from: every node can be recomputed from those below it.
package struct Explanation: Sendable {
  package let what: Words
  package let value: String?
  package let unit: Words
  /// How the value follows from the nodes below, in words or as a formula.
  package let rule: Words
  package let scheme: String?
  package let version: Int?
  package let from: [Explanation]
  /// For a leaf, the record that it is.
  package let source: (kind: String, id: String)?

  /// Of no unit, or no rule.
  package static let nothing = Words(en: "", zh: "")
  package static let points = Words(en: "points", zh: "分")
  package static let yuan = Words(en: "yuan", zh: "元")

  package init(
    _ what: Words, value: String?, unit: Words = nothing, rule: Words = nothing, scheme: String? = nil,
    version: Int? = nil, from: [Explanation] = [], source: (kind: String, id: String)? = nil
  ) {
    self.what = what
    self.value = value
    self.unit = unit
    self.rule = rule
    self.scheme = scheme
    self.version = version
    self.from = from
    self.source = source
  }

  package static let schema: JSONSchema = .named("Explanation") {
    .object([
      .init("what", .text), .init("value", .optional(.text)), .init("unit", .text), .init("rule", .text),
      .init("scheme", .optional(.text)), .init("version", .optional(.wholeNumber)),
      .init("from", .list(schema)),
      .init("source", .object([.init("kind", .text), .init("id", .text)]), required: false),
    ])
  }

  package func json(chinese: Bool) -> JSON {
    var members: [(String, JSON)] = [
      ("what", .string(what.text(chinese: chinese))), ("value", .optional(value)),
      ("unit", .string(unit.text(chinese: chinese))), ("rule", .string(rule.text(chinese: chinese))),
      ("scheme", .optional(scheme)), ("version", .optional(version)),
      ("from", .array(from.map { $0.json(chinese: chinese) })),
    ]
    if let source {
      members.append(("source", .object([("kind", .string(source.kind)), ("id", .string(source.id))])))
    }
    return .object(members)
  }

  /// The node as a line of text.
  package func text(chinese: Bool) -> String {
    var text = what.text(chinese: chinese) + "  " + (value ?? "–")
    let (unit, rule) = (unit.text(chinese: chinese), rule.text(chinese: chinese))
    if !unit.isEmpty { text += " " + unit }
    if !rule.isEmpty { text += "  = " + rule }
    if let scheme, let version { text += "  [\(scheme) v\(version)]" }
    if let source { text += "  <\(source.kind) \(source.id)>" }
    return text
  }

  /// The tree as lines of text, each with its depth.
  package func lines(chinese: Bool, depth: Int = 0) -> [(depth: Int, text: String)] {
    [(depth, text(chinese: chinese))] + from.flatMap { $0.lines(chinese: chinese, depth: depth + 1) }
  }
}
