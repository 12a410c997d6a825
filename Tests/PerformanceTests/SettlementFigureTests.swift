import Formats
import Foundation
import Performance
import Testing
import Workspace

/// Whole quarters against those of Tests/Figures/settlement, which a program in Python settled with fractions and sets of days.
@Suite struct SettlementFigureTests {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Figures/settlement").path

  static let names: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()

  private func frozen(
    _ name: String, changing part: String = "", _ change: (inout [UInt8]) -> Void = { _ in }
  )
    throws -> FrozenQuarter
  {
    let parts = try FrozenQuarter.parts.map { file in
      var bytes = try InputFile.bytes(of: "\(Self.folder)/\(name)/\(file)")
      if file == part { change(&bytes) }
      return bytes
    }
    return FrozenQuarter(head: parts[0], schemes: parts[1], inputs: parts[2], results: parts[3])
  }

  @Test func `the figures are there`() { #expect(Self.names.count == 18) }

  @Test(arguments: names) func `a quarter settles to the same bytes as the reference`(_ name: String) throws {
    #expect(try frozen(name).faults() == [])
  }

  @Test(arguments: names) func `any one byte of a result changed names the person`(_ name: String) throws {
    let results = try frozen(name).results
    for place in stride(from: 11, to: results.count, by: results.count / 5) {
      let line = results[..<place].lastIndex(of: 0x0a).map { $0 + 1 } ?? 0
      let own = results[line...].prefix { $0 != 0x0a }
      // A byte of the id itself names a stranger, and an LF makes two lines one.
      guard let tab = own.firstIndex(of: 0x09), place > tab, results[place] != 0x0a else { continue }
      let changed = try frozen(name, changing: "results.txt") { $0[place] ^= 1 }
      #expect(
        try changed.faults() == ["'\(FrozenFields(own).name)' comes out otherwise than it was closed"])
    }
  }

  /// Nothing is shared out in this quarter, so that a change to one person's inputs moves nobody else.
  @Test(arguments: [
    ("qa=5765", "qa=5766", ["E000"]), ("qa=5765", "qa=5764", ["E000"]),
    ("satisfaction=7496", "satisfaction=7500", ["E002"]),
    ("adjustment=-5\n", "adjustment=-6\n", ["E002"]),
    ("done=4\tadjustment=5", "done=3\tadjustment=5", ["E001"]),
    ("E001\tbase", "E001\temployment=outsourced\tbase", []), ("base=674836", "base=674837", ["E001"]),
    // What no result shows is found by the hash alone.
    ("responses=25", "responses=26", []),
  ])
  func `another input names the person whom it would move`(_ from: String, _ to: String, _ people: [String])
    throws
  {
    let changed = try frozen("zero-pool", changing: "inputs.txt") { bytes in
      let text = String(decoding: bytes, as: UTF8.self)
      bytes = Array(
        text.split(separator: from, maxSplits: 1, omittingEmptySubsequences: false).joined(separator: to).utf8
      )
    }
    #expect(try changed.faults() == people.map { "'\($0)' comes out otherwise than it was closed" })
    #expect(try changed.hash != frozen("zero-pool").hash)
  }

  @Test func `line ends, people left out and every figure of the head are looked at`() throws {
    func faults(_ part: String, _ change: (inout [UInt8]) -> Void) throws -> [String] {
      try frozen("posts", changing: part, change).faults()
    }
    func head(_ from: String, _ to: String) throws -> [String] {
      try faults("head.txt") { bytes in
        let text = String(decoding: bytes, as: UTF8.self)
        bytes = Array(
          text.split(separator: from, omittingEmptySubsequences: false).joined(separator: to).utf8)
      }
    }
    let ends = ["the lines of the results end otherwise than they come out"]
    #expect(try faults("results.txt") { $0.removeLast() } == ends)
    #expect(try faults("results.txt") { $0.append(0x0a) } == ends)
    #expect(
      try faults("results.txt") { $0 = Array($0[..<($0.dropLast().lastIndex(of: 0x0a) ?? 0)]) }
        == ["45 people come out, and 44 were closed"])
    let otherHead = ["the head comes out otherwise than it was closed"]
    #expect(try head("base=20069557", "base=20069558") == otherHead)
    #expect(try head("factor=10518", "factor=10519") == otherHead)
    #expect(try head("people=45", "people=46") == otherHead)
    #expect(
      try head("pool=21109160", "pool=21109161") == [
        "the pool comes out as 211091.60 yuan, not as it was closed"
      ])
    #expect(
      try frozen("posts").faults(expecting: thirdQuarter) == ["these are the inputs of 2026Q2, not of 2026Q3"]
    )
    let other = #expect(throws: Refusal.self) { try head("rules=2", "rules=1") }
    #expect(other?.summary == "the quarter was settled by rules 1, and this program knows 2")
  }
}
