import Formats
import Workforce
import Workspace

/// Where points were lost in exams, question by question, by the results that count.
package struct LostQuestions {
  /// A question of somebody's sitting that did not earn all of its points.
  package struct Loss: Sendable {
    /// The id of who sat.
    package let staff: String
    package let sitting: Int
    package let exam: String
    package let day: CalendarDay
    package let question: String
    package let topic: String
    /// The id of the lesson that teaches it.
    package let lesson: String
    /// What was earned, in per cent of the question's points.
    package let reached: Score
    /// What the paper lost by it, of 100.
    package let lost: Score
  }

  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// The losses of a quarter by exam and person, and how many papers each person counts with.
  ///
  /// Of several attempts at an exam the last marked one of the quarter counts; annulled sittings, and those whose exam
  /// still holds its results back, are left out.
  package func losses(in quarter: Quarter) throws -> (losses: [Loss], papers: [String: Int]) {
    try occasion.require(.trainer, .examiner, .leader, .hr, .assessor, to: "see where exams lose points")
    let zone = occasion.workspace.zone
    var (losses, papers): ([Loss], [String: Int]) = ([], [:])
    for exam in try ExamRecords(occasion.database).exams() where !exam.holdsScores || exam.released != nil {
      let marked = try SittingRecords(occasion.database).sittings(of: exam.id).filter { sitting in
        guard let outcome = sitting.outcome, outcome.cause != .annulment else { return false }
        return sitting.submitted.map { quarter.contains(zone.day(of: $0)) } ?? false
      }
      let last = Dictionary(marked.map { ($0.staff, $0) }) { $0.attempt > $1.attempt ? $0 : $1 }
      if last.isEmpty { continue }
      let room = try ExamRoom(occasion, exam: exam.id)
      for sheet in try room.sheets(where: { last[$0.staff]?.id == $0.id }) {
        papers[sheet.sitting.staff, default: 0] += 1
        losses += Self.losses(of: sheet, room, day: zone.day(of: sheet.sitting.submitted ?? occasion.now))
      }
    }
    return (losses, papers)
  }

  private static func losses(of sheet: ExamSheet, _ room: ExamRoom, day: CalendarDay) -> [Loss] {
    let whole = sheet.items.reduce(0) { $0 + $1.points }
    return zip(sheet.items, sheet.points).compactMap { item, points in
      guard let points, points < item.points, let question = room.question(item.question),
        let lost = Score(part: item.points - points, of: whole)
      else { return nil }
      return Loss(
        staff: sheet.sitting.staff, sitting: sheet.sitting.id, exam: sheet.sitting.exam, day: day,
        question: item.question, topic: question.topic, lesson: question.lesson,
        reached: Score(part: points, of: item.points) ?? .zero, lost: lost)
    }
  }
}
