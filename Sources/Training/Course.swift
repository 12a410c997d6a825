import Formats
import Workspace

/// A lesson of a course in one language: a page that somebody learns from.
package struct Lesson: Hashable, Sendable {
  package enum Mode: String, CaseIterable, Sendable { case online, classroom, drill, lecture }

  /// What an instructor looks at in a drill; the lines of a lesson sum to 100 points.
  package struct RubricLine: Hashable, Sendable {
    package let id: String
    package let points: Score
    /// In the language of the page.
    package let title: String
  }

  package let id: String
  /// `en` or `zh-Hans`.
  package let language: String
  package let title: String
  package let area: String
  package let minutes: Int
  package let mode: Mode
  package let objectives: [String]
  /// The ids of questions in a bank by which a reader checks what they learnt.
  package let checks: [String]
  /// Empty where the lesson has none.
  package let rubric: [RubricLine]
  /// Names of files beside the page.
  package let attachments: [String]
  /// Markdown.
  package let body: String

  /// What differs between pages of one lesson only by the language.
  var common: Lesson {
    Lesson(
      id: id, language: "", title: "", area: area, minutes: minutes, mode: mode, objectives: [],
      checks: checks, rubric: rubric.map { RubricLine(id: $0.id, points: $0.points, title: "") },
      attachments: [], body: "")
  }
}

/// A course as a folder holds it: `course.md` and a page for each lesson and language.
package struct Course: Sendable {
  package let id: String
  package let version: Int
  package let title: Words
  package let posts: [String]
  package let areas: [String]
  package let body: String
  /// In the order of the course; each lesson once for every language.
  package let lessons: [[Lesson]]
  /// Per cent of the lessons that must be done for the course to be completed.
  package let completionShare: Int
  /// Points that a drill needs to count as done.
  package let completionScore: Score
  /// SHA-256 over every file of the course.
  package let hash: String

  /// The lesson's page in the language wanted, or in the first that it has.
  package func lesson(_ id: String, chinese: Bool) -> Lesson? {
    lessons.first { $0.first?.id == id }.flatMap { Self.page(of: $0, chinese: chinese) }
  }

  package static func page(of lesson: [Lesson], chinese: Bool) -> Lesson? {
    lesson.first { ($0.language == "zh-Hans") == chinese } ?? lesson.first
  }

  /// Minutes for which people must be together: everything that is not learnt online.
  package var minutesTogether: Int {
    lessons.compactMap(\.first).filter { $0.mode != .online }.reduce(0) { $0 + $1.minutes }
  }

  /// What another version changed, lesson by lesson: ids that are new, and ids whose pages differ.
  package func changes(since older: Course) -> [Lesson] {
    let before = Dictionary(older.lessons.compactMap { pages in pages.first.map { ($0.id, pages) } }) {
      first, _ in first
    }
    return lessons.compactMap { pages in
      guard let first = pages.first else { return nil }
      return before[first.id].map { $0 != pages } ?? true ? first : nil
    }
  }
}
