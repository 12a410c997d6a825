import Formats
import SQLite
import Workforce
import Workspace

/// Proposing honours after a scored quarter, granting them, and taking them back.
package struct HonourAwardDesk {
  /// An honour with how everybody stands for it.
  package struct List: Sendable {
    package let scheme: SchemeHead
    package let honour: Honour
    /// Best first.
    package let proposals: [HonourProposal]
    /// The ids of those who have it for the quarter.
    package let granted: Set<String>
  }

  private let occasion: Occasion
  private let records: HonourRecords
  private var database: Connection { occasion.database }

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = HonourRecords(occasion.database)
  }

  /// Whom the rules propose, by scheme and in its order.
  package func proposals(in quarter: Quarter) throws -> [List] {
    try occasion.require(.hr, to: "see whom the rules would honour")
    return try database.snapshot { try lists(in: quarter) }
  }

  private func lists(in quarter: Quarter) throws -> [List] {
    guard let run = try PerformanceRecords(database).run(of: quarter) else {
      throw Refusal.quarterNotScored(quarter)
    }
    let schemes = try SchemeRecords(database).allInForce(kind: HonourScheme.kind, on: quarter.lastDay)
      .map { try HonourScheme.read(Array($0.text.utf8), named: $0.label) }
    if schemes.isEmpty { throw Refusal.noHonours(quarter) }
    let book = try HonourBook(database, in: quarter, run: run)
    let granted = try records.grants(in: quarter).filter { $0.revoked == nil }
    return schemes.flatMap { scheme in
      scheme.honours.map { honour in
        let id = scheme.head.id
        return List(
          scheme: scheme.head, honour: honour,
          proposals: honour.proposals(book.candidates(for: honour.id, of: id), in: quarter),
          granted: Set(granted.filter { $0.scheme == id && $0.honour == honour.id }.map(\.staff)))
      }
    }
  }

  /// Grants what the rules propose and is not granted yet; returns the new grants.
  ///
  /// Refused where the rules propose the one who asks, and where somebody has an honour of the quarter that the rules
  /// no longer propose: it is revoked first.
  package func grant(_ quarter: Quarter) throws -> [HonourGrant] {
    try occasion.require(.hr, to: "grant honours")
    return try occasion.weighed {
      try lists(in: quarter)
    } write: { lists in
      let before = try records.grants(in: quarter).filter { $0.revoked == nil }
      for list in lists { try grant(list, in: quarter, before: before) }
      let known = Set(before.map(\.id))
      return try records.grants(in: quarter).filter { $0.revoked == nil && !known.contains($0.id) }
    }
  }

  private func grant(_ list: List, in quarter: Quarter, before: [HonourGrant]) throws {
    let people = StaffRecords(database)
    let proposed = list.proposals.filter(\.isProposed)
    let unproposed = before.first { grant in
      grant.scheme == list.scheme.id && grant.honour == list.honour.id
        && !proposed.contains { $0.staff == grant.staff }
    }
    if let unproposed { throw Refusal.heldByOther(unproposed) }
    for proposal in proposed where !list.granted.contains(proposal.staff) {
      if proposal.staff == occasion.actor.staff { throw Refusal.oneself("grant an honour to") }
      guard let key = try people.key(of: proposal.staff) else { throw Refusal.unknownStaff(proposal.staff) }
      let grant = HonourGrant(
        id: 0, scheme: list.scheme.id, version: list.scheme.version, honour: list.honour.id, quarter: quarter,
        staff: proposal.staff, name: proposal.name, rank: proposal.rank ?? 0, ground: proposal.value,
        by: occasion.actor.account, revoked: nil)
      try occasion.record(
        "honour.grant", of: "\(quarter) \(list.honour.id) \(proposal.staff)",
        content: "\(list.scheme.id) v\(list.scheme.version) \(grant.rank) \(proposal.value.en)"
      ) { try records.insert(grant, staff: key, at: occasion.now) }
    }
  }

  /// Takes an honour back; the grant and why it fell stay on record.
  package func revoke(_ id: Int, reason: String) throws -> HonourGrant {
    try occasion.require(.hr, to: "revoke honours")
    if reason.isEmpty { throw Refusal.reasonMissing("the revocation") }
    return try occasion.whole {
      guard let grant = try records.grant(id) else { throw Refusal.unknownGrant(id) }
      if grant.revoked != nil { throw Refusal.revokedAlready(grant) }
      if grant.staff == occasion.actor.staff { throw Refusal.oneself("revoke an honour of") }
      try occasion.record("honour.revoke", of: "\(id)", content: reason) {
        try records.revoke(id, reason: reason, at: occasion.now, by: occasion.actor.account)
      }
      return try records.grant(id) ?? grant
    }
  }

  /// Honours granted: an honour is made to be seen, so every account sees those that stand.
  ///
  /// Those revoked are for HR and whose they were, and so is what an honour was granted for, which is often a total.
  package func grants(in quarter: Quarter? = nil, of staff: String? = nil) throws -> [HonourGrant] {
    if let staff, try StaffRecords(database).key(of: staff) == nil { throw Refusal.unknownStaff(staff) }
    let grants = try records.grants(in: quarter, of: staff)
    return grants.compactMap { grant in
      if occasion.actor.may([.hr]) || occasion.actor.staff == grant.staff { return grant }
      return grant.revoked == nil ? grant.withoutGround : nil
    }
  }

  /// The titles of honours, by scheme, version and id.
  package func titles(of grants: [HonourGrant]) throws -> [String: Words] {
    var titles: [String: Words] = [:]
    for (scheme, version) in Dictionary(grouping: grants, by: { "\($0.scheme) \($0.version)" }).values
      .compactMap(\.first).map({ ($0.scheme, $0.version) })
    {
      let document = try SchemeRecords(database).document(HonourScheme.self, id: scheme, version: version)
      for honour in document.honours { titles["\(scheme) \(version) \(honour.id)"] = honour.title }
    }
    return titles
  }
}
