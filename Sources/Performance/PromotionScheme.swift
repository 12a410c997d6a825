import Certification
import Exams
import Formats
import Workforce
import Workspace

/// A step on the roster: what it asks for, how many may take it, and what deciding for it changes.
///
/// Every condition may be left out, but not all of them. A step back reads its bounds from the other side: scores must lie
/// under theirs, critical failures must reach theirs.
package struct PromotionScheme: SchemeDocument {
  package static let kind = "promotion"

  package enum Direction: String, CaseIterable, Sendable { case up, back }

  /// So many quarters at one of some grades.
  package struct QuarterRule: Hashable, Sendable {
    package let count: Int
    /// Grades that count, best first.
    package let grades: [String]
    /// Of so many last ones; `nil` where they must follow one another up to the quarter in question.
    package let window: Int?
  }

  package struct Exam: Hashable, Sendable {
    package let blueprint: String
    package let pass: Score
  }

  package struct HeldLevel: Hashable, Sendable {
    package let ladder: String
    /// 5 to 1; a higher one will do.
    package let level: Int
  }

  /// Where the number of places comes from.
  package enum Source: Hashable, Sendable {
    case fixed(Int)
    /// The table of vacancies of a post at a level.
    case imported(post: String, level: Int)
    case unlimited
  }

  package let head: SchemeHead
  package let post: String
  /// What the step leads to, such as a star or a post.
  package let step: Words
  package let direction: Direction
  package let change: PromotionChange
  /// The skill level to be held, 5 to 1; a higher one will do.
  package let level: Int?
  package let monthsAtLevel: Int?
  package let monthsInPost: Int?
  package let quarters: QuarterRule?
  /// Additions may take a total past 100.
  package let total: Score?
  package let satisfaction: Score?
  /// Of the parts of the score that come from evaluated calls.
  package let quality: Score?
  /// The most critical failures; in a step back the least.
  package let criticals: Int?
  /// Over so many quarters up to the one in question.
  package let criticalsQuarters: Int
  package let exam: Exam?
  /// Courses to be completed.
  package let training: [String]
  package let certificate: HeldLevel?
  package let places: Source
  /// By what the eligible are ranked, first key first.
  package let ranking: [PromotionRanking]

  package var isBack: Bool { direction == .back }

  package var needed: [SchemeReference] {
    (exam.map { [SchemeReference(kind: Blueprint.kind, id: $0.blueprint)] } ?? [])
      + (certificate.map { [SchemeReference(kind: Ladder.kind, id: $0.ladder)] } ?? [])
  }

  /// Quarters that must be looked at: those asked for, and eight more where neutral ones lie between them.
  package var reach: Int { max(quarters.map { ($0.window ?? $0.count) + 8 } ?? 1, criticalsQuarters) }

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let post = object.text("post")
    let step = object.words("step")
    direction = object.optionalWord("direction", Direction.self) ?? .up
    change = PromotionChange(object.optionalObject("changes"))
    level = Self.level(object, "level")
    monthsAtLevel = object.optionalInteger("months_at_level", in: 1...600)
    monthsInPost = object.optionalInteger("months_in_post", in: 1...600)
    quarters = Self.quarters(object)
    total = Self.score(object, "total", upTo: 200_00)
    satisfaction = Self.score(object, "satisfaction")
    quality = Self.score(object, "quality")
    criticals = object.optionalInteger("criticals", in: 0...1_000)
    criticalsQuarters = object.optionalInteger("criticals_quarters", in: 1...20) ?? 1
    exam = object.optionalObject("exam").flatMap(Self.exam)
    training = object.texts("training")
    certificate = object.optionalObject("certificate").flatMap(Self.certificate)
    let places = Self.places(object, direction, change, post: post, level: level)
    ranking = Self.ranking(object, hasExam: exam != nil)
    guard let head, let post, let step, let places else { return nil }
    self.head = head
    self.post = post
    self.step = step
    self.places = places
    checkConditions(object)
  }

  private func checkConditions(_ object: ObjectReader) {
    let grounds = ["quarters", "total", "satisfaction", "quality", "criticals"]
    let others = [
      "level", "months_at_level", "months_in_post", "exam", "training", "certificate",
    ]
    if isBack {
      for key in others.dropFirst() + ["vacancies", "ranking"] where object.has(key) {
        object.fault("'\(key)' has no meaning in a step back; leave it out", at: key)
      }
      if !grounds.contains(where: object.has) {
        object.fault("a step back needs a ground: one of \(grounds.joined(separator: ", "))")
      }
    } else if !(grounds + others).contains(where: object.has) {
      object.fault(
        "no condition is given; give at least one of \((others + grounds).joined(separator: ", "))")
    }
    if monthsAtLevel != nil, level == nil {
      object.fault("'months_at_level' needs 'level'; say which level is to be held", at: "months_at_level")
    }
    if object.has("criticals_quarters"), criticals == nil {
      object.fault(
        "'criticals_quarters' needs 'criticals'; say how many there may be", at: "criticals_quarters")
    }
  }

  private static func score(_ object: ObjectReader, _ key: String, upTo most: Int = 100_00) -> Score? {
    object.optionalDecimal(key, places: 2, in: 0...most).map(Score.init(hundredths:))
  }

  /// A level by its name; a fault where it is none.
  static func level(_ object: ObjectReader, _ key: String) -> Int? {
    guard let name = object.optionalText(key) else { return nil }
    if let level = Person.levels.first(where: { $0.1.first == name })?.0 { return level }
    object.fault(
      "'\(object.path(key))' is '\(name)', which is none of five, four, three, two, one", at: key)
    return nil
  }

  private static func quarters(_ object: ObjectReader) -> QuarterRule? {
    let count = object.optionalInteger("quarters", in: 1...12)
    let grades = object.texts("grades")
    let window = object.optionalInteger("grades_of", in: 1...20)
    guard let count else {
      for key in ["grades", "grades_of"] where object.has(key) {
        object.fault("'\(key)' needs 'quarters'; say how many quarters must be at these grades", at: key)
      }
      return nil
    }
    if grades.isEmpty { object.fault("'grades' is missing or empty; list the grades that count, best first") }
    if let window, window < count {
      object.fault(
        "'grades_of' is \(window); of fewer than \(count) quarters, \(count) cannot count", at: "grades_of")
    }
    return QuarterRule(count: count, grades: grades, window: window)
  }

  private static func exam(_ object: ObjectReader) -> Exam? {
    let blueprint = object.text("blueprint")
    let pass = object.decimal("pass", places: 2, in: 0...100_00)
    object.finish()
    guard let blueprint, let pass else { return nil }
    return Exam(blueprint: blueprint, pass: Score(hundredths: pass))
  }

  private static func certificate(_ object: ObjectReader) -> HeldLevel? {
    let ladder = object.text("ladder")
    if !object.has("level") { object.fault("'\(object.path("level"))' is missing; a level is needed") }
    let level = level(object, "level")
    object.finish()
    guard let ladder, let level else { return nil }
    return HeldLevel(ladder: ladder, level: level)
  }

  private static func places(
    _ object: ObjectReader, _ direction: Direction, _ change: PromotionChange, post: String?, level: Int?
  ) -> Source? {
    if let number = object.optionalInteger("vacancies", in: 0...100_000) { return .fixed(number) }
    if direction == .back { return .unlimited }
    if object.has("vacancies") { return nil }
    guard let level = change.level ?? level, let post = change.post ?? post else {
      object.fault(
        "'vacancies' is missing, and no 'level' says which imported vacancies are meant; give a number or a level"
      )
      return nil
    }
    return .imported(post: post, level: level)
  }

  private static func ranking(_ object: ObjectReader, hasExam: Bool) -> [PromotionRanking] {
    guard object.has("ranking") else { return [.total] }
    let names = object.texts("ranking")
    if names.isEmpty { object.fault("'ranking' is empty; list keys, or leave it out", at: "ranking") }
    return names.enumerated().compactMap { index, name in
      guard let key = PromotionRanking(rawValue: name) else {
        let known = PromotionRanking.allCases.map(\.rawValue).joined(separator: ", ")
        object.fault("'ranking[\(index)]' is '\(name)', which is none of \(known)", at: "ranking")
        return nil
      }
      if key == .exam, !hasExam {
        object.fault("'ranking[\(index)]' is 'exam', and no 'exam' is asked for; name it", at: "ranking")
      }
      return key
    }
  }
}
