/// Reads the key of a question as Chinese tables and texts write it.
enum AnswerKey {
  struct Problem: Error { let message: String }

  /// The types of the template with their names in files.
  enum Kind: String, CaseIterable {
    case single = "单选"
    case multiple = "多选"
    case judgement = "判断"
    case blank = "填空"
    case number = "数值"
    case matching = "匹配"
    case ordering = "排序"
    case essay = "简答"
    case drill = "实操"

    init?(name: String) {
      let folded = foldedWidth(name).trimmed.lowercased()
      let bare = folded.hasSuffix("题") ? String(folded.dropLast()) : String(folded)
      let english = [
        "single": Kind.single, "multiple": .multiple, "truefalse": .judgement, "shortanswer": .blank,
        "numerical": .number, "matching": .matching, "ordering": .ordering, "essay": .essay, "drill": .drill,
      ]
      let others = ["单项选择": Kind.single, "多项选择": .multiple, "是非": .judgement, "论述": .essay, "问答": .essay]
      guard let kind = Kind(rawValue: bare) ?? english[bare] ?? others[bare] else { return nil }
      self = kind
    }
  }

  static func difficulty(_ name: String) -> String {
    switch name.trimmed {
    case "易", "容易", "简单", "easy": "easy"
    case "中", "中等", "一般", "medium": "medium"
    case "难", "困难", "较难", "hard": "hard"
    default: name
    }
  }

  /// - Parameter type: the type's name; without it the key tells.
  static func body(key: String, options: [String], type: String?) throws(Problem) -> WrittenQuestion.Body {
    var kind: Kind?
    if let type, !type.isEmpty {
      kind = Kind(name: type)
      if kind == nil {
        throw Problem(
          message:
            "type '\(type)' is not known; write one of \(Kind.allCases.map(\.rawValue).joined(separator: ", "))"
        )
      }
    }
    let letters = places(in: key, of: options.count)
    switch kind ?? guessed(key, options, letters) {
    case .single:
      let right = try checked(letters, key, options)
      guard right.count == 1 else {
        throw Problem(message: "key '\(key)' names several options of a single choice")
      }
      return .multichoice(isSingle: true, choices(options, right, isSingle: true))
    case .multiple:
      return .multichoice(
        isSingle: false, choices(options, try checked(letters, key, options), isSingle: false))
    case .judgement:
      guard let isTrue = truth(key) else { throw Problem(message: "key '\(key)' is neither 对 nor 错") }
      return .truefalse(isTrue: isTrue, feedbackWrong: "", feedbackRight: "")
    case .blank:
      let keys = pieces(key)
      guard !keys.isEmpty else { throw Problem(message: "the key is empty; write what is right") }
      return .shortanswer(keys.map { .init(text: $0, credit: .full, feedback: "") })
    case .number: return .numerical([try number(key)], wrongFeedback: "")
    case .matching: return .matching(try pairs(key))
    case .ordering:
      let order = try checked(letters, key, options)
      guard order.count == options.count else {
        throw Problem(message: "key '\(key)' does not put all \(options.count) options in order")
      }
      return .ordering(order.map { options[$0] })
    case .essay, .drill: return .essay
    }
  }

  private static func guessed(_ key: String, _ options: [String], _ letters: [Int]?) -> Kind {
    if !options.isEmpty { return (letters?.count ?? 0) > 1 ? .multiple : .single }
    return truth(key) != nil ? .judgement : .blank
  }

  /// The places that letters name, in the order given; `nil` where anything else stands.
  private static func places(in key: String, of count: Int) -> [Int]? {
    var places: [Int] = []
    for scalar in foldedWidth(key).uppercased().unicodeScalars {
      if ", 、;/|".unicodeScalars.contains(scalar) { continue }
      guard ("A"..."Z").contains(scalar), Int(scalar.value) - 65 < count else { return nil }
      places.append(Int(scalar.value) - 65)
    }
    return places.isEmpty || Set(places).count != places.count ? nil : places
  }

  private static func checked(_ letters: [Int]?, _ key: String, _ options: [String]) throws(Problem) -> [Int]
  {
    guard options.count >= 2 else { throw Problem(message: "fewer than two options; write A and B at least") }
    guard options.count <= 26 else { throw Problem(message: "more than 26 options; letters name no more") }
    guard let letters else {
      let last = Character(Unicode.Scalar(UInt8(64 + options.count)))
      throw Problem(
        message:
          "key '\(key)' names no option; write letters from A to \(last), each once"
      )
    }
    return letters
  }

  /// Each right choice earns its share, a wrong one takes all away; a single one is right or wrong.
  private static func choices(_ options: [String], _ right: [Int], isSingle: Bool) -> [WrittenQuestion.Answer]
  {
    options.enumerated().map { place, text in
      let share = right.contains(place) ? Credit(parts: Credit.whole / right.count) : .none
      let wrong = isSingle ? Credit.none : Credit(parts: -Credit.whole)
      return .init(text: text, credit: right.contains(place) ? share : wrong, feedback: "")
    }
  }

  private static func truth(_ key: String) -> Bool? {
    switch foldedWidth(key).trimmed.uppercased() {
    case "对", "正确", "是", "√", "✓", "T", "TRUE", "Y": true
    case "错", "错误", "否", "×", "✗", "X", "F", "FALSE", "N": false
    default: nil
    }
  }

  /// Parts between lines or bars of either width.
  static func pieces(_ cell: String) -> [String] {
    cell.split { $0.isNewline || $0 == "|" || $0 == "｜" }.map { String($0.trimmed) }.filter { !$0.isEmpty }
  }

  /// `12`, `12±0.5`, `12:0.5` or `10..14`.
  private static func number(_ key: String) throws(Problem) -> WrittenQuestion.NumberAnswer {
    let text = String(foldedWidth(key).trimmed.replacing("±", with: ":"))
    do throws(GIFTAnswers.Fault) {
      let piece = GIFTText(Array(text.utf8)[...])
      if case .numerical(let answers, _) = try GIFTAnswers(markup: .plain).numerical(piece),
        let first = answers.first
      {
        return first
      }
    } catch { throw Problem(message: error.message) }
    throw Problem(message: "key '\(key)' is no number; write 12, 12±0.5 or 10..14")
  }

  /// `left=right`, a pair a line or between bars; an empty left is a distractor.
  private static func pairs(_ key: String) throws(Problem) -> [(left: String, right: String)] {
    var pairs: [(left: String, right: String)] = []
    for piece in pieces(key) {
      let sides = foldedEquals(piece).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard sides.count == 2, !sides[1].trimmed.isEmpty else {
        throw Problem(message: "'\(piece)' is no pair; write left=right")
      }
      pairs.append((String(sides[0].trimmed), String(sides[1].trimmed)))
    }
    guard pairs.count(where: { !$0.left.isEmpty }) >= 2 else {
      throw Problem(message: "fewer than two pairs; write left=right, a pair a line")
    }
    return pairs
  }

  private static func foldedEquals(_ text: String) -> String { text.replacing("＝", with: "=") }
}
