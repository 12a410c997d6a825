import Formats
import Workspace

extension Route {
  /// Schemes: scorecards, blueprints, ladders, pay and the others.
  static let scheme: [Route] = [
    .list(
      "/scheme", "scheme.list", "The schemes, a line for each version", .signedIn, of: Scheme.listForm,
      key: { "\($0.kind) \($0.id) \($0.version)" }
    ) { try SchemeRecords(try $0.occasion.database).all() },
    .get(
      "/scheme/{scheme}", "scheme.show", "A scheme as it was loaded", .signedIn,
      query: [
        .init("version", .integer(1...100_000), "which version; the newest unless said"),
        .init("kind", .choice(House.schemeKinds.map(\.name)), "where several kinds share an id"),
      ], answer: Scheme.form.schema
    ) { call in
      Scheme.form.json(
        try SchemeRecords(try call.occasion.database).only(
          call["scheme"], version: call.queryNumber("version"), kind: call.query("kind")))
    },
    Route(
      "POST", "/scheme", "scheme.load", "Load a scheme; each kind is for the roles that answer for it",
      .roles(.trainer, .examiner, .assessor, .hr, .judge), .longWrite,
      query: Array(Call.intakeParameters.prefix(2)),
      body: .file(["application/json5", "application/json", "text/plain"]),
      answer: .json(.list(SchemeDesk.Outcome.form.schema))
    ) { call in
      .json(
        SchemeDesk.Outcome.form.json(
          try SchemeDesk(try call.occasion, kinds: House.schemeKinds).load(
            [(call.fileName, call.file)], dryRun: call.flag("dry_run"))))
    },
  ]

  /// What was done.
  static let audit: [Route] = [
    .list(
      "/audit", "audit.list", "Who did what, newest first", .roles(.hr),
      query: [.init("last", .integer(1...100_000), "of so many rows; 1,000 unless said")],
      of: Audit.Row.form, key: { "\($0.number)" }
    ) { call in
      try call.occasion.audit(last: call.queryNumber("last") ?? 1_000)
    }
  ]
}
