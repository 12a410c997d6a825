import Formats
import Workforce
import Workspace

/// Who stands behind a ladder's certificates, for pages and badges.
package struct Issuer: Sendable {
  package let name: Words?
  package let url: String?
  package let email: String?

  init(_ object: ObjectReader?) {
    name = object.flatMap { $0.words("name") }
    url = object?.optionalText("url")
    email = object?.optionalText("email")
    object?.finish()
  }
}

/// Long leave during which a certificate does not age.
package struct ClockRule: Sendable {
  package let kinds: Set<Leave.Kind>
  /// How long a leave must be at least.
  package let days: Int

  init?(_ object: ObjectReader) {
    let names = object.texts("kinds")
    for name in names where Leave.Kind(rawValue: name) == nil {
      object.fault(
        "'\(name)' in 'kinds' is none of \(Leave.Kind.allCases.map(\.rawValue).joined(separator: ", "))",
        at: "kinds")
    }
    kinds = Set(names.compactMap { Leave.Kind(rawValue: $0) })
    days = object.optionalInteger("days", in: 1...1_000) ?? 30
    object.finish()
    if kinds.isEmpty { return nil }
  }

  /// How many days the clock of a certificate stood, or will stand, still.
  ///
  /// A leave stops it from its first day after the award to its last; each such day moves the end by one, so that a leave
  /// that begins before the moved end counts whole.
  ///
  /// - Parameter leave: of the holder, oldest first.
  package func stopped(awarded: CalendarDay, expires: CalendarDay, leave: [Leave]) -> Int {
    var stopped = 0
    for spell in leave where kinds.contains(spell.kind) && spell.days >= days {
      let first = max(spell.from, awarded)
      guard spell.to >= first, first <= expires.adding(days: stopped) else { continue }
      stopped += spell.to.number - first.number + 1
    }
    return stopped
  }
}

/// What puts a certificate aside, and what takes it away; each `nil` where the ladder does not ask.
package struct ConductRules: Sendable {
  /// Calls with a critical failure in one quarter, from which on a certificate is suspended.
  package let suspendingCriticals: Int?
  /// Days of one absence, from which on a certificate is suspended.
  package let suspendingAbsence: Int?
  /// Calls with a critical failure in four quarters, from which on a certificate is revoked.
  package let revokingCriticals: Int?

  init(_ object: ObjectReader) {
    let suspend = object.optionalObject("suspend")
    suspendingCriticals = suspend?.optionalInteger("criticals", in: 1...1_000)
    suspendingAbsence = suspend?.optionalInteger("absence_days", in: 1...10_000)
    suspend?.finish()
    let revoke = object.optionalObject("revoke")
    revokingCriticals = revoke?.optionalInteger("criticals", in: 1...1_000)
    revoke?.finish()
  }

  package var isEmpty: Bool {
    suspendingCriticals == nil && suspendingAbsence == nil && revokingCriticals == nil
  }

  /// What the rules ask to do about somebody's certificate, with the ground; `nil` for nothing.
  ///
  /// The same ground has the same words on every day, so that nobody decides twice about it.
  /// - Parameters:
  ///   - criticals: calls with a critical failure that can no longer be disputed, in the quarter and in the last four.
  ///   - absence: the leave that runs on the day.
  package func verdict(
    criticals: (quarter: Int, year: Int), in quarter: Quarter, absence: Leave?, on day: CalendarDay
  ) -> (kind: CertificateEvent.Kind, reason: String)? {
    if let limit = revokingCriticals, criticals.year >= limit {
      return (.revoked, "\(limit) or more calls with a critical failure in the four quarters to \(quarter)")
    }
    if let limit = suspendingCriticals, criticals.quarter >= limit {
      return (.suspended, "\(limit) or more calls with a critical failure in \(quarter)")
    }
    if let limit = suspendingAbsence, let absence, day.number - absence.from.number + 1 >= limit {
      return (.suspended, "absent since \(absence.from), \(limit) days or more")
    }
    return nil
  }

}

/// How a certificate is renewed without taking the whole level again.
package struct RenewalRule: Sendable {
  /// How many days before the end renewal opens.
  package let openDays: Int
  /// Short tests, all of which must be passed after the award; empty where only points renew.
  package let parts: [LadderPart]
  /// Hours of training since the award that renew without a test, one hour a point, in hundredths; `nil` for none.
  package let points: Score?

  init(_ object: ObjectReader) {
    openDays = object.optionalInteger("open_days", in: 1...1_000) ?? 90
    parts = object.optionalObjects("parts").compactMap { LadderPart($0) }
    points = object.optionalDecimal("points", places: 2, in: 1...10_000_00).map(Score.init(hundredths:))
    for part in parts {
      if case .practical(let practical) = part {
        object.fault(
          "'\(practical.id)' is a test before examiners; a renewal's parts are exams and drills", at: "parts")
      }
    }
    object.finish()
    if parts.isEmpty, points == nil {
      object.fault("a renewal needs 'parts', 'points' or both; leave it out where the level is taken again")
    }
  }
}
