import SQLite
import Testing

@Suite struct ConnectionTests {
  private let database: Connection

  init() throws {
    database = try Connection(path: ":memory:", mode: .create)
    try database.execute("CREATE TABLE call (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT")
  }

  private func names() throws -> [String] {
    try database.rows("SELECT name FROM call ORDER BY id") { $0.text(0) }
  }

  @Test func `an error rolls the whole transaction back`() throws {
    #expect(throws: SQLiteError.self) {
      try database.transaction {
        try database.run("INSERT INTO call (name) VALUES ('a')")
        try database.run("INSERT INTO call (name) VALUES ('a')")
      }
    }
    #expect(try names() == [])
    #expect(!database.isInTransaction)
  }

  @Test func `an error undoes its savepoint alone`() throws {
    try database.transaction {
      try database.run("INSERT INTO call (name) VALUES ('kept')")
      try? database.savepoint {
        try database.run("INSERT INTO call (name) VALUES ('undone')")
        throw CancellationError()
      }
    }
    #expect(try names() == ["kept"])
  }

  @Test func `a unique violation says so and hides the values`() throws {
    try database.run("INSERT INTO call (name) VALUES (?1)", ["secret"])
    let error = #expect(throws: SQLiteError.self) {
      try database.run("INSERT INTO call (name) VALUES (?1)", ["secret"])
    }
    #expect(error?.isUniqueViolation == true)
    #expect(error?.description.contains("secret") == false)
  }

  @Test func `the same statement can run inside its own rows`() throws {
    for name in ["a", "b"] { try database.run("INSERT INTO call (name) VALUES (?1)", [.text(name)]) }
    var pairs: [String] = []
    try database.forEach("SELECT name FROM call ORDER BY id") { outer in
      try database.forEach("SELECT name FROM call ORDER BY id") { pairs.append(outer.text(0) + $0.text(0)) }
    }
    #expect(pairs == ["aa", "ab", "ba", "bb"])
  }

  @Test func `texts, blobs and numbers come back as they went in`() throws {
    try database.execute("CREATE TABLE kind (t TEXT, b BLOB, i INTEGER, n INTEGER) STRICT")
    try database.run(
      "INSERT INTO kind (t, b, i, n) VALUES (?1, ?2, ?3, ?4)",
      ["质检 🎧", .blob([0, 255, 7]), .integer(Int64.min), nil])
    let row = try database.first("SELECT t, b, i, n FROM kind ORDER BY t") {
      ($0.text(0), $0.blob(1), $0.int(2), $0.optionalInt(3))
    }
    #expect(row?.0 == "质检 🎧")
    #expect(row?.1 == [0, 255, 7])
    #expect(row?.2 == Int.min)
    #expect(row?.3 == nil)
  }
}

@Suite struct MigrationTests {
  @Test func `a migration runs once, and a later one is known to be later`() throws {
    let database = try Connection(path: ":memory:", mode: .create)
    let first = Migration("one", "CREATE TABLE a (x INTEGER) STRICT")
    let second = Migration("two", "ALTER TABLE a ADD COLUMN y INTEGER")
    try database.migrate([first])
    try database.migrate([first, second])
    try database.run("INSERT INTO a (x, y) VALUES (1, 2)")
    #expect(try database.integer("SELECT y FROM a ORDER BY x") == 2)
    #expect(try database.unknownMigrations(known: [first]) == ["two"])
  }

  @Test func `a migration that fails leaves nothing behind`() throws {
    let database = try Connection(path: ":memory:", mode: .create)
    let broken = Migration("broken", "CREATE TABLE a (x INTEGER) STRICT; CREATE TABLE a (x INTEGER) STRICT")
    #expect(throws: SQLiteError.self) { try database.migrate([broken]) }
    #expect(try database.integer("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'a'") == 0)
    #expect(try database.integer("SELECT COUNT(*) FROM migration") == 0)
  }
}
