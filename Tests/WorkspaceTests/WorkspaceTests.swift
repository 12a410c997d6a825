import Formats
import Glibc
import SQLite
import Testing
import Workspace

private func workspace() throws -> Workspace {
  try Workspace.create(
    at: ":memory:", zone: Zone(named: "Asia/Shanghai"), migrations: Workspace.migrations + [evidence])
}

/// A small table of evidence, as every department has one.
private let evidence = Migration(
  "test evidence",
  "CREATE TABLE note (id INTEGER PRIMARY KEY, batch INTEGER NOT NULL REFERENCES batch (id), text TEXT NOT NULL UNIQUE) STRICT;"
    + Workspace.appendOnlyEvidence("note"))

private let now = Instant(seconds: 1_790_000_000)

private func occasion(_ workspace: Workspace, roles: Set<Role> = [.administrator]) -> Occasion {
  Occasion(workspace, actor: Actor(account: "li", roles: roles), now: now)
}

@Suite struct AuditTests {
  @Test func `a deed and its row are both there or neither`() throws {
    let space = try workspace()
    let occasion = occasion(space)
    try occasion.record("test", of: "a", content: "x") {
      try space.database.run("INSERT INTO setting (name, value) VALUES ('a', '1')")
    }
    #expect(throws: CancellationError.self) {
      try occasion.record("test", of: "b", content: "y") {
        try space.database.run("INSERT INTO setting (name, value) VALUES ('b', '1')")
        throw CancellationError()
      }
    }
    #expect(try Audit(space.database).rows(last: 10).map(\.subject) == ["a"])
    #expect(try space.database.integer("SELECT COUNT(*) FROM setting WHERE name IN ('a', 'b')") == 1)
  }

  @Test func `what is weighed without the lock is weighed again where another process wrote meanwhile`()
    throws
  {
    let path = "/tmp/merit-weighed-\(UInt64.random(in: 0 ... .max)).db"
    defer { for end in ["", "-wal", "-shm"] { remove(path + end) } }
    let space = try Workspace.create(
      at: path, zone: Zone(named: "Asia/Shanghai"), migrations: Workspace.migrations)
    let other = try Workspace.open(at: path, migrations: Workspace.migrations)
    func count() throws -> Int {
      try space.database.integer("SELECT COUNT(*) FROM setting WHERE name LIKE 'n%'") ?? 0
    }
    func add(_ name: String, in workspace: Workspace) throws {
      try workspace.database.run("INSERT INTO setting (name, value) VALUES (?, '1')", [.text(name)])
    }
    var views: [Int] = []
    func run(_ name: String, between: () throws -> Void) throws -> Int {
      try occasion(space).weighed {
        views.append(try count())
        if views.count % 2 == 1 { try between() }
        // One view: what another writes while this is read is not seen by half.
        return (views.last ?? 0, try count())
      } write: { found, again in
        #expect(found == again)
        try add(name, in: space)
        return found
      }
    }
    // The other could write at all, so no lock was held.
    #expect(try run("n1") { try add("n0", in: other) } == 1)
    #expect(views == [0, 1])
    #expect(try run("n2") {} == 2)
    #expect(views == [0, 1, 2])
    // What this workspace itself wrote before is no reason to weigh again.
    #expect(throws: CancellationError.self) {
      try occasion(space).weighed {
        try count()
      } write: { _ in
        try add("n3", in: space)
        throw CancellationError()
      }
    }
    #expect(try count() == 3)
  }

  @Test func `a changed, a missing and a rewritten row all show`() throws {
    let space = try workspace()
    for subject in ["a", "b", "c"] { try occasion(space).record("test", of: subject, content: subject) {} }
    let audit = Audit(space.database)
    let head = try audit.head()
    #expect(try audit.faults() == [])
    #expect(try audit.contains(head: head))
    // Whoever holds the file can drop the triggers; the chain tells.
    try space.database.execute("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete")
    try space.database.execute("UPDATE audit SET subject = 'z' WHERE number = 2")
    #expect(try audit.faults() == ["audit row 2 was changed after it was written"])
    try space.database.execute("DELETE FROM audit WHERE number = 3")
    #expect(try !audit.contains(head: head))
    try space.database.execute("DELETE FROM audit WHERE number = 1")
    #expect(try audit.faults().first == "audit row 1 is missing")
  }

  @Test(arguments: ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
  func `the audit refuses to be changed`(_ sql: String) throws {
    let space = try workspace()
    try occasion(space).record("test", of: "a", content: "x") {}
    #expect(throws: SQLiteError.self) { try space.database.execute(sql) }
  }

  @Test func `who has none of the roles is told which would do`() throws {
    let refusal = #expect(throws: Refusal.self) {
      try occasion(workspace(), roles: [.staff]).require(.hr, .leader, to: "close a quarter")
    }
    #expect(refusal?.code == .notPermitted)
    #expect(refusal?.summary == "account 'li' may not close a quarter")
  }
}

