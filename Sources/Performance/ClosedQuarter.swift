import Formats
import SQLite
import Workforce
import Workspace

/// A closed quarter as it was settled, to weigh what came later against it.
struct ClosedQuarter {
  let inputs: QuarterInputs
  let pool: BonusPool
  /// By id.
  let cases: [String: QuarterCase]
  private let schemes: [Scheme]

  init(_ occasion: Occasion, _ quarter: Quarter, _ revision: FrozenRecords.Revision) throws {
    let kept = try FrozenRecords(occasion.database).frozen(revision.batch)
    guard let run = try PerformanceRecords(occasion.database).run(batch: revision.batch) else {
      throw Refusal.quarterNotScored(quarter)
    }
    inputs = try FrozenReading(kept).inputs
    pool = run.pool
    cases = Dictionary(inputs.cases.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    schemes = FrozenReading.schemes(kept.schemes, inForce: quarter.firstDay)
  }

  /// How the quarter's evidence is to be gathered once more: by the schemes, the pool, the index, the bases and the
  /// employments that it was closed with.
  var wish: QuarterGathering.Wish {
    QuarterGathering.Wish(
      pool: pool.base, schemes: schemes, index: .some(inputs.index), closed: cases)
  }

  /// Everybody's case with the evidence of now, by id, and the keys.
  ///
  /// Who was in the quarter when it was closed and, by the roster of now, was not, has a case without a post.
  func casesNow(_ occasion: Occasion) throws -> (cases: [QuarterCase], keys: [Int]) {
    let gathered = try QuarterGathering(occasion, inputs.quarter, wish)
    var now: [(own: QuarterCase, key: Int)] = Array(zip(gathered.inputs.cases, gathered.keys))
    let known = Set(gathered.inputs.cases.map(\.id))
    let gone = cases.keys.filter { !known.contains($0) }
    if !gone.isEmpty {
      let keys = try StaffRecords(occasion.database).keys()
      for id in gone {
        guard let closed = cases[id], let key = keys[id] else { continue }
        let own = QuarterCase(
          id: id, employment: closed.employment, base: closed.base, stints: [],
          adjustment: closed.adjustment)
        now.append((own, key))
      }
      now.sort { $0.own.id.utf8.lexicographicallyPrecedes($1.own.id.utf8) }
    }
    return (now.map(\.own), now.map(\.key))
  }

  /// Everybody's result in a run, by key.
  func results(_ database: Connection, _ batch: Int) throws -> [Int: QuarterResult] {
    var results: [Int: QuarterResult] = [:]
    try PerformanceRecords(database).forEachResult(ofRun: batch) { results[$2.key] = $2 }
    return results
  }
}

extension FrozenReading {
  /// Frozen schemes as schemes, also where the workspace no longer holds them.
  static func schemes(_ bytes: [UInt8], inForce day: CalendarDay) -> [Scheme] {
    texts(bytes).compactMap { label, text in
      guard let (kind, id, version) = Scheme.named(label) else { return nil }
      return Scheme(
        kind: kind, id: id, version: version, inForce: day, text: String(decoding: text, as: UTF8.self))
    }
  }
}
