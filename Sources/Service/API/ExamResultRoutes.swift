import Exams
import Formats
import Performance
import Statistics
import Workspace

extension Route {
  /// What exams came to: results, marking, appeals, regrades, and the study of a held exam.
  static let examResults: [Route] = [
    // Sittings whose time is over are closed before anything is said of them, so these reads may write.
    .get(
      "/exam/{exam}/results", "exam.results", "What an exam came to, sitting by sitting",
      .roles(.examiner, .trainer, .hr), mode: .longWrite, answer: ResultDesk.form.schema
    ) { call in ResultDesk.form.json(try ResultDesk(try call.occasion).results(call["exam"])) },
    .get(
      "/exam/rates", "exam.rates", "Pass rates with their intervals, over some exams or all",
      .roles(.examiner, .trainer, .hr), mode: .longWrite,
      query: [
        .init(
          "by", .choice(ResultDesk.Grouping.allCases.map(\.rawValue)),
          "what the groups are; level unless said"),
        .init("exams", .string(.free, 1...4_000), "ids, apart by commas; all exams unless said"),
      ], answer: ResultDesk.ratesForm.schema
    ) { call in
      let grouping = call.query("by").flatMap { ResultDesk.Grouping(rawValue: $0) } ?? .level
      let ids = (call.query("exams") ?? "").split(separator: ",").map(String.init)
      return ResultDesk.ratesForm.json(
        (grouping, try ResultDesk(try call.occasion).passRates(ids, by: grouping)))
    },
    .get(
      "/exam/sitting/{sitting:number}/review", "exam.review",
      "One's own sitting by topic once scores are shown, and by question where and when the blueprint allows",
      .ownOr(.examiner, .trainer), answer: ResultDesk.reviewForm.schema
    ) { call in ResultDesk.reviewForm.json(try ResultDesk(try call.occasion).review(call.number("sitting")))
    },
    .get(
      "/exam/sitting/{sitting:number}/proof", "exam.prove", "That what was typed is what was marked",
      .ownOr(.examiner, .trainer, .hr), answer: ProofDesk.Proof.form.schema
    ) { call in ProofDesk.Proof.form.json(try ProofDesk(try call.occasion).prove(call.number("sitting"))) },
    .get(
      "/exam/{exam}/verify", "exam.verify", "Every paper of a released exam dealt again from its seed",
      .signedIn, answer: ProofDesk.Verification.form.schema
    ) { call in ProofDesk.Verification.form.json(try ProofDesk(try call.occasion).verify(call["exam"])) },

    // MARK: Appeals

    .write(
      "POST", "/exam/sitting/{sitting:number}/appeal", "exam.appeal", "Object to a result", .ownOr(.examiner),
      body: .object([
        .init("question", .integer(1...1_000), required: false, note: "on the paper; else the whole"),
        .init("text", .someText),
      ]), answer: appealedForm.schema, status: 201
    ) { call in
      appealedForm.json(
        try ResultDesk(try call.occasion).appeal(
          call.number("sitting"), place: call.optionalNumber("question").map { $0 - 1 },
          text: call.text("text")))
    },
    .list(
      "/exam/{exam}/appeals", "exam.appeals", "The appeals against an exam's results",
      .roles(.examiner, .trainer), of: Appeal.form, key: { "\($0.id)" }
    ) { call in try ResultDesk(try call.occasion).appeals(call["exam"]) },
    .write(
      "POST", "/exam/appeal/{appeal:number}/decide", "exam.decide", "Decide an appeal", .roles(.examiner),
      body: .object([
        .init("upheld", .boolean),
        .init("points", .number, required: false, note: "what the question earns now, where it is upheld"),
        .init("reason", .someText),
      ]), answer: decidedForm.schema
    ) { call in
      let points = try call.scaled("points", places: 2)
      if let points, points < 0 {
        throw Refusal(.usage, "points are never below nothing", "give what the question earns now")
      }
      try ResultDesk(try call.occasion).decide(
        call.number("appeal"), isUpheld: call.isTrue("upheld"), points: points, reason: call.text("reason"))
      return decidedForm.json((call.number("appeal"), call.isTrue("upheld")))
    },

    // MARK: Marking

    .get(
      "/exam/{exam}/marking", "exam.marking", "How far the marking is, and how well markers agree",
      .roles(.examiner, .trainer), answer: MarkingDesk.progressForm.schema
    ) { call in
      MarkingDesk.progressForm.json(try MarkingDesk(try call.occasion, exam: call["exam"]).progress())
    },
    .list(
      "/exam/{exam}/marking/scripts", "exam.scripts", "The scripts that wait for this account, without names",
      .roles(.examiner, .trainer),
      query: [.init("staff", .name, "only this person's drills, for an examiner who watches one")],
      of: MarkingDesk.Script.form, key: \.code
    ) { call in
      let staff = call.query("staff")
      // A drill is marked where it is watched, with the person before one.
      return try MarkingDesk(try call.occasion, exam: call["exam"]).queue(staff: staff).filter {
        staff != nil || !$0.isDrill
      }
    },
    .write(
      "POST", "/exam/{exam}/marking/scripts/{script}", "exam.mark", "Mark one script",
      .roles(.examiner, .trainer),
      mode: .longWrite,
      body: .object([
        .init("points", .number, required: false),
        .init(
          "lines", .array(.integer(0...100_000), most: 100), required: false,
          note: "points for each line of the rubric, instead of points as a whole"),
        .init("comment", .string(.free, 0...4_000), required: false),
      ]), answer: MarkingDesk.progressForm.schema
    ) { call in
      let desk = try MarkingDesk(try call.occasion, exam: call["exam"])
      try desk.rate(
        code: call["script"], points: try call.scaled("points", places: 2),
        lines: call.list("lines").compactMap(\.integer), comment: call.text("comment"))
      return MarkingDesk.progressForm.json(try desk.progress())
    },
    Route(
      "GET", "/exam/{exam}/marking/table", "exam.marking-table", "The scripts as a table to fill in",
      .roles(.examiner, .trainer), .read, answer: .file(["text/csv"])
    ) { call in
      let text = try MarkingDesk(try call.occasion, exam: call["exam"]).table(chinese: call.isChinese)
      return .file(Array(text.utf8), type: "text/csv", name: "\(call["exam"])-marking.csv")
    },
    Route(
      "POST", "/exam/{exam}/marking/table", "exam.mark-table", "Take in a table of points that was filled in",
      .roles(.examiner, .trainer), .longWrite, query: [Call.intakeParameters[0]], body: .file(tableTypes),
      answer: .json(markedForm.schema)
    ) { call in
      let desk = try MarkingDesk(try call.occasion, exam: call["exam"])
      return .json(markedForm.json(try desk.importTable(try call.table(MarkingDesk.shape))))
    },

    // MARK: Regrading

    Route(
      "POST", "/exam/{exam}/regrade/preview", "exam.regrade-preview",
      "What a table of new keys would change: marks, certificates and, for HR, pay", .roles(.examiner),
      .longWrite, query: regradeParameters, body: .file(tableTypes),
      answer: .json(RegradeStudy.form.schema)
    ) { call in
      let occasion = try call.occasion
      let keys = try RegradeDesk(occasion, exam: call["exam"]).keys(try call.table(RegradeDesk.shape))
      let preview = try RegradeStudy(occasion, exam: call["exam"]).preview(
        keys, neverLowers: call.flag("never_lower"))
      return .json(RegradeStudy.form.json((preview, true)))
    },
    Route(
      "POST", "/exam/{exam}/regrade", "exam.regrade", "Mark a held exam by a table of new keys",
      .roles(.examiner), .longWrite,
      query: regradeParameters + [.init("reason", .someText, required: true, "why; it is kept")],
      body: .file(tableTypes), answer: .json(RegradeStudy.form.schema)
    ) { call in
      let occasion = try call.occasion
      let keys = try RegradeDesk(occasion, exam: call["exam"]).keys(try call.table(RegradeDesk.shape))
      let changed = try RegradeStudy(occasion, exam: call["exam"]).regrade(
        keys, neverLowers: call.flag("never_lower"), reason: call.query("reason") ?? "")
      return .json(RegradeStudy.form.json((changed, false)))
    },

    // MARK: Study

    .get(
      "/exam/{exam}/analysis", "exam.analyse", "How an exam's questions did, with what deserves a look",
      .roles(.examiner, .trainer), answer: ExamAnalysis.form.schema
    ) { call in
      ExamAnalysis.form.json(try StudyDesk(try call.occasion, exam: call["exam"]).analysis())
    },
    .get(
      "/exam/{exam}/equating", "exam.equate", "Different papers on one scale, and each pass decision by it",
      .roles(.examiner, .trainer), answer: Equating.resultForm.schema
    ) { call in
      guard let equating = try StudyDesk(try call.occasion, exam: call["exam"]).equating() else {
        throw Refusal.noModel(call["exam"])
      }
      return Equating.resultForm.json(equating)
    },
    .get(
      "/exam/{exam}/integrity", "exam.integrity", "What a person should look at; never a verdict",
      .roles(.examiner, .trainer), answer: Integrity.form.schema
    ) { call in Integrity.form.json(try StudyDesk(try call.occasion, exam: call["exam"]).integrity()) },
  ]

  private static let appealedForm = JSONForm<Int>([.integer("appeal") { $0 }])
  private static let decidedForm = JSONForm<(appeal: Int, isUpheld: Bool)>([
    .integer("appeal") { $0.appeal }, .flag("upheld") { $0.isUpheld },
  ])
  private static let markedForm = JSONForm<Int>([.integer("marked") { $0 }])
  private static let regradeParameters: [Parameter] = [
    Call.intakeParameters[0],
    .init("never_lower", .boolean, "keep a sitting's marks where they would fall"),
  ]
}