@Suite struct BatchTests {
  private func visible(_ space: Workspace) throws -> [String] {
    try space.database.rows("SELECT text FROM note WHERE batch NOT IN (\(Batch.pending)) ORDER BY id") {
      $0.text(0)
    }
  }

  @Test func `rows are seen once their batch is published`() throws {
    let space = try workspace()
    var seenDuring: [Int] = []
    try occasion(space).publish(600, into: "note", deed: "test", of: "f", content: "f") { index, batch in
      seenDuring.append(try visible(space).count)
      try space.database.run(
        "INSERT INTO note (batch, text) VALUES (?1, ?2)", [.integer(batch), .text("n\(index)")])
    }
    #expect(Set(seenDuring) == [0])
    #expect(try visible(space).count == 600)
    #expect(try Audit(space.database).rows(last: 5).map(\.deed) == ["test"])
  }

  @Test func `a correction that is not published hides nothing`() throws {
    let space = try workspace()
    try space.database.execute(
      """
      CREATE TABLE fact (id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, supersedes INTEGER) STRICT;
      INSERT INTO batch (id, kind, subject, started, first_row, is_published) VALUES (1, 'fact', '', '', 1, 1), (2, 'fact', '', '', 2, 0);
      INSERT INTO fact (id, batch, supersedes) VALUES (1, 1, NULL), (2, 2, 1);
      """)
    func counted(_ condition: String) throws -> [Int] {
      try space.database.rows("SELECT id FROM fact WHERE \(condition) ORDER BY id") { $0.int(0) }
    }
    #expect(try counted(Batch.inForce("fact")) == [1])
    try space.database.execute("UPDATE batch SET is_published = 1 WHERE id = 2")
    #expect(try counted(Batch.inForce("fact")) == [2])
    // As of batch 1, what came later is not there yet.
    #expect(try counted(Batch.inForce("fact", upTo: "1")) == [1])
  }

  @Test func `an import that fails leaves nothing`() throws {
    let space = try workspace()
    let refusal = #expect(throws: Refusal.self) {
      try occasion(space).publish(2, into: "note", deed: "test", of: "f", content: "f") { _, batch in
        try space.database.run("INSERT INTO note (batch, text) VALUES (?1, 'same')", [.integer(batch)])
      }
    }
    #expect(refusal?.code == .tryAgain)
    #expect(try space.database.integer("SELECT COUNT(*) FROM note") == 0)
    #expect(try space.database.integer("SELECT COUNT(*) FROM batch") == 0)
  }

  @Test func `published evidence refuses to be changed or deleted`() throws {
    let space = try workspace()
    try occasion(space).publish(1, into: "note", deed: "test", of: "f", content: "f") { _, batch in
      try space.database.run("INSERT INTO note (batch, text) VALUES (?1, 'x')", [.integer(batch)])
    }
    #expect(throws: SQLiteError.self) { try space.database.execute("UPDATE note SET text = 'y'") }
    #expect(throws: SQLiteError.self) { try space.database.execute("DELETE FROM note") }
  }
}

