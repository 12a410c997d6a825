import CSQLite

extension Connection {
  /// Copies the whole database into the file at `path` in one step.
  ///
  /// One step of all pages: a backup made in small steps starts again whenever somebody writes, and
  /// under steady writes never ends. Writers go on meanwhile (WAL).
  package func backup(to path: String) throws {
    let copy = try Connection(path: path, mode: .create)
    guard let backup = sqlite3_backup_init(copy.handle, "main", handle, "main") else {
      throw SQLiteError(copy.handle, code: sqlite3_errcode(copy.handle))
    }
    let stepped = sqlite3_backup_step(backup, -1)
    let finished = sqlite3_backup_finish(backup)
    guard stepped == SQLITE_DONE, finished == SQLITE_OK else {
      throw SQLiteError(copy.handle, code: finished == SQLITE_OK ? stepped : finished)
    }
    // A copy that is one file and nothing beside it can be carried away.
    try copy.execute("PRAGMA journal_mode = DELETE")
  }

  /// What SQLite's own integrity and foreign key checks find; empty when all is well.
  package func integrityFaults() throws -> [String] {
    var faults = try rows("PRAGMA integrity_check") { $0.text(0) }.filter { $0 != "ok" }
    try forEach("PRAGMA foreign_key_check") { row in
      faults.append("table '\(row.text(0))' row \(row.int(1)) refers to a missing row of '\(row.text(2))'")
    }
    return faults
  }
}
