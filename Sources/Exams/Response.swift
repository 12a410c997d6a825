import Formats
import Workspace

/// What a candidate answered, in the bank's own places, whatever order the paper showed.
package enum Response: Hashable, Sendable {
  /// Left empty on purpose.
  case blank
  /// Places of the chosen answers, ascending.
  case choice([Int])
  case truth(Bool)
  case text(String)
  /// For each left side in the bank's order, the place of the right side; `nil` where none was given.
  case pairs([Int?])
  /// Places of the items in the order given; at a full screen perhaps only the first of them.
  case order([Int])

  /// The form in which the journal keeps it.
  package var stored: String {
    switch self {
    case .blank: "-"
    case .choice(let places): "c:" + places.map(String.init).joined(separator: ",")
    case .truth(let flag): flag ? "b:1" : "b:0"
    case .text(let text): "t:" + text
    case .pairs(let places): "p:" + places.map { $0.map(String.init) ?? "" }.joined(separator: ",")
    case .order(let places): "o:" + places.map(String.init).joined(separator: ",")
    }
  }

  package init?(stored: String) {
    // By scalars: a text may begin with a mark that joins the colon before it.
    let rest = String(stored.unicodeScalars.dropFirst(2))
    switch String(stored.unicodeScalars.prefix(2)) {
    case "-": self = .blank
    case "c:": self = .choice(rest.split(separator: ",").compactMap { Int($0) })
    case "b:": self = .truth(rest == "1")
    case "t:": self = .text(rest)
    case "o:": self = .order(rest.split(separator: ",").compactMap { Int($0) })
    case "p:": self = .pairs(rest.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) })
    default: return nil
    }
  }
}

/// Why what was typed is no answer to the question, for the candidate.
package struct UnreadableResponse: Error {
  package let message: Words
}

/// Reads what a candidate typed.
package enum ResponseReading {
  /// The response to a question as a paper shows it.
  ///
  /// Letters in either case and width, with or without commas and blanks: `ac`, `A, C`, `Ａ、Ｃ`.
  package static func read(
    _ typed: String, to question: WrittenQuestion, options: [Int]
  ) throws(UnreadableResponse) -> Response {
    let text = String(foldedWidth(typed).trimmed)
    if text.isEmpty { return .blank }
    switch question.body {
    case .multichoice(let isSingle, let answers):
      let letters = text.uppercased().filter { !", 、;/".contains($0) }
      let last = optionLetter(answers.count - 1)
      let shown = letters.map { letter in
        letter.asciiValue.map { Int($0) - 65 }.flatMap { (0..<answers.count).contains($0) ? $0 : nil }
      }
      guard shown.allSatisfy({ $0 != nil }), Set(shown).count == shown.count else {
        throw UnreadableResponse(
          message: isSingle
            ? Words(en: "type one letter from A to \(last)", zh: "请输入 A 到 \(last) 中的一个字母")
            : Words(en: "type letters from A to \(last), each once", zh: "请输入 A 到 \(last) 的字母，每个至多一次"))
      }
      if isSingle, shown.count > 1 {
        throw UnreadableResponse(
          message: Words(en: "only one answer is right; type one letter", zh: "只有一个正确答案，请输入一个字母"))
      }
      return .choice(shown.compactMap { $0.map { options[$0] } }.sorted())
    case .truefalse:
      switch text.uppercased() {
      case "T", "TRUE", "Y", "YES", "对", "正确", "是", "√": return .truth(true)
      case "F", "FALSE", "N", "NO", "错", "错误", "否", "×": return .truth(false)
      default:
        throw UnreadableResponse(message: Words(en: "type T for true or F for false", zh: "请输入 T（对）或 F（错）"))
      }
    case .numerical:
      guard ExactDecimal(text) != nil else {
        throw UnreadableResponse(message: Words(en: "type a number, such as 12.5", zh: "请输入数字，例如 12.5"))
      }
      return .text(text)
    case .matching(let pairs): return try matching(text, pairs: pairs, options: options)
    case .ordering(let items):
      let shown = text.uppercased().filter { !", 、;/>-".contains($0) }.map { letter in
        letter.asciiValue.map { Int($0) - 65 }.flatMap { (0..<items.count).contains($0) ? $0 : nil }
      }
      guard shown.count == items.count, shown.allSatisfy({ $0 != nil }), Set(shown).count == shown.count
      else {
        let example = items.indices.reversed().map { optionLetter($0) }.joined()
        throw UnreadableResponse(
          message: Words(
            en: "type all \(items.count) letters in the order that is right, such as \(example)",
            zh: "请按正确顺序输入全部 \(items.count) 个字母，例如 \(example)"))
      }
      return .order(shown.compactMap { $0.map { options[$0] } })
    case .shortanswer, .essay, .description: return .text(String(typed.trimmed))
    }
  }

  /// `1B 2A 3C`: the number of a left side and the letter of a right side.
  private static func matching(
    _ text: String, pairs: [(left: String, right: String)], options: [Int]
  ) throws(UnreadableResponse) -> Response {
    let lefts = pairs.indices.filter { !pairs[$0].left.isEmpty }
    let last = optionLetter(pairs.count - 1)
    let problem = UnreadableResponse(
      message: Words(
        en: "type pairs of a number 1–\(lefts.count) and a letter A–\(last), such as 1B 2A",
        zh: "请输入数字 1–\(lefts.count) 与字母 A–\(last) 的配对，例如 1B 2A"))
    var places = [Int?](repeating: nil, count: lefts.count)
    var number = 0
    for character in text.uppercased() {
      if let digit = character.wholeNumberValue {
        number = number * 10 + digit
        if number > 99 { throw problem }
      } else if let ascii = character.asciiValue, (65..<(65 + pairs.count)).contains(Int(ascii)) {
        guard (1...lefts.count).contains(number), places[number - 1] == nil else { throw problem }
        places[number - 1] = options[Int(ascii) - 65]
        number = 0
      } else if !" ,;、-=>".contains(character) {
        throw problem
      }
    }
    guard number == 0, places.contains(where: { $0 != nil }) else { throw problem }
    return .pairs(places)
  }
}
