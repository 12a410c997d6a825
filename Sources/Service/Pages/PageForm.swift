import Formats

/// What a browser's form sent: names and values, in the order of the form.
struct PageForm: Sendable {
  /// Why a form cannot be read.
  struct Unreadable: Error {}

  private let fields: [(name: String, value: String)]

  init() { fields = [] }

  /// Reads `application/x-www-form-urlencoded`.
  init(_ body: [UInt8]) throws(Unreadable) {
    guard let text = String(validating: body, as: UTF8.self), let pairs = try? RequestReading.pairs(text)
    else {
      throw Unreadable()
    }
    fields = pairs.map { ($0.name, Self.plain($0.value)) }
  }

  /// Without control characters: a browser ends the lines of a text area with CR LF, and sends no other of its own.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" }))
  }

  /// A field's first value; `nil` where the form has none.
  subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }

  /// A field's value; `nil` where it is absent or blank.
  func given(_ name: String) -> String? {
    self[name].flatMap { $0.trimmed.isEmpty ? nil : String($0.trimmed) }
  }

  /// Every value of a field, such as of boxes that were ticked.
  func all(_ name: String) -> [String] { fields.filter { $0.name == name }.map(\.value) }

  /// The fields whose names begin with a prefix, by what follows it.
  func under(_ prefix: String) -> [(name: String, value: String)] {
    fields.filter { $0.name.hasPrefix(prefix) }.map { (String($0.name.dropFirst(prefix.count)), $0.value) }
  }
}
