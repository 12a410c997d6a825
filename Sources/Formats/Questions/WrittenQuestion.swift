/// A question as a file writes it, before any bank knows it.
package struct WrittenQuestion: Sendable {
  /// How the text is marked up, as Moodle names it.
  package enum Markup: String, Sendable { case moodle, html, plain, markdown }

  /// An answer with what it earns.
  package struct Answer: Hashable, Sendable {
    package let text: String
    package let credit: Credit
    package let feedback: String

    package init(text: String, credit: Credit, feedback: String) {
      self.text = text
      self.credit = credit
      self.feedback = feedback
    }
  }

  /// A number that is right within a tolerance, both exact.
  package struct NumberAnswer: Hashable, Sendable {
    package let value: ExactDecimal
    package let tolerance: ExactDecimal
    package let credit: Credit
    package let feedback: String
  }

  package enum Body: Sendable {
    case multichoice(isSingle: Bool, [Answer])
    case truefalse(isTrue: Bool, feedbackWrong: String, feedbackRight: String)
    case shortanswer([Answer])
    case numerical([NumberAnswer], wrongFeedback: String)
    /// Pairs; an empty left side is a distractor.
    case matching([(left: String, right: String)])
    case essay
    case description
  }

  package let file: String
  /// The question's first line, comments not counted.
  package let line: Int
  package let title: String?
  package let idnumber: String?
  package let tags: [String]
  package let category: String?
  package let stem: String
  package let markup: Markup
  package let generalFeedback: String
  package let body: Body
  /// The lines as written, comments included: reading them again gives the same question.
  package let source: String

  /// The name of the type in files and in `--json`.
  package var typeName: String {
    switch body {
    case .multichoice: "multichoice"
    case .truefalse: "truefalse"
    case .shortanswer: "shortanswer"
    case .numerical: "numerical"
    case .matching: "matching"
    case .essay: "essay"
    case .description: "description"
    }
  }
}

/// What an answer earns of a question's points: a whole number of 2520ths.
///
/// 2520 is the least common multiple of the denominators that Moodle's grade list needs (halves to tenths and twentieths),
/// so that three answers of a third make exactly one.
package struct Credit: Hashable, Comparable, Sendable {
  package static let whole = 2_520
  /// Moodle's list (`question/engine/bank.php`), as parts of 2520.
  private static let listed: [(percent: Double, parts: Int)] = [
    (100, 2_520), (90, 2_268), (83.33333, 2_100), (80, 2_016), (75, 1_890), (70, 1_764), (66.66667, 1_680),
    (60, 1_512), (50, 1_260), (40, 1_008), (33.33333, 840), (30, 756), (25, 630), (20, 504), (16.66667, 420),
    (14.28571, 360), (12.5, 315), (11.11111, 280), (10, 252), (5, 126), (0, 0),
  ]

  package let parts: Int
  package init(parts: Int) { self.parts = parts }
  package static let full = Credit(parts: whole)
  package static let none = Credit(parts: 0)

  /// The listed credit of a percentage, within a thousandth of a percent; `nil` for one that is not listed.
  package init?(percent: ExactDecimal) {
    let wanted = percent.double
    guard let found = Self.listed.first(where: { abs($0.percent - abs(wanted)) <= 0.001 }) else { return nil }
    parts = wanted < 0 ? -found.parts : found.parts
  }

  /// The percentage as Moodle writes it, such as `33.33333`.
  package var percentText: String {
    guard let listed = Self.listed.first(where: { $0.parts == abs(parts) }) else {
      return decimalText(parts * 10_000_000 / Self.whole, places: 5)
    }
    let text = listed.percent == listed.percent.rounded() ? "\(Int(listed.percent))" : "\(listed.percent)"
    return parts < 0 ? "-" + text : text
  }

  /// The fraction for `--json`, 1.0 for the whole.
  package var fractionText: String {
    let sevenths = (abs(parts) * 10_000_000 * 2 + Self.whole) / (2 * Self.whole)
    var text = decimalText(sevenths, places: 7)
    while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
    return parts < 0 ? "-" + text : text
  }

  package static func < (left: Self, right: Self) -> Bool { left.parts < right.parts }
}

extension WrittenQuestion {
  /// The shape that `bank check --json` promises.
  package var json: JSON {
    var members: [(String, JSON)] = [
      ("file", .string(file)), ("line", .int(line)), ("type", .string(typeName)), ("title", .optional(title)),
      ("idnumber", .optional(idnumber)), ("tags", .array(tags.map(JSON.string))),
      ("category", .optional(category)),
      ("stem", .string(stem)), ("format", .string(markup.rawValue)),
      ("general_feedback", .string(generalFeedback)),
    ]
    func answers(_ list: [Answer]) -> JSON {
      .array(
        list.map {
          .object([
            ("text", .string($0.text)), ("fraction", .number($0.credit.fractionText)),
            ("feedback", .string($0.feedback)),
          ])
        })
    }
    switch body {
    case .multichoice(let isSingle, let list):
      members += [("single", .bool(isSingle)), ("answers", answers(list))]
    case .truefalse(let isTrue, let wrong, let right):
      members += [
        ("correct", .bool(isTrue)), ("feedback_wrong", .string(wrong)), ("feedback_right", .string(right)),
      ]
    case .shortanswer(let list): members.append(("answers", answers(list)))
    case .numerical(let list, let wrong):
      members += [
        (
          "answers",
          .array(
            list.map {
              .object([
                ("value", .number($0.value.text)), ("tolerance", .number($0.tolerance.text)),
                ("fraction", .number($0.credit.fractionText)), ("feedback", .string($0.feedback)),
              ])
            })
        ), ("wrong_feedback", .string(wrong)),
      ]
    case .matching(let pairs):
      members.append(
        ("pairs", .array(pairs.map { .object([("left", .string($0.left)), ("right", .string($0.right))]) })))
    case .essay, .description: break
    }
    return .object(members)
  }
}

extension ExactDecimal {
  /// The number written out, without trailing zeros.
  package var text: String {
    var (mantissa, places) = (mantissa, places)
    while places > 0, mantissa % 10 == 0 {
      mantissa /= 10
      places -= 1
    }
    return decimalText(mantissa, places: places)
  }
}
