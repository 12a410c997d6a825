import Certification
import Exams
import Formats
import Statistics
import Workforce
import Workspace

extension Route {
  /// Exams: making, opening and releasing them, who sits, and what is done about one sitting.
  static let exam: [Route] = [
    .list("/exam", "exam.list", "The exams, with their windows", .signedIn, of: Exam.form, key: \.id) {
      try ExamRecords(try $0.occasion.database).exams()
    },
    .get(
      "/exam/{exam}", "exam.show", "One exam with its window", .signedIn, mode: .quickRead,
      answer: Exam.form.schema
    ) { call in Exam.form.json(try ExamRecords(try call.occasion.database).exam(call["exam"])) },
    .write(
      "POST", "/exam", "exam.create", "Make an exam from a blueprint that is loaded", .roles(.examiner),
      mode: .longWrite, body: wantedExam, answer: Exam.madeForm.schema, status: 201
    ) { call in
      let exam = try ExamDesk(try call.occasion).create(
        blueprint: call.text("blueprint"), named: call.optionalText("exam"),
        seed: try call.seed() ?? SystemRandom.number(),
        window: ExamDesk.Window(opens: call.time("opens"), closes: call.time("closes")))
      return Exam.madeForm.json(exam)
    },
    .write(
      "POST", "/exam/{exam}/open", "exam.open", "Open an exam for its candidates", .roles(.examiner),
      answer: openForm.schema
    ) { call in
      try ExamDesk(try call.occasion).open(call["exam"])
      return openForm.json(call)
    },
    .write(
      "POST", "/exam/{exam}/release", "exam.release", "Release the results, and with them the seed",
      .roles(.examiner), mode: .longWrite, answer: releasedForm.schema
    ) { call in
      try ExamDesk(try call.occasion).release(call["exam"])
      return releasedForm.json(call)
    },
    // Sittings whose time is over are closed before anything is said of them, so these reads may write.
    .list(
      "/exam/{exam}/candidates", "exam.candidates", "Who sits, when and where",
      .roles(.examiner, .trainer, .hr), mode: .longWrite, of: Candidate.form, key: { $0.candidate.staff }
    ) { call in try ResultDesk(try call.occasion).results(call["exam"]).candidates },
    Route(
      "POST", "/exam/{exam}/candidates", "exam.list-candidates", "Put the people of a table on the list",
      .roles(.examiner), .longWrite, query: [Call.intakeParameters[0]], body: .file(tableTypes),
      answer: .json(listedForm.schema)
    ) { call in
      let count = try ExamDesk(try call.occasion).importCandidates(
        call["exam"], try call.table(Candidate.shape))
      return .json(listedForm.json((call["exam"], count)))
    },
    .write(
      "POST", "/exam/{exam}/defer", "exam.defer", "Put off a candidate's sitting", .roles(.examiner),
      body: .object([.init("staff", .name), .init("reason", .someText)]), answer: deferredForm.schema
    ) { call in
      try ExamDesk(try call.occasion).deferCandidate(
        call["exam"], staff: call.text("staff"), reason: call.text("reason"))
      return deferredForm.json(call)
    },
    .write(
      "POST", "/exam/sitting/{sitting:number}/extend", "exam.extend", "Give a running sitting more minutes",
      .roles(.examiner),
      body: .object([.init("minutes", .integer(1...600)), .init("reason", .someText)]),
      answer: deadlineForm.schema
    ) { call in
      deadlineForm.json(
        try ExamDesk(try call.occasion).extend(
          call.number("sitting"), minutes: call.optionalNumber("minutes") ?? 0, reason: call.text("reason")))
    },
    .write(
      "POST", "/exam/sitting/{sitting:number}/annul", "exam.annul",
      "Take a sitting's result away for cheating; names the certificates that rest on it", .roles(.examiner),
      body: .object([.init("reason", .someText)]), answer: annulledForm.schema
    ) { call in
      let occasion = try call.occasion
      let number = call.number("sitting")
      try ExamDesk(occasion).annul(number, reason: call.text("reason"))
      let staff = try SittingRecords(occasion.database).sitting(number).staff
      let resting = try CertificationDesk(occasion).certificates(of: staff, onSitting: number)
      return annulledForm.json((number, resting.map(\.certificate.number)))
    },
    .write(
      "POST", "/exam/{exam}/papers", "exam.papers", "Deal the papers of people who sit on paper, to print",
      .roles(.examiner), mode: .longWrite,
      body: .object([
        .init("staff", .array(.name, most: 5_000)),
        .init("language", .choice(["en", "zh-Hans"]), required: false),
      ]), answer: PrintedPapers.form.schema
    ) { call in
      let occasion = try call.occasion
      let papers = try ExamDesk(occasion).papers(call["exam"], staff: call.texts("staff"))
      return PrintedPapers.form.json(
        PrintedPapers(
          papers, of: try ExamRoom(occasion, exam: call["exam"]),
          spread: try ExamDesk(occasion).spread(of: call["exam"]),
          language: call.optionalText("language") ?? (call.isChinese ? "zh-Hans" : "en")))
    },
    .get(
      "/exam/{exam}/spread", "exam.spread", "How far the papers dealt so far differ in what they ask",
      .roles(.examiner, .trainer), answer: PrintedPapers.form.schema
    ) { call in
      let occasion = try call.occasion
      return PrintedPapers.form.json(
        PrintedPapers(
          [], of: try ExamRoom(occasion, exam: call["exam"]),
          spread: try ExamDesk(occasion).spread(of: call["exam"]), language: "en"))
    },
    .intake(
      "/exam/{exam}/answers", "exam.answers", "Take in answers given on paper", .roles(.examiner),
      query: [.init("language", .choice(["en", "zh-Hans"]), "of the papers; as Accept-Language unless said")]
    ) { call, options in
      try AnswerSheetDesk(try call.occasion).importAnswers(
        call["exam"], try call.table(AnswerSheets.shape),
        language: call.query("language") ?? (call.isChinese ? "zh-Hans" : "en"), dryRun: options.dryRun)
    },
  ]

