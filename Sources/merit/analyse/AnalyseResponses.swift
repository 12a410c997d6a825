import Formats
import Statistics
import Terminal
import Workspace

extension Verb {
  static let analyseIRT = Verb(
    "analyse", "irt", arguments: ["FILE"],
    options: [
      Option(
        "--model", "1pl|2pl", en: "one common discrimination, or one for each item; else 2pl", zh: "模型，默认 2pl"
      ),
      nameColumn,
    ], en: "fit an item response model to right and wrong answers", zh: "项目反应模型拟合",
    example: "merit analyse irt answers.csv --model 2pl"
  ) { session, input in
    let word = input.value("--model") ?? ItemResponseModel.Form.twoPL.rawValue
    guard let form = ItemResponseModel.Form(rawValue: word.lowercased()) else {
      throw Refusal(.usage, "'\(word)' is no value for --model", "write 1pl or 2pl")
    }
    let path = input.argument(0)
    let table = try NumberTable.read(path, names: input.value("--id"))
    guard
      let model = ItemResponseModel(
        try rightAndWrong(table, path), itemCount: table.columns.count, form: form)
    else {
      throw Faults([
        Fault(
          file: path, line: 1, column: 1,
          message: "no item has both right and wrong answers; a model needs some of each")
      ])
    }
    if !model.isConverged {
      session.notice(
        session.word(
          "the fit had not settled after \(model.iterations) steps; take the figures with care",
          "迭代 \(model.iterations) 次仍未收敛，请谨慎使用"))
    }
    session.report(
      .object([
        ("model", .string(form.rawValue)), ("loglik", .optional(model.logLikelihood)),
        (
          "items",
          .array(
            zip(table.columns, model.items).map { name, item in
              .object([
                ("item", .string(name)), ("a", .optional(item?.a)), ("b", .optional(item?.b)),
                ("se_a", .optional(item?.aError)), ("se_b", .optional(item?.bError)),
              ])
            })
        ),
      ])
    ) {
      session.say(
        session.word("log-likelihood", "对数似然") + " \(ItemAnalysisText.figure(model.logLikelihood, 3))")
      var lines = AlignedTable(
        [session.word("item", "题目"), "a", "± a", "b", "± b"], numbers: [1, 2, 3, 4])
      for (name, item) in zip(table.columns, model.items) {
        lines.add([
          name, ItemAnalysisText.figure(item?.a, 3), ItemAnalysisText.figure(item?.aError, 3),
          ItemAnalysisText.figure(item?.b, 3), ItemAnalysisText.figure(item?.bError, 3),
        ])
      }
      session.show(lines)
    }
    return .done
  }

  /// Cells as a model takes them: right 1, wrong 0, not seen 2.
  private static func rightAndWrong(_ table: NumberTable, _ path: String) throws -> [UInt8] {
    if let digits = table.digits { return digits }
    var faults = Faults()
    let cells = table.cells.enumerated().map { index, cell -> UInt8 in
      switch cell {
      case 0: return 0
      case table.unit: return 1
      case NumberTable.missing: return 2
      default:
        faults.append(
          Fault(
            file: path, line: table.lines[index / table.columns.count], column: 1,
            message:
              "\(ExactDecimal(mantissa: cell, places: table.places).text) under '\(table.columns[index % table.columns.count])' is neither 0 nor 1; this model knows right and wrong only"
          ))
        return 0
      }
    }
    try faults.throwIfAny()
    return cells
  }

