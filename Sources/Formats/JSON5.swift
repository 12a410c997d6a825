/// A place in a document, in lines and characters from 1.
package struct Position: Hashable, Sendable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}

/// A value of a JSON5 document with the place where it stands.
package struct JSON5Node: Sendable {
  package enum Kind: Sendable {
    case null
    case bool(Bool)
    /// The number exactly as written.
    case number(String)
    case string(String)
    case array([JSON5Node])
    /// The members in the order written; no key twice.
    case object([Member])
  }

  package struct Member: Sendable {
    package let key: String
    package let position: Position
    package let value: JSON5Node
  }

  package let kind: Kind
  package let position: Position

  package init(kind: Kind, position: Position) {
    self.kind = kind
    self.position = position
  }

  /// What the value is, for messages.
  package var kindName: String {
    switch kind {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .string: "a text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// Reads JSON5 (json5.org 1.0.0) and refuses what other readers pass over: a key that stands twice.
package struct JSON5Parser {
  private static let deepest = 64

  private let file: String
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var line = 1
  private var column = 1

  /// The document's value.
  ///
  /// - Throws: `Faults` with the first place that cannot be read.
  package static func parse(_ bytes: [UInt8], named file: String) throws -> JSON5Node {
    guard let text = TextEncoding.decode(bytes) else {
      throw Faults([Fault(file: file, line: 1, column: 1, message: RecordReader.unknownEncoding)])
    }
    var parser = JSON5Parser(
      file: file, scalars: Array(String(decoding: text.utf8, as: UTF8.self).unicodeScalars))
    try parser.skipBlanks()
    let value = try parser.value(depth: 0)
    try parser.skipBlanks()
    guard parser.peek == nil else { throw parser.fault("something stands after the end of the document") }
    return value
  }

  private init(file: String, scalars: [Unicode.Scalar]) {
    self.file = file
    self.scalars = scalars
  }

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }
  private var position: Position { Position(line: line, column: column) }

  private mutating func advance() {
    if scalars[index] == "\n" {
      line += 1
      column = 1
    } else {
      column += 1
    }
    index += 1
  }

  private func fault(_ message: String, at place: Position? = nil) -> Faults {
    let place = place ?? position
    return Faults([Fault(file: file, line: place.line, column: place.column, message: message)])
  }

  private mutating func skipBlanks() throws {
    while let scalar = peek {
      switch scalar {
      case " ", "\t", "\n", "\r", "\u{b}", "\u{c}", "\u{a0}", "\u{feff}", "\u{2028}", "\u{2029}", "\u{3000}":
        advance()
      case "/":
        let opening = position
        advance()
        if peek == "/" {
          while let next = peek, next != "\n" { _ = next; advance() }
        } else if peek == "*" {
          advance()
          var previous: Unicode.Scalar = " "
          while let next = peek, !(previous == "*" && next == "/") {
            previous = next
            advance()
          }
          guard peek != nil else { throw fault("a comment is opened and never closed", at: opening) }
          advance()
        } else {
          throw fault("a lone '/'; a comment starts with // or /*", at: opening)
        }
      default: return
      }
    }
  }

  private mutating func value(depth: Int) throws -> JSON5Node {
    guard depth < Self.deepest else { throw fault("nested more than \(Self.deepest) deep") }
    let place = position
    guard let scalar = peek else { throw fault("the document ends where a value should stand") }
    switch scalar {
    case "{": return JSON5Node(kind: .object(try members(depth: depth)), position: place)
    case "[": return JSON5Node(kind: .array(try elements(depth: depth)), position: place)
    case "\"", "'": return JSON5Node(kind: .string(try string()), position: place)
    case "-", "+", ".", "0"..."9": return JSON5Node(kind: .number(try number()), position: place)
    default:
      let word = try identifier()
      switch word {
      case "true": return JSON5Node(kind: .bool(true), position: place)
      case "false": return JSON5Node(kind: .bool(false), position: place)
      case "null": return JSON5Node(kind: .null, position: place)
      default: throw fault("'\(word)' is no value; put a text in quotes", at: place)
      }
    }
  }

  private mutating func members(depth: Int) throws -> [JSON5Node.Member] {
    let opening = position
    advance()
    var members: [JSON5Node.Member] = []
    var seen: [String: Position] = [:]
    while true {
      try skipBlanks()
      guard let scalar = peek else { throw fault("'{' is opened and never closed", at: opening) }
      if scalar == "}" {
        advance()
        return members
      }
      let place = position
      let key = scalar == "\"" || scalar == "'" ? try string() : try identifier()
      if let first = seen[key] {
        throw fault("key '\(key)' stands twice, first on line \(first.line)", at: place)
      }
      seen[key] = place
      try skipBlanks()
      guard peek == ":" else { throw fault("a ':' is missing after key '\(key)'") }
      advance()
      try skipBlanks()
      members.append(.init(key: key, position: place, value: try value(depth: depth + 1)))
      try skipBlanks()
      if peek == "," {
        advance()
      } else if peek != "}" {
        throw fault("a ',' or '}' is missing after the value of '\(key)'")
      }
    }
  }

  private mutating func elements(depth: Int) throws -> [JSON5Node] {
    let opening = position
    advance()
    var elements: [JSON5Node] = []
    while true {
      try skipBlanks()
      guard let scalar = peek else { throw fault("'[' is opened and never closed", at: opening) }
      if scalar == "]" {
        advance()
        return elements
      }
      elements.append(try value(depth: depth + 1))
      try skipBlanks()
      if peek == "," {
        advance()
      } else if peek != "]" {
        throw fault("a ',' or ']' is missing")
      }
    }
  }

  private mutating func identifier() throws -> String {
    var word = ""
    while let scalar = peek,
      scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "$"
    {
      word.unicodeScalars.append(scalar)
      advance()
    }
    guard !word.isEmpty else {
      throw fault(peek.map { "'\($0)' cannot stand here" } ?? "the document ends too early")
    }
    return word
  }

  private mutating func number() throws -> String {
    let place = position
    var text = ""
    while let scalar = peek, "+-.0123456789eE".unicodeScalars.contains(scalar) {
      text.unicodeScalars.append(scalar)
      advance()
    }
    if text.hasPrefix("+") { text.removeFirst() }
    if text.hasPrefix(".") { text = "0" + text }
    if text.hasPrefix("-.") { text = "-0" + text.dropFirst() }
    guard Double(text) != nil else { throw fault("'\(text)' is not a number", at: place) }
    return text
  }

  private mutating func string() throws -> String {
    let opening = position
    let quote = scalars[index]
    advance()
    var text = ""
    while let scalar = peek, scalar != "\n" {
      advance()
      if scalar == quote { return text }
      guard scalar == "\\" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      guard let escaped = peek else { break }
      let place = position
      advance()
      switch escaped {
      case "n": text += "\n"
      case "t": text += "\t"
      case "r": text += "\r"
      case "b": text += "\u{8}"
      case "f": text += "\u{c}"
      case "v": text += "\u{b}"
      case "0": text += "\0"
      case "\n": break
      case "u", "x":
        var code = try hexadecimal(escaped == "u" ? 4 : 2, at: place)
        if (0xd800..<0xdc00).contains(code), peek == "\\" {
          advance()
          guard peek == "u" else { throw fault("half of a surrogate pair", at: place) }
          advance()
          let low = try hexadecimal(4, at: place)
          guard (0xdc00..<0xe000).contains(low) else { throw fault("half of a surrogate pair", at: place) }
          code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
        }
        guard let scalar = Unicode.Scalar(code) else { throw fault("half of a surrogate pair", at: place) }
        text.unicodeScalars.append(scalar)
      default: text.unicodeScalars.append(escaped)
      }
    }
    throw fault("a text is opened with \(quote) and not closed on its line", at: opening)
  }

  private mutating func hexadecimal(_ digits: Int, at place: Position) throws -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<digits {
      guard let scalar = peek, let digit = Character(scalar).hexDigitValue else {
        throw fault("\(digits) hexadecimal digits are needed", at: place)
      }
      code = code << 4 | UInt32(digit)
      advance()
    }
    return code
  }
}
