import Formats
import SQLite
import Workforce
import Workspace

/// The same evidence under changed schemes, before anybody announces them.
package struct WhatIfDesk {
  /// A person under the schemes in force and under the changed ones.
  package struct Person: Sendable {
    package let id: String
    package let now: QuarterResult
    package let then: QuarterResult

    package var difference: Money { then.bonus - now.bonus }
  }

  package struct Study: Sendable {
    package let now: QuarterDesk.Summary
    package let then: QuarterDesk.Summary
    /// Everybody, by what they would lose most first; equal differences by id.
    package let people: [Person]

    package var gainers: Int { people.count { $0.difference > .zero } }
    package var losers: Int { people.count { $0.difference < .zero } }
    /// How many get another grade.
    package var regraded: Int { people.count { $0.now.assessment.grade != $0.then.assessment.grade } }
  }

  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// Settles a quarter under the schemes in force and with those given in their place; nothing is written.
  ///
  /// - Parameter files: scheme documents of the kinds `performance` and `bonus`, loaded or not.
  package func study(
    _ quarter: Quarter, files: [(name: String, bytes: [UInt8])], pool: Money?
  ) throws -> Study {
    try occasion.require(.hr, to: "see what a changed scheme would pay")
    var faults = Faults()
    var changed: [(scheme: Scheme, post: String?)] = []
    for file in files {
      do { changed.append(try Self.read(file.bytes, named: file.name)) } catch let found as Faults {
        faults.append(contentsOf: found)
      }
    }
    try faults.throwIfAny()
    let desk = QuarterDesk(occasion)
    return try occasion.database.snapshot {
      let schemes = try QuarterGathering.inForce(occasion.database, quarter)
      let kept = try schemes.filter { scheme in
        if scheme.kind == BonusScheme.kind { return !changed.contains { $0.scheme.kind == BonusScheme.kind } }
        let post = try PerformanceScheme.read(Array(scheme.text.utf8), named: scheme.label).post
        return !changed.contains { $0.post == post }
      }
      let pool = try desk.pool(pool, of: quarter)
      let (gathered, now) = try desk.settle(quarter, QuarterGathering.Wish(pool: pool, schemes: schemes))
      let (other, then) = try desk.settle(
        quarter, QuarterGathering.Wish(pool: pool, schemes: kept + changed.map(\.scheme)))
      // Only one of the two may judge somebody: whoever is in neither list's pay is in none.
      var (before, after) = ([String: QuarterResult](), [String: QuarterResult]())
      for (place, own) in gathered.inputs.cases.enumerated() { before[own.id] = now.result(at: place) }
      for (place, own) in other.inputs.cases.enumerated() { after[own.id] = then.result(at: place) }
      let people = Set(before.keys).union(after.keys).compactMap { id -> Person? in
        guard let any = before[id] ?? after[id] else { return nil }
        return Person(
          id: id, now: before[id] ?? QuarterResult.absent(any), then: after[id] ?? QuarterResult.absent(any))
      }
      return Study(
        now: try desk.summary(now), then: try desk.summary(then),
        people: people.sorted { ($0.difference, $0.id) < ($1.difference, $1.id) })
    }
  }

  private static func read(
    _ bytes: [UInt8], named file: String
  ) throws -> (scheme: Scheme, post: String?) {
    let text = String(decoding: bytes, as: UTF8.self)
    func scheme(_ head: SchemeHead) -> Scheme {
      Scheme(kind: head.kind, id: head.id, version: head.version, inForce: head.inForce, text: text)
    }
    let reader = DocumentReader(file: file)
    let root = reader.root(try JSON5Parser.parse(bytes, named: file))
    if root?.text("merit") == BonusScheme.kind {
      return (scheme(try BonusScheme.read(bytes, named: file).head), nil)
    }
    let document = try PerformanceScheme.read(bytes, named: file)
    return (scheme(document.head), document.post)
  }
}