  static let analyseCopying = Verb(
    "analyse", "copying", arguments: ["FILE"],
    options: [
      Option("--key", "KEY", en: "a table with columns item and key", zh: "标准答案表，含 item、key 两列"), nameColumn,
    ],
    needs: ["--key"],
    en:
      "pairs of candidates with the same wrong answers (Harpp and Hogan); a reason to look, never a verdict",
    zh: "相同错误答案分析，仅供人工复核",
    example: "merit analyse copying chosen.csv --key key.csv"
  ) { session, input in
    let path = input.argument(0)
    let table = try WordTable.read(path)
    let key = try answerKey(input.required("--key"))
    var faults = Faults()
    let place = try table.place(ofNames: input.value("--id")) { _ in
      key[table.columns[0]] != nil
    }
    let columns = table.columns.indices.filter { $0 != place }
    for column in columns where key[table.columns[column]] == nil {
      faults.append(
        Fault(
          file: path, line: 1, column: 1,
          message: "the key has no item '\(table.columns[column])'; add it, or remove the column"))
    }
    try faults.throwIfAny()
    var codes: [String: UInt8] = [:]
    func code(_ answer: String) throws -> UInt8 {
      let answer = foldedWidth(answer).trimmed.uppercased()
      if answer.isEmpty { return 0 }
      if let known = codes[answer] { return known }
      guard codes.count < 255 else {
        throw Faults([
          Fault(
            file: path, line: 1, column: 1, message: "more than 255 different answers; give chosen options")
        ])
      }
      codes[answer] = UInt8(codes.count + 1)
      return UInt8(codes.count)
    }
    let right = try columns.map { try code(key[table.columns[$0]] ?? "") }
    var answers: [UInt8] = []
    for row in table.rows { for column in columns { answers.append(try code(row.cells[column])) } }
    let names = table.rows.indices.map { row in place.map { table.rows[row].cells[$0] } ?? "\(row + 1)" }
    if session.isJSON {
      // Programs get what is undefined last; people get two equal sheets first.
      let sorted = AnswerCopying.pairs(answers: answers, key: right).sorted { $0.precedes($1) }
      writePairs(sorted.filter { $0.ratio != nil } + sorted.filter { $0.ratio == nil }, names)
      return .done
    }
    var foremost = AnswerCopying.Foremost(20)
    _ = AnswerCopying.pairs(answers: answers, key: right) { pair in
      foremost.add(pair)
      return false
    }
    var lines = AlignedTable(["", "", "EEIC", "EIC", "D", "EEIC/D"], numbers: [2, 3, 4, 5])
    for pair in foremost.pairs {
      lines.add([
        names[pair.a], names[pair.b], "\(pair.eeic)", "\(pair.eic)", "\(pair.d)",
        ItemAnalysisText.figure(pair.ratio, 2),
      ])
    }
    session.show(lines)
    if foremost.count > 20 { session.say("… \(foremost.count - 20)") }
    return .done
  }

  /// Writes the pairs piece by piece: of three thousand candidates they are millions.
  private static func writePairs(_ pairs: [AnswerCopying.Pair], _ names: [String]) {
    var bytes = Array("{\"pairs\":[".utf8)
    let quoted = names.map { Array(JSON.string($0).text.utf8) }
    for (index, pair) in pairs.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += Array("{\"pair\":[".utf8)
      bytes += quoted[pair.a]
      bytes.append(UInt8(ascii: ","))
      bytes += quoted[pair.b]
      bytes += Array(
        "],\"eeic\":\(pair.eeic),\"eic\":\(pair.eic),\"d\":\(pair.d),\"hh\":\(JSON.optional(pair.ratio).text)}"
          .utf8)
      if bytes.count > 1 << 20 {
        Screen.write(String(decoding: bytes, as: UTF8.self))
        bytes.removeAll(keepingCapacity: true)
      }
    }
    Screen.write(String(decoding: bytes, as: UTF8.self) + "]}\n")
  }

  private static func answerKey(_ path: String) throws -> [String: String] {
    let table = try WordTable.read(path)
    guard let item = table.columns.firstIndex(where: { ["item", "题目"].contains($0.lowercased()) }),
      let key = table.columns.firstIndex(where: { ["key", "答案"].contains($0.lowercased()) })
    else {
      throw Faults([
        Fault(file: path, line: 1, column: 1, message: "a key has the columns 'item' and 'key'; name them so")
      ])
    }
    var right: [String: String] = [:]
    var faults = Faults()
    for row in table.rows {
      if right[row.cells[item]] != nil {
        faults.append(
          Fault(
            file: path, line: row.line, column: 1, message: "item '\(row.cells[item])' stands twice; keep one"
          ))
      }
      right[row.cells[item]] = row.cells[key]
    }
    try faults.throwIfAny()
    return right
  }
}
