/// One thing that is wrong in an input, at a place that a person can go to.
package struct Fault: Hashable, Sendable, CustomStringConvertible {
  package let file: String
  /// Counted from 1; 0 where the fault belongs to the whole file.
  package let line: Int
  /// Counted from 1, in characters of the line.
  package let column: Int
  /// What is wrong, and after a semicolon what would be right.
  package let message: String

  package init(file: String, line: Int, column: Int, message: String) {
    self.file = file
    self.line = line
    self.column = column
    self.message = message
  }

  package var description: String { "\(file):\(line):\(column): \(message)" }

  package var json: JSON {
    .object([
      ("file", .string(file)), ("line", .int(line)), ("column", .int(column)), ("message", .string(message)),
    ])
  }
}

/// The faults of an input, all of them, in the order of their places.
package struct Faults: Error, Sendable {
  /// A file with more faults than this is the wrong file; the rest is counted, not kept.
  package static let limit = 1_000

  package private(set) var list: [Fault] = []
  /// Faults beyond the limit.
  package private(set) var omitted = 0

  package init() {}

  package init(_ list: [Fault]) { self.list = list }

  package var isEmpty: Bool { list.isEmpty }

  package mutating func append(_ fault: Fault) {
    if list.count < Self.limit { list.append(fault) } else { omitted += 1 }
  }

  package mutating func append(contentsOf faults: Faults) {
    for fault in faults.list { append(fault) }
    omitted += faults.omitted
  }

  /// Throws itself where it holds anything.
  package func throwIfAny() throws { if !isEmpty { throw sorted() } }

  /// The same faults by file, line and column.
  package func sorted() -> Faults {
    var copy = self
    copy.list.sort { ($0.file, $0.line, $0.column) < ($1.file, $1.line, $1.column) }
    return copy
  }

  package var json: JSON { .object([("faults", .array(list.map(\.json)))]) }
}
