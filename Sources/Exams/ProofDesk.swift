import Formats
import SQLite
import Workforce
import Workspace

/// Shows that papers are those that the seed deals, and that what was typed is what was marked.
package struct ProofDesk {
  private let occasion: Occasion

  package init(_ occasion: Occasion) { self.occasion = occasion }

  /// What dealing an exam's papers again came to.
  package struct Verification: Sendable {
    package let seed: UInt64
    package let papers: Int
    /// Whose papers came out otherwise.
    package let different: [String]
  }

  /// Deals every paper of a released exam again and compares.
  package func verify(_ id: String) throws -> Verification {
    let records = ExamRecords(occasion.database)
    let exam = try records.exam(id)
    guard exam.released != nil else { throw Refusal.notReleased(id) }
    let room = try ExamRoom(occasion, exam: id)
    if exam.drawing == 1 { return try verifyFirstRule(room) }
    let used = try records.used(in: id, sinceMade: false)
    var dealing = Dealing(
      exam: id, seed: exam.seed, blueprint: room.blueprint, pool: room.pool,
      used: room.pool.questions.map { used[$0.id] ?? 0 })
    var different: [String] = []
    let papers = try records.papers(of: id)
    for paper in papers {
      let again = dealing.deal(
        staff: paper.staff, attempt: paper.attempt, seen: try records.seen(staff: paper.key, before: paper.id)
      )
      if Paper.stored(again.items) != paper.items { different.append("\(paper.staff) \(paper.attempt)") }
    }
    return Verification(seed: exam.seed, papers: papers.count, different: different)
  }

  /// Papers of the first rule follow from the seed alone: their marks must be as many, and worth as much, as they ask.
  private func verifyFirstRule(_ room: ExamRoom) throws -> Verification {
    let sittings = try room.sittings.sittings(of: room.exam.id)
    let different = try sittings.filter { sitting in
      guard let outcome = sitting.outcome else { return false }
      return try room.sittings.marks(sitting.id, upTo: outcome.revision).map(\.maximum)
        != room.paper(of: sitting).map(\.points)
    }
    return Verification(
      seed: room.exam.seed, papers: sittings.count, different: different.map { "\($0.staff) \($0.attempt)" })
  }

  /// What a sitting's journal proves.
  package struct Proof: Sendable {
    package let sitting: Sitting
    package let entries: [JournalEntry]
    package let paper: [PaperItem]
    /// The first row that does not follow from those before it, or says nothing; `nil` where none is so.
    package let brokenAt: Int?
    /// Whether the chain ends where the submission says.
    package let endsAsSubmitted: Bool
    /// Places whose marks are not those of the answers in the journal under the keys in force.
    package let otherwiseMarked: [Int]

    package var holds: Bool { brokenAt == nil && endsAsSubmitted && otherwiseMarked.isEmpty }
  }

  /// Computes a sitting's chain and marks again from its journal.
  package func prove(_ id: Int) throws -> Proof {
    let records = SittingRecords(occasion.database)
    let sitting = try records.sitting(id)
    if occasion.actor.staff != sitting.staff {
      try occasion.require(.examiner, .trainer, .hr, to: "see a sitting's journal")
    } else if try ExamRecords(occasion.database).exam(sitting.exam).released == nil {
      // A journal speaks of the bank's places, which tell the key of an ordering.
      throw Refusal.notReleased(sitting.exam)
    }
    let room = try ExamRoom(occasion, exam: sitting.exam)
    let entries = try records.journal(id)
    var head = AnswerChain.start(sitting: id)
    var brokenAt: Int?
    for (index, entry) in entries.enumerated() {
      head = AnswerChain.head(
        after: head, sitting: id, place: entry.place, at: entry.at, response: entry.stored)
      if head != entry.head || !Journal.isReadable(entry), brokenAt == nil { brokenAt = index }
    }
    let paper = try room.paper(of: sitting)
    let chain = try records.chain(id)
    var otherwise: [Int] = []
    // An appeal or an annulment is a person's word over the key; what it says is in the history.
    if sitting.outcome != nil, sitting.outcome?.cause != .annulment {
      let marking = MarkingRecords(occasion.database)
      let spared = try marking.neverLowered(sitting.exam)
      let appealed = Set(
        try marking.appeals(of: sitting.exam).filter { $0.sitting == id && $0.decision?.isUpheld == true }
          .compactMap(\.place))
      let again = room.mark(paper, try records.responses(id), language: sitting.language)
      for mark in try records.marks(id) where !appealed.contains(mark.place) {
        guard let points = again.points[mark.place], points != mark.points else { continue }
        if spared.contains(paper[mark.place].question), mark.points > points { continue }
        otherwise.append(mark.place)
      }
    }
    return Proof(
      sitting: sitting, entries: entries, paper: paper, brokenAt: brokenAt,
      endsAsSubmitted: sitting.submitted == nil || chain == hexText(head), otherwiseMarked: otherwise)
  }
}
