import Formats
import SQLite
import Workforce
import Workspace

/// Drawing calls to be judged, proving a draw, and replacing what was lost.
package struct SampleDesk {
  private let occasion: Occasion
  private let records: QualityRecords
  private let draws: DrawRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = QualityRecords(occasion.database)
    draws = DrawRecords(occasion.database)
  }

  package static let callShape = CallList.shape
  /// The columns of a drawn row: those of the list, and how the call was drawn.
  package static let outputColumns = CallList.outputColumns + ["stratum", "kind", "weight"]

  /// What is to be drawn.
  package struct Order: Sendable {
    package let plan: SamplingPlan
    package let quarter: Quarter
    /// The days whose calls are drawn from; all inside the quarter.
    package let days: ClosedRange<CalendarDay>
    package let seed: UInt64
    /// The ids of people with an open early warning.
    package let warned: Set<String>

    package init(
      plan: SamplingPlan, quarter: Quarter, days: ClosedRange<CalendarDay>? = nil, seed: UInt64,
      warned: Set<String> = []
    ) {
      self.plan = plan
      self.quarter = quarter
      self.days = days ?? quarter.firstDay...quarter.lastDay
      self.seed = seed
      self.warned = warned
    }
  }

  /// The plan by which a quarter was drawn last.
  package func planOfDraws(in quarter: Quarter) throws -> SamplingPlan {
    guard let last = try draws.draws(in: quarter).last else {
      throw Refusal(.noInput, "\(quarter) has no draw", "draw one with: merit qa sample CALLS")
    }
    return last.plan == SamplingPlan.perAgentID
      ? SamplingPlan(perAgent: last.version)
      : try SchemeRecords(occasion.database).document(SamplingPlan.self, id: last.plan, version: last.version)
  }

  /// What a draw came to.
  package struct Outcome: Sendable {
    package let agents: Int
    package let calls: Int
    /// Drawn by chance and on top; the reserve is not counted.
    package let sampled: Int
    package let seed: UInt64
    /// Whether the same sample was there before.
    package let wasDrawn: Bool
    /// Rows passed over because something in them is wrong.
    package let bad: Int
    package let notices: [String]
  }

  /// The plan of an id in force on a day.
  package func plan(_ id: String, on day: CalendarDay) throws -> SamplingPlan {
    try SchemeRecords(occasion.database).document(SamplingPlan.self, id: id, on: day)
  }

  /// The plan in force on the last day that is drawn from, or the number of calls of each agent given instead.
  package func plan(_ id: String?, perAgent: Int?, on day: CalendarDay) throws -> SamplingPlan {
    switch (id, perAgent) {
    case (let id?, nil): return try plan(id, on: day)
    case (nil, let count?): return SamplingPlan(perAgent: count)
    case (nil, nil):
      throw Refusal(
        .usage, "neither --plan nor --per-agent is given", "add --plan hotline-sampling, or --per-agent 5")
    case (_?, _?): throw Refusal(.usage, "--plan and --per-agent are both given", "keep one")
    }
  }

  /// The days to be drawn from: the whole quarter unless said.
  package static func days(
    of quarter: Quarter, from: CalendarDay?, to: CalendarDay?
  ) throws -> ClosedRange<CalendarDay> {
    let (from, to) = (from ?? quarter.firstDay, to ?? quarter.lastDay)
    guard quarter.firstDay <= from, from <= to, to <= quarter.lastDay else {
      throw Refusal(
        .usage, "\(from) to \(to) is not a span inside \(quarter)",
        "write --from and --to as days from \(quarter.firstDay) to \(quarter.lastDay)")
    }
    return from...to
  }

  /// Draws the calls of some days, and calls `output` for each drawn row, by agent.
  ///
  /// - Parameter rejected: where it is given, rows with faults are handed to it and passed over; else they stop the draw.
  package func sample(
    _ table: TableReader, _ order: Order, dryRun: Bool, rejected: ((TableRow, [String]) -> Void)? = nil,
    output: ([String]) -> Void
  ) throws -> Outcome {
    try occasion.require(.assessor, to: "draw samples")
    if let legacy = try records.sample(of: order.quarter) {
      throw Refusal.sampleExists(order.quarter, legacy)
    }
    let staff = try StaffRecords(occasion.database).keys()
    let facts = try self.facts(order)
    let lastDay = order.days.upperBound.number
    func causes(_ id: String) -> [String] { AgentDraw.causes(facts[id], plan: order.plan, lastDay: lastDay) }
    let sorted = try sort(table, order, staff: staff, extra: { causes($0).count }, rejected: rejected)
    let drawn = sorted.agents.map { agent in
      AgentDraw(
        agent.number, sampler: sorted.sampler, plan: order.plan,
        causes: causes(agent.id))
    }
    let hash = try digest(drawn, table)
    let held = try draws.draws(in: order.quarter).filter {
      $0.from <= order.days.upperBound && order.days.lowerBound <= $0.to
    }
    let isHeld = held.contains {
      $0.hash == hash.text && $0.seed == order.seed && $0.from...$0.to == order.days
        && ($0.plan, $0.version) == order.plan.label
    }
    if let first = held.first, !isHeld { throw Refusal.drawExists(first) }
    let draw = DrawRecords.Draw(
      id: 0, quarter: order.quarter, plan: order.plan.label.id, version: order.plan.label.version,
      seed: order.seed, from: order.days.lowerBound, to: order.days.upperBound, calls: sorted.tally.calls,
      excluded: sorted.tally.excluded, sampled: hash.sampled, hash: hash.text)
    if !isHeld {
      // One snapshot for all look-ups: a lock each would cost more than the look-up.
      try occasion.database.snapshot {
        try check(drawn, keys: sorted.agents.map { staff[$0.id] ?? 0 }, order.quarter, table)
      }
    }
    if !dryRun, !isHeld {
      try keep(
        draw, zip(sorted.agents, drawn).map { (staff[$0.id] ?? 0, $1) }, names: order.plan.stratumNames)
    }
    for own in drawn { write(own, names: order.plan.stratumNames, output) }
    return Outcome(
      agents: sorted.agents.count, calls: sorted.tally.calls, sampled: hash.sampled, seed: order.seed,
      wasDrawn: isHeld, bad: sorted.tally.bad, notices: table.notices + notices(sorted.tally, order))
  }

  private struct Sorted {
    let sampler: CallSampler
    /// Those with calls, by id.
    let agents: [(number: Int, id: String)]
    let tally: CallList.Tally
  }

  private func sort(
    _ table: TableReader, _ order: Order, staff: [String: Int], extra: (String) -> Int,
    rejected: ((TableRow, [String]) -> Void)?
  ) throws -> Sorted {
    let agents = ByteKeyTable(expecting: staff.count)
    let sampler = CallSampler(capacities: order.plan.capacities, seed: order.seed)
    table.rejected = rejected
    let tally = try CallList.read(
      table, days: order.days, zone: occasion.workspace.zone, staff: staff, agents: agents, plan: order.plan,
      sampler: sampler, extra: extra, rejected: rejected)
    try table.faults.throwIfAny()
    let groups = order.plan.strata.count + 1
    let known = (0..<sampler.agents).filter { agent in
      (0..<groups).contains { sampler.callCount(agent, group: $0) > 0 }
    }
    return Sorted(
      sampler: sampler,
      agents: known.map { ($0, agents.key($0)) }.sorted { $0.1 < $1.1 },
      tally: tally)
  }

  private func notices(_ tally: CallList.Tally, _ order: Order) -> [String] {
    var notices: [String] = []
    let days =
      order.days == order.quarter.firstDay...order.quarter.lastDay
      ? "\(order.quarter)" : "\(order.days.lowerBound) to \(order.days.upperBound)"
    if tally.outside > 0 { notices.append("\(tally.outside) calls lie outside \(days) and were left out") }
    if tally.excluded > 0 { notices.append("\(tally.excluded) calls are excluded by the plan") }
    return notices
  }

  /// What people bring to the draw; nothing where the plan asks nothing of them.
  private func facts(_ order: Order) throws -> [String: DrawFacts] {
    let asks = order.plan.extras.contains { if case .classes = $0 { false } else { true } }
    guard asks else { return [:] }
    var scores: [Int: Score] = [:]
    if order.plan.extras.contains(where: { if case .low = $0 { true } else { false } }) {
      try QualityResults(occasion.database).forEachResult(
        in: Quarter(number: order.quarter.number - 1), on: occasion.today, zone: occasion.workspace.zone
      ) { scores[$0] = $1.score }
    }
    var facts: [String: DrawFacts] = [:]
    try StaffRecords(occasion.database).forEachPerson { key, person in
      facts[person.id] = DrawFacts(
        joined: person.joined.number, score: scores[key], isWarned: order.warned.contains(person.id))
    }
    return facts
  }

  private func digest(_ drawn: [AgentDraw], _ table: TableReader) throws -> (text: String, sampled: Int) {
    var digest = SHA256()
    var sampled = 0
    let seen = ByteKeyTable(expecting: drawn.count * 8)
    for own in drawn {
      for call in own.calls {
        if !seen.number(of: call.id).isNew {
          table.fault(line: 1, "call '\(call.id)' is listed under two agents; a call belongs to one")
        }
        digest.update("\(call.id) \(call.purpose.rawValue)\n".utf8)
        if call.purpose != .reserve { sampled += 1 }
      }
    }
    try table.faults.throwIfAny()
    return (hexText(digest.finish()), sampled)
  }

  private func write(_ draw: AgentDraw, names: [String], _ output: ([String]) -> Void) {
    for call in draw.calls where call.purpose != .reserve {
      let isBase = call.purpose == .base
      let weight = isBase ? draw.weight(call.stratum).map { decimalText($0, places: 4) } ?? "" : ""
      output(
        Self.cells(call.record) + [names[call.stratum], isBase ? "random" : "targeted", weight])
    }
  }

  /// The cells of a sampled row.
  private static func cells(_ record: String) -> [String] {
    record.utf8.split(separator: 0x1f, omittingEmptySubsequences: false).map { String(Substring($0)) }
  }

  private func keep(
    _ draw: DrawRecords.Draw, _ agents: [(key: Int, drawn: AgentDraw)], names: [String]
  ) throws {
    var id = 0
    var place = 0
    // Calls that were judged for another reason before keep their rows, and are marked by the slice that publishes.
    var marks: [(call: Int, isSampled: Bool, stratum: Int?)] = []
    try occasion.publish(
      agents.count, into: "call drawn_call stratum draw", deed: "qa.sample", of: "\(draw.quarter)",
      content: "\(draw.plan) v\(draw.version) \(draw.from) \(draw.to) \(draw.seed) \(draw.hash)"
    ) { index, batch in
      if index == 0 {
        if try draws.isBegun(in: draw.quarter, days: draw.from...draw.to) {
          throw Refusal(
            .tryAgain, "the same days are being drawn by somebody else", "look at their draw first")
        }
        id = try draws.insert(draw, batch: batch, at: occasion.now, by: occasion.actor.account)
      }
      let (key, own) = agents[index]
      var strata: [Int: Int] = [:]
      for (stratum, sizes) in own.strata.enumerated() where sizes.calls > 0 {
        strata[stratum] = try draws.insert(
          DrawRecords.Stratum(
            id: 0, staff: key, name: names[stratum], calls: sizes.calls, drawn: sizes.drawn),
          draw: id, quarter: draw.quarter, batch: batch)
      }
      for call in own.calls {
        let stratum = strata[call.stratum]
        let row: Int
        if let known = try records.call(named: call.id) {
          row = known.id
          marks.append((row, call.purpose == .base, stratum))
        } else {
          let cells = Self.cells(call.record)
          row = try records.insertCall(
            call.id, quarter: draw.quarter, staff: key, started: cells[2], isSampled: call.purpose == .base,
            record: cells.dropFirst(3).joined(separator: "\u{1f}"), stratum: stratum, batch: batch)
        }
        try draws.insert(
          draw: id, call: row, stratum: stratum, purpose: call.purpose, cause: call.cause, place: place,
          batch: batch)
        place += 1
      }
      if index == agents.count - 1 {
        for mark in marks { try records.mark(mark.call, isSampled: mark.isSampled, stratum: mark.stratum) }
      }
    }
  }

  /// Names drawn calls that the workspace knows as somebody else's, of another quarter, or from another draw.
  private func check(_ drawn: [AgentDraw], keys: [Int], _ quarter: Quarter, _ table: TableReader) throws {
    guard try records.hasCalls() else { return }
    for (own, key) in zip(drawn, keys) {
      for call in own.calls {
        guard let known = try records.call(named: call.id) else { continue }
        if known.staff != key {
          table.fault(line: 1, "call '\(call.id)' is on record as another agent's; mend the list, or the id")
        } else if known.quarter != quarter {
          table.fault(line: 1, "call '\(call.id)' is on record in \(known.quarter); mend the list, or the id")
        } else if try records.isInDraw(known.id) {
          table.fault(line: 1, "call '\(call.id)' stands in an earlier draw; a call is drawn once")
        }
      }
    }
    try table.faults.throwIfAny()
  }

  // MARK: Proof

  /// What drawing again gave.
  package struct Proof: Sendable {
    package let draw: DrawRecords.Draw
    /// Calls of the draw, the reserve included.
    package let calls: Int
    /// Ids that were drawn and are not drawn now, or the other way round, or for another purpose.
    package let different: [String]
  }

  /// Draws a stored draw once more from a call list and compares call by call; nothing is written.
  package func verify(_ table: TableReader, _ draw: DrawRecords.Draw) throws -> Proof {
    try occasion.require(.assessor, .hr, to: "verify a sample")
    let plan =
      draw.plan == SamplingPlan.perAgentID
      ? SamplingPlan(perAgent: draw.version)
      : try SchemeRecords(occasion.database).document(
        SamplingPlan.self, id: draw.plan, version: draw.version)
    let staff = try StaffRecords(occasion.database).keys()
    let order = Order(plan: plan, quarter: draw.quarter, days: draw.from...draw.to, seed: draw.seed)
    let stored = try draws.calls(of: draw.id)
    let classes = Set(plan.classExtras.map { $0.classes.joined(separator: ", ") })
    let causes = try records.causes(of: draw.id).mapValues { $0.filter { !classes.contains($0) } }
    func own(_ id: String) -> [String] { causes[staff[id] ?? 0] ?? [] }
    let sorted = try sort(table, order, staff: staff, extra: { own($0).count }, rejected: { _, _ in })
    var now: [(name: String, purpose: DrawPurpose)] = []
    for agent in sorted.agents {
      let drawn = AgentDraw(agent.number, sampler: sorted.sampler, plan: plan, causes: own(agent.id))
      now += drawn.calls.map { ($0.id, $0.purpose) }
    }
    let before = Dictionary(uniqueKeysWithValues: stored.map { ($0.name, $0.purpose) })
    let after = Dictionary(now.map { ($0.name, $0.purpose) }) { first, _ in first }
    let different = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
    return Proof(draw: draw, calls: stored.count, different: different.sorted())
  }

  package func storedDraws(in quarter: Quarter) throws -> [DrawRecords.Draw] { try draws.draws(in: quarter) }

  // MARK: Lost recordings

  /// Puts the next call of the reserve in the place of one whose recording is lost.
  ///
  /// - Returns: the id of the call that takes its place; `nil` where the reserve of its stratum is used up.
  package func replace(lost name: String, reason: String) throws -> String? {
    try occasion.require(.assessor, to: "replace a lost recording")
    guard let call = try records.call(named: name) else { throw Refusal.unknownCall(name) }
    guard try records.isInDraw(call.id) else { throw Refusal.notDrawn(name) }
    if try draws.isLost(call.id) { throw Refusal.isLost(name) }
    if try records.isEvaluated(call.id) { throw Refusal.isEvaluated(name) }
    // What was drawn on top is not replaced: only the base sample must keep its size.
    let next = call.isSampled ? try draws.nextReserve(after: call.id) : nil
    try occasion.record("qa.lost", of: name, content: "\(name) \(next?.name ?? "-") \(reason)") {
      try draws.insertLoss(
        of: call.id, replacedBy: next?.id, reason: reason, at: occasion.now, by: occasion.actor.account)
      if let next {
        try records.draw(next.id)
        try AssignmentRecords(occasion.database).handOver(from: call.id, to: next.id, reason: reason)
      }
    }
    return next?.name
  }

  /// The log of lost recordings of a quarter.
  package func losses(in quarter: Quarter) throws -> [Loss] {
    try occasion.require(.assessor, .leader, .hr, to: "see lost recordings")
    return try draws.losses(in: quarter)
  }
}
