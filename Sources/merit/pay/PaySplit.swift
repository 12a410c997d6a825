import Formats
import Performance
import Terminal
import Workspace

extension Verb {
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
