import Formats
import Workforce
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
  private let teams: TeamBook
  private let mayHold: Bool
  private let today: CalendarDay
  /// By call and assessor, the assignments that are not random.
  private let furtherKinds: [[Int]: Evaluation.Kind]
  private let randomCalls = ByteKeyTable()
  private var randomAssessors: [Int] = []
  private var noteIndexes: [Int?] = []
  private var asksNotes = false
  /// Calls that were never sampled and that an evaluation of another kind speaks of: they are written with it.
  private var strangers: [(name: String, started: String, agent: Int, quarter: Quarter)] = []
  private var strangerNumbers: [String: Int] = [:]
  private var strangerRows: [Int: Int] = [:]

  /// - Parameter mayHold: whether there are evaluations to compare with.
  init(
    _ table: TableReader, card: Scorecard, staff: [String: Int], teams: TeamBook, records: QualityRecords,
    mayHold: Bool, today: CalendarDay
  ) throws {
    self.table = table
    self.card = card
    self.staff = staff
    self.records = records
    self.teams = teams
    self.mayHold = mayHold
    self.today = today
    furtherKinds = try records.furtherAssignments()
  }

  /// The key of somebody's id given as bytes; each id is looked up once.
  private func key(_ id: UnsafeBufferPointer<UInt8>) -> Int? {
    let (number, isNew) = people.number(of: id)
    if isNew { peopleKeys.append(staff[people.key(number)]) }
    return peopleKeys[number]
  }

  func rows() throws -> [Placed<Evaluation>] {
    var rows: [Placed<Evaluation>] = []
    guard let callIndex = table.index(of: "call"), let assessorIndex = table.index(of: "assessor"),
      let dayIndex = table.index(of: "date")
    else {
      // Without its columns the table has faults and no rows.
      try table.forEachRow { _ in }
      return rows
    }
    let columns = card.items.compactMap { table.index(of: $0.id) }
    let agentIndex = table.index(of: "agent")
    let kindIndex = table.index(of: "kind")
    let scorecardIndex = table.index(of: "scorecard")
    let hasDetails = Evaluation.detailColumns.contains { table.index(of: $0) != nil }
    noteIndexes = card.items.map { table.index(of: Evaluation.noteColumn($0.id)) }
    asksNotes = card.items.contains { $0.comment != nil } || noteIndexes.contains { $0 != nil }
    let notifiedIndex = table.index(of: "notified")
    var content: [UInt8] = []
    try table.forEachRow { row in
      let call = row.bytes(at: callIndex)
      if call.isEmpty { row.fault(at: callIndex, "'call' is empty; a value is required") }
      let day = row.day(at: dayIndex, named: "date")
      let saidKind = kindIndex.flatMap { self.kind(row, $0) }
      if let scorecardIndex, !row.bytes(at: scorecardIndex).isEmpty,
        row.text(at: scorecardIndex) != card.head.id
      {
        let id = row.text(at: scorecardIndex)
        row.fault(
          at: scorecardIndex,
          "scorecard '\(id)' is not '\(card.head.id)'; import its evaluations with --scorecard \(id)")
      }
      let assessor = person(row, assessorIndex, required: "assessor")
      let agent = agentIndex.flatMap { person(row, $0, required: nil) }
      let answers = items(row, columns)
      if let day { checkTimes(row, day: day, at: dayIndex, notifiedIndex) }
      guard !call.isEmpty, let day, let assessor, let answers else { return }
      let kind = try saidKind ?? assignedKind(call, assessor)
      guard let known = try place(call, agent: agent, day: day, kind: kind, row) else { return }
      guard try mayJudge(row, known, assessor, kind, on: day, callIndex, assessorIndex) else { return }
      guard let notes = notes(row, answers) else { return }
      let result = Scoring.result(card, bytes: answers)
      rows.append(
        Placed(
          Evaluation(
            call: known.id, staff: known.staff, assessor: assessor, quarter: known.quarter, day: day,
            kind: kind,
            scorecard: card.head.id, version: card.head.version, items: answers, score: result.score,
            criticals: result.criticals, comment: row.optional("comment"),
            details: hasDetails ? row.joined(Evaluation.detailColumns) : nil, notes: notes.text,
            stratum: kind == .random ? known.stratum : nil), line: row.line))
      content.append(contentsOf: call)
      content.append(contentsOf: row.bytes(at: assessorIndex))
      content.append(contentsOf: answers)
      if content.count > 1 << 16 {
        hash.update(content)
        content.removeAll(keepingCapacity: true)
      }
    }
    hash.update(content)
    digest = hexText(hash.finish())
    return rows
  }

  /// Whether an assessor may give this evaluation of a call; a fault where not.
  private func mayJudge(
    _ row: TableRow, _ call: KnownCall, _ assessor: Int, _ kind: Evaluation.Kind, on day: CalendarDay,
    _ callIndex: Int, _ assessorIndex: Int
  ) throws -> Bool {
    func refuse(_ index: Int, _ message: String) -> Bool {
      row.fault(at: index, message)
      return false
    }
    if call.staff == assessor {
      return refuse(assessorIndex, "an assessor does not judge a call of their own; assign it to another")
    }
    if !isFirst(call: call.id, assessor: assessor) {
      return refuse(
        callIndex,
        "this assessor's evaluation of call '\(row.text(at: callIndex))' stands in this file already; keep one"
      )
    }
    if teams.share(call.staff, assessor, on: day) {
      return refuse(
        assessorIndex, "an assessor does not judge their own team; assign the call to another")
    }
    if kind == .random, let other = try otherAssessor(call.id, but: assessor) {
      return refuse(
        callIndex,
        "call '\(row.text(at: callIndex))' has its random evaluation by '\(other)' already; give this one's kind as calibration"
      )
    }
    return true
  }

  /// What was written about single items, where anything was.
  private struct Notes { let text: String? }

  /// What was written about single items; `nil` after a fault.
  private func notes(_ row: TableRow, _ answers: [UInt8]) -> Notes? {
    guard asksNotes else { return Notes(text: nil) }
    var notes: [String: String] = [:]
    var isSound = true
    for (place, item) in card.items.enumerated() {
      let text = noteIndexes[place].map { row.text(at: $0) } ?? ""
      if !text.isEmpty { notes[item.id] = text }
      guard text.isEmpty, item.wantsComment(ItemAnswer(byte: answers[place])) else { continue }
      row.fault(
        Evaluation.noteColumn(item.id),
        "item '\(item.id)' needs a comment; write why in the column '\(Evaluation.noteColumn(item.id))'")
      isSound = false
    }
    return isSound ? Notes(text: Evaluation.joined(notes, card)) : nil
  }

  /// The id of another assessor whose random evaluation of the call is there already.
  private func otherAssessor(_ call: Int, but assessor: Int) throws -> String? {
    let key = withUnsafeBytes(of: call) { bytes in
      bytes.withMemoryRebound(to: UInt8.self) { randomCalls.number(of: $0) }
    }
    if key.isNew {
      randomAssessors.append(
        mayHold && call > 0 ? try records.randomAssessor(of: call) ?? assessor : assessor)
    }
    let first = randomAssessors[key.number]
    return first == assessor ? nil : staff.first { $0.value == first }?.key ?? "?"
  }

  /// Whether no row before spoke of the same call by the same assessor.
  private func isFirst(call: Int, assessor: Int) -> Bool {
    withUnsafeBytes(of: (call, assessor)) { key in
      key.withMemoryRebound(to: UInt8.self) { seen.number(of: $0).isNew }
    }
  }

  /// Nothing is judged, and nobody told, in the future.
  private func checkTimes(_ row: TableRow, day: CalendarDay, at dayIndex: Int, _ notifiedIndex: Int?) {
    if day > today { row.fault(at: dayIndex, "\(day) lies in the future; mend the date") }
    guard let notifiedIndex, !row.bytes(at: notifiedIndex).isEmpty else { return }
    let text = row.text(at: notifiedIndex)
    guard let time = CivilTime(text) else {
      return row.fault(at: notifiedIndex, "'\(text)' is not a time; write it as 2026-07-20 09:30")
    }
    if time.day < day || time.day > today.adding(days: 1) {
      row.fault(at: notifiedIndex, "'\(text)' lies before the evaluation or in the future; mend the time")
    }
  }

  /// The kind that a row states; `nil` where it leaves that to the assignment.
  private func kind(_ row: TableRow, _ index: Int) -> Evaluation.Kind? {
    let cell = row.bytes(at: index)
    if cell.isEmpty { return nil }
    if cell.elementsEqual("random".utf8) { return .random }
    return row.optionalWord("kind", Evaluation.kinds)
  }

  /// The kind as which a call was assigned to an assessor; random where it was not, or as that.
  private func assignedKind(_ call: UnsafeBufferPointer<UInt8>, _ assessor: Int) throws -> Evaluation.Kind {
    if furtherKinds.isEmpty { return .random }
    guard let known = try records.call(call) else { return .random }
    return furtherKinds[[known.id, assessor]] ?? .random
  }

  /// The key of the person in a cell; a fault for a stranger, and for nobody where somebody is required.
  private func person(_ row: TableRow, _ index: Int, required name: String?) -> Int? {
    let id = row.bytes(at: index)
    if id.isEmpty {
      if let name { row.fault(at: index, "'\(name)' is empty; a value is required") }
      return nil
    }
    if let key = key(id) { return key }
    row.fault(at: index, "nobody has the id '\(String(decoding: id, as: UTF8.self))'; see: merit staff list")
    return nil
  }

  /// The bytes of the answers, or `nil` where one of them is none.
  private func items(_ row: TableRow, _ columns: [Int]) -> [UInt8]? {
    var isSound = columns.count == card.items.count
    let bytes = [UInt8](unsafeUninitializedCapacity: columns.count) { bytes, count in
      for (place, column) in columns.enumerated() {
        let cell = row.bytes(at: column)
        if let byte = ItemReading.common(cell, card.scales[place]) {
          bytes[place] = byte
          continue
        }
        bytes[place] = 255
        switch ItemReading.read(cell, card.items[place]) {
        case .success(let answer): bytes[place] = answer.byte
        case .failure(let reason):
          row.fault(at: column, reason.text)
          isSound = false
        }
      }
      count = columns.count
    }
    return isSound ? bytes : nil
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
    // A negative id marks a call that is written together with its first evaluation.
    if let number = strangerNumbers[name] {
      let first = strangers[number - 1]
      guard first.agent == agent else {
        row.fault("agent", "call '\(name)' belongs to somebody else in this file; mend the agent or the call")
        return nil
      }
      return KnownCall(id: -number, staff: agent, quarter: first.quarter, isSampled: false, stratum: nil)
    }
    // Evidence belongs to the quarter of its call, where the file says when that was.
    let started = row.optionalTime("started")?.day ?? day
    strangers.append((name, started.description, agent, Quarter(of: started)))
    strangerNumbers[name] = strangers.count
    return KnownCall(
      id: -strangers.count, staff: agent, quarter: Quarter(of: started), isSampled: false, stratum: nil)
  }

  /// The evaluation with the id of its call, which is written now where it was not known.
  func withCall(_ row: Evaluation, batch: Int) throws -> Evaluation {
    guard row.call < 0 else { return row }
    let stranger = strangers[-row.call - 1]
    let id =
      try strangerRows[row.call] ?? records.call(named: stranger.name)?.id
      ?? records.insertCall(
        stranger.name, quarter: row.quarter, staff: row.staff, started: stranger.started, isSampled: false,
        record: "",
        batch: batch)
    strangerRows[row.call] = id
    return Evaluation(
      call: id, staff: row.staff, assessor: row.assessor, quarter: row.quarter, day: row.day, kind: row.kind,
      scorecard: row.scorecard, version: row.version, items: row.items, score: row.score,
      criticals: row.criticals,
      comment: row.comment, details: row.details, notes: row.notes, stratum: row.stratum)
  }
}
