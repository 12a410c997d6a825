import Formats
import Statistics
import Workspace

/// What a survey asks, and how its answers make an index.
package struct SurveyModel: SchemeDocument {
  package static let kind = "survey"

  package struct Question: Sendable {
    package let id: String
    package let title: Words
    /// The highest answer: 5, 7 or 10 count from 1; 100, and 10 of a recommendation, count from 0.
    package let scale: Int
    /// Whether it asks how likely one is to recommend, 0 to 10: the net promoter score is made of it.
    package let isRecommendation: Bool
    /// Whether it asks for satisfaction as a whole, which the processes are to explain.
    package let isOverall: Bool
    /// The business process that it is about.
    package let process: Words?
    /// Its weight in its part, for fuzzy evaluation.
    package let weight: Int
    /// Whether the person who served can answer for it.
    package let isAttributable: Bool

    /// An answer as a score out of 100: the lowest is 0, the highest 100.
    package func score(_ answer: Int) -> Score {
      Score(part: answer - lowest, of: scale - lowest) ?? .zero
    }

    package var lowest: Int { scale == 100 || isRecommendation ? 0 : 1 }

    /// The least answer of the two best; of the best fifth on a scale of a hundred.
    package var topBox: Int { scale == 100 ? 80 : scale - 1 }
  }

  /// A part of the index with its weight.
  package struct Part: Sendable {
    package let id: String
    package let title: Words
    package let weight: Weight
    /// Places of its questions in the model.
    package let questions: Range<Int>
  }

  /// How answers become memberships in grades, and those a score.
  package struct Fuzzy: Sendable {
    package let operation: FuzzyEvaluation.Operator
    /// The best first, with its score out of 100.
    package let grades: [(title: Words, score: Score)]
  }

  /// How many customers each group has, so that answers speak for all of them.
  package struct Population: Sendable {
    /// `brand`, `site`, `team` or `channel`.
    package let label: String
    package let customers: [String: Int]
  }

  package let head: SchemeHead
  package let parts: [Part]
  /// Those of the parts in their order, then those that are asked beside the index.
  package let questions: [Question]
  package let fuzzy: Fuzzy?
  package let population: Population?
  /// With fewer answers than this a group's figures say too little.
  package let least: Int

  package init?(_ object: ObjectReader) {
    let head = SchemeHead(object, kind: Self.kind)
    var parts: [Part] = []
    var questions: [Question] = []
    var seen: Set<String> = []
    var sum = 0
    for part in object.objects("parts") {
      let id = part.text("id")
      let title = part.words("title")
      let weight = part.decimal("weight", places: 2, in: 1...100_00)
      sum += weight ?? 0
      let start = questions.count
      for question in part.objects("questions") {
        let read = Self.question(question)
        question.finish()
        guard let read else { continue }
        if !seen.insert(read.id).inserted {
          question.fault("question id '\(read.id)' stands twice; ids are unique", at: "id")
        }
        questions.append(read)
      }
      part.finish()
      if let id, parts.contains(where: { $0.id == id }) {
        part.fault("part '\(id)' stands twice; ids are unique", at: "id")
      }
      if let id, let title, let weight, start < questions.count {
        parts.append(
          Part(id: id, title: title, weight: Weight(basisPoints: weight), questions: start..<questions.count))
      }
    }
    for name in ["response", "date", "staff", "comment"] where seen.contains(name) {
      object.fault("'\(name)' is a column of every survey; give the question another id", at: "parts")
    }
    for question in object.optionalObjects("beside") {
      let read = Self.question(question)
      question.finish()
      guard let read else { continue }
      if !seen.insert(read.id).inserted {
        question.fault("question id '\(read.id)' stands twice; ids are unique", at: "id")
      }
      questions.append(read)
    }
    least = object.optionalInteger("least", in: 1...100_000) ?? 30
    fuzzy = Self.fuzzy(object)
    population = Self.population(object)
    if questions.count(where: \.isOverall) > 1 || questions.count(where: \.isRecommendation) > 1 {
      object.fault("only one question may be 'overall', and only one 'recommend'", at: "parts")
    }
    if object.has("parts"), sum != 10_000 {
      object.fault("the parts weigh \(Weight(basisPoints: sum)); they must sum to 100%", at: "parts")
    }
    guard let head, !questions.isEmpty else { return nil }
    self.head = head
    self.parts = parts
    self.questions = questions
  }

  private static func question(_ object: ObjectReader) -> Question? {
    let id = object.text("id")
    let title = object.words("title")
    let scale = object.optionalInteger("scale", in: 2...100) ?? 5
    if ![5, 7, 10, 100].contains(scale) {
      object.fault("'scale' is \(scale); use 5, 7, 10 or 100", at: "scale")
    }
    let isAttributable = object.optionalBool("attributable") ?? false
    let isRecommendation = object.optionalBool("recommend") ?? false
    if isRecommendation, scale != 10 {
      object.fault("'recommend' asks on a scale of 0 to 10; write scale: 10", at: "recommend")
    }
    let isOverall = object.optionalBool("overall") ?? false
    let process = object.has("process") ? object.words("process") : nil
    if process != nil, isOverall || isRecommendation {
      object.fault("a question about the whole belongs to no process; drop 'process'", at: "process")
    }
    let weight = object.optionalDecimal("weight", places: 2, in: 1...100_00) ?? 100
    guard let id, let title else { return nil }
    return Question(
      id: id, title: title, scale: scale, isRecommendation: isRecommendation, isOverall: isOverall,
      process: process, weight: weight, isAttributable: isAttributable)
  }

  private static func fuzzy(_ object: ObjectReader) -> Fuzzy? {
    guard let part = object.optionalObject("fuzzy") else { return nil }
    let operation = part.optionalWord("operator", FuzzyEvaluation.Operator.self) ?? .weightedAverage
    var grades: [(title: Words, score: Score)] = []
    for grade in part.objects("grades") {
      if let title = grade.words("title"), let score = grade.decimal("score", places: 2, in: 0...100_00) {
        grades.append((title, Score(hundredths: score)))
      }
      grade.finish()
    }
    part.finish()
    if grades.count < 2 || zip(grades, grades.dropFirst()).contains(where: { $0.score <= $1.score }) {
      object.fault(
        "'grades' needs two grades or more, each with a lower score than the one before", at: "fuzzy")
    }
    return Fuzzy(operation: operation, grades: grades)
  }

  private enum Label: String, CaseIterable { case brand, site, team, channel }

  private static func population(_ object: ObjectReader) -> Population? {
    guard let part = object.optionalObject("population") else { return nil }
    let label = part.word("by", Label.self)
    var customers: [String: Int] = [:]
    for group in part.objects("customers") {
      if let name = group.text("group"), let count = group.integer("count", in: 0...10_000_000_000) {
        if customers[name] != nil { group.fault("group '\(name)' stands twice; keep one", at: "group") }
        customers[name] = count
      }
      group.finish()
    }
    part.finish()
    return label.map { Population(label: $0.rawValue, customers: customers) }
  }

  /// The columns of an answer file of this model.
  package var shape: TableShape {
    // A question that is named as a label column is asked for; the label cannot be given then.
    let asked = Set(questions.map(\.id))
    return TableShape(
      "survey",
      SurveyResponse.columns.filter { !asked.contains($0.id) }
        + questions.map { Column($0.id, $0.title.zh, required: true, example: "4") })
  }
}

