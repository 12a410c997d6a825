/// A value bound to a statement.
package enum Value: Hashable, Sendable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])

  package static func integer(_ number: Int) -> Value { .integer(Int64(number)) }

  /// The number, or NULL for `nil`.
  package static func optional(_ number: Int?) -> Value { number.map { .integer(Int64($0)) } ?? .null }

  /// The text, or NULL for `nil`.
  package static func optional(_ text: String?) -> Value { text.map { .text($0) } ?? .null }

  package static func bool(_ flag: Bool) -> Value { .integer(flag ? 1 : 0) }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByNilLiteral {
  package init(integerLiteral value: Int64) { self = .integer(value) }
  package init(stringLiteral value: String) { self = .text(value) }
  package init(nilLiteral: ()) { self = .null }
}
