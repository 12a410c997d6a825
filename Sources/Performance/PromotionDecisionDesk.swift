import Formats
import SQLite
import Workforce
import Workspace

/// Deciding on steps, and carrying out what a decision changes on the roster.
package struct PromotionDecisionDesk {
  private let occasion: Occasion
  private let records: PromotionRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = PromotionRecords(occasion.database)
  }

  /// Records a decision in the name of the account, with the changes of the roster that the scheme names.
  ///
  /// What is due today or earlier is changed at once, a new post from its day on; the rest waits for `applyDue()`. A
  /// decision that replaces another takes back what that one had changed.
  package func decide(_ order: PromotionOrder) throws -> (
    decision: PromotionDecision, changes: [RosterChange]
  ) {
    try occasion.require(.hr, to: "decide on steps")
    if occasion.actor.staff == order.staff { throw Refusal.oneself("decide on a step of") }
    guard let key = try StaffRecords(database).key(of: order.staff) else {
      throw Refusal.unknownStaff(order.staff)
    }
    return try occasion.weighed {
      try PromotionDesk(occasion).all(in: order.quarter, scheme: order.scheme)
    } write: { lists in
      guard let list = lists.first,
        let proposal = list.proposals.first(where: { $0.person.staff == order.staff })
      else { throw Refusal.noStepFor(order.staff, order.scheme, order.quarter) }
      let decision = try decision(order, proposal, list)
      return try record(decision, order, staff: key, change: list.scheme.change)
    }
  }

  /// The decision as it would be written; throws what speaks against it.
  private func decision(
    _ order: PromotionOrder, _ proposal: PromotionProposal, _ list: PromotionDesk.List
  ) throws -> PromotionDecision {
    let earlier = list.decisions[order.staff]
    let place = try place(for: proposal.person, list, earlier: earlier)
    let refusal = order.refusal(
      isBack: list.scheme.isBack, isProposed: proposal.isProposed, earlier: earlier, placesLeft: place.left)
    if let refusal { throw refusal }
    return PromotionDecision(
      id: 0, scheme: order.scheme, version: list.scheme.head.version, quarter: order.quarter,
      staff: order.staff, name: proposal.person.name, verdict: order.verdict, isProposed: proposal.isProposed,
      ground: proposal.ground, reason: order.reason,
      vacancy: order.verdict == .promote ? place.vacancy : nil,
      from: order.verdict == .keep ? nil : order.from ?? occasion.today, at: occasion.now,
      by: occasion.actor.account, supersedes: earlier?.id)
  }

  private func record(
    _ decision: PromotionDecision, _ order: PromotionOrder, staff key: Int, change: PromotionChange
  ) throws -> (decision: PromotionDecision, changes: [RosterChange]) {
    let content = [
      "\(decision.scheme) v\(decision.version)", "\(decision.quarter)", decision.staff,
      decision.verdict.rawValue, decision.from?.description ?? "", decision.reason ?? "", decision.ground,
    ].joined(separator: "\n")
    return try occasion.record(
      "promotion.decide", of: "\(decision.staff) \(decision.scheme) \(decision.quarter)", content: content
    ) {
      let id = try records.insert(decision, staff: key)
      if let earlier = decision.supersedes { try takeBack(earlier, by: id) }
      if let day = decision.from { try plan(change, order, decision: id, from: day) }
      _ = try applied()
      let kept = try records.decisions(in: order.quarter).first { $0.id == id }
      return (kept ?? decision, try records.changes(of: id))
    }
  }

  /// Carries out the changes of decisions that have come due; returns them.
  package func applyDue() throws -> [RosterChange] {
    try occasion.require(.hr, to: "change the roster")
    return try occasion.whole { try applied() }
  }

  // MARK: Places

  /// The vacancy that a promotion of somebody would use, and how many places are left without the earlier decision.
  private func place(
    for person: PromotionCase, _ list: PromotionDesk.List, earlier: PromotionDecision?
  ) throws -> (vacancy: Int?, left: Int?) {
    let others = list.decisions.values.filter { $0.verdict == .promote && $0.id != earlier?.id }
    switch list.scheme.places {
    case .unlimited: return (nil, nil)
    case .fixed(let number): return (nil, number - others.count)
    case .imported(let post, let level):
      let balances = try VacancyRecords(database).balances().filter {
        $0.vacancy.post == post && $0.vacancy.level == level
          && ($0.vacancy.site == nil || $0.vacancy.site == person.site)
      }.map { ($0, $0.vacancy.places - $0.used + (earlier?.vacancy == $0.id ? 1 : 0)) }
      // The site's own places come before those that are open to everybody.
      let ordered =
        balances.filter { $0.0.vacancy.site != nil } + balances.filter { $0.0.vacancy.site == nil }
      let free = ordered.first { $0.1 > 0 } ?? ordered.first
      return (free?.0.id, free?.1 ?? 0)
    }
  }

  // MARK: The roster

  private func plan(
    _ change: PromotionChange, _ order: PromotionOrder, decision: Int, from day: CalendarDay
  ) throws {
    let (person, assignments) = try WorkforceDesk(occasion).person(order.staff)
    func add(_ kind: RosterChange.Kind, _ before: String?, _ after: String, team: String? = nil) throws {
      try records.insert(
        RosterChange(
          id: 0, decision: decision, staff: order.staff, kind: kind, before: before, after: after, team: team,
          from: day, isDone: false))
    }
    if let level = change.level { try add(.level, person.level.map(String.init), "\(level)") }
    if let star = change.star { try add(.star, person.star.map(String.init), "\(star)") }
    guard let post = change.post else { return }
    let now = assignments.last { $0.covers(day) }
    guard let team = order.team ?? now?.team else { throw Refusal.noPostNow(order.staff, "\(day)") }
    // The team before is kept with the post, for taking it back.
    try add(.post, now.map { "\($0.post) \($0.team)" }, post, team: team)
  }

  /// Plans the reverse of what a replaced decision has changed already; what it had only planned falls away with it.
  private func takeBack(_ earlier: Int, by decision: Int) throws {
    for change in try records.changes(of: earlier).reversed() where change.isDone {
      let day = max(change.from, occasion.today)
      let old = change.before?.split(separator: " ", maxSplits: 1).map(String.init) ?? []
      try records.insert(
        RosterChange(
          id: 0, decision: decision, staff: change.staff, kind: change.kind,
          before: change.kind == .post ? "\(change.after ?? "") \(change.team ?? "")" : change.after,
          after: change.kind == .post ? old.first : change.before,
          team: change.kind == .post ? old.last : nil, from: day, isDone: false))
    }
    _ = try applied()
  }

  private func applied() throws -> [RosterChange] {
    let workforce = WorkforceDesk(occasion)
    // A post carries its days, so it is written ahead of them; a level or a star is what it is today.
    let due = try records.changes().filter { !$0.isDone && ($0.kind == .post || $0.from <= occasion.today) }
    for change in due {
      switch change.kind {
      case .level: try workforce.setLevel(change.after.flatMap(Int.init), of: change.staff)
      case .star: try workforce.setStar(change.after.flatMap(Int.init), of: change.staff)
      case .post:
        guard let post = change.after, let team = change.team else { continue }
        try workforce.transfer(change.staff, post: post, team: team, from: change.from)
      }
      try records.setDone(change.id, at: occasion.now, by: occasion.actor.account)
    }
    return due
  }
}
