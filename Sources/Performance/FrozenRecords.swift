import Formats
import SQLite
import Workspace

/// Packs what a quarter was settled from as it goes by, and takes the one hash over it.
///
/// Head, schemes, inputs and results pass in this order; of the results only the hash is kept, for they have their own table.
struct Freezer {
  struct Packed: Sendable {
    let part: String
    let place: Int
    let length: Int
    let bytes: [UInt8]
  }

  private(set) var packed: [Packed] = []
  private var sha = SHA256()
  private var pending: [UInt8] = []
  private var place = 0

  /// So many bytes are packed at a time.
  private static let chunk = 1 << 20

  /// Freezes a settlement.
  ///
  /// - Parameter note: what stands on every sheet.
  static func freeze(
    _ settlement: Settlement, schemes: [Scheme], note: String?
  ) -> (parts: [Packed], hash: String) {
    var freezer = Freezer()
    freezer.add("head.txt", FrozenQuarter.head(settlement, note: note))
    freezer.finish("head.txt")
    freezer.add("schemes.txt", FrozenQuarter.schemes(schemes))
    freezer.finish("schemes.txt")
    for own in settlement.inputs.cases { freezer.add("inputs.txt", own.line.bytes + [0x0a]) }
    freezer.finish("inputs.txt")
    for place in 0..<settlement.count {
      let line = settlement.result(at: place).line(id: settlement.inputs.cases[place].id)
      freezer.add("results.txt", line.bytes + [0x0a])
    }
    freezer.finish("results.txt")
    return (freezer.packed, hexText(freezer.sha.finish()))
  }

  private mutating func add(_ part: String, _ bytes: [UInt8]) {
    pending += bytes
    if pending.count >= Self.chunk { pack(part) }
  }

  private mutating func pack(_ part: String) {
    guard !pending.isEmpty else { return }
    sha.update(pending)
    if part != "results.txt" {
      packed.append(
        Packed(part: part, place: place, length: pending.count, bytes: Deflate.packed(pending, level: 2)))
    }
    place += 1
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func finish(_ part: String) {
    pack(part)
    place = 0
  }
}

/// The rows of frozen quarters and their revisions.
package struct FrozenRecords {
  private let database: Connection

  package init(_ database: Connection) { self.database = database }

  /// A closing of a quarter; the first is revision 1.
  package struct Revision: Sendable {
    package let number: Int
    package let batch: Int
    package let hash: String
    package let reason: String
    package let at: String
    package let by: String
  }

  func insert(_ parts: [Freezer.Packed], batch: Int) throws {
    for part in parts {
      try database.run(
        "INSERT INTO frozen_part (batch, part, place, length, packed) VALUES (?1, ?2, ?3, ?4, ?5)",
        [
          .integer(batch), .text(part.part), .integer(part.place), .integer(part.length), .blob(part.bytes),
        ])
    }
  }

  func insert(_ revision: Revision, quarter: Quarter) throws {
    try database.run(
      """
      INSERT INTO quarter_revision (quarter, revision, batch, hash, reason, closed_at, closed_by)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
      """,
      [
        .integer(quarter.number), .integer(revision.number), .integer(revision.batch), .text(revision.hash),
        .text(revision.reason), .text(revision.at), .text(revision.by),
      ])
  }

  /// The revisions of a quarter, the first first; empty for one that is open or was closed by rules 1.
  package func revisions(of quarter: Quarter) throws -> [Revision] {
    try database.rows(
      """
      SELECT revision, batch, hash, reason, closed_at, closed_by
        FROM quarter_revision
       WHERE quarter = ?1
       ORDER BY revision
      """, [.integer(quarter.number)]
    ) {
      Revision(
        number: $0.int(0), batch: $0.int(1), hash: $0.text(2), reason: $0.text(3), at: $0.text(4),
        by: $0.text(5))
    }
  }

  /// Everything that a revision was settled from, and its results as the table holds them.
  package func frozen(_ batch: Int) throws -> FrozenQuarter {
    func part(_ name: String) throws -> [UInt8] {
      var bytes: [UInt8] = []
      try database.forEach(
        "SELECT length, packed FROM frozen_part WHERE batch = ?1 AND part = ?2 ORDER BY place",
        [.integer(batch), .text(name)]
      ) { row in
        guard let unpacked = Deflate.unpacked(row.blob(1), length: row.int(0)) else {
          throw Refusal(
            .badData, "a frozen part of the quarter is damaged: \(name)",
            "restore it from a backup, or verify the archived folder")
        }
        bytes += unpacked
      }
      return bytes
    }
    var results: [UInt8] = []
    try PerformanceRecords(database).forEachResult(ofRun: batch) { id, _, result in
      results += result.line(id: id).bytes
      results.append(0x0a)
    }
    return FrozenQuarter(
      head: try part("head.txt"), schemes: try part("schemes.txt"), inputs: try part("inputs.txt"),
      results: results)
  }

  /// Closed quarters whose frozen parts no longer give the hash that they were closed with, in words.
  package func faults() throws -> [String] {
    let closed = try database.rows(
      "SELECT quarter, hash FROM quarter WHERE hash IS NOT NULL ORDER BY quarter"
    ) { (quarter: Quarter(number: $0.int(0)), hash: $0.text(1)) }
    var faults: [String] = []
    for (quarter, hash) in closed {
      let revisions = try revisions(of: quarter)
      guard let first = revisions.first else {
        if try firstHash(of: quarter) != hash {
          faults.append("the results of \(quarter) were changed after it was closed")
        }
        continue
      }
      if first.hash != hash { faults.append("the hash of \(quarter) was changed after it was closed") }
      for revision in revisions where try frozen(revision.batch).hash != revision.hash {
        faults.append("revision \(revision.number) of \(quarter) was changed after it was closed")
      }
    }
    return faults
  }

  /// The hash of a quarter that was closed by rules 1, over what is there now.
  private func firstHash(of quarter: Quarter) throws -> String? {
    let records = PerformanceRecords(database)
    guard let run = try records.run(of: quarter) else { return nil }
    var digest = FirstDigest(quarter, schemes: run.schemes, pool: run.pool.amount)
    try records.forEachResult(ofRun: run.batch) { id, _, result in digest.add(result, id: id) }
    return digest.hash()
  }
}
