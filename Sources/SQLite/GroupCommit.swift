extension Connection {
  /// Runs some operations inside one `BEGIN IMMEDIATE … COMMIT`, so that they share the disk's one sync.
  ///
  /// What an operation throws is its own affair: it undoes what it wrote by a savepoint. Nothing of the group is kept where
  /// the commit fails, or where SQLite itself gave the transaction up on the way.
  /// - Parameter body: gets the number of each operation, from 0; `false` ends the group after it.
  /// - Returns: how many operations were run and committed.
  package func group(_ count: Int, _ body: (Int) -> Bool) throws -> Int {
    try run("BEGIN IMMEDIATE")
    var done = 0
    do {
      while done < count {
        let goesOn = body(done)
        done += 1
        guard isInTransaction else {
          throw SQLiteError(code: 13, message: "the transaction was given up")
        }
        if !goesOn { break }
      }
      try run("COMMIT")
      return done
    } catch {
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }
}
