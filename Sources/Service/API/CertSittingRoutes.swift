import Certification
import Formats
import Workforce
import Workspace

extension Route {
  /// Sittings of levels: registering, examining, voting, deciding.
  static let certSittings: [Route] = [
    .list(
      "/cert/sittings", "cert.sittings", "The sittings of levels", .signedIn, of: LevelSitting.countedForm,
      key: { "\($0.sitting.id)" }
    ) { try LevelSittingDesk(try $0.occasion).sittings() },
    .write(
      "POST", "/cert/sittings", "cert.sitting", "Open a sitting of a level for registration",
      .roles(.examiner, .hr),
      body: .object([
        .init("ladder", .name), .init("level", .choice(levels)), .init("date", .day),
        .init("place", .string(.free, 0...400), required: false),
        .init("capacity", .integer(1...100_000), required: false, note: "30 unless said"),
        .init("closes", .day, required: false, note: "last day to register; the day before unless said"),
      ]), answer: LevelSitting.form.schema, status: 201
    ) { call in
      guard let day = call.dayMember("date"), let level = level(named: call.text("level")) else {
        throw Refusal(.usage, "the date or the level is missing", "add 'date' and 'level'")
      }
      return LevelSitting.form.json(
        try LevelSittingDesk(try call.occasion).open(
          call.text("ladder"), level: level, day: day, place: call.optionalText("place") ?? "–",
          capacity: call.optionalNumber("capacity") ?? 30, closes: call.dayMember("closes")))
    },
    .write(
      "POST", "/cert/sittings/{sitting:number}/register", "cert.register",
      "Register people for a sitting: all or none",
      .ownOr(.examiner, .hr, .leader, .trainer), mode: .longWrite,
      body: .object([
        .init("staff", .array(.name, most: 1_000), required: false, note: "oneself unless said"),
        .init("sponsor", .name, required: false, note: "who vouches for them"),
      ]), answer: .list(Registration.form.schema)
    ) { call in
      let named = call.texts("staff")
      let staff = try named.isEmpty ? [call.personMember("staff")] : named
      return Registration.form.json(
        try LevelSittingDesk(try call.occasion).register(
          staff, for: call.number("sitting"), sponsor: call.optionalText("sponsor")))
    },
    .list(
      "/cert/sittings/{sitting:number}/admissions", "cert.admissions", "The admission list of a sitting",
      .roles(.examiner, .hr, .trainer, .leader), of: Registration.form, key: \.staff
    ) { try LevelSittingDesk(try $0.occasion).admissions($0.number("sitting")).list },
    Route(
      "GET", "/cert/sittings/{sitting:number}/admissions/table", "cert.admissions-table",
      "The admission list as CSV", .roles(.examiner, .hr, .trainer, .leader), .read,
      answer: .file(["text/csv"])
    ) { call in
      let (sitting, list) = try LevelSittingDesk(try call.occasion).admissions(call.number("sitting"))
      return .file(
        Array(LevelSittingDesk.table(sitting, list).utf8), type: "text/csv",
        name: "admissions-\(sitting.id).csv")
    },
    .intake(
      "/cert/sittings/{sitting:number}/practical", "cert.practical",
      "Take in the examiners' points for a practical test, line by line", .roles(.examiner)
    ) { call, options in
      try LevelSittingDesk(try call.occasion).importMarks(
        try call.table(PracticalMark.shape), sitting: call.number("sitting"), options: options)
    },
    .write(
      "POST", "/cert/sittings/{sitting:number}/board", "cert.board", "Record a vote of the review board",
      .roles(.examiner, .hr),
      body: .object([
        .init("staff", .name, note: "the candidate"), .init("vote", .choice(["for", "against"])),
        .init("member", .name, required: false, note: "who votes; oneself unless said"),
        .init("reason", .someText),
      ]), answer: voteForm.schema
    ) { call in
      let member = try call.personMember("member")
      try LevelSittingDesk(try call.occasion).vote(
        call.number("sitting"), staff: call.text("staff"), member: member, isFor: call.text("vote") == "for",
        reason: call.text("reason"))
      return voteForm.json((member, call.text("vote")))
    },
    .write(
      "POST", "/cert/sittings/{sitting:number}/decide", "cert.decide",
      "Decide a sitting by the ladder's rule, and award its certificates", .roles(.examiner, .hr),
      mode: .longWrite, query: [Call.intakeParameters[1]], answer: .list(LevelDecision.form.schema)
    ) { call in
      LevelDecision.form.json(
        try LevelSittingDesk(try call.occasion).decide(
          call.number("sitting"), dryRun: call.flag("dry_run")
        ) { SystemRandom.token(11) })
    },
  ]

  private static let voteForm = JSONForm<(member: String, vote: String)>([
    .text("member") { $0.member }, .init("vote", .choice(["for", "against"])) { .string($0.vote) },
  ])
}
