import Exams
import Formats
import Service
import Terminal
import Training
import Workforce
import Workspace

extension Verb {
  static let examCreate = Verb(
    "exam", "create", arguments: ["BLUEPRINT"],
    options: [
      Option("--id", "ID", en: "the exam's id; else the blueprint's with a number", zh: "考试编号"),
      Option("--seed", "N", en: "the seed of its papers; else drawn by chance", zh: "组卷种子"),
    ], en: "make an exam from a blueprint, loaded or in a file", zh: "按组卷蓝图创建考试",
    example: "merit exam create hotline-five"
  ) { session, input in
    let occasion = try session.occasion()
    var blueprint = input.argument(0)
    if InputFile.exists(blueprint) {
      let bytes = try InputFile.bytes(of: blueprint)
      let head = try Blueprint.read(bytes, named: blueprint).head
      _ = try SchemeDesk(occasion, kinds: House.schemeKinds).load([(blueprint, bytes)])
      blueprint = head.id
    }
    let exam = try ExamDesk(occasion).create(
      blueprint: blueprint, named: input.value("--id"), seed: input.seed() ?? SystemRandom.number())
    session.report(
      .object([
        ("exam", .string(exam.id)), ("blueprint", .string(exam.blueprint)),
        ("version", .int(exam.blueprintVersion)),
      ])
    ) {
      session.say(
        session.word(
          "exam '\(exam.id)' made; open it with: merit exam open \(exam.id)",
          "已创建考试 '\(exam.id)'，开考：merit exam open \(exam.id)"))
    }
    return .done
  }

  static let examOpen = Verb(
    "exam", "open", arguments: ["ID"], en: "open an exam for candidates", zh: "开放考试",
    example: "merit exam open hotline-five-1"
  ) { session, input in
    try ExamDesk(try session.occasion()).open(input.argument(0))
    session.report(.object([("exam", .string(input.argument(0))), ("state", .string("open"))])) {
      session.say(
        session.word(
          "exam '\(input.argument(0))' is open; give candidates their codes with: merit account code STAFF",
          "考试 '\(input.argument(0))' 已开放；用 merit account code 工号 发放考试码"))
    }
    return .done
  }

