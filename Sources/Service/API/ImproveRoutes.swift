import Formats
import Improvement
import Workspace

extension Route {
  /// Early warnings, needs, plans, measures, and whether training helped.
  static let improve: [Route] = [
    .write(
      "POST", "/improve/warning", "improve.warn",
      "Look at what every department knows of a quarter, and raise early warnings",
      .roles(.leader, .hr, .assessor), mode: .longWrite,
      body: .object([
        .init("quarter", .quarter),
        .init("scorecard", .name, required: false, note: "hotline-call unless said"),
        .init("department", departments, required: false, note: "only this department's evidence"),
      ]), answer: .list(Warning.form.schema)
    ) { call in
      let department = call.optionalText("department").flatMap { Warning.Department(rawValue: $0) }
      let new = try WarningDesk(try call.occasion).raise(
        try call.quarterMember(), scorecard: call.optionalText("scorecard") ?? "hotline-call",
        of: department.map { [$0] } ?? Set(Warning.Department.allCases))
      return Warning.form.json(new.map { ($0, nil, nil, nil) })
    },
    .list(
      "/improve/warning", "improve.warnings", "Early warnings that are open, the first due first",
      .roles(.leader, .hr, .assessor, .trainer),
      query: [
        .init("all", .boolean, "closed ones too"),
        .init("department", departments, "only of this department"),
        .init("owner", .name, "only those that this person or department sees to"),
      ], of: Warning.form, key: { "\($0.id ?? 0)" }
    ) { call in
      let (today, owner) = (try call.occasion.today, call.query("owner"))
      let only = call.query("department").flatMap { Warning.Department(rawValue: $0) }
      return try WarningDesk(try call.occasion).warnings(openOnly: !call.flag("all")).filter { row in
        (only == nil || row.warning.department == only) && (owner == nil || row.warning.owner == owner)
      }.map { ($0.warning, $0.id, $0.note, today) }
    },
    .act(
      "POST", "/improve/warning/{warning:number}/close", "improve.close",
      "Close a warning with what was done about it", .roles(.leader, .hr),
      body: .object([.init("note", .someText)])
    ) { try WarningDesk(try $0.occasion).close($0.number("warning"), note: $0.text("note")) },
    .get(
      "/improve/effect/{cycle:number}", "improve.effect",
      "Whether a cycle helped: reaction, learning, behaviour, results", .roles(.trainer, .hr),
      query: [
        .init("before", .quarter, "the quarter before the cycle unless said"),
        .init("after", .quarter, "the quarter after it unless said"),
      ], answer: EffectDesk.Report.form.schema
    ) { call in
      EffectDesk.Report.form.json(
        try EffectDesk(try call.occasion).effect(
          of: call.number("cycle"), before: call.query("before").flatMap { Quarter($0) },
          after: call.query("after").flatMap { Quarter($0) }))
    },
  ]

  private static let departments = JSONSchema.choice(Warning.Department.allCases.map(\.rawValue))
}
