import Formats
import Improvement
import Terminal
import Workspace

extension Verb {
  static let improvePlan = Verb(
    "improve", "plan", arguments: ["QUARTER"],
    options: [
      leastEvidence, needsScheme,
      Option("--from", "DATE", en: "the cycles' first day; in two weeks unless said", zh: "开班日期，默认两周后"),
      Option("--to", "DATE", en: "their last day; thirty days later unless said", zh: "结班日期，默认再过三十天"),
      Option("--open", en: "open the cycles; else only propose them", zh: "开班，否则仅建议"),
    ], en: "cycles of courses for whoever needs their lessons, the largest expected gain first",
    zh: "按需求制定班次：按预期收益排序", example: "merit improve plan 2026Q3 --least 3 --open"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let opens = input.flag("--open")
    let occasion = try session.occasion(readOnly: !opens)
    let desk = NeedPlanDesk(occasion)
    let least = try input.integer("--least", in: 1...1_000)
    let (from, to) = (try input.day("--from"), try input.day("--to"))
    func weigh() throws -> NeedPlanDesk.Proposal {
      try desk.plan(
        quarter, by: input.value("--scheme") ?? NeedsDesk.standard, least: least, from: from, to: to)
    }
    let (proposal, cycles): (NeedPlanDesk.Proposal, [Int]) =
      try opens ? occasion.weighed(weigh) { ($0, try desk.open($0)) } : (weigh(), [])
    session.report(NeedPlanDesk.Proposal.form.json((proposal, cycles))) {
      show(proposal, session)
      if opens {
        session.say(
          session.word(
            "opened: \(cycles.map(String.init).joined(separator: ", ")); see: merit cycle status, and later merit improve effect CYCLE",
            "已开班：\(cycles.map(String.init).joined(separator: "、"))；查看 merit cycle status，日后用 merit improve effect 评估"
          )
        )
      }
    }
    return .done
  }

  private static func show(_ proposal: NeedPlanDesk.Proposal, _ session: Session) {
    let finding = proposal.finding
    var table = AlignedTable(
      [
        session.word("cycle", "班"), session.word("course", "课程"), session.word("people", "人数"),
        session.word("gain", "预期收益"), session.word("lessons (people)", "课次（人数）"),
      ], numbers: [0, 2, 3])
    for (place, cycle) in proposal.plan.cycles.enumerated() {
      let lessons = Dictionary(grouping: cycle.people.flatMap(\.needs), by: \.lesson).mapValues(\.count)
      let sorted = lessons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      table.add([
        "\(place + 1)", cycle.course, "\(cycle.people.count)", cycle.gain.description,
        sorted.prefix(5).map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
          + (sorted.count > 5 ? ", …" : ""),
      ])
    }
    if !table.isEmpty { session.show(table) }
    for (reason, own) in Dictionary(grouping: proposal.plan.unplaced, by: { session.word($0.reason) })
      .sorted(by: { $0.key < $1.key })
    {
      let names = own.prefix(6).map { finding.people[$0.staff]?.id ?? "?" }.joined(separator: ", ")
      session.say(
        session.word(
          "not placed, \(own.count): \(reason) (\(names)\(own.count > 6 ? ", …" : ""))",
          "未安排 \(own.count) 人次：\(reason)（\(names)\(own.count > 6 ? "，…" : "")）"))
    }
    let people = proposal.plan.cycles.reduce(0) { $0 + $1.people.count }
    session.say(
      session.word(
        "places: \(people), cycles: \(proposal.plan.cycles.count), \(proposal.from) to \(proposal.to)",
        "\(proposal.plan.cycles.count) 个班 \(people) 人次，\(proposal.from) 至 \(proposal.to)"))
  }
}