  static let examList = Verb("exam", "list", en: "list the exams", zh: "列出考试", example: "merit exam list") {
    session, _ in
    let exams = try ExamRecords(try session.open(readOnly: true).database).exams()
    session.report(
      .array(
        exams.map {
          .object([
            ("exam", .string($0.id)), ("blueprint", .string($0.blueprint)),
            ("version", .int($0.blueprintVersion)), ("open", .bool($0.isOpen)),
          ])
        })
    ) {
      var table = AlignedTable([
        session.word("exam", "考试"), session.word("blueprint", "蓝图"), session.word("state", "状态"),
      ])
      for exam in exams {
        table.add([
          exam.id, "\(exam.blueprint) v\(exam.blueprintVersion)",
          exam.isOpen ? session.word("open", "已开放") : session.word("not open", "未开放"),
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let examSit = Verb(
    "exam", "sit", arguments: ["ID"],
    options: [
      Option("--staff", "ID", en: "the candidate", zh: "考生工号"),
      Option("--code", "CODE", en: "the one-time code", zh: "一次性考试码"),
    ], en: "sit an exam at this terminal", zh: "参加考试",
    example: "merit exam sit hotline-five-1 --staff E0001 --code 7K2M9QXD"
  ) { session, input in
    let staff = try input.required("--staff")
    let code = try input.required("--code")
    let workspace = try session.open()
    let occasion = Occasion(
      workspace, actor: Actor(account: "candidate \(staff)", roles: [.staff], staff: staff), now: session.now)
    var dialogue = try SittingDialogue(session, occasion, exam: input.argument(0), staff: staff, code: code)
    return try dialogue.run()
  }

  static let examPapers = Verb(
    "exam", "papers", arguments: ["ID"],
    options: [Option("--staff", "FILE", en: "a table with a column 'id': whose papers", zh: "考生名单，含 id 列")],
    en: "print the papers of people who sit on paper", zh: "输出纸质试卷",
    example: "merit exam papers hotline-five-1 --staff list.csv --json"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let table = try TableReader(path: input.required("--staff"), shape: StaffList.shape)
    let papers = try ExamDesk(occasion).papers(input.argument(0), staff: table)
    let room = try ExamRoom(occasion, exam: input.argument(0))
    session.report(
      .array(
        papers.map { staff, attempt, paper in
          .object([
            ("staff", .string(staff)), ("attempt", .int(attempt)),
            (
              "paper",
              .array(
                paper.map {
                  QuestionText.json($0, room.text(of: $0, language: session.isChinese ? "zh-Hans" : "en"))
                })
            ),
          ])
        })
    ) {
      for (staff, _, paper) in papers {
        Screen.write("\n\u{c}\(session.word(room.blueprint.head.title))  \(staff)\n\n")
        for (place, item) in paper.enumerated() {
          guard let question = room.text(of: item, language: session.isChinese ? "zh-Hans" : "en") else {
            continue
          }
          for line in QuestionText.lines(
            question, item: item, number: place + 1, of: paper.count, width: 80, chinese: session.isChinese)
          {
            Screen.write(line + "\n")
          }
        }
      }
    }
    return .done
  }

  static let examAnswers = Verb(
    "exam", "answers", arguments: ["ID", "FILE"], options: [dryRun], en: "take in answers given on paper",
    zh: "导入纸质答卷", example: "merit exam answers hotline-five-1 answers.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(1), shape: AnswerSheets.shape)
    session.report(
      try ExamDesk(try session.occasion()).importAnswers(
        input.argument(0), table, language: session.isChinese ? "zh-Hans" : "en",
        dryRun: input.flag("--dry-run")))
    return .done
  }

  static let examResults = Verb(
    "exam", "results", arguments: ["ID"], en: "show what an exam came to", zh: "查看考试成绩",
    example: "merit exam results hotline-five-1"
  ) { session, input in
    let occasion = try session.occasion()
    let (exam, blueprint, sittings) = try ExamDesk(occasion).results(input.argument(0))
    let done = sittings.compactMap(\.outcome)
    let passed = done.count(where: \.isPassed)
    session.report(
      .object([
        ("exam", .string(exam.id)), ("submitted", .int(done.count)), ("passed", .int(passed)),
        (
          "sittings",
          .array(
            sittings.map { sitting in
              .object([
                ("staff", .string(sitting.staff)), ("attempt", .int(sitting.attempt)),
                ("started", .string(sitting.started.description)),
                ("submitted", .optional(sitting.outcome?.submitted.description)),
                ("points", sitting.outcome.map { .number(decimalText($0.points, places: 2)) } ?? .null),
                ("maximum", sitting.outcome.map { .number(decimalText($0.maximum, places: 2)) } ?? .null),
                ("score", sitting.outcome?.score.json ?? .null),
                ("passed", sitting.outcome.map { .bool($0.isPassed) } ?? .null),
              ])
            })
        ),
      ])
    ) {
      session.say(
        "\(exam.id)  \(session.word(blueprint.head.title))  \(session.word("pass mark", "及格线")) \(blueprint.pass)"
      )
      var table = AlignedTable(
        [
          session.word("staff", "工号"), session.word("attempt", "次"), session.word("submitted", "交卷"),
          session.word("points", "得分"), session.word("score", "百分成绩"), session.word("passed", "通过"),
        ],
        numbers: [1, 3, 4])
      for sitting in sittings {
        let outcome = sitting.outcome
        table.add([
          sitting.staff, "\(sitting.attempt)",
          outcome.map { occasion.workspace.zone.text($0.submitted) } ?? session.word("sitting", "考试中"),
          outcome.map { "\(decimalText($0.points, places: 2))/\(decimalText($0.maximum, places: 2))" } ?? "–",
          outcome?.score.description ?? "–",
          outcome.map { $0.isPassed ? session.word("yes", "是") : session.word("no", "否") } ?? "–",
        ])
      }
      session.show(table)
      session.say(
        session.word(
          "\(done.count) submitted, \(passed) passed (\(Score(part: passed, of: done.count)?.description ?? "–") %)",
          "交卷 \(done.count)，通过 \(passed)（\(Score(part: passed, of: done.count)?.description ?? "–") %）"))
    }
    return .done
  }
}