@Suite struct WorkspaceFileTests {
  private let path = "/tmp/merit-test-\(UInt64.random(in: 0 ... .max)).db"

  private func refusal(_ body: () throws -> Void) -> Refusal? { #expect(throws: Refusal.self) { try body() } }

  @Test func `an older file is brought up to date also where it is only read`() throws {
    let path = "/tmp/merit-older-\(UInt64.random(in: 0 ... .max)).db"
    defer { for end in ["", "-wal", "-shm"] { unlink(path + end) } }
    _ = try Workspace.create(at: path, zone: Zone(named: "UTC"), migrations: Workspace.migrations)
    let space = try Workspace.open(at: path, migrations: Workspace.migrations + [evidence], readOnly: true)
    #expect(try !space.database.lacks(anyOf: Workspace.migrations + [evidence]))
    #expect(throws: SQLiteError.self) { try space.database.run("CREATE TABLE x (y INTEGER)") }
  }

  @Test func `a missing, a foreign and a newer file each get their own answer`() throws {
    defer { for end in ["", "-wal", "-shm"] { remove(path + end) } }
    #expect(refusal { _ = try Workspace.open(at: path, migrations: Workspace.migrations) }?.code == .noInput)
    let foreign = try Connection(path: path, mode: .create)
    try foreign.execute("CREATE TABLE x (y INTEGER) STRICT")
    #expect(refusal { _ = try Workspace.open(at: path, migrations: Workspace.migrations) }?.code == .badData)
    for end in ["", "-wal", "-shm"] { remove(path + end) }
    _ = try Workspace.create(
      at: path, zone: Zone(named: "UTC"), migrations: Workspace.migrations + [evidence])
    let newer = refusal { _ = try Workspace.open(at: path, migrations: Workspace.migrations) }
    #expect(newer?.code == .newerKind)
    #expect(newer?.summary == "the workspace '\(path)' was written by a newer Merit (it has test evidence)")
    #expect(
      refusal { _ = try Workspace.create(at: path, zone: Zone(named: "UTC"), migrations: []) }?.code
        == .cannotCreate)
  }

  @Test func `a file locked by another process is busy, not broken`() throws {
    defer { for end in ["", "-wal", "-shm"] { remove(path + end) } }
    _ = try Workspace.create(at: path, zone: Zone(named: "UTC"), migrations: Workspace.migrations)
    let holder = try Connection(path: path, mode: .readWrite)
    try holder.execute("BEGIN IMMEDIATE")
    let other = try Workspace.open(at: path, migrations: Workspace.migrations, patience: 10)
    let error = #expect(throws: SQLiteError.self) {
      try occasion(other).record("test", of: "a", content: "x") {}
    }
    #expect(error.map { Workspace.refusal(for: $0, at: path) as? Refusal }??.code == .tryAgain)
  }

  @Test func `a batch whose process is gone is swept at the next opening`() throws {
    defer { for end in ["", "-wal", "-shm"] { remove(path + end) } }
    let space = try Workspace.create(
      at: path, zone: Zone(named: "UTC"), migrations: Workspace.migrations + [evidence])
    // Nobody holds the lock of batch 1.
    try space.database.execute(
      """
      INSERT INTO batch (id, kind, subject, started, first_row, is_published) VALUES (1, 'note', 'f', '', 1, 0);
      INSERT INTO note (batch, text) VALUES (1, 'left behind');
      """)
    let again = try Workspace.open(at: path, migrations: Workspace.migrations + [evidence])
    #expect(try again.database.integer("SELECT COUNT(*) FROM note") == 0)
    #expect(try again.database.integer("SELECT COUNT(*) FROM batch") == 0)
  }

  @Test func `a backup is the same workspace in one file`() throws {
    let copy = path + ".copy"
    defer { for end in ["", "-wal", "-shm"] { for file in [path, copy] { remove(file + end) } } }
    let space = try Workspace.create(at: path, zone: Zone(named: "UTC"), migrations: Workspace.migrations)
    try occasion(space).record("test", of: "a", content: "x") {}
    try space.database.backup(to: copy)
    let restored = try Workspace.open(at: copy, migrations: Workspace.migrations, readOnly: true)
    #expect(try Audit(restored.database).head() == Audit(space.database).head())
    #expect(try restored.database.integrityFaults() == [])
  }
}

