import Formats
import Workspace

/// Marks closed questions.
package enum Marking {
  /// What a response earns, from nothing to the whole.
  ///
  /// Wrong choices with negative weights take away from right ones, never below zero. A short answer earns its best
  /// matching key, a number the best interval that it lies in; a matching earns the share of its pairs that are right.
  package static func credit(for response: Response, to question: WrittenQuestion) -> Credit {
    switch (question.body, response) {
    case (.multichoice(let isSingle, let answers), .choice(let places)):
      guard !isSingle || places.count == 1 else { return .none }
      let sum = places.reduce(0) { $0 + (answers.indices.contains($1) ? answers[$1].credit.parts : 0) }
      return Credit(parts: min(max(sum, 0), Credit.whole))
    case (.truefalse(let isTrue, _, _), .truth(let answer)): return isTrue == answer ? .full : .none
    case (.shortanswer(let answers), .text(let text)):
      return answers.filter { matches(text, pattern: $0.text) }.map(\.credit).max() ?? .none
    case (.numerical(let answers, _), .text(let text)):
      guard let number = ExactDecimal(foldedWidth(text)) else { return .none }
      return answers.filter { isWithin(number, $0) }.map(\.credit).max() ?? .none
    case (.matching(let pairs), .pairs(let places)):
      let lefts = pairs.indices.filter { !pairs[$0].left.isEmpty }
      guard !lefts.isEmpty else { return .none }
      // Two equal right sides are the same answer.
      let right = zip(lefts, places).count { left, place in
        place.map { pairs.indices.contains($0) && pairs[$0].right == pairs[left].right } ?? false
      }
      return Credit(parts: Credit.whole * right / lefts.count)
    default: return .none
    }
  }

  /// Points earned, in hundredths, rounded half away from zero.
  package static func points(_ credit: Credit, of maximum: Int) -> Int {
    Int(roundedQuotient(Int128(maximum) * Int128(credit.parts), Int128(Credit.whole)))
  }

  private static func isWithin(_ number: ExactDecimal, _ answer: WrittenQuestion.NumberAnswer) -> Bool {
    let places = max(number.places, answer.value.places, answer.tolerance.places)
    func scaled(_ decimal: ExactDecimal) -> Int128 {
      (decimal.places..<places).reduce(Int128(decimal.mantissa)) { value, _ in value * 10 }
    }
    let distance = scaled(number) - scaled(answer.value)
    return distance.magnitude <= scaled(answer.tolerance).magnitude
  }

  /// Whether a typed text is what a key asks for: width, case, and runs of blanks do not matter; `*` stands for anything, `\*` for itself.
  static func matches(_ text: String, pattern: String) -> Bool {
    var pieces: [[Character]] = [[]]
    var characters = Array(folded(pattern))[...]
    while let character = characters.popFirst() {
      if character == "\\", characters.first == "*" {
        characters.removeFirst()
        pieces[pieces.count - 1].append("*")
      } else if character == "*" {
        pieces.append([])
      } else {
        pieces[pieces.count - 1].append(character)
      }
    }
    var rest = Array(folded(text))[...]
    guard pieces.count > 1 else { return pieces[0] == Array(rest) }
    guard let first = pieces.first, let last = pieces.last, rest.count >= first.count + last.count,
      rest.starts(with: first), rest.reversed().starts(with: last.reversed())
    else { return false }
    rest = rest.dropFirst(first.count).dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard let found = index(of: piece, in: rest) else { return false }
      rest = rest[(found + piece.count)...]
    }
    return true
  }

  private static func index(of piece: [Character], in text: ArraySlice<Character>) -> Int? {
    guard text.count >= piece.count else { return nil }
    return (text.startIndex...(text.endIndex - piece.count)).first {
      text[$0..<($0 + piece.count)].elementsEqual(piece)
    }
  }

  private static func folded(_ text: String) -> String {
    foldedWidth(text).lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

/// The result of a paper.
package struct PaperResult: Hashable, Sendable {
  /// In hundredths, place by place.
  package let points: [Int]
  /// What each place was worth, in hundredths.
  package let maxima: [Int]
  /// Out of 100.
  package let score: Score?
  package let isPassed: Bool

  /// Marks every place of a paper; a place without an answer earns nothing.
  package init(
    items: [PaperItem], responses: [Int: Response], questions: [String: WrittenQuestion], pass: Score
  ) {
    points = items.enumerated().map { place, item in
      guard let response = responses[place], let question = questions[item.question] else { return 0 }
      return Marking.points(Marking.credit(for: response, to: question), of: item.points)
    }
    maxima = items.map(\.points)
    score = Score(part: points.reduce(0, +), of: maxima.reduce(0, +))
    isPassed = score.map { $0 >= pass } ?? false
  }
}
