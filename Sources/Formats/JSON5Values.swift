extension JSON5Node {
  /// A member of an object; `nil` of anything else, and where there is none.
  package subscript(_ key: String) -> JSON5Node? {
    guard case .object(let members) = kind else { return nil }
    return members.first { $0.key == key }?.value
  }

  package var string: String? { if case .string(let text) = kind { text } else { nil } }

  package var boolean: Bool? { if case .bool(let flag) = kind { flag } else { nil } }

  package var wholeNumber: Int? { if case .number(let text) = kind { Int(text) } else { nil } }

  /// The number exactly as written.
  package var decimal: ExactDecimal? {
    if case .number(let text) = kind { ExactDecimal(text) } else { nil }
  }

  package var elements: [JSON5Node]? { if case .array(let nodes) = kind { nodes } else { nil } }

  package var isNull: Bool { if case .null = kind { true } else { false } }
}
