import Formats
import Satisfaction
import Workspace

extension Route {
  /// Indicators.
  static let kpi: [Route] = [
    .intake("/kpi/observation", "kpi.import", "Take in observations of indicators", .roles(.leader, .hr)) {
      call, options in
      try SatisfactionDesk(try call.occasion).importObservations(call.source, options: options)
    },
    .get(
      "/kpi", "kpi.show", "The indicators of a quarter against their targets, and the survey behind them",
      seesSatisfaction, query: [.quarter], answer: SatisfactionDesk.readingsForm.schema
    ) { call in
      let quarter = try call.quarter()
      return SatisfactionDesk.readingsForm.json(
        (quarter, try SatisfactionDesk(try call.occasion).readings(in: quarter)))
    },
    .list(
      "/kpi/gap", "kpi.gaps", "The company's indicators against targets, the past or a competitor",
      seesSatisfaction,
      query: [
        .quarter, .init("against", .name, "target, last, year, or a subject observed; target unless said"),
      ], of: SatisfactionDesk.gapForm, key: { $0.reading.indicator.id }
    ) { call in
      try SatisfactionDesk(try call.occasion).gaps(
        in: try call.quarter(), against: SatisfactionDesk.Other(call.query("against") ?? "target"))
    },
    .get(
      "/kpi/driver", "kpi.drivers", "Which processes drive satisfaction: regression, stepwise, shares of R²",
      seesSatisfaction, query: [.quarter, processModel], answer: Drivers.form.schema
    ) { call in Drivers.form.json(try driven(call).drivers) },
    Route(
      "GET", "/kpi/driver/map", "kpi.map", "The map of importance and performance of the processes, as SVG",
      seesSatisfaction, .read, query: [.quarter, processModel], answer: .file(["image/svg+xml"])
    ) { call in
      let (drivers, table) = try driven(call)
      let map = ImportanceMap(drivers, table, isChinese: call.isChinese)
      return .file(Array(map.svg.utf8), type: "image/svg+xml", name: nil)
    },
  ]

  /// What customers say when they are asked.
  static let survey: [Route] = [
    .intake(
      "/survey/response", "survey.import", "Take in customers' answers", .roles(.leader, .hr),
      query: [.init("model", .name, "the survey model; customer-survey unless said")]
    ) { call, options in
      try SatisfactionDesk(try call.occasion).importSurvey(
        call.source, model: call.query("model") ?? "customer-survey", options: options)
    },
    .list(
      "/survey", "survey.show",
      "Satisfaction of a quarter: index, parts, questions, top boxes, NPS, each with its error",
      seesSatisfaction,
      query: [
        .quarter, .init("model", .name, "the survey model; customer-survey unless said"),
        .init("by", .choice(["all", "team", "site", "brand", "channel"]), "grouped so; all unless said"),
      ], of: SurveyReport.form, key: { $0.report.name }, surveyReports),
    .list(
      "/survey/person", "survey.people", "What each person can answer for in customers' answers",
      seesSatisfaction,
      query: [.quarter, .init("model", .name, "the survey model; customer-survey unless said")],
      of: SurveyDesk.personForm, key: { $0.staff }
    ) { call in
      let (desk, quarter) = (SurveyDesk(try call.occasion), try call.quarter())
      return try desk.people(
        try desk.model(call.query("model") ?? "customer-survey", in: quarter), in: quarter)
    },
    .list(
      "/survey/comment", "survey.comments", "What customers wrote in a quarter", seesSatisfaction,
      query: [.quarter], of: SurveyDesk.commentForm, key: { "\($0.response) \($0.day)" }
    ) { try SurveyDesk(try $0.occasion).comments(in: try $0.quarter()) },
  ]

  private static let seesSatisfaction = Access.roles(.leader, .hr, .trainer, .assessor)
  private static let processModel = Parameter(
    "model", .name, "the survey model; process-survey unless said")

  private static func driven(_ call: Call) throws -> (drivers: Drivers, table: SurveyDesk.DriverTable) {
    let (desk, quarter) = (SurveyDesk(try call.occasion), try call.quarter())
    return try desk.driven(try desk.model(call.query("model") ?? "process-survey", in: quarter), in: quarter)
  }

  @Sendable private static func surveyReports(_ call: Call) throws -> [SurveyReport.Compared] {
    let (desk, quarter) = (SurveyDesk(try call.occasion), try call.quarter())
    let grouping = SurveyDesk.Grouping(rawValue: call.query("by") ?? "all") ?? .all
    let model = try desk.model(call.query("model") ?? "customer-survey", in: quarter)
    let before = Dictionary(
      try desk.reports(model, in: Quarter(number: quarter.number - 1), by: grouping).map { ($0.name, $0) }
    ) { first, _ in first }
    return try desk.reports(model, in: quarter, by: grouping).map { ($0, model, before[$0.name]) }
  }
}
