import Formats
import SQLite
import Workforce
import Workspace

/// One assessor scoring one call, answer by answer.
package struct ScoringRoom {
  package let call: String
  package let agent: String
  package let assessor: String
  package let card: Scorecard
  package let kind: Evaluation.Kind
  /// When the call was, and where its recording is, as far as the list said.
  package let started: String
  package let recording: String?
  /// What was kept before; unanswered throughout for a fresh form.
  package let draft: ScoringDraft

  private let occasion: Occasion
  private let known: KnownCall
  private let assessorKey: Int
  private var database: Connection { occasion.database }

  /// Opens the form of a call for an assessor.
  ///
  /// - Parameters:
  ///   - assessor: the id of who scores; by default the person of the account.
  ///   - agent: whose call it is, where the workspace does not know the call.
  ///   - kind: why it is scored; by default as it was assigned, else `random` for a drawn call.
  package init(
    _ occasion: Occasion, call name: String, assessor id: String?, scorecard: String, agent: String?,
    kind wanted: Evaluation.Kind?
  ) throws {
    try occasion.require(.assessor, to: "score calls")
    let records = QualityRecords(occasion.database)
    let staff = StaffRecords(occasion.database)
    let keys = try staff.keys()
    if let own = occasion.actor.staff, let id, own != id, !occasion.actor.may([.hr, .leader]) {
      throw Refusal(
        .notPermitted, "account '\(occasion.actor.account)' is '\(own)', and cannot score as '\(id)'",
        "drop --assessor, or have the call reassigned: merit qa reassign")
    }
    guard let id = id ?? occasion.actor.staff else {
      throw Refusal(
        .usage, "account '\(occasion.actor.account)' belongs to no member of staff",
        "say who scores: --assessor ID")
    }
    guard let assessorKey = keys[id] else { throw Refusal.unknownStaff(id) }
    let judged = try Self.agent(of: name, agent: agent, kind: wanted, keys: keys, records)
    guard assessorKey != judged, try !TeamBook(staff).share(assessorKey, judged, on: occasion.today) else {
      throw Refusal.ownTeam(id, name)
    }
    let known = try Self.place(name, staff: judged, records, occasion)
    if try DrawRecords(occasion.database).isLost(known.id) { throw Refusal.isLost(name) }
    let drafts = DraftRecords(occasion.database)
    let kept = try drafts.find(call: known.id, assessor: assessorKey)
    let assigned = try AssignmentRecords(occasion.database).kind(call: known.id, assessor: assessorKey)
    let kind =
      kept.flatMap { Evaluation.Kind(rawValue: $0.kind) } ?? wanted ?? assigned
      ?? (known.isSampled ? .random : .targeted)
    if kind == .random, !known.isSampled {
      throw Refusal(
        .badData, "call '\(name)' was not drawn by chance",
        "give --kind targeted, live, calibration or coaching")
    }
    if kind == .random, let other = try records.randomAssessor(of: known.id), other != assessorKey {
      throw Refusal(
        .badData, "call '\(name)' has its random evaluation by another assessor", "give --kind calibration")
    }
    if kind == .random, assigned == nil,
      let other = try AssignmentRecords(occasion.database).randomAssessor(of: known.id)
    {
      throw Refusal(
        .notPermitted, "call '\(name)' is assigned to '\(other)'",
        "have it reassigned: merit qa reassign \(name) --from \(other) --to \(id) --reason TEXT")
    }
    if try records.find(call: known.id, assessor: assessorKey) != nil {
      throw Refusal(
        .badData, "'\(id)' has scored call '\(name)' already",
        "a correction is imported: merit qa import FILE --correct --reason TEXT")
    }
    let schemes = SchemeRecords(occasion.database)
    card =
      if let kept { try schemes.document(Scorecard.self, id: kept.scorecard, version: kept.version) } else {
        try schemes.document(Scorecard.self, id: scorecard, on: occasion.today)
      }
    draft =
      kept?.draft ?? ScoringDraft(items: Array(repeating: ScoringDraft.unanswered, count: card.items.count))
    self.call = name
    self.agent = keys.first { $0.value == known.staff }?.key ?? "?"
    assessor = id
    self.kind = kind
    self.known = known
    self.assessorKey = assessorKey
    self.occasion = occasion
    (started, recording) = try records.facts(of: known.id)
  }

  /// Whose call it is: as it is known, else as it is said of a call that was not drawn.
  private static func agent(
    of name: String, agent: String?, kind: Evaluation.Kind?, keys: [String: Int], _ records: QualityRecords
  ) throws -> Int {
    if let known = try records.call(named: name) { return known.staff }
    guard let agent, let kind, kind != .random else {
      throw Refusal(
        .noInput, "there is no call '\(name)' in the workspace",
        "for a call that was not drawn add --agent ID and --kind targeted, live, calibration or coaching")
    }
    guard let key = keys[agent] else { throw Refusal.unknownStaff(agent) }
    return key
  }

  /// The call; one that is not known is written down.
  private static func place(
    _ name: String, staff: Int, _ records: QualityRecords, _ occasion: Occasion
  ) throws -> KnownCall {
    if let known = try records.call(named: name) { return known }
    try occasion.publish(1, into: "call", deed: "qa.call", of: name, content: "\(name) \(staff)") {
      _, batch in
      _ = try records.insertCall(
        name, quarter: Quarter(of: occasion.today), staff: staff, started: occasion.today.description,
        isSampled: false, record: "", batch: batch)
    }
    guard let known = try records.call(named: name) else { throw Refusal.unknownCall(name) }
    return known
  }

  /// Reads one item's answer as a person types it.
  ///
  /// - Returns: the byte, or in words why it is none.
  package func answer(_ text: String, item: Int) -> Result<UInt8, ItemReading.Reason> {
    var text = text.trimmed.lowercased()
    if text == "y" { text = "yes" }
    if text == "n" { text = "no" }
    return text.withUTF8 { ItemReading.read($0, card.items[item]) }.map(\.byte)
  }

  /// Keeps the form as it stands.
  package func keep(_ draft: ScoringDraft, at time: Instant) throws {
    try database.transaction {
      try DraftRecords(database).save(
        draft, call: known.id, assessor: assessorKey, card: card, kind: kind, at: time)
    }
  }

  /// Hands the form in as an evaluation.
  ///
  /// - Throws: a refusal where answers or comments are missing.
  package func submit(_ draft: ScoringDraft, at time: Instant) throws -> ScorecardResult {
    let gaps = draft.gaps(card)
    if let first = gaps.answers.first {
      throw Refusal(
        .badData, "\(gaps.answers.count) items have no answer, the first '\(card.items[first].id)'",
        "answer them")
    }
    if let first = gaps.comments.first {
      throw Refusal(.badData, "item '\(card.items[first].id)' needs a comment", "write why")
    }
    let result = Scoring.result(card, bytes: draft.items)
    let day = occasion.workspace.zone.day(of: time)
    let evaluation = Evaluation(
      call: known.id, staff: known.staff, assessor: assessorKey, quarter: known.quarter, day: day, kind: kind,
      scorecard: card.head.id, version: card.head.version, items: draft.items, score: result.score,
      criticals: result.criticals, comment: draft.comment.isEmpty ? nil : draft.comment,
      details: draft.moment.isEmpty ? nil : "\(draft.moment)\u{1f}",
      notes: Evaluation.joined(draft.notes, card),
      stratum: kind == .random ? known.stratum : nil)
    let deadlines = DisputeDeadlines(
      days: card.disputeDays, calendar: try CalendarRecords(database).calendar(),
      zone: occasion.workspace.zone)
    try occasion.publish(
      1, into: "evaluation", deed: "qa.score", of: call, content: "\(evaluation)"
    ) { _, batch in
      let records = QualityRecords(database)
      if kind == .random { try records.claim(random: known.id, by: assessorKey) }
      guard try records.find(call: known.id, assessor: assessorKey) == nil else {
        throw Refusal(
          .badData, "'\(assessor)' has scored call '\(call)' already, at another terminal", "nothing is lost")
      }
      try records.insert(
        evaluation, batch: batch, disputeBy: deadlines.day(for: evaluation), supersedes: nil, reason: nil)
      try DraftRecords(database).delete(call: known.id, assessor: assessorKey)
    }
    return result
  }
}
