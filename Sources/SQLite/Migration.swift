/// One step of a schema, named and never edited once it was released.
package struct Migration: Sendable {
  /// The room and what it adds, such as `exams 1`; unique in the house.
  package let name: String
  package let sql: String

  package init(_ name: String, _ sql: String) {
    self.name = name
    self.sql = sql
  }
}

extension Connection {
  /// Applies the migrations that are not applied yet, each in a transaction of its own.
  package func migrate(_ migrations: [Migration]) throws {
    try execute(
      """
      CREATE TABLE IF NOT EXISTS migration (
        name TEXT NOT NULL PRIMARY KEY
      ) STRICT, WITHOUT ROWID
      """)
    let applied = Set(try rows("SELECT name FROM migration ORDER BY name") { $0.text(0) })
    for migration in migrations where !applied.contains(migration.name) {
      try transaction {
        try execute(migration.sql)
        try run("INSERT INTO migration (name) VALUES (?1)", [.text(migration.name)])
      }
    }
  }

  /// Whether the file lacks some of the migrations: it is older than the program.
  package func lacks(anyOf migrations: [Migration]) throws -> Bool {
    let applied = Set(try rows("SELECT name FROM migration ORDER BY name") { $0.text(0) })
    return migrations.contains { !applied.contains($0.name) }
  }

  /// The names of migrations in the file that are not among `known`: the file is newer than the program.
  package func unknownMigrations(known: [Migration]) throws -> [String] {
    let names = Set(known.map(\.name))
    return try rows("SELECT name FROM migration ORDER BY name") { $0.text(0) }.filter { !names.contains($0) }
  }
}
