/// Writes questions as Moodle XML.
package enum MoodleXMLWriter {
  package static func text(_ questions: [WrittenQuestion]) -> (text: String, losses: [ExportLoss]) {
    var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n"
    var losses: [ExportLoss] = []
    var category: String?
    for question in questions {
      if question.category != category, let name = question.category {
        text +=
          "<question type=\"category\"><category><text>\(XMLText.escaped(name))</text></category></question>\n"
      }
      category = question.category
      text += element(question)
      if question.isDrill {
        losses.append(ExportLoss(question, "the examiner's form (kept as notes for graders)"))
      }
    }
    return (text + "</quiz>\n", losses)
  }

  private static func field(_ name: String, _ text: String, format: String? = nil) -> String {
    let attribute = format.map { " format=\"\($0)\"" } ?? ""
    return "  <\(name)\(attribute)><text>\(XMLText.escaped(text))</text></\(name)>\n"
  }

  private static func element(_ question: WrittenQuestion) -> String {
    let format =
      switch question.markup {
      case .moodle: "moodle_auto_format"
      case .html: "html"
      case .plain: "plain_text"
      case .markdown: "markdown"
      }
    let type = question.isDrill ? "essay" : question.typeName
    var text = "<question type=\"\(type)\">\n"
    let name = question.title ?? String(question.stem.prefix(80))
    text += field("name", name) + field("questiontext", question.stem, format: format)
    text += field("generalfeedback", question.generalFeedback, format: format)
    if let identifier = question.idnumber {
      text += "  <idnumber>\(XMLText.escaped(identifier))</idnumber>\n"
    }
    if !question.rubric.isEmpty {
      text += field(
        "graderinfo", question.rubric.map { "\($0.points): \($0.text)" }.joined(separator: "\n"),
        format: "plain_text")
    }
    text += answers(question.body, format)
    if !question.tags.isEmpty {
      text +=
        "  <tags>" + question.tags.map { "<tag><text>\(XMLText.escaped($0))</text></tag>" }.joined()
        + "</tags>\n"
    }
    return text + "</question>\n"
  }

  private static func answer(
    _ text: String, _ credit: Credit, _ feedback: String, format: String? = nil, further: String = ""
  ) -> String {
    let attribute = format.map { " format=\"\($0)\"" } ?? ""
    return
      "  <answer fraction=\"\(credit.percentText)\"\(attribute)><text>\(XMLText.escaped(text))</text><feedback\(attribute)><text>\(XMLText.escaped(feedback))</text></feedback>\(further)</answer>\n"
  }

  private static func answers(_ body: WrittenQuestion.Body, _ format: String) -> String {
    switch body {
    case .essay, .description: ""
    case .multichoice(let isSingle, let list):
      "  <single>\(isSingle)</single>\n  <shuffleanswers>true</shuffleanswers>\n"
        + list.map { answer($0.text, $0.credit, $0.feedback, format: format) }.joined()
    case .truefalse(let isTrue, let wrong, let right):
      answer("true", isTrue ? .full : .none, isTrue ? right : wrong)
        + answer("false", isTrue ? .none : .full, isTrue ? wrong : right)
    case .shortanswer(let list):
      "  <usecase>0</usecase>\n" + list.map { answer($0.text, $0.credit, $0.feedback) }.joined()
    case .numerical(let list, let wrong):
      list.map {
        answer($0.value.text, $0.credit, $0.feedback, further: "<tolerance>\($0.tolerance.text)</tolerance>")
      }.joined() + (wrong.isEmpty ? "" : answer("*", .none, wrong))
    case .matching(let pairs):
      pairs.map {
        "  <subquestion format=\"\(format)\"><text>\(XMLText.escaped($0.left))</text><answer><text>\(XMLText.escaped($0.right))</text></answer></subquestion>\n"
      }.joined()
    case .ordering(let items):
      "  <layouttype>VERTICAL</layouttype>\n  <selecttype>ALL</selecttype>\n"
        + items.enumerated().map {
          "  <answer fraction=\"\($0 + 1).0000000\" format=\"\(format)\"><text>\(XMLText.escaped($1))</text></answer>\n"
        }.joined()
    }
  }
}
