/// Reads and writes Aiken, the plainest form of single choice; Moodle's `question/format/aiken/format.php` is the authority.
///
/// A stem on one line, options `A. text` or `A) text`, then `ANSWER: A`. Stricter than Moodle where the answer names no option.
package enum Aiken {
  /// Whether a text looks like Aiken: Moodle's word for the key stands at the start of a line.
  static func recognises(_ lines: [Substring]) -> Bool { lines.contains { $0.hasPrefix("ANSWER:") } }

  package static func read(_ text: String, named file: String) -> QuestionReading {
    var reading = QuestionReading()
    var open: (line: Int, stem: String, options: [String])?
    func fault(_ line: Int, _ message: String) {
      reading.faults.append(Fault(file: file, line: line, column: 1, message: message))
    }
    for (index, raw) in PlainText.lines(text).enumerated() {
      let line = raw.trimmed
      let number = index + 1
      if line.count < 2 { continue }
      if let option = option(line) {
        guard let count = open?.options.count else {
          fault(number, "an option without a question above it; write the question on a line before it")
          continue
        }
        let expected = optionLetter(count)
        if option.letter != expected {
          fault(number, "option '\(option.letter)' stands where '\(expected)' is expected")
        }
        open?.options.append(option.text)
      } else if line.hasPrefix("ANSWER:") {
        guard let question = open else {
          fault(number, "an answer without a question above it; write the question and its options first")
          continue
        }
        open = nil
        let key = String(line.dropFirst("ANSWER:".count).trimmed.prefix(1))
        guard question.options.count >= 2 else {
          fault(number, "the question has fewer than two options; write A. and B. at least")
          continue
        }
        guard let right = question.options.indices.first(where: { optionLetter($0) == key }) else {
          fault(
            number,
            "the answer '\(key)' names no option; write one of A to \(optionLetter(question.options.count - 1))"
          )
          continue
        }
        reading.entries.append(
          .question(
            WrittenQuestion(
              file: file, line: question.line, stem: question.stem,
              body: .multichoice(
                isSingle: true,
                question.options.enumerated().map {
                  .init(text: $1, credit: $0 == right ? .full : .none, feedback: "")
                }))))
      } else {
        if let question = open {
          fault(
            question.line,
            question.options.isEmpty
              ? "the question goes on in a second line; write it on one line"
              : "the question has no 'ANSWER:' line before line \(number); add it")
        }
        open = (number, String(line), [])
      }
    }
    if let question = open {
      fault(question.line, "the file ends before the question's 'ANSWER:' line; add it")
    }
    reading.faults = reading.faults.sorted()
    return reading
  }

  private static func option(_ line: Substring) -> (letter: String, text: String)? {
    guard let letter = line.unicodeScalars.first, ("A"..."Z").contains(letter),
      let mark = line.dropFirst().first, mark == ")" || mark == "."
    else { return nil }
    return (String(letter), String(line.dropFirst(2).trimmed))
  }

  /// Single-choice questions as Aiken; everything else, and all that Aiken has no place for, is named.
  package static func text(_ questions: [WrittenQuestion]) -> (text: String, losses: [ExportLoss]) {
    var text = ""
    var losses: [ExportLoss] = []
    for question in questions {
      guard case .multichoice(true, let answers) = question.body, answers.count <= 26,
        let right = answers.firstIndex(where: { $0.credit == .full })
      else {
        losses.append(ExportLoss(question, "left out: Aiken holds single choice only"))
        continue
      }
      text += PlainText.oneLine(question.stem) + "\n"
      for (index, answer) in answers.enumerated() {
        text += "\(optionLetter(index)). \(PlainText.oneLine(answer.text))\n"
      }
      text += "ANSWER: \(optionLetter(right))\n\n"
      if answers.contains(where: { $0.credit != .full && $0.credit != .none }) {
        losses.append(ExportLoss(question, "weights of answers"))
      }
      losses += ExportLoss.beside(question, keeps: [])
    }
    return (text, losses)
  }
}

/// What a format could not carry of a question.
package struct ExportLoss: Hashable, Sendable {
  /// The question's id, else its title or line.
  package let question: String
  package let what: String

  /// Whether the question was left out altogether.
  package var isWhole: Bool { what.hasPrefix("left out") }

  init(_ question: WrittenQuestion, _ what: String) {
    self.question = question.idnumber ?? question.title ?? "line \(question.line)"
    self.what = what
  }

  /// What of a question beside its text and key a format may have no place for.
  enum Part { case id, title, tags, category, answerFeedback, generalFeedback, rubric, markup }

  /// The parts that the question has and the format does not keep.
  static func beside(_ question: WrittenQuestion, keeps: Set<Part>) -> [ExportLoss] {
    var losses: [ExportLoss] = []
    func check(_ part: Part, _ isThere: Bool, _ name: String) {
      if isThere, !keeps.contains(part) { losses.append(ExportLoss(question, name)) }
    }
    check(.id, question.idnumber != nil, "id")
    check(.title, question.title != nil, "title")
    check(.tags, !question.tags.isEmpty, "tags")
    check(.category, question.category != nil, "category")
    check(.answerFeedback, !question.body.feedbacks.allSatisfy(\.isEmpty), "feedback of answers")
    check(.generalFeedback, !question.generalFeedback.isEmpty, "general feedback")
    check(.rubric, !question.rubric.isEmpty, "rubric")
    check(.markup, question.markup == .html || question.markup == .markdown, "markup (kept as plain text)")
    return losses
  }
}

extension WrittenQuestion {
  /// A question of a format that knows no more than text and key.
  init(
    file: String, line: Int, idnumber: String? = nil, tags: [String] = [], stem: String,
    explanation: String = "",
    body: Body
  ) {
    self.init(
      file: file, line: line, title: nil, idnumber: idnumber, tags: tags, category: nil, stem: stem,
      markup: .plain, generalFeedback: explanation, body: body, source: "")
  }

  /// The same question with its source written as GIFT, under another id and with further tags where given.
  package func asGIFT(idnumber: String? = nil, tags: [String]? = nil) -> WrittenQuestion {
    func copy(_ source: String) -> WrittenQuestion {
      WrittenQuestion(
        file: file, line: line, title: title, idnumber: idnumber ?? self.idnumber, tags: tags ?? self.tags,
        category: category, stem: stem, markup: markup, generalFeedback: generalFeedback, body: body,
        rubric: rubric, source: source)
    }
    return copy(GIFTWriter.block(copy("")))
  }
}

extension WrittenQuestion.Body {
  /// Every feedback that belongs to an answer.
  var feedbacks: [String] {
    switch self {
    case .multichoice(_, let answers), .shortanswer(let answers): answers.map(\.feedback)
    case .truefalse(_, let wrong, let right): [wrong, right]
    case .numerical(let answers, let wrong): answers.map(\.feedback) + [wrong]
    case .matching, .ordering, .essay, .description: []
    }
  }
}
