import Formats
import Workforce
import Workspace

/// Entering people and teams for a contest, and drawing the order in which they appear.
package struct EntryDesk {
  private let occasion: Occasion
  private let records: EntryRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = EntryRecords(occasion.database)
  }

  /// Enters people or teams; those entered already are passed over.
  ///
  /// - Returns: how many are new.
  package func enter(_ ids: [String], contest: Contest) throws -> Int {
    try occasion.require(.trainer, .leader, .hr, to: "enter people for a contest")
    return try occasion.whole {
      try requireUnsettled(contest)
      let entered = try records.entries(of: contest.head.id)
      let known = Set(entered.map(\.entrant))
      let roll = try EntrantRoll(occasion, contest)
      var fresh: [ContestEntry] = []
      for id in ids where !known.contains(id) && !fresh.contains(where: { $0.entrant == id }) {
        fresh.append(try roll.entry(id))
      }
      guard !fresh.isEmpty else { return 0 }
      try occasion.requireLead(
        of: fresh.map(\.entrant), insteadOf: [.trainer, .hr], to: "enter people of other teams")
      if let stage = try drawnStage(contest) { throw Refusal.enteredAfterDraw(stage, contest) }
      try check(entered + fresh, contest)
      // Once there is a list, only those on it are marked: whoever has marks already must be on it.
      let strangers = try marked(in: contest).subtracting(known).subtracting(fresh.map(\.entrant))
      guard strangers.isEmpty else { throw Refusal.markedNotEntered(strangers.sorted(), contest) }
      try occasion.record("contest.enter", of: contest.head.id, content: "\(fresh)") {
        for entry in fresh {
          try records.insert(entry, contest: contest.head.id, at: occasion.now, by: occasion.actor.account)
        }
      }
      return fresh.count
    }
  }

  /// Who is entered.
  package func entrants(of contest: Contest) throws -> [ContestEntry] {
    try records.entries(of: contest.head.id)
  }

  /// The order of a stage that was drawn, with its seed.
  package func order(of stage: String, in contest: Contest) throws -> (
    seed: String, places: [ContestDraw.Place]
  ) {
    guard let drawn = try records.draw(of: contest.head.id, stage: stage) else {
      throw Refusal(
        .noInput, "stage '\(stage)' is not drawn",
        "draw it with: merit contest draw \(contest.head.id) \(stage)")
    }
    return drawn
  }

  package func withdraw(_ id: String, contest: Contest, reason: String) throws {
    try occasion.require(.trainer, .leader, .hr, to: "withdraw people from a contest")
    try occasion.requireLead(of: [id], insteadOf: [.trainer, .hr], to: "withdraw people of other teams")
    try occasion.whole {
      try requireUnsettled(contest)
      if let stage = try drawnStage(contest) { throw Refusal.withdrawnAfterDraw(id, stage, contest) }
      guard let entry = try records.entries(of: contest.head.id).first(where: { $0.entrant == id }) else {
        throw Refusal.notEntered(id, contest)
      }
      guard try !marked(in: contest).contains(id) else { throw Refusal.withdrawnAfterMarks(id, contest) }
      try occasion.record("contest.withdraw", of: "\(contest.head.id) \(id)", content: reason) {
        try records.insert(
          entry, contest: contest.head.id, withdrawn: reason, at: occasion.now, by: occasion.actor.account)
      }
    }
  }

  private func marked(in contest: Contest) throws -> Set<String> {
    Set(try CompetitionRecords(occasion.database).marks(of: contest.head.id).map(\.entrant))
  }

  /// Refuses where the contest is final, or its board is frozen: what is shown would change.
  private func requireUnsettled(_ contest: Contest) throws {
    try FinalDesk(occasion).requireOpen(contest.head.id)
    if let frozen = try FinalRecords(occasion.database).freeze(of: contest.head.id) {
      throw Refusal.frozenAlready(contest.head.id, frozen.at)
    }
  }

  /// Draws the order of a stage, and its heats, among those who take part in it.
  package func draw(_ contest: Contest, stage id: String, seed: UInt64) throws -> ContestDraw {
    try occasion.require(.trainer, .judge, to: "draw the order of a stage")
    return try occasion.whole { try drawn(contest, stage: id, seed: seed) }
  }

  private func drawn(_ contest: Contest, stage id: String, seed: UInt64) throws -> ContestDraw {
    try requireUnsettled(contest)
    guard let stage = contest.stage(id), let place = contest.stages.firstIndex(where: { $0.id == id }) else {
      throw Refusal.unknownStage(id, contest)
    }
    if let drawn = try records.draw(of: contest.head.id, stage: id) {
      throw Refusal.drawnAlready(stage, drawn.seed)
    }
    let entrants =
      try place == 0 ? records.entries(of: contest.head.id).map(\.entrant) : reaching(place, contest)
    guard !entrants.isEmpty else { throw Refusal.nobodyToDraw(stage, contest, isFirst: place == 0) }
    let draw = ContestDraw(entrants, contest: contest.head.id, stage: stage, seed: seed)
    try occasion.record(
      "contest.draw", of: "\(contest.head.id) \(id)", content: "\(seed) \(draw.places)"
    ) {
      try records.insert(
        draw, contest: contest.head.id, stage: id, seed: seed, at: occasion.now, by: occasion.actor.account)
    }
    return draw
  }

  /// Who takes part in a later stage, by the marks as they stand.
  private func reaching(_ place: Int, _ contest: Contest) throws -> [String] {
    Ranking.standings(
      contest, marks: try CompetitionRecords(occasion.database).marks(of: contest.head.id),
      groups: try records.groups(of: contest.head.id)
    ).filter { $0.reached >= place }.map(\.entrant)
  }

  private func drawnStage(_ contest: Contest) throws -> ContestStage? {
    try contest.stages.first { try records.draw(of: contest.head.id, stage: $0.id) != nil }
  }

  private func check(_ entries: [ContestEntry], _ contest: Contest) throws {
    guard let quota = contest.quota else { return }
    let groups = Dictionary(grouping: entries) { quota.group == .site ? $0.site : $0.team }
    for (group, own) in groups.sorted(by: { $0.key < $1.key }) where own.count > quota.most {
      throw Refusal.overQuota(group, own.count, quota, contest)
    }
  }
}

/// Who can be entered, looked up once for everybody.
private struct EntrantRoll {
  private let contest: Contest
  private let staff: StaffRecords
  private let keys: [String: Int]
  private let units: [Unit]
  private let teams: TeamBook

  init(_ occasion: Occasion, _ contest: Contest) throws {
    self.contest = contest
    staff = StaffRecords(occasion.database)
    keys = try staff.keys()
    units = try staff.units()
    teams = try TeamBook(staff)
  }

  func entry(_ id: String) throws -> ContestEntry {
    switch contest.entrants {
    case .staff:
      guard let person = try staff.person(id), let key = keys[id] else { throw Refusal.unknownStaff(id) }
      if let left = person.left, left < contest.held { throw Refusal.leftBefore(person, left, contest) }
      return ContestEntry(
        entrant: id, site: person.site ?? "", team: teams.team(of: key, on: contest.held) ?? "")
    case .team:
      guard let team = units.first(where: { $0.id == id && $0.kind == .team }) else {
        throw Refusal.unknownTeamEntrant(id)
      }
      var above: Unit? = team
      while let unit = above, unit.kind != .site {
        above = units.first { $0.id == unit.parent }
      }
      return ContestEntry(entrant: id, site: above?.name ?? "", team: id)
    }
  }
}
