import Formats
import Quality
import Workspace

extension Route {
  /// Scoring calls, and what agents and those who decide do about it.
  static let qaEvaluation: [Route] = [
    .intake(
      "/qa/evaluation", "qa.import", "Take in evaluations made on a scorecard", .roles(.assessor),
      query: [.scorecard]
    ) { call, options in
      try QualityDesk(try call.occasion).importEvaluations(
        call.source, scorecard: call.scorecard, options: options)
    },
    .list(
      "/qa/evaluation/{call}", "qa.show",
      "The evaluations of a call: items, comments, steps, days left for disputing",
      .ownOr(.assessor, .leader, .hr), of: DisputeDesk.Case.form, key: { "\($0.id)" }
    ) { try DisputeDesk(try $0.occasion).cases(of: $0["call"]) },
    .get(
      "/qa/call/{call}/form", "qa.form", "The form of a call for an assessor, as far as it is filled in",
      .roles(.assessor), query: [.init("assessor", .name, "who scores; oneself unless said"), .scorecard],
      answer: ScoringRoom.form.schema
    ) { call in
      let room = try ScoringRoom(
        try call.occasion, call: call["call"], assessor: call.query("assessor"), scorecard: call.scorecard,
        agent: nil, kind: nil)
      return ScoringRoom.form.json(room)
    },
    .act(
      "PUT", "/qa/call/{call}/form", "qa.keep", "Keep a form that is not yet filled in", .roles(.assessor),
      mode: .longWrite, body: filledForm
    ) { call in
      let room = try room(call)
      try room.keep(try draft(call, room), at: call.now)
    },
    .write(
      "POST", "/qa/call/{call}/score", "qa.score", "Hand a call's form in as an evaluation",
      .roles(.assessor),
      mode: .longWrite, body: filledForm, answer: ScoringRoom.resultForm.schema, status: 201
    ) { call in
      let room = try room(call)
      return ScoringRoom.resultForm.json((room, try room.submit(try draft(call, room), at: call.now)))
    },
    .act(
      "POST", "/qa/evaluation/{call}/acknowledge", "qa.acknowledge", "Accept an evaluation, as the agent",
      .ownOr(.hr),
      body: .object([ofAssessor])
    ) { try DisputeDesk(try $0.occasion).acknowledge($0["call"], assessor: $0.optionalText("assessor")) },
    .act(
      "POST", "/qa/evaluation/{call}/dispute", "qa.dispute",
      "Dispute an evaluation, or take the leader's decision to the panel, as the agent", .ownOr(.hr),
      body: .object([
        .init("text", .someText, note: "what is wrong with it"),
        .init("late", .someText, required: false, note: "why it comes late, where its time is over"),
        ofAssessor,
      ])
    ) { call in
      try DisputeDesk(try call.occasion).dispute(
        call["call"], assessor: call.optionalText("assessor"), text: call.text("text"),
        lateReason: call.optionalText("late"))
    },
    .act(
      "POST", "/qa/evaluation/{call}/withdraw", "qa.withdraw", "Withdraw a dispute, as the agent",
      .ownOr(.hr),
      body: .object([ofAssessor])
    ) { try DisputeDesk(try $0.occasion).withdraw($0["call"], assessor: $0.optionalText("assessor")) },
    .write(
      "POST", "/qa/evaluation/{call}/decide", "qa.decide",
      "Decide a dispute: the leader first, then the panel",
      .roles(.leader, .assessor, .hr), mode: .longWrite,
      body: .object([
        .init("outcome", .choice(DisputeStep.Outcome.allCases.map(\.rawValue))),
        .init(
          "changes", .map(.string(.free, 1...40)), required: false,
          note: "the new answers by item, where it is changed"),
        .init("text", .someText, note: "why"), ofAssessor,
      ]),
      answer: .object(
        DisputeDesk.decisionForm.members.map { .init($0.name, $0.schema) } + [
          .init("notices", .list(.text))
        ]), decide),
    .list(
      "/qa/dispute", "qa.disputes", "Disputes that wait for a decision", .roles(.assessor, .leader, .hr),
      of: DisputeDesk.waitingForm, key: { "\($0.call) \($0.assessor)" }
    ) { try DisputeDesk(try $0.occasion).waiting() },
  ]

  private static let ofAssessor = JSONSchema.Member(
    "assessor", .name, required: false, note: "whose evaluation, where the call has several")

  private static let filledForm = JSONSchema.object([
    .init("answers", .map(.string(.free, 1...40)), note: "by item: yes, no, points or NA"),
    .init("notes", .map(.someText), required: false, note: "what is written about an item"),
    .init("comment", .someText, required: false),
    .init("moment", .string(.free, 1...40), required: false, note: "the place in the recording"),
    .init("assessor", .name, required: false, note: "who scores; oneself unless said"),
    .init("scorecard", .name, required: false, note: "hotline-call unless said"),
    .init(
      "kind", Evaluation.Kind.schema, required: false, note: "as the call was assigned unless said"),
    .init("agent", .name, required: false, note: "whose call it is, where it was not drawn"),
  ])

  private static func room(_ call: Call) throws -> ScoringRoom {
    try ScoringRoom(
      try call.occasion, call: call["call"], assessor: call.optionalText("assessor"),
      scorecard: call.optionalText("scorecard") ?? "hotline-call", agent: call.optionalText("agent"),
      kind: call.optionalText("kind").flatMap { Evaluation.Kind(named: $0) })
  }

  private static func draft(_ call: Call, _ room: ScoringRoom) throws -> ScoringDraft {
    try room.draft(
      answers: call.textMembers("answers"), notes: call.textMembers("notes"),
      comment: call.optionalText("comment"), moment: call.optionalText("moment"))
  }

  @Sendable private static func decide(_ call: Call) throws -> JSON {
    let outcome = DisputeStep.Outcome(rawValue: call.text("outcome")) ?? .upheld
    let changes = call.textMembers("changes")
    guard (outcome == .changed) == !changes.isEmpty else {
      throw Refusal(
        .usage, "what is changed is said, and what is upheld is not changed",
        "send 'changes' with the outcome changed, and only with it")
    }
    let (score, notices) = try DisputeDesk(try call.occasion).decide(
      call["call"], assessor: call.optionalText("assessor"),
      changes: outcome == .changed ? Dictionary(changes) { $1 } : nil, text: call.text("text"))
    return DisputeDesk.decisionForm.json(
      (call["call"], outcome, score), with: [("notices", .array(notices.map(JSON.string)))])
  }
}
