import Formats
import Workforce
import Workspace

/// The levels of an occupation and what each asks for.
package struct Ladder: SchemeDocument {
  package static let kind = "ladder"

  /// A part that must be passed.
  package enum Part: Hashable, Sendable {
    /// A theory paper: a passed exam made from this blueprint.
    case exam(blueprint: String, pass: Score)
    /// A practical test: the score recorded at a lesson of a course.
    case drill(course: String, lesson: String, pass: Score)

    package var id: String {
      switch self {
      case .exam: "theory"
      case .drill: "practical"
      }
    }
  }

  package struct Level: Sendable {
    /// 5 (entry) to 1.
    package let level: Int
    /// How long a certificate is good for.
    package let validMonths: Int
    /// Months in the occupation's posts.
    package let monthsInPost: Int
    /// Months for which the level below must have been held; `nil` where none is asked for.
    package let monthsBelow: Int?
    package let parts: [Part]

    /// Whether an exam of this blueprint is one of the parts.
    package func asks(for blueprint: String) -> Bool {
      parts.contains { if case .exam(blueprint, _) = $0 { true } else { false } }
    }
  }

  package let head: SchemeHead
  package let posts: [String]
  /// From five upward.
  package let levels: [Level]

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let posts = object.texts("posts")
    if posts.isEmpty {
      object.fault("'posts' is missing or empty; name the posts whose holders climb this ladder")
    }
    var levels: [Level] = []
    for entry in object.objects("levels") {
      let name = entry.text("level")
      let level = name.flatMap { name in Person.levels.first { $0.1.first == name }?.0 }
      if let name, level == nil {
        entry.fault("'level' is '\(name)', which is none of five, four, three, two, one", at: "level")
      }
      let valid = entry.integer("valid_months", in: 1...600)
      let inPost = entry.optionalInteger("months_in_post", in: 0...600) ?? 0
      let below = entry.optionalInteger("months_below", in: 0...600)
      let parts = entry.objects("parts").compactMap(Self.part)
      entry.finish()
      guard let level, let valid else { continue }
      if let last = levels.last, last.level - 1 != level {
        entry.fault(
          "level \(Person.levelName(level)) follows level \(Person.levelName(last.level)); levels climb one by one",
          at: "level")
      }
      levels.append(
        Level(level: level, validMonths: valid, monthsInPost: inPost, monthsBelow: below, parts: parts))
    }
    guard let head, !levels.isEmpty else { return nil }
    self.head = head
    self.posts = posts
    self.levels = levels
  }

  private static func part(_ object: ObjectReader) -> Part? {
    let blueprint = object.optionalText("exam")
    let course = object.optionalText("course")
    let lesson = object.optionalText("lesson")
    let pass = Score(hundredths: object.optionalDecimal("pass", places: 2, in: 0...100_00) ?? 60_00)
    object.finish()
    if let blueprint, course == nil { return .exam(blueprint: blueprint, pass: pass) }
    if let course, let lesson, blueprint == nil { return .drill(course: course, lesson: lesson, pass: pass) }
    object.fault("a part is either {exam: BLUEPRINT} or {course: COURSE, lesson: LESSON}")
    return nil
  }
}
