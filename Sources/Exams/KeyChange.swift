import Formats
import Workspace

/// A new key for a question that was sat: what regrading marks by.
package enum KeyChange {
  /// The key that gives everybody who had the question the whole of its points.
  package static let creditForAll = "*"

  /// Why a key does not fit its question.
  package struct Problem: Error { package let message: String }

  /// The question with another key.
  ///
  /// - Parameter key: for a choice, letters of the bank's order, of which a single choice takes any; for true and false `T` or `F`;
  ///   for a short answer its keys apart by `|`; for a number as in GIFT, `12:0.5` or `10..14`; for any type `*`, the whole
  ///   of the points to all.
  package static func apply(_ key: String, to question: Question) throws -> Question {
    if key == creditForAll { return question }
    var texts: [String: WrittenQuestion] = [:]
    for (language, text) in question.texts { texts[language] = text.with(try body(text.body, key)) }
    return Question(
      id: question.id, version: question.version, bank: question.bank, type: question.type,
      level: question.level,
      topic: question.topic, difficulty: question.difficulty, lesson: question.lesson, texts: texts)
  }

  private static func body(_ body: WrittenQuestion.Body, _ key: String) throws -> WrittenQuestion.Body {
    switch body {
    case .multichoice(let isSingle, let answers):
      let right = try letters(key, of: answers.count)
      let share = isSingle ? Credit.full : Credit(parts: Credit.whole / right.count)
      let wrong = isSingle ? Credit.none : Credit(parts: -Credit.whole)
      return .multichoice(
        isSingle: isSingle,
        answers.enumerated().map {
          .init(text: $1.text, credit: right.contains($0) ? share : wrong, feedback: $1.feedback)
        })
    case .truefalse(_, let wrong, let right):
      switch key.uppercased() {
      case "T", "TRUE", "对": return .truefalse(isTrue: true, feedbackWrong: wrong, feedbackRight: right)
      case "F", "FALSE", "错": return .truefalse(isTrue: false, feedbackWrong: wrong, feedbackRight: right)
      default: throw Problem(message: "key '\(key)' is neither T nor F")
      }
    case .shortanswer, .numerical:
      let isNumber = if case .numerical = body { true } else { false }
      guard let read = WrittenQuestion.Body(key: key, isNumber: isNumber) else {
        throw Problem(
          message: "key '\(key)' cannot be read; write \(isNumber ? "12:0.5 or 10..14" : "words apart by |")")
      }
      return read
    case .matching, .ordering:
      throw Problem(
        message:
          "the key of a \(body.isMatching ? "matching" : "ordering") is its text; give credit to all with '*'"
      )
    case .essay, .description: throw Problem(message: "people mark this question; there is no key to change")
    }
  }

  private static func letters(_ key: String, of count: Int) throws -> [Int] {
    let places = foldedWidth(key).uppercased().unicodeScalars.filter { !", 、;|/".unicodeScalars.contains($0) }
      .map { Int($0.value) - 65 }
    guard !places.isEmpty, places.allSatisfy({ (0..<count).contains($0) }), Set(places).count == places.count
    else {
      throw Problem(message: "key '\(key)' is not letters from A to \(optionLetter(count - 1)), each once")
    }
    return places
  }
}

extension WrittenQuestion.Body {
  fileprivate var isMatching: Bool { if case .matching = self { true } else { false } }
}
