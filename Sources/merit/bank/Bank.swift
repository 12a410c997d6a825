import Exams
import Formats
import Terminal
import Workforce
import Workspace

extension Verb {
  static let bankLoad = Verb(
    "bank", "load", arguments: ["PATH…"], options: [dryRun], en: "load question banks, files or folders",
    zh: "装入题库", example: "merit bank load QuestionBanks/hotline"
  ) { session, input in
    let outcome = try BankDesk(try session.occasion()).load(input.arguments, dryRun: input.flag("--dry-run"))
    session.report(
      .object([
        ("questions", .int(outcome.questions)), ("new", .int(outcome.new)),
        ("changed", .int(outcome.changed)),
        ("identical", .int(outcome.identical)), ("dry_run", .bool(input.flag("--dry-run"))),
      ])
    ) {
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
    try occasion.require(.trainer, .examiner, to: "see the banks")
    let counts = try BankRecords(occasion.database).counts()
    session.report(
      .array(
        counts.map {
          .object([
            ("bank", .string($0.bank)), ("level", .string(Person.levelName($0.level))),
            ("topic", .string($0.topic)), ("questions", .int($0.count)),
          ])
        })
    ) {
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
    let (entries, faults) = try BankReading.entries(of: files)
    if session.isJSON {
      session.emit(
        .object([("questions", .array(entries.map(\.json))), ("faults", .array(faults.list.map(\.json)))]))
    } else {
      let questions = entries.count { if case .question = $0 { true } else { false } }
      session.say(
        session.word("\(files.count) files, \(questions) questions", "\(files.count) 个文件，\(questions) 道题"))
      if !faults.isEmpty { Shell.show(faults) }
    }
    return faults.isEmpty ? .done : .badData
  }
}
