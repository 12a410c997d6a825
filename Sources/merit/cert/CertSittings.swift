import Certification
import Formats
import Statistics
import Terminal
import Workforce
import Workspace

extension Verb {
  static let certSitting = Verb(
    "cert", "sitting", arguments: ["LADDER"],
    options: [
      levelOption, Option("--date", "DATE", en: "the day", zh: "日期"),
      Option("--place", "TEXT", en: "where", zh: "地点"),
      Option("--capacity", "N", en: "how many places; 30 unless said", zh: "名额，默认 30"),
      Option("--closes", "DATE", en: "last day to register; the day before unless said", zh: "报名截止日"),
    ], needs: ["--level", "--date"], en: "open a sitting of a level for registration", zh: "开设等级认定考试",
    example: "merit cert sitting hotline --level four --date 2026-12-05 --place 'Room 3' --capacity 20"
  ) { session, input in
    let sitting = try LevelSittingDesk(try session.occasion()).open(
      input.argument(0), level: input.requiredLevel(), day: input.requiredDay("--date"),
      place: input.value("--place") ?? "–", capacity: input.integer("--capacity", in: 1...100_000) ?? 30,
      closes: input.day("--closes"))
    session.report(LevelSitting.form.json(sitting)) {
      session.say(
        session.word(
          "sitting \(sitting.id): \(sitting.ladder) level \(Person.levelName(sitting.level)) on \(sitting.day), \(sitting.capacity) places; register until \(sitting.closes) with: merit cert register \(sitting.id) STAFF",
          "第 \(sitting.id) 场：\(sitting.ladder) \(Person.levelName(sitting.level))，\(sitting.day)，\(sitting.capacity) 个名额；\(sitting.closes) 前报名：merit cert register \(sitting.id) 工号"
        ))
    }
    return .done
  }

