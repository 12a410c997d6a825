/// Questions as a table, a row each: the template that Chinese training departments fill in.
package enum QuestionTable {
  private static let letters = ["A", "B", "C", "D", "E", "F", "G", "H"]

  package static let shape = TableShape(
    "questions",
    [
      Column("id", "编号", required: true, aliases: ["题号"], example: "hl-t-001"),
      Column("type", "题型", required: true, example: "单选"),
      Column("stem", "题干", required: true, aliases: ["题目", "试题"], example: "客户要停机保号，先做什么？"),
      Column("options", "选项"),
    ]
      + zip(letters, ["核对身份", "直接办理", "推荐套餐", "转接投诉", "", "", "", ""]).map {
        Column($0, "选项\($0)", example: $1)
      } + [
        Column("key", "答案", required: true, aliases: ["正确答案", "标准答案"], example: "A"),
        Column("explanation", "解析", aliases: ["答案解析"], example: "先核对身份，再办理业务。"),
        Column("level", "等级", aliases: ["级别"], example: "五级"),
        Column("topic", "知识点", example: "business-knowledge"),
        Column("difficulty", "难度", example: "易"), Column("lesson", "课次", example: "hl-04"),
        Column("points", "分值"),
      ])

  /// Reads a CSV or XLSX file of the template.
  package static func read(_ path: String) throws -> QuestionReading {
    try gathered { try TableReader(path: path, shape: shape) }
  }

  /// Reads the bytes of such a file.
  package static func read(_ bytes: [UInt8], named file: String) throws -> QuestionReading {
    try gathered { try TableReader(bytes: bytes, named: file, shape: shape) }
  }

  /// What stops a table at its heading is a fault like any other.
  private static func gathered(_ table: () throws -> TableReader) throws -> QuestionReading {
    do { return try read(table()) } catch let faults as Faults {
      var reading = QuestionReading()
      reading.faults = faults
      return reading
    }
  }

  static func read(_ table: TableReader) throws -> QuestionReading {
    var reading = QuestionReading()
    try table.forEachRow { row in
      let id = row.text("id")
      let type = row.text("type")
      let stem = row.text("stem")
      guard let id, let type, let stem else { return }
      var options = AnswerKey.pieces(row.optional("options") ?? "").map(withoutLetter)
      if options.isEmpty {
        let cells = letters.map { row.optional($0) ?? "" }
        options = Array(cells.prefix((cells.lastIndex { !$0.isEmpty } ?? -1) + 1))
        if let gap = options.firstIndex(of: "") {
          return row.fault(
            letters[gap], "option \(letters[gap]) is empty and a later one is not; close the gap")
        }
      }
      var tags = ["level", "topic", "lesson"].compactMap { name in row.optional(name).map { "\(name):\($0)" }
      }
      if let difficulty = row.optional("difficulty") {
        tags.append("difficulty:\(AnswerKey.difficulty(difficulty))")
      }
      if AnswerKey.Kind(name: type) == .drill { tags.append("type:drill") }
      let isOpen = [.essay, .drill].contains(AnswerKey.Kind(name: type))
      guard let key = isOpen ? row.optional("key") ?? "" : row.text("key") else { return }
      do throws(AnswerKey.Problem) {
        let body = try AnswerKey.body(key: key, options: options, type: type)
        var explanation = row.optional("explanation") ?? ""
        if isOpen, !key.isEmpty { explanation = explanation.isEmpty ? key : "\(key)\n\(explanation)" }
        reading.entries.append(
          .question(
            WrittenQuestion(
              file: table.file, line: row.line, idnumber: id, tags: tags, stem: stem,
              explanation: explanation,
              body: body)))
      } catch { row.fault("key", error.message) }
    }
    reading.faults = table.faults.sorted()
    return reading
  }

  /// `A、text` in a cell of options is `text`.
  private static func withoutLetter(_ text: String) -> String {
    guard let letter = text.first?.asciiValue, (65...90).contains(letter & 0xdf),
      let mark = text.dropFirst().first,
      "、．.)）:：".contains(mark)
    else { return text }
    return String(text.dropFirst(2).trimmed)
  }

  /// Questions as rows under a heading in the language asked for; what a row has no cell for is named.
  package static func rows(_ questions: [WrittenQuestion], chinese: Bool) -> (
    rows: [[String]], losses: [ExportLoss]
  ) {
    var rows = [shape.columns.map { chinese ? $0.chinese : $0.id }]
    var losses: [ExportLoss] = []
    for question in questions {
      if case .description = question.body {
        losses.append(ExportLoss(question, "left out: the table holds no descriptions"))
        continue
      }
      let (row, lost) = row(question)
      rows.append(row)
      losses += lost
      losses += ExportLoss.beside(question, keeps: [.id, .generalFeedback, .tags])
      let further = question.tags.filter { tag in
        !["level:", "topic:", "difficulty:", "lesson:", "type:drill"].contains { tag.hasPrefix($0) }
      }
      if !further.isEmpty { losses.append(ExportLoss(question, "tags \(further.joined(separator: ", "))")) }
    }
    return (rows, losses)
  }

  private static func row(_ question: WrittenQuestion) -> ([String], [ExportLoss]) {
    var losses: [ExportLoss] = []
    var options: [String] = []
    let kind: AnswerKey.Kind
    let key: String
    func letters(_ places: [Int]) -> String {
      places.map { $0 < 26 ? "\(Character(Unicode.Scalar(UInt8(65 + $0))))" : "?" }.joined()
    }
    switch question.body {
    case .multichoice(let isSingle, let answers):
      kind = isSingle ? .single : .multiple
      options = answers.map(\.text)
      let right = answers.indices.filter { answers[$0].credit > .none }
      key = letters(right)
      let share = Credit(parts: Credit.whole / max(right.count, 1))
      let usual = answers.allSatisfy {
        $0.credit > .none
          ? $0.credit == share
          : $0.credit == .none && isSingle || $0.credit.parts == -Credit.whole && !isSingle
      }
      if !usual { losses.append(ExportLoss(question, "weights of answers")) }
    case .truefalse(let isTrue, _, _): (kind, key) = (.judgement, isTrue ? "对" : "错")
    case .shortanswer(let answers):
      (kind, key) = (.blank, answers.filter { $0.credit > .none }.map(\.text).joined(separator: "|"))
      if answers.contains(where: { $0.credit != .full }) {
        losses.append(ExportLoss(question, "weights of answers"))
      }
    case .numerical(let answers, _):
      kind = .number
      key =
        answers.first.map { $0.value.text + ($0.tolerance.mantissa == 0 ? "" : "±\($0.tolerance.text)") }
        ?? ""
      if answers.count > 1 { losses.append(ExportLoss(question, "all numbers but the first")) }
    case .matching(let pairs):
      (kind, key) = (.matching, pairs.map { "\($0.left)=\($0.right)" }.joined(separator: "\n"))
    case .ordering(let items):
      (kind, options) = (.ordering, items)
      key = letters(Array(items.indices))
    case .essay, .description: (kind, key) = (question.isDrill ? .drill : .essay, "")
    }
    func tag(_ name: String) -> String {
      question.tags.first { $0.hasPrefix(name + ":") }.map { String($0.dropFirst(name.count + 1)) } ?? ""
    }
    let cells =
      options.count <= 8
      ? options + Array(repeating: "", count: 8 - options.count) : Array(repeating: "", count: 8)
    return (
      [
        question.idnumber ?? "", kind.rawValue, question.stem,
        options.count > 8 ? options.joined(separator: "\n") : "",
      ]
        + cells + [
          key, question.generalFeedback, tag("level"), tag("topic"),
          ["easy": "易", "medium": "中", "hard": "难"][tag("difficulty")] ?? tag("difficulty"), tag("lesson"),
          "",
        ], losses
    )
  }
}
