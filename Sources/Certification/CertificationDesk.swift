import Formats
import SQLite
import Training
import Workforce
import Workspace

/// Awarding certificates by rule, saying who may sit, and taking in what was held before.
package struct CertificationDesk {
  let occasion: Occasion
  let records: CertificationRecords

  package init(_ occasion: Occasion) {
    self.occasion = occasion
    records = CertificationRecords(occasion.database)
  }

  /// What an award run found for a person.
  package struct Finding: Sendable {
    package let staff: String
    package let name: String
    package let level: Int
    package let requirements: [Requirement]
    /// The certificate, where every condition holds; with an empty code and number in a dry run.
    package let certificate: Certificate?
  }

  /// A certificate that is to be written, without its number and code.
  struct Draft {
    let key: Int
    let staff: String
    let name: String
    let level: Int
    let expires: CalendarDay
    let evidence: String
    let source: Certificate.Source
    let renews: String?
  }

  package func ladder(_ id: String, on day: CalendarDay) throws -> Ladder {
    try SchemeRecords(occasion.database).document(Ladder.self, id: id, on: day)
  }

  /// Awards every certificate of a ladder that is earned and not held on a day, and renews those that may be renewed.
  ///
  /// Certificates without a lower one first in the same run: level four asks for months with level five. Evidence that
  /// earned an earlier certificate of a level does not earn the next one too.
  /// - Parameter wanted: only this level.
  package func award(
    _ ladderID: String, level wanted: Int?, on day: CalendarDay, dryRun: Bool, code: () -> String
  ) throws -> [Finding] {
    try occasion.require(.examiner, .hr, to: "award certificates")
    guard day <= occasion.today else { throw Refusal.awardAhead(day) }
    if dryRun {
      let found = try occasion.database.snapshot { try weighed(ladderID, level: wanted, on: day) }
      return try awarded(found, on: day, dryRun: true, code: code)
    }
    return try occasion.weighed {
      try weighed(ladderID, level: wanted, on: day)
    } write: {
      try awarded($0, on: day, dryRun: false, code: code)
    }
  }

  /// How everybody stands for the levels of a ladder, and what is to be written of it.
  private struct Weighed {
    let ladder: Ladder
    var findings: [(requirements: [Requirement], draft: Draft?, staff: String, name: String, level: Int)] = []
  }

  private func weighed(_ ladderID: String, level wanted: Int?, on day: CalendarDay) throws -> Weighed {
    let ladder = try ladder(ladderID, on: day)
    let evidence = try LadderEvidence(
      ladder, occasion, on: day, levels: wanted.map { wanted in ladder.levels.filter { $0.level == wanted } })
    let hours = try TrainingRecords(occasion.database).hourBook(
      from: day.adding(months: -(ladder.levels.map(\.validMonths).max() ?? 0) - 12), to: day)
    let register = try records.certificates(ofLadder: ladder.head.id)
    var weighed = Weighed(ladder: ladder)
    try StaffRecords(occasion.database).forEachName(on: day) { key, id, name in
      guard evidence.inPostSince[key] != nil else { return }
      let held = register[key] ?? []
      for level in ladder.levels where wanted == nil || wanted == level.level {
        guard
          let found = Self.finding(
            level, of: ladder, held: held, evidence: evidence, key: key, on: day,
            hours: { hours.hours(of: key, from: $0.adding(days: 1)) })
        else { continue }
        weighed.findings.append(
          (
            found.requirements,
            found.end.map {
              Draft(
                key: key, staff: id, name: name, level: level.level, expires: $0.expires,
                evidence: found.requirements.map(\.found).joined(separator: "; "),
                source: $0.renews == nil ? .award : .renewal, renews: $0.renews)
            }, id, name, level.level
          ))
      }
    }
    return weighed
  }

  private func awarded(
    _ weighed: Weighed, on day: CalendarDay, dryRun: Bool, code: () -> String
  ) throws -> [Finding] {
    let written = try write(
      weighed.findings.compactMap(\.draft), ladder: weighed.ladder, on: day, deed: "cert.award",
      dryRun: dryRun, code: code)
    var next = written.makeIterator()
    return weighed.findings.map {
      Finding(
        staff: $0.staff, name: $0.name, level: $0.level, requirements: $0.requirements,
        certificate: $0.draft == nil ? nil : next.next())
    }
  }

  /// How a person stands for a level; `nil` where they hold it and it need not be renewed yet, or may not.
  private static func finding(
    _ level: Ladder.Level, of ladder: Ladder, held: [HeldCertificate], evidence: LadderEvidence, key: Int,
    on day: CalendarDay, hours: (CalendarDay) -> Score
  ) -> (requirements: [Requirement], end: (expires: CalendarDay, renews: String?)?)? {
    let own = held.filter { $0.certificate.level == level.level && $0.certificate.issue == ladder.issue }
    // Whoever has climbed higher needs the lower level no more.
    if held.contains(where: { $0.certificate.level < level.level && $0.isValid(on: day) }) { return nil }
    let last = own.max { ($0.expires, $0.certificate.awarded) < ($1.expires, $1.certificate.awarded) }
    let belowSince = held.heldSince(
      level: level.level + 1, on: day, issue: ladder.issue, grace: ladder.graceDays)
    // What earned a certificate, or lay before it was taken away, does not earn the next one.
    let after = own.flatMap { held in
      [held.certificate.awarded] + held.events.filter { $0.kind == .revoked }.map(\.day)
    }.max()
    let candidacy = evidence.candidacy(of: key, for: level, after: after, belowSince: belowSince)
    if let last {
      let window = Renewal.window(expires: last.expires, rule: level.renewal, graceDays: ladder.graceDays)
      switch last.status(on: day) {
      case .suspended: return nil
      case .valid, .expired:
        if day < window.lowerBound { return nil }
        if window.contains(day) {
          let renewal = Renewal(
            level, candidacy: candidacy, hours: hours(last.certificate.awarded), on: day)
          let end = Renewal.end(after: last.expires, on: day, validMonths: level.validMonths)
          return (renewal.requirements, renewal.path.map { _ in (end, last.certificate.code) })
        }
      case .revoked: break
      }
    }
    let requirements = candidacy.requirements(for: level, on: day)
    // A level that must be sat is decided at its sitting.
    let isEarned = requirements.allSatisfy(\.isMet) && !level.needsSitting
    return (
      requirements, isEarned ? (day.adding(months: level.validMonths).adding(days: -1), nil) : nil
    )
  }

  /// Writes drafts as certificates with their numbers and codes; in a dry run only shows them.
  func write(
    _ drafts: [Draft], ladder: Ladder, on day: CalendarDay, deed: String, dryRun: Bool, code: () -> String,
    also: ([Certificate]) throws -> Void = { _ in }
  ) throws -> [Certificate] {
    func certificate(_ draft: Draft, number: String, code: String) -> Certificate {
      Certificate(
        code: code, number: number, ladder: ladder.head.id, level: draft.level, staff: draft.staff,
        name: draft.name, awarded: day, expires: draft.expires, evidence: draft.evidence,
        issue: ladder.issue, source: draft.source, renews: draft.renews)
    }
    if dryRun { return drafts.map { certificate($0, number: "", code: "") } }
    var written: [Certificate] = []
    if drafts.isEmpty {
      try also([])
      return []
    }
    try occasion.record(deed, of: ladder.head.id, content: "\(written.map(\.code))") {
      // Counted under the write lock, so that two runs at once never give the same number.
      var count = try records.count()
      for draft in drafts {
        let new = certificate(
          draft, number: try number(ladder.head.id, draft.level, day, &count),
          code: CertificateCode.make(from: code()))
        try records.insert(new, version: ladder.head.version, staff: draft.key)
        written.append(new)
      }
      try also(written)
    }
    return written
  }

  /// The next number that no certificate bears; those held before Merit may look like ours.
  func number(_ ladder: String, _ level: Int, _ day: CalendarDay, _ count: inout Int) throws -> String {
    while true {
      count += 1
      let number = CertificateNumber.make(ladder: ladder, level: level, awarded: day, count: count)
      if try !records.has(number: number) { return number }
    }
  }

  /// Awards the certificate that a place in a contest earns, with the contest as its evidence.
  package func honour(
    _ staff: String, ladder id: String, level: Int, evidence: String, on day: CalendarDay,
    code: () -> String
  ) throws -> Certificate? {
    let ladder = try ladder(id, on: day)
    guard let step = ladder.level(level) else { throw Refusal.unknownLevel(level, ladder) }
    let people = StaffRecords(occasion.database)
    guard let key = try people.key(of: staff), let person = try people.person(staff) else {
      throw Refusal.unknownStaff(staff)
    }
    // Whoever holds the level, or a higher one, has nothing to gain by another certificate.
    let held = try records.certificates(of: staff).contains {
      $0.certificate.ladder == id && $0.certificate.level <= level && $0.isValid(on: day)
    }
    if held { return nil }
    let draft = Draft(
      key: key, staff: person.id, name: person.name, level: level,
      expires: day.adding(months: step.validMonths).adding(days: -1), evidence: evidence, source: .contest,
      renews: nil)
    return try write([draft], ladder: ladder, on: day, deed: "cert.honour", dryRun: false, code: code).first
  }
}
