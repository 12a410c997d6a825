import Formats
import Workspace

/// A lesson of a course in one language: a page that somebody learns from.
package struct Lesson: Hashable, Sendable {
  package enum Mode: String, CaseIterable, Sendable { case online, classroom, drill, lecture }

  package let id: String
  /// `en` or `zh-Hans`.
  package let language: String
  package let title: String
  package let area: String
  package let minutes: Int
  package let mode: Mode
  package let objectives: [String]
  /// Markdown.
  package let body: String
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
  /// SHA-256 over every file of the course.
  package let hash: String

  /// The lesson's page in the language wanted, or in the first that it has.
  package func lesson(_ id: String, chinese: Bool) -> Lesson? {
    lessons.first { $0.first?.id == id }.flatMap { Self.page(of: $0, chinese: chinese) }
  }

  package static func page(of lesson: [Lesson], chinese: Bool) -> Lesson? {
    lesson.first { ($0.language == "zh-Hans") == chinese } ?? lesson.first
  }
}