  private static let wantedExam = JSONSchema.object([
    .init("blueprint", .name),
    .init("exam", .name, required: false, note: "its id; else the blueprint's with a number"),
    .init(
      "seed", .string(.free, 1...20), required: false,
      note: "a whole number of 64 bits as text; else drawn by chance"),
    .init("opens", .time, required: false), .init("closes", .time, required: false),
  ])

  private static let openForm = JSONForm<Call>([.text("exam") { $0["exam"] }, .word("state", "open")])
  private static let releasedForm = JSONForm<Call>([
    .text("exam") { $0["exam"] }, .word("state", "released"),
  ])
  private static let deferredForm = JSONForm<Call>([
    .text("exam") { $0["exam"] }, .word("state", "deferred"),
  ])
  private static let listedForm = JSONForm<(exam: String, count: Int)>([
    .text("exam") { $0.exam }, .integer("candidates") { $0.count },
  ])
  private static let deadlineForm = JSONForm<Instant>([.time("deadline") { $0 }])
  private static let annulledForm = JSONForm<(sitting: Int, certificates: [String])>([
    .integer("sitting") { $0.sitting }, .word("state", "annulled"),
    .texts("certificates") { $0.certificates },
  ])
}

extension Call {
  /// A seed of 64 bits in the body; `nil` where none is given.
  func seed() throws -> UInt64? {
    guard let text = optionalText("seed") else { return nil }
    guard let seed = UInt64(text) else {
      throw Refusal(.usage, "'\(text)' is no seed", "write a whole number from 0 to 18446744073709551615")
    }
    return seed
  }

  /// A time in the body; `nil` where it is left out.
  func time(_ name: String) -> Instant? { optionalText(name).flatMap { Instant($0) } }

  /// A number of the body in units of so many decimals; `nil` where it is left out.
  ///
  /// - Throws: a refusal where it has more decimals, or is too large.
  func scaled(_ name: String, places: Int) throws -> Int? {
    guard let node = member(name), case .number(let text) = node.kind else { return nil }
    guard let value = ExactDecimal(text)?.scaled(to: places), abs(value) < 1_000_000_000 else {
      throw Refusal(
        .usage, "\(text) is no value for '\(name)'", "give a number with at most \(places) decimals")
    }
    return value
  }
}
