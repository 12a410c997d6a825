import Formats
import SQLite

/// Who does something, when, and in which workspace: what every desk starts from.
package struct Occasion {
  package let workspace: Workspace
  package let actor: Actor
  package let now: Instant

  package init(_ workspace: Workspace, actor: Actor, now: Instant) {
    self.workspace = workspace
    self.actor = actor
    self.now = now
  }

  package var database: Connection { workspace.database }

  /// The day in the workspace's zone.
  package var today: CalendarDay { workspace.zone.day(of: now) }

  /// Refuses whoever has none of the roles; an administrator has all.
  package func require(_ roles: Role..., to deed: String) throws {
    guard actor.may(roles) else { throw Refusal.notPermitted(actor.account, deed, roles) }
  }

  /// Runs `body` and appends its audit row, both or neither.
  ///
  /// On the command line this is a transaction of its own; inside a caller's transaction, a savepoint.
  /// - Parameter content: what was written, for the digest, as it stands after `body`.
  package func record<T>(
    _ deed: String, of subject: String, content: @autoclosure () -> String, _ body: () throws -> T
  ) throws -> T {
    try whole {
      let result = try body()
      try Audit(database).append(
        at: now, actor: actor.account, deed: deed, subject: subject, content: content())
      return result
    }
  }

  /// Weighs on one unchanging view of the workspace without the write lock, then writes under it.
  ///
  /// Where another process has written in between, it weighs again under the lock: what is written always follows from
  /// what is there.
  package func weighed<Finding, T>(
    _ weigh: () throws -> Finding, write: (Finding) throws -> T
  ) throws -> T {
    if database.isInTransaction { return try whole { try write(weigh()) } }
    let (finding, seen) = try database.snapshot {
      // Read first, for it opens the view whose number it is.
      let seen = try workspace.revision()
      return (try weigh(), seen)
    }
    return try whole { try write(try workspace.revision() == seen ? finding : weigh()) }
  }

  /// Runs `body` under the write lock, so that what it reads is still true when it writes.
  package func whole<T>(_ body: () throws -> T) throws -> T {
    database.isInTransaction ? try database.savepoint(body) : try database.transaction(body)
  }
}
