/// Where a table comes from: a file of this machine, or bytes that somebody sent.
package enum TableSource: Sendable {
  /// `-` is standard input.
  case path(String)
  case bytes([UInt8], named: String)

  /// What the table is called in messages.
  package var name: String {
    switch self {
    case .path(let path): path
    case .bytes(_, let name): name
    }
  }

  /// Whether it can be read more than once.
  package var isRepeatable: Bool { if case .path("-") = self { false } else { true } }

  package func table(_ shape: TableShape) throws -> TableReader {
    switch self {
    case .path(let path): try TableReader(path: path, shape: shape)
    case .bytes(let bytes, let name): try TableReader(bytes: bytes, named: name, shape: shape)
    }
  }
}
