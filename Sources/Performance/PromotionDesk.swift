import Formats
import SQLite
import Workforce
import Workspace

/// What the promotion schemes propose after a scored quarter, and what was decided.
package struct PromotionDesk {
  /// A scheme with its proposals.
  package struct List: Sendable {
    package let scheme: PromotionScheme
    /// The ranked first, then the others by id.
    package let proposals: [PromotionProposal]
    package let places: PromotionPlaces
    /// Decisions of the quarter in force, by id of the person.
    package let decisions: [String: PromotionDecision]
  }

  private let occasion: Occasion
  private let records: PromotionRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = PromotionRecords(occasion.database)
  }

  /// What every scheme in force on the quarter's last day proposes, by the schemes' ids.
  ///
  /// Leaders see the people whom they lead; ranks and places are those among everybody.
  /// - Parameter scheme: only this one.
  package func lists(in quarter: Quarter, scheme: String? = nil) throws -> [List] {
    var lists: [List] = []
    try forEachList(in: quarter, where: { scheme == nil || $0.head.id == scheme }) { lists.append($0) }
    if let scheme, lists.isEmpty { throw Refusal.unknownPromotion(scheme, quarter) }
    return lists
  }

  /// The same lists one after another, so that only one is ever held.
  func forEachList(
    in quarter: Quarter, where isWanted: (PromotionScheme) -> Bool, _ body: (List) throws -> Void
  ) throws {
    try occasion.require(.hr, .leader, to: "see proposals for promotion")
    try database.snapshot {
      guard !occasion.actor.may([.hr]), let own = occasion.actor.staff else {
        return try forEach(in: quarter, where: isWanted, body)
      }
      let staff = StaffRecords(database)
      let (keys, teams) = (try staff.keys(), try TeamBook(staff))
      try forEach(in: quarter, where: isWanted) { list in
        let led = list.proposals.filter { proposal in
          guard let leader = keys[own], let other = keys[proposal.person.staff] else { return false }
          return teams.leads(leader, other, on: occasion.today)
        }
        try body(
          List(scheme: list.scheme, proposals: led, places: list.places, decisions: list.decisions))
      }
    }
  }

  /// A person's own standing under the schemes of their post: theirs, or anybody's for HR and their leader.
  package func standing(of staff: String, in quarter: Quarter) throws -> [List] {
    if occasion.actor.staff != staff {
      try occasion.require(.hr, .leader, to: "see another's way to a step")
      try occasion.requireLead(of: [staff], insteadOf: [.hr], to: "see their way to a step")
    }
    return try database.snapshot {
      if occasion.actor.staff == staff { try PayDesk(occasion).requireShown(quarter) }
      guard try StaffRecords(database).key(of: staff) != nil else { throw Refusal.unknownStaff(staff) }
      return try all(in: quarter).compactMap { list in
        guard let own = list.proposals.first(where: { $0.person.staff == staff }) else { return nil }
        return List(
          scheme: list.scheme, proposals: [own], places: list.places,
          decisions: list.decisions.filter { $0.key == staff })
      }
    }
  }

  /// The decisions of a quarter in the order in which they were made, replaced ones too, each with its changes.
  package func decisions(in quarter: Quarter) throws -> [PromotionDecision.Recorded] {
    try occasion.require(.hr, .leader, to: "see decisions on steps")
    let decisions = try database.snapshot {
      try records.decisions(in: quarter, all: true).map { ($0, try records.changes(of: $0.id)) }
    }
    guard !occasion.actor.may([.hr]), let own = occasion.actor.staff else { return decisions }
    let staff = StaffRecords(database)
    let (keys, teams) = (try staff.keys(), try TeamBook(staff))
    return decisions.filter { decision, _ in
      guard let leader = keys[own], let other = keys[decision.staff] else { return false }
      return teams.leads(leader, other, on: occasion.today)
    }
  }

  /// The lists without any question of who asks.
  func all(in quarter: Quarter, scheme wanted: String? = nil) throws -> [List] {
    var lists: [List] = []
    try forEach(in: quarter, where: { wanted == nil || $0.head.id == wanted }) { lists.append($0) }
    if let wanted, lists.isEmpty { throw Refusal.unknownPromotion(wanted, quarter) }
    return lists
  }

  private func forEach(
    in quarter: Quarter, where isWanted: (PromotionScheme) -> Bool, _ body: (List) throws -> Void
  ) throws {
    guard let run = try PerformanceRecords(database).run(of: quarter) else {
      throw Refusal.quarterNotScored(quarter)
    }
    let schemes = try SchemeRecords(database).allInForce(kind: PromotionScheme.kind, on: quarter.lastDay)
      .map { try PromotionScheme.read(Array($0.text.utf8), named: $0.label) }.filter(isWanted)
    let book = try PromotionBook(database, quarter: quarter, run: run, schemes: schemes)
    let decided = try records.decisions(in: quarter)
    for scheme in schemes {
      let places = try self.places(of: scheme, in: quarter)
      try body(
        List(
          scheme: scheme,
          proposals: PromotionProposal.proposals(
            book.cases(for: scheme), scheme: scheme, on: quarter.lastDay, places: places),
          places: places,
          decisions: Dictionary(decided.filter { $0.scheme == scheme.head.id }.map { ($0.staff, $0) }) { $1 })
      )
    }
  }

  /// The places that a quarter's proposals are about: those of imported vacancies that no other decision has used.
  private func places(of scheme: PromotionScheme, in quarter: Quarter) throws -> PromotionPlaces {
    switch scheme.places {
    case .fixed(let number): return PromotionPlaces(open: number)
    case .unlimited: return PromotionPlaces(open: nil)
    case .imported(let post, let level):
      let balances = try VacancyRecords(database).balances(leavingOut: scheme.head.id, in: quarter).filter {
        $0.vacancy.post == post && $0.vacancy.level == level
      }
      return PromotionPlaces(
        open: balances.filter { $0.vacancy.site == nil }.reduce(0) { $0 + $1.left },
        bySite: Dictionary(
          balances.compactMap { balance in balance.vacancy.site.map { ($0, balance.left) } },
          uniquingKeysWith: +))
    }
  }
}
