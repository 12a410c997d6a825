import Formats
import Workspace

/// What a survey asks, and how its answers make an index.
package struct SurveyModel: SchemeDocument {
  package static let kind = "survey"

  package struct Question: Sendable {
    package let id: String
    package let title: Words
    /// The highest answer: 5, 7 or 10 count from 1; 100 counts from 0.
    package let scale: Int
    /// Whether the person who served can answer for it.
    package let isAttributable: Bool

    /// An answer as a score out of 100: the lowest is 0, the highest 100.
    package func score(_ answer: Int) -> Score {
      scale == 100 ? Score(hundredths: answer * 100) : Score(part: answer - 1, of: scale - 1) ?? .zero
    }

    package var lowest: Int { scale == 100 ? 0 : 1 }
  }

  /// A part of the index with its weight.
  package struct Part: Sendable {
    package let id: String
    package let title: Words
    package let weight: Weight
    /// Places of its questions in the model.
    package let questions: Range<Int>
  }

  package let head: SchemeHead
  package let parts: [Part]
  package let questions: [Question]

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
      if let id, let title, let weight {
        parts.append(
          Part(id: id, title: title, weight: Weight(basisPoints: weight), questions: start..<questions.count))
      }
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
    guard let id, let title else { return nil }
    return Question(id: id, title: title, scale: scale, isAttributable: isAttributable)
  }

  /// The columns of an answer file of this model.
  package var shape: TableShape {
    TableShape(
      "survey",
      SurveyResponse.columns + questions.map { Column($0.id, $0.title.zh, required: true, example: "4") })
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
    questions = zip(model.questions, sums).map { question, sum in
      QuestionResult(id: question.id, mean: Score.mean(sum: sum.sum, count: sum.n), n: sum.n)
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
