import Formats
import Workforce
import Workspace

/// What a paper is made of: how many questions of which kind, worth how much, in what time.
package struct Blueprint: SchemeDocument {
  package static let kind = "blueprint"

  /// One line: so many questions that fit, each worth so much.
  package struct Row: Hashable, Sendable {
    package let topic: String?
    package let difficulty: Question.Difficulty?
    /// Moodle's names; empty for every closed type.
    package let types: [String]
    package let count: Int
    /// Points for each question, in hundredths.
    package let points: Int

    package init(topic: String?, difficulty: Question.Difficulty?, types: [String], count: Int, points: Int) {
      self.topic = topic
      self.difficulty = difficulty
      self.types = types
      self.count = count
      self.points = points
    }

    /// Whether a question fits the line.
    package func admits(_ question: Question) -> Bool {
      (topic == nil || topic == question.topic) && (difficulty == nil || difficulty == question.difficulty)
        && (types.isEmpty || types.contains(question.type)) && question.isClosed
    }

    /// The line in words, for messages.
    package var description: String {
      [
        topic ?? "any topic", difficulty?.rawValue ?? "any difficulty",
        types.isEmpty ? nil : types.joined(separator: "/"),
      ]
      .compactMap { $0 }.joined(separator: ", ")
    }
  }

  package let head: SchemeHead
  package let bank: String
  /// 5 (entry) to 1.
  package let level: Int
  package let minutes: Int
  package let pass: Score
  package let attempts: Int
  package let waitDays: Int
  package let shufflesQuestions: Bool
  package let shufflesOptions: Bool
  package let rows: [Row]

  package static let closedTypes = ["multichoice", "truefalse", "shortanswer", "numerical", "matching"]

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let bank = object.text("bank")
    let levelName = object.text("level")
    let level = levelName.flatMap { name in Person.levels.first { $0.1.first == name }?.0 }
    if let levelName, level == nil {
      object.fault("'level' is '\(levelName)', which is none of five, four, three, two, one", at: "level")
    }
    let minutes = object.integer("minutes", in: 1...600)
    let pass = object.decimal("pass", places: 2, in: 0...100_00)
    let attempts = object.optionalInteger("attempts", in: 1...20) ?? 1
    let waitDays = object.optionalInteger("wait_days", in: 0...365) ?? 0
    let shuffle = object.optionalObject("shuffle")
    let shufflesQuestions = shuffle?.optionalBool("questions") ?? true
    let shufflesOptions = shuffle?.optionalBool("options") ?? true
    shuffle?.finish()
    let rows = object.objects("rows").compactMap(Self.row)
    if object.has("rows"), rows.isEmpty {
      object.fault("'rows' is empty; a paper needs at least one row", at: "rows")
    }
    guard let head, let bank, let level, let minutes, let pass else { return nil }
    self.head = head
    self.bank = bank
    self.level = level
    self.minutes = minutes
    self.pass = Score(hundredths: pass)
    self.attempts = attempts
    self.waitDays = waitDays
    self.shufflesQuestions = shufflesQuestions
    self.shufflesOptions = shufflesOptions
    self.rows = rows
  }

  private static func row(_ object: ObjectReader) -> Row? {
    let topic = object.optionalText("topic")
    let difficulty = object.optionalWord("difficulty", Question.Difficulty.self)
    let types = object.texts("types")
    for type in types where !closedTypes.contains(type) {
      let why =
        type == "essay" ? "is marked by people, and a paper of closed questions marks itself" : "is not known"
      object.fault("type '\(type)' \(why); use \(closedTypes.joined(separator: ", "))", at: "types")
    }
    let count = object.integer("count", in: 1...500)
    let points = object.decimal("points", places: 2, in: 1...1_000_00)
    object.finish()
    guard let count, let points else { return nil }
    return Row(topic: topic, difficulty: difficulty, types: types, count: count, points: points)
  }
}
