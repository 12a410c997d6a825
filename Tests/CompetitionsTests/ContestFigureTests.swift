import Competitions
import Formats
import Foundation
import Testing
import Workspace

/// Standings and judges' reports against those of Tests/Figures/contest, which a program in Python computed with fractions.
@Suite struct ContestFigureTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/contest").path

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
    .filter { $0.hasSuffix(".json5") }.map { String($0.dropLast(6)) }.sorted()

  private struct Fixture {
    let contest: Contest
    let marks: [JudgeMark]
    let groups: ContestGroups

    init(_ name: String) throws {
      let path = "\(folder)/\(name)"
      contest = try Contest.read(try InputFile.bytes(of: "\(path).json5"), named: name)
      let table = try TableReader(path: "\(path).csv", shape: JudgeMark.shape)
      marks = try JudgeMark.read(table, contest: contest).map(\.row)
      try table.faults.throwIfAny()
      var fixed: [String: String] = [:]
      if InputFile.exists("\(path).groups.csv") {
        let reader = try RecordReader(path: "\(path).groups.csv")
        _ = try reader.next()
        while try reader.next() { fixed[reader.text(0)] = reader.text(1) }
      }
      groups = ContestGroups(fixed: fixed)
    }
  }

  @Test func `the figures are there`() { #expect(Self.names.count == 23) }

  @Test(arguments: names) func `standings agree to the last digit`(_ name: String) throws {
    let fixture = try Fixture(name)
    let standings = Ranking.standings(fixture.contest, marks: fixture.marks, groups: fixture.groups)
    try expect(.object([("entrants", .array(standings.map(\.json)))]), equals: "\(name).expected.json")
  }

  @Test(arguments: names) func `the judges' report agrees`(_ name: String) throws {
    let fixture = try Fixture(name)
    let report = JudgeReport(fixture.contest, marks: fixture.marks, groups: fixture.groups)
    try expect(report.json, equals: "\(name).judges.expected.json")
  }

  @Test(arguments: names) func `the order of the marks does not matter, live or not`(_ name: String) throws {
    let fixture = try Fixture(name)
    let wanted = Ranking.standings(fixture.contest, marks: fixture.marks, groups: fixture.groups)
    let turned = Ranking.standings(
      fixture.contest, marks: fixture.marks.reversed(), groups: fixture.groups)
    #expect(turned.map(\.json.text) == wanted.map(\.json.text))
    var board = LiveBoard(fixture.contest, groups: fixture.groups)
    for mark in fixture.marks { board.add(mark) }
    #expect(board.rankedCount == wanted.count { $0.rank != nil })
    let live = board.top(1_000).filter { $0.rank != nil }.map { "\($0.rank ?? 0) \($0.entrant)" }
    #expect(live == wanted.filter { $0.rank != nil }.map { "\($0.rank ?? 0) \($0.entrant)" })
  }

  private func expect(_ ours: JSON, equals file: String) throws {
    let found = try JSONSerialization.jsonObject(with: Data(ours.text.utf8)) as? NSDictionary
    let wanted = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: "\(Self.folder)/\(file)")))
    #expect(found == wanted as? NSDictionary)
  }
}
