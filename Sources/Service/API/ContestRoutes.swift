import Competitions
import Formats
import Performance
import Workspace

extension Route {
  /// Contests: entering and drawing, marks, boards, and the final result.
  static let contest: [Route] = [
    .get(
      "/contest/{contest}/board", "contest.board", "The standings as everybody sees them", .signedIn,
      answer: ContestBoard.form.schema
    ) { call in
      let desk = CompetitionDesk(try call.occasion)
      return try desk.board(try desk.contest(call["contest"]), isJury: false).json
    },
    .get(
      "/contest/{contest}/jury", "contest.jury", "The standings with the marks that came after a freeze",
      .roles(.judge, .trainer, .hr), answer: ContestBoard.form.schema
    ) { call in
      let desk = CompetitionDesk(try call.occasion)
      return try desk.board(try desk.contest(call["contest"]), isJury: true).json
    },
    .get(
      "/contest/{contest}/judges", "contest.judges",
      "How severe each judge is, outlying marks, and who would win without one of them",
      .roles(.judge, .trainer, .hr), answer: JudgeReport.form.schema
    ) { call in
      let desk = CompetitionDesk(try call.occasion)
      return try desk.judges(try desk.contest(call["contest"])).json
    },

    // MARK: Entering

    .list(
      "/contest/{contest}/entrants", "contest.entrants", "Who is entered", .signedIn, of: ContestEntry.form,
      key: \.entrant
    ) { call in
      let occasion = try call.occasion
      return try EntryDesk(occasion).entrants(
        of: try CompetitionDesk(occasion).contest(call["contest"]))
    },
    .write(
      "POST", "/contest/{contest}/entrants", "contest.enter", "Enter people or teams",
      .roles(.trainer, .leader, .hr),
      mode: .longWrite, body: .object([.init("entrants", .array(.name, most: 5_000))]),
      answer: enteredForm.schema
    ) { call in
      let (occasion, ids) = (try call.occasion, call.texts("entrants"))
      guard !ids.isEmpty else { throw Refusal(.usage, "nobody is named", "name 'entrants'") }
      let contest = try CompetitionDesk(occasion).contest(call["contest"])
      return enteredForm.json((try EntryDesk(occasion).enter(ids, contest: contest), ids.count))
    },
    .write(
      "POST", "/contest/{contest}/entrants/{entrant}/withdraw", "contest.withdraw",
      "Take an entrant out before the draw",
      .roles(.trainer, .leader, .hr), body: .object([.init("reason", .someText)]),
      answer: withdrawnForm.schema
    ) { call in
      let occasion = try call.occasion
      try EntryDesk(occasion).withdraw(
        call["entrant"], contest: try CompetitionDesk(occasion).contest(call["contest"]),
        reason: call.text("reason"))
      return withdrawnForm.json(call)
    },
    .get(
      "/contest/{contest}/stage/{stage}", "contest.order", "The order of a stage that was drawn", .signedIn,
      answer: ContestDraw.form.schema
    ) { call in
      let occasion = try call.occasion
      return ContestDraw.form.json(
        try EntryDesk(occasion).order(
          of: call["stage"], in: try CompetitionDesk(occasion).contest(call["contest"])))
    },
    .write(
      "POST", "/contest/{contest}/stage/{stage}/draw", "contest.draw",
      "Draw the order and the heats of a stage by lot",
      .roles(.trainer, .judge), mode: .longWrite,
      body: .object([
        .init(
          "seed", .string(.free, 1...20), required: false,
          note: "a whole number of 64 bits as text; else drawn by chance")
      ]), answer: ContestDraw.form.schema
    ) { call in
      let occasion = try call.occasion
      let seed = try call.seed() ?? SystemRandom.number()
      let contest = try CompetitionDesk(occasion).contest(call["contest"])
      let draw = try EntryDesk(occasion).draw(contest, stage: call["stage"], seed: seed)
      return ContestDraw.form.json(("\(seed)", draw.places))
    },

    // MARK: Marks

    .intake(
      "/contest/{contest}/marks", "contest.score", "Take in a table of marks: a judge's own, or by a trainer",
      .roles(.judge, .trainer)
    ) { call, options in
      let desk = CompetitionDesk(try call.occasion)
      return try desk.importMarks(
        try call.table(JudgeMark.shape), contest: try desk.contest(call["contest"]), options: options)
    },
    .write(
      "POST", "/contest/{contest}/stage/{stage}/marks", "contest.mark",
      "Enter a judge's marks for one entrant",
      .roles(.judge, .trainer), mode: .longWrite, query: Array(Call.intakeParameters.dropFirst()),
      body: .object([
        .init("entrant", .name),
        .init("judge", .name, required: false, note: "whose marks these are; one's own unless said"),
        .init(
          "marks",
          .array(.object([.init("criterion", .name, required: false), .init("mark", .number)]), most: 100)),
      ]), answer: IntakeOutcome.form.schema
    ) { call in
      let occasion = try call.occasion
      let judge = call.optionalText("judge") ?? occasion.actor.staff ?? occasion.actor.account
      let marks = call.list("marks").compactMap {
        mark -> (entrant: String, criterion: String, mark: String)? in
        guard case .number(let points)? = mark.member("mark")?.kind else { return nil }
        return (call.text("entrant"), mark.member("criterion")?.text ?? "", points)
      }
      let desk = CompetitionDesk(occasion)
      return try desk.importMarks(
        try JudgeMark.table(marks, stage: call["stage"], judge: judge),
        contest: try desk.contest(call["contest"]), options: call.intakeOptions()
      ).json
    },
    .write(
      "POST", "/contest/{contest}/stage/{stage}/take", "contest.take",
      "Take an exam's results as the marks of a stage",
      .roles(.trainer), mode: .longWrite, query: Array(Call.intakeParameters.dropFirst()),
      body: .object([.init("exam", .name)]), answer: IntakeOutcome.form.schema
    ) { call in
      let desk = CompetitionDesk(try call.occasion)
      return try desk.takeExam(
        call.text("exam"), stage: call["stage"], contest: try desk.contest(call["contest"]),
        options: call.intakeOptions()
      ).json
    },

    // MARK: The end

    .write(
      "POST", "/contest/{contest}/freeze", "contest.freeze",
      "Freeze the public board; later marks show as pending",
      .roles(.judge, .trainer), mode: .longWrite, answer: frozenForm.schema
    ) { call in
      let occasion = try call.occasion
      try FinalDesk(occasion).freeze(try CompetitionDesk(occasion).contest(call["contest"]))
      return frozenForm.json(call)
    },
    .write(
      "POST", "/contest/{contest}/thaw", "contest.thaw", "Show a frozen board as it is again",
      .roles(.judge, .trainer), body: .object([.init("reason", .someText)]), answer: thawedForm.schema
    ) { call in
      let occasion = try call.occasion
      try FinalDesk(occasion).thaw(
        try CompetitionDesk(occasion).contest(call["contest"]), reason: call.text("reason"))
      return thawedForm.json(call)
    },
    .write(
      "POST", "/contest/{contest}/finalise", "contest.finalise",
      "Make the result final: nothing moves afterwards",
      .roles(.judge, .trainer), mode: .longWrite,
      body: .object([
        .init("allows_gaps", .boolean, required: false, note: "also where marks are missing")
      ]), answer: .list(HonoursDesk.Honour.form.schema)
    ) { call in
      let occasion = try call.occasion
      let contest = try CompetitionDesk(occasion).contest(call["contest"])
      let honours = try HonoursDesk(occasion).finalise(contest, allowsGaps: call.isTrue("allows_gaps")) {
        SystemRandom.token(11)
      }
      return HonoursDesk.Honour.form.json(honours.map { ($0, call.isChinese) })
    },
    .write(
      "POST", "/contest/{contest}/annul", "contest.annul",
      "Take a final result back, with its points and certificates", .roles(.trainer, .hr), mode: .longWrite,
      body: .object([
        .init("entrant", .name, required: false, note: "every result unless said"),
        .init("reason", .someText),
      ]), answer: annulledForm.schema
    ) { call in
      let occasion = try call.occasion
      return annulledForm.json(
        try HonoursDesk(occasion).annul(
          try CompetitionDesk(occasion).contest(call["contest"]), entrant: call.optionalText("entrant"),
          reason: call.text("reason")))
    },
  ]

  private static let enteredForm = JSONForm<(entered: Int, named: Int)>([
    .integer("entered") { $0.entered }, .integer("named") { $0.named },
  ])
  private static let withdrawnForm = JSONForm<Call>([.text("withdrawn") { $0["entrant"] }])
  private static let frozenForm = JSONForm<Call>([.text("frozen") { $0["contest"] }])
  private static let thawedForm = JSONForm<Call>([.text("thawed") { $0["contest"] }])
  private static let annulledForm = JSONForm<(entrants: [String], revoked: [String], notices: [String])>([
    .texts("annulled") { $0.entrants }, .texts("revoked") { $0.revoked }, .texts("notices") { $0.notices },
  ])
}
