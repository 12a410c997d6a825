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
    if !rubric.isEmpty {
      members.append(
        (
          "rubric",
          .array(rubric.map { .object([("points", .int($0.points)), ("text", .string($0.text))]) })
        ))
    }
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
    case .ordering(let items): members.append(("items", .array(items.map(JSON.string))))
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
