/// Reads the form in which Chinese trainers write questions down: a numbered stem, options `A、` or `A．`, then `答案：B`.
///
/// Several letters are multiple choice, 对 or 错 true and false, a text without options a short answer (`｜` between keys). A wrong choice
/// of several wipes out the question, a missing one costs its share. `解析：`, `编号：`, `等级：`, `知识点：`, `难度：` and `课次：` may follow.
enum ChinesePlain {
  private static let marks: Set<Character> = ["、", "．", ".", "。", ")", "）", ":", "："]

  static func recognises(_ lines: [Substring]) -> Bool { lines.contains { field($0.trimmed)?.name == "答案" } }

  private struct Open {
    let line: Int
    var stem: String
    var options: [String] = []
    var fields: [String: String] = [:]
  }

  static func read(_ lines: [Substring], named file: String) -> QuestionReading {
    var reading = QuestionReading()
    var open: Open?
    func fault(_ line: Int, _ message: String) {
      reading.faults.append(Fault(file: file, line: line, column: 1, message: message))
    }
    func close() {
      guard let question = open else { return }
      open = nil
      do throws(AnswerKey.Problem) {
        guard let key = question.fields["答案"] else {
          throw AnswerKey.Problem(message: "the question has no '答案：' line; add it")
        }
        let body = try AnswerKey.body(key: key, options: question.options, type: question.fields["题型"])
        reading.entries.append(
          .question(
            WrittenQuestion(
              file: file, line: question.line, idnumber: question.fields["编号"], tags: tags(question.fields),
              stem: question.stem, explanation: question.fields["解析"] ?? "", body: body)))
      } catch { fault(question.line, error.message) }
    }
    for (index, raw) in lines.enumerated() {
      let line = raw.trimmed
      if line.isEmpty { continue }
      if let (name, value) = field(line) {
        guard open != nil else {
          fault(index + 1, "'\(name)：' without a question above it; write the stem first")
          continue
        }
        if open?.fields[name] != nil {
          fault(index + 1, "'\(name)：' stands twice in this question; keep one")
        }
        open?.fields[name] = value
      } else if open?.fields.isEmpty ?? false, let options = options(line, from: open?.options.count ?? 0) {
        open?.options += options
      } else if let question = open, question.fields.isEmpty, question.options.isEmpty, numbered(line) == nil
      {
        open?.stem += "\n" + line
      } else {
        close()
        open = Open(line: index + 1, stem: String(numbered(line) ?? line))
      }
    }
    close()
    reading.faults = reading.faults.sorted()
    return reading
  }

  private static let names = ["答案", "解析", "编号", "等级", "知识点", "难度", "课次", "题型"]

  private static func field(_ line: Substring) -> (name: String, value: String)? {
    for name in names where line.hasPrefix(name) {
      let rest = line.dropFirst(name.count).trimmed
      guard let mark = rest.first, mark == "：" || mark == ":" else { continue }
      return (name, String(rest.dropFirst().trimmed))
    }
    return nil
  }

  /// What follows a number such as `12、`; `nil` for a line without one.
  private static func numbered(_ line: Substring) -> Substring? {
    let digits = line.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, digits.count <= 4, let mark = line.dropFirst(digits.count).first,
      marks.contains(mark)
    else { return nil }
    let rest = line.dropFirst(digits.count + 1)
    // `3.5 元` is a number and no numbering.
    if mark == ".", rest.first?.isNumber ?? false { return nil }
    return rest.trimmed
  }

  /// The options on a line, one or several, the first with the letter that comes next.
  private static func options(_ line: Substring, from count: Int) -> [String]? {
    var options: [String] = []
    var rest = line
    while true {
      guard let letter = rest.first?.asciiValue, Int(letter & 0xdf) == 65 + count + options.count,
        let mark = rest.dropFirst().first, marks.contains(mark)
      else { return options.isEmpty ? nil : options }
      let text = rest.dropFirst(2)
      let next = nextOption(in: text, letter: UInt8(66 + count + options.count))
      options.append(String(text[..<(next ?? text.endIndex)].trimmed))
      guard let next else { return options }
      rest = text[next...]
    }
  }

  /// Where the next letter with its mark stands after a blank.
  private static func nextOption(in text: Substring, letter: UInt8) -> Substring.Index? {
    var previous: Character = "x"
    for index in text.indices {
      let following = text.index(after: index)
      if previous.isWhitespace, text[index].asciiValue.map({ $0 & 0xdf }) == letter,
        following < text.endIndex,
        marks.contains(text[following])
      {
        return index
      }
      previous = text[index]
    }
    return nil
  }

  private static func tags(_ fields: [String: String]) -> [String] {
    [("等级", "level"), ("知识点", "topic"), ("难度", "difficulty"), ("课次", "lesson")].compactMap { name, tag in
      fields[name].map { "\(tag):\(tag == "difficulty" ? AnswerKey.difficulty($0) : $0)" }
    }
  }
}
