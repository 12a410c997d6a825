import Formats
import Quality
import Statistics
import Workspace

extension Route {
  /// What the evaluations of a quarter come to, and what is judged beside calls.
  static let qaResult: [Route] = [
    .list(
      "/qa/result", "qa.results", "Everybody's QA result of a quarter, from which pay is computed",
      .roles(.assessor, .leader, .hr),
      query: [.quarter, .init("team", .name, "only the people of one team")],
      of: ResultsDesk.rowForm, key: { $0.id }
    ) { try ResultsDesk(try $0.occasion).results(in: try $0.quarter(), team: $0.query("team")) },
    .list(
      "/qa/report", "qa.report", "A quarter's calls by groups, with intervals and an honest ranking",
      .roles(.assessor, .leader, .hr),
      query: [
        .quarter,
        .init(
          "by", .choice(QualityReport.Grouping.allCases.map(\.rawValue)), required: true, "how it is grouped"),
        .init("team", .name, "only the agents of one team"),
      ], of: QualityReport.Row.form, key: { $0.id }
    ) { call in
      try ResultsDesk(try call.occasion).report(
        in: try call.quarter(), by: QualityReport.Grouping(rawValue: call.query("by") ?? "") ?? .all,
        team: call.query("team")
      ).rows
    },
    Route(
      "GET", "/qa/export", "qa.export", "Evaluations of a quarter as CSV, as they are taken in, with scores",
      .roles(.assessor, .hr), .read,
      query: [
        .quarter, .scorecard,
        .init("version", .integer(1...100_000), "the form's version; the newest used unless said"),
      ], answer: .file(["text/csv"])
    ) { call in
      var text = ""
      try QualityExport(try call.occasion).write(
        in: try call.quarter(), scorecard: call.scorecard, version: call.queryNumber("version")
      ) { text += CSVWriter.line($0) }
      return .csv(text, name: "evaluations-\(try call.quarter()).csv")
    },
    .get(
      "/qa/calibration", "qa.calibrate", "How far assessors agree on calls that several judged",
      .roles(.assessor, .leader, .hr), query: [.quarter, .scorecard, .init("call", .name, "only this call")],
      answer: Calibration.form.schema
    ) { call in
      Calibration.form.json(
        try CalibrationDesk(try call.occasion).calibration(
          in: try call.quarter(), scorecard: call.scorecard, call: call.query("call")))
    },
    .get(
      "/qa/plan", "qa.plan", "How many calls a wanted margin of error needs", .roles(.assessor, .leader, .hr),
      query: [
        .quarter, .init("target_error", .decimal, required: true, "the wanted margin, in points"),
        .init("by", .choice(["agent", "team"]), "a margin for each agent, or each team; agent unless said"),
        .init("sd", .decimal, "the standard deviation of a call's score; as measured unless said"),
        .init("level", .decimal, "the confidence, between 0 and 1; 0.95 unless said"),
      ], answer: SizingDesk.form.schema, sizes),
    .write(
      "POST", "/qa/baseline", "qa.baseline", "Freeze a quarter as the baseline of control limits",
      .roles(.hr),
      mode: .longWrite,
      body: .object([
        .init("quarter", .quarter),
        .init("scorecard", .name, required: false, note: "hotline-call unless said"),
      ]), answer: QualityBaseline.form.schema, status: 201
    ) { call in
      QualityBaseline.form.json(
        try ChartDesk(try call.occasion).freeze(
          try call.quarterMember(), scorecard: call.optionalText("scorecard") ?? "hotline-call"))
    },
    .get(
      "/qa/chart", "qa.chart", "Control charts of QA by weeks, on the frozen baseline",
      .roles(.assessor, .leader, .hr),
      query: [
        .quarter, .scorecard, .init("team", .name, "of one team"), .init("agent", .name, "of one agent"),
      ],
      answer: QualityCharts.form.schema, charts),
    .intake(
      "/qa/incident", "qa.incident", "Record red-line incidents", .roles(.assessor, .leader, .hr)
    ) { call, options in
      try IncidentDesk(try call.occasion).importIncidents(try call.table(Incident.shape), options: options)
    },
    .list(
      "/qa/incident", "qa.incidents", "The red-line incidents of a quarter", .roles(.assessor, .leader, .hr),
      query: [.quarter], of: IncidentDesk.form, key: { $0.row.name }
    ) { try IncidentDesk(try $0.occasion).incidents(in: try $0.quarter()) },
    .act(
      "POST", "/qa/incident/{incident}/confirm", "qa.confirm",
      "Confirm an incident that somebody else recorded",
      .roles(.assessor, .leader, .hr)
    ) { try IncidentDesk(try $0.occasion).confirm($0["incident"]) },
    .intake(
      "/qa/audit", "qa.audit", "Take in audits of sites (mystery visits)", .roles(.assessor, .hr),
      query: [.init("scorecard", .name, "the form; club-audit unless said")]
    ) { call, options in
      try AuditDesk(try call.occasion).importAudits(
        call.source, scorecard: call.query("scorecard") ?? "club-audit", options: options)
    },
    .get(
      "/qa/audit", "qa.audits", "Audits of sites in a quarter, and where points are lost",
      .roles(.assessor, .leader, .hr),
      query: [.quarter, .init("scorecard", .name, "the form; club-audit unless said")],
      answer: AuditDesk.form.schema
    ) { call in
      let (audits, losses) = try AuditDesk(try call.occasion).audits(
        in: try call.quarter(), scorecard: call.query("scorecard") ?? "club-audit")
      return AuditDesk.form.json((audits, losses))
    },
  ]

  @Sendable private static func sizes(_ call: Call) throws -> JSON {
    func number(_ name: String) throws -> Double? {
      guard let text = call.query(name) else { return nil }
      guard let value = ExactDecimal(text)?.double, value > 0 else {
        throw Refusal(.usage, "'\(text)' is no value for \(name)", "send a number above 0")
      }
      return value
    }
    let level = try number("level") ?? 0.95
    guard level < 1 else {
      throw Refusal(.usage, "\(level) is no level of confidence", "send one between 0 and 1, such as 0.95")
    }
    return SizingDesk.form.json(
      try SizingDesk(try call.occasion).sizes(
        try call.quarter(), byTeam: call.query("by") == "team", error: try number("target_error") ?? 1,
        deviation: try number("sd"), level: level))
  }

  @Sendable private static func charts(_ call: Call) throws -> JSON {
    let (desk, quarter) = (ChartDesk(try call.occasion), try call.quarter())
    let subject: ChartDesk.Subject =
      call.query("team").map { .team($0) } ?? call.query("agent").map { .agent($0) } ?? .company
    let (charts, baseline) = try desk.charts(of: subject, in: quarter, scorecard: call.scorecard)
    return QualityCharts.form.json((charts, baseline))
  }
}
