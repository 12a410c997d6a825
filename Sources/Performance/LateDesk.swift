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
    let revisions = try frozen.revisions(of: quarter)
    guard let first = revisions.first, let last = revisions.last else { throw Refusal.nothingFrozen(quarter) }
    let closed = try ClosedQuarter(occasion, quarter, last)
    let (cases, keys) = try closed.casesNow(occasion)
    let settlement = try Settlement(closed.inputs.with(cases), asIn: Settlement(closed.inputs))
    let results = try closed.results(database, last.batch)
    let paid = try first.batch == last.batch ? results : closed.results(database, first.batch)
    let posted = Dictionary(grouping: try book.adjustments(becauseOf: quarter), by: \.staff)
    var effects: [(effect: LateEffect, key: Int, inputs: String)] = []
    for (place, own) in cases.enumerated() {
      let adjusted = (posted[keys[place]] ?? []).filter { $0.kind != .carry }
      // Nothing changed since the close, and nothing was posted: there is nothing to weigh.
      if closed.cases[own.id] == own, adjusted.isEmpty { continue }
      let now = settlement.result(at: place)
      let result = results[keys[place]] ?? QuarterResult.absent(now)
      // What was paid in all, beyond the bonus of the last revision.
      let bonus = paid[keys[place]]?.bonus ?? .zero
      let beyond = adjusted.reduce(bonus) { $0 + $1.amount } - result.bonus
      let late = LateEffect(
        staff: own.id, closed: result, now: now, isPaidHere: own.employment != .outsourced,
        share: closed.pool.share(of: result.team.isEmpty ? now.team : result.team), posted: beyond)
      if late.due != .zero {
        effects.append((late, keys[place], String(decoding: own.line.bytes, as: UTF8.self)))
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
  ) throws -> [Posted] {
    try occasion.require(.hr, to: "post adjustments")
    try requireKnown(staff)
    return try occasion.weighed({
      try late(quarter).filter { staff == nil || $0.effect.staff == staff }
    }) { effects in
      // Under the lock: a quarter that was closed meanwhile pays nothing more.
      let open = try openQuarter(open, after: quarter)
      var posted: [Posted] = []
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
