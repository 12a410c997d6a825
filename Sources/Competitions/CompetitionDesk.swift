import Exams
import Formats
import Workforce
import Workspace

/// Taking in judges' marks and showing the board.
package struct CompetitionDesk {
  private let occasion: Occasion
  private let records: CompetitionRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = CompetitionRecords(occasion.database)
  }

  /// The rules of a contest: those that it was finalised by, or that its board was frozen by, else the newest.
  package func contest(_ id: String) throws -> Contest {
    let schemes = SchemeRecords(occasion.database)
    let finals = FinalRecords(occasion.database)
    if let version = try finals.final(of: id)?.version ?? finals.freeze(of: id)?.version {
      return try schemes.document(Contest.self, id: id, version: version)
    }
    guard let newest = try schemes.versions(kind: Contest.kind, id: id).last else {
      throw Refusal.unknownContest(id)
    }
    return try Contest.read(Array(newest.text.utf8), named: newest.label)
  }

  // MARK: Marks

  /// Takes in marks for a contest that is loaded.
  ///
  /// Whoever only judges brings their own marks; trainers bring everybody's.
  package func importMarks(
    _ table: TableReader, contest: Contest, options: IntakeOptions
  ) throws -> IntakeOutcome {
    try occasion.require(.judge, .trainer, to: "take in marks")
    let ownName = occasion.actor.may([.trainer]) ? nil : occasion.actor.staff ?? occasion.actor.account
    return try take(table, contest: contest, options: options, judge: ownName)
  }

  /// Takes the results of an exam as the marks of a stage, each scaled to the stage's full marks and rounded to a
  /// ten-thousandth; sittings that are not marked yet are left out.
  package func takeExam(
    _ exam: String, stage id: String, contest: Contest, options: IntakeOptions
  ) throws -> IntakeOutcome {
    try occasion.require(.trainer, to: "take exam results into a contest")
    guard let stage = contest.stage(id) else { throw Refusal.unknownStage(id, contest) }
    guard stage.isExam else { throw Refusal.notAnExam(stage, contest) }
    let held = try ExamRecords(occasion.database).exam(exam)
    guard !held.holdsScores || held.released != nil else { throw Refusal.examNotReleased(exam) }
    let others = Set(
      try records.marks(of: contest.head.id).filter { $0.stage == id && $0.judge != "exam:\(exam)" }.map(
        \.judge))
    guard others.isEmpty else { throw Refusal.stageHasMarks(stage, others.sorted()) }
    let entered = Set(try EntryRecords(occasion.database).entries(of: contest.head.id).map(\.entrant))
    var lines = CSVWriter.line(["stage", "entrant", "judge", "mark"])
    var best: [String: Score] = [:]
    for sitting in try ResultDesk(occasion).results(exam).sittings {
      guard let outcome = sitting.outcome, outcome.cause != .annulment,
        entered.isEmpty || entered.contains(sitting.staff)
      else { continue }
      let score = outcome.score
      best[sitting.staff] = max(best[sitting.staff] ?? score, score)
    }
    for (staff, score) in best.sorted(by: { $0.key < $1.key }) {
      let mark = Int(roundedQuotient(Int128(score.hundredths) * Int128(stage.full), 10_000))
      lines += CSVWriter.line([stage.id, staff, "exam:\(exam)", decimalText(mark, places: JudgeMark.places)])
    }
    let table = try TableReader(bytes: Array(lines.utf8), named: "exam \(exam)", shape: JudgeMark.shape)
    return try take(table, contest: contest, options: options, judge: nil)
  }

  private func take(
    _ table: TableReader, contest: Contest, options: IntakeOptions, judge: String?
  ) throws -> IntakeOutcome {
    let rows = try JudgeMark.read(table, contest: contest)
    let register = try JudgeRegister(occasion, contest)
    for placed in rows {
      if judge != nil, contest.stage(placed.row.stage)?.isExam ?? false {
        table.fault(
          line: placed.line,
          "'\(placed.row.stage)' is an exam, which no judge marks; a trainer takes its results")
      }
      if let fault = register.fault(placed.row) { table.fault(line: placed.line, fault) }
      if let judge, placed.row.judge != judge {
        table.fault(
          line: placed.line,
          "account '\(occasion.actor.account)' judges as '\(judge)' and may not bring the marks of '\(placed.row.judge)'; leave that to a trainer"
        )
      }
    }
    let arrivals = try Arrivals(
      rows, options: options, in: table, find: { try records.find($0, contest: contest.head.id) },
      name: { "the mark of judge '\($0.judge)' for '\($0.entrant)' in '\($0.stage)'" })
    // The same marks may be read again after the end; others may not.
    if !arrivals.isEmpty || !table.faults.isEmpty {
      try FinalDesk(occasion).requireOpen(contest.head.id)
    }
    return try occasion.take(
      arrivals, of: table, options: options, into: "judge_mark", deed: "contest.score",
      subject: contest.head.id
    ) { row, batch, supersedes in
      try records.insert(
        row, contest: contest, batch: batch, supersedes: supersedes, reason: options.correction)
    }
  }

  /// The marks that a judge gave in a contest, by stage, entrant and criterion: their own, anybody's for trainers.
  package func marks(of judge: String, in contest: Contest) throws -> [JudgeMark] {
    try occasion.require(.judge, .trainer, to: "see a judge's marks")
    guard judge == occasion.actor.staff ?? occasion.actor.account || occasion.actor.may([.trainer]) else {
      throw Refusal.notPermitted(occasion.actor.account, "see another judge's marks", [.trainer])
    }
    return try records.marks(of: contest.head.id).filter { $0.judge == judge }
  }

  // MARK: Boards

  /// The board as everybody sees it, or as the jury does.
  ///
  /// - Parameter isJury: with the marks that came after a freeze; for judges, trainers and HR.
  package func board(_ contest: Contest, isJury: Bool) throws -> ContestBoard {
    if isJury { try occasion.require(.judge, .trainer, .hr, to: "see what a frozen board hides") }
    let id = contest.head.id
    let finals = FinalRecords(occasion.database)
    let final = try finals.final(of: id)
    let freeze = try finals.freeze(of: id)
    let horizon = final == nil && !isJury ? freeze?.horizon : nil
    let groups = try EntryRecords(occasion.database).groups(of: id)
    return ContestBoard(
      standings: Ranking.standings(
        contest, marks: try records.marks(of: id, upTo: horizon), groups: groups),
      pending: final == nil
        ? try freeze.map { try records.pending(in: id, after: $0.horizon) } ?? [:] : [:],
      frozen: final == nil ? freeze.map { ($0.at, $0.by) } : nil,
      final: final.map { ($0.at, $0.by) },
      annulled: Set(try finals.results(of: id).filter(\.isAnnulled).map(\.entrant)),
      zone: occasion.workspace.zone, names: try names(of: contest))
  }

  /// Nobody's to a visitor without an account.
  private func names(of contest: Contest) throws -> [String: String] {
    guard contest.entrants == .staff, !occasion.actor.roles.isEmpty else { return [:] }
    var names: [String: String] = [:]
    try StaffRecords(occasion.database).forEachName(on: contest.held) { _, id, name in names[id] = name }
    return names
  }

  /// How the judges marked.
  package func judges(_ contest: Contest) throws -> JudgeReport {
    try occasion.require(.judge, .trainer, .hr, to: "study the judges")
    return JudgeReport(
      contest, marks: try records.marks(of: contest.head.id),
      groups: try EntryRecords(occasion.database).groups(of: contest.head.id))
  }
}

