import Formats
import SQLite
import Workforce
import Workspace

/// What agents do about evaluations of their calls, and how it is decided: by the leader, then by a panel, never by the
/// assessor.
package struct DisputeDesk {
  private let occasion: Occasion
  private let records: DisputeRecords
  private let quality: QualityRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = DisputeRecords(occasion.database)
    quality = QualityRecords(occasion.database)
  }

  /// An evaluation with all that the agent needs to judge it.
  package struct Case: Sendable {
    package let id: Int
    package let call: String
    package let agent: String
    package let assessor: String
    package let evaluation: Evaluation
    package let card: Scorecard
    package let started: String
    package let recording: String?
    package let dispute: Dispute
    /// Working days left for disputing, or for going to the panel; `nil` where it cannot be disputed any more.
    package let daysLeft: Int?
    /// What it superseded: scores and reasons, oldest first.
    package let earlier: [(score: Score?, reason: String?)]
  }

  /// What every case is read with: once for however many.
  private final class Surroundings {
    let ids: [Int: String]
    let calendar: WorkingCalendar
    /// Whoever asks.
    let own: Int?
    /// The calls that they have still to score blind.
    let blind: Set<Int>
    var cards: [String: Scorecard] = [:]

    init(_ occasion: Occasion) throws {
      let database = occasion.database
      let keys = try StaffRecords(database).keys()
      ids = Dictionary(keys.map { ($0.value, $0.key) }) { first, _ in first }
      calendar = try CalendarRecords(database).calendar()
      own = occasion.actor.staff.flatMap { keys[$0] }
      blind = try own.map { Set(try AssignmentRecords(database).openTasks(of: $0).map(\.call)) } ?? []
    }
  }

  /// The evaluations in force of a call; one's own for an agent.
  package func cases(of name: String) throws -> [Case] {
    try cases(of: name, with: Surroundings(occasion))
  }

  private func cases(of name: String, with around: Surroundings) throws -> [Case] {
    guard let call = try quality.call(named: name) else {
      // Which calls there are is told only to those who may see them.
      try requireSight(of: nil)
      throw Refusal.unknownCall(name)
    }
    let (ids, calendar) = (around.ids, around.calendar)
    try requireSight(of: ids[call.staff])
    let (started, recording) = try quality.facts(of: call.id)
    // Who has still to score a call blind does not see how others did.
    let isBlind = around.blind.contains(call.id)
    return try quality.evaluations(ofCall: call.id).filter { _, row, _, _ in
      !isBlind || row.assessor == around.own
    }.map { id, row, until, earlier in
      let card =
        try around.cards["\(row.scorecard) \(row.version)"]
        ?? SchemeRecords(database).document(Scorecard.self, id: row.scorecard, version: row.version)
      around.cards["\(row.scorecard) \(row.version)"] = card
      let dispute = Dispute(
        try records.steps(call: call.id, assessor: row.assessor), until: until,
        again: { calendar.day(card.disputeDays, after: occasion.workspace.zone.day(of: $0)) },
        today: occasion.today)
      let left: Int? =
        switch dispute.state {
        case .open(let until), .decided(let until): calendar.count(after: occasion.today, through: until)
        case .waiting, .settled: nil
        }
      return Case(
        id: id, call: name, agent: ids[row.staff] ?? "?", assessor: ids[row.assessor] ?? "?", evaluation: row,
        card: card, started: started, recording: recording, dispute: dispute, daysLeft: left, earlier: earlier
      )
    }
  }

  /// The evaluations in force of a person's calls in a quarter, the newest first.
  package func cases(ofAgent id: String, in quarter: Quarter) throws -> [Case] {
    try requireSight(of: id)
    guard let key = try StaffRecords(database).key(of: id) else { throw Refusal.unknownStaff(id) }
    let around = try Surroundings(occasion)
    return try quality.callNames(of: key, in: quarter).flatMap { try cases(of: $0, with: around) }.sorted {
      ($0.evaluation.day, $0.id) > ($1.evaluation.day, $1.id)
    }
  }

  private func requireSight(of agent: String?) throws {
    if let own = occasion.actor.staff, own == agent { return }
    try occasion.require(.assessor, .leader, .hr, to: "see evaluations of others' calls")
  }

  /// The evaluation that a step is about: the only one that counts, or that of the assessor named.
  private func theCase(_ call: String, assessor: String?) throws -> Case {
    let all = try cases(of: call).filter { found in
      [.random, .targeted, .live].contains(found.evaluation.kind)
        && assessor.map { $0 == found.assessor } ?? true
    }
    guard let first = all.first else {
      throw Refusal(
        .noInput, "call '\(call)' has no evaluation that can be disputed", "see: merit qa show \(call)")
    }
    guard all.count == 1 else {
      throw Refusal(
        .usage, "call '\(call)' has \(all.count) evaluations", "say whose: --assessor \(first.assessor)")
    }
    return first
  }

  /// Refuses whoever is neither the agent nor HR acting for them.
  private func requireAgent(of found: Case) throws {
    if occasion.actor.staff == found.agent { return }
    try occasion.require(.hr, to: "answer for agent '\(found.agent)'")
  }

  package func acknowledge(_ call: String, assessor: String?) throws {
    let found = try theCase(call, assessor: assessor)
    try requireAgent(of: found)
    switch found.dispute.state {
    case .open, .decided: try take(.acknowledged, nil, "", isLate: false, found)
    case .waiting, .settled: throw Refusal.nothingOpen(call, found.dispute)
    }
  }

  /// - Parameter lateReason: why it comes after its time; a late dispute without one is refused.
  package func dispute(_ call: String, assessor: String?, text: String, lateReason: String?) throws {
    let found = try theCase(call, assessor: assessor)
    try requireAgent(of: found)
    guard found.dispute.mayDispute(isLate: lateReason != nil) else {
      if found.dispute.mayDispute(isLate: true) { throw Refusal.disputeLate(call) }
      throw Refusal.nothingOpen(call, found.dispute)
    }
    guard !text.trimmed.isEmpty, lateReason.map({ !$0.trimmed.isEmpty }) ?? true else {
      throw Refusal(.usage, "the reason is empty", "say what is wrong: --text TEXT")
    }
    let isLate = found.dispute.state == .settled
    try take(
      .disputed, nil, isLate ? "\(text) (late: \(lateReason ?? ""))" : text, isLate: isLate, found)
  }

  package func withdraw(_ call: String, assessor: String?) throws {
    let found = try theCase(call, assessor: assessor)
    try requireAgent(of: found)
    guard case .waiting = found.dispute.state else { throw Refusal.nothingOpen(call, found.dispute) }
    try take(.withdrawn, nil, "", isLate: false, found)
  }

  /// Decides a dispute that waits.
  ///
  /// - Parameter changes: the new answers by item, where the evaluation is changed; the new one supersedes the old.
  /// - Returns: the score that holds now, and what must be known where its quarter is closed.
  package func decide(
    _ call: String, assessor: String?, changes: [String: String]?, text: String
  ) throws -> (score: Score?, notices: [String]) {
    let found = try theCase(call, assessor: assessor)
    guard case .waiting(let judge) = found.dispute.state else {
      throw Refusal.nothingOpen(call, found.dispute)
    }
    if judge == .leader {
      try occasion.require(.leader, to: "decide a dispute first")
      try requireLeader(of: found)
    } else {
      try occasion.require(.assessor, .hr, to: "decide a dispute on the panel")
    }
    // Nobody decides twice, nor what they disputed on an agent's behalf.
    let deciders = found.dispute.steps.filter { [.leader, .disputed].contains($0.kind) }.map(\.by)
    guard occasion.actor.staff != found.assessor, occasion.actor.staff != found.agent,
      !deciders.contains(occasion.actor.account)
    else {
      throw Refusal(
        .notPermitted,
        "'\(occasion.actor.account)' made, disputed, decided or is concerned by this evaluation",
        "somebody else decides: add --as ACCOUNT")
    }
    guard let changes else {
      try take(judge, .upheld, text, isLate: false, found)
      return (found.evaluation.score, [])
    }
    let changed = try self.changed(found, changes)
    let deadlines = DisputeDeadlines(
      days: found.card.disputeDays, calendar: try CalendarRecords(database).calendar(),
      zone: occasion.workspace.zone)
    try occasion.publish(
      1, into: "evaluation", deed: "qa.decide", of: call, content: "\(judge) changed \(changed) \(text)"
    ) { _, batch in
      try requireUnchanged(found)
      try quality.insert(
        changed, batch: batch, disputeBy: deadlines.day(for: found.evaluation), supersedes: found.id,
        reason: QualityRecords.decisionReason + text)
      try records.insert(
        DisputeStep(
          kind: judge, outcome: .changed, text: text, isLate: false, at: occasion.now,
          by: occasion.actor.account), evaluation: found.id, replacement: database.lastInsertedRow)
    }
    return (changed.score, try occasion.noticesOfClosedQuarters([changed.quarter]))
  }

  /// Refuses a step where another was taken since the case was read; to be called in the transaction that writes.
  private func requireUnchanged(_ found: Case) throws {
    let (call, assessor) = (found.evaluation.call, found.evaluation.assessor)
    guard try records.steps(call: call, assessor: assessor).count == found.dispute.steps.count else {
      throw Refusal(
        .tryAgain, "somebody else took a step about call '\(found.call)' meanwhile",
        "see: merit qa show \(found.call)")
    }
  }

  /// A leader who is a member of staff decides about the teams that they lead; where a team names no leader, any does.
  private func requireLeader(of found: Case) throws {
    guard let own = occasion.actor.staff, !occasion.actor.may([.hr]) else { return }
    let staff = StaffRecords(database)
    let book = try TeamBook(staff)
    let day = found.evaluation.day
    let team = book.team(of: found.evaluation.staff, on: day)
    let leader = try staff.units().first { $0.id == team }?.leader
    guard leader == nil || leader == own else {
      throw Refusal(
        .notPermitted, "'\(found.agent)' is of team '\(team ?? "–")', which '\(leader ?? "–")' leads",
        "that leader decides first, then the panel")
    }
  }

  /// The evaluation with other answers, scored by the same version of the form.
  private func changed(_ found: Case, _ changes: [String: String]) throws -> Evaluation {
    var faults = Faults()
    var items = found.evaluation.items
    for (name, text) in changes.sorted(by: { $0.key < $1.key }) {
      func fault(_ message: String) {
        faults.append(Fault(file: "--change", line: 1, column: 1, message: message))
      }
      guard let place = found.card.items.firstIndex(where: { $0.id == name }) else {
        let hint =
          nearest(to: name, among: found.card.items.map(\.id)).map { "; did you mean '\($0)'?" } ?? ""
        fault("there is no item '\(name)' on the form\(hint)")
        continue
      }
      var text = text
      switch text.withUTF8({ ItemReading.read($0, found.card.items[place]) }) {
      case .success(let answer): items[place] = answer.byte
      case .failure(let reason): fault(reason.text)
      }
    }
    try faults.throwIfAny()
    guard items != found.evaluation.items else {
      throw Refusal(.badData, "these answers are those that stand already", "write upheld, or what changes")
    }
    let (old, result) = (found.evaluation, Scoring.result(found.card, bytes: items))
    return Evaluation(
      call: old.call, staff: old.staff, assessor: old.assessor, quarter: old.quarter, day: old.day,
      kind: old.kind, scorecard: old.scorecard, version: old.version, items: items, score: result.score,
      criticals: result.criticals, comment: old.comment, details: old.details, notes: old.notes,
      stratum: old.stratum)
  }

  private func take(
    _ kind: DisputeStep.Kind, _ outcome: DisputeStep.Outcome?, _ text: String, isLate: Bool, _ found: Case
  ) throws {
    let step = DisputeStep(
      kind: kind, outcome: outcome, text: text, isLate: isLate, at: occasion.now, by: occasion.actor.account)
    try occasion.record("qa.\(kind.rawValue)", of: found.call, content: "\(step)") {
      try requireUnchanged(found)
      try records.insert(step, evaluation: found.id, replacement: nil)
    }
  }

  /// What waits for a decision.
  package func waiting() throws -> [Waiting] {
    try occasion.require(.assessor, .leader, .hr, to: "see disputes")
    return try records.waiting()
  }
}

extension Refusal {
  static func disputeLate(_ call: String) -> Refusal {
    Refusal(
      .badData, "the time for disputing the evaluation of call '\(call)' is over",
      "give a reason: --late TEXT")
  }

  static func nothingOpen(_ call: String, _ dispute: Dispute) -> Refusal {
    let what =
      switch (dispute.state, dispute.steps.last) {
      case (.waiting(let judge), _): "waits for the \(judge.rawValue)'s decision"
      case (_, let last?):
        "was \(last.kind == .leader || last.kind == .panel ? "decided by the \(last.kind.rawValue)" : last.kind.rawValue) already"
      case (_, nil): "is not disputed, or can no longer be"
      }
    return Refusal(.badData, "the evaluation of call '\(call)' \(what)", "see: merit qa show \(call)")
  }
}
