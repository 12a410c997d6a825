import Formats
import Workforce
import Workspace

/// A stretch of a quarter that somebody spent in a judged post.
package struct Stint: Hashable, Sendable {
  package let post: String
  package let team: String
  package let share: Weight
  /// Both within the quarter and the person's time with the company.
  package let from: CalendarDay
  package let to: CalendarDay

  package init(post: String, team: String, share: Weight, from: CalendarDay, to: CalendarDay) {
    self.post = post
    self.team = team
    self.share = share
    self.from = from
    self.to = to
  }
}

/// A time within a quarter for which somebody was away.
package struct Absence: Hashable, Sendable {
  package let kind: Leave.Kind
  /// Both within the quarter.
  package let from: CalendarDay
  package let to: CalendarDay
  /// The days of the whole leave, also those outside the quarter.
  package let length: Int

  package init(kind: Leave.Kind, from: CalendarDay, to: CalendarDay, length: Int) {
    self.kind = kind
    self.from = from
    self.to = to
    self.length = length
  }
}

/// Everything that a quarter's settlement knows of a person.
package struct QuarterCase: Hashable, Sendable {
  package let id: String
  package let employment: Person.Employment
  package let base: Money
  package let stints: [Stint]
  package let absences: [Absence]
  package var evidence: Evidence
  /// The grade that a manager's calibration gave, where there was one.
  package var calibrated: String?
  /// What late evidence about earlier quarters adds or takes back in this one.
  package var adjustment: Money

  package init(
    id: String, employment: Person.Employment, base: Money, stints: [Stint], absences: [Absence] = [],
    evidence: Evidence = Evidence(), calibrated: String? = nil, adjustment: Money = .zero
  ) {
    self.id = id
    self.employment = employment
    self.base = base
    self.stints = stints
    self.absences = absences
    self.evidence = evidence
    self.calibrated = calibrated
    self.adjustment = adjustment
  }
}

extension QuarterCase {
  /// The case with what only the quarter itself decides as it was when it was closed: employment, base, calibration.
  func asClosed(with closed: QuarterCase?) -> QuarterCase {
    guard let closed else { return self }
    return QuarterCase(
      id: id, employment: closed.employment, base: closed.base, stints: stints, absences: absences,
      evidence: evidence, calibrated: closed.calibrated, adjustment: closed.adjustment)
  }
}

/// The days for which somebody is judged and paid: in judged posts, and not away in a way that makes neutral.
package struct Proration: Sendable {
  /// Days in any judged post.
  package let days: Int
  /// Σ days × share in basis points: a day in a whole post counts 10,000.
  package let shareDays: Int
  /// The place of the stint that counts most: of the post with the largest Σ days × share the longest by days × share, the
  /// later of equals.
  package let main: Int
  /// For each stint its days × share.
  package let parts: [Int]
  /// The kind of leave that took most days away, the first listed of equals, and how many all kinds took; `nil` for none.
  package let neutral: (kind: Leave.Kind, days: Int)?

  package init(_ own: QuarterCase, in quarter: Quarter, neutrality: PerformanceScheme.Neutrality) {
    var away = UInt128(0)
    var byKind: [(kind: Leave.Kind, mask: UInt128)] = []
    for absence in own.absences
    where neutrality.kinds.contains(absence.kind)
      || absence.kind == .sick && absence.length >= neutrality.longSickDays
    {
      let mask = Self.mask(absence.from, absence.to, quarter)
      away |= mask
      if let place = byKind.firstIndex(where: { $0.kind == absence.kind }) {
        byKind[place].mask |= mask
      } else {
        byKind.append((absence.kind, mask))
      }
    }
    var held = UInt128(0)
    var parts: [Int] = []
    for stint in own.stints {
      let mask = Self.mask(stint.from, stint.to, quarter)
      held |= mask
      parts.append((mask & ~away).nonzeroBitCount * stint.share.basisPoints)
    }
    days = (held & ~away).nonzeroBitCount
    shareDays = parts.reduce(0, +)
    self.parts = parts
    // The post that counts most, and within it the stint, whose team is then the team; the later of equals.
    var best = (place: max(0, own.stints.count - 1), sum: -1, own: -1)
    for (place, stint) in own.stints.enumerated() {
      let sum = zip(own.stints, parts).reduce(0) { $1.0.post == stint.post ? $0 + $1.1 : $0 }
      if (sum, parts[place]) >= (best.sum, best.own) { best = (place, sum, parts[place]) }
    }
    main = best.place
    let lost = (held & away).nonzeroBitCount
    let longest = byKind.max { ($0.mask & held).nonzeroBitCount < ($1.mask & held).nonzeroBitCount }
    neutral = lost > 0 ? longest.map { ($0.kind, lost) } : nil
  }

  /// A bit for each day of the quarter between two days.
  private static func mask(_ from: CalendarDay, _ to: CalendarDay, _ quarter: Quarter) -> UInt128 {
    let first = max(from.number, quarter.firstDay.number) - quarter.firstDay.number
    let last = min(to.number, quarter.lastDay.number) - quarter.firstDay.number
    guard first <= last else { return 0 }
    return ((UInt128(1) << UInt128(last - first + 1)) - 1) << UInt128(first)
  }
}
