import Exams
import Formats
import Terminal

/// A question as it stands on a terminal or on paper.
enum QuestionText {
  static func lines(
    _ question: WrittenQuestion, item: PaperItem, number: Int, of count: Int, width: Int, chinese: Bool
  ) -> [String] {
    let points = ExactDecimal(mantissa: item.points, places: 2).text
    var lines = [
      chinese ? "第 \(number)/\(count) 题（\(points) 分）" : "Question \(number) of \(count) (\(points) points)"
    ]
    lines += wrapped(withoutControls(MarkupText.plain(question.stem, question.markup)), to: width)
    let plain = { (text: String) in MarkupText.plain(text, question.markup) }
    switch question.body {
    case .multichoice(_, let answers):
      for (shown, place) in item.options.enumerated() {
        lines += option(optionLetter(shown), plain(answers[place].text), width)
      }
    case .matching(let pairs):
      for (index, pair) in pairs.filter({ !$0.left.isEmpty }).enumerated() {
        lines += option("\(index + 1)", plain(pair.left), width)
      }
      lines.append("")
      for (shown, place) in item.options.enumerated() {
        lines += option(optionLetter(shown), plain(pairs[place].right), width)
      }
    case .ordering(let items):
      for (shown, place) in item.options.enumerated() {
        lines += option(optionLetter(shown), plain(items[place]), width)
      }
    default: break
    }
    return lines + [""]
  }

  private static func option(_ mark: String, _ text: String, _ width: Int) -> [String] {
    wrapped(withoutControls(text), to: width - 5).enumerated().map {
      ($0 == 0 ? padded("  \(mark)", to: 5) : "     ") + $1
    }
  }

  /// What is to be typed.
  static func prompt(_ question: WrittenQuestion, chinese: Bool) -> String {
    switch question.body {
    case .multichoice(true, _): chinese ? "一个字母" : "one letter"
    case .multichoice(false, _): chinese ? "一个或多个字母，如 AC" : "one or more letters, such as AC"
    case .truefalse: chinese ? "T（对）或 F（错）" : "T or F"
    case .numerical: chinese ? "数字" : "a number"
    case .ordering: chinese ? "按正确顺序输入全部字母" : "all letters in the right order"
    case .essay: chinese ? "内容，可多行，以单独一行的 . 结束" : "a text; end it with a line that is only ."
    case .shortanswer:
      AnswerFolding(tags: question.tags).words.text(chinese: chinese)
    case .matching: chinese ? "配对，如 1B 2A" : "pairs, such as 1B 2A"
    default: chinese ? "答案" : "the answer"
    }
  }
}
