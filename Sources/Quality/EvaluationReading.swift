import Formats
import Workspace

/// Reads evaluations as bytes, checks each against scorecard, sample and staff, and scores it.
final class EvaluationReading {
  private let table: TableReader
  private let card: Scorecard
  private let staff: [String: Int]
  private let people = ByteKeyTable()
  private var peopleKeys: [Int?] = []
  private let records: QualityRecords
  private var seen = ByteKeyTable()
  private var hash = SHA256()
  private(set) var digest = ""
  /// Calls that were never sampled and that an evaluation of another kind speaks of: they are written with it.
  private var strangers: [(name: String, started: String)] = []

  init(_ table: TableReader, card: Scorecard, staff: [String: Int], records: QualityRecords) throws {
    self.table = table
    self.card = card
    self.staff = staff
    self.records = records
  }

  /// The key of somebody's id given as bytes; each id is looked up once.
  private func key(_ id: UnsafeBufferPointer<UInt8>) -> Int? {
    let (number, isNew) = people.number(of: id)
    if isNew { peopleKeys.append(staff[people.key(number)]) }
    return peopleKeys[number]
  }

  func rows() throws -> [Placed<Evaluation>] {
    var rows: [Placed<Evaluation>] = []
    let columns = card.items.map { table.index(of: $0.id) }
    var name: [UInt8] = []
    try table.forEachRow { row in
      let call = row.bytes("call")
      let assessorID = row.bytes("assessor")
      let agentID = row.bytes("agent")
      if call.isEmpty { row.fault("call", "'call' is empty; a value is required") }
      let day = row.day("date")
      let kind = row.optionalWord("kind", Evaluation.kinds) ?? .random
      if let id = row.optional("scorecard"), id != card.head.id {
        row.fault(
          "scorecard",
          "scorecard '\(id)' is not '\(card.head.id)'; import its evaluations with --scorecard \(id)")
      }
      let assessor = assessorID.isEmpty ? nil : key(assessorID)
      if assessor == nil {
        row.fault(
          "assessor",
          assessorID.isEmpty
            ? "'assessor' is empty; a value is required"
            : "nobody has the id '\(String(decoding: assessorID, as: UTF8.self))'; see: merit staff list")
      }
      let agent = agentID.isEmpty ? nil : key(agentID)
      if !agentID.isEmpty, agent == nil {
        row.fault(
          "agent", "nobody has the id '\(String(decoding: agentID, as: UTF8.self))'; see: merit staff list")
      }
      let answers = items(row, columns)
      guard !call.isEmpty, let day, let assessor, let answers else { return }
      guard let known = try place(call, agent: agent, day: day, kind: kind, row) else { return }
      if known.staff == assessor {
        return row.fault("assessor", "an assessor does not judge a call of their own; assign it to another")
      }
      name.removeAll(keepingCapacity: true)
      name.append(contentsOf: call)
      name.append(0x1f)
      name.append(contentsOf: assessorID)
      if !name.withUnsafeBufferPointer({ seen.number(of: $0).isNew }) {
        return row.fault(
          "call",
          "this assessor's evaluation of call '\(String(decoding: call, as: UTF8.self))' stands in this file already; keep one"
        )
      }
      let result = Scoring.result(card, answers)
      let evaluation = Evaluation(
        call: known.id, staff: known.staff, assessor: assessor, quarter: known.quarter, day: day, kind: kind,
        scorecard: card.head.id, version: card.head.version, items: answers.map(\.byte), score: result.score,
        criticals: result.criticals, comment: row.optional("comment"))
      rows.append(Placed(evaluation, line: row.line))
      hash.update(name)
      hash.update(evaluation.items)
    }
    digest = hexText(hash.finish())
    return rows
  }

  private func items(_ row: TableRow, _ columns: [Int?]) -> [ItemAnswer]? {
    var answers: [ItemAnswer] = []
    answers.reserveCapacity(columns.count)
    var isSound = true
    for (item, column) in zip(card.items, columns) {
      guard let column else { return nil }
      switch ItemReading.read(row.bytes(at: column), item) {
      case .success(let answer): answers.append(answer)
      case .failure(let reason):
        row.fault(at: column, reason.text)
        isSound = false
      }
    }
    return isSound ? answers : nil
  }

  /// The call that a row speaks of: sampled where it counts for pay; of any other kind it may be new.
  private func place(
    _ call: UnsafeBufferPointer<UInt8>, agent: Int?, day: CalendarDay, kind: Evaluation.Kind, _ row: TableRow
  ) throws -> KnownCall? {
    if let known = try records.call(call) {
      if let agent, agent != known.staff {
        row.fault(
          "agent",
          "call '\(String(decoding: call, as: UTF8.self))' belongs to somebody else; mend the agent or the call"
        )
        return nil
      }
      if kind == .random, !known.isSampled {
        row.fault(
          "kind",
          "call '\(String(decoding: call, as: UTF8.self))' was not drawn by chance; give its kind as targeted, live, calibration or coaching"
        )
        return nil
      }
      return known
    }
    let name = String(decoding: call, as: UTF8.self)
    if kind == .random {
      row.fault(
        "call",
        "call '\(name)' is not in the sample; draw it with: merit qa sample, or give its kind as targeted")
      return nil
    }
    guard let agent else {
      row.fault("agent", "call '\(name)' is not known; its agent must be given")
      return nil
    }
    // A negative id marks a call that is written together with its evaluation.
    strangers.append((name, day.description))
    return KnownCall(id: -strangers.count, staff: agent, quarter: Quarter(of: day), isSampled: false)
  }

  /// The evaluation with the id of its call, which is written now where it was not known.
  func withCall(_ row: Evaluation, batch: Int) throws -> Evaluation {
    guard row.call < 0 else { return row }
    let stranger = strangers[-row.call - 1]
    var name = stranger.name
    let id =
      try name.withUTF8 { try records.call($0) }?.id
      ?? records.insertCall(
        stranger.name, quarter: row.quarter, staff: row.staff, started: stranger.started, isSampled: false,
        record: "",
        batch: batch)
    return Evaluation(
      call: id, staff: row.staff, assessor: row.assessor, quarter: row.quarter, day: row.day, kind: row.kind,
      scorecard: row.scorecard, version: row.version, items: row.items, score: row.score,
      criticals: row.criticals,
      comment: row.comment)
  }
}
