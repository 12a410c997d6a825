import Formats
import SQLite
import Workspace

/// Studying a held exam: its questions, its papers on one scale, and what should be looked at.
package struct StudyDesk {
  private let occasion: Occasion
  private let room: ExamRoom

  package init(_ occasion: Occasion, exam: String) throws {
    try occasion.require(.examiner, .trainer, to: "study an exam")
    self.occasion = occasion
    room = try ExamRoom(occasion, exam: exam)
  }

  /// The sittings that count: marked and not annulled, each person's last.
  private func sittings() throws -> [AnalysedSitting] {
    var last: [String: Sitting] = [:]
    for sitting in try room.sittings.sittings(of: room.exam.id) {
      if sitting.outcome != nil, sitting.outcome?.cause != .annulment { last[sitting.staff] = sitting }
    }
    return try last.values.sorted { $0.id < $1.id }.map { sitting in
      let items = try room.paper(of: sitting)
      var points = [Int](repeating: 0, count: items.count)
      for mark in try room.sittings.marks(sitting.id) where mark.place < points.count {
        points[mark.place] = mark.points
      }
      return AnalysedSitting(
        sitting: sitting, items: items, points: points,
        responses: Journal.responses(try room.sittings.journal(sitting.id)))
    }
  }

  package func analysis() throws -> ExamAnalysis { ExamAnalysis(try sittings(), questions: room.questions) }

  /// - Returns: `nil` where the answers do not carry a model.
  package func equating() throws -> Equating? {
    Equating(try sittings(), pool: room.pool, blueprint: room.blueprint)
  }

  package func integrity() throws -> Integrity {
    let sittings = try sittings()
    var journals: [Int: [JournalEntry]] = [:]
    for sitting in sittings { journals[sitting.sitting.id] = try room.sittings.journal(sitting.sitting.id) }
    let candidates = try room.records.candidates(of: room.exam.id)
    return Integrity(
      sittings, journals: journals,
      candidates: Dictionary(candidates.map { ($0.staff, $0) }) { first, _ in first },
      questions: room.questions)
  }
}
