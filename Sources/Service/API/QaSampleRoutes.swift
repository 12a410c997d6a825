import Formats
import Improvement
import Quality
import Workspace

extension Route {
  /// Drawing calls, proving a draw, replacing what was lost, and who scores what.
  static let qaSample: [Route] = [
    Route(
      "POST", "/qa/sample", "qa.sample", "Draw the calls of a quarter that are to be judged",
      .roles(.assessor),
      .longWrite, query: sampleParameters, body: .file(tableTypes), answer: .json(drawSchema)
    ) { call in
      var rejected: [JSON] = []
      let outcome = try draw(call, rejected: { row, faults in rejected.append(damaged(row, faults)) }) { _ in
      }
      return .json(
        .object([
          ("draw", outcome.json), ("drawn_before", .bool(outcome.wasDrawn)),
          ("notices", .array(outcome.notices.map(JSON.string))), ("rejected", .array(rejected)),
        ]))
    },
    Route(
      "POST", "/qa/sample/rows", "qa.sample-rows", "Draw calls, and get the drawn rows of the list as CSV",
      .roles(.assessor), .longWrite, query: sampleParameters, body: .file(tableTypes),
      answer: .file(["text/csv"])
    ) { call in
      var text = CSVWriter.line(SampleDesk.outputColumns)
      _ = try draw(call, rejected: { _, _ in }) { text += CSVWriter.line($0) }
      return .csv(text, name: "sample.csv")
    },
    Route(
      "POST", "/qa/sample/verify", "qa.sample-verify",
      "Draw a quarter's calls again and compare; writes nothing",
      .roles(.assessor, .hr), .read,
      query: [.quarter, .init("file", .name, "the file's name, for messages")],
      body: .file(tableTypes), answer: .json(.list(SampleDesk.Proof.form.schema))
    ) { call in
      let desk = SampleDesk(try call.occasion)
      let draws = try desk.storedDraws(in: try call.quarter())
      guard !draws.isEmpty else {
        throw Refusal(.noInput, "\(try call.quarter()) has no draw", "draw one: POST /api/v1/qa/sample")
      }
      let proofs = try draws.map { try desk.verify(try call.table(SampleDesk.callShape), $0) }
      return .json(SampleDesk.Proof.form.json(proofs))
    },
    .write(
      "POST", "/qa/call/{call}/lost", "qa.lost",
      "Replace a call whose recording is lost by the next of the reserve",
      .roles(.assessor), body: .object([.init("reason", .someText)]),
      answer: SampleDesk.replacementForm.schema
    ) { call in
      let next = try SampleDesk(try call.occasion).replace(lost: call["call"], reason: call.text("reason"))
      return SampleDesk.replacementForm.json((call["call"], next))
    },
    .list(
      "/qa/loss", "qa.losses", "Lost recordings of a quarter, and what took their place",
      .roles(.assessor, .leader, .hr), query: [.quarter], of: SampleDesk.lossForm, key: { $0.call }
    ) { try SampleDesk(try $0.occasion).losses(in: try $0.quarter()) },
    .write(
      "POST", "/qa/task", "qa.assign", "Hand the drawn calls of a quarter to assessors",
      .roles(.assessor, .hr),
      mode: .longWrite,
      body: .object([
        .init("quarter", .quarter), .init("assessors", .array(.name, most: 1_000)),
        .init("plan", .name, required: false, note: "that of the last draw unless said"),
        .init("seed", .seed, note: "who has it can make the assignment again"),
        .init("dry_run", .boolean, required: false),
      ]), answer: AssignmentDesk.Outcome.form.schema
    ) { call in
      let quarter = try call.quarterMember()
      let samples = SampleDesk(try call.occasion)
      let plan =
        try call.optionalText("plan").map { try samples.plan($0, on: quarter.lastDay) }
        ?? samples.planOfDraws(in: quarter)
      let outcome = try AssignmentDesk(try call.occasion).assign(
        quarter, to: call.texts("assessors"), plan: plan, seed: UInt64(call.optionalNumber("seed") ?? 0),
        dryRun: call.isTrue("dry_run"))
      return AssignmentDesk.Outcome.form.json(outcome)
    },
    .list(
      "/qa/task", "qa.tasks", "Calls that are still to be scored: an assessor's own, anybody's for who leads",
      .roles(.assessor, .leader, .hr), query: [.init("assessor", .name, "only those of one assessor")],
      of: AssignmentRecords.Task.form, key: { "\($0.task.id)" }
    ) { call in
      let today = try call.occasion.today
      return try AssignmentDesk(try call.occasion).tasks(of: call.query("assessor")).map { ($0, today) }
    },
    .act(
      "POST", "/qa/task/{call}/reassign", "qa.reassign",
      "Give a call that is still to be scored to another assessor",
      .roles(.assessor, .hr), body: reassignment
    ) { call in
      try AssignmentDesk(try call.occasion).reassign(
        call["call"], from: call.text("from"), to: call.text("to"), reason: call.text("reason"))
    },
    .write(
      "POST", "/qa/task/reassign", "qa.reassign-all",
      "Give all calls that an assessor has still to score to another",
      .roles(.assessor, .hr), mode: .longWrite, body: reassignment,
      answer: .object([
        .init("reassigned", .count),
        .init("kept", .list(.object([.init("call", .text), .init("why", .text)]))),
      ])
    ) { call in
      let (given, kept) = try AssignmentDesk(try call.occasion).reassign(
        nil, from: call.text("from"), to: call.text("to"), reason: call.text("reason"))
      return .object([
        ("reassigned", .int(given)),
        (
          "kept",
          .array(kept.map { .object([("call", .string($0.call)), ("why", .string($0.refusal.summary))]) })
        ),
      ])
    },
  ]

