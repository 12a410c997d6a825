import Formats
import Workspace

/// Whether a certificate may be renewed on a day, and by which way.
package struct Renewal: Sendable {
  package enum Path: String, Sendable {
    /// The short tests of the renewal.
    case test
    /// Hours of training.
    case points
    /// The whole level again.
    case retake
  }

  /// The way that is complete; `nil` while none is.
  package let path: Path?
  /// What was found on that way, or on all of them.
  package let requirements: [Requirement]

  /// The days on which a certificate may be renewed: from the opening to the end of grace.
  package static func window(
    expires: CalendarDay, rule: RenewalRule?, graceDays: Int
  ) -> ClosedRange<CalendarDay> {
    expires.adding(days: -(rule?.openDays ?? 90))...expires.adding(days: graceDays)
  }

  /// Finds the first complete way: short tests, then points, then the whole level.
  ///
  /// - Parameters:
  ///   - candidacy: with evidence that is newer than the certificate only.
  ///   - hours: of training since the award, in hundredths.
  package init(_ level: Ladder.Level, candidacy: Candidacy, hours: Score, on day: CalendarDay) {
    var looked: [Requirement] = []
    if let rule = level.renewal {
      let tests = rule.parts.map(candidacy.requirement)
      if !tests.isEmpty, tests.allSatisfy(\.isMet) {
        path = .test
        requirements = tests
        return
      }
      looked += tests
      if let points = rule.points {
        let training = Requirement(
          Words(en: "\(points) hours of training since the award", zh: "发证后培训满 \(points) 学时"),
          isMet: hours >= points, found: "\(hours) hours of training")
        if training.isMet {
          path = .points
          requirements = [training]
          return
        }
        looked.append(training)
      }
    }
    let whole = level.parts.map(candidacy.requirement)
    path = !whole.isEmpty && whole.allSatisfy(\.isMet) && !level.needsSitting ? .retake : nil
    requirements = path == nil ? looked + whole : whole
  }

  /// The last day of the certificate that follows: no day of the old one is lost, and none is given twice.
  package static func end(after expires: CalendarDay, on day: CalendarDay, validMonths: Int) -> CalendarDay {
    max(expires.adding(days: 1), day).adding(months: validMonths).adding(days: -1)
  }
}
