import Formats
import Statistics
import Workforce
import Workspace

extension HeldCertificate {
  /// A certificate as it stands on a day, with what happened to it, for programs.
  package static let form = JSONForm<(held: HeldCertificate, day: CalendarDay)>([
    .text("staff") { $0.held.certificate.staff }, .text("number") { $0.held.certificate.number },
    .text("ladder") { $0.held.certificate.ladder },
    .text("level") { Person.levelName($0.held.certificate.level) },
    .choice("issue") { $0.held.certificate.issue }, .choice("source") { $0.held.certificate.source },
    .day("awarded") { $0.held.certificate.awarded }, .day("expires") { $0.held.expires },
    .choice("status") { $0.held.status(on: $0.day) }, .text("code") { $0.held.certificate.code },
    .text("evidence") { $0.held.certificate.evidence }, .list("history", eventForm) { $0.held.events },
  ])

  private static let eventForm = JSONForm<CertificateEvent>([
    .day("date") { $0.day }, .choice("event") { $0.kind }, .text("by") { $0.by },
    .text("reason") { $0.reason },
  ])

  /// How a certificate stands after something was done about it, for programs.
  package static let standingForm = JSONForm<(held: HeldCertificate, day: CalendarDay)>([
    .text("number") { $0.held.certificate.number }, .choice("status") { $0.held.status(on: $0.day) },
    .optionalText("event") { $0.held.events.last?.kind.rawValue },
  ])
}

extension Requirement {
  /// A condition and how it stands, in one language, for programs.
  static let form = JSONForm<(requirement: Requirement, isChinese: Bool)>([
    .text("what") { $0.requirement.what.text(chinese: $0.isChinese) },
    .flag("met") { $0.requirement.isMet }, .text("found") { $0.requirement.found },
    .optionalDay("from") { $0.requirement.isMet ? nil : $0.requirement.from },
  ])
}

extension Eligibility {
  /// Whether somebody may sit on a day, in one language, for programs.
  package static let form = JSONForm<(one: Eligibility, day: CalendarDay, isChinese: Bool)>([
    .text("staff") { $0.one.staff }, .flag("eligible") { $0.one.isEligible },
    .optionalText("holds") { $0.one.holds?.certificate.number },
    .optionalDay("from") { $0.one.isEligible ? $0.day : $0.one.from },
    .list("requirements", Requirement.form) { one in one.one.requirements.map { ($0, one.isChinese) } },
  ])
}

extension CertificationDesk.Finding {
  /// What an award run found for somebody, in one language, for programs.
  package static let form = JSONForm<(finding: CertificationDesk.Finding, isChinese: Bool)>([
    .text("staff") { $0.finding.staff }, .text("level") { Person.levelName($0.finding.level) },
    .flag("awarded") { $0.finding.certificate != nil },
    .optionalText("number") { $0.finding.certificate?.number },
    .optionalText("code") { $0.finding.certificate?.code },
    .optionalText("renews") { $0.finding.certificate?.renews },
    .list("requirements", Requirement.form) { one in one.finding.requirements.map { ($0, one.isChinese) } },
  ])
}

extension StandingDesk.Proposal {
  /// What the rules put aside or take away, for programs.
  package static let form = JSONForm<StandingDesk.Proposal>([
    .text("staff") { $0.held.certificate.staff }, .text("number") { $0.held.certificate.number },
    .choice("event") { $0.kind }, .text("reason") { $0.reason },
  ])
}
