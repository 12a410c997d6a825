import Formats

/// A document of rules as it was loaded: never edited, named by kind, id and version.
package struct Scheme: Sendable {
  package let kind: String
  package let id: String
  package let version: Int
  /// The first day on which it counts.
  package let inForce: CalendarDay
  /// SHA-256 of the text, in hexadecimal.
  package let hash: String
  package let text: String

  package init(kind: String, id: String, version: Int, inForce: CalendarDay, text: String) {
    self.kind = kind
    self.id = id
    self.version = version
    self.inForce = inForce
    self.text = text
    self.hash = SHA256.hex(text)
  }

  /// `kind id v2`.
  package var label: String { "\(kind) \(id) v\(version)" }

  /// What a line names that begins with a label; `nil` where it does not.
  package static func named(_ line: some StringProtocol) -> (kind: String, id: String, version: Int)? {
    let words = line.split(separator: " ")
    guard words.count >= 3, words[2].first == "v", let version = Int(words[2].dropFirst()) else { return nil }
    return (String(words[0]), String(words[1]), version)
  }
}

/// What every scheme says of itself: `{merit: KIND, id, version, from, title, …}`.
package struct SchemeHead: Sendable {
  package let kind: String
  package let id: String
  package let version: Int
  package let inForce: CalendarDay
  package let title: Words

  /// Reads the head; faults go to the document's reader.
  package init?(_ object: ObjectReader, kind expected: String? = nil) {
    let kind = object.text("merit")
    if let kind, let expected, kind != expected {
      object.fault("'merit' is '\(kind)'; a scheme of kind '\(expected)' is needed here", at: "merit")
    }
    let id = object.text("id")
    if let id, !Self.isPlain(id) {
      object.fault("'id' is '\(id)'; use lower-case letters, digits and hyphens", at: "id")
    }
    let version = object.integer("version", in: 1...100_000)
    if !object.has("from") {
      object.fault("'from' is missing; the first day in force is needed, such as \"2026-07-01\"")
    }
    let from = object.optionalDay("from")
    let title = object.words("title")
    guard let kind, let id, let version, let from, let title else { return nil }
    self.kind = kind
    self.id = id
    self.version = version
    self.inForce = from
    self.title = title
  }

  /// The head of rules that were given on the command line, not in a document.
  package init(kind: String, id: String, version: Int, inForce: CalendarDay, title: Words) {
    self.kind = kind
    self.id = id
    self.version = version
    self.inForce = inForce
    self.title = title
  }

  private static func isPlain(_ id: String) -> Bool {
    !id.isEmpty
      && id.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2d }
  }
}

/// A scheme as another one names it: its newest version in force is meant.
package struct SchemeReference: Hashable, Sendable {
  package let kind: String
  package let id: String

  package init(kind: String, id: String) {
    self.kind = kind
    self.id = id
  }
}

/// A kind of scheme that can be read from its document.
package protocol SchemeDocument: Sendable {
  static var kind: String { get }
  var head: SchemeHead { get }
  /// The schemes it cannot be applied without, in the order in which it names them; they may be loaded later.
  var needed: [SchemeReference] { get }
  /// Reads the document's own members; faults go to its reader, and then the result is `nil` or not used.
  init?(_ object: ObjectReader)
}

extension SchemeDocument {
  package var needed: [SchemeReference] { [] }

  /// The scheme in a document, or all its faults.
  package static func read(_ bytes: [UInt8], named file: String) throws -> Self {
    let node = try JSON5Parser.parse(bytes, named: file)
    let reader = DocumentReader(file: file)
    let scheme = reader.root(node).flatMap { object -> Self? in
      let scheme = Self(object)
      object.finish()
      return scheme
    }
    try reader.faults.throwIfAny()
    guard let scheme else {
      throw Faults([Fault(file: file, line: 1, column: 1, message: "this is not a \(kind) scheme")])
    }
    return scheme
  }
}
