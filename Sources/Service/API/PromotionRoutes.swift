import Formats
import Performance
import Workspace

extension Route {
  /// Steps: whom the rules propose, and what named people decide.
  static let promotion: [Route] = [
    .intake(
      "/promotion/grade", "promotion.import", "Take in grades from before Merit", .roles(.hr)
    ) { call, options in
      try QuarterDesk(try call.occasion).importGrades(try call.table(EarlierGrade.shape), options: options)
    },
    .get(
      "/promotion/{quarter:quarter}", "promotion.list",
      "Whom the rules propose by each scheme, and what others lack; a leader's own people for a leader",
      .roles(.hr, .leader),
      query: [
        .init("scheme", .name, "only this scheme"), .init("staff", .name, "only this person"),
        .init("all", .boolean, "also whoever does not meet the conditions"),
      ], answer: .list(PromotionDesk.List.form.schema)
    ) { call in
      let staff = call.query("staff")
      let lists = try PromotionDesk(try call.occasion).lists(
        in: try call.quarter(), scheme: call.query("scheme"))
      return PromotionDesk.List.form.json(
        lists.map { list in
          let people = list.proposals.filter { proposal in
            staff.map { $0 == proposal.person.staff }
              ?? (call.flag("all") || proposal.isEligible || list.decisions[proposal.person.staff] != nil)
          }
          return (list, people, call.isChinese)
        })
    },
    .get(
      "/promotion/{quarter:quarter}/person/{staff}", "promotion.show",
      "Each condition of a person's steps: what holds, what fails, what would make it true",
      .ownOr(.hr, .leader), answer: .list(PromotionDesk.List.form.schema)
    ) { call in
      let lists = try PromotionDesk(try call.occasion).standing(
        of: try call.person(), in: try call.quarter())
      return PromotionDesk.List.form.json(lists.map { ($0, $0.proposals, call.isChinese) })
    },
    .write(
      "POST", "/promotion/{quarter:quarter}/decision", "promotion.decide",
      "Decide on a step in the name of the account", .roles(.hr), mode: .longWrite,
      body: .object([
        .init("staff", .name), .init("scheme", .name),
        .init("decision", .choice(PromotionDecision.Verdict.allCases.map(\.rawValue))),
        .init("from", .day, required: false, note: "the first day of what changes on the roster; else today"),
        .init("team", .name, required: false, note: "the team of a new post; else the present one"),
        .init("correct", .boolean, required: false, note: "replace a decision, with a reason"),
        .init("reason", .someText, required: false, note: "why; needed where it differs from the rule"),
      ]), answer: PromotionDecision.form.schema, status: 201
    ) { call in
      let order = PromotionOrder(
        quarter: try call.quarter(), staff: call.text("staff"), scheme: call.text("scheme"),
        verdict: PromotionDecision.Verdict(rawValue: call.text("decision")) ?? .keep,
        reason: call.optionalText("reason"), from: call.dayMember("from"), team: call.optionalText("team"),
        isCorrection: call.isTrue("correct"))
      return PromotionDecision.form.json(try PromotionDecisionDesk(try call.occasion).decide(order))
    },
    .list(
      "/promotion/{quarter:quarter}/decision", "promotion.decisions",
      "Who decided what about steps, and why; replaced decisions too", .roles(.hr, .leader),
      of: PromotionDecision.form, key: { "\($0.decision.id)" }
    ) { try PromotionDesk(try $0.occasion).decisions(in: try $0.quarter()) },
    .write(
      "POST", "/promotion/apply", "promotion.apply", "Change the roster by decisions whose day has come",
      .roles(.hr), mode: .longWrite, answer: .list(RosterChange.form.schema)
    ) { RosterChange.form.json(try PromotionDecisionDesk(try $0.occasion).applyDue()) },
    .intake("/promotion/vacancy", "promotion.import-vacancies", "Take in vacancies", .roles(.hr)) {
      call, options in
      try VacancyDesk(try call.occasion).importVacancies(try call.table(Vacancy.shape), options: options)
    },
    .list(
      "/promotion/vacancy", "promotion.vacancies", "Vacancies, and which of their places are left",
      .roles(.hr, .leader), of: VacancyBalance.form, key: { "\($0.id)" }
    ) { try VacancyDesk(try $0.occasion).balances() },
  ]
}
