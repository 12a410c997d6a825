import Formats
import Glibc
import SQLite

/// The one file that holds everything: opened, checked and migrated, with its zone.
package final class Workspace {
  /// Marks a database file as a Merit workspace: the letters `Mrt1`.
  private static let applicationID = 0x4d72_7431

  package let database: Connection
  package let zone: Zone
  package var path: String { database.path }

  private init(database: Connection, zone: Zone) {
    self.database = database
    self.zone = zone
  }

  /// Makes a new workspace file with mode 0600.
  package static func create(at path: String, zone: Zone, migrations: [Migration]) throws -> Workspace {
    if path != ":memory:" {
      if InputFile.exists(path) { throw Refusal.workspaceExists(path) }
      let descriptor = Glibc.open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
      guard descriptor >= 0 else { throw Refusal.cannotCreate(path, String(cString: strerror(errno))) }
      close(descriptor)
    }
    do {
      let database = try Connection(path: path, mode: .create)
      try database.migrate(migrations)
      try database.run("INSERT INTO setting (name, value) VALUES ('zone', ?1)", [.text(zone.name)])
      // Written last: a file without the mark is one whose making was cut short.
      try database.execute("PRAGMA application_id = \(applicationID)")
      return Workspace(database: database, zone: zone)
    } catch {
      if path != ":memory:" { unlink(path) }
      throw error
    }
  }

  /// Opens an existing workspace and applies the migrations that it lacks.
  ///
  /// - Parameter patience: how long to wait for another process's lock, in milliseconds.
  package static func open(
    at path: String, migrations: [Migration], readOnly: Bool = false, patience: Int32 = 5_000
  ) throws -> Workspace {
    guard InputFile.exists(path) else { throw Refusal.workspaceMissing(path) }
    do {
      // WAL needs the folder too: without it SQLite cannot keep its companions.
      if !readOnly, access(path, W_OK) != 0 { throw Refusal.readOnlyWorkspace(path) }
      let database = try Connection(path: path, mode: readOnly ? .readOnly : .readWrite, patience: patience)
      guard try database.integer("PRAGMA application_id") == applicationID else {
        throw Refusal.notAWorkspace(path)
      }
      let unknown = try database.unknownMigrations(known: migrations)
      guard unknown.isEmpty else { throw Refusal.newerWorkspace(path, unknown) }
      if readOnly, try database.lacks(anyOf: migrations) {
        // An older file is brought up to date before it is read, which only whoever may write to it can do.
        guard access(path, W_OK) == 0 else { throw Refusal.olderWorkspace(path) }
        _ = try open(at: path, migrations: migrations, patience: patience)
        return try open(at: path, migrations: migrations, readOnly: true, patience: patience)
      }
      if !readOnly { try database.migrate(migrations) }
      let name = try database.first("SELECT value FROM setting WHERE name = 'zone'") { $0.text(0) }
      let workspace = Workspace(database: database, zone: try Zone(named: name ?? Zone.standard))
      if !readOnly { try workspace.sweepDeadBatches() }
      return workspace
    } catch let error as SQLiteError {
      throw refusal(for: error, at: path)
    }
  }

  /// A number that is another one after any other connection has committed something.
  package func revision() throws -> Int { try database.integer("PRAGMA data_version") ?? 0 }

  /// A refusal in words for what SQLite said about a workspace file.
  package static func refusal(for error: SQLiteError, at path: String) -> any Error {
    if error.isBusy { return Refusal.busyWorkspace(path) }
    if error.isReadOnly { return Refusal.readOnlyWorkspace(path) }
    if error.isMissing { return Refusal.readOnlyWorkspace(path) }
    if error.isNotADatabase { return Refusal.notAWorkspace(path) }
    if error.isFull {
      return Refusal(
        .inputOutput, "the disk would not take the change: \(error.message)",
        "make room, then do it again; nothing was lost")
    }
    return error
  }
}