  private static let reassignment = JSONSchema.object([
    .init("from", .name), .init("to", .name), .init("reason", .someText),
  ])

  private static let sampleParameters: [Parameter] = [
    .quarter, .init("plan", .name, "the sampling plan, such as hotline-sampling"),
    .init("per_agent", .integer(1...1_000), "instead of a plan: how many calls of each agent"),
    .init("from", .day, "draw from the calls of this day on"),
    .init("to", .day, "draw from the calls up to this day"),
    .init("seed", .seed, required: true, "who has it can draw the same calls again"),
    .init("skip_bad", .boolean, "pass over damaged rows instead of refusing the list"),
    .init("file", .name, "the file's name, for messages"), .init("dry_run", .boolean, "write nothing"),
  ]

  private static let drawSchema = JSONSchema.object([
    .init("draw", SampleDesk.Outcome.form.schema), .init("drawn_before", .boolean),
    .init("notices", .list(.text)),
    .init("rejected", .list(.object([.init("line", .count), .init("wrong", .list(.text))]))),
  ])

  private static func damaged(_ row: TableRow, _ faults: [String]) -> JSON {
    .object([("line", .int(row.line)), ("wrong", .array(faults.map(JSON.string)))])
  }

  private static func draw(
    _ call: Call, rejected: @escaping (TableRow, [String]) -> Void, output: ([String]) -> Void
  ) throws -> SampleDesk.Outcome {
    let occasion = try call.occasion
    let (desk, quarter) = (SampleDesk(occasion), try call.quarter())
    let days = try SampleDesk.days(of: quarter, from: call.day("from"), to: call.day("to"))
    let order = SampleDesk.Order(
      plan: try desk.plan(
        call.query("plan"), perAgent: call.queryNumber("per_agent"), on: days.upperBound),
      quarter: quarter, days: days, seed: UInt64(call.queryNumber("seed") ?? 0),
      warned: try WarningRecords(occasion.database).warnedStaff())
    return try desk.sample(
      try call.table(SampleDesk.callShape), order, dryRun: call.flag("dry_run"),
      rejected: call.flag("skip_bad") ? rejected : nil, output: output)
  }
}