  static let certSittings = Verb(
    "cert", "sittings", en: "the sittings of levels", zh: "查看等级认定考试", example: "merit cert sittings"
  ) { session, _ in
    let sittings = try LevelSittingDesk(try session.occasion(readOnly: true)).sittings()
    session.report(LevelSitting.countedForm.json(sittings)) {
      var table = AlignedTable(
        [
          session.word("sitting", "场次"), session.word("ladder", "序列"), session.word("level", "等级"),
          session.word("date", "日期"), session.word("place", "地点"), session.word("registered", "已报名"),
          session.word("places", "名额"), session.word("awarded", "已颁证"), session.word("closes", "截止"),
        ], numbers: [0, 5, 6, 7])
      for (sitting, count, awarded) in sittings {
        table.add([
          "\(sitting.id)", sitting.ladder, Person.levelName(sitting.level), sitting.day.description,
          sitting.place, "\(count)", "\(sitting.capacity)", "\(awarded)", sitting.closes.description,
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let certRegister = Verb(
    "cert", "register", arguments: ["SITTING", "STAFF…"],
    options: [Option("--sponsor", "ID", en: "who vouches for them", zh: "推荐人工号")],
    en: "register people for a sitting", zh: "报名", example: "merit cert register 1 E0007 --sponsor E0100"
  ) { session, input in
    let registered = try LevelSittingDesk(try session.occasion()).register(
      Array(input.arguments.dropFirst()), for: input.number(0, "sitting of a level"),
      sponsor: input.value("--sponsor"))
    session.report(Registration.form.json(registered)) {
      for one in registered {
        session.say(
          session.word(
            "\(one.staff) \(one.name): admission number \(one.number)",
            "\(one.staff) \(one.name)：准考号 \(one.number)"))
      }
    }
    return .done
  }

  static let certAdmissions = Verb(
    "cert", "admissions", arguments: ["SITTING"],
    options: [Option("--out", "FILE", en: "write the list as CSV", zh: "导出 CSV")],
    en: "the admission list of a sitting", zh: "准考名单", example: "merit cert admissions 1 --out admissions.csv"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let (sitting, list) = try LevelSittingDesk(occasion).admissions(
      input.number(0, "sitting of a level"))
    if let path = input.value("--out") {
      let lines = LevelSittingDesk.table(sitting, list)
      try session.write(Array(lines.utf8), to: path)
      session.say(session.word("\(path): \(list.count) admitted", "\(path)：\(list.count) 人"))
      return .done
    }
    session.report(Registration.form.json(list)) {
      session.say("\(sitting.ladder) \(Person.levelName(sitting.level))  \(sitting.day)  \(sitting.place)")
      var table = AlignedTable(
        [
          session.word("number", "准考号"), session.word("staff", "工号"), session.word("name", "姓名"),
          session.word("sponsor", "推荐人"), session.word("signature", "签名"),
        ], numbers: [0])
      for one in list { table.add(["\(one.number)", one.staff, one.name, one.sponsor ?? "", ""]) }
      session.show(table)
    }
    return .done
  }

  static let certPractical = Verb(
    "cert", "practical", arguments: ["SITTING", "FILE"], options: intake,
    en: "take in the examiners' points for a practical test, line by line", zh: "导入实操评分",
    example: "merit cert practical 1 practical.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(1), shape: PracticalMark.shape)
    session.report(
      try LevelSittingDesk(try session.occasion()).importMarks(
        table, sitting: input.number(0, "sitting of a level"), options: input.intake()))
    return .done
  }

  static let certBoard = Verb(
    "cert", "board", arguments: ["SITTING", "STAFF", "VOTE"],
    options: [
      Option("--member", "NAME", en: "who votes; you unless said", zh: "评委，默认本人"),
      Option("--reason", "TEXT", en: "why", zh: "理由"),
    ], needs: ["--reason"], en: "record a vote of the review board: for, or against",
    zh: "评审委员会表决：for 或 against",
    example: "merit cert board 2 E0007 for --member E0100 --reason 'sound judgement in hard calls'"
  ) { session, input in
    guard ["for", "against"].contains(input.argument(2)) else {
      throw Refusal(.usage, "'\(input.argument(2))' is no vote", "write for or against")
    }
    let occasion = try session.occasion()
    guard let member = input.value("--member") ?? occasion.actor.staff else {
      throw Refusal(
        .usage, "account '\(occasion.actor.account)' is nobody's own", "say who votes with --member ID")
    }
    try LevelSittingDesk(occasion).vote(
      input.number(0, "sitting of a level"), staff: input.argument(1), member: member,
      isFor: input.argument(2) == "for",
      reason: input.required("--reason"))
    session.report(.object([("member", .string(member)), ("vote", .string(input.argument(2)))])) {
      session.say(
        session.word(
          "\(member) voted \(input.argument(2)) '\(input.argument(1))'", "\(member) 已表决：\(input.argument(2))")
      )
    }
    return .done
  }

  static let certDecide = Verb(
    "cert", "decide", arguments: ["SITTING"], options: [dryRun],
    en: "decide a sitting by the ladder's rule, and award its certificates", zh: "按规则裁定并颁证",
    example: "merit cert decide 1"
  ) { session, input in
    let decisions = try LevelSittingDesk(try session.occasion()).decide(
      input.number(0, "sitting of a level"), dryRun: input.flag("--dry-run")
    ) { SystemRandom.token(11) }
    session.report(LevelDecision.form.json(decisions)) {
      for one in decisions {
        session.say(
          "\(one.staff)  \(one.isAwarded ? session.word("awarded \(one.code ?? "")", "颁证 \(one.code ?? "")") : session.word("not awarded", "未通过"))"
        )
        for part in one.found.split(separator: "; ") { session.say("    \(part)") }
      }
      session.say(
        session.word(
          "\(decisions.count(where: \.isAwarded)) of \(decisions.count) awarded",
          "\(decisions.count) 人中颁证 \(decisions.count(where: \.isAwarded)) 人"))
    }
    return .done
  }

  static let certRates = Verb(
    "cert", "rates", arguments: ["LADDER"],
    options: [
      Option("--by", "WHAT", en: "level, site, cohort or attempt; level unless said", zh: "分组方式"),
      Option("--of", "KIND", en: "theory papers, or decisions of sittings", zh: "theory 理论或 decision 认定"),
    ], en: "who passes, with 95 % intervals", zh: "通过率及区间", example: "merit cert rates hotline --by site"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    guard let grouping = PassRates.Grouping(rawValue: input.value("--by") ?? "level") else {
      throw Refusal(
        .usage, "'\(input.value("--by") ?? "")' is no grouping", "use level, site, cohort or attempt")
    }
    guard let kind = PassRateDesk.Attempts(rawValue: input.value("--of") ?? "theory") else {
      throw Refusal(.usage, "'\(input.value("--of") ?? "")' is no kind of attempt", "use theory or decision")
    }
    let rates = try PassRateDesk(occasion).rates(
      input.argument(0), of: kind, by: grouping, on: occasion.today)
    session.report(PassRates.form.json(rates)) {
      func percent(_ share: Double?) -> String {
        share.map { "\(ItemAnalysisText.figure($0 * 100, 1)) %" } ?? "–"
      }
      var table = AlignedTable(
        [
          grouping.rawValue, session.word("passed", "通过"), session.word("of", "人次"),
          session.word("rate", "通过率"), session.word("95 % interval", "95 % 区间"),
        ], numbers: [1, 2, 3, 4])
      for line in rates.lines + [rates.all] {
        let interval = line.rate.wilson().map { "\(percent($0.low)) – \(percent($0.high))" } ?? "–"
        table.add([
          line.group.isEmpty ? session.word("all", "合计") : line.group, "\(line.rate.hits)",
          "\(line.rate.of)", percent(line.rate.estimate), interval,
        ])
      }
      session.show(table)
    }
    return .done
  }
}
