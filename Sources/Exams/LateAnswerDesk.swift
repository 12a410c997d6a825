import Formats
import Workspace

/// Deciding about answers that came when a sitting took none any more: they never count by themselves.
package struct LateAnswerDesk {
  /// What came late to a sitting, and what was decided about it.
  package struct Late: Sendable {
    package let sitting: Sitting
    /// As they came.
    package let answers: [LateAnswer]
    /// Oldest first.
    package let decisions: [LateDecision]
    package let paper: [PaperItem]

    /// How many wait for a decision.
    package var undecided: Int {
      answers.count { answer in !decisions.contains { answer.id <= $0.through } }
    }
  }

  private let occasion: Occasion
  private let records: LateAnswerRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = LateAnswerRecords(occasion.database)
  }

  /// The sittings of an exam to which answers came late, by person and attempt.
  package func list(_ exam: String) throws -> [Late] {
    try occasion.require(.examiner, .trainer, to: "see late answers")
    let room = try ExamRoom(occasion, exam: exam)
    let answers = Dictionary(grouping: try records.answers(of: exam), by: \.sitting)
    let decisions = Dictionary(grouping: try records.decisions(of: exam), by: \.sitting)
    return try room.sittings.sittings(of: exam).compactMap { sitting in
      guard let late = answers[sitting.id] else { return nil }
      return Late(
        sitting: sitting, answers: late, decisions: decisions[sitting.id] ?? [],
        paper: try room.paper(of: sitting))
    }
  }

  /// Decides about everything that came late to a sitting and that nobody has decided about yet.
  ///
  /// Accepted answers are laid over those in time: places whose answer becomes another are marked again, and those that
  /// people mark wait for them; until then the result that there is stands.
  /// - Returns: the new result; `nil` where nothing was accepted, or people have still to mark.
  @discardableResult
  package func decide(_ id: Int, isAccepted: Bool, reason: String) throws -> RegradeDesk.Change? {
    try occasion.require(.examiner, to: "decide about late answers")
    let sitting = try SittingRecords(occasion.database).sitting(id)
    if sitting.staff == occasion.actor.staff { throw Refusal.ownSitting(id) }
    return try occasion.record(
      "exam.late-decide", of: "sitting \(id)", content: "\(isAccepted) \(reason)"
    ) {
      // Entered under the lock, for a regrade may have changed a key meanwhile.
      let room = try ExamRoom(occasion, exam: sitting.exam)
      guard let last = try records.answers(id).last, try records.undecidedCount(id) > 0 else {
        throw Refusal.nothingLate(id)
      }
      if isAccepted, sitting.outcome?.cause == .annulment { throw Refusal.isAnnulled(id) }
      let before = try room.sheet(of: room.sittings.sitting(id))
      try records.insert(
        LateDecision(
          sitting: id, through: last.id, at: occasion.now, by: occasion.actor.account, isAccepted: isAccepted,
          reason: reason))
      guard isAccepted else { return nil }
      return try mark(before, in: room, reason: reason)
    }
  }

  /// Marks again the places that the accepted answers change.
  private func mark(_ before: ExamSheet, in room: ExamRoom, reason: String) throws -> RegradeDesk.Change? {
    let (sitting, items) = (before.sitting, before.items)
    let after = try room.sheet(of: sitting).responses
    let fresh = room.mark(items, after, language: sitting.language)
    // What an appeal gave is a person's word over any answer.
    let appealed = Set(
      try MarkingRecords(occasion.database).appeals(of: sitting.exam)
        .filter { $0.sitting == sitting.id && $0.decision?.isUpheld == true }.compactMap(\.place))
    let revision = try room.sittings.revision(sitting.id) + 1
    var points = before.points
    var marks: [(place: Int, points: Int, maximum: Int)] = []
    for (place, item) in items.enumerated()
    where after[place] != before.responses[place] && !appealed.contains(place) {
      if let new = fresh.points[place] {
        if new != points[place] { marks.append((place, new, item.points)) }
        points[place] = new
      } else if room.question(item.question)?.type != "drill" {
        // The text that markers read is another now.
        try records.reopen(place, sitting: sitting.id, revision: revision)
        points[place] = nil
      }
    }
    return try Supersession(occasion, room).write(
      points, marks: marks, of: sitting, items: items, cause: .late, reason: reason)
  }
}
