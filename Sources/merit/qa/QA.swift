import Formats
import Quality
import Terminal
import Workspace

extension Verb {
  static let qaSample = Verb(
    "qa", "sample", arguments: ["CALLS"],
    options: [
      Option("--per-agent", "K", en: "how many calls of each agent", zh: "每人抽取数"),
      Option("--quarter", "Q", en: "the quarter, such as 2026Q3", zh: "季度"),
      Option("--seed", "N", en: "the seed of the draw", zh: "抽样种子"), dryRun,
    ], en: "draw calls to be judged, from a file or '-'", zh: "抽取待质检通话",
    example: "merit qa sample calls.csv --per-agent 5 --quarter 2026Q3 --seed 2026 > sample.csv"
  ) { session, input in
    guard let perAgent = try input.integer("--per-agent", in: 1...1_000) else {
      throw Refusal(.usage, "option --per-agent is missing", "add --per-agent 5")
    }
    guard let seed = try input.seed() else {
      throw Refusal(
        .usage, "option --seed is missing", "add --seed N: who has it can draw the same sample again")
    }
    let quarter = try input.quarter(try input.required("--quarter"))
    let table = try TableReader(path: input.argument(0), shape: QualityDesk.callShape)
    var text = session.isJSON ? "" : CSVWriter.line(QualityDesk.outputColumns)
    let draw = try QualityDesk(try session.occasion()).sample(
      table, perAgent: perAgent, quarter: quarter, seed: seed, dryRun: input.flag("--dry-run")
    ) { cells in
      guard !session.isJSON else { return }
      text += CSVWriter.line(cells)
      if text.utf8.count > 1 << 16 {
        Screen.write(text)
        text = ""
      }
    }
    for notice in draw.notices { session.notice(notice) }
    if session.isJSON { session.emit(draw.json) } else { Screen.write(text) }
    session.notice(
      session.word(
        "\(draw.sampled) of \(draw.calls) calls of \(draw.agents) agents, seed \(draw.seed)\(draw.wasDrawn ? ", as drawn before" : "")",
        "\(draw.agents) 名坐席 \(draw.calls) 通电话中抽取 \(draw.sampled) 通，种子 \(draw.seed)\(draw.wasDrawn ? "，与先前一致" : "")"
      ))
    return .done
  }

  static let qaImport = Verb(
    "qa", "import", arguments: ["EVALUATIONS"],
    options: [
      Option("--scorecard", "ID", en: "the scorecard; hotline-call unless said", zh: "评分表，默认 hotline-call")
    ] + intake,
    en: "take in evaluations", zh: "导入质检结果",
    example: "merit qa import evaluations.csv --scorecard hotline-call"
  ) { session, input in
    var progress = ProgressLine(session.word("writing", "写入"), total: 0)
    let outcome = try QualityDesk(try session.occasion()).importEvaluations(
      input.argument(0), scorecard: input.value("--scorecard") ?? "hotline-call", options: input.intake()
    ) { progress.show($0) }
    session.report(outcome)
    return .done
  }

  static let qaResults = Verb(
    "qa", "results", options: [Option("--quarter", "Q", en: "the quarter, such as 2026Q3", zh: "季度")],
    en: "show everybody's QA result", zh: "查看质检成绩",
    example: "merit qa results --quarter 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let rows = try QualityDesk(try session.occasion(readOnly: true)).results(in: quarter)
    session.report(
      .array(
        rows.map {
          .object([
            ("staff", .string($0.id)), ("score", $0.result.score?.json ?? .null),
            ("evaluations", .int($0.result.evaluations)),
            ("critical_calls", .int($0.result.criticalCalls)), ("handled", .optional($0.handled)),
          ])
        })
    ) {
      var table = AlignedTable(
        [
          session.word("staff", "工号"), session.word("name", "姓名"), session.word("score", "质检分"),
          session.word("n", "样本"), session.word("handled", "通话量"), session.word("critical", "致命差错"),
        ],
        numbers: [2, 3, 4, 5])
      for row in rows {
        table.add([
          row.id, row.name, row.result.score?.description ?? "–", "\(row.result.evaluations)",
          row.handled.map(String.init) ?? "–", "\(row.result.criticalCalls)",
        ])
      }
      session.show(table)
    }
    return .done
  }
}
