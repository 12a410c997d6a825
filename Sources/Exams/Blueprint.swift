import Formats
import Workforce
import Workspace

/// What a paper is made of: how many questions of which kind, worth how much, in what time, under which rules.
package struct Blueprint: SchemeDocument {
  package static let kind = "blueprint"

  /// A part of a paper with a title, and perhaps a pass mark of its own.
  package struct Section: Hashable, Sendable {
    package let title: Words?
    package let pass: Score?
  }

  /// When candidates see what.
  package enum Showing: String, CaseIterable, Sendable {
    case atOnce = "at_once"
    case onRelease = "on_release"
    case never
  }

  /// How people mark essays and drills.
  package struct Markers: Hashable, Sendable {
    /// One or two independent markers.
    package let count: Int
    /// A third marks where two differ by more than this share of the points, in basis points.
    package let tolerance: Weight

    package init(count: Int, tolerance: Weight) {
      self.count = count
      self.tolerance = tolerance
    }
  }

  package let head: SchemeHead
  package let bank: String
  /// 5 (entry) to 1, for rows that name none.
  package let level: Int
  package let minutes: Int
  /// Minutes after the deadline in which answers are still taken, and the sitting is called late.
  package let graceMinutes: Int
  package let pass: Score
  package let attempts: Int
  package let waitDays: Int
  package let shufflesQuestions: Bool
  package let shufflesOptions: Bool
  /// Whether a part of an answer earns a part of its points.
  package let allowsParts: Bool
  /// The languages that a candidate may choose; empty for both.
  package let languages: [String]
  package let showsScore: Showing
  package let showsAnswers: Showing
  /// How far the expected facility of any two papers may differ, in basis points.
  package let spread: Int
  package let markers: Markers
  /// Whether essays may be written in the candidate's `$EDITOR`.
  package let allowsEditor: Bool
  package let sections: [Section]
  package let rows: [Row]

  package static let closedTypes = [
    "multichoice", "truefalse", "shortanswer", "numerical", "matching", "ordering",
  ]
  /// What people mark; drawn only where a row asks for it.
  package static let openTypes = ["essay", "drill"]

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    let bank = object.text("bank")
    let level = Self.level(object, isRequired: true)
    let minutes = object.integer("minutes", in: 1...600)
    let pass = object.decimal("pass", places: 2, in: 0...100_00)
    graceMinutes = object.optionalInteger("grace_minutes", in: 0...60) ?? 0
    attempts = object.optionalInteger("attempts", in: 1...20) ?? 1
    waitDays = object.optionalInteger("wait_days", in: 0...365) ?? 0
    let shuffle = object.optionalObject("shuffle")
    shufflesQuestions = shuffle?.optionalBool("questions") ?? true
    shufflesOptions = shuffle?.optionalBool("options") ?? true
    shuffle?.finish()
    allowsParts = object.optionalBool("partial_credit") ?? true
    languages = object.texts("languages")
    for language in languages where !["en", "zh-Hans"].contains(language) {
      object.fault("language '\(language)' is neither en nor zh-Hans", at: "languages")
    }
    let review = object.optionalObject("review")
    showsScore = review?.optionalWord("score", Showing.self) ?? .atOnce
    showsAnswers = review?.optionalWord("answers", Showing.self) ?? .onRelease
    if showsScore == .never { review?.fault("a candidate's score is at_once or on_release", at: "score") }
    if showsAnswers == .atOnce {
      review?.fault(
        "answers shown at once would reach those who sit later; write on_release or never", at: "answers")
    }
    review?.finish()
    spread = object.optionalDecimal("spread", places: 2, in: 10...100_00) ?? 5_00
    let markers = object.optionalObject("markers")
    self.markers = Markers(
      count: markers?.optionalInteger("count", in: 1...2) ?? 2,
      tolerance: Weight(basisPoints: markers?.optionalDecimal("differ", places: 2, in: 0...100_00) ?? 20_00))
    markers?.finish()
    allowsEditor = object.optionalBool("editor") ?? false
    let (sections, rows) = Self.parts(object)
    guard let head, let bank, let level, let minutes, let pass else { return nil }
    self.head = head
    self.bank = bank
    self.level = level
    self.minutes = minutes
    self.pass = Score(hundredths: pass)
    self.sections = sections
    self.rows = rows
  }

  /// The rows of a paper, in sections where it has some.
  private static func parts(_ object: ObjectReader) -> ([Section], [Row]) {
    guard object.has("sections") else {
      let rows = object.objects("rows").compactMap { Row($0, section: 0) }
      if object.has("rows"), rows.isEmpty {
        object.fault("'rows' is empty; a paper needs at least one row", at: "rows")
      }
      return ([Section(title: nil, pass: nil)], rows)
    }
    if object.has("rows") {
      object.fault("'rows' stands beside 'sections'; move them into a section", at: "rows")
    }
    _ = object.optionalObjects("rows")
    var sections: [Section] = []
    var rows: [Row] = []
    for part in object.objects("sections") {
      let title = part.words("title")
      let pass = part.optionalDecimal("pass", places: 2, in: 0...100_00)
      let own = part.objects("rows").compactMap { Row($0, section: sections.count) }
      if part.has("rows"), own.isEmpty {
        part.fault("'rows' is empty; a section needs at least one row", at: "rows")
      }
      part.finish()
      sections.append(Section(title: title, pass: pass.map { Score(hundredths: $0) }))
      rows += own
    }
    if sections.isEmpty { object.fault("'sections' is empty; a paper needs at least one", at: "sections") }
    return (sections, rows)
  }

  /// Reads `level`, 5 (entry) to 1.
  fileprivate static func level(_ object: ObjectReader, isRequired: Bool) -> Int? {
    guard let name = isRequired ? object.text("level") : object.optionalText("level") else { return nil }
    let level = Person.levels.first { $0.1.first == name }?.0
    if level == nil {
      object.fault("'level' is '\(name)', which is none of five, four, three, two, one", at: "level")
    }
    return level
  }
}

