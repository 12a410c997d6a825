import Exams
import Formats
import Terminal
import Workforce
import Workspace

extension Verb {
  /// What stands in for labels that questions do not carry.
  private static let labelOptions = [
    Option("--level", "LEVEL", en: "the level of questions that tell none", zh: "未注明时的等级"),
    Option("--topic", "TOPIC", en: "their topic", zh: "未注明时的知识点"),
    Option("--difficulty", "WORD", en: "their difficulty: easy, medium or hard", zh: "未注明时的难度"),
    Option("--lesson", "ID", en: "their lesson", zh: "未注明时的课次"),
    Option("--id-prefix", "TEXT", en: "number questions without an id after this", zh: "无编号题目的编号前缀"),
    Option(
      "--language", "en|zh-Hans", en: "the language of files whose names tell none; else zh-Hans",
      zh: "文件名未注明时的语言"),
  ]

  private static func labels(_ input: Input) throws -> LabelDefaults {
    let language = input.value("--language") ?? "zh-Hans"
    guard ["en", "zh-Hans"].contains(language) else {
      throw Refusal(.usage, "language '\(language)' is not known", "use en or zh-Hans")
    }
    return LabelDefaults(
      level: input.value("--level"), topic: input.value("--topic"), difficulty: input.value("--difficulty"),
      lesson: input.value("--lesson"), idPrefix: input.value("--id-prefix"), bank: input.value("--bank"),
      language: language)
  }

  static let bankLoad = Verb(
    "bank", "load", arguments: ["PATH…"],
    options: [
      Option("--bank", "NAME", en: "the bank; else the folder's name", zh: "题库名，默认为文件夹名")
    ] + labelOptions + [
      dryRun
    ], en: "load question banks: GIFT, Moodle XML, Aiken, Chinese text, CSV or XLSX", zh: "装入题库",
    example: "merit bank load QuestionBanks/hotline"
  ) { session, input in
    let outcome = try BankDesk(try session.occasion()).load(
      input.arguments, defaults: try labels(input), dryRun: input.flag("--dry-run"))
    session.report(BankDesk.Outcome.form.json(outcome)) {
      session.say(
        session.word(
          "\(outcome.questions) questions: \(outcome.new) new, \(outcome.changed) changed (a new version), \(outcome.identical) there already",
          "共 \(outcome.questions) 题：新增 \(outcome.new)，变更 \(outcome.changed)（新版本），已存在 \(outcome.identical)"))
    }
    return .done
  }

  static let bankList = Verb(
    "bank", "list", en: "count the questions by bank, level and topic", zh: "按题库、等级、知识点统计",
    example: "merit bank list"
  ) { session, _ in
    let occasion = try session.occasion(readOnly: true)
    let counts = try BankDesk(occasion).counts()
    session.report(BankDesk.countForm.json(counts)) {
      var table = AlignedTable(
        [
          session.word("bank", "题库"), session.word("level", "等级"), session.word("topic", "知识点"),
          session.word("questions", "题数"),
        ], numbers: [3])
      for count in counts {
        table.add([count.bank, Person.levelName(count.level), count.topic, "\(count.count)"])
      }
      session.show(table)
    }
    return .done
  }

  static let bankCheck = Verb(
    "bank", "check", arguments: ["PATH…"],
    en: "read question files and name every fault; no workspace is needed", zh: "检查题库文件",
    example: "merit bank check QuestionBanks --json"
  ) { session, input in
    let files = try BankReading.files(input.arguments)
    let reading = try BankReading.entries(of: files)
    if session.isJSON {
      session.emit(
        .object([
          ("questions", .array(reading.entries.map(\.json))),
          ("faults", .array(reading.faults.list.map(\.json))),
        ]))
    } else {
      let questions = reading.entries.count { if case .question = $0 { true } else { false } }
      session.say(
        session.word("\(files.count) files, \(questions) questions", "\(files.count) 个文件，\(questions) 道题"))
    }
    if !reading.faults.isEmpty, !session.isJSON { Shell.show(reading.faults) }
    return reading.faults.isEmpty ? .done : .badData
  }

