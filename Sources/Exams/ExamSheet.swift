import Formats
import SQLite
import Workforce
import Workspace

/// A submitted sitting with what belongs to it: its paper, its journal, what of late answers was accepted, and what its places earned.
struct ExamSheet: Sendable {
  let sitting: Sitting
  let items: [PaperItem]
  let journal: [JournalEntry]
  private let late: [LateAnswer]
  /// By the newest marks, in hundredths; `nil` where a person has still to mark.
  let points: [Int?]

  var responses: [Int: Response] { Journal.responses(journal, late: late) }

  init(
    sitting: Sitting, items: [PaperItem], journal: [JournalEntry], late: [LateAnswer],
    marks: [(place: Int, points: Int)]
  ) {
    self.sitting = sitting
    self.items = items
    self.journal = journal
    self.late = late
    var points = [Int?](repeating: nil, count: items.count)
    for mark in marks where items.indices.contains(mark.place) { points[mark.place] = mark.points }
    self.points = points
  }

  /// What it comes to; nothing where it was annulled, for then its marks are only kept.
  func result(_ blueprint: Blueprint) -> PaperResult {
    let isAnnulled = sitting.outcome?.cause == .annulment
    return PaperResult(items: items, points: isAnnulled ? items.map { _ in 0 } : points, blueprint: blueprint)
  }
}

extension ExamRoom {
  /// The sheet of one sitting.
  func sheet(of sitting: Sitting) throws -> ExamSheet {
    ExamSheet(
      sitting: sitting, items: try paper(of: sitting), journal: try sittings.journal(sitting.id),
      late: try LateAnswerRecords(occasion.database).accepted(sitting.id),
      marks: try sittings.marks(sitting.id).map { ($0.place, $0.points) })
  }

  /// The sheets of the exam's submitted sittings that are wanted, by person and attempt, in one ordered pass over each table.
  func sheets(where isWanted: (Sitting) -> Bool = { _ in true }) throws -> [ExamSheet] {
    let wanted = try sittings.sittings(of: exam.id).filter { $0.submitted != nil && isWanted($0) }
    var papers: [String: [PaperItem]] = [:]
    for paper in try records.papers(of: exam.id) {
      papers["\(paper.staff) \(paper.attempt)"] = Paper.items(stored: paper.items, blueprint: blueprint)
    }
    let (marks, journals) = (try sittings.marks(of: exam.id), try sittings.journals(of: exam.id))
    let late = try LateAnswerRecords(occasion.database).accepted(of: exam.id)
    return try wanted.map { sitting in
      ExamSheet(
        sitting: sitting, items: try papers["\(sitting.staff) \(sitting.attempt)"] ?? paper(of: sitting),
        journal: journals[sitting.id] ?? [], late: late[sitting.id] ?? [], marks: marks[sitting.id] ?? [])
    }
  }
}
