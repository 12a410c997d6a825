import Formats
import Workspace

/// A paper as a candidate may have it: what is asked, in the order shown, and nothing of what is right.
///
/// The bank's own places are not in it: of a matching and an ordering they are the key.
package struct BlindPaper: Hashable, Sendable {
  package struct Item: Hashable, Sendable {
    /// Moodle's name of the type, such as `multichoice`; `drill` for what an examiner watches.
    package let type: String
    /// Whether one option is right and no more.
    package let isSingle: Bool
    /// Points for a full answer, in hundredths.
    package let points: Int
    /// What a wrong answer costs, in hundredths.
    package let penalty: Int
    package let section: Words?
    /// What is asked, as plain text like every text here.
    package let stem: String
    /// The left sides of a matching.
    package let left: [String]
    /// Answers of a choice, right sides of a matching, items of an ordering, in the order shown.
    package let options: [String]
    /// What counts in a short answer though it mostly does not, as the bank's tags `exact:` name it.
    package let exact: [String]

    init(_ item: PaperItem, _ question: WrittenQuestion, _ blueprint: Blueprint) {
      let row = blueprint.rows[item.row]
      let plain = { (text: String) in MarkupText.plain(text, question.markup) }
      type = question.typeName
      points = item.points
      penalty = row.penalty
      section = blueprint.sections[row.section].title
      stem = plain(question.stem)
      var (left, options, isSingle) = ([String](), [String](), false)
      switch question.body {
      case .multichoice(let single, let answers):
        isSingle = single
        options = item.options.map { plain(answers[$0].text) }
      case .matching(let pairs):
        left = pairs.map(\.left).filter { !$0.isEmpty }.map(plain)
        options = item.options.map { plain(pairs[$0].right) }
      case .ordering(let items): options = item.options.map { plain(items[$0]) }
      case .truefalse, .shortanswer, .numerical, .essay, .description: break
      }
      (self.left, self.options, self.isSingle) = (left, options, isSingle)
      exact = question.tags.filter { $0.hasPrefix("exact:") }
    }
  }

  package let items: [Item]

  /// The paper of a sitting.
  ///
  /// - Throws: a refusal where a question has no text that can be shown.
  package init(of sitting: Sitting, in room: ExamRoom) throws {
    items = try room.paper(of: sitting).map { item in
      guard let question = room.text(of: item, language: sitting.language) else {
        throw Refusal.unreadableQuestion(item.question, sitting.exam)
      }
      return Item(item, question, room.blueprint)
    }
  }
}

extension BlindPaper.Item {
  /// As the screen asks it: the places shown are its own, and nothing is right.
  package var question: WrittenQuestion {
    let body: WrittenQuestion.Body =
      switch type {
      case "multichoice":
        .multichoice(
          isSingle: isSingle,
          options.map { WrittenQuestion.Answer(text: $0, credit: .none, feedback: "") })
      case "truefalse": .truefalse(isTrue: false, feedbackWrong: "", feedbackRight: "")
      case "shortanswer": .shortanswer([])
      case "numerical": .numerical([], wrongFeedback: "")
      case "matching":
        .matching(
          (0..<max(left.count, options.count)).map {
            (left: $0 < left.count ? left[$0] : "", right: $0 < options.count ? options[$0] : "")
          })
      case "ordering": .ordering(options)
      case "description": .description
      default: .essay
      }
    return WrittenQuestion(
      file: "", line: 0, title: nil, idnumber: nil, tags: exact + (type == "drill" ? ["type:drill"] : []),
      category: nil, stem: stem, markup: .plain, generalFeedback: "", body: body, source: "")
  }

  /// Its place on the paper as the screen has it.
  package var paperItem: PaperItem {
    PaperItem(question: "", version: 0, row: 0, points: points, options: Array(options.indices))
  }

  package var json: JSON {
    .object([
      ("type", .string(type)), ("single", .bool(isSingle)),
      ("points", .number(decimalText(points, places: 2))),
      ("penalty", .number(decimalText(penalty, places: 2))), ("section", section?.json ?? .null),
      ("stem", .string(stem)),
      ("left", .array(left.map(JSON.string))), ("options", .array(options.map(JSON.string))),
      ("exact", .array(exact.map(JSON.string))),
    ])
  }

  /// Reads what `json` writes; `nil` of anything else.
  package init?(_ node: JSON5Node) {
    func texts(_ key: String) -> [String]? {
      node[key]?.elements.flatMap { nodes in
        let texts = nodes.compactMap(\.string)
        return texts.count == nodes.count ? texts : nil
      }
    }
    guard let type = node["type"]?.string, let isSingle = node["single"]?.boolean,
      let points = node["points"]?.decimal?.scaled(to: 2),
      let penalty = node["penalty"]?.decimal?.scaled(to: 2),
      let stem = node["stem"]?.string, let left = texts("left"), let options = texts("options"),
      let exact = texts("exact")
    else { return nil }
    self.type = type
    self.isSingle = isSingle
    self.points = points
    self.penalty = penalty
    section = node["section"].flatMap { Words($0) }
    self.stem = stem
    self.left = left
    self.options = options
    self.exact = exact
  }
}

extension Words {
  /// Both languages, for programs.
  package var json: JSON { .object([("en", .string(en)), ("zh", .string(zh))]) }

  /// Reads what `json` writes.
  package init?(_ node: JSON5Node) {
    guard let en = node["en"]?.string, let zh = node["zh"]?.string else { return nil }
    self.init(en: en, zh: zh)
  }
}
