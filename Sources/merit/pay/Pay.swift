import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let payShow = Verb(
    "pay", "show", arguments: ["Q"], en: "show everybody's score, grade and bonus", zh: "查看绩效与奖金",
    example: "merit pay show 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let desk = PayDesk(try session.occasion(readOnly: true))
    var rows: [(id: String, name: String, result: QuarterResult)] = []
    try desk.forEachResult(in: quarter) { rows.append(($0, $1, $2)) }
    session.report(
      .array(
        rows.map { id, _, result in
          .object([
            ("staff", .string(id)), ("post", .string(result.post)), ("status", .string(result.status.text)),
            ("total", result.assessment.total?.json ?? .null),
            ("grade", .optional(result.assessment.grade)),
            ("factor", .number(result.assessment.factor.factorText)),
            ("gate", .number(result.assessment.gate.factorText)),
            ("days", .int(result.days)), ("base", .number(result.base.description)),
            ("bonus", .number(result.bonus.description)),
            ("adjustment", .number(result.adjustment.description)),
            ("payable", .number(result.payable.description)),
            ("flags", .array(result.assessment.flags.map(JSON.string))),
          ])
        })
    ) {
      var table = AlignedTable(
        [
          session.word("id", "工号"), session.word("name", "姓名"), session.word("total", "总分"),
          session.word("grade", "等级"), session.word("factor", "系数"), session.word("gate", "满意度系数"),
          session.word("days", "天数"), session.word("base", "基数"), session.word("bonus", "奖金"),
        ],
        numbers: [2, 4, 5, 6, 7, 8])
      for (id, name, result) in rows {
        table.add([
          id, name, result.assessment.total?.description ?? "–", result.assessment.grade ?? "–",
          result.assessment.factor.factorText,
          result.assessment.gate.factorText, "\(result.days)", result.base.description,
          result.bonus.description,
        ])
      }
      session.show(table)
    }
    return .done
  }

  private static let splitShape = TableShape(
    "weights", [Column("id", "编号", required: true), Column("weight", "权重", required: true)])

  static let paySplit = Verb(
    "pay", "split", arguments: ["FILE"],
    options: [Option("--pool", "FEN", en: "the pool in fen", zh: "奖金池（分）")],
    needs: ["--pool"], en: "split a pool of fen over weights, by largest remainder; no workspace is needed",
    zh: "按最大余数法分配",
    example: "merit pay split --pool 100 weights.csv"
  ) { session, input in
    let wanted = try input.required("--pool")
    guard isNumber(wanted), let pool = Int128(wanted) else {
      throw Refusal(
        .usage, "'\(input.value("--pool") ?? "")' is no whole number of fen", "write --pool 10000")
    }
    let table = try TableReader(path: input.argument(0), shape: splitShape)
    var rows: [(id: String, weight: Int128)] = []
    try table.forEachRow { row in
      guard let id = row.text("id"), let text = row.text("weight") else { return }
      guard isNumber(text), let weight = Int128(text) else {
        return row.fault("weight", "'\(text)' is not a whole number of up to 19 digits")
      }
      rows.append((id, weight))
    }
    try table.faults.throwIfAny()
    guard let shares = PoolSplit.shares(of: pool, weights: rows.map(\.weight)) else {
      throw Faults([
        Fault(
          file: table.file, line: 1, column: 1,
          message: "no weight is positive, so nobody can get the pool of \(pool) fen; give at least one")
      ])
    }
    session.report(
      .object([
        ("pool", .string("\(pool)")),
        (
          "shares",
          .array(zip(rows, shares).map { .object([("id", .string($0.id)), ("share", .string("\($1)"))]) })
        ),
      ])
    ) {
      var output = AlignedTable(
        [session.word("id", "编号"), session.word("share (fen)", "份额（分）")], numbers: [1])
      for (row, share) in zip(rows, shares) { output.add([row.id, "\(share)"]) }
      session.show(output)
    }
    return .done
  }

  /// A whole number of up to 19 digits.
  private static func isNumber(_ text: String) -> Bool {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    return (1...19).contains(digits.utf8.count) && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
