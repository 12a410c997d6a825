import Formats
import Workforce
import Workspace

/// Whether somebody may sit a level; if not, what is missing and from which day it will be there.
package struct Eligibility: Sendable {
  package let staff: String
  package let name: String
  /// The certificate of the level that they hold already; they need not sit.
  package let holds: HeldCertificate?
  package let requirements: [Requirement]

  package init(staff: String, name: String, holds: HeldCertificate?, requirements: [Requirement]) {
    self.staff = staff
    self.name = name
    self.holds = holds
    self.requirements = requirements
  }

  package var isEligible: Bool { holds == nil && requirements.allSatisfy(\.isMet) }
  package var missing: [Requirement] { requirements.filter { !$0.isMet } }

  /// The first day on which they may sit if only time must pass; `nil` where something must be done first, or they may
  /// now.
  package var from: CalendarDay? {
    let days = missing.map(\.from)
    guard !days.isEmpty, !days.contains(nil) else { return nil }
    return days.compactMap { $0 }.max()
  }
}

/// Looking into who may sit, who holds what, and what ends.
extension CertificationDesk {
  /// Who may sit a level on a day, and what the others lack.
  package func eligibility(
    _ ladderID: String, level wanted: Int, on day: CalendarDay, staff only: Set<String> = []
  ) throws -> [Eligibility] {
    if only != [occasion.actor.staff] {
      try occasion.require(.examiner, .hr, .trainer, .leader, to: "see who may sit")
    }
    let ladder = try ladder(ladderID, on: day)
    guard let level = ladder.level(wanted) else { throw Refusal.unknownLevel(wanted, ladder) }
    return try standings(ladder, level, on: day, staff: only)
  }

  /// The same without asking who wants to know.
  ///
  /// - Parameter only: these people, also where they hold none of the ladder's posts; everybody in them where it is empty.
  func standings(
    _ ladder: Ladder, _ level: Ladder.Level, on day: CalendarDay, staff only: Set<String>
  ) throws -> [Eligibility] {
    let evidence = try LadderEvidence(ladder, occasion, on: day, levels: [level], withParts: false)
    let register = try records.certificates(ofLadder: ladder.head.id)
    var found: [Eligibility] = []
    try StaffRecords(occasion.database).forEachName(on: day) { key, id, name in
      guard only.isEmpty ? evidence.inPostSince[key] != nil : only.contains(id) else { return }
      let held = register[key] ?? []
      let belowSince = held.heldSince(
        level: level.level + 1, on: day, issue: ladder.issue, grace: ladder.graceDays)
      let candidacy = evidence.candidacy(of: key, for: level, after: nil, belowSince: belowSince)
      let holds = held.last {
        $0.certificate.level == level.level && $0.certificate.issue == ladder.issue
          && $0.certificate.awarded <= day && [.valid, .suspended].contains($0.status(on: day))
          && Renewal.window(expires: $0.expires, rule: level.renewal, graceDays: 0).lowerBound > day
      }
      var requirements = candidacy.prerequisites(for: level, on: day)
      if evidence.inPostSince[key] == nil {
        requirements.insert(
          Requirement(
            Words(en: "in one of the ladder's posts", zh: "在本序列岗位"), isMet: false, found: "not in post"),
          at: 0)
      }
      found.append(
        Eligibility(staff: id, name: name, holds: holds, requirements: requirements))
    }
    return found
  }

  /// Somebody's certificates, oldest first; one's own, or anybody's for those who see to training.
  package func certificates(of staff: String) throws -> [HeldCertificate] {
    if occasion.actor.staff != staff {
      try occasion.require(.examiner, .hr, .leader, .trainer, to: "see others' certificates")
    }
    guard try StaffRecords(occasion.database).person(staff) != nil else { throw Refusal.unknownStaff(staff) }
    return try records.certificates(of: staff)
  }

  /// A person's certificates that were awarded on a sitting, oldest first: what is asked when its result is taken away.
  package func certificates(of staff: String, onSitting sitting: Int) throws -> [HeldCertificate] {
    try certificates(of: staff).filter { $0.certificate.rests(onSitting: sitting) }
  }

  /// The register: every certificate, or those of a ladder, a level or a status of today.
  package func register(ladder: String? = nil, level: Int? = nil, status: CertificateStatus? = nil) throws
    -> [HeldCertificate]
  {
    try occasion.require(.examiner, .hr, .leader, .trainer, to: "see the register")
    return try records.register().map(\.held).filter {
      (level == nil || $0.certificate.level == level) && (ladder == nil || $0.certificate.ladder == ladder)
        && (status == nil || $0.status(on: occasion.today) == status)
    }
  }

  /// The certificates that places in a contest earned, oldest first.
  package func certificates(ofContest contest: String) throws -> [HeldCertificate] {
    try records.certificates(ofContest: contest)
  }

  /// Certificates that end within some days of a day, or whose time of grace still runs; those renewed already left out.
  ///
  /// - Parameter days: as each ladder warns where it is `nil`.
  package func expiring(within days: Int?, on day: CalendarDay) throws -> [HeldCertificate] {
    try occasion.require(.examiner, .hr, .trainer, .leader, to: "see which certificates end")
    let schemes = SchemeRecords(occasion.database)
    var ladders: [String: Ladder] = [:]
    let register = try records.register().map(\.held)
    let renewed = Set(register.compactMap(\.certificate.renews))
    // Whoever has climbed higher needs the lower level no more.
    var highest: [String: Int] = [:]
    for held in register where held.isValid(on: day) {
      let name = "\(held.certificate.staff) \(held.certificate.ladder)"
      highest[name] = min(highest[name] ?? 5, held.certificate.level)
    }
    return try register.filter { held in
      let id = held.certificate.ladder
      let ladder = try ladders[id] ?? schemes.document(Ladder.self, id: id, on: day)
      ladders[id] = ladder
      let window =
        held.expires.adding(days: -(days ?? ladder.warnDays))...held.expires.adding(days: ladder.graceDays)
      return window.contains(day) && !renewed.contains(held.certificate.code)
        && [.valid, .expired].contains(held.status(on: day))
        && highest["\(held.certificate.staff) \(id)"].map { held.certificate.level <= $0 } ?? true
    }
    .sorted { ($0.expires, $0.certificate.number) < ($1.expires, $1.certificate.number) }
  }
}