@Suite struct SchemeTests {
  private struct Toy: SchemeDocument {
    static let kind = "toy"
    let head: SchemeHead
    let needed: [SchemeReference]
    init?(_ object: ObjectReader) {
      needed = object.texts("names").map { SchemeReference(kind: Self.kind, id: $0) }
      guard let head = SchemeHead(object, kind: Self.kind) else { return nil }
      self.head = head
    }
  }

  private func toy(_ version: Int, from: String, title: String = "t") -> (name: String, bytes: [UInt8]) {
    (
      "toy.json5",
      Array("{merit: 'toy', id: 'a', version: \(version), from: '\(from)', title: '\(title)'}".utf8)
    )
  }

  private func faults(_ desk: SchemeDesk, _ file: (name: String, bytes: [UInt8])) -> [String] {
    (#expect(throws: Faults.self) { _ = try desk.load([file]) })?.list.map(\.message) ?? []
  }

  @Test func `a scheme is loaded once, never edited, and a change counts from today or later`() throws {
    let space = try workspace()
    let today = space.zone.day(of: now)
    let desk = SchemeDesk(occasion(space), kinds: [SchemeKind(Toy.self)])
    #expect(try desk.load([toy(1, from: "2020-01-01")]).map(\.isNew) == [true])
    #expect(try desk.load([toy(1, from: "2020-01-01")]).map(\.isNew) == [false])
    #expect(
      faults(desk, toy(1, from: "2020-01-01", title: "other")) == [
        "toy a v1 is loaded with another text; make this version 2"
      ])
    #expect(
      faults(desk, toy(2, from: "2021-01-01")) == [
        "toy a v2 would be in force from 2021-01-01, which is past; a change counts from today (\(today)) or later"
      ])
    #expect(try desk.load([toy(2, from: today.description)]).map(\.isNew) == [true])
    let records = SchemeRecords(space.database)
    #expect(try records.inForce(kind: "toy", id: "a", on: today).version == 2)
    #expect(try records.inForce(kind: "toy", id: "a", on: today.adding(days: -1)).version == 1)
    #expect(throws: Refusal.self) {
      _ = try records.inForce(kind: "toy", id: "a", on: try #require(CalendarDay("2019-12-31")))
    }
    #expect(throws: SQLiteError.self) { try space.database.execute("UPDATE scheme SET text = ''") }
  }

  @Test func `what a scheme names and nobody has loaded is said once, until it is there`() throws {
    func named(_ id: String, _ names: String) -> (name: String, bytes: [UInt8]) {
      (
        "\(id).json5",
        Array(
          "{merit: 'toy', id: '\(id)', version: 1, from: '2020-01-01', title: 't', names: [\(names)]}".utf8)
      )
    }
    let desk = SchemeDesk(occasion(try workspace()), kinds: [SchemeKind(Toy.self)])
    let first = try desk.load([named("a", "'b', 'c', 'b', 'a'"), named("c", "'d'")])
    #expect(first.map { $0.lacks.map(\.id) } == [["b"], ["d"]])
    _ = try desk.load([named("b", "")])
    let again = try desk.load([named("a", "'b', 'c', 'b', 'a'")])
    #expect(again.map(\.isNew) == [false])
    #expect(again.flatMap(\.lacks) == [])
  }

  @Test func `an unknown kind is named with the nearest known one`() throws {
    let desk = SchemeDesk(occasion(try workspace()), kinds: [SchemeKind(Toy.self)])
    #expect(
      faults(desk, ("x", Array("{merit: 'toi'}".utf8))) == [
        "'toi' is no kind of scheme (toy); did you mean 'toy'?"
      ])
  }
}
