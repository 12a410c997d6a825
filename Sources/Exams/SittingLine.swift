import Formats
import Workspace

/// An answer that a client sends, with the number that the client gave it.
package struct LineEntry: Hashable, Sendable {
  /// The first of the client's numbers that it stands for: many keystrokes of one text may be sent as one.
  package let first: Int
  /// The last of them, by which it is kept.
  package let sequence: Int
  package let place: Int
  /// When it was given, by the client's clock, which proves nothing.
  package let said: Instant
  /// The head of the client's journal at this entry, in hexadecimal.
  package let head: String
  /// In the bank's places.
  package let response: Response

  package init(
    first: Int? = nil, sequence: Int, place: Int, said: Instant, head: String, response: Response
  ) {
    self.first = first ?? sequence
    self.sequence = sequence
    self.place = place
    self.said = said
    self.head = head
    self.response = response
  }

  /// Those that were not kept yet, in their order; `nil` where numbers are missing between.
  package static func fresh(_ entries: [LineEntry], after kept: Int) -> [LineEntry]? {
    var kept = kept
    var fresh: [LineEntry] = []
    for entry in entries where entry.sequence > kept {
      guard entry.first <= kept + 1 else { return nil }
      fresh.append(entry)
      kept = entry.sequence
    }
    return fresh
  }
}

/// Numbers of a client's line are missing between what was kept and what came.
package struct LineGap: Error, Hashable {
  package let sitting: Int
  package let kept: Int

  package init(sitting: Int, kept: Int) {
    self.sitting = sitting
    self.kept = kept
  }

  package var refusal: Refusal {
    Refusal(
      .badData, "entries to sitting \(sitting) are missing after number \(kept)",
      "send them all again from number \(kept + 1) on")
  }
}

