/// Writes questions as GIFT; what it cannot hold exactly, an arrow or a backslash before a bracket of a label, differs when read.
package enum GIFTWriter {
  package static func text(_ questions: [WrittenQuestion]) -> String {
    var text = ""
    var category: String?
    for question in questions {
      if question.category != category, let name = question.category { text += "$CATEGORY: \(name)\n\n" }
      category = question.category
      text += block(question) + "\n\n"
    }
    return text
  }

  /// One question without blank lines.
  package static func block(_ question: WrittenQuestion) -> String {
    var lines: [String] = []
    var labels = question.idnumber.map { ["[id:\(label($0))]"] } ?? []
    labels += question.tags.map { "[tag:\(label($0))]" }
    if !labels.isEmpty { lines.append("// " + labels.joined(separator: " ")) }
    lines += question.rubric.map { "// [rubric:\($0.points):\(label($0.text))]" }
    let title = question.title.map { "::\(escaped(String($0.unicodeScalars.prefix(255))))::" } ?? ""
    // A text that looks like markup, a comment or a category would be taken for one without a prefix.
    let isPlainStart = !["[", "//", "$CATEGORY"].contains { question.stem.hasPrefix($0) }
    let markup = question.markup == .moodle && isPlainStart ? "" : "[\(question.markup.rawValue)]"
    let stem = escaped(question.stem)
    lines.append("\(title)\(markup)\(stem)\(answers(question))")
    return lines.joined(separator: "\n")
  }

  private static func label(_ text: String) -> String {
    escapedLines(text).replacing("]", with: "\\]")
  }

  private static func answers(_ question: WrittenQuestion) -> String {
    var lines: [String] = []
    switch question.body {
    case .description: return ""
    case .essay: break
    case .truefalse(let isTrue, let wrong, let right):
      var line = isTrue ? "TRUE" : "FALSE"
      if !wrong.isEmpty || !right.isEmpty { line += "#\(escaped(wrong))" }
      if !right.isEmpty { line += "#\(escaped(right))" }
      lines.append(line)
    case .multichoice(let isSingle, let answers):
      lines = answers.map { answer in
        // A text that begins with a percent sign would be read as a weight.
        let isPlain = answer.credit == .none && !answer.text.hasPrefix("%")
        let mark =
          isSingle && answer.credit == .full ? "=" : isPlain ? "~" : "~%\(answer.credit.percentText)%"
        return mark + escaped(answer.text) + note(answer.feedback)
      }
    case .shortanswer(let answers):
      lines = answers.map { answer in
        let isPlain = answer.credit == .full && !answer.text.hasPrefix("%")
        return "=\(isPlain ? "" : "%\(answer.credit.percentText)%")"
          + arrowless(escaped(answer.text) + note(answer.feedback))
      }
    case .numerical(let answers, let wrongFeedback):
      lines = ["#"]
      lines += answers.map { answer in
        let weight = answer.credit == .full ? "" : "%\(answer.credit.percentText)%"
        return "=\(weight)\(answer.value.text):\(answer.tolerance.text)" + note(answer.feedback)
      }
      if !wrongFeedback.isEmpty { lines.append("~" + note(wrongFeedback)) }
    case .matching(let pairs):
      lines = pairs.map { "=\(arrowless(escaped($0.left))) -> \(escaped($0.right))" }
    case .ordering(let items):
      // An item that looks like a comment or like markup gets the markup in front.
      lines =
        ["> ALL VERTICAL"]
        + items.map { item in
          (item.hasPrefix("//") || item.hasPrefix("[") ? "[\(question.markup.rawValue)]" : "") + escaped(item)
        }
    }
    if !question.generalFeedback.isEmpty { lines.append("####" + escaped(question.generalFeedback)) }
    return lines.isEmpty ? " {}" : " {\n" + lines.joined(separator: "\n") + "\n}"
  }

  private static func note(_ feedback: String) -> String { feedback.isEmpty ? "" : "#" + escaped(feedback) }

  /// GIFT has no escape for the arrow that ends a left side and makes a matching of a short answer; as a key it is the same
  /// (`AnswerFolding`).
  private static func arrowless(_ text: String) -> String { text.replacing("->", with: "→") }

  private static func escapedLines(_ text: String) -> String {
    text.replacing("\r\n", with: "\n").replacing("\n", with: " ")
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", ":", "#", "=", "{", "}", "~": result += "\\\(scalar)"
      case "\n": result += "\\n"
      case "\r": continue
      default: if scalar.value >= 0x20 || scalar == "\t" { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
