import Formats
import SQLite
import Workspace

/// Marking held exams by a new key, or otherwise again: new marks that supersede, with what they would change shown first.
package struct RegradeDesk {
  /// A sitting before and after.
  package struct Change: Sendable {
    package let sitting: Sitting
    /// `nil` where people had still to mark it.
    package let old: Sitting.Outcome?
    /// In hundredths.
    package let points: Int
    package let score: Score
    package let isPassed: Bool

    /// Whether the candidate passes now and did not before, or the other way round.
    package var crosses: Bool { old.map { $0.isPassed != isPassed } ?? false }
  }

  package static let shape = TableShape(
    "key",
    [
      Column("question", "题目编号", required: true, aliases: ["id", "编号"], example: "hl-sb-001"),
      Column("key", "答案", required: true, example: "B"),
    ])

  private let occasion: Occasion
  private let exam: String

  package init(_ occasion: Occasion, exam: String) {
    self.occasion = occasion
    self.exam = exam
  }

  /// The new keys of a table, checked against the exam's questions.
  package func keys(_ table: TableReader) throws -> [(question: String, key: String)] {
    let room = try ExamRoom(occasion, exam: exam)
    var keys: [(question: String, key: String)] = []
    try table.forEachRow { row in
      guard let id = row.text("question"), let key = row.text("key") else { return }
      guard let question = room.question(id) else {
        return row.fault(
          "question", "exam '\(exam)' has no question '\(id)'; see: merit exam analyse \(exam)")
      }
      if keys.contains(where: { $0.question == id }) {
        return row.fault("question", "question '\(id)' stands twice; keep one row")
      }
      do { _ = try KeyChange.apply(key, to: question) } catch let problem as KeyChange.Problem {
        return row.fault("key", problem.message)
      }
      keys.append((id, key))
    }
    try table.faults.throwIfAny()
    if keys.isEmpty { throw Refusal.noKeys(table.file) }
    return keys
  }

  /// Writes the keys and marks every sitting again; what is marked the same is left as it is.
  ///
  /// To preview, call it in a transaction that is rolled back.
  /// - Parameter neverLowers: whether a sitting keeps its old marks where the new key gives it fewer.
  package func regrade(_ keys: [(question: String, key: String)], neverLowers: Bool, reason: String) throws
    -> [Change]
  {
    try occasion.require(.examiner, to: "regrade exams")
    let before = try ExamRoom(occasion, exam: exam)
    try before.closeOverdue()
    return try occasion.record(
      "exam.regrade", of: exam, content: keys.map { "\($0.question) \($0.key)" }.joined(separator: "\n")
    ) {
      let records = MarkingRecords(occasion.database)
      for (question, key) in keys {
        try records.insertRegrade(
          exam: exam, question: question, key: key, neverLowers: neverLowers, at: occasion.now,
          by: occasion.actor.account, reason: reason)
      }
      let room = try ExamRoom(occasion, exam: exam)
      let changed = Set(keys.map(\.question))
      // What an appeal gave is a person's word over any key.
      let upheld = Dictionary(
        grouping: try records.appeals(of: exam).filter { $0.decision?.isUpheld == true }, by: \.sitting
      ).mapValues { Set($0.compactMap(\.place)) }
      return try room.sheets(where: { $0.outcome?.cause != .annulment }).compactMap { sheet in
        try remark(
          sheet, in: room, changed, keeping: upheld[sheet.sitting.id] ?? [], neverLowers: neverLowers,
          reason: reason)
      }
    }
  }

  private func remark(
    _ sheet: ExamSheet, in room: ExamRoom, _ changed: Set<String>, keeping kept: Set<Int>, neverLowers: Bool,
    reason: String
  ) throws -> Change? {
    let items = sheet.items
    guard items.contains(where: { changed.contains($0.question) }) else { return nil }
    let fresh = room.mark(items, sheet.responses, language: sheet.sitting.language)
    var points = sheet.points
    var marks: [(place: Int, points: Int, maximum: Int)] = []
    for (place, item) in items.enumerated() where changed.contains(item.question) && !kept.contains(place) {
      guard let new = fresh.points[place], new != points[place] else { continue }
      marks.append((place, new, item.points))
    }
    let sum = marks.reduce(0) { $0 + $1.points - (points[$1.place] ?? 0) }
    if marks.isEmpty || neverLowers && sum < 0 { return nil }
    for mark in marks { points[mark.place] = mark.points }
    return try Supersession(occasion, room).write(
      points, marks: marks, of: sheet.sitting, items: items, cause: .regrade, reason: reason)
  }
}

/// Writes new marks and a new result over older ones.
struct Supersession {
  private let occasion: Occasion
  private let room: ExamRoom

  init(_ occasion: Occasion, _ room: ExamRoom) {
    self.occasion = occasion
    self.room = room
  }

  /// - Returns: `nil` where people have still to mark other places; then there is no result yet.
  func write(
    _ points: [Int?], marks: [(place: Int, points: Int, maximum: Int)], of sitting: Sitting,
    items: [PaperItem],
    cause: ResultCause, reason: String
  ) throws -> RegradeDesk.Change? {
    let revision = try room.sittings.revision(sitting.id) + 1
    try room.sittings.insertMarks(marks, sitting: sitting.id, revision: revision)
    let result = PaperResult(items: items, points: points, blueprint: room.blueprint)
    guard result.isComplete else { return nil }
    try room.sittings.insertResult(
      result, sitting: sitting.id, revision: revision, cause: cause, at: occasion.now,
      by: occasion.actor.account,
      reason: reason)
    return RegradeDesk.Change(
      sitting: sitting, old: sitting.outcome, points: result.total, score: result.score ?? .zero,
      isPassed: result.isPassed)
  }
}
