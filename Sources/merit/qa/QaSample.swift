import Formats
import Quality
import Terminal
import Workspace

extension Verb {
  static let quarterOption = Option("--quarter", "Q", en: "the quarter, such as 2026Q3", zh: "季度")

  static let qaSample = Verb(
    "qa", "sample", arguments: ["CALLS|verify", "CALLS?"],
    options: [
      Option("--plan", "ID", en: "the sampling plan, such as hotline-sampling", zh: "抽样方案"),
      Option("--per-agent", "K", en: "instead of a plan: how many calls of each agent", zh: "不用方案时每人抽取数"),
      quarterOption, Option("--from", "DATE", en: "draw from the calls of this day on", zh: "起始日期"),
      Option("--to", "DATE", en: "draw from the calls up to this day", zh: "截止日期"),
      Option("--seed", "N", en: "the seed of the draw", zh: "抽样种子"),
      Option("--skip-bad", "FILE", en: "pass over damaged rows and write them to FILE", zh: "跳过坏行并写入文件"),
      dryRun,
    ], needs: ["--quarter"],
    en: "draw calls to be judged, from a file or '-'; 'verify CALLS' draws again and compares",
    zh: "抽取待质检通话；verify 重抽核验",
    example: "merit qa sample calls.csv --plan hotline-sampling --quarter 2026Q3 --seed 2026 > sample.csv"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    if input.argument(0) == "verify", let path = input.optionalArgument(1) {
      return try verify(session, path, quarter)
    }
    guard let seed = try input.seed() else {
      throw Refusal(
        .usage, "option --seed is missing", "add --seed N: who has it can draw the same sample again")
    }
    let desk = SampleDesk(try session.occasion())
    let days = try SampleDesk.days(of: quarter, from: input.day("--from"), to: input.day("--to"))
    let order = SampleDesk.Order(
      plan: try desk.plan(
        input.value("--plan"), perAgent: input.integer("--per-agent", in: 1...1_000), on: days.upperBound),
      quarter: quarter, days: days, seed: seed,
      warned: try session.warnedStaff())
    let table = try TableReader(path: input.argument(0), shape: SampleDesk.callShape)
    let rejects = RejectedRows(path: input.value("--skip-bad"), headings: table.headings)
    var text = session.isJSON ? "" : CSVWriter.line(SampleDesk.outputColumns)
    let outcome = try desk.sample(
      table, order, dryRun: input.flag("--dry-run"), rejected: rejects?.add
    ) { cells in
      guard !session.isJSON else { return }
      text += CSVWriter.line(cells)
      if text.utf8.count > 1 << 16 {
        Screen.write(text)
        text = ""
      }
    }
    for notice in outcome.notices { session.notice(notice) }
    if let rejects, rejects.count > 0, !input.flag("--dry-run") {
      try session.write(Array(rejects.text.utf8), to: rejects.path)
      session.notice(
        session.word(
          "\(rejects.count) damaged rows were passed over; they are in \(rejects.path), with what is wrong",
          "跳过坏行 \(rejects.count) 行，见 \(rejects.path)"))
    }
    if session.isJSON { session.emit(outcome.json) } else { Screen.write(text) }
    session.notice(
      session.word(
        "\(outcome.sampled) of \(outcome.calls) calls of \(outcome.agents) agents, seed \(outcome.seed)\(outcome.wasDrawn ? ", as drawn before" : "")",
        "\(outcome.agents) 名坐席 \(outcome.calls) 通电话中抽取 \(outcome.sampled) 通，种子 \(outcome.seed)\(outcome.wasDrawn ? "，与先前一致" : "")"
      ))
    return .done
  }

  private static func verify(_ session: Session, _ path: String, _ quarter: Quarter) throws -> ExitCode {
    let desk = SampleDesk(try session.occasion(readOnly: true))
    let draws = try desk.storedDraws(in: quarter)
    guard !draws.isEmpty else {
      throw Refusal(.noInput, "\(quarter) has no draw", "draw one with: merit qa sample CALLS")
    }
    let proofs = try draws.map { draw in
      try desk.verify(TableReader(path: path, shape: SampleDesk.callShape), draw)
    }
    session.report(SampleDesk.Proof.form.json(proofs)) {
      for proof in proofs {
        session.say(
          session.word(
            "\(proof.draw.from) to \(proof.draw.to), \(proof.draw.plan) v\(proof.draw.version), seed \(proof.draw.seed): \(proof.calls) calls drawn again, \(proof.different.count) different",
            "\(proof.draw.from) 至 \(proof.draw.to)，\(proof.draw.plan) v\(proof.draw.version)，种子 \(proof.draw.seed)：重抽 \(proof.calls) 通，不同 \(proof.different.count) 通"
          ))
        for call in proof.different.prefix(20) { session.say("  \(call)") }
      }
    }
    return proofs.allSatisfy { $0.different.isEmpty } ? .done : .no
  }

  static let qaLost = Verb(
    "qa", "lost", arguments: ["CALL?"],
    options: [Option("--reason", "TEXT", en: "why the recording is lost", zh: "原因"), quarterOption],
    en: "replace a call whose recording is lost by the next of the reserve; without CALL show the log",
    zh: "录音丢失时按备用顺序替换；不带参数则显示记录",
    example: "merit qa lost C100 --reason 'recorder was down'"
  ) { session, input in
    if let call = input.optionalArgument(0) {
      let next = try SampleDesk(try session.occasion()).replace(
        lost: call, reason: try input.required("--reason"))
      session.report(SampleDesk.replacementForm.json((call, next))) {
        session.say(
          next.map { session.word("\($0) takes the place of \(call)", "以 \($0) 替换 \(call)") }
            ?? session.word(
              "\(call) is on record as lost; the reserve of its stratum is used up", "\(call) 已登记；该层备用已用完"))
      }
      return .done
    }
    let quarter = try input.quarter(try input.required("--quarter"))
    let rows = try SampleDesk(try session.occasion(readOnly: true)).losses(in: quarter)
    session.report(SampleDesk.lossForm.json(rows)) {
      var table = AlignedTable([
        session.word("call", "通话"), session.word("replaced by", "替换为"), session.word("by", "登记人"),
        session.word("reason", "原因"),
      ])
      for row in rows { table.add([row.call, row.replacement ?? "–", row.by, row.reason]) }
      session.show(table)
    }
    return .done
  }
}

/// Damaged rows as they were, each with its line and what is wrong.
private final class RejectedRows {
  let path: String
  private(set) var text = ""
  private(set) var count = 0
  private let width: Int

  init?(path: String?, headings: [String]) {
    guard let path else { return nil }
    self.path = path
    width = headings.count
    text = CSVWriter.line(["line", "wrong"] + headings)
  }

  func add(_ row: TableRow, _ faults: [String]) {
    count += 1
    // Cells beyond the headings stand in the last one, so that the file of rejected rows is a table itself.
    var cells = row.cells
    if cells.count > width, width > 0 {
      cells = Array(cells[..<(width - 1)]) + [cells[(width - 1)...].joined(separator: ",")]
    }
    cells += Array(repeating: "", count: max(0, width - cells.count))
    text += CSVWriter.line(["\(row.line)", faults.joined(separator: "; ")] + cells)
  }
}