/// A contest's board at a moment.
package struct ContestBoard: Sendable {
  package let standings: [Standing]
  /// How many marks of each entrant came after the freeze.
  package let pending: [String: Int]
  package let frozen: (at: String, by: String)?
  package let final: (at: String, by: String)?
  package let annulled: Set<String>
  /// In which people read times.
  let zone: Zone
  /// The names of entrants who are staff, for those who may know them.
  package let names: [String: String]

  /// A time as people read it, in the workspace's zone.
  package func time(_ stored: String) -> String { Instant(stored).map { zone.text($0) } ?? stored }
}

/// Who may be marked by whom in a contest.
private struct JudgeRegister {
  private let keys: [String: Int]
  private let units: Set<String>
  private let entered: Set<String>
  private let contest: Contest
  private let teams: TeamBook
  /// Who was drawn, by stage; stages without a draw are open to everybody.
  private let drawn: [String: Set<String>]

  init(_ occasion: Occasion, _ contest: Contest) throws {
    let staff = StaffRecords(occasion.database)
    keys = try staff.keys()
    units = Set(try staff.unitKeys().keys)
    entered = Set(try EntryRecords(occasion.database).entries(of: contest.head.id).map(\.entrant))
    teams = try TeamBook(staff)
    self.contest = contest
    let entries = EntryRecords(occasion.database)
    drawn = Dictionary(
      uniqueKeysWithValues: try contest.stages.compactMap { stage in
        try entries.draw(of: contest.head.id, stage: stage.id).map {
          (stage.id, Set($0.places.map(\.entrant)))
        }
      })
  }

  /// What speaks against a mark, in words.
  func fault(_ mark: JudgeMark) -> String? {
    let isTeam = contest.entrants == .team
    guard isTeam ? units.contains(mark.entrant) : keys[mark.entrant] != nil || units.contains(mark.entrant)
    else {
      return isTeam
        ? "there is no team '\(mark.entrant)'; see: merit staff list"
        : "entrant '\(mark.entrant)' is neither staff nor a team; see: merit staff list"
    }
    if !entered.isEmpty, !entered.contains(mark.entrant) {
      return
        "'\(mark.entrant)' is not entered in contest '\(contest.head.id)'; enter them first: merit contest enter \(contest.head.id) \(mark.entrant)"
    }
    if let drawn = drawn[mark.stage], !drawn.contains(mark.entrant) {
      return
        "'\(mark.entrant)' was not drawn for stage '\(mark.stage)'; see: merit contest entrants \(contest.head.id) \(mark.stage)"
    }
    if mark.judge == mark.entrant { return "'\(mark.judge)' would judge their own performance" }
    guard let judge = keys[mark.judge] else { return nil }
    let own = teams.teams(of: judge, on: contest.held)
    let isOwn =
      keys[mark.entrant].map { teams.share(judge, $0, on: contest.held) } ?? own.contains(mark.entrant)
    return isOwn
      ? "judge '\(mark.judge)' belongs to the team of '\(mark.entrant)'; let another judge mark them" : nil
  }
}
