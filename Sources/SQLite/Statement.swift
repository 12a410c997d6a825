import CSQLite

/// A prepared statement: bind by position from 1, step, read columns from 0.
///
/// The typed `bind` and column functions are the hot path: no boxing, no copy of a text beyond the one
/// that SQLite makes.
package final class Statement {
  let handle: OpaquePointer
  private let connection: OpaquePointer
  private let sql: String
  /// Whether the statement is being stepped by somebody; a connection then prepares another.
  var isBusy = false

  init(_ connection: OpaquePointer, sql: String) throws {
    var handle: OpaquePointer?
    let code = sqlite3_prepare_v3(connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
    guard code == SQLITE_OK, let handle else {
      throw SQLiteError(connection, code: code, sql: sql)
    }
    self.handle = handle
    self.connection = connection
    self.sql = sql
  }

  deinit { sqlite3_finalize(handle) }

  package func bind(_ values: [Value]) throws {
    for (offset, value) in values.enumerated() { try bind(value, at: Int32(offset + 1)) }
  }

  package func bind(_ value: Value, at position: Int32) throws {
    switch value {
    case .null: try check(sqlite3_bind_null(handle, position))
    case .integer(let number): try check(sqlite3_bind_int64(handle, position, number))
    case .real(let number): try check(sqlite3_bind_double(handle, position, number))
    case .text(let text): try bind(text: text, at: position)
    case .blob(let bytes):
      try bytes.withUnsafeBytes { try bind(blob: $0, at: position) }
    }
  }

  package func bind(_ number: Int, at position: Int32) throws {
    try check(sqlite3_bind_int64(handle, position, Int64(number)))
  }

  package func bind(_ number: Int?, at position: Int32) throws {
    if let number { try bind(number, at: position) } else { try check(sqlite3_bind_null(handle, position)) }
  }

  package func bind(text: String, at position: Int32) throws {
    var text = text
    try text.withUTF8 { try bind(utf8: $0, at: position) }
  }

  package func bind(text: String?, at position: Int32) throws {
    if let text { try bind(text: text, at: position) } else { try check(sqlite3_bind_null(handle, position)) }
  }

  /// Binds a text given as UTF-8 bytes, which SQLite copies.
  package func bind(utf8 bytes: UnsafeBufferPointer<UInt8>, at position: Int32) throws {
    guard let base = bytes.baseAddress else {
      return try check(sqlite3_bind_text(handle, position, "", 0, csqlite_transient()))
    }
    try base.withMemoryRebound(to: CChar.self, capacity: bytes.count) {
      try check(sqlite3_bind_text(handle, position, $0, Int32(bytes.count), csqlite_transient()))
    }
  }

  /// Binds a blob, which SQLite copies.
  package func bind(blob bytes: UnsafeRawBufferPointer, at position: Int32) throws {
    guard let base = bytes.baseAddress else {
      return try check(sqlite3_bind_zeroblob(handle, position, 0))
    }
    try check(sqlite3_bind_blob(handle, position, base, Int32(bytes.count), csqlite_transient()))
  }

  /// Moves to the next row; `false` when there is none.
  package func step() throws -> Bool {
    let code = sqlite3_step(handle)
    switch code {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    default: throw SQLiteError(connection, code: code, sql: sql)
    }
  }

  /// Makes the statement ready to be bound and stepped again; bound values stay.
  package func reset() { sqlite3_reset(handle) }

  /// Steps a statement that returns no rows and makes it ready again.
  package func run() throws {
    defer { reset() }
    while try step() {}
  }

  package func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }
  package func int(_ column: Int32) -> Int { Int(sqlite3_column_int64(handle, column)) }
  package func optionalInt(_ column: Int32) -> Int? { isNull(column) ? nil : int(column) }
  package func bool(_ column: Int32) -> Bool { sqlite3_column_int64(handle, column) != 0 }

  package func text(_ column: Int32) -> String {
    String(decoding: bytes(column), as: UTF8.self)
  }

  package func optionalText(_ column: Int32) -> String? { isNull(column) ? nil : text(column) }
  package func blob(_ column: Int32) -> [UInt8] { Array(bytes(column)) }

  /// The bytes of a text or blob column, valid until the next step or reset.
  package func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
    let start = sqlite3_column_blob(handle, column)
    return UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
  }

  package var columnCount: Int32 { sqlite3_column_count(handle) }

  private func check(_ code: Int32) throws {
    guard code == SQLITE_OK else { throw SQLiteError(connection, code: code, sql: sql) }
  }
}
