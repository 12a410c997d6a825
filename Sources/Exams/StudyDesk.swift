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

  /// The sheets that count: marked and not annulled, each person's last.
  private func sheets() throws -> [ExamSheet] {
    var last: [String: ExamSheet] = [:]
    for sheet in try room.sheets(where: { $0.outcome.map { $0.cause != .annulment } ?? false }) {
      last[sheet.sitting.staff] = sheet
    }
    return last.values.sorted { $0.sitting.id < $1.sitting.id }
  }

  private static func analysed(_ sheets: [ExamSheet]) -> [AnalysedSitting] {
    sheets.map {
      AnalysedSitting(
        sitting: $0.sitting, items: $0.items, points: $0.points.map { $0 ?? 0 }, responses: $0.responses)
    }
  }

  package func analysis() throws -> ExamAnalysis {
    ExamAnalysis(Self.analysed(try sheets()), questions: room.questions)
  }

  /// - Returns: `nil` where the answers do not carry a model.
  package func equating() throws -> Equating? {
    Equating(Self.analysed(try sheets()), pool: room.pool, blueprint: room.blueprint)
  }

  package func integrity() throws -> Integrity {
    let sheets = try sheets()
    let candidates = try room.records.candidates(of: room.exam.id)
    return Integrity(
      Self.analysed(sheets),
      journals: Dictionary(sheets.map { ($0.sitting.id, $0.journal) }) { first, _ in first },
      candidates: Dictionary(candidates.map { ($0.staff, $0) }) { first, _ in first },
      questions: room.questions)
  }
}
