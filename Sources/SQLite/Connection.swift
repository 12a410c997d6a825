import CSQLite
import Glibc

/// One connection to a database file, for one thread at a time.
///
/// Statements are prepared once and kept; WAL and `synchronous=FULL`, so that what was committed
/// is on the disk; foreign keys are on.
package final class Connection {
  /// How a file is opened.
  package enum Mode: Sendable { case readOnly, readWrite, create }

  let handle: OpaquePointer
  package let path: String
  private var kept: [String: Statement] = [:]
  /// Statements asked for lately: a literal is found here by its address, without hashing its text for every row.
  private var recent: [(sql: String, statement: Statement)] = []
  /// So many as one request or one row of an import asks for in turn.
  private static let mostRecent = 16
  /// Of the library as a whole, before its first connection.
  private static let isConfigured = csqlite_count_no_memory() == SQLITE_OK

  /// Opens `path`, or a database in memory for `:memory:`.
  ///
  /// - Parameter patience: how long to wait for another process's lock, in milliseconds.
  package init(path: String, mode: Mode, patience: Int32 = 2_000) throws {
    _ = Self.isConfigured
    var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
    switch mode {
    case .readOnly: flags |= SQLITE_OPEN_READONLY
    case .readWrite: flags |= SQLITE_OPEN_READWRITE
    case .create: flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
    }
    var handle: OpaquePointer?
    let code = sqlite3_open_v2(path, &handle, flags, nil)
    guard code == SQLITE_OK, let handle else {
      let error = SQLiteError(handle, code: code)
      sqlite3_close_v2(handle)
      throw error
    }
    self.handle = handle
    self.path = path
    // SQLite's own wait grows to a tenth of a second between looks and misses the short gaps that a long import leaves;
    // looking every millisecond finds them.
    sqlite3_busy_handler(
      handle,
      { patience, looks in
        guard looks < Int32(Int(bitPattern: patience)) else { return 0 }
        usleep(1_000)
        return 1
      }, UnsafeMutableRawPointer(bitPattern: Int(patience)))
    do {
      try execute("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -65536;")
      if mode != .readOnly { try execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;") }
    } catch {
      kept = [:]
      sqlite3_close_v2(handle)
      throw error
    }
  }

  deinit {
    recent = []
    kept = [:]
    sqlite3_close_v2(handle)
  }

  /// Runs one or more statements that bind nothing and return nothing.
  package func execute(_ sql: String) throws {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw SQLiteError(handle, code: code, sql: sql) }
  }

  /// A prepared statement for `sql`, from those kept where none is stepping it.
  package func statement(_ sql: String) throws -> Statement {
    for entry in recent where entry.sql == sql && !entry.statement.isBusy { return entry.statement }
    if let found = kept[sql], !found.isBusy {
      if recent.count == Self.mostRecent { recent.removeLast() }
      recent.insert((sql, found), at: 0)
      return found
    }
    let made = try Statement(handle, sql: sql)
    if kept[sql] == nil { kept[sql] = made }
    return made
  }

  /// Runs a statement that returns no rows.
  package func run(_ sql: String, _ values: [Value] = []) throws {
    let statement = try statement(sql)
    try statement.bind(values)
    try statement.run()
  }

  /// Runs an INSERT and returns the row's integer key.
  package func insert(_ sql: String, _ values: [Value]) throws -> Int {
    try run(sql, values)
    return Int(sqlite3_last_insert_rowid(handle))
  }

  /// Calls `body` for each row, in the order of the statement.
  package func forEach(_ sql: String, _ values: [Value] = [], _ body: (Statement) throws -> Void) throws {
    let statement = try statement(sql)
    statement.isBusy = true
    defer {
      statement.reset()
      statement.isBusy = false
    }
    try statement.bind(values)
    while try statement.step() { try body(statement) }
  }

  /// All rows, decoded.
  package func rows<T>(
    _ sql: String, _ values: [Value] = [], decode: (Statement) throws -> T
  ) throws -> [T] {
    var result: [T] = []
    try forEach(sql, values) { result.append(try decode($0)) }
    return result
  }

  /// The first row decoded, or `nil` where there is none.
  package func first<T>(
    _ sql: String, _ values: [Value] = [], decode: (Statement) throws -> T
  ) throws -> T? {
    let statement = try statement(sql)
    statement.isBusy = true
    defer {
      statement.reset()
      statement.isBusy = false
    }
    try statement.bind(values)
    return try statement.step() ? try decode(statement) : nil
  }

  /// The first column of the first row as a number; `nil` for no row or NULL.
  package func integer(_ sql: String, _ values: [Value] = []) throws -> Int? {
    try first(sql, values) { $0.optionalInt(0) } ?? nil
  }

  /// Lets pages take so much memory and no more: for passes that read everything once.
  package func limitCache(kilobytes: Int) throws { try execute("PRAGMA cache_size = -\(kilobytes)") }

  /// How many rows the last INSERT, UPDATE or DELETE changed.
  package var changes: Int { Int(sqlite3_changes64(handle)) }

  package var lastInsertedRow: Int { Int(sqlite3_last_insert_rowid(handle)) }

  package var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }
}
