import Formats
import SQLite
import Workforce
import Workspace

/// Voting about candidates, and deciding by rule.
extension LevelSittingDesk {
  /// One member of the review board votes about a candidate, once.
  package func vote(_ id: Int, staff: String, member: String, isFor: Bool, reason: String) throws {
    try occasion.require(.examiner, .hr, to: "record a vote of the review board")
    let sitting = try sitting(id)
    let (_, level) = try level(of: sitting)
    guard level.board > 0 else {
      throw Refusal(
        .badData, "level \(Person.levelName(level.level)) of '\(sitting.ladder)' asks for no review board",
        "leave the vote out")
    }
    guard let own = try records.registrations(for: id).first(where: { $0.staff == staff }) else {
      throw Refusal.notRegistered(staff, sitting)
    }
    guard try StaffRecords(occasion.database).key(of: member) != nil else {
      throw Refusal.unknownStaff(member)
    }
    if let voter = occasion.actor.staff, voter != member {
      try occasion.require(.hr, to: "record the vote of another member")
    }
    guard sitting.day <= occasion.today else {
      throw Refusal(
        .badData, "sitting \(id) is held on \(sitting.day), which is not yet here",
        "vote once the candidate was examined")
    }
    guard try !records.decisions(of: id).contains(where: { $0.staff == staff && $0.isAwarded }) else {
      throw Refusal(
        .badData, "'\(staff)' was awarded the certificate of sitting \(id) already",
        "a vote changes nothing any more")
    }
    guard member != staff, member != own.sponsor else {
      throw Refusal(
        .notPermitted, "'\(member)' is the candidate or vouches for them", "let another member vote")
    }
    guard try !records.hasVoted(member, sitting: id, staff: own.key) else {
      throw Refusal(
        .badData, "'\(member)' voted about '\(staff)' already", "a vote stays as it was given")
    }
    try occasion.record("cert.board", of: "\(id) \(staff)", content: "\(member) \(isFor) \(reason)") {
      try records.vote(
        sitting: id, staff: own.key, member: member, isFor: isFor, reason: reason, at: occasion.now,
        by: occasion.actor.account)
    }
  }

  /// Decides by rule about everybody registered who was not awarded yet, and awards the certificates.
  package func decide(_ id: Int, dryRun: Bool, code: () -> String) throws -> [LevelDecision] {
    try occasion.require(.examiner, .hr, to: "decide a sitting")
    let sitting = try sitting(id)
    let (ladder, level) = try level(of: sitting)
    let today = occasion.today
    guard sitting.day <= today else {
      throw Refusal(
        .badData, "sitting \(id) is held on \(sitting.day), which is not yet here",
        "decide once the candidates have been examined")
    }
    if dryRun {
      let findings = try occasion.database.snapshot { try weighed(sitting, ladder, level) }
      return try decided(findings, sitting, ladder, level, dryRun: true, code: code)
    }
    return try occasion.weighed {
      try weighed(sitting, ladder, level)
    } write: {
      try decided($0, sitting, ladder, level, dryRun: false, code: code)
    }
  }

  private typealias Weighed = (registration: Registration, requirements: [Requirement], isEarned: Bool)

  /// How everybody stands who is registered and was not awarded yet.
  private func weighed(
    _ sitting: LevelSitting, _ ladder: Ladder, _ level: Ladder.Level
  ) throws -> [Weighed] {
    let id = sitting.id
    let decided = Set(try records.decisions(of: id).filter(\.isAwarded).map(\.staff))
    let evidence = try LadderEvidence(ladder, occasion, on: occasion.today, levels: [level], sitting: id)
    let register = try CertificationRecords(occasion.database).certificates(ofLadder: ladder.head.id)
    let open = try records.registrations(for: id).filter { !decided.contains($0.staff) }
    var findings: [Weighed] = []
    for own in open {
      let held = register[own.key] ?? []
      let last = held.last { $0.certificate.level == level.level }?.certificate.awarded
      let candidacy = evidence.candidacy(
        of: own.key, for: level, after: last,
        belowSince: held.heldSince(
          level: level.level + 1, on: sitting.day, issue: ladder.issue, grace: ladder.graceDays))
      // Time in post and level count on the day of the sitting; results may come in later.
      let requirements = candidacy.requirements(for: level, on: sitting.day)
      findings.append((own, requirements, requirements.allSatisfy(\.isMet)))
    }
    return findings
  }

  private func decided(
    _ findings: [Weighed], _ sitting: LevelSitting, _ ladder: Ladder, _ level: Ladder.Level, dryRun: Bool,
    code: () -> String
  ) throws -> [LevelDecision] {
    let (id, today) = (sitting.id, occasion.today)
    let drafts = findings.filter(\.isEarned).map { finding in
      CertificationDesk.Draft(
        key: finding.registration.key, staff: finding.registration.staff, name: finding.registration.name,
        level: level.level, expires: today.adding(months: level.validMonths).adding(days: -1),
        evidence: "sitting of \(sitting.day); " + finding.requirements.map(\.found).joined(separator: "; "),
        source: .award, renews: nil)
    }
    func decisions(_ certificates: [Certificate]) -> [LevelDecision] {
      let codes = Dictionary(certificates.map { ($0.staff, $0.code) }) { first, _ in first }
      return findings.map { finding in
        LevelDecision(
          sitting: id, staff: finding.registration.staff, isAwarded: finding.isEarned,
          code: codes[finding.registration.staff],
          found: finding.requirements.map { "\($0.isMet ? "" : "lacks ")\($0.what.en): \($0.found)" }
            .joined(separator: "; "))
      }
    }
    let desk = CertificationDesk(occasion)
    if dryRun {
      return decisions(
        try desk.write(drafts, ladder: ladder, on: today, deed: "cert.decide", dryRun: true, code: code))
    }
    var result: [LevelDecision] = []
    return try occasion.record("cert.decide", of: "\(id)", content: "\(result)") {
      result = decisions(
        try desk.write(drafts, ladder: ladder, on: today, deed: "cert.award", dryRun: false, code: code))
      for (decision, finding) in zip(result, findings) {
        try records.insert(
          decision, key: finding.registration.key, at: occasion.now, by: occasion.actor.account)
      }
      return result
    }
  }
}
