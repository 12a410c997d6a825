import CSQLite

extension Connection {
  /// Runs `body` inside `BEGIN IMMEDIATE … COMMIT`; any error rolls everything back.
  package func transaction<T>(_ body: () throws -> T) throws -> T {
    try run("BEGIN IMMEDIATE")
    do {
      let result = try body()
      try run("COMMIT")
      return result
    } catch {
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }

  /// Runs `body` on one unchanging view of the database.
  package func snapshot<T>(_ body: () throws -> T) throws -> T {
    if isInTransaction { return try body() }
    try run("BEGIN DEFERRED")
    defer { if isInTransaction { try? run("COMMIT") } }
    return try body()
  }

  /// Runs `body` as one savepoint inside the caller's transaction; an error undoes `body` alone.
  package func savepoint<T>(_ body: () throws -> T) throws -> T {
    try run("SAVEPOINT operation")
    do {
      let result = try body()
      try run("RELEASE operation")
      return result
    } catch {
      if isInTransaction { try? execute("ROLLBACK TO operation; RELEASE operation") }
      throw error
    }
  }
}
