import Formats
import Improvement
import Terminal
import Training
import Workspace

extension Verb {
  static let cyclePlan = Verb(
    "cycle", "plan", arguments: ["SCHEME"],
    options: [
      Option("--until", "DATE", en: "plan up to this day", zh: "计划截止日期"),
      Option(
        "--from", "DATE", en: "as it would have been planned on this day; today unless said", zh: "计划日期，默认今天"),
      Option("--staff", "ID", en: "only show this person: what is next, and when", zh: "仅显示此员工"),
      Option("--people", en: "everybody with the reasons", zh: "列出每个人及原因"),
      Option("--open", en: "open the classes as cycles; else only propose them", zh: "按计划开班，否则仅建议"),
    ], needs: ["--until"], en: "propose classes by rule: who needs what by when, and why", zh: "按规则制定培训计划",
    example: "merit cycle plan hotline-training --until 2026-12-31 --people"
  ) { session, input in
    let opens = input.flag("--open")
    if opens, input.value("--staff") != nil {
      throw Refusal(
        .usage, "--open opens everybody's classes, and --staff shows one person's", "leave one of them out")
    }
    let occasion = try session.occasion(readOnly: !opens)
    let desk = TrainingPlanDesk(occasion, on: try input.day("--from"))
    let until = try input.requiredDay("--until")
    // What is opened is what was free when it was planned.
    let (plan, cycles): (TrainingPlanDesk.Plan, [Int]) =
      try opens
      ? occasion.weighed {
        try desk.plan(input.argument(0), until: until)
      } write: {
        ($0, try desk.open($0) { SystemRandom.token(6) })
      } : (desk.plan(input.argument(0), until: until), [])
    if let staff = input.value("--staff") {
      let own = plan.needs.filter { $0.facts.staff == staff }
      session.report(TrainingNeed.form.json(own.map { ($0, session.isChinese) })) {
        for need in own { show(need, session, indent: "") }
        if own.isEmpty {
          session.say(session.word("'\(staff)' needs nothing until then", "\(staff) 在此期间无需培训"))
        }
      }
      return .done
    }
    session.report(CohortPlan.form.json((plan.cohorts, cycles, session.isChinese))) {
      show(plan, session, people: input.flag("--people"))
      if opens {
        session.say(
          session.word(
            "\(cycles.count) cycles opened; see: merit cycle status, merit cycle sessions",
            "已开班 \(cycles.count) 期；查看：merit cycle status、merit cycle sessions"))
      }
    }
    return .done
  }

  private static func show(_ plan: TrainingPlanDesk.Plan, _ session: Session, people: Bool) {
    var table = AlignedTable(
      [
        session.word("class", "班"), session.word("course", "课程"), session.word("days", "日期"),
        session.word("room", "教室"), session.word("instructor", "讲师"), session.word("people", "人数"),
      ], numbers: [0, 5])
    for (place, cohort) in plan.cohorts.cohorts.enumerated() {
      let days = [cohort.days.first, cohort.days.last].compactMap { $0?.description }
      table.add([
        "\(place + 1)", cohort.subject.course,
        days.count == 2 && days[0] != days[1] ? days.joined(separator: " – ") : days.first ?? "",
        cohort.room?.id ?? session.word("online", "在线"), cohort.instructor?.id ?? "",
        "\(cohort.people.count)",
      ])
    }
    if !table.isEmpty { session.show(table) }
    if people {
      for (place, cohort) in plan.cohorts.cohorts.enumerated() {
        session.say("\n\(session.word("class", "班")) \(place + 1): \(cohort.subject.course)")
        for need in cohort.people { show(need, session, indent: "  ") }
      }
    }
    if !plan.cohorts.unplaced.isEmpty {
      session.say(session.word("\nnot placed:", "\n未能安排："))
      let reasons = Dictionary(grouping: plan.cohorts.unplaced) { session.word($0.reason) }
      let sorted = reasons.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }
      for (reason, own) in people ? sorted[...] : sorted.prefix(8) {
        let names = own.prefix(6).map(\.need.facts.staff).joined(separator: ", ")
        session.say("  \(own.count)  \(reason)  (\(names)\(own.count > 6 ? ", …" : ""))")
      }
      if !people, sorted.count > 8 {
        session.say(
          session.word(
            "  and \(sorted.count - 8) further reasons; see --people",
            "  另有 \(sorted.count - 8) 种原因，见 --people"))
      }
    }
    let placed = plan.cohorts.cohorts.reduce(0) { $0 + $1.people.count }
    session.say(
      session.word(
        "\(plan.needs.count) needs; \(placed) placed in \(plan.cohorts.cohorts.count) classes, \(plan.cohorts.unplaced.count) not placed",
        "需求 \(plan.needs.count) 项；\(plan.cohorts.cohorts.count) 个班安排 \(placed) 人，未安排 \(plan.cohorts.unplaced.count) 人"
      ))
  }

  private static func show(_ need: TrainingNeed, _ session: Session, indent: String) {
    let lessons = need.lessons.isEmpty ? "" : " (\(need.lessons.joined(separator: ", ")))"
    session.say(
      "\(indent)\(need.facts.staff)  \(need.facts.name)  \(need.course)\(lessons)  \(session.word("by", "截止")) \(need.due)"
    )
    for reason in need.reasons { session.say("\(indent)    \(session.word(reason))") }
  }
}
