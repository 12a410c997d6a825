import Competitions
import Formats
import Statistics
import Terminal
import Workspace

extension Verb {
  static let analyseEffect = Verb(
    "analyse", "effect", arguments: ["FILE"],
    en: "did training help? columns trained (0/1), pre and post", zh: "培训效果：trained、pre、post 三列",
    example: "merit analyse effect refresher.csv"
  ) { session, input in
    let path = input.argument(0)
    let table = try NumberTable.read(path, only: ["trained", "pre", "post"])
    func place(_ name: String) -> Int { table.columns.firstIndex(of: name) ?? 0 }
    let (trained, pre, post) = (place("trained"), place("pre"), place("post"))
    var cases: [TrainingEffect.Case] = []
    var faults = Faults()
    for (row, line) in table.lines.enumerated() {
      let cell = { table.cells[row * table.columns.count + $0] }
      let marks = [cell(trained), cell(pre), cell(post)]
      if marks.contains(NumberTable.missing) { continue }
      guard marks[0] == 0 || marks[0] == table.unit else {
        faults.append(
          Fault(
            file: path, line: line, column: 1,
            message: "'trained' is neither 0 nor 1; write 1 for who took part"))
        continue
      }
      cases.append(
        TrainingEffect.Case(isTrained: marks[0] != 0, before: marks[1], after: marks[2]))
    }
    try faults.throwIfAny()
    let effect = TrainingEffect(cases, unit: table.unit)
    session.report(EffectText.json(effect, dropped: table.lines.count - cases.count)) {
      for line in EffectText.lines(
        effect, dropped: table.lines.count - cases.count, chinese: session.isChinese)
      {
        session.say(line)
      }
    }
    return .done
  }

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

/// What a training changed, in figures and in words that say what may be concluded.
enum EffectText {
  static func json(_ effect: TrainingEffect, dropped: Int) -> JSON {
    func pair(_ interval: (low: Double, high: Double)?) -> JSON {
      interval.map { .array([.optional($0.low), .optional($0.high)]) } ?? .null
    }
    let paired = effect.paired
    return .object([
      ("n", .int(effect.n)), ("dropped", .int(dropped)),
      (
        "did",
        effect.differences.map {
          .object([
            ("estimate", .optional($0.estimate)), ("se_cluster", .optional($0.error)),
            ("ci95", pair($0.interval)),
          ])
        } ?? .null
      ),
      (
        "paired",
        .object([
          ("n", .int(paired.n)), ("mean_diff", .optional(paired.mean)), ("sd_diff", .optional(paired.spread)),
          ("t", .optional(paired.t)), ("df", .optional(paired.freedom)), ("p", .optional(paired.p)),
          ("ci95", pair(paired.interval)), ("d_z", .optional(paired.dz)), ("d_av", .optional(paired.dav)),
        ])
      ),
      (
        "hake",
        .object([
          ("class_gain", .optional(effect.classGain)), ("mean_individual_gain", .optional(effect.meanGain)),
        ])
      ),
    ])
  }

  /// - Parameter dropped: rows with a gap.
  static func lines(_ effect: TrainingEffect, dropped: Int, chinese: Bool) -> [String] {
    func word(_ en: String, _ zh: String) -> String { chinese ? zh : en }
    func figure(_ value: Double?) -> String { ItemAnalysisText.figure(value, 2) }
    func range(_ interval: (low: Double, high: Double)?) -> String {
      interval.map { "\(figure($0.low)) … \(figure($0.high))" } ?? "–"
    }
    let paired = effect.paired
    var lines = [
      word(
        "\(effect.n) people, \(paired.n) of them trained; \(dropped) left out for gaps",
        "\(effect.n) 人，其中受训 \(paired.n) 人；\(dropped) 人因缺数据未计入"),
      word(
        "trained, before and after: \(figure(paired.mean)) points (95 % \(range(paired.interval))), d \(figure(paired.dz)), normalised gain \(figure(effect.classGain))",
        "受训者前后变化：\(figure(paired.mean)) 分（95 % \(range(paired.interval))），d \(figure(paired.dz))，归一化增益 \(figure(effect.classGain))"
      ),
    ]
    guard let differences = effect.differences else {
      lines.append(
        word(
          "Nobody to compare with: the change may have come without the training. Nothing may be concluded about its cause.",
          "没有对照：即使不培训也可能有此变化，不能判断是否由培训引起。"))
      return lines
    }
    lines.append(
      word(
        "against the untrained: \(figure(differences.estimate)) points more (95 % \(range(differences.interval)))",
        "与未受训者相比：多变化 \(figure(differences.estimate)) 分（95 % \(range(differences.interval))）"))
    lines.append(conclusion(differences, word))
    return lines
  }

  private static func conclusion(
    _ effect: TrainingEffect.DifferenceInDifferences, _ word: (String, String) -> String
  ) -> String {
    guard let interval = effect.interval else {
      return word("Too few people: nothing may be concluded.", "人数太少，不能下结论。")
    }
    let kept = word(
      "It holds as far as both groups would have changed alike without the training; who was sent because they were weak may have come up anyway.",
      "前提是两组若不培训会同样变化；因成绩差而被派训的人本来也可能回升。")
    if interval.low > 0 {
      return word("The trained gained more than the others, beyond chance. ", "受训者的提升高于对照组，超出偶然。") + kept
    }
    if interval.high < 0 {
      return word("The trained gained less than the others, beyond chance. ", "受训者的提升低于对照组，超出偶然。") + kept
    }
    return word(
      "The difference may be chance: the interval holds 0. That does not show that the training did nothing; it may be too few people or too small an effect.",
      "差异可能出于偶然（区间含 0）。这不等于培训无效：可能人数太少或效果太小。")
  }
}
