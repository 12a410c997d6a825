import Performance
import SQLite
import Service
import Testing
import Workforce
import Workspace

/// Somebody writes while a quarter is being closed, after it was settled and before that is written.
///
/// What the other does is done once and taken back, to see its rows; a trigger on the closing connection then writes them
/// when the close opens its batch, which is between the view on which it settled and the write that closes.
@Suite struct QuarterDisturbanceTests {
  private let house: QuarterHouse
  private var q3: Quarter { house.q3 }
  private var database: Connection { house.space.database }

  init() throws {
    house = try QuarterHouse()
    // Deeds are counted once the quarter was scored, so that nothing but the close is left to be done.
    _ = try QuarterDesk(house.on("2026-10-08")).score(q3, pool: nil)
  }

  private struct TakenBack: Error {}

  /// A table's rows as INSERT statements, in the order of its key.
  private func statements(_ table: String) throws -> [String] {
    let columns = try database.rows("SELECT name FROM pragma_table_info(?1) ORDER BY cid", [.text(table)]) {
      $0.text(0)
    }
    let values = columns.map { "quote(\($0))" }.joined(separator: " || ', ' || ")
    return try database.rows("SELECT \(values) FROM \(table) ORDER BY 1") {
      "INSERT INTO \(table) (\(columns.joined(separator: ", "))) VALUES (\($0.text(0)));"
    }
  }

  /// The rows that `deed` adds to tables; nothing of it stays.
  private func rows(of deed: () throws -> Void, in tables: [String]) throws -> [String] {
    let before = try tables.flatMap(statements)
    var after: [String] = []
    do {
      try database.transaction {
        try deed()
        after = try tables.flatMap(statements)
        throw TakenBack()
      }
    } catch is TakenBack {}
    return after.filter { !before.contains($0) }
  }

  /// Lets statements run when the next batch of results is opened, so many times.
  private func disturb(_ statements: [String], times: Int) throws {
    try database.execute(
      """
      CREATE TEMP TABLE disturbance (id INTEGER PRIMARY KEY);
      CREATE TEMP TRIGGER disturb AFTER INSERT ON main.batch
      WHEN NEW.kind = 'result' AND (SELECT COUNT(*) FROM temp.disturbance) < \(times)
      BEGIN
        INSERT INTO disturbance (id) VALUES (NULL);
        \(statements.joined(separator: "\n  "))
      END;
      """)
  }

  private func close() throws -> QuarterDesk.Summary {
    try ClosingDesk(house.on("2026-10-08")).close(
      q3, pool: nil, haste: ClosingDesk.Haste(reason: "a test"))
  }

  private var disturbances: Int? {
    get throws { try database.integer("SELECT COUNT(*) FROM temp.disturbance") }
  }

  @Test func `what is written between settling and closing makes the close start again with it`() throws {
    // B1 turns out to have been on injury leave for all of the quarter: neither a grade nor a bonus.
    let statements = try rows(
      of: { try house.leave("B1,2026-07-01,2026-09-30,injury", on: "2026-10-08") }, in: ["leave", "audit"])
    #expect(statements.count == 2)
    #expect(try LeaveRecords(database).leave(of: house.key("B1")).isEmpty)
    try disturb(statements, times: 1)
    let closed = try close()
    #expect(try disturbances == 1)
    #expect(closed.assessed == 9)
    let results = try house.results()
    #expect(results["B1"]?.status == .neutral(.injury))
    // Without B1 there are 18,900 yuan for a weight of 18,540: 18,900 × 3600 ÷ 18,540 = 3669.9029, and one of the two fen
    // that are left goes to A1's remainder of 0.29, after X1's of 0.62.
    #expect(try house.bonuses()["A1"] == "3669.91")
    #expect(try VerifyDesk(house.on("2026-10-09")).verify(q3).flatMap(\.faults) == [])
    #expect(try LateDesk(house.on("2026-10-09")).effects(on: q3).isEmpty)
    // The first attempt has left no rows behind, and one closing stands in the audit.
    #expect(try database.integer("SELECT COUNT(*) FROM result") == 12)
    #expect(try database.integer("SELECT COUNT(*) FROM audit WHERE deed = 'quarter.close'") == 1)
    #expect(try House.faults(in: house.space) == [])
  }

  @Test func `what changes no result does not make it start again`() throws {
    let statements = try rows(
      of: {
        try house.head("2026-10-08").record("sheet.export", of: "2026Q3", content: "x") {}
      }, in: ["audit"])
    try disturb(statements, times: 3)
    _ = try close()
    #expect(try disturbances == 1)
    #expect(try House.faults(in: house.space) == [])
  }

  @Test func `disturbed three times it gives up, and nothing is closed`() throws {
    // The chain of the audit is of no interest here, so each disturbance may write the same words.
    let row = """
      INSERT INTO audit (number, at, actor, deed, subject, salt, digest, head)
      SELECT MAX(number) + 1, at, actor, 'qa.import', subject, salt, digest, head FROM audit;
      """
    try disturb([row], times: 3)
    let refusal = #expect(throws: Refusal.self) { _ = try close() }
    #expect(refusal?.code == .tryAgain)
    #expect(refusal?.summary == "somebody wrote to the workspace while 2026Q3 was being closed")
    #expect(refusal?.remedy == "nothing was closed; close it again")
    #expect(try disturbances == 3)
    #expect(try QuarterRecords(database).state(of: q3) == .scored)
    #expect(try FrozenRecords(database).revisions(of: q3).isEmpty)
    #expect(try database.integer("SELECT COUNT(*) FROM batch WHERE is_published = 0") == 0)
    // Left in peace it closes.
    #expect(try close().assessed == 10)
    #expect(try VerifyDesk(house.on("2026-10-09")).verify(q3).flatMap(\.faults) == [])
  }
}
