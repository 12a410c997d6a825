import Formats
import Workspace

/// Something that was done about a certificate after its award.
package struct CertificateEvent: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Sendable {
    case suspended, reinstated, revoked
    /// The holder asks that a suspension or revocation be looked at again.
    case appealed
    /// An appeal was heard: it stands, or it is taken back.
    case upheld, restored
  }

  package let kind: Kind
  package let day: CalendarDay
  package let reason: String
  /// The account that did it.
  package let by: String

  package init(kind: Kind, day: CalendarDay, reason: String, by: String) {
    self.kind = kind
    self.day = day
    self.reason = reason
    self.by = by
  }
}

/// How a certificate stands on a day.
package enum CertificateStatus: String, CaseIterable, Sendable {
  case valid, expired, suspended, revoked

  package var words: Words {
    switch self {
    case .valid: Words(en: "valid", zh: "有效")
    case .expired: Words(en: "expired", zh: "已过期")
    case .suspended: Words(en: "suspended", zh: "已暂停")
    case .revoked: Words(en: "revoked", zh: "已撤销")
    }
  }
}

/// A certificate with what happened to it since.
package struct HeldCertificate: Sendable {
  package let certificate: Certificate
  /// Oldest first.
  package let events: [CertificateEvent]
  /// Days for which leave stopped its clock.
  package let stopped: Int

  package init(_ certificate: Certificate, events: [CertificateEvent] = [], stopped: Int = 0) {
    self.certificate = certificate
    self.events = events
    self.stopped = stopped
  }

  /// The last day on which it is good.
  package var expires: CalendarDay { certificate.expires.adding(days: stopped) }

  /// The last day counts; a revocation outweighs a suspension, and both outweigh the end of time.
  package func status(on day: CalendarDay) -> CertificateStatus {
    var isSuspended = false
    var isRevoked = false
    for event in events where event.day <= day {
      switch event.kind {
      case .suspended: isSuspended = true
      case .reinstated: isSuspended = false
      case .revoked: isRevoked = true
      // An appeal that is heard takes back whatever stood against the certificate.
      case .restored: (isSuspended, isRevoked) = (false, false)
      case .appealed, .upheld: break
      }
    }
    if isRevoked { return .revoked }
    if isSuspended { return .suspended }
    return day <= expires ? .valid : .expired
  }

  package func isValid(on day: CalendarDay) -> Bool {
    certificate.awarded <= day && status(on: day) == .valid
  }

  /// Whether an appeal waits to be heard.
  package var hasOpenAppeal: Bool {
    events.last { [.appealed, .upheld, .restored].contains($0.kind) }?.kind == .appealed
  }
}

extension Sequence<HeldCertificate> {
  /// Since when somebody has held a level without a gap, up to a day.
  ///
  /// The certificates that are valid on the day, and those that each of them followed while grace lasted.
  /// - Parameters:
  ///   - held: certificates of one person and ladder.
  ///   - issue: in-house and national certificates are counted apart.
  package func heldSince(
    level: Int, on day: CalendarDay, issue: Certificate.Issue, grace: Int
  ) -> CalendarDay? {
    let own = filter { $0.certificate.level == level && $0.certificate.issue == issue }
    guard var since = own.filter({ $0.isValid(on: day) }).map(\.certificate.awarded).min() else { return nil }
    while let before = own.filter({
      $0.certificate.awarded < since && $0.expires.adding(days: grace + 1) >= since
        && $0.status(on: day) != .revoked
    }).map(\.certificate.awarded).min() {
      since = before
    }
    return since
  }
}
