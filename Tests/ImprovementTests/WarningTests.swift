import Formats
import Improvement
import SQLite
import Satisfaction
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

@Suite struct WarningRulesTests {
  private let quarter = Quarter(number: 8_106)

  private func reading(_ value: Int?, direction: String = "higher") throws -> IndicatorReading {
    let text =
      "{merit: 'indicators', id: 'i', version: 1, from: '2026-01-01', title: 'i', indicators: [{id: 'x', title: 'X', family: 'f', unit: '%', direction: '\(direction)', floor: \(direction == "higher" ? 80 : 120), target: \(direction == "higher" ? 90 : 100), owner: 'net'}]}"
    let indicator = try #require(IndicatorCatalogue.read(Array(text.utf8), named: "i").indicators.first)
    return IndicatorReading(indicator: indicator, company: value.map { $0 * 10_000 }, target: 90_0000)
  }

  private func sources(_ values: [Int?], direction: String = "higher") throws -> [String] {
    WarningRules.warnings(
      ofIndicators: [try reading(values[0], direction: direction)],
      history: try values.dropFirst().map { [try reading($0, direction: direction)] }, in: quarter,
      due: CalendarDay(number: 20_000)
    ).map(\.source)
  }

  @Test func `a value beyond the floor warns, one on it does not`() throws {
    #expect(try sources([79, nil, nil]) == ["indicator x floor"])
    #expect(try sources([80, nil, nil]) == [])
    #expect(try sources([121, nil, nil], direction: "lower") == ["indicator x floor"])
    #expect(try sources([120, nil, nil], direction: "lower") == [])
  }

  @Test func `a trend is worse in every quarter, and is not said of a gap`() throws {
    #expect(try sources([90, 91, 92]) == ["indicator x trend"])
    #expect(try sources([90, 90, 92]) == [])
    #expect(try sources([90, nil, 92]) == [])
    #expect(try sources([110, 105, 100], direction: "lower") == ["indicator x trend"])
    #expect(try sources([90, 105, 100], direction: "lower") == [])
  }
}
