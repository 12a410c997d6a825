import Formats
import Improvement
import Workforce
import Workspace

extension Route {
  /// Who needs which lesson, and the cycles that would answer it.
  static let need: [Route] = [
    .get(
      "/improve/need", "improve.needs",
      "Who needs which lesson, by the points lost in a quarter, with the evidence",
      .roles(.trainer, .leader, .hr, .assessor),
      query: [
        .quarter, .init("staff", .name, "only this person"),
        .init("team", .name, "only the people of this team"),
        .init("lesson", .name, "only this lesson"), .init("least", least, leastNote), needsScheme,
      ], answer: NeedsDesk.Finding.form.schema, needs),
    .get(
      "/improve/plan", "improve.plan", "Cycles for whoever needs their lessons, the largest gain first",
      .roles(.trainer, .hr, .leader),
      query: [
        .quarter, .init("least", least, leastNote), needsScheme,
        .init("from", .day, "the cycles' first day; in two weeks unless said"),
        .init("to", .day, "their last day; thirty days later unless said"),
      ], answer: NeedPlanDesk.Proposal.form.schema
    ) { call in
      let proposal = try NeedPlanDesk(try call.occasion).plan(
        try call.quarter(), by: call.query("scheme") ?? NeedsDesk.standard, least: call.queryNumber("least"),
        from: call.day("from"), to: call.day("to"))
      return NeedPlanDesk.Proposal.form.json((proposal, []))
    },
    .write(
      "POST", "/improve/plan", "improve.open", "Open the cycles of a plan with their people",
      .roles(.trainer),
      mode: .longWrite,
      body: .object([
        .init("quarter", .quarter), .init("least", least, required: false, note: leastNote),
        .init("scheme", .name, required: false, note: "\(NeedsDesk.standard) unless said"),
        .init("from", .day, required: false, note: "the first day; in two weeks unless said"),
        .init("to", .day, required: false, note: "the last day; thirty days later unless said"),
      ]), answer: NeedPlanDesk.Proposal.form.schema, status: 201
    ) { call in
      let (occasion, quarter) = (try call.occasion, try call.quarterMember())
      let desk = NeedPlanDesk(occasion)
      let opened: NeedPlanDesk.Proposal.Opened = try occasion.weighed {
        try desk.plan(
          quarter, by: call.optionalText("scheme") ?? NeedsDesk.standard, least: call.optionalNumber("least"),
          from: call.dayMember("from"), to: call.dayMember("to"))
      } write: {
        ($0, try desk.open($0))
      }
      return NeedPlanDesk.Proposal.form.json(opened)
    },
    .write(
      "POST", "/improve/measure", "improve.measure", "Decide a measure with an owner and a figure",
      .roles(.leader, .hr),
      body: .object([
        .init("department", .name, note: "who does it"),
        .init("owner", .name, note: "the id of who sees to it"),
        .init("due", .day),
        .init("kind", Measure.Target.kinds, note: "the kind of figure that it is to move"),
        .init("target", .name, note: "the indicator's, item's or lesson's id"),
        .init("what", .someText, note: "what is done"),
        .init("expected", .decimal, required: false, note: "the value that is to be reached"),
        .init(
          "warning", .integer(1...Int(Int32.max)), required: false, note: "the warning that it answers"),
      ]), answer: MeasureDesk.numberForm.schema, status: 201, addMeasure),
    .list(
      "/improve/measure", "improve.measures", "Measures with their last checks",
      .roles(.leader, .hr, .assessor, .trainer), query: [.init("quarter", .quarter, "made in a quarter")],
      of: MeasureRecords.Standing.form, key: { "\($0.id)" }
    ) { try MeasureDesk(try $0.occasion).measures(madeIn: $0.query("quarter").flatMap { Quarter($0) }) },
    .write(
      "POST", "/improve/measure/{measure:number}/check", "improve.check",
      "Set the figure of the quarter before a measure against that after it", .roles(.leader, .hr),
      mode: .longWrite, answer: MeasureDesk.Finding.form.schema
    ) { MeasureDesk.Finding.form.json(try MeasureDesk(try $0.occasion).check($0.number("measure"))) },
  ]

  private static let least = JSONSchema.integer(1...1_000)
  private static let leastNote = "pieces of evidence that make a need; the scheme's unless said"
  private static let needsScheme = Parameter(
    "scheme", .name, "the needs scheme; \(NeedsDesk.standard) unless said")

  @Sendable private static func needs(_ call: Call) throws -> JSON {
    let (staff, team, lesson) = (call.query("staff"), call.query("team"), call.query("lesson"))
    let shown = try NeedsDesk(try call.occasion).shown(
      in: try call.quarter(), by: call.query("scheme") ?? NeedsDesk.standard,
      least: call.queryNumber("least"),
      staff: staff, team: team, lesson: lesson)
    return NeedsDesk.Finding.form.json(shown)
  }

  @Sendable private static func addMeasure(_ call: Call) throws -> JSON {
    let expected = try call.optionalText("expected").map { text in
      guard let value = ExactDecimal(text)?.scaled(to: 4) else {
        throw Refusal(.usage, "'\(text)' is no value to be reached", "send a number such as 85 or 0.5")
      }
      return value
    }
    guard let due = call.dayMember("due"),
      let target = Measure.Target(kind: call.text("kind"), named: call.text("target"))
    else { throw Refusal(.usage, "the measure has no due day or figure", "send 'due', 'kind' and 'target'") }
    let occasion = try call.occasion
    return MeasureDesk.numberForm.json(
      try MeasureDesk(occasion).add(
        Measure(
          department: call.text("department"), owner: call.text("owner"), due: due, target: target,
          what: call.text("what"), warning: call.optionalNumber("warning"), expected: expected,
          made: occasion.today)))
  }
}
