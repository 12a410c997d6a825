import Formats
import Satisfaction
import Statistics
import Terminal
import Workspace

extension Verb {
  private static let modelOption = Option(
    "--model", "ID", en: "the survey model; customer-survey unless said", zh: "问卷模型，默认 customer-survey")

  static let surveyShow = Verb(
    "survey", "show",
    options: [
      quarterOption, modelOption,
      Option("--by", "all|agent|team|site|brand|channel", en: "grouped so; all unless said", zh: "分组"),
    ], needs: ["--quarter"],
    en: "satisfaction of a quarter: index, parts, questions, top two boxes, NPS, each with its error",
    zh: "查看满意度结果", example: "merit survey show --quarter 2026Q3 --by team"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let word = input.value("--by") ?? "all"
    guard let grouping = SurveyDesk.Grouping(rawValue: word) else {
      throw Refusal(
        .usage, "'\(word)' is no value for --by", "write all, agent, team, site, brand or channel")
    }
    let desk = SurveyDesk(try session.occasion(readOnly: true))
    let model = try desk.model(input.value("--model") ?? "customer-survey", in: quarter)
    if grouping == .agent { return try showPeople(desk, model, quarter, session) }
    let left = try grouping == .all ? desk.unweighted(model, in: quarter) : []
    if !left.isEmpty {
      session.notice(
        session.word(
          "left out, their customers are not known: \(left.joined(separator: ", "))",
          "客户数未知，未计入：\(left.joined(separator: "、"))"))
    }
    let reports = try desk.reports(model, in: quarter, by: grouping)
    let before = Dictionary(
      uniqueKeysWithValues: try desk.reports(model, in: Quarter(number: quarter.number - 1), by: grouping).map
      {
        ($0.name, $0)
      })
    if reports.isEmpty {
      session.notice(
        session.word("no answers to '\(model.head.id)' in \(quarter)", "\(quarter) 无“\(model.head.id)”的答卷"))
    }
    session.report(SurveyReport.form.json(reports.map { ($0, model, before[$0.name]) })) {
      if grouping == .all, let report = reports.first {
        showWhole(report, model, before: before[report.name], session)
      } else {
        showGroups(reports, model, before: before, session)
      }
    }
    return .done
  }

  /// People are shown by what they can answer for, and not by network or price.
  private static func showPeople(
    _ desk: SurveyDesk, _ model: SurveyModel, _ quarter: Quarter, _ session: Session
  ) throws -> ExitCode {
    let rows = try desk.people(model, in: quarter)
    session.report(SurveyDesk.personForm.json(rows)) {
      var table = AlignedTable(
        [
          session.word("staff", "工号"), "n", session.word("attributable", "可归因得分"),
          session.word("± 95 %", "±95%"),
        ], numbers: [1, 2, 3])
      for row in rows {
        table.add([
          row.staff, "\(row.figure.n)", row.figure.score?.description ?? "–",
          row.figure.error.map { ItemAnalysisText.figure($0 * 1.96, 2) } ?? "–",
        ])
      }
      session.show(table)
    }
    return .done
  }

  private static func plusMinus(_ error: Double?) -> String {
    error.map { "± \(ItemAnalysisText.figure($0 * 1.96, 2))" } ?? ""
  }

  private static func changeText(_ change: (difference: Score, error: Double?)?, _ session: Session) -> String
  {
    guard let change else { return "" }
    let points = Double(change.difference.hundredths) / 100
    let isReal = change.error.map { abs(points) > 1.96 * $0 }
    let sign = change.difference.hundredths > 0 ? "+" : ""
    let sure =
      isReal.map { $0 ? session.word("real", "显著") : session.word("may be chance", "或为偶然") } ?? ""
    return "\(sign)\(change.difference) \(plusMinus(change.error)) \(sure)"
  }

