import Competitions
import Formats
import Terminal
import Workspace

extension Verb {
  private static let panelShape = TableShape(
    "panel",
    [
      Column("contestant", "选手", required: true, example: "Li"),
      Column("judge", "评委", required: true, example: "J1"),
      Column("score", "分数", required: true, example: "9.25"),
    ])

  static let analysePanel = Verb(
    "analyse", "panel", arguments: ["FILE"],
    options: [
      Option("--drop", "K", en: "how many high and how many low marks; 1 unless said", zh: "去掉最高、最低各 K 个")
    ],
    en: "judges' marks, trimmed and ranked exactly: columns contestant, judge, score", zh: "评委评分：去极值排名",
    example: "merit analyse panel marks.csv --drop 1"
  ) { session, input in
    let drop = try input.integer("--drop", in: 0...100) ?? 1
    let table = try TableReader(path: input.argument(0), shape: panelShape)
    var marks: [(contestant: String, mark: Ratio?)] = []
    var seen: [String: Int] = [:]
    try table.forEachRow { row in
      let (contestant, judge) = (row.text("contestant"), row.text("judge"))
      guard let contestant, let judge else { return }
      guard let text = row.optional("score") else {
        marks.append((contestant, nil))
        return
      }
      guard let number = ExactDecimal(text), number.places <= 12,
        let units = number.scaled(to: number.places),
        units.magnitude < 1_000_000_000_000,
        let mark = Ratio(Int128(units), (0..<number.places).reduce(Int128(1)) { product, _ in product * 10 })
      else {
        return row.fault("score", "'\(text)' is no mark; write a number such as 9.25")
      }
      if let first = seen["\(contestant)\u{1f}\(judge)"] {
        return row.fault(
          "judge", "judge '\(judge)' marked '\(contestant)' on line \(first) already; keep one")
      }
      seen["\(contestant)\u{1f}\(judge)"] = row.line
      marks.append((contestant, mark))
    }
    try table.faults.throwIfAny()
    for notice in table.notices { session.notice(notice) }
    let panels = TrimmedPanel.panels(marks, drop: drop)
    session.report(
      .object([
        (
          "contestants",
          .array(
            panels.map {
              .object([
                ("contestant", .string($0.contestant)),
                ("trimmed_mean", .optional($0.trimmedMean?.text(places: 6))),
                ("full_mean", .optional($0.fullMean?.text(places: 6))), ("rank", .optional($0.rank)),
              ])
            })
        )
      ])
    ) {
      var shown = AlignedTable(
        [
          session.word("rank", "名次"), session.word("contestant", "选手"), session.word("trimmed mean", "去极值平均"),
          session.word("full mean", "总平均"),
        ], numbers: [0, 2, 3])
      for panel in panels.sorted(by: { ($0.rank ?? .max) < ($1.rank ?? .max) }) {
        shown.add([
          panel.rank.map(String.init) ?? "–", panel.contestant, panel.trimmedMean?.text(places: 6) ?? "–",
          panel.fullMean?.text(places: 6) ?? "–",
        ])
      }
      session.show(shown)
    }
    return .done
  }
}
