import Formats
import Workspace

/// Marks closed questions.
package enum Marking {
  /// What a response earns, from nothing to the whole.
  ///
  /// Wrong choices with negative weights take away from right ones, never below zero. A short answer earns its best
  /// matching key, a number the best interval that it lies in; a matching earns the share of its pairs that are right, an
  /// ordering the share of its items that stand in their place.
  /// - Parameter allowsParts: whether less than the whole earns anything.
  package static func credit(
    for response: Response, to question: WrittenQuestion, allowsParts: Bool = true
  ) -> Credit {
    let credit = partCredit(for: response, to: question)
    return allowsParts || credit == .full ? credit : .none
  }

  private static func partCredit(for response: Response, to question: WrittenQuestion) -> Credit {
    switch (question.body, response) {
    case (.multichoice(let isSingle, let answers), .choice(let places)):
      guard !isSingle || places.count == 1 else { return .none }
      let sum = places.reduce(0) { $0 + (answers.indices.contains($1) ? answers[$1].credit.parts : 0) }
      return Credit(parts: min(max(sum, 0), Credit.whole))
    case (.truefalse(let isTrue, _, _), .truth(let answer)): return isTrue == answer ? .full : .none
    case (.shortanswer(let answers), .text(let text)):
      let folding = AnswerFolding(tags: question.tags)
      return answers.filter { matches(text, pattern: $0.text, folding) }.map(\.credit).max() ?? .none
    case (.numerical(let answers, _), .text(let text)):
      guard let number = ExactDecimal(foldedWidth(text).trimmed) else { return .none }
      return answers.filter { isWithin(number, $0) }.map(\.credit).max() ?? .none
    case (.matching(let pairs), .pairs(let places)):
      let lefts = pairs.indices.filter { !pairs[$0].left.isEmpty }
      // Two equal right sides are the same answer.
      return share(
        zip(lefts, places).count { left, place in
          place.map { pairs.indices.contains($0) && pairs[$0].right == pairs[left].right } ?? false
        }, of: lefts.count)
    case (.ordering(let items), .order(let places)):
      return share(zip(items.indices, places).count { $0 == $1 }, of: items.count)
    default: return .none
    }
  }

  private static func share(_ right: Int, of count: Int) -> Credit {
    count > 0 ? Credit(parts: Credit.whole * right / count) : .none
  }

  /// Points earned, in hundredths, rounded half away from zero.
  package static func points(_ credit: Credit, of maximum: Int) -> Int {
    Int(roundedQuotient(Int128(maximum) * Int128(credit.parts), Int128(Credit.whole)))
  }

  /// What a place of a paper earns, in hundredths; a wrong answer to a row with a penalty costs it, an empty one nothing.
  package static func points(
    for response: Response?, to question: WrittenQuestion, maximum: Int, penalty: Int, allowsParts: Bool
  ) -> Int {
    guard let response, !response.isEmpty else { return 0 }
    let credit = credit(for: response, to: question, allowsParts: allowsParts)
    return credit == .none ? -penalty : points(credit, of: maximum)
  }

  private static func isWithin(_ number: ExactDecimal, _ answer: WrittenQuestion.NumberAnswer) -> Bool {
    let places = max(number.places, answer.value.places, answer.tolerance.places)
    func scaled(_ decimal: ExactDecimal) -> Int128 {
      (decimal.places..<places).reduce(Int128(decimal.mantissa)) { value, _ in value * 10 }
    }
    let distance = scaled(number) - scaled(answer.value)
    return distance.magnitude <= scaled(answer.tolerance).magnitude
  }

  /// Whether a typed text is what a key asks for: `*` stands for anything, `\*` for itself, and what the folding says does not matter.
  package static func matches(_ text: String, pattern: String, _ folding: AnswerFolding = .all) -> Bool {
    let (text, pattern) = (folding.folded(text), folding.folded(pattern))
    // Swift's characters are equal where they are canonically equivalent; scalars only where they are the same.
    if folding.parts.contains(.canonical) {
      return matches(Array(text), pieces(Array(pattern), star: "*", escape: "\\"))
    }
    return matches(Array(text.unicodeScalars), pieces(Array(pattern.unicodeScalars), star: "*", escape: "\\"))
  }

  /// What stands between the wildcards of a pattern.
  private static func pieces<Element: Equatable>(
    _ pattern: [Element], star: Element, escape: Element
  ) -> [[Element]] {
    var pieces: [[Element]] = [[]]
    var rest = pattern[...]
    while let element = rest.popFirst() {
      if element == escape, rest.first == star {
        rest.removeFirst()
        pieces[pieces.count - 1].append(star)
      } else if element == star {
        pieces.append([])
      } else {
        pieces[pieces.count - 1].append(element)
      }
    }
    return pieces
  }

  private static func matches<Element: Equatable>(_ text: [Element], _ pieces: [[Element]]) -> Bool {
    var rest = text[...]
    guard pieces.count > 1 else { return pieces[0] == text }
    guard let first = pieces.first, let last = pieces.last, rest.count >= first.count + last.count,
      rest.starts(with: first), rest.reversed().starts(with: last.reversed())
    else { return false }
    rest = rest.dropFirst(first.count).dropLast(last.count)
    for piece in pieces.dropFirst().dropLast() where !piece.isEmpty {
      guard rest.count >= piece.count,
        let found = (rest.startIndex...(rest.endIndex - piece.count)).first(where: {
          rest[$0..<($0 + piece.count)].elementsEqual(piece)
        })
      else { return false }
      rest = rest[(found + piece.count)...]
    }
    return true
  }
}
