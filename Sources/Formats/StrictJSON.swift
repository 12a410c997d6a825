/// Reads JSON as programs send it (RFC 8259), in one pass over its bytes; refuses a key that stands twice.
///
/// For what people write with comments and want to see faults of with lines, there is `JSON5Parser`.
package struct StrictJSON {
  private static let deepest = 32

  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  /// The value that the bytes hold.
  ///
  /// - Throws: `Faults` with the first place that cannot be read.
  package static func parse(_ bytes: [UInt8]) throws(Faults) -> JSON5Node {
    // The closure's typed error does not survive withUnsafeBufferPointer's rethrow, so it is carried as a result.
    let result = bytes.withUnsafeBufferPointer { buffer in
      Result { () throws(Faults) -> JSON5Node in
        var reader = StrictJSON(bytes: buffer)
        let node = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.index == buffer.count else { throw reader.fault("something stands after the value") }
        return node
      }
    }
    return try result.get()
  }

  private init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private var position: Position { Position(line: 1, column: index + 1) }

  private func fault(_ message: String) -> Faults {
    Faults([Fault(file: "body", line: 1, column: index + 1, message: "\(message) at byte \(index + 1)")])
  }

  private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { index += 1 }
  }

  private mutating func value(depth: Int) throws(Faults) -> JSON5Node {
    guard depth < Self.deepest else { throw fault("nested more than \(Self.deepest) deep") }
    skipBlanks()
    let place = position
    switch peek {
    case UInt8(ascii: "{"): return JSON5Node(kind: .object(try members(depth: depth)), position: place)
    case UInt8(ascii: "["): return JSON5Node(kind: .array(try elements(depth: depth)), position: place)
    case UInt8(ascii: "\""): return JSON5Node(kind: .string(try string()), position: place)
    case let byte? where byte == UInt8(ascii: "-") || (0x30...0x39).contains(byte):
      return JSON5Node(kind: .number(try number()), position: place)
    case UInt8(ascii: "t"): return JSON5Node(kind: try word("true", .bool(true)), position: place)
    case UInt8(ascii: "f"): return JSON5Node(kind: try word("false", .bool(false)), position: place)
    case UInt8(ascii: "n"): return JSON5Node(kind: try word("null", .null), position: place)
    case nil: throw fault("it ends where a value should stand")
    default: throw fault("no value begins")
    }
  }

  private mutating func word(_ word: StaticString, _ kind: JSON5Node.Kind) throws(Faults) -> JSON5Node.Kind {
    for offset in 0..<word.utf8CodeUnitCount {
      guard peek == word.utf8Start[offset] else { throw fault("no value begins") }
      index += 1
    }
    return kind
  }

  private mutating func members(depth: Int) throws(Faults) -> [JSON5Node.Member] {
    index += 1
    var members: [JSON5Node.Member] = []
    var keys: Set<String> = []
    skipBlanks()
    if peek == UInt8(ascii: "}") {
      index += 1
      return members
    }
    while true {
      skipBlanks()
      let place = position
      guard peek == UInt8(ascii: "\"") else { throw fault("a key in quotes is missing") }
      let key = try string()
      guard Self.isNew(key, among: members, &keys) else { throw fault("key '\(key)' stands twice") }
      skipBlanks()
      guard peek == UInt8(ascii: ":") else { throw fault("a ':' is missing") }
      index += 1
      members.append(.init(key: key, position: place, value: try value(depth: depth + 1)))
      skipBlanks()
      let separator = peek
      index += 1
      if separator == UInt8(ascii: "}") { return members }
      guard separator == UInt8(ascii: ",") else { throw fault("a ',' or '}' is missing") }
    }
  }

  /// Whether a key has not stood yet: few are looked through, many are hashed.
  private static func isNew(_ key: String, among members: [JSON5Node.Member], _ keys: inout Set<String>)
    -> Bool
  {
    if members.count < 16 { return !members.contains { $0.key == key } }
    if keys.isEmpty { keys = Set(members.map(\.key)) }
    return keys.insert(key).inserted
  }

  private mutating func elements(depth: Int) throws(Faults) -> [JSON5Node] {
    index += 1
    var elements: [JSON5Node] = []
    skipBlanks()
    if peek == UInt8(ascii: "]") {
      index += 1
      return elements
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
      let separator = peek
      index += 1
      if separator == UInt8(ascii: "]") { return elements }
      guard separator == UInt8(ascii: ",") else { throw fault("a ',' or ']' is missing") }
    }
  }

  /// A number as RFC 8259 writes it: `-?(0|[1-9][0-9]*)(.[0-9]+)?([eE][+-]?[0-9]+)?`.
  private mutating func number() throws(Faults) -> String {
    let start = index
    if peek == UInt8(ascii: "-") { index += 1 }
    let first = peek
    guard skipDigits() > 0, first != UInt8(ascii: "0") || index - start <= (bytes[start] == 0x2d ? 2 : 1)
    else { throw fault("no number") }
    if peek == UInt8(ascii: ".") {
      index += 1
      guard skipDigits() > 0 else { throw fault("no digit after the point") }
    }
    if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
      index += 1
      if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
      guard skipDigits() > 0 else { throw fault("no digit in the exponent") }
    }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func skipDigits() -> Int {
    let start = index
    while let byte = peek, (0x30...0x39).contains(byte) { index += 1 }
    return index - start
  }

  private mutating func string() throws(Faults) -> String {
    index += 1
    let start = index
    while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 { index += 1 }
    // Most texts have nothing to undo and are taken as they stand.
    if peek == UInt8(ascii: "\"") {
      guard let text = String(validating: bytes[start..<index], as: UTF8.self) else {
        throw fault("a text that is not UTF-8 ends")
      }
      index += 1
      return text
    }
    var unescaped = Array(bytes[start..<index])
    while let byte = peek {
      index += 1
      if byte == UInt8(ascii: "\"") {
        guard let text = String(validating: unescaped, as: UTF8.self) else {
          throw fault("a text that is not UTF-8 ends")
        }
        return text
      }
      guard byte >= 0x20 else { throw fault("a control character stands in a text") }
      if byte == UInt8(ascii: "\\") { try escape(into: &unescaped) } else { unescaped.append(byte) }
    }
    throw fault("a text is not closed")
  }

  private mutating func escape(into text: inout [UInt8]) throws(Faults) {
    let byte = peek
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte ?? 0)
    case UInt8(ascii: "n"): text.append(0x0a)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "r"): text.append(0x0d)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0c)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xd800..<0xdc00).contains(code) {
        guard peek == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u")
        else { throw fault("half of a surrogate pair") }
        index += 2
        let low = try hexadecimal()
        guard (0xdc00..<0xe000).contains(low) else { throw fault("half of a surrogate pair") }
        code = 0x10000 + (code - 0xd800) << 10 + (low - 0xdc00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw fault("half of a surrogate pair") }
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default: throw fault("an unknown escape")
    }
  }

  private mutating func hexadecimal() throws(Faults) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = peek, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw fault("four hexadecimal digits are missing")
      }
      code = code << 4 | UInt32(digit)
      index += 1
    }
    return code
  }
}
