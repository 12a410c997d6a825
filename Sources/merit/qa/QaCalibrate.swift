import Formats
import Quality
import Terminal
import Workspace

extension Verb {
  static let qaCalibrate = Verb(
    "qa", "calibrate", arguments: ["CALL?"], options: [quarterOption, scorecardOption],
    needs: ["--quarter"],
    en: "how far assessors agree on calls that several judged, and who must recalibrate", zh: "质检员校准分析",
    example: "merit qa calibrate --quarter 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let (result, card) = try CalibrationDesk(try session.occasion(readOnly: true)).calibration(
      in: quarter, scorecard: input.value("--scorecard") ?? "hotline-call", call: input.optionalArgument(0))
    session.report(Calibration.form.json((result, card))) { show(result, card, session) }
    return .done
  }

  private static func show(_ result: Calibration, _ card: Scorecard, _ session: Session) {
    func figure(_ value: Double?, _ places: Int = 3) -> String { ItemAnalysisText.figure(value, places) }
    session.say(
      session.word(
        "\(result.calls) calls were judged by several, on \(card.head.id) v\(card.head.version)",
        "\(result.calls) 通由多人评分（\(card.head.id) v\(card.head.version)）"))
    var table = AlignedTable(
      [
        session.word("item", "项目"), session.word("alike %", "一致率 %"), "kappa",
        session.word("quadratic", "加权"), "Fleiss", "alpha", "ICC",
      ], numbers: [1, 2, 3, 4, 5, 6])
    func add(_ name: String, _ line: Calibration.Line) {
      table.add([
        name, figure(line.agreement.map { $0 * 100 }, 1), figure(line.cohen), figure(line.weighted),
        figure(line.fleiss), figure(line.alpha), figure(line.intraclass),
      ])
    }
    for (item, line) in zip(card.items, result.items) { add(session.word(item.title), line) }
    add(session.word("form (score)", "总分"), result.form)
    session.show(table)
    session.say("")
    var people = AlignedTable(
      [
        session.word("assessor", "质检员"), session.word("calls", "通话"), session.word("alike %", "一致率 %"),
        session.word("severity", "宽严"), session.word("drift", "漂移"), "",
      ], numbers: [1, 2, 3, 4])
    for own in result.assessors {
      people.add([
        own.assessor, "\(own.calls)", figure(own.agreement.map { $0 * 100 }, 1), figure(own.severity, 2),
        figure(own.drift, 2), own.mustRecalibrate ? session.word("RECALIBRATE", "须重新校准") : "",
      ])
    }
    session.show(people)
  }

  static let qaAudit = Verb(
    "qa", "audit", arguments: ["FILE"],
    options: [
      Option("--scorecard", "ID", en: "the form; club-audit unless said", zh: "检查表，默认 club-audit")
    ] + intake, en: "take in audits of sites (mystery visits)", zh: "导入现场检查（暗访）",
    example: "merit qa audit visits.csv --scorecard club-audit"
  ) { session, input in
    session.report(
      try AuditDesk(try session.occasion()).importAudits(
        .path(input.argument(0)), scorecard: input.value("--scorecard") ?? "club-audit",
        options: input.intake()))
    return .done
  }

  static let qaAudits = Verb(
    "qa", "audits",
    options: [
      quarterOption,
      Option("--scorecard", "ID", en: "the form; club-audit unless said", zh: "检查表，默认 club-audit"),
    ], needs: ["--quarter"], en: "audits of sites, and where points are lost", zh: "现场检查结果与失分排名",
    example: "merit qa audits --quarter 2026Q3"
  ) { session, input in
    let (audits, losses) = try AuditDesk(try session.occasion(readOnly: true)).audits(
      in: input.quarter(try input.required("--quarter")),
      scorecard: input.value("--scorecard") ?? "club-audit")
    session.report(AuditDesk.form.json((audits, losses))) {
      var table = AlignedTable(
        [
          session.word("visit", "编号"), session.word("unit", "单位"), session.word("date", "日期"),
          session.word("visitor", "检查人"), session.word("score", "得分"),
        ], numbers: [4])
      for audit in audits {
        table.add([
          audit.name, audit.unit, "\(audit.day)", audit.visitor, audit.score?.description ?? "–",
        ])
      }
      session.show(table)
      session.say("")
      var lost = AlignedTable(
        [
          session.word("where points are lost", "失分项"), session.word("full", "满分"),
          session.word("got", "得分"), session.word("lost", "失分"),
        ], numbers: [1, 2, 3])
      for line in losses {
        lost.add([
          session.word(line.title), line.full.description, line.got.description, line.lost.description,
        ])
      }
      session.show(lost)
    }
    return .done
  }

  static let qaExport = Verb(
    "qa", "export",
    options: [
      quarterOption, scorecardOption,
      Option("--version", "N", en: "the form's version; else the newest used", zh: "评分表版本"),
      Option("--out", "FILE", en: "where to write; else the screen", zh: "输出文件"),
    ], needs: ["--quarter"], en: "write evaluations as CSV, as qa import reads them, with scores",
    zh: "导出质检结果",
    example: "merit qa export --quarter 2026Q3 --out evaluations.csv"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    var text = ""
    var count = -1
    try QualityExport(try session.occasion(readOnly: true)).write(
      in: quarter, scorecard: input.value("--scorecard") ?? "hotline-call",
      version: input.integer("--version", in: 1...100_000)
    ) { cells in
      text += CSVWriter.line(cells)
      count += 1
      if input.value("--out") == nil, text.utf8.count > 1 << 16 {
        Screen.write(text)
        text = ""
      }
    }
    if let path = input.value("--out") {
      try session.write(Array(text.utf8), to: path)
      session.say(session.word("\(path): \(count) evaluations", "\(path)：\(count) 条质检结果"))
    } else {
      Screen.write(text)
    }
    return .done
  }

  static let qaPlan = Verb(
    "qa", "plan",
    options: [
      Option("--target-error", "E", en: "the wanted margin, in points", zh: "目标误差（分）"), quarterOption,
      Option("--by", "agent|team", en: "a margin for each agent, or each team", zh: "按坐席或班组"),
      Option(
        "--sd", "S", en: "the standard deviation of a call's score; else as measured in the quarter",
        zh: "单通得分标准差"),
      Option("--level", "0.95", en: "the confidence, 0.95 unless said", zh: "置信水平，默认 0.95"),
    ], needs: ["--quarter"], en: "how many calls a wanted margin of error needs (finite population)",
    zh: "按目标误差计算样本量",
    example: "merit qa plan --target-error 5 --quarter 2026Q3 --by team"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    func number(_ option: String) throws -> Double? {
      guard let text = input.value(option) else { return nil }
      guard let value = ExactDecimal(text)?.double, value > 0 else {
        throw Refusal(.usage, "'\(text)' is no value for \(option)", "write a number above 0, such as 5")
      }
      return value
    }
    guard let error = try number("--target-error") else {
      throw Refusal(.usage, "option --target-error is missing", "add --target-error 5")
    }
    let byTeam: Bool
    switch input.value("--by") ?? "agent" {
    case "agent": byTeam = false
    case "team": byTeam = true
    case let word: throw Refusal(.usage, "'\(word)' is no value for --by", "write agent or team")
    }
    let plan = try SizingDesk(try session.occasion(readOnly: true)).sizes(
      quarter, byTeam: byTeam, error: error, deviation: number("--sd"), level: confidence(input))
    session.report(SizingDesk.form.json(plan)) {
      var table = AlignedTable(
        [
          byTeam ? session.word("team", "班组") : session.word("agent", "坐席"), session.word("calls", "通话量"),
          session.word("needed", "所需样本"),
        ], numbers: [1, 2])
      for row in plan.rows { table.add([row.id, "\(row.calls)", "\(row.needed)"]) }
      session.show(table)
      session.say(
        session.word(
          "\(plan.rows.reduce(0) { $0 + $1.needed }) calls in all for ±\(ItemAnalysisText.figure(error, 1)) points; standard deviation of a call \(ItemAnalysisText.figure(plan.deviation, 2))",
          "共需 \(plan.rows.reduce(0) { $0 + $1.needed }) 通（±\(ItemAnalysisText.figure(error, 1)) 分；单通标准差 \(ItemAnalysisText.figure(plan.deviation, 2))）"
        ))
    }
    return .done
  }
}
