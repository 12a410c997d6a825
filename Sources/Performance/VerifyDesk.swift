import Formats
import SQLite
import Workspace

/// Proving a closed quarter: settling it again from what was frozen, byte for byte.
package struct VerifyDesk {
  /// What came out of one revision, or of an archive.
  package struct Finding: Sendable {
    package let revision: Int
    package let hash: String
    package let people: Int
    /// Empty where everything is as it was closed.
    package let faults: [String]
  }

  private let occasion: Occasion
  private let frozen: FrozenRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    frozen = FrozenRecords(occasion.database)
  }

  /// Settles every revision of a quarter again.
  package func verify(_ quarter: Quarter) throws -> [Finding] {
    try occasion.require(.hr, .leader, to: "verify a quarter")
    let revisions = try frozen.revisions(of: quarter)
    guard !revisions.isEmpty else { throw Refusal.nothingFrozen(quarter) }
    return try revisions.map { revision in
      let kept = try frozen.frozen(revision.batch)
      return try Self.finding(kept, revision: revision.number, hash: revision.hash, quarter: quarter)
    }
  }

  /// Verifies the parts of an archived quarter; no workspace is needed.
  package static func finding(
    _ kept: FrozenQuarter, revision: Int, hash: String, quarter: Quarter?
  ) throws -> Finding {
    var faults: [String] = []
    if kept.hash != hash { faults.append("the hash over it is \(kept.hash), not \(hash)") }
    faults += try kept.faults(expecting: quarter)
    return Finding(
      revision: revision, hash: kept.hash, people: FrozenQuarter.lines(kept.results).count, faults: faults)
  }

  /// The hash by which a quarter's papers name it: of its last revision, or of the close by rules 1; `nil` while open.
  package func hash(of quarter: Quarter) throws -> String? {
    try frozen.revisions(of: quarter).last?.hash ?? QuarterRecords(occasion.database).hash(of: quarter)
  }
}