extension Blueprint {
  /// One line: so many questions that fit, each worth so much.
  package struct Row: Hashable, Sendable {
    package let section: Int
    package let topic: String?
    /// Where it differs from the blueprint's.
    package let level: Int?
    package let difficulty: Question.Difficulty?
    /// Names as in files; empty for every closed type.
    package let types: [String]
    /// What a question must all be tagged with.
    package let tags: [String]
    package let count: Int
    /// Points for each question, in hundredths.
    package let points: Int
    /// What a wrong answer costs, in hundredths.
    package let penalty: Int

    package init(
      section: Int = 0, topic: String?, level: Int? = nil, difficulty: Question.Difficulty?, types: [String],
      tags: [String] = [], count: Int, points: Int, penalty: Int = 0
    ) {
      self.section = section
      self.topic = topic
      self.level = level
      self.difficulty = difficulty
      self.types = types
      self.tags = tags
      self.count = count
      self.points = points
      self.penalty = penalty
    }

    init?(_ object: ObjectReader, section: Int) {
      topic = object.optionalText("topic")
      level = Blueprint.level(object, isRequired: false)
      difficulty = object.optionalWord("difficulty", Question.Difficulty.self)
      types = object.texts("types")
      let known = Blueprint.closedTypes + Blueprint.openTypes
      for type in types where !known.contains(type) {
        let hint =
          nearest(to: type, among: known).map { "did you mean '\($0)'?" }
          ?? "use \(known.joined(separator: ", "))"
        object.fault("type '\(type)' is not known; \(hint)", at: "types")
      }
      tags = object.texts("tags")
      let count = object.integer("count", in: 1...500)
      let points = object.decimal("points", places: 2, in: 1...1_000_00)
      penalty = object.optionalDecimal("penalty", places: 2, in: 0...1_000_00) ?? 0
      if let points, penalty > points {
        object.fault("'penalty' is more than the points of the question", at: "penalty")
      }
      object.finish()
      guard let count, let points else { return nil }
      self.section = section
      self.count = count
      self.points = points
    }

    /// Whether a question fits the line of a blueprint for a level.
    package func admits(_ question: Question, level standard: Int) -> Bool {
      (topic == nil || topic == question.topic) && (level ?? standard) == question.level
        && (difficulty == nil || difficulty == question.difficulty)
        && (types.isEmpty ? question.isClosed : types.contains(question.type))
        && tags.allSatisfy(question.tags.contains)
    }

    /// The line in words, for messages.
    package var description: String {
      ([topic ?? "any topic", difficulty?.rawValue ?? "any difficulty"]
        + (types.isEmpty ? [] : [types.joined(separator: "/")]) + tags).joined(separator: ", ")
    }
  }
}
