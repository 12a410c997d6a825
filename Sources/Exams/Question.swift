import Formats
import Workspace

/// A question of a bank: what it is about, and its text in each language.
package struct Question: Sendable {
  package enum Difficulty: String, CaseIterable, Sendable { case easy, medium, hard }

  package let id: String
  package let version: Int
  package let bank: String
  /// Moodle's name of the type, such as `multichoice`.
  package let type: String
  /// 5 (entry) to 1.
  package let level: Int
  package let topic: String
  package let difficulty: Difficulty
  /// The id of the lesson that teaches it.
  package let lesson: String
  /// By language, `en` and `zh-Hans`.
  package let texts: [String: WrittenQuestion]

  package init(
    id: String, version: Int, bank: String, type: String, level: Int, topic: String, difficulty: Difficulty,
    lesson: String, texts: [String: WrittenQuestion]
  ) {
    self.id = id
    self.version = version
    self.bank = bank
    self.type = type
    self.level = level
    self.topic = topic
    self.difficulty = difficulty
    self.lesson = lesson
    self.texts = texts
  }

  /// The same question with other texts.
  func with(_ texts: [String: WrittenQuestion]) -> Question {
    Question(
      id: id, version: version, bank: bank, type: type, level: level, topic: topic, difficulty: difficulty,
      lesson: lesson, texts: texts)
  }

  /// SHA-256 over the sources in the order of their languages: the content's identity.
  package var hash: String {
    SHA256.hex(
      texts.sorted { $0.key < $1.key }.map { "\($0.key)\n\($0.value.source)" }.joined(separator: "\n\n"))
  }

  /// The text in a language, else in the first that there is.
  package func text(in language: String) -> WrittenQuestion? {
    texts[language] ?? texts.min { $0.key < $1.key }?.value
  }

  /// Whether marking needs no person.
  package var isClosed: Bool { Blueprint.closedTypes.contains(type) }

  /// What it is tagged with beside its labels.
  package var tags: [String] { texts.min { $0.key < $1.key }?.value.tags ?? [] }
}
