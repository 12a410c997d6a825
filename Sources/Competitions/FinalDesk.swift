import Formats
import Workforce
import Workspace

/// Freezing a board, making it final, and annulling what turns out not to have been earned.
package struct FinalDesk {
  private let occasion: Occasion
  private let records: FinalRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = FinalRecords(occasion.database)
  }

  /// Refuses where the contest is final.
  package func requireOpen(_ contest: String) throws {
    if let final = try records.final(of: contest) {
      throw Refusal.contestIsFinal(contest, final.at, final.by)
    }
  }

  /// Keeps what the public board shows now; marks that come later are shown as pending until the contest is final.
  package func freeze(_ contest: Contest) throws {
    try occasion.require(.judge, .trainer, to: "freeze a board")
    let id = contest.head.id
    try occasion.whole {
      try requireOpen(id)
      if let frozen = try records.freeze(of: id) { throw Refusal.frozenAlready(id, frozen.at) }
      let marks = CompetitionRecords(occasion.database)
      // A batch that is still being written has an earlier number than the horizon, and would show as if it had been there.
      guard try !marks.isTakingIn() else { throw Refusal.marksComingIn(contest) }
      let shown = try CompetitionDesk(occasion).board(contest, isJury: true)
      guard shown.standings.contains(where: { $0.rank != nil }) else { throw Refusal.nobodyRanked(contest) }
      let board = shown.json.text
      try occasion.record("contest.freeze", of: id, content: board) {
        try records.insert(
          FinalRecords.Freeze(
            version: contest.head.version, horizon: try marks.lastBatch(), at: occasion.now.description,
            by: occasion.actor.account, board: board), contest: id)
      }
    }
  }

  /// Shows the board as it is again: for what was frozen too early.
  package func thaw(_ contest: Contest, reason: String) throws {
    try occasion.require(.judge, .trainer, to: "thaw a board")
    try occasion.whole {
      try requireOpen(contest.head.id)
      guard let frozen = try records.freeze(of: contest.head.id) else {
        throw Refusal(.badData, "the board of '\(contest.head.id)' is not frozen", "there is nothing to thaw")
      }
      try occasion.record("contest.thaw", of: contest.head.id, content: reason) {
        try records.insert(
          FinalRecords.Freeze(
            version: frozen.version, horizon: frozen.horizon, at: occasion.now.description,
            by: occasion.actor.account, board: ""), contest: contest.head.id, thawed: reason)
      }
    }
  }

  /// Makes the standings final: nothing moves afterwards, and points for the quarter flow from them.
  ///
  /// - Parameter allowsGaps: also where somebody has no marks in a stage, or a judge left a criterion out.
  package func finalise(_ contest: Contest, allowsGaps: Bool = false) throws -> [FinalResult] {
    try occasion.require(.judge, .trainer, to: "make a contest final")
    let id = contest.head.id
    return try occasion.whole {
      try requireOpen(id)
      guard contest.held <= occasion.today else { throw Refusal.contestAhead(contest) }
      guard try !CompetitionRecords(occasion.database).isTakingIn() else {
        throw Refusal.marksComingIn(contest)
      }
      if !allowsGaps {
        let gaps = try gaps(in: contest)
        guard gaps.isEmpty else { throw Refusal.marksMissing(gaps, contest) }
      }
      return try finalised(contest)
    }
  }

  /// Who is entered, drawn or marked and lacks marks in a stage that they reached, and which judges left criteria out, in
  /// words.
  private func gaps(in contest: Contest) throws -> [String] {
    let id = contest.head.id
    let marks = try CompetitionRecords(occasion.database).marks(of: id)
    let standings = try CompetitionDesk(occasion).board(contest, isJury: true).standings
    var gaps = try EntryRecords(occasion.database).entries(of: id).map(\.entrant)
      .filter { entrant in !standings.contains { $0.entrant == entrant } }
      .map { "'\($0)' has no marks" }
    for standing in standings {
      for (stage, result) in zip(contest.stages, standing.stages).prefix(standing.reached + 1)
      where result.panel == nil {
        gaps.append("'\(standing.entrant)' has no marks in '\(stage.id)'")
      }
    }
    for stage in contest.stages where stage.speed == nil && stage.criteria.count > 1 {
      let forms = Dictionary(grouping: marks.filter { $0.stage == stage.id }) {
        "\($0.entrant)\u{1f}\($0.judge)"
      }
      for (_, form) in forms.sorted(by: { $0.key < $1.key }) {
        let missing = stage.criteria.map(\.id).filter { id in !form.contains { $0.criterion == id } }
        if let first = form.first, !missing.isEmpty {
          gaps.append(
            "judge '\(first.judge)' has not marked \(missing.joined(separator: ", ")) of '\(first.entrant)' in '\(stage.id)'"
          )
        }
      }
    }
    return gaps
  }

  private func finalised(_ contest: Contest) throws -> [FinalResult] {
    let id = contest.head.id
    let board = try CompetitionDesk(occasion).board(contest, isJury: true)
    let ranked = board.standings.filter { $0.rank != nil }
    guard !ranked.isEmpty else { throw Refusal.nobodyRanked(contest) }
    // Whoever came further than somebody ranked must have marks there, or the others would stand before them.
    let waiting = board.standings.filter { own in
      own.rank == nil && ranked.contains { $0.reached < own.reached }
    }
    guard waiting.isEmpty else { throw Refusal.finalistsUnmarked(waiting.map(\.entrant), contest) }
    let results = board.standings.map { standing in
      FinalResult(
        entrant: standing.entrant, rank: standing.rank, total: standing.total?.text(places: 6),
        points: standing.rank.flatMap(contest.award)?.points ?? .zero, isAnnulled: false)
    }
    let hash = SHA256.hex("\(contest.head.version)\n\(board.json.text)")
    try occasion.record("contest.finalise", of: id, content: hash) {
      try records.finalise(
        contest, results: results, hash: hash, at: occasion.now, by: occasion.actor.account)
    }
    return results
  }

  /// Takes one entrant's final result back, or all of them; the ranks of the others stay as they are.
  ///
  /// - Parameter entrant: all entrants where it is `nil`.
  /// - Returns: those whose results were annulled now.
  package func annul(_ contest: Contest, entrant: String?, reason: String) throws -> [String] {
    try occasion.require(.trainer, .hr, to: "annul a result")
    return try occasion.whole { try annulled(contest, entrant: entrant, reason: reason) }
  }

  private func annulled(_ contest: Contest, entrant: String?, reason: String) throws -> [String] {
    let id = contest.head.id
    guard try records.final(of: id) != nil else { throw Refusal.notFinal(contest) }
    let results = try records.results(of: id)
    if let entrant {
      guard let own = results.first(where: { $0.entrant == entrant }) else {
        throw Refusal.notEntered(entrant, contest)
      }
      if own.isAnnulled { throw Refusal.annulledAlready(entrant, contest) }
    }
    let wanted = results.filter { !$0.isAnnulled && (entrant == nil || $0.entrant == entrant) }.map(\.entrant)
    guard !reason.isEmpty else { throw Refusal(.usage, "a reason is missing", "say why with --reason TEXT") }
    try occasion.record("contest.annul", of: id, content: "\(wanted) \(reason)") {
      for own in wanted {
        try records.annul(own, contest: id, reason: reason, at: occasion.now, by: occasion.actor.account)
      }
    }
    return wanted
  }
}
