import Formats
import Workspace

/// Who sits an exam at this moment, how far they are, and when their last answer was kept.
package struct ExamWatch: Sendable {
  package struct Seat: Sendable {
    package let sitting: Sitting
    package let room: String
    package let seat: Int?
    /// Places of the paper with an answer.
    package let answered: Int
    /// When the last answer was kept; `nil` where none was.
    package let saved: Instant?
  }

  package let exam: Exam
  package let blueprint: Blueprint
  /// Questions of a paper.
  package let questions: Int
  /// Running sittings first, then those that are over, by person.
  package let seats: [Seat]
  /// People of the exam's list who have not begun, by how they stand.
  package let waiting: [(candidate: Candidate, state: Attendance)]

  package init(_ occasion: Occasion, exam id: String) throws {
    try occasion.require(.examiner, .trainer, to: "watch an exam")
    let (records, sittingRecords) = (ExamRecords(occasion.database), SittingRecords(occasion.database))
    exam = try records.exam(id)
    blueprint = try SchemeRecords(occasion.database).document(
      Blueprint.self, id: exam.blueprint, version: exam.blueprintVersion)
    let sittings = try sittingRecords.sittings(of: id)
    let journals = try sittingRecords.journals(of: id)
    let candidates = try records.candidates(of: id)
    let listed = Dictionary(candidates.map { ($0.staff, $0) }) { first, _ in first }
    let sat = Set(sittings.map(\.staff))
    questions = blueprint.rows.reduce(0) { $0 + $1.count }
    let all = sittings.map { sitting in
      let journal = journals[sitting.id] ?? []
      return Seat(
        sitting: sitting, room: listed[sitting.staff]?.room ?? "", seat: listed[sitting.staff]?.seat,
        answered: Journal.responses(journal).values.count { !$0.isEmpty },
        saved: journal.last?.at)
    }
    seats = all.filter { $0.sitting.submitted == nil } + all.filter { $0.sitting.submitted != nil }
    let exam = exam
    waiting = candidates.filter { !sat.contains($0.staff) }.map {
      ($0, Attendance($0, [], exam: exam, at: occasion.now))
    }
  }
}
