import Formats
import SQLite
import Workforce
import Workspace

/// What came after a quarter was closed, and what it is worth.
package struct LateDesk {
  private let occasion: Occasion
  private let frozen: FrozenRecords
  private let book: QuarterBook
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    frozen = FrozenRecords(occasion.database)
    book = QuarterBook(occasion.database)
  }

  /// Everybody for whom late evidence changes what the closed quarter would have paid, by id.
  ///
  /// The closed quarter's schemes, pool and rate stay; only the evidence is what it is now.
  /// - Parameter staff: only this person; everybody unless said.
  package func effects(
    on quarter: Quarter, staff: String? = nil
  ) throws -> [(effect: LateEffect, key: Int, inputs: String)] {
    try occasion.require(.hr, to: "see what came late")
    try requireKnown(staff)
    return try database.snapshot { try late(quarter) }.filter { staff == nil || $0.effect.staff == staff }
  }

  private func requireKnown(_ staff: String?) throws {
    if let staff, try StaffRecords(database).key(of: staff) == nil { throw Refusal.unknownStaff(staff) }
  }

  private func late(_ quarter: Quarter) throws -> [(effect: LateEffect, key: Int, inputs: String)] {
    guard let last = try frozen.revisions(of: quarter).last else { throw Refusal.nothingFrozen(quarter) }
    let was = try frozen.frozen(last.batch)
    let old = try FrozenReading(was)
    guard let run = try PerformanceRecords(database).run(batch: last.batch) else {
      throw Refusal.quarterNotScored(quarter)
    }
    let schemes = FrozenReading.texts(was.schemes).map { label, text in
      let words = label.split(separator: " ").map(String.init)
      return Scheme(
        kind: words[0], id: words.count > 1 ? words[1] : "", version: Int(words.last?.dropFirst() ?? "") ?? 0,
        inForce: quarter.firstDay, text: String(decoding: text, as: UTF8.self))
    }
    let gathered = try QuarterGathering(
      occasion, quarter,
      QuarterGathering.Wish(
        pool: old.inputs.poolGiven, schemes: schemes, index: .some(old.inputs.index)))
    let before = Dictionary(uniqueKeysWithValues: old.inputs.cases.map { ($0.id, $0) })
    let posted = Dictionary(grouping: try book.adjustments(becauseOf: quarter), by: \.staff)
    let cases = gathered.inputs.cases.map { $0.asClosed(with: before[$0.id]) }
    let settlement = try Settlement(gathered.inputs.with(cases))
    let records = PerformanceRecords(database)
    let first = try frozen.revisions(of: quarter).first?.batch ?? last.batch
    var effects: [(effect: LateEffect, key: Int, inputs: String)] = []
    for (place, own) in cases.enumerated() {
      let key = gathered.keys[place]
      let paid = (posted[key] ?? []).filter { $0.kind != .carry }
      // Nothing changed since the close, and nothing was posted: there is nothing to weigh.
      if let closed = before[own.id], closed == own, paid.isEmpty { continue }
      guard let result = try records.result(ofRun: last.batch, staff: key) else { continue }
      // What was paid in all, beyond the bonus of the last revision.
      let bonus = try first == last.batch ? result.bonus : records.result(ofRun: first, staff: key)?.bonus
      let beyond = paid.reduce(bonus ?? .zero) { $0 + $1.amount } - result.bonus
      let late = LateEffect(
        staff: own.id, closed: result, now: settlement.result(at: place),
        isPaidHere: own.employment != .outsourced, share: run.pool.share(of: result.team), posted: beyond)
      if late.due != .zero {
        effects.append((late, key, String(decoding: own.line.bytes, as: UTF8.self)))
      }
    }
    return effects
  }

  /// The quarter in which adjustments are paid: the one asked for, else the first after the closed one that is not closed.
  func openQuarter(_ wanted: Quarter?, after closed: Quarter) throws -> Quarter {
    let quarters = QuarterRecords(database)
    if let wanted {
      guard try quarters.state(of: wanted) != .closed else { throw Refusal.quarterClosed(wanted) }
      guard wanted > closed else {
        throw Refusal(.usage, "\(wanted) does not come after \(closed)", "name a later quarter that is open")
      }
      return wanted
    }
    var next = closed.next
    while try quarters.state(of: next) == .closed { next = next.next }
    return next
  }

  /// Posts what late evidence is worth as dated adjustments in an open quarter.
  ///
  /// - Parameter staff: only this person; everybody unless said.
  package func post(
    _ quarter: Quarter, staff: String?, payIn open: Quarter?, reason: String
  ) throws -> [(staff: String, adjustment: Adjustment)] {
    try occasion.require(.hr, to: "post adjustments")
    try requireKnown(staff)
    let open = try openQuarter(open, after: quarter)
    return try occasion.weighed({
      try late(quarter).filter { staff == nil || $0.effect.staff == staff }
    }) { effects in
      var posted: [(staff: String, adjustment: Adjustment)] = []
      guard !effects.isEmpty else { return [] }
      let content = effects.map { "\($0.effect.staff) \($0.effect.due)" }.joined(separator: "\n")
      try occasion.record("pay.adjust", of: "\(quarter) in \(open)", content: content) {
        for (effect, key, inputs) in effects {
          let adjustment = Adjustment(
            quarter: open, cause: quarter, staff: key, amount: effect.due, kind: .late,
            text: "\(effect.changes.en)\(reason.isEmpty ? "" : "; \(reason)")", inputs: inputs,
            at: occasion.now.description, by: occasion.actor.account)
          try book.insert(adjustment)
          posted.append((effect.staff, adjustment))
        }
      }
      return posted
    }
  }
}

extension QuarterCase {
  /// The case with what only the quarter itself decides as it was when it was closed.
  fileprivate func asClosed(with closed: QuarterCase?) -> QuarterCase {
    QuarterCase(
      id: id, employment: employment, base: closed?.base ?? base, stints: stints, absences: absences,
      evidence: evidence, calibrated: closed?.calibrated ?? calibrated,
      adjustment: closed?.adjustment ?? adjustment)
  }
}
