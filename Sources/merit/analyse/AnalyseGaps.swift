import Formats
import Satisfaction
import Terminal
import Workspace

extension Verb {
  /// A table of words by named columns; columns that are missing are faults.
  private static func table(_ path: String, _ names: [String]) throws -> (WordTable, [String: Int]) {
    let table = try WordTable.read(path)
    var faults = Faults()
    var places: [String: Int] = [:]
    for name in names {
      let isOptional = name.hasSuffix("?")
      let plain = isOptional ? String(name.dropLast()) : name
      if let place = table.columns.firstIndex(where: { $0.lowercased() == plain }) {
        places[plain] = place
      } else if !isOptional {
        faults.append(
          Fault(
            file: path, line: 1, column: 1,
            message: "column '\(plain)' is missing; the columns are \(names.joined(separator: ", "))"))
      }
    }
    try faults.throwIfAny()
    return (table, places)
  }

  static let analyseGaps = Verb(
    "analyse", "gaps", arguments: ["FILE"],
    en: "own figures against others', exactly: columns name, own, other", zh: "差距表：name、own、other 三列",
    example: "merit analyse gaps branches.csv"
  ) { session, input in
    let path = input.argument(0)
    let (table, places) = try table(path, ["name", "own", "other"])
    var faults = Faults()
    var rows: [(name: String, own: ExactDecimal, other: ExactDecimal, gap: String)] = []
    for row in table.rows {
      func number(_ name: String) -> ExactDecimal? {
        let text = row.cells[places[name] ?? 0].trimmed
        if let number = ExactDecimal(text), number.places <= 9 { return number }
        faults.append(
          Fault(
            file: path, line: row.line, column: 1,
            message: "'\(text)' under '\(name)' is not a number; write one such as 71.73"))
        return nil
      }
      guard let own = number("own"), let other = number("other") else { continue }
      let shown = max(own.places, other.places)
      guard let a = own.scaled(to: shown), let b = other.scaled(to: shown) else { continue }
      rows.append((row.cells[places["name"] ?? 0], own, other, decimalText(a - b, places: shown)))
    }
    try faults.throwIfAny()
    session.report(
      .array(
        rows.map {
          .object([
            ("name", .string($0.name)), ("own", .string(decimalText($0.own.mantissa, places: $0.own.places))),
            ("other", .string(decimalText($0.other.mantissa, places: $0.other.places))),
            ("gap", .string($0.gap)),
          ])
        })
    ) {
      var shown = AlignedTable(
        [
          session.word("name", "名称"), session.word("own", "本方"), session.word("other", "对方"),
          session.word("gap", "差距"),
        ], numbers: [1, 2, 3])
      for row in rows {
        shown.add([
          row.name, decimalText(row.own.mantissa, places: row.own.places),
          decimalText(row.other.mantissa, places: row.other.places), row.gap,
        ])
      }
      session.show(shown)
    }
    return .done
  }

  static let analysePrinted = Verb(
    "analyse", "printed", arguments: ["FILE"],
    en:
      "find printed figures that cannot be: columns group, part (empty for the group itself), score, and perhaps weight, rank",
    zh: "核对印出的得分表：group、part、score，可选 weight、rank", example: "merit analyse printed study.csv"
  ) { session, input in
    let path = input.argument(0)
    let (table, places) = try table(path, ["group", "part", "score", "weight?", "rank?"])
    var faults = Faults()
    var lines: [PrintedFigures.Line] = []
    for row in table.rows {
      func text(_ name: String) -> String { places[name].map { String(row.cells[$0].trimmed) } ?? "" }
      func number(_ name: String) -> ExactDecimal? {
        if text(name).isEmpty, name != "score" { return nil }
        if let number = ExactDecimal(text(name)), number.places <= 6 { return number }
        faults.append(
          Fault(
            file: path, line: row.line, column: 1,
            message: "'\(text(name))' under '\(name)' is not a number; write one such as 66.11"))
        return nil
      }
      let (score, weight) = (number("score"), number("weight"))
      guard let score else { continue }
      lines.append(
        PrintedFigures.Line(
          group: text("group"), part: text("part").isEmpty ? nil : text("part"), score: score, weight: weight,
          rank: Int(text("rank")), line: row.line))
    }
    try faults.throwIfAny()
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
