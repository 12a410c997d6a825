/// An event of a small XML document.
package enum XMLEvent {
  case open(name: String, attributes: [String: String], isEmpty: Bool)
  case close(name: String)
  case text(String)
}

/// Reads the elements and texts of an XML document that the parts of an office file are made of.
///
/// A document type declaration is refused: entities that expand without end come in by it. Names lose their prefix.
package struct XMLScanner {
  /// Why a document was refused, and the byte at which.
  package struct Damage: Error {
    package let offset: Int
    package let message: String
  }

  private let bytes: [UInt8]
  private var position = 0
  /// The byte at which the last event began.
  package private(set) var eventStart = 0

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xef, 0xbb, 0xbf]) { position = 3 }
  }

  /// The next event; `nil` at the end.
  package mutating func next() throws -> XMLEvent? {
    while position < bytes.count {
      eventStart = position
      if bytes[position] != UInt8(ascii: "<") {
        let start = position
        while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
        return .text(try unescaped(start..<position))
      }
      if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "<!--") {
        try skip(past: "-->")
      } else if starts(with: "<![CDATA[") {
        let start = position + 9
        try skip(past: "]]>")
        return .text(String(decoding: bytes[start..<(position - 3)], as: UTF8.self))
      } else if starts(with: "<!") {
        throw Damage(offset: position, message: "a document type declaration is not accepted")
      } else {
        return try tag()
      }
    }
    return nil
  }

  private mutating func tag() throws -> XMLEvent {
    let opening = position
    position += 1
    let isClosing = position < bytes.count && bytes[position] == UInt8(ascii: "/")
    if isClosing { position += 1 }
    let name = try self.name()
    var attributes: [String: String] = [:]
    while true {
      skipBlanks()
      guard position < bytes.count else { throw Damage(offset: opening, message: "a tag is not closed") }
      if bytes[position] == UInt8(ascii: ">") {
        position += 1
        return isClosing ? .close(name: name) : .open(name: name, attributes: attributes, isEmpty: false)
      }
      if starts(with: "/>") {
        position += 2
        return .open(name: name, attributes: attributes, isEmpty: true)
      }
      let attribute = try self.name()
      skipBlanks()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "=") else {
        throw Damage(offset: position, message: "an attribute has no value")
      }
      position += 1
      skipBlanks()
      guard position < bytes.count,
        bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'")
      else { throw Damage(offset: position, message: "an attribute's value is not quoted") }
      let quote = bytes[position]
      let start = position + 1
      position = start
      while position < bytes.count, bytes[position] != quote { position += 1 }
      guard position < bytes.count else { throw Damage(offset: start, message: "a quote is not closed") }
      attributes[attribute] = try unescaped(start..<position)
      position += 1
    }
  }

  private mutating func name() throws -> String {
    var start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: ":") { start = position + 1 }
      let isName =
        byte >= 0x80 || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
        || (byte >= 0x30 && byte <= 0x3a) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
        || byte == UInt8(ascii: ".")
      if !isName { break }
      position += 1
    }
    guard position > start else { throw Damage(offset: position, message: "a name is missing") }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func skipBlanks() {
    while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) { position += 1 }
  }

  private func starts(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    return (0..<count).allSatisfy { bytes[position + $0] == text.utf8Start[$0] }
  }

  private mutating func skip(past text: StaticString) throws {
    let start = position
    while position < bytes.count {
      if starts(with: text) {
        position += text.utf8CodeUnitCount
        return
      }
      position += 1
    }
    throw Damage(offset: start, message: "a part is not closed")
  }

  private func unescaped(_ range: Range<Int>) throws -> String {
    guard bytes[range].contains(UInt8(ascii: "&")) else {
      return String(decoding: bytes[range], as: UTF8.self)
    }
    var result: [UInt8] = []
    var index = range.lowerBound
    while index < range.upperBound {
      guard bytes[index] == UInt8(ascii: "&") else {
        result.append(bytes[index])
        index += 1
        continue
      }
      guard let end = bytes[index..<range.upperBound].firstIndex(of: UInt8(ascii: ";")), end - index <= 10,
        let character = Self.entity(String(decoding: bytes[(index + 1)..<end], as: UTF8.self))
      else { throw Damage(offset: index, message: "an unknown entity") }
      result.append(contentsOf: String(character).utf8)
      index = end + 1
    }
    return String(decoding: result, as: UTF8.self)
  }

  static func entity(_ name: String) -> Unicode.Scalar? {
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default:
      guard name.hasPrefix("#") else { return nil }
      let digits = name.dropFirst()
      let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      return code.flatMap(Unicode.Scalar.init)
    }
  }
}
