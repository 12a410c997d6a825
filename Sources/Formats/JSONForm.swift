/// The form in which a thing is shown to programs: its members in order, each with its schema, so that what is written and what
/// is said about it cannot differ.
package struct JSONForm<Value>: Sendable {
  /// A member of the form.
  package struct Member: Sendable {
    package let name: String
    package let schema: JSONSchema
    package let read: @Sendable (Value) -> JSON

    package init(_ name: String, _ schema: JSONSchema, _ read: @escaping @Sendable (Value) -> JSON) {
      self.name = name
      self.schema = schema
      self.read = read
    }
  }

  package let members: [Member]

  package init(_ members: [Member]) { self.members = members }

  package func json(_ value: Value) -> JSON { .object(members.map { ($0.name, $0.read(value)) }) }

  package func json(_ values: some Sequence<Value>) -> JSON { .array(values.map { json($0) }) }

  package var schema: JSONSchema { .object(members.map { JSONSchema.Member($0.name, $0.schema) }) }
}

extension JSONForm.Member {
  package static func text(_ name: String, _ read: @escaping @Sendable (Value) -> String) -> Self {
    Self(name, .text) { .string(read($0)) }
  }

  package static func optionalText(_ name: String, _ read: @escaping @Sendable (Value) -> String?) -> Self {
    Self(name, .optional(.text)) { .optional(read($0)) }
  }

  package static func texts(_ name: String, _ read: @escaping @Sendable (Value) -> [String]) -> Self {
    Self(name, .list(.text)) { .array(read($0).map(JSON.string)) }
  }

  package static func integer(_ name: String, _ read: @escaping @Sendable (Value) -> Int) -> Self {
    Self(name, .wholeNumber) { .int(read($0)) }
  }

  package static func optionalInteger(_ name: String, _ read: @escaping @Sendable (Value) -> Int?) -> Self {
    Self(name, .optional(.wholeNumber)) { .optional(read($0)) }
  }

  package static func flag(_ name: String, _ read: @escaping @Sendable (Value) -> Bool) -> Self {
    Self(name, .boolean) { .bool(read($0)) }
  }

  package static func optionalFlag(_ name: String, _ read: @escaping @Sendable (Value) -> Bool?) -> Self {
    Self(name, .optional(.boolean)) { read($0).map { .bool($0) } ?? .null }
  }

  /// A number already written exactly as it shall appear.
  package static func number(_ name: String, _ read: @escaping @Sendable (Value) -> String) -> Self {
    Self(name, .number) { .number(read($0)) }
  }

  package static func optionalNumber(_ name: String, _ read: @escaping @Sendable (Value) -> String?) -> Self {
    Self(name, .optional(.number)) { read($0).map { .number($0) } ?? .null }
  }

  /// One of the names of an enumeration.
  package static func choice<Choice: CaseIterable & RawRepresentable & SendableMetatype>(
    _ name: String, _ read: @escaping @Sendable (Value) -> Choice
  ) -> Self where Choice.RawValue == String {
    Self(name, .choice(Choice.allCases.map(\.rawValue))) { .string(read($0).rawValue) }
  }

  package static func day(_ name: String, _ read: @escaping @Sendable (Value) -> CalendarDay) -> Self {
    Self(name, .day) { .string(read($0).description) }
  }

  package static func optionalDay(_ name: String, _ read: @escaping @Sendable (Value) -> CalendarDay?) -> Self
  {
    Self(name, .optional(.day)) { .optional(read($0)?.description) }
  }

  /// A text in both languages, as `{"en": …, "zh": …}`.
  package static func words(_ name: String, _ read: @escaping @Sendable (Value) -> Words) -> Self {
    Self(name, .object([.init("en", .text), .init("zh", .text)])) {
      let words = read($0)
      return .object([("en", .string(words.en)), ("zh", .string(words.zh))])
    }
  }

  package static func object<Inner>(
    _ name: String, _ form: JSONForm<Inner>, _ read: @escaping @Sendable (Value) -> Inner
  ) -> Self { Self(name, form.schema) { form.json(read($0)) } }

  package static func optionalObject<Inner>(
    _ name: String, _ form: JSONForm<Inner>, _ read: @escaping @Sendable (Value) -> Inner?
  ) -> Self { Self(name, .optional(form.schema)) { read($0).map { form.json($0) } ?? .null } }

  package static func list<Inner>(
    _ name: String, _ form: JSONForm<Inner>, _ read: @escaping @Sendable (Value) -> [Inner]
  ) -> Self { Self(name, .list(form.schema)) { form.json(read($0)) } }
}
