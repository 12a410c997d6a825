/// What a JSON value must look like (JSON Schema 2020-12, the part of it that is used here): written into an API's description,
/// and what is received is held against it.
package indirect enum JSONSchema: Sendable {
  /// Texts with a shape of their own.
  package enum Shape: Sendable {
    case free
    /// `2026-07-01`.
    case day
    /// `2026-07-01T01:30:00Z`.
    case time
    /// `2026Q3`.
    case quarter
    /// A decimal number without an exponent, such as `12.50`.
    case decimal
  }

  case any
  case null
  case boolean
  case integer(ClosedRange<Int>?)
  case number
  /// A text with its least and greatest number of characters.
  case string(Shape, ClosedRange<Int>)
  case choice([String])
  case array(JSONSchema, most: Int?)
  case object([Member])
  /// An object with keys of any name and values of one kind.
  case map(JSONSchema)
  case either([JSONSchema])
  /// A schema that stands under a name of its own, and may name itself.
  case named(String, @Sendable () -> JSONSchema)

  /// A member of an object.
  package struct Member: Sendable {
    package let name: String
    package let schema: JSONSchema
    package let isRequired: Bool
    package let note: String?

    package init(_ name: String, _ schema: JSONSchema, required: Bool = true, note: String? = nil) {
      self.name = name
      self.schema = schema
      isRequired = required
      self.note = note
    }
  }

  package static let longestText = 100_000

  package static let text = JSONSchema.string(.free, 0...longestText)
  /// A text that says something.
  package static let someText = JSONSchema.string(.free, 1...4_000)
  /// The name of a thing.
  package static let name = JSONSchema.string(.free, 1...128)
  package static let day = JSONSchema.string(.day, 10...10)
  package static let time = JSONSchema.string(.time, 20...20)
  package static let quarter = JSONSchema.string(.quarter, 6...6)
  package static let decimal = JSONSchema.string(.decimal, 1...24)
  package static let wholeNumber = JSONSchema.integer(nil)
  package static let count = JSONSchema.integer(0...Int(Int32.max))

  package static func list(_ schema: JSONSchema) -> JSONSchema { .array(schema, most: nil) }
  package static func optional(_ schema: JSONSchema) -> JSONSchema { .either([schema, .null]) }

  /// The schema as JSON; one that has a name is referred to by it.
  package var json: JSON {
    switch self {
    case .any: .object([])
    case .null: Self.typed("null")
    case .boolean: Self.typed("boolean")
    case .number: Self.typed("number")
    case .integer(let range):
      Self.typed(
        "integer",
        range.map { [("minimum", .int($0.lowerBound)), ("maximum", .int($0.upperBound))] } ?? [])
    case .string(let shape, let length): Self.typed("string", shape.facets(length))
    case .choice(let names): Self.typed("string", [("enum", .array(names.map(JSON.string)))])
    case .array(let item, let most):
      Self.typed("array", [("items", item.json)] + (most.map { [("maxItems", .int($0))] } ?? []))
    case .map(let value): Self.typed("object", [("additionalProperties", value.json)])
    case .either(let schemas): .object([("anyOf", .array(schemas.map(\.json)))])
    case .named(let name, _): .object([("$ref", .string("#/components/schemas/\(name)"))])
    case .object(let members): Self.object(members)
    }
  }

  private static func typed(_ type: String, _ more: [(String, JSON)] = []) -> JSON {
    .object([("type", .string(type))] + more)
  }

  private static func object(_ members: [Member]) -> JSON {
    typed(
      "object",
      [
        (
          "properties",
          .object(
            members.map { member in
              guard let note = member.note, case .object(let facets) = member.schema.json else {
                return (member.name, member.schema.json)
              }
              return (member.name, .object(facets + [("description", .string(note))]))
            })
        ),
        ("required", .array(members.filter(\.isRequired).map { .string($0.name) })),
        ("additionalProperties", .bool(false)),
      ])
  }

  /// The schemas with a name that this one leads to, itself included.
  package func gather(into found: inout [String: JSONSchema]) {
    switch self {
    case .array(let item, _), .map(let item): item.gather(into: &found)
    case .either(let schemas): for schema in schemas { schema.gather(into: &found) }
    case .object(let members): for member in members { member.schema.gather(into: &found) }
    case .named(let name, let schema) where found[name] == nil:
      let schema = schema()
      found[name] = schema
      schema.gather(into: &found)
    default: break
    }
  }
}

extension JSONSchema.Shape {
  func facets(_ length: ClosedRange<Int>) -> [(String, JSON)] {
    switch self {
    case .free:
      (length.lowerBound > 0 ? [("minLength", .int(length.lowerBound))] : [])
        + [("maxLength", .int(length.upperBound))]
    case .day: [("format", .string("date"))]
    case .time: [("format", .string("date-time")), ("pattern", .string("^[0-9T:-]{19}Z$"))]
    case .quarter: [("pattern", .string("^[0-9]{4}Q[1-4]$"))]
    case .decimal:
      [("pattern", .string("^-?[0-9]{1,15}([.][0-9]{1,6})?$")), ("maxLength", .int(length.upperBound))]
    }
  }

  /// What the shape asks for, in words; `nil` where a text has it.
  func fault(in text: String) -> String? {
    let digits = { (part: Substring.UnicodeScalarView) in part.allSatisfy { ("0"..."9").contains($0) } }
    switch self {
    case .free: return nil
    case .day:
      return text.utf8.count == 10 && text.utf8.dropFirst(4).first == UInt8(ascii: "-")
        && CalendarDay(text) != nil ? nil : "a date such as 2026-07-01 is needed"
    case .time:
      return text.utf8.count == 20 && text.hasSuffix("Z") && CivilTime(text) != nil
        ? nil : "a time in UTC such as 2026-07-01T01:30:00Z is needed"
    case .quarter:
      let scalars = text.unicodeScalars
      return scalars.count == 6 && digits(scalars.prefix(4)) && scalars.dropFirst(4).first == "Q"
        && scalars.last.map { ("1"..."4").contains($0) } ?? false ? nil : "a quarter such as 2026Q3 is needed"
    case .decimal:
      return ExactDecimal(text) != nil && !text.contains(where: { "eE+ ".contains($0) })
        ? nil : "a decimal number such as 12.50 is needed"
    }
  }
}
