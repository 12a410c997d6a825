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

  /// How long a slice may hold the write lock, in nanoseconds.
  fileprivate static let slice: UInt64 = 30_000_000
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
    let batch = try database.transaction { try openBatch(table, subject: subject) }
    do {
      var index = 0
      while index < count {
        try database.transaction {
          let start = SteadyClock.now
          while index < count {
            try insert(index, batch)
            index += 1
            if index % 256 == 0, SteadyClock.now - start > Batch.slice { break }
          }
          if index == count {
            try database.run("UPDATE batch SET is_published = 1 WHERE id = ?1", [.integer(batch)])
            try Audit(database).append(
              at: now, actor: actor.account, deed: deed, subject: subject, content: content)
          }
        }
        progress(index)
        // A gap between slices, longer than others take to look again: without it the lock is retaken at once.
        if index < count { usleep(2_000) }
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
      INSERT INTO batch (kind, subject, started, process, first_row, is_published)
      VALUES (?1, ?2, ?3, ?4, ?5, 0)
      """,
      [.text(table), .text(subject), .text(now.description), .integer(Int(getpid())), .integer(first)])
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

extension Workspace {
  /// Sweeps the batches whose process is gone.
  func sweepDeadBatches() throws {
    let pending = try database.rows(
      """
      SELECT id, process
        FROM batch
       WHERE is_published = 0
       ORDER BY id
      """
    ) { (id: $0.int(0), process: $0.int(1)) }
    for batch in pending where kill(pid_t(batch.process), 0) != 0 && errno == ESRCH { try sweep(batch.id) }
  }

  /// Deletes the rows of a batch that was never published, and the batch.
  fileprivate func sweep(_ batch: Int) throws {
    guard
      let found = try database.first(
        "SELECT kind, first_row FROM batch WHERE id = ?1 AND is_published = 0", [.integer(batch)],
        decode: { (table: $0.text(0), first: $0.int(1)) })
    else { return }
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
