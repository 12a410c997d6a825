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

    package init(revision: Int, hash: String, people: Int, faults: [String]) {
      self.revision = revision
      self.hash = hash
      self.people = people
      self.faults = faults
    }
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
    let closed = try QuarterRecords(occasion.database).hash(of: quarter)
    return try revisions.map { revision in
      let kept = try frozen.frozen(revision.batch)
      let finding = try Self.finding(kept, revision: revision.number, hash: revision.hash, quarter: quarter)
      var faults = finding.faults
      if revision.number == 1, closed != revision.hash {
        faults.append("the quarter was closed with the hash \(closed ?? "–")")
      }
      if faults.isEmpty { faults = try tableFaults(kept, batch: revision.batch) }
      return Finding(
        revision: finding.revision, hash: finding.hash, people: finding.people, faults: faults)
    }
  }

  /// What the tables hold beside the frozen lines, by which later adjustments are paid, against what comes out.
  private func tableFaults(_ kept: FrozenQuarter, batch: Int) throws -> [String] {
    let records = PerformanceRecords(occasion.database)
    let settlement = try Settlement(try FrozenReading(kept).inputs)
    guard let run = try records.run(batch: batch) else { return ["the run of the closed quarter is missing"] }
    var faults: [String] = []
    if run.pool != settlement.pool {
      faults.append("the pool and the teams' shares are not those that come out")
    }
    var place = 0
    try records.forEachResult(ofRun: batch) { id, _, result in
      let again = place < settlement.count ? settlement.result(at: place) : nil
      if let again,
        again.details != result.details || again.satisfaction != result.satisfaction
          || again.criticals != result.criticals || again.evaluations != result.evaluations
          || again.responses != result.responses || again.complaints != result.complaints
      {
        faults.append("the evidence kept beside the result of '\(id)' is not what it was settled from")
      }
      place += 1
    }
    return faults
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
