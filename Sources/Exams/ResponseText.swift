import Formats

/// What somebody answered, as they saw it, and what would have been right.
package enum ResponseText {
  /// The right answer in the letters of this paper, with its words; empty where people judge.
  package static func key(_ question: WrittenQuestion, _ item: PaperItem) -> String {
    func letter(_ place: Int) -> String { item.options.firstIndex(of: place).map { optionLetter($0) } ?? "?" }
    switch question.body {
    case .multichoice(_, let answers):
      return answers.indices.filter { answers[$0].credit > .none }.sorted { letter($0) < letter($1) }
        .map { "\(letter($0)) \(MarkupText.plain(answers[$0].text, question.markup))" }.joined(
          separator: "; ")
    case .truefalse(let isTrue, _, _): return isTrue ? "T" : "F"
    case .shortanswer(let answers):
      return answers.filter { $0.credit > .none }.map(\.text).joined(separator: " | ")
    case .numerical(let answers, _):
      return answers.filter { $0.credit > .none }
        .map { $0.value.text + ($0.tolerance.mantissa == 0 ? "" : " ± \($0.tolerance.text)") }.joined(
          separator: " | ")
    case .matching(let pairs):
      return pairs.indices.filter { !pairs[$0].left.isEmpty }.enumerated()
        .map { "\($0 + 1)\(letter($1))" }.joined(separator: " ")
    case .ordering(let items): return items.indices.map(letter).joined()
    case .essay, .description: return ""
    }
  }

  /// The answer in the letters of this paper; a dash where there is none.
  package static func text(_ response: Response?, _ question: WrittenQuestion, _ item: PaperItem) -> String {
    func letters(_ places: [Int]) -> String {
      places.compactMap { place in item.options.firstIndex(of: place).map { optionLetter($0) } }.joined()
    }
    switch response {
    case nil, .blank?: return "–"
    case .choice(let places)?: return letters(places)
    case .truth(let flag)?: return flag ? "T" : "F"
    case .text(let text)?: return text
    case .order(let places)?: return letters(places)
    case .pairs(let places)?:
      return places.enumerated().compactMap { index, place in place.map { "\(index + 1)\(letters([$0]))" } }
        .joined(separator: " ")
    }
  }
}
