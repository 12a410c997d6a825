import CSQLite

/// What SQLite refused: its codes, its own words and the statement, without the values bound to it.
///
/// Values are left out because they may be personal data, and errors end up in terminals and logs.
package struct SQLiteError: Error, CustomStringConvertible {
  /// The primary result code, such as `SQLITE_BUSY`.
  package let code: Int32
  /// The extended result code, such as `SQLITE_CONSTRAINT_UNIQUE`.
  package let extendedCode: Int32
  package let message: String
  package let sql: String?

  package init(code: Int32, message: String, sql: String? = nil) {
    self.code = code & 0xff
    self.extendedCode = code
    self.message = message
    self.sql = sql
  }

  init(_ handle: OpaquePointer?, code: Int32, sql: String? = nil) {
    let extended = handle.map { sqlite3_extended_errcode($0) } ?? code
    let message = handle.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
    self.init(code: extended, message: message, sql: sql)
  }

  package var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }
  package var isReadOnly: Bool { code == SQLITE_READONLY || code == SQLITE_PERM || code == SQLITE_AUTH }
  package var isMissing: Bool { code == SQLITE_CANTOPEN }
  package var isNotADatabase: Bool { code == SQLITE_NOTADB || code == SQLITE_CORRUPT }
  package var isFull: Bool { code == SQLITE_FULL || code == SQLITE_IOERR }
  package var isUniqueViolation: Bool {
    // SQLITE_CONSTRAINT_UNIQUE and SQLITE_CONSTRAINT_PRIMARYKEY are computed macros, which Swift does not import.
    extendedCode == SQLITE_CONSTRAINT | 8 << 8 || extendedCode == SQLITE_CONSTRAINT | 6 << 8
  }

  package var description: String {
    sql.map { "\(message) (\(extendedCode)) in: \($0)" } ?? "\(message) (\(extendedCode))"
  }
}
