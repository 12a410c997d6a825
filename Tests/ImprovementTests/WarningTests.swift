import Formats
import Improvement
import SQLite
import Testing
import Workspace

@Suite struct WarningTests {
  @Test func `nobody is warned before a warning was raised`() throws {
    let space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Improvement.migrations)
    #expect(try WarningRecords(space.database).warnedStaff().isEmpty)
    #expect(try WarningRecords(space.database).all(openOnly: false).isEmpty)
  }
}
