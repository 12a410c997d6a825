import Formats
import Glibc
import SQLite

/// Evidence that is written in slices, so that nobody waits long for the write lock, and seen all at once.
///
/// Rows carry the number of their batch; readers leave out those in `Batch.pending`. The last slice publishes the batch
/// together with its audit row. What a killed import left behind is swept when the workspace is next opened.
package enum Batch {
  /// For readers of evidence: `… AND batch NOT IN (Batch.pending)`.
  package static let pending = "SELECT id FROM batch WHERE is_published = 0"

  /// The condition for rows of a table of evidence that count: published and not superseded.
  ///
  /// - Parameters:
  ///   - alias: the table's name in the statement with its point, where it has one.
  ///   - horizon: the parameter that holds the last batch to be seen, such as `?3`; what came later is left out,
  ///     also where it supersedes.
  package static func inForce(_ table: String, alias: String = "", upTo horizon: String? = nil) -> String {
    let limit = horizon.map { " AND \(alias)batch <= \($0)" } ?? ""
    let supersedingLimit = horizon.map { " AND batch <= \($0)" } ?? ""
    return """
      \(alias)batch NOT IN (\(pending))\(limit)
               AND \(alias)id NOT IN (SELECT supersedes
                                      FROM \(table)
                                     WHERE supersedes IS NOT NULL AND batch NOT IN (\(pending))\(supersedingLimit))
      """
  }

  /// The condition of `inForce` for a pass over a whole table: nothing at all where nothing is pending and nothing was ever
  /// superseded, which spares two look-ups a row.
  ///
  /// To be asked inside the snapshot of the pass.
  package static func inForce(_ table: String, in database: Connection) throws -> String {
    let isPlain =
      try database.integer(
        "SELECT EXISTS (\(pending)) OR EXISTS (SELECT 1 FROM \(table) WHERE supersedes IS NOT NULL)") == 0
    return isPlain ? "TRUE" : inForce(table)
  }

  /// How long a slice may hold the write lock, in nanoseconds.
  fileprivate static let slice: UInt64 = 5_000_000
  /// How long the lock is left free between two slices, in microseconds: several looks of whoever waits, also on a busy machine.
  fileprivate static let gap: UInt32 = 5_000
}

extension Occasion {
  /// Writes rows 0 ..< `count` of evidence into `table` through `insert`, which gets a row's index and its batch.
  ///
  /// - Parameters:
  ///   - table: the tables' names, separated by blanks where there are several.
  ///   - content: what was read, for the audit's digest.
  /// - Throws: whatever `insert` throws, after the rows already written were swept.
  package func publish(
    _ count: Int, into table: String, deed: String, of subject: String, content: String,
    progress: (Int) -> Void = { _ in }, insert: (Int, Int) throws -> Void
  ) throws {
    guard count > 0 else {
      return try record(deed, of: subject, content: content) {}
    }
    let seal = Audit.Seal(content)
    let (batch, lock) = try database.transaction { () throws -> (Int, BatchLock?) in
      let batch = try openBatch(table, subject: subject)
      // Held before the batch can be seen, and let go by the system whatever ends this process.
      return (batch, try BatchLock(workspace.path, batch: batch))
    }
    defer { lock?.remove() }
    do {
      var index = 0
      while index < count {
        try database.transaction {
          let start = SteadyClock.now
          while index < count {
            try insert(index, batch)
            index += 1
            if index % 16 == 0, SteadyClock.now - start > Batch.slice { break }
          }
          if index == count {
            try database.run("UPDATE batch SET is_published = 1 WHERE id = ?1", [.integer(batch)])
            try Audit(database).append(
              at: now, actor: actor.account, deed: deed, subject: subject, seal: seal)
          }
        }
        progress(index)
        // Without a gap the lock is retaken at once.
        if index < count { usleep(Batch.gap) }
      }
    } catch {
      try? workspace.sweep(batch)
      if let error = error as? SQLiteError, error.isUniqueViolation { throw Refusal.batchCollides(subject) }
      throw error
    }
  }

  private func openBatch(_ table: String, subject: String) throws -> Int {
    let tables = table.split(separator: " ")
    let first = try database.integer("SELECT COALESCE(MAX(id), 0) + 1 FROM \(tables[0])") ?? 1
    return try database.insert(
      """
      INSERT INTO batch (kind, subject, started, first_row, is_published)
      VALUES (?1, ?2, ?3, ?4, 0)
      """,
      [.text(table), .text(subject), .text(now.description), .integer(first)])
  }
}

/// The system's steady clock, in nanoseconds: for slices of work, never for rules.
private enum SteadyClock {
  static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}

/// A lock on a file beside the workspace for as long as a batch is being written.
///
/// The system lets it go when the process ends, however it ends, so a lock that can be had marks a dead batch, also across
/// containers and restarts, where a process's number says nothing.
private struct BatchLock {
  private let path: String
  private let descriptor: Int32

  /// Takes the lock; `nil` for a workspace in memory, which dies with its process.
  init?(_ workspace: String, batch: Int) throws {
    guard workspace != ":memory:" else { return nil }
    path = "\(workspace)-batch-\(batch)"
    descriptor = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Refusal.cannotCreate(path, String(cString: strerror(errno))) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw Refusal.busyWorkspace(workspace)
    }
  }

  func remove() {
    unlink(path)
    close(descriptor)
  }
}

extension Workspace {
  /// Sweeps the batches whose writer is gone; one that cannot be swept now stays unseen and is tried again later.
  func sweepDeadBatches() throws {
    let pending = try database.rows(
      """
      SELECT id
        FROM batch
       WHERE is_published = 0
       ORDER BY id
      """
    ) { $0.int(0) }
    for batch in pending {
      guard let lock = try? BatchLock(path, batch: batch) else { continue }
      try? sweep(batch)
      lock.remove()
    }
  }

  /// Deletes the rows of a batch that was never published, and the batch.
  fileprivate func sweep(_ batch: Int) throws {
    guard
      let found = try database.first(
        "SELECT kind, first_row FROM batch WHERE id = ?1 AND is_published = 0", [.integer(batch)],
        decode: { (table: $0.text(0), first: $0.int(1)) })
    else { return }
    // Rows of a batch refer to each other and nothing published refers to them, so the search for references, which
    // would read whole tables for each row, is left out.
    try database.execute("PRAGMA foreign_keys = OFF")
    defer { try? database.execute("PRAGMA foreign_keys = ON") }
    // In slices too: a large dead import must not hold up everybody while it is swept.
    for (index, table) in found.table.split(separator: " ").enumerated() {
      var swept = 1
      while swept > 0 {
        swept = try database.transaction {
          try database.run(
            """
            DELETE FROM \(table)
             WHERE id IN (SELECT id
                            FROM \(table)
                           WHERE id >= ?1 AND batch = ?2
                           ORDER BY id
                           LIMIT 5000)
            """, [.integer(index == 0 ? found.first : 0), .integer(batch)])
          return database.changes
        }
      }
    }
    try database.transaction { try database.run("DELETE FROM batch WHERE id = ?1", [.integer(batch)]) }
  }
}
