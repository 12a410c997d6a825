import Certification
import Exams
import Formats
import Service
import Terminal
import Workforce
import Workspace

extension Verb {
  static let examCreate = Verb(
    "exam", "create", arguments: ["BLUEPRINT"],
    options: [
      Option("--id", "ID", en: "the exam's id; else the blueprint's with a number", zh: "考试编号"),
      Option("--seed", "N", en: "the seed of its papers; else drawn by chance", zh: "组卷种子"),
      Option("--opens", "TIME", en: "when it may be begun, as 2026-08-20T09:00", zh: "开始时间"),
      Option("--closes", "TIME", en: "until when it may be begun", zh: "截止时间"),
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
    let zone = occasion.workspace.zone
    let exam = try ExamDesk(occasion).create(
      blueprint: blueprint, named: input.value("--id"), seed: input.seed() ?? SystemRandom.number(),
      window: ExamDesk.Window(
        opens: try input.time("--opens", zone), closes: try input.time("--closes", zone)))
    session.report(Exam.madeForm.json(exam)) {
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
    let workspace = try session.open(readOnly: true)
    let exams = try ExamRecords(workspace.database).exams()
    session.report(Exam.form.json(exams)) {
      var table = AlignedTable([
        session.word("exam", "考试"), session.word("blueprint", "蓝图"), session.word("state", "状态"),
        session.word("window", "时间"),
      ])
      for exam in exams {
        let state =
          exam.released != nil
          ? session.word("released", "已发布")
          : exam.isOpen ? session.word("open", "已开放") : session.word("not open", "未开放")
        let window = [exam.opens, exam.closes].map { $0.map(workspace.zone.text) ?? "" }
        table.add([
          exam.id, "\(exam.blueprint) v\(exam.blueprintVersion)", state,
          window.allSatisfy(\.isEmpty) ? "–" : window.joined(separator: " – "),
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let examCandidates = Verb(
    "exam", "candidates", arguments: ["ID", "FILE?"],
    en: "list who sits, when and where; with a table, put people on the list", zh: "考生名单：查看或导入",
    example: "merit exam candidates hotline-five-1 candidates.csv"
  ) { session, input in
    if let path = input.optionalArgument(1) {
      let table = try TableReader(path: path, shape: Candidate.shape)
      let count = try ExamDesk(try session.occasion()).importCandidates(input.argument(0), table)
      for text in table.notices { session.notice(text) }
      session.report(.object([("exam", .string(input.argument(0))), ("candidates", .int(count))])) {
        session.say(session.word("\(count) candidates on the list", "已列入 \(count) 名考生"))
      }
      return .done
    }
    let occasion = try session.occasion()
    let zone = occasion.workspace.zone
    let candidates = try ResultDesk(occasion).results(input.argument(0)).candidates
    session.report(Candidate.form.json(candidates)) {
      var table = AlignedTable(
        [
          session.word("staff", "工号"), session.word("batch", "批次"), session.word("opens", "开始"),
          session.word("room", "考场"), session.word("seat", "座位"), session.word("extra", "加时"),
          session.word("standing", "类别"), session.word("state", "状态"),
        ], numbers: [4, 5])
      for (candidate, state) in candidates {
        table.add([
          candidate.staff, candidate.batch, candidate.opens.map(zone.text) ?? "–", candidate.room,
          candidate.seat.map(String.init) ?? "–", "\(candidate.extraMinutes)",
          session.word(candidate.standing.words),
          session.word(state.words),
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let examDefer = Verb(
    "exam", "defer", arguments: ["ID"],
    options: [staffOption, Option("--reason", "TEXT", en: "why", zh: "原因")],
    needs: ["--staff", "--reason"], en: "put off a candidate's sitting (缓考)", zh: "缓考",
    example: "merit exam defer hotline-five-1 --staff E0001 --reason sick"
  ) { session, input in
    try ExamDesk(try session.occasion()).deferCandidate(
      input.argument(0), staff: try input.required("--staff"), reason: try input.required("--reason"))
    session.report(.object([("exam", .string(input.argument(0))), ("state", .string("deferred"))])) {
      session.say(session.word("deferred; put them on the list again for the make-up", "已缓考；补考时重新列入名单"))
    }
    return .done
  }

  static let staffOption = Option("--staff", "ID", en: "whose", zh: "工号")
  static let reasonOption = Option("--reason", "TEXT", en: "why; it is kept", zh: "原因，会留存")

  static let examExtend = Verb(
    "exam", "extend", arguments: ["SITTING"],
    options: [Option("--minutes", "N", en: "how many more", zh: "加时分钟数"), reasonOption],
    needs: ["--reason"], en: "give a running sitting more time; its terminal shows it at once",
    zh: "为进行中的考试加时",
    example: "merit exam extend 12 --minutes 10 --reason 'the power failed'"
  ) { session, input in
    let occasion = try session.occasion()
    guard let minutes = try input.integer("--minutes", in: 1...600) else {
      throw Refusal(.usage, "option --minutes is missing", "say how many, such as --minutes 10")
    }
    let deadline = try ExamDesk(occasion).extend(
      try input.sitting(0), minutes: minutes, reason: try input.required("--reason"))
    session.report(.object([("deadline", .string(deadline.description))])) {
      session.say(session.word("the sitting ends at ", "考试截止 ") + occasion.workspace.zone.text(deadline))
    }
    return .done
  }

  static let examAnnul = Verb(
    "exam", "annul", arguments: ["SITTING"], options: [reasonOption, yes],
    needs: ["--reason"], en: "take a sitting's result away for cheating (作弊)", zh: "因作弊作废成绩",
    example: "merit exam annul 12 --reason 'notes under the keyboard'"
  ) { session, input in
    let reason = try input.required("--reason")
    let sitting = try input.sitting(0)
    try session.confirm(session.word("Annul sitting \(sitting)?", "确定作废第 \(sitting) 号考试？"), input)
    let occasion = try session.occasion()
    try ExamDesk(occasion).annul(sitting, reason: reason)
    let staff = try SittingRecords(occasion.database).sitting(sitting).staff
    for held in try CertificationDesk(occasion).certificates(of: staff, onSitting: sitting) {
      let number = held.certificate.number
      session.notice(
        session.word(
          "certificate \(number) of \(staff) was awarded on this sitting; revoke it, if it must be, with: merit cert revoke \(number) --reason TEXT",
          "\(staff) 的证书 \(number) 依据本次考试授予；如需撤销：merit cert revoke \(number) --reason 原因"))
    }
    session.report(.object([("sitting", .int(sitting)), ("state", .string("annulled"))])) {
      session.say(session.word("annulled; its marks are kept, its result is nothing", "已作废：答卷与评分保留，成绩为零"))
    }
    return .done
  }

  static let examRelease = Verb(
    "exam", "release", arguments: ["ID"], en: "release the results, and with them the seed", zh: "发布成绩",
    example: "merit exam release hotline-five-1"
  ) { session, input in
    try ExamDesk(try session.occasion()).release(input.argument(0))
    session.report(.object([("exam", .string(input.argument(0))), ("state", .string("released"))])) {
      session.say(
        session.word(
          "released; anyone can deal the papers again with: merit exam verify \(input.argument(0))",
          "已发布；任何人可重新抽题核对：merit exam verify \(input.argument(0))"))
    }
    return .done
  }
}
