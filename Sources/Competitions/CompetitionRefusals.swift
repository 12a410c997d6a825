import Formats
import Workforce
import Workspace

extension Refusal {
  package static func unknownContest(_ id: String) -> Refusal {
    Refusal(
      .noInput, "there is no contest '\(id)'",
      "name a scheme file, or load one with: merit scheme load FILE")
  }

  static func unknownStage(_ id: String, _ contest: Contest) -> Refusal {
    let ids = contest.stages.map(\.id)
    return Refusal(
      .noInput, "contest '\(contest.head.id)' has no stage '\(id)'",
      nearest(to: id, among: ids).map { "did you mean '\($0)'?" } ?? "it has \(ids.joined(separator: ", "))")
  }

  static func notAnExam(_ stage: ContestStage, _ contest: Contest) -> Refusal {
    Refusal(
      .usage, "stage '\(stage.id)' is marked by judges",
      "take an exam into a stage of kind \"exam\", or import marks with: merit contest score \(contest.head.id) FILE"
    )
  }

  static func contestIsFinal(_ id: String, _ at: String, _ by: String) -> Refusal {
    Refusal(
      .notPermitted, "contest '\(id)' was made final by '\(by)' on \(at)",
      "nothing moves any more; a result that was not earned is taken back with: merit contest annul \(id) ENTRANT --reason TEXT"
    )
  }

  static func frozenAlready(_ id: String, _ at: String) -> Refusal {
    Refusal(
      .notPermitted, "the board of '\(id)' is frozen since \(at)",
      "make the result final with: merit contest finalise \(id), or thaw it with: merit contest thaw \(id) --reason TEXT"
    )
  }

  static func contestAhead(_ contest: Contest) -> Refusal {
    Refusal(
      .usage, "contest '\(contest.head.id)' is held on \(contest.held)", "make it final from that day on")
  }

  static func nobodyRanked(_ contest: Contest) -> Refusal {
    Refusal(
      .badData, "nobody in contest '\(contest.head.id)' has marks in every stage",
      "take in the marks first: merit contest score \(contest.head.id) FILE")
  }

  static func notFinal(_ contest: Contest) -> Refusal {
    Refusal(
      .usage, "contest '\(contest.head.id)' is not final, so nothing was earned yet",
      "correct the marks with: merit contest score \(contest.head.id) FILE --correct --reason TEXT")
  }

  static func annulledAlready(_ entrant: String, _ contest: Contest) -> Refusal {
    Refusal(
      .usage, "the result of '\(entrant)' in '\(contest.head.id)' is annulled already",
      "see: merit contest board \(contest.head.id)")
  }

  static func notEntered(_ id: String, _ contest: Contest) -> Refusal {
    Refusal(
      .noInput, "'\(id)' is not in contest '\(contest.head.id)'",
      "see: merit contest entrants \(contest.head.id)")
  }

  static func unknownTeamEntrant(_ id: String) -> Refusal {
    Refusal(
      .noInput, "there is no team '\(id)'", "teams compete here; import them with: merit org import FILE")
  }

  static func leftBefore(_ person: Person, _ day: CalendarDay, _ contest: Contest) -> Refusal {
    Refusal(
      .badData, "'\(person.id)' leaves on \(day), before the contest on \(contest.held)",
      "enter somebody who is there")
  }

  static func overQuota(_ group: String, _ count: Int, _ quota: Contest.Quota, _ contest: Contest) -> Refusal
  {
    Refusal(
      .badData,
      "\(quota.group.rawValue) '\(group)' would have \(count) entrants in '\(contest.head.id)', and may have \(quota.most)",
      "enter fewer of them; nobody was entered")
  }

  static func enteredAfterDraw(_ stage: ContestStage, _ contest: Contest) -> Refusal {
    Refusal(
      .notPermitted, "stage '\(stage.id)' of '\(contest.head.id)' is drawn",
      "nobody can be entered any more; see: merit contest entrants \(contest.head.id)")
  }

  static func withdrawnAfterDraw(_ id: String, _ stage: ContestStage, _ contest: Contest) -> Refusal {
    Refusal(
      .notPermitted, "stage '\(stage.id)' of '\(contest.head.id)' is drawn, with '\(id)' in it",
      "leave '\(id)' without marks: who has none is not ranked")
  }

  static func drawnAlready(_ stage: ContestStage, _ seed: String) -> Refusal {
    Refusal(
      .notPermitted, "stage '\(stage.id)' was drawn with seed \(seed)",
      "a draw stands; whoever has the seed can make it again")
  }

  static func nobodyToDraw(_ stage: ContestStage, _ contest: Contest, isFirst: Bool) -> Refusal {
    Refusal(
      .noInput,
      isFirst
        ? "nobody is entered in contest '\(contest.head.id)'"
        : "nobody has come as far as stage '\(stage.id)' of '\(contest.head.id)'",
      isFirst
        ? "enter them first: merit contest enter \(contest.head.id) STAFF…"
        : "take in the marks of the stages before: merit contest score \(contest.head.id) FILE")
  }

  static func examNotReleased(_ exam: String) -> Refusal {
    Refusal(
      .badData, "the results of exam '\(exam)' are not released, and a board would show them",
      "release them first: merit exam release \(exam)")
  }

  static func stageHasMarks(_ stage: ContestStage, _ judges: [String]) -> Refusal {
    Refusal(
      .badData, "stage '\(stage.id)' has marks from \(judges.joined(separator: ", ")) already",
      "an exam's results are the only marks of its stage")
  }

  static func marksComingIn(_ contest: Contest) -> Refusal {
    Refusal(
      .tryAgain, "marks are being taken in for '\(contest.head.id)' or another contest",
      "try again in a moment")
  }

  static func marksMissing(_ gaps: [String], _ contest: Contest) -> Refusal {
    let shown =
      gaps.prefix(8).joined(separator: "; ") + (gaps.count > 8 ? "; and \(gaps.count - 8) more" : "")
    return Refusal(
      .badData, "'\(contest.head.id)' is not marked out: \(shown)",
      "take in what is missing, 0 for who did not appear, or make it final as it is with --gaps")
  }

  static func finalistsUnmarked(_ entrants: [String], _ contest: Contest) -> Refusal {
    Refusal(
      .badData,
      "\(entrants.map { "'\($0)'" }.joined(separator: ", ")) came further in '\(contest.head.id)' than others and have no marks there",
      "take in their marks first, 0 for who did not appear")
  }

  static func markedNotEntered(_ entrants: [String], _ contest: Contest) -> Refusal {
    Refusal(
      .badData,
      "\(entrants.map { "'\($0)'" }.joined(separator: ", ")) have marks in '\(contest.head.id)' and would not be on the list",
      "enter them in the same go")
  }

  static func withdrawnAfterMarks(_ id: String, _ contest: Contest) -> Refusal {
    Refusal(
      .badData, "'\(id)' has marks in '\(contest.head.id)' already",
      "let the result stand, and annul it once it is final, where it must be taken back")
  }
}
