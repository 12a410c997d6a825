import Formats
import Testing
import Workspace

/// The names of schemes, as lines of other records hold them.
struct SchemeLabelTests {
  @Test func `a label is read as it is written, also with a hash behind it`() throws {
    let day = try #require(CalendarDay("2026-10-01"))
    let scheme = Scheme(kind: "performance", id: "hotline-agent", version: 12, inForce: day, text: "{}")
    for line in [scheme.label, "\(scheme.label) \(scheme.hash)"] {
      let named = try #require(Scheme.named(line))
      #expect(named.kind == "performance" && named.id == "hotline-agent" && named.version == 12)
    }
  }

  @Test(arguments: [
    "", "performance", "performance agent", "performance agent 2", "performance agent v", "a b vx",
  ])
  func `another line names no scheme`(line: String) {
    #expect(Scheme.named(line) == nil)
  }
}
