import Formats
import Quality
import Workforce
import Workspace

/// What is done about certificates after their award: suspended, revoked, appealed, and taken back.
package struct StandingDesk {
  private let occasion: Occasion
  private let records: CertificationRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = CertificationRecords(occasion.database)
  }

  package func certificate(_ name: String) throws -> HeldCertificate {
    guard let held = try records.find(name) else { throw Refusal.unknownCertificate(name) }
    return held
  }

  /// A certificate to print: one's own, or another's for those who hand them out.
  package func printed(_ name: String) throws -> HeldCertificate {
    let held = try certificate(name)
    if occasion.actor.staff != held.certificate.staff {
      try occasion.require(.examiner, .hr, .trainer, to: "print others' certificates")
    }
    return held
  }

  /// Puts a certificate aside, takes it back from there, or revokes it.
  ///
  /// - Parameter kind: `suspended`, `reinstated` or `revoked`.
  package func change(_ name: String, to kind: CertificateEvent.Kind, reason: String) throws
    -> HeldCertificate
  {
    try occasion.require(.hr, .examiner, to: "change how a certificate stands")
    return try occasion.whole { try changed(name, to: kind, reason: reason) }
  }

  private func changed(_ name: String, to kind: CertificateEvent.Kind, reason: String) throws
    -> HeldCertificate
  {
    let held = try certificate(name)
    try refuseOwn(held, "change how their own certificate stands")
    let status = held.status(on: occasion.today)
    let fits =
      switch kind {
      case .suspended: status == .valid
      case .reinstated: status == .suspended
      case .revoked: status != .revoked
      case .appealed, .upheld, .restored: false
      }
    guard fits else { throw Refusal.notInState(held, status, kind.rawValue) }
    try write(kind, held, reason)
    // A renewal and what it renewed are one qualification: while both run, they stand and fall together.
    for other in try chain(of: held) where other.status(on: occasion.today) == status {
      try write(kind, other, reason + Self.company(of: held))
    }
    return try certificate(held.certificate.code)
  }

  /// What the reason of an event ends with that follows from one about another certificate.
  private static func company(of held: HeldCertificate) -> String { " (with \(held.certificate.number))" }

  /// The certificates that one renewed, and those that renew it.
  private func chain(of held: HeldCertificate) throws -> [HeldCertificate] {
    let own = try records.certificates(of: held.certificate.staff)
    var codes: Set<String> = [held.certificate.code]
    while true {
      let more = own.filter { other in
        !codes.contains(other.certificate.code)
          && (other.certificate.renews.map(codes.contains) ?? false
            || own.contains {
              codes.contains($0.certificate.code) && $0.certificate.renews == other.certificate.code
            })
      }
      if more.isEmpty { break }
      codes.formUnion(more.map(\.certificate.code))
    }
    return own.filter { codes.contains($0.certificate.code) && $0.certificate.code != held.certificate.code }
  }

  private func refuseOwn(_ held: HeldCertificate, _ deed: String) throws {
    guard occasion.actor.staff != held.certificate.staff else {
      throw Refusal(.notPermitted, "'\(held.certificate.staff)' may not \(deed)", "let somebody else decide")
    }
  }

  /// The holder asks that a suspension or revocation be looked at again; HR may do it for them.
  package func appeal(_ name: String, reason: String) throws -> HeldCertificate {
    let held = try certificate(name)
    if occasion.actor.staff != held.certificate.staff {
      try occasion.require(.hr, to: "appeal for somebody else")
    }
    let status = held.status(on: occasion.today)
    guard [.suspended, .revoked].contains(status) else { throw Refusal.notInState(held, status, "appealed") }
    guard !held.hasOpenAppeal else {
      throw Refusal(
        .badData, "an appeal about \(held.certificate.number) waits to be heard already",
        "wait for: merit cert hear \(held.certificate.code)")
    }
    try write(.appealed, held, reason)
    return try certificate(held.certificate.code)
  }

  /// Hears an appeal; never by who suspended or revoked.
  ///
  /// - Parameter stands: whether what was decided stands; else it is taken back.
  package func hear(_ name: String, stands: Bool, reason: String) throws -> HeldCertificate {
    try occasion.require(.hr, .examiner, to: "hear an appeal about a certificate")
    return try occasion.whole { try heard(name, stands: stands, reason: reason) }
  }

  private func heard(_ name: String, stands: Bool, reason: String) throws -> HeldCertificate {
    let held = try certificate(name)
    try refuseOwn(held, "hear their own appeal")
    guard held.hasOpenAppeal else {
      throw Refusal(
        .badData, "no appeal about \(held.certificate.number) waits to be heard",
        "the holder appeals with: merit cert appeal \(held.certificate.code) --reason TEXT")
    }
    let author = held.events.last { [.suspended, .revoked].contains($0.kind) }?.by
    guard author != occasion.actor.account else {
      throw Refusal(
        .notPermitted,
        "'\(occasion.actor.account)' decided about \(held.certificate.number) in the first place",
        "let somebody else hear the appeal")
    }
    try write(stands ? .upheld : .restored, held, reason)
    if !stands {
      // Only what fell with it comes back with it.
      let company = Self.company(of: held)
      for other in try chain(of: held)
      where [.revoked, .suspended].contains(other.status(on: occasion.today))
        && other.events.last?.reason.hasSuffix(company) ?? false
      {
        try write(.restored, other, reason + company)
      }
    }
    return try certificate(held.certificate.code)
  }

  /// Writes an event without looking at the state: for what follows from another deed, such as an annulled contest.
  package func revoke(_ held: HeldCertificate, reason: String) throws { try write(.revoked, held, reason) }

  private func write(_ kind: CertificateEvent.Kind, _ held: HeldCertificate, _ reason: String) throws {
    guard !reason.isEmpty else { throw Refusal(.usage, "a reason is missing", "say why with --reason TEXT") }
    let event = CertificateEvent(
      kind: kind, day: occasion.today, reason: reason, by: occasion.actor.account)
    try occasion.record("cert.\(kind.rawValue)", of: held.certificate.number, content: "\(event)") {
      try records.insert(event, code: held.certificate.code, at: occasion.now)
    }
  }

  /// Chooses how one's own name is shown to whoever verifies a certificate.
  package func show(_ shown: ShownName, of staff: String) throws {
    if occasion.actor.staff != staff { try occasion.require(.hr, to: "choose how somebody's name is shown") }
    guard let key = try StaffRecords(occasion.database).key(of: staff) else {
      throw Refusal.unknownStaff(staff)
    }
    try occasion.record("cert.name", of: staff, content: shown.rawValue) {
      try records.insert(shown, staff: key, at: occasion.now, by: occasion.actor.account)
    }
  }

  // MARK: Review by rule

  /// A certificate that a ladder's rules put aside or take away.
  package struct Proposal: Sendable {
    package let held: HeldCertificate
    package let kind: CertificateEvent.Kind
    package let reason: String
  }

  /// What the ladders' rules of conduct ask for today; written only where it is applied.
  ///
  /// One ordered pass over the evaluations of each of the last four quarters.
  package func review(apply: Bool) throws -> [Proposal] {
    try occasion.require(.hr, .examiner, to: "review certificates")
    let today = occasion.today
    let quarter = Quarter(of: today)
    // Of each person, the calls with a critical failure in this quarter and the three before it.
    var criticals: [Int: [Int]] = [:]
    for back in 0..<4 {
      try QualityResults(occasion.database).forEachResult(
        in: Quarter(number: quarter.number - back), on: today, zone: occasion.workspace.zone
      ) { key, result in
        if result.criticalCalls > 0 { criticals[key, default: [0, 0, 0, 0]][back] += result.criticalCalls }
      }
    }
    let leave = try LeaveRecords(occasion.database).all()
    let schemes = SchemeRecords(occasion.database)
    let register = try records.register()
    let revoked = Set(
      register.filter { $0.held.status(on: today) == .revoked }.map {
        "\($0.staff) \($0.held.certificate.ladder)"
      })
    var rules: [String: ConductRules] = [:]
    var proposals: [Proposal] = []
    for (key, held) in register where held.status(on: today) != .revoked && today <= held.expires {
      let id = held.certificate.ladder
      let conduct = try rules[id] ?? schemes.document(Ladder.self, id: id, on: today).conduct
      rules[id] = conduct
      // What took one certificate away does not take the next one too.
      let since =
        revoked.contains("\(key) \(id)") ? quarter.number - Quarter(of: held.certificate.awarded).number : 4
      let own = (criticals[key] ?? [0, 0, 0, 0]).prefix(max(0, since))
      let verdict = conduct.verdict(
        criticals: (own.first ?? 0, own.reduce(0, +)), in: quarter,
        absence: leave[key]?.first { $0.covers(today) }, on: today)
      guard let verdict, held.status(on: today) != .suspended || verdict.kind == .revoked else { continue }
      // What was looked at and taken back is not proposed again on the same ground: each names its quarter or its leave.
      if held.events.contains(where: { $0.kind == verdict.kind && $0.reason == verdict.reason }) { continue }
      proposals.append(Proposal(held: held, kind: verdict.kind, reason: verdict.reason))
    }
    if apply, !proposals.isEmpty {
      try occasion.record("cert.review", of: "\(today)", content: "\(proposals.map(\.held.certificate.code))")
      {
        for proposal in proposals { try write(proposal.kind, proposal.held, proposal.reason) }
      }
    }
    return proposals
  }
}