/// One client's line to a sitting: what it sends is kept once and in its order, however often it is sent.
package struct SittingLine {
  /// How a line stands after a request.
  package struct Standing: Hashable, Sendable {
    /// The highest of the client's numbers that was kept.
    package let kept: Int
    /// How many answers came too late, and wait for a person's decision.
    package let late: Int
    package let deadline: Instant
    /// Whether the sitting takes no more answers.
    package let isOver: Bool
    /// Whether this client is the one that answers now.
    package let isHolder: Bool
  }

  /// More than this many late answers to one sitting are refused.
  private static let mostLate = 10_000

  private let room: ExamRoom
  private let holder: String
  private let lines: LateAnswerRecords
  package let sitting: Sitting

  /// - Throws: a refusal where the exam has no such sitting, or it is somebody else's.
  package init(_ room: ExamRoom, sitting id: Int, holder: String) throws {
    try self.init(room, of: room.sittings.sitting(id), holder: holder)
  }

  /// - Parameter sitting: as it began; how it stands now is asked with each request.
  package init(_ room: ExamRoom, of sitting: Sitting, holder: String) throws {
    self.room = room
    self.holder = holder
    self.sitting = sitting
    lines = LateAnswerRecords(room.occasion.database)
    guard sitting.exam == room.exam.id else { throw Refusal.unknownSitting(sitting.id) }
    guard sitting.staff == room.occasion.actor.staff else { throw Refusal.notYours(sitting.id) }
  }

  /// By which the paper was made.
  package var blueprint: Blueprint { room.blueprint }

  package func standing() throws -> Standing { try held().standing }

  private func held() throws -> (holder: String?, standing: Standing) {
    guard let found = try lines.standing(sitting.id, holder: holder) else {
      throw Refusal.unknownSitting(sitting.id)
    }
    return (found.holder, found.standing)
  }

  /// The same for whoever only asks: nothing of the exam's questions is read.
  ///
  /// - Throws: as `init`.
  package static func standing(_ occasion: Occasion, exam: String, sitting id: Int, holder: String) throws
    -> Standing
  {
    let found = try LateAnswerRecords(occasion.database).standing(id, holder: holder)
    guard let found, found.exam == exam else { throw Refusal.unknownSitting(id) }
    guard found.staff == occasion.actor.staff else { throw Refusal.notYours(id) }
    return found.standing
  }

  /// An answer in the places that the paper shows, in the bank's.
  ///
  /// - Throws: a refusal where the paper has no such place, or it is no answer to its question.
  package func bank(_ shown: Response, place: Int, of paper: [PaperItem]) throws -> Response {
    guard paper.indices.contains(place),
      let question = room.text(of: paper[place], language: sitting.language),
      let response = paper[place].bank(shown, to: question)
    else { throw Refusal.notAnAnswer(place) }
    return response
  }

  /// Keeps entries that were not kept yet, all or none; what comes when no answers are taken any more stands beside the sitting.
  ///
  /// A sitting whose time turns out to be over is closed with what was there in time, and stays closed.
  /// - Throws: a refusal where another client answers now, `LineGap` where numbers are missing; then nothing is kept.
  package func append(_ entries: [LineEntry]) throws -> Standing {
    try room.occasion.whole {
      let (current, held) = try held()
      if !held.isOver, let current, current != holder { throw Refusal.takenOver(room.exam.id) }
      guard let fresh = LineEntry.fresh(entries, after: held.kept) else {
        throw LineGap(sitting: sitting.id, kept: held.kept)
      }
      guard let last = fresh.last else { return held }
      let entry = try room.sittings.lastEntry(sitting.id)
      let now = room.moment(in: sitting, after: entry?.at)
      let isInTime = !held.isOver && now < room.last(held.deadline)
      if isInTime {
        _ = try fresh.reduce(entry?.head) { head, entry in try keep(entry, at: now, after: head) }
      } else {
        if !held.isOver { try room.close(sitting, at: held.deadline) }
        try standBeside(fresh)
      }
      try lines.keep(last.sequence, head: last.head, sitting: sitting.id, holder: holder)
      return Standing(
        kept: last.sequence, late: held.late + (isInTime ? 0 : fresh.count), deadline: held.deadline,
        isOver: !isInTime, isHolder: held.isHolder)
    }
  }

  /// - Returns: the head of the journal after it.
  private func keep(_ entry: LineEntry, at now: Instant, after head: [UInt8]?) throws -> [UInt8] {
    // Of a long text the journal keeps what changed.
    let previous: Response? =
      if case .text = entry.response {
        try room.sittings.response(sitting.id, place: entry.place)
      } else { nil }
    return try room.sittings.append(
      Journal.entry(for: entry.response, after: previous), place: entry.place, sitting: sitting.id, at: now,
      after: head)
  }

  private func standBeside(_ entries: [LineEntry]) throws {
    if entries.isEmpty { return }
    guard try lines.count(sitting.id) + entries.count <= Self.mostLate else {
      throw Refusal.lateFull(sitting.id)
    }
    try room.occasion.record(
      "exam.late", of: "sitting \(sitting.id)",
      content: entries.map { "\($0.sequence) \($0.place) \($0.response.stored)" }.joined(separator: "\n")
    ) {
      for entry in entries {
        try lines.insert(entry, sitting: sitting.id, holder: holder, received: room.occasion.now)
      }
    }
  }

  /// Ends the sitting and marks what marks itself; one that is over keeps the marks that it has.
  ///
  /// - Parameter sequence: the last number that the client gave.
  /// - Throws: a refusal where another client answers now, `LineGap` where something of the client's has not arrived.
  package func submit(through sequence: Int) throws -> PaperResult {
    try room.occasion.whole {
      let state = try room.sittings.state(sitting.id)
      if !state.isOver {
        if let current = state.holder, current != holder { throw Refusal.takenOver(room.exam.id) }
        let kept = try lines.kept(sitting.id, holder: holder)
        guard kept >= sequence else { throw LineGap(sitting: sitting.id, kept: kept) }
      }
      return try room.submit(sitting)
    }
  }
}
