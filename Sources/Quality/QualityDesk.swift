import Formats
import SQLite
import Workforce
import Workspace

/// What QA does: draw samples of calls, take in evaluations, see results.
package struct QualityDesk {
  private let occasion: Occasion
  private let records: QualityRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = QualityRecords(occasion.database)
  }

  /// A drawn sample: the kept calls of every agent, and what the list held.
  package struct Draw: Sendable {
    package let agents: Int
    package let calls: Int
    package let sampled: Int
    package let seed: UInt64
    /// Whether the same sample was there before.
    package let wasDrawn: Bool
    package let notices: [String]

    package var json: JSON {
      .object([
        ("agents", .int(agents)), ("calls", .int(calls)), ("sampled", .int(sampled)),
        ("seed", .number(String(seed))),
      ])
    }
  }

  package static let callShape = CallList.shape
  package static let outputColumns = CallList.outputColumns

  /// Draws the calls of a quarter to be judged, and calls `output` for each sampled row, by agent and then by hash.
  package func sample(
    _ table: TableReader, perAgent: Int, quarter: Quarter, seed: UInt64, dryRun: Bool,
    output: ([String]) -> Void
  ) throws -> Draw {
    try occasion.require(.assessor, to: "draw samples")
    let staff = try StaffRecords(occasion.database).keys()
    let agents = ByteKeyTable(expecting: staff.count)
    let sampler = CallSampler(perAgent: perAgent, seed: seed)
    let tally = try CallList.read(
      table, quarter: quarter, zone: occasion.workspace.zone, staff: staff, agents: agents, sampler: sampler)
    try table.faults.throwIfAny()
    let order = (0..<sampler.agents).filter { sampler.callCount($0) > 0 }
      .map { (number: $0, id: agents.key($0)) }.sorted { $0.id < $1.id }
    var digest = SHA256()
    var sampled = 0
    let drawn = ByteKeyTable(expecting: order.count * perAgent)
    for agent in order {
      for row in sampler.sample(agent.number) {
        if !drawn.number(of: row.call).isNew {
          table.fault(line: 1, "call '\(row.call)' is listed under two agents; a call belongs to one")
        }
        digest.update("\(row.call)\n".utf8)
        sampled += 1
      }
    }
    try table.faults.throwIfAny()
    let hash = hexText(digest.finish())
    var notices = table.notices
    if tally.outside > 0 {
      notices.append("\(tally.outside) calls lie outside \(quarter) and were left out")
    }
    if tally.doubles > 0 { notices.append("\(tally.doubles) rows repeat a call and were left out") }
    let held = try records.sample(of: quarter)
    if let held, held.hash != hash { throw Refusal.sampleExists(quarter, held) }
    if !dryRun, held == nil {
      try keep(
        order.map { ($0.number, staff[$0.id] ?? 0) }, sampler: sampler, quarter: quarter,
        sample: QualityRecords.Sample(
          perAgent: perAgent, seed: seed, calls: tally.calls, sampled: sampled, hash: hash),
        file: table.file)
    }
    for agent in order { for row in sampler.sample(agent.number) { output(Self.cells(row.record)) } }
    return Draw(
      agents: order.count, calls: tally.calls, sampled: sampled, seed: seed, wasDrawn: held != nil,
      notices: notices)
  }

  /// The cells of a sampled row.
  private static func cells(_ record: String) -> [String] {
    record.utf8.split(separator: 0x1f, omittingEmptySubsequences: false).map { String(Substring($0)) }
  }

  private func keep(
    _ agents: [(number: Int, key: Int)], sampler: CallSampler, quarter: Quarter,
    sample: QualityRecords.Sample,
    file: String
  ) throws {
    try occasion.publish(
      agents.count, into: "call sample_frame", deed: "qa.sample", of: "\(quarter)",
      content: "\(file) \(sample.hash) \(sample.seed) \(sample.perAgent)"
    ) { index, batch in
      let agent = agents[index]
      for row in sampler.sample(agent.number) {
        let cells = Self.cells(row.record)
        // A call that was judged for another reason before is drawn now.
        if try records.draw(row.call) { continue }
        _ = try records.insertCall(
          row.call, quarter: quarter, staff: agent.key, started: cells[2], isSampled: true,
          record: cells.dropFirst(3).joined(separator: "\u{1f}"), batch: batch)
      }
      try records.insertFrame(
        quarter: quarter, staff: agent.key, calls: sampler.callCount(agent.number), batch: batch)
      if index == agents.count - 1 {
        try records.insert(sample, quarter: quarter, at: occasion.now, by: occasion.actor.account)
      }
    }
  }

  /// Takes in evaluations made with a scorecard.
  package func importEvaluations(
    _ path: String, scorecard id: String, options: IntakeOptions, progress: (Int) -> Void = { _ in }
  ) throws -> IntakeOutcome {
    try occasion.require(.assessor, to: "take in evaluations")
    let schemes = SchemeRecords(occasion.database)
    let card = try schemes.document(
      Scorecard.self, id: id, forFile: path, dayColumn: Evaluation.dayColumn, today: occasion.today)
    let table = try TableReader(path: path, shape: Evaluation.shape(for: card))
    let reading = try EvaluationReading(
      table, card: card, staff: StaffRecords(occasion.database).keys(), records: records)
    // One snapshot for all look-ups: a transaction each would cost more than the look-up.
    let rows = try occasion.database.snapshot { try reading.rows() }
    try schemes.checkVersion(
      kind: Scorecard.kind, id: id, version: card.head.version, days: rows.lazy.map { ($0.row.day, $0.line) },
      in: table)
    let mayHold = try records.hasEvaluations()
    let arrivals = try Arrivals(
      rows, options: options, in: table,
      find: { mayHold ? try records.find(call: $0.call, assessor: $0.assessor) : nil },
      name: { _ in "this assessor's evaluation of this call" })
    try table.faults.throwIfAny()
    if !options.dryRun, !arrivals.isEmpty {
      try occasion.publish(
        arrivals.count, into: "evaluation call", deed: "qa.import", of: path,
        content: "\(reading.digest) \(options.correction ?? "")", progress: progress
      ) { index, batch in
        let (row, supersedes) = arrivals[index]
        try records.insert(
          try reading.withCall(row, batch: batch), batch: batch, supersedes: supersedes,
          reason: options.correction)
      }
    }
    return table.outcome(
      arrivals, options: options,
      notices: try occasion.noticesOfClosedQuarters(Set(arrivals.accepted.map(\.row.quarter))))
  }

  /// Everybody's result of a quarter with coverage, by id.
  package func results(in quarter: Quarter) throws -> [(
    id: String, name: String, result: QualityResult, handled: Int?
  )] {
    try occasion.require(.assessor, .leader, .hr, to: "see everybody's results")
    var results: [Int: QualityResult] = [:]
    try records.forEachResult(in: quarter) { results[$0] = $1 }
    let frame = try records.frame(of: quarter)
    var rows: [(id: String, name: String, result: QualityResult, handled: Int?)] = []
    try StaffRecords(occasion.database).forEachPerson { key, person in
      guard let result = results[key] else { return }
      rows.append((person.id, person.name, result, frame[key]))
    }
    return rows
  }
}

extension Refusal {
  static func sampleExists(_ quarter: Quarter, _ sample: QualityRecords.Sample) -> Refusal {
    Refusal(
      .badData,
      "\(quarter) has a sample already, drawn with --per-agent \(sample.perAgent) --seed \(sample.seed), and this list would give another",
      "draw again with the same list, number and seed, or leave the sample as it is")
  }
}
