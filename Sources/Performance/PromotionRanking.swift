import Formats
import Workspace

/// A key by which those who meet every condition are ranked.
package enum PromotionRanking: String, CaseIterable, Sendable {
  case total, exam, satisfaction, quality
  /// Whole months in the post: more come first.
  case months
  /// Who joined earlier comes first.
  case joined

  /// The key of a person as a number that is better the larger it is; `nil` where there is none.
  func value(of person: PromotionCase, on day: CalendarDay) -> Int? {
    switch self {
    case .total: person.total?.hundredths
    case .exam: person.exam?.score.hundredths
    case .satisfaction: person.satisfaction?.hundredths
    case .quality: person.quality?.hundredths
    case .months: person.postSince.map { $0.months(until: day) }
    case .joined: person.joined.map { -$0.number }
    }
  }

  /// Sorts people into groups that are equal on every key, best first; inside a group by id.
  ///
  /// Who lacks a key comes after all who have it.
  static func groups(
    _ people: [PromotionCase], by keys: [PromotionRanking], on day: CalendarDay
  ) -> [[PromotionCase]] {
    let keyed = people.map { person in
      (person: person, key: keys.map { $0.value(of: person, on: day) ?? .min })
    }.sorted { left, right in
      for (one, other) in zip(left.key, right.key) where one != other { return one > other }
      return left.person.staff < right.person.staff
    }
    var groups: [[PromotionCase]] = []
    var last: [Int]?
    for (person, key) in keyed {
      if key == last {
        groups[groups.count - 1].append(person)
      } else {
        groups.append([person])
        last = key
      }
    }
    return groups
  }
}

/// How many may take a step: places at sites, and places open to everybody.
package struct PromotionPlaces: Hashable, Sendable {
  /// `nil` without a limit.
  package let open: Int?
  package let bySite: [String: Int]

  package init(open: Int?, bySite: [String: Int] = [:]) {
    self.open = open
    self.bySite = bySite
  }

  /// All of them; `nil` without a limit.
  package var count: Int? { open.map { $0 + bySite.values.reduce(0, +) } }

  /// Who is proposed: a site's places go to its own people first, then the others go on to the open ones, both in the
  /// order of the ranking.
  ///
  /// - Parameter groups: people equal on every key together, best first. A group that does not fit as a whole gets
  ///   nothing, and neither does anybody after it: chance must not decide, so a person does.
  func proposed(_ groups: [[PromotionCase]]) -> Set<String> {
    guard let open else { return Set(groups.joined().map(\.staff)) }
    var chosen: Set<String> = []
    for (site, places) in bySite {
      chosen.formUnion(Self.filled(groups.map { $0.filter { $0.site == site } }, places))
    }
    let seated = chosen
    return chosen.union(Self.filled(groups.map { $0.filter { !seated.contains($0.staff) } }, open))
  }

  private static func filled(_ groups: [[PromotionCase]], _ places: Int) -> [String] {
    var chosen: [String] = []
    for group in groups {
      guard chosen.count + group.count <= places else { break }
      chosen += group.map(\.staff)
    }
    return chosen
  }
}
