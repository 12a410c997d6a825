import Exams
import Formats
import Workspace

extension Route {
  /// Question banks.
  static let bank: [Route] = [
    .list(
      "/bank", "bank.list", "How many questions there are by bank, level and topic",
      .roles(.trainer, .examiner), of: BankDesk.countForm, key: { "\($0.bank)\n\($0.level)\n\($0.topic)" }
    ) { try BankDesk(try $0.occasion).counts() },
    .list(
      "/bank/{bank}", "bank.stats", "How a bank's questions did over all exams", .roles(.trainer, .examiner),
      of: BankDesk.Standing.form, key: \.question.id
    ) { call in try BankDesk(try call.occasion).statistics(of: call["bank"]) },
    Route(
      "POST", "/bank", "bank.load",
      "Load a question file: GIFT, Moodle XML, Aiken, Chinese text, CSV or XLSX", .roles(.trainer, .examiner),
      .longWrite, query: fileParameters + [Call.intakeParameters[1]], body: .file(questionTypes),
      answer: .json(BankDesk.Outcome.form.schema)
    ) { call in
      .json(
        BankDesk.Outcome.form.json(
          try BankDesk(try call.occasion).load(
            call.file, named: try call.questionFile, defaults: call.labels, dryRun: call.flag("dry_run"))))
    },
    Route(
      "POST", "/bank/difference", "bank.diff", "What loading a file would change, question by question",
      .roles(.trainer, .examiner), .longWrite, query: fileParameters, body: .file(questionTypes),
      answer: .json(.list(BankDesk.Change.form.schema))
    ) { call in
      .json(
        BankDesk.Change.form.json(
          try BankDesk(try call.occasion).difference(
            call.file, named: try call.questionFile, defaults: call.labels)))
    },
    Route(
      "GET", "/bank/{bank}/file", "bank.export", "A bank's questions as a file, keys included",
      .roles(.trainer, .examiner), .read,
      query: [
        .init("format", .choice(QuestionFormat.allCases.map(\.rawValue)), "gift unless said"),
        .init("language", .choice(["en", "zh-Hans"]), "as Accept-Language unless said"),
      ], answer: .file(questionTypes)
    ) { call in
      let format = call.query("format").flatMap { QuestionFormat(rawValue: $0) } ?? .gift
      let language = call.query("language") ?? (call.isChinese ? "zh-Hans" : "en")
      let questions = try BankDesk(try call.occasion).questions(of: call["bank"], in: language)
      let (bytes, losses) = try QuestionFile.bytes(questions, as: format, chinese: language == "zh-Hans")
      var reply = Reply.file(
        bytes, type: questionType(format), name: "\(call["bank"]).\(language).\(format.rawValue)")
      reply.headers = [("X-Not-Carried", "\(losses.count)")]
      return reply
    },
    .write(
      "POST", "/bank/question/{question}/retire", "bank.retire",
      "Draw a question no more; exams that are made keep it",
      .roles(.trainer, .examiner), body: .object([.init("reason", .someText)]), answer: retiredForm.schema
    ) { call in
      try BankDesk(try call.occasion).retire(call["question"], reason: call.text("reason"))
      return retiredForm.json(call)
    },
  ]

  private static let retiredForm = JSONForm<Call>([
    .text("question") { $0["question"] }, .flag("retired") { _ in true },
  ])

  private static let questionTypes = tableTypes + ["text/plain", "application/xml"]

  private static func questionType(_ format: QuestionFormat) -> String {
    switch format {
    case .gift, .aiken: "text/plain"
    case .xml: "application/xml"
    case .csv: tableTypes[0]
    case .xlsx: tableTypes[1]
    }
  }

  private static let fileParameters: [Parameter] = [
    .init(
      "file", .name, required: true,
      "the file's name: its end tells the form, and NAME.en.gift or NAME.zh-Hans.gift the language"),
    .init("bank", .name, required: true, "the bank that the questions belong to"),
    .init("level", .name, "the level of questions that tell none"),
    .init("topic", .name, "their topic"),
    .init("difficulty", .choice(["easy", "medium", "hard"]), "their difficulty"),
    .init("lesson", .name, "their lesson"),
    .init("id_prefix", .name, "numbers questions without an id after this"),
    .init(
      "language", .choice(["en", "zh-Hans"]), "of a file whose name tells none; zh-Hans unless said"),
  ]
}

extension Call {
  /// The name of an uploaded question file; one that would lead to a place is none.
  fileprivate var questionFile: String {
    get throws {
      guard !fileName.contains("/") else {
        throw Refusal(.usage, "'\(fileName)' is no file's name", "leave the folder out")
      }
      return fileName
    }
  }

  /// What stands in for labels that the questions of an uploaded file do not carry.
  fileprivate var labels: LabelDefaults {
    LabelDefaults(
      level: query("level"), topic: query("topic"), difficulty: query("difficulty"),
      lesson: query("lesson"), idPrefix: query("id_prefix"), bank: query("bank"),
      language: query("language") ?? "zh-Hans")
  }
}