/// The index of a survey and what it is made of, each number computed from the published ones below it.
package struct SurveyIndex: Sendable {
  package struct QuestionResult: Sendable {
    package let id: String
    package let mean: Score?
    package let n: Int
  }

  package let questions: [QuestionResult]
  /// The mean of its questions' means; `nil` where none was answered.
  package let parts: [(id: String, score: Score?)]
  /// Σ weight · part; `nil` where a part has no answers.
  package let index: Score?
  package let responses: Int

  /// From each question's sum of answer scores (in hundredths) and number of answers.
  package init(model: SurveyModel, sums: [(sum: Int, n: Int)], responses: Int) {
    self.init(
      model: model, means: sums.map { (Score.mean(sum: $0.sum, count: $0.n), $0.n) }, responses: responses)
  }

  /// From each question's mean and number of answers.
  package init(model: SurveyModel, means results: [(mean: Score?, n: Int)], responses: Int) {
    questions = zip(model.questions, results).map { question, result in
      QuestionResult(id: question.id, mean: result.mean, n: result.n)
    }
    let means = questions.map(\.mean)
    parts = model.parts.map { part in
      let known = means[part.questions].compactMap { $0 }
      return (part.id, Score.mean(sum: known.reduce(0) { $0 + $1.hundredths }, count: known.count))
    }
    let weighted = zip(model.parts, parts).compactMap { part, result in result.score.map { ($0, part.weight) }
    }
    index = weighted.count == model.parts.count ? Score.weightedMean(weighted) : nil
    self.responses = responses
  }
}
