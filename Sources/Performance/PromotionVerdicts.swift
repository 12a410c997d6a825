import Formats
import Workspace

/// Whether the conditions of a scheme hold, without a word about them: of most people nobody reads more.
extension PromotionConditions {
  /// Whether every condition that the scheme names holds.
  func hold(for person: PromotionCase) -> Bool {
    stepHolds(person) && levelHolds(person) && certificateHolds(person)
      && monthsHold(scheme.monthsAtLevel, since: levelSince(person))
      && monthsHold(scheme.monthsInPost, since: person.postSince) && gradesHold(person)
      && boundHolds(scheme.total, person.total) && boundHolds(scheme.satisfaction, person.satisfaction)
      && boundHolds(scheme.quality, person.quality) && criticalsHold(person) && examHolds(person)
      && scheme.training.allSatisfy { person.completed[$0] != nil }
  }

  func stepHolds(_ person: PromotionCase) -> Bool {
    if let star = scheme.change.star {
      return scheme.isBack ? (person.star ?? 0) > star : (person.star ?? 0) < star
    }
    guard let level = scheme.change.level else { return true }
    // A lower number is a higher level, and none is below all of them.
    return scheme.isBack ? (person.rosterLevel ?? 6) < level : (person.rosterLevel ?? 6) > level
  }

  func levelHolds(_ person: PromotionCase) -> Bool {
    guard let level = scheme.level else { return true }
    return person.level.map { $0 <= level } ?? false
  }

  func certificateHolds(_ person: PromotionCase) -> Bool {
    guard let held = scheme.certificate else { return true }
    return person.certificate.map { $0 <= held.level } ?? false
  }

  /// Since when the level that is asked for is held; `nil` for who does not hold it, and where nobody knows.
  func levelSince(_ person: PromotionCase) -> CalendarDay? { levelHolds(person) ? person.levelSince : nil }

  func monthsHold(_ months: Int?, since: CalendarDay?) -> Bool {
    guard let months else { return true }
    return since.map { $0.months(until: day) >= months } ?? false
  }

  func gradesHold(_ person: PromotionCase) -> Bool {
    guard let rule = scheme.quarters else { return true }
    return count(person.quarters, rule) >= rule.count
  }

  /// How many quarters count: of the last ones, or in a row up to this one; neutral ones are passed over.
  func count(_ quarters: [PromotionQuarter], _ rule: PromotionScheme.QuarterRule) -> Int {
    var left = rule.window ?? rule.count
    var found = 0
    for quarter in quarters where !quarter.isNeutral {
      if left == 0 { break }
      left -= 1
      if quarter.grade.map(rule.grades.contains) ?? false {
        found += 1
      } else if rule.window == nil {
        break
      }
    }
    return found
  }

  /// At or above the bound, in a step back under it; what was not measured is no ground for either.
  func boundHolds(_ bound: Score?, _ value: Score?) -> Bool {
    guard let bound else { return true }
    return value.map { scheme.isBack ? $0 < bound : $0 >= bound } ?? false
  }

  /// Of as many quarters as the scheme looks at, the newest first.
  func criticals(_ person: PromotionCase) -> [Int] {
    person.quarters.prefix(scheme.criticalsQuarters).map(\.criticals)
  }

  func criticalsHold(_ person: PromotionCase) -> Bool {
    guard let limit = scheme.criticals else { return true }
    let found = criticals(person).reduce(0, +)
    return scheme.isBack ? found >= limit : found <= limit
  }

  func examHolds(_ person: PromotionCase) -> Bool {
    guard let exam = scheme.exam else { return true }
    return person.exam.map { $0.score >= exam.pass } ?? false
  }
}
