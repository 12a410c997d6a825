import Formats
import Satisfaction
import Terminal
import Workspace

extension Verb {
  private static let gapShape = TableShape(
    "gaps",
    [
      Column("name", "名称", required: true, example: "network"),
      Column("own", "本方", required: true, example: "71.73"),
      Column("other", "对方", required: true, example: "87.20"),
    ])

  /// A figure of at most nine digits before the point and six after it.
  private static func figure(_ row: TableRow, _ column: String) -> ExactDecimal? {
    let text = String(decoding: row.bytes(column), as: UTF8.self)
    if let number = ExactDecimal(text), number.places <= 6,
      let units = number.scaled(to: 6), units.magnitude < 1_000_000_000_000_000
    {
      return number
    }
    row.fault(
      column,
      "'\(text)' under '\(column)' is not a number such as 71.73, of at most nine digits and six decimals")
    return nil
  }

  static let analyseGaps = Verb(
    "analyse", "gaps", arguments: ["FILE"],
    en: "own figures against others', exactly: columns name, own, other", zh: "差距表：名称、本方、对方三列",
    example: "merit analyse gaps branches.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: gapShape)
    var rows: [(name: String, own: String, other: String, gap: String)] = []
    try table.forEachRow { row in
      let (name, own, other) = (row.text("name"), figure(row, "own"), figure(row, "other"))
      guard let name, let own, let other else { return }
      let shown = max(own.places, other.places)
      guard let a = own.scaled(to: shown), let b = other.scaled(to: shown) else { return }
      rows.append(
        (
          name, decimalText(own.mantissa, places: own.places),
          decimalText(other.mantissa, places: other.places),
          decimalText(a - b, places: shown)
        ))
    }
    try table.faults.throwIfAny()
    for notice in table.notices { session.notice(notice) }
    session.report(
      .array(
        rows.map {
          .object([
            ("name", .string($0.name)), ("own", .string($0.own)), ("other", .string($0.other)),
            ("gap", .string($0.gap)),
          ])
        })
    ) {
      var shown = AlignedTable(
        [
          session.word("name", "名称"), session.word("own", "本方"), session.word("other", "对方"),
          session.word("gap", "差距"),
        ], numbers: [1, 2, 3])
      for row in rows { shown.add([row.name, row.own, row.other, row.gap]) }
      session.show(shown)
    }
    return .done
  }

  private static let printedShape = TableShape(
    "printed",
    [
      Column("group", "组别", required: true, example: "fairness"), Column("part", "项目", required: true),
      Column("score", "得分", required: true, example: "79.69"), Column("weight", "权重"), Column("rank", "排名"),
    ])

  static let analysePrinted = Verb(
    "analyse", "printed", arguments: ["FILE"],
    en:
      "find printed figures that cannot be: columns group, part (empty for the group itself), score, and perhaps weight, rank",
    zh: "核对印出的得分表：组别、项目（空为组本身）、得分，可选权重、排名", example: "merit analyse printed study.csv"
  ) { session, input in
    let path = input.argument(0)
    let table = try TableReader(path: path, shape: printedShape)
    var lines: [PrintedFigures.Line] = []
    try table.forEachRow { row in
      let (group, score) = (row.text("group"), figure(row, "score"))
      let weight = row.optional("weight") == nil ? nil : figure(row, "weight")
      let rank = row.optionalInteger("rank", in: 1...1_000_000)
      guard let group, let score else { return }
      lines.append(
        PrintedFigures.Line(
          group: group, part: row.optional("part"), score: score, weight: weight, rank: rank, line: row.line))
    }
    try table.faults.throwIfAny()
    for notice in table.notices { session.notice(notice) }
    let findings = PrintedFigures.findings(lines)
    session.report(
      .object([
        ("ok", .bool(findings.isEmpty)),
        (
          "findings",
          .array(findings.map { .object([("line", .int($0.line)), ("text", .string($0.text.en))]) })
        ),
      ])
    ) {
      for finding in findings { session.say("\(path):\(finding.line): \(session.word(finding.text))") }
      if findings.isEmpty { session.say(session.word("every figure can be", "未发现矛盾")) }
    }
    return findings.isEmpty ? .done : .no
  }
}
