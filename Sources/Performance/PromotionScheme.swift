import Formats
import Workforce
import Workspace

/// What a step up asks for, and how many may take it.
package struct PromotionScheme: SchemeDocument {
  package static let kind = "promotion"

  package let head: SchemeHead
  package let post: String
  /// What the step leads to, such as a star or a post.
  package let step: Words
  /// The skill level to be held, 5 to 1; a higher one will do.
  package let level: Int
  /// So many quarters up to this one at the grade or better.
  package let quarters: Int
  /// Grades that count, best first.
  package let grades: [String]
  package let satisfaction: Score
  /// The most critical calls in the quarter.
  package let criticals: Int
  package let vacancies: Int

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let post = object.text("post")
    let step = object.words("step")
    let levelName = object.text("level")
    let level = levelName.flatMap { name in Person.levels.first { $0.1.first == name }?.0 }
    if let levelName, level == nil {
      object.fault("'level' is '\(levelName)', which is none of five, four, three, two, one", at: "level")
    }
    let quarters = object.integer("quarters", in: 1...12)
    let grades = object.texts("grades")
    if grades.isEmpty { object.fault("'grades' is missing or empty; list the grades that count, best first") }
    let satisfaction = object.decimal("satisfaction", places: 2, in: 0...100_00)
    let criticals = object.integer("criticals", in: 0...1_000)
    let vacancies = object.integer("vacancies", in: 0...100_000)
    guard let head, let post, let step, let level, let quarters, let satisfaction, let criticals,
      let vacancies
    else { return nil }
    self.head = head
    self.post = post
    self.step = step
    self.level = level
    self.quarters = quarters
    self.grades = grades
    self.satisfaction = Score(hundredths: satisfaction)
    self.criticals = criticals
    self.vacancies = vacancies
  }
}

/// What a person brings to a promotion.
package struct PromotionCase: Sendable {
  package let staff: String
  package let name: String
  package let total: Score?
  /// The skill level held, 5 to 1.
  package let level: Int?
  /// Grades from this quarter back, `nil` where there was none.
  package let grades: [String?]
  package let satisfaction: Score?
  package let criticals: Int

  package init(
    staff: String, name: String, total: Score?, level: Int?, grades: [String?], satisfaction: Score?,
    criticals: Int
  ) {
    self.staff = staff
    self.name = name
    self.total = total
    self.level = level
    self.grades = grades
    self.satisfaction = satisfaction
    self.criticals = criticals
  }
}

/// What the rule proposes for a person; a named person decides.
package struct PromotionProposal: Sendable {
  package struct Condition: Hashable, Sendable {
    package let id: String
    package let what: Words
    package let isMet: Bool
    /// What was found, and by how much it fails.
    package let found: String
  }

  package let person: PromotionCase
  package let conditions: [Condition]
  /// Among those who meet every condition, by total; equal totals share a rank.
  package let rank: Int?
  package let isProposed: Bool

  package var isEligible: Bool { conditions.allSatisfy(\.isMet) }

  /// Judges cases by a scheme: the eligible are ranked, and as many proposed as there are vacancies.
  ///
  /// A tie across the last vacancy proposes none of those tied: chance must not decide, so a person does.
  package static func proposals(_ cases: [PromotionCase], scheme: PromotionScheme) -> [PromotionProposal] {
    let judged = cases.map { ($0, conditions(of: $0, scheme)) }
    let totals = judged.filter { $0.1.allSatisfy(\.isMet) }.compactMap(\.0.total)
    return judged.map { person, conditions in
      guard conditions.allSatisfy(\.isMet), let total = person.total else {
        return PromotionProposal(person: person, conditions: conditions, rank: nil, isProposed: false)
      }
      let better = totals.count { $0 > total }
      let equal = totals.count { $0 == total }
      return PromotionProposal(
        person: person, conditions: conditions, rank: better + 1,
        isProposed: better + equal <= scheme.vacancies)
    }.sorted { ($0.rank ?? .max, $0.person.staff) < ($1.rank ?? .max, $1.person.staff) }
  }

  private static func conditions(of person: PromotionCase, _ scheme: PromotionScheme) -> [Condition] {
    let level = Condition(
      id: "level",
      what: Words(en: "level \(Person.levelName(scheme.level)) held", zh: "持有\(chinese(scheme.level))级证书"),
      isMet: person.level.map { $0 <= scheme.level } ?? false,
      found: person.level.map { Person.levelName($0) } ?? "none")
    let counted = person.grades.prefix(scheme.quarters).prefix { $0.map(scheme.grades.contains) ?? false }
      .count
    let grades = Condition(
      id: "grades",
      what: Words(
        en: "\(scheme.quarters) quarters at \(scheme.grades.last ?? "") or better",
        zh: "连续\(scheme.quarters)个季度\(scheme.grades.last ?? "")及以上"),
      isMet: counted >= scheme.quarters, found: person.grades.map { $0 ?? "–" }.joined(separator: ", "))
    let satisfaction = Condition(
      id: "satisfaction",
      what: Words(en: "satisfaction \(scheme.satisfaction)", zh: "满意度达到 \(scheme.satisfaction)"),
      isMet: person.satisfaction.map { $0 >= scheme.satisfaction } ?? false,
      found: person.satisfaction.map { found in
        found >= scheme.satisfaction ? "\(found)" : "\(found), short by \(scheme.satisfaction - found)"
      } ?? "not measured")
    let criticals = Condition(
      id: "criticals",
      what: Words(
        en: scheme.criticals == 0 ? "no critical failure" : "at most \(scheme.criticals) critical failures",
        zh: scheme.criticals == 0 ? "无致命差错" : "致命差错不超过 \(scheme.criticals) 次"),
      isMet: person.criticals <= scheme.criticals, found: "\(person.criticals)")
    return [level, grades, satisfaction, criticals]
  }

  private static func chinese(_ level: Int) -> String { ["", "一", "二", "三", "四", "五"][level] }
}