  private static func showWhole(
    _ report: SurveyReport, _ model: SurveyModel, before: SurveyReport?, _ session: Session
  ) {
    let parts = zip(model.parts, report.index.parts).map {
      "\(session.word($0.title)) \($1.score?.description ?? "–")"
    }.joined(separator: ", ")
    let head = session.word(
      "index \(report.index.index?.description ?? "–") \(plusMinus(report.indexError)) (\(parts); \(report.responses) responses)",
      "满意度指数 \(report.index.index?.description ?? "–") \(plusMinus(report.indexError))（\(parts)；\(report.responses) 份）"
    )
    for line in wrapped(head, to: 79) { session.say(line) }
    if !report.isEnough {
      session.say(
        session.word(
          "too few responses to say; the model asks for \(model.least)", "答卷不足 \(model.least) 份，不足以下结论"))
    }
    let change = changeText(before.flatMap { report.change(since: $0) }, session)
    if !change.isEmpty { session.say(session.word("since the quarter before: ", "较上季度：") + change) }
    if let population = model.population {
      session.say(
        session.word("weighted to the customers of each \(population.label)", "按\(population.label)客户数加权"))
    }
    if let fuzzy = report.fuzzy, let grades = model.fuzzy?.grades {
      let memberships = zip(grades, fuzzy.memberships).map {
        "\(session.word($0.title)) \(ItemAnalysisText.figure($1, 3))"
      }
      let (upper, lower) = (
        session.word(grades[fuzzy.between.upper].title), session.word(grades[fuzzy.between.lower].title)
      )
      let text = session.word(
        "fuzzy evaluation \(fuzzy.score), \(upper == lower ? upper : "between \(upper) and \(lower)") (\(memberships.joined(separator: ", ")))",
        "模糊综合评价 \(fuzzy.score)，\(upper == lower ? upper : "介于\(upper)与\(lower)之间")（\(memberships.joined(separator: "，"))）"
      )
      for line in wrapped(text, to: 79) { session.say(line) }
    }
    var table = AlignedTable(
      [
        session.word("question", "问题"), "n", session.word("mean", "均值"), session.word("± 95 %", "±95%"),
        session.word("top two %", "前两级 %"), "NPS",
      ], numbers: [1, 2, 3, 4, 5])
    for own in report.questions {
      let nps = own.promoters.map {
        "\($0.score?.description ?? "–") ± \(ItemAnalysisText.figure($0.error.map { $0 * 1.96 }, 1))"
      }
      table.add([
        session.word(own.question.title), "\(own.mean.n)", own.mean.score?.description ?? "–",
        own.mean.error.map { ItemAnalysisText.figure($0 * 1.96, 2) } ?? "–",
        ItemAnalysisText.figure(own.top.map { $0 * 100 }, 1), nps ?? "",
      ])
    }
    session.show(table)
  }

  private static func showGroups(
    _ reports: [SurveyReport], _ model: SurveyModel, before: [String: SurveyReport], _ session: Session
  ) {
    var table = AlignedTable(
      [
        session.word("group", "分组"), "n", session.word("index", "指数"), session.word("± 95 %", "±95%"),
        session.word("since last quarter", "较上季度"),
      ] + model.parts.map { session.word($0.title) },
      numbers: Set([1, 2, 3] + model.parts.indices.map { $0 + 5 }))
    for report in reports {
      let isEnough = report.isEnough
      table.add(
        [
          report.name, "\(report.responses)",
          isEnough ? report.index.index?.description ?? "–" : session.word("too few", "样本过少"),
          isEnough ? report.indexError.map { ItemAnalysisText.figure($0 * 1.96, 2) } ?? "–" : "–",
          isEnough ? changeText(before[report.name].flatMap { report.change(since: $0) }, session) : "",
        ] + report.index.parts.map { isEnough ? $0.score?.description ?? "–" : "–" })
    }
    session.show(table)
  }

  static let surveyComments = Verb(
    "survey", "comments", options: [quarterOption], needs: ["--quarter"],
    en: "what customers wrote in a quarter", zh: "查看客户意见",
    example: "merit survey comments --quarter 2026Q3"
  ) { session, input in
    let rows = try SurveyDesk(try session.occasion(readOnly: true)).comments(
      in: input.quarter(try input.required("--quarter")))
    session.report(SurveyDesk.commentForm.json(rows)) {
      for row in rows { session.say("\(row.day)  \(row.response)  \(row.staff ?? "–")  \(row.text)") }
    }
    return .done
  }

  static let kpiDrivers = Verb(
    "kpi", "drivers",
    options: [
      quarterOption,
      Option(
        "--model", "ID", en: "the survey model; process-survey unless said", zh: "问卷模型，默认 process-survey"),
      Option("--svg", "FILE", en: "write an importance–performance map", zh: "输出重要性—表现矩阵图"),
    ], needs: ["--quarter"], en: "which processes drive satisfaction: regression, stepwise, shares of R²",
    zh: "满意度驱动因素",
    example: "merit kpi drivers --quarter 2026Q3 --svg map.svg"
  ) { session, input in
    let quarter = try input.quarter(try input.required("--quarter"))
    let desk = SurveyDesk(try session.occasion(readOnly: true))
    let model = try desk.model(input.value("--model") ?? "process-survey", in: quarter)
    let (drivers, table) = try desk.driven(model, in: quarter)
    let titles = table.names.map { session.word($0) }
    let map = ImportanceMap(drivers, table, isChinese: session.isChinese)
    if let path = input.value("--svg") { try session.write(Array(map.svg.utf8), to: path, mode: 0o644) }
    if table.dropped > 0 {
      session.notice(
        session.word("\(table.dropped) responses with a gap are left out", "\(table.dropped) 份有缺项，未计入"))
    }
    session.report(Drivers.form.json(drivers)) { drivers.show(session, titles: titles) }
    return .done
  }
}