  static let bankExport = Verb(
    "bank", "export", arguments: ["BANK", "FILE"],
    options: [
      Option("--format", "gift|xml|aiken|csv|xlsx", en: "the form; else by the file's name", zh: "格式，默认按文件名")
    ], en: "write a bank's questions to a file, and name what its form cannot carry",
    zh: "导出题库，并列出该格式无法保留的内容",
    example: "merit bank export hotline hotline.xlsx"
  ) { session, input in
    let path = input.argument(1)
    let name = input.value("--format") ?? path.split(separator: ".").last.map(String.init) ?? ""
    guard let format = QuestionFormat(rawValue: name.lowercased()) else {
      throw Refusal(
        .usage, "'\(name)' is no form for questions",
        "write --format \(QuestionFormat.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    let language = session.isChinese ? "zh-Hans" : "en"
    let questions = try BankDesk(try session.occasion(readOnly: true)).questions(
      of: input.argument(0), in: language)
    let (bytes, losses) = try QuestionFile.bytes(questions, as: format, chinese: session.isChinese)
    try session.write(bytes, to: path)
    session.report(
      .object([
        ("file", .string(path)), ("questions", .int(questions.count)),
        (
          "not_carried",
          .array(losses.map { .object([("question", .string($0.question)), ("what", .string($0.what))]) })
        ),
      ])
    ) {
      let omitted = losses.count { $0.isWhole }
      session.say(
        session.word(
          "\(path): \(questions.count - omitted) of \(questions.count) questions, in \(language); load it again with --language \(language)",
          "\(path)：写出 \(questions.count - omitted)/\(questions.count) 题，语言 \(language)；再装入时用 --language \(language)"
        ))
      let byQuestion = Dictionary(grouping: losses, by: \.question)
      for (question, lost) in byQuestion.sorted(by: { $0.key < $1.key }) {
        let what = lost.map(\.what).joined(separator: ", ")
        session.notice(session.word("\(question): not carried: \(what)", "\(question)：未能保留：\(what)"))
      }
    }
    return .done
  }

  static let bankStats = Verb(
    "bank", "stats", arguments: ["BANK"],
    en: "how a bank's questions did over all exams: exposure, facility, discrimination", zh: "题目使用与质量统计",
    example: "merit bank stats hotline"
  ) { session, input in
    let rows = try BankDesk(try session.occasion(readOnly: true)).statistics(of: input.argument(0))
    session.report(BankDesk.Standing.form.json(rows)) {
      var table = AlignedTable(
        [
          session.word("question", "题目"), session.word("topic", "知识点"), session.word("difficulty", "难度"),
          session.word("exposure", "曝光"), session.word("sittings", "作答"), session.word("facility", "得分率"),
          session.word("discr.", "区分度"),
        ], numbers: [3, 4, 5, 6])
      for row in rows {
        table.add([
          row.question.id + (row.isRetired ? session.word(" (retired)", "（停用）") : ""), row.question.topic,
          row.question.difficulty.rawValue, "\(row.figures.exposure)", "\(row.figures.sittings)",
          ItemAnalysisText.figure(row.figures.facility, 3),
          ItemAnalysisText.figure(row.figures.discrimination, 3),
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let bankDiff = Verb(
    "bank", "diff", arguments: ["PATH…"],
    options: [Option("--bank", "NAME", en: "the bank; else the folder's name", zh: "题库名")] + labelOptions,
    en: "what loading files would change, question by question", zh: "比较文件与已装入的题库",
    example: "merit bank diff QuestionBanks/hotline"
  ) { session, input in
    let changes = try BankDesk(try session.occasion(readOnly: true)).difference(
      input.arguments, defaults: try labels(input))
    session.report(BankDesk.Change.form.json(changes)) {
      for change in changes {
        session.say("\(change.id)  \(session.word(change.kind.words))")
        for line in change.lines { session.say("  \(line)") }
      }
      if changes.isEmpty { session.say(session.word("nothing differs", "没有差异")) }
    }
    return changes.isEmpty ? .done : .no
  }

  static let bankRetire = Verb(
    "bank", "retire", arguments: ["QUESTION"], options: [reasonOption],
    needs: ["--reason"], en: "draw a question no more; exams that are made keep it", zh: "停用题目",
    example: "merit bank retire hl-sb-001 --reason 'tariff ended'"
  ) { session, input in
    try BankDesk(try session.occasion()).retire(input.argument(0), reason: try input.required("--reason"))
    session.report(.object([("question", .string(input.argument(0))), ("retired", .bool(true))])) {
      session.say(session.word("question '\(input.argument(0))' is retired", "题目 '\(input.argument(0))' 已停用"))
    }
    return .done
  }
}
