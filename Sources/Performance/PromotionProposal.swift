import Formats
import Workspace

/// What the rule proposes for a person; a named person decides.
package struct PromotionProposal: Sendable {
  package struct Condition: Hashable, Sendable {
    /// The scheme's key, such as `months_at_level`; `step` for not being there already.
    package let id: String
    package let what: Words
    package let isMet: Bool
    /// What was found, and by how much it fails.
    package let found: Words
    /// What would make it true; `nil` where it is, or where nobody can do anything about it.
    package let remedy: Words?

    init(_ id: String, _ what: Words, isMet: Bool, found: Words, remedy: Words? = nil) {
      self.id = id
      self.what = what
      self.isMet = isMet
      self.found = found
      self.remedy = isMet ? nil : remedy
    }
  }

  package let person: PromotionCase
  /// Whether every condition holds.
  package let isEligible: Bool
  /// Among those who meet every condition, by the scheme's ranking; `nil` in a step back, which has no places to fill.
  ///
  /// Who is equal on every key shares a rank: 1, 2, 2, 4.
  package let rank: Int?
  package let isProposed: Bool

  private let rules: PromotionConditions

  /// Every condition in the order of the scheme's keys; worded when somebody asks for it.
  package var conditions: [Condition] { rules.conditions(of: person) }

  private init(
    person: PromotionCase, isEligible: Bool, rank: Int?, isProposed: Bool, rules: PromotionConditions
  ) {
    self.person = person
    self.isEligible = isEligible
    self.rank = rank
    self.isProposed = isProposed
    self.rules = rules
  }

  /// The conditions in one line, as a decision keeps them: `level: four; grades: B, C: 1 of 2 quarters (fails)`.
  package var ground: String {
    conditions.map { "\($0.id): \($0.found.en)\($0.isMet ? "" : " (fails)")" }.joined(separator: "; ")
  }

  /// Judges cases by a scheme: the eligible are ranked, and as many proposed as there are places.
  ///
  /// - Parameters:
  ///   - day: the last day of the quarter in question.
  ///   - places: those that are still to be filled.
  /// - Returns: the ranked first, by rank and id, then the others by id.
  package static func proposals(
    _ cases: [PromotionCase], scheme: PromotionScheme, on day: CalendarDay, places: PromotionPlaces
  ) -> [PromotionProposal] {
    let rules = PromotionConditions(scheme: scheme, day: day)
    let judged = cases.map { (person: $0, isEligible: rules.hold(for: $0)) }
    let eligible = judged.filter(\.isEligible).map(\.person)
    let groups = PromotionRanking.groups(eligible, by: scheme.ranking, on: day)
    let proposed = scheme.isBack ? Set(eligible.map(\.staff)) : places.proposed(groups)
    var ranks: [String: Int] = [:]
    if !scheme.isBack {
      var before = 0
      for group in groups {
        for person in group { ranks[person.staff] = before + 1 }
        before += group.count
      }
    }
    return judged.map { person, isEligible in
      PromotionProposal(
        person: person, isEligible: isEligible, rank: ranks[person.staff],
        isProposed: proposed.contains(person.staff), rules: rules)
    }.sorted { left, right in
      if left.isEligible != right.isEligible { return left.isEligible }
      return (left.rank ?? .max, left.person.staff) < (right.rank ?? .max, right.person.staff)
    }
  }
}
