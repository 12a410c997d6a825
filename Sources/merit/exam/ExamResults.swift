import Exams
import Formats
import Statistics
import Terminal
import Workforce
import Workspace

extension Verb {
  static let examResults = Verb(
    "exam", "results", arguments: ["ID"], en: "show what an exam came to, person by person", zh: "查看考试成绩",
    example: "merit exam results hotline-five-1"
  ) { session, input in
    let occasion = try session.occasion()
    let results = try ResultDesk(occasion).results(input.argument(0))
    let (exam, blueprint, sittings, candidates) = results
    let done = sittings.compactMap(\.outcome)
    let share = Proportion(hits: done.count(where: \.isPassed), of: done.count)
    let submitted = sittings.count { $0.submitted != nil }
    session.report(ResultDesk.form.json(results)) {
      session.say(
        "\(exam.id)  \(session.word(blueprint.head.title))  \(session.word("pass mark", "及格线")) \(blueprint.pass)"
      )
      var table = AlignedTable(
        [
          session.word("sitting", "考试号"), session.word("staff", "工号"), session.word("attempt", "次"),
          session.word("submitted", "交卷"), session.word("points", "得分"), session.word("score", "百分成绩"),
          session.word("passed", "通过"), session.word("by", "依据"),
        ],
        numbers: [0, 2, 4, 5])
      for sitting in sittings {
        let outcome = sitting.outcome
        let state =
          sitting.submitted.map {
            occasion.workspace.zone.text($0) + (sitting.isLate ? session.word(" late", " 迟交") : "")
          }
        table.add([
          "\(sitting.id)", sitting.staff, "\(sitting.attempt)", state ?? session.word("sitting", "考试中"),
          outcome.map { "\(decimalText($0.points, places: 2))/\(decimalText($0.maximum, places: 2))" }
            ?? (sitting.submitted == nil ? "–" : session.word("to be marked", "待阅卷")),
          outcome?.score.description ?? "–",
          outcome.map { $0.isPassed ? session.word("yes", "是") : session.word("no", "否") } ?? "–",
          outcome.map { session.word($0.cause.words) } ?? "–",
        ])
      }
      session.show(table)
      session.say(
        session.word(
          "\(submitted) submitted, \(done.count) marked, \(share.hits) passed\(share.words)",
          "交卷 \(submitted)，已评 \(done.count)，通过 \(share.hits)\(share.words)"))
      let late = (try? LateAnswerRecords(occasion.database).undecidedCount(of: exam.id)) ?? 0
      if late > 0 {
        session.say(
          session.word(
            "\(late) answers came late and wait for a decision: merit exam late \(exam.id)",
            "有 \(late) 条逾期作答待处理：merit exam late \(exam.id)"))
      }
      let absent = candidates.filter { $0.state == .absent }.map(\.candidate.staff)
      if !absent.isEmpty {
        session.say(session.word("absent: ", "缺考：") + absent.joined(separator: ", "))
      }
    }
    return .done
  }

  static let examRates = Verb(
    "exam", "rates", arguments: ["ID…?"],
    options: [
      Option(
        "--by", "level|team|section|room|batch", en: "what the groups are; else the exam's level",
        zh: "分组方式，默认按等级")
    ], en: "pass rates with their intervals, over some exams or all", zh: "各组通过率及置信区间",
    example: "merit exam rates --by level"
  ) { session, input in
    let word = input.value("--by") ?? "level"
    guard let grouping = ResultDesk.Grouping(rawValue: word) else {
      throw Refusal(.usage, "'\(word)' is no value for --by", "write level, team, section, room or batch")
    }
    let rates = try ResultDesk(try session.occasion()).passRates(input.arguments, by: grouping)
    let all = Proportion(
      hits: rates.reduce(0) { $0 + $1.share.hits }, of: rates.reduce(0) { $0 + $1.share.of })
    session.report(ResultDesk.ratesForm.json((grouping, rates))) {
      var table = AlignedTable(
        [
          session.word(grouping.rawValue, "分组"), session.word("sittings", "人次"), session.word("passed", "通过"),
          session.word("rate %", "通过率 %"), session.word("95 % interval", "95% 置信区间"),
          session.word("mean", "平均分"),
        ], numbers: [1, 2, 3, 4, 5])
      for rate in rates {
        table.add([
          rate.group, "\(rate.share.of)", "\(rate.share.hits)",
          Score(part: rate.share.hits, of: rate.share.of)?.description ?? "–", rate.share.interval,
          rate.mean?.description ?? "–",
        ])
      }
      session.show(table)
      if grouping != .section {
        session.say(
          session.word(
            "\(all.of) sittings, \(all.hits) passed\(all.words)", "共 \(all.of) 人次，通过 \(all.hits)\(all.words)")
        )
      }
    }
    return .done
  }

  static let examReview = Verb(
    "exam", "review", arguments: ["SITTING"],
    options: [
      Option("--staff", "ID", en: "the candidate, at an invigilator's terminal", zh: "考生工号"),
      Option("--code", "CODE", en: "the code that the sitting was begun with", zh: "考试码"),
    ], en: "one's own sitting by topic, with the lessons to read again", zh: "按知识点查看本人考试与需复习课程",
    example: "merit exam review 12 --staff E0001 --code 7K2M9QXD"
  ) { session, input in
    let number = try input.sitting(0)
    let workspace = try session.open()
    var occasion = try? session.occasion()
    if let staff = input.value("--staff") {
      let sitting = try SittingRecords(workspace.database).sitting(number)
      occasion = Occasion(
        workspace, actor: Actor(account: "candidate \(staff)", roles: [.staff], staff: staff),
        now: session.now)
      guard let candidate = occasion,
        try !AccountDesk.isFresh(
          try input.required("--code"), staff: staff, exam: sitting.exam, on: candidate)
      else { throw Refusal.codeRefused }
    }
    let review = try ResultDesk(try occasion ?? session.occasion()).review(number)
    let (sitting, topics, places) = review
    let isChinese = sitting.language == "zh-Hans"
    session.report(ResultDesk.reviewForm.json(review)) {
      session.say(
        "\(sitting.exam)  \(sitting.staff)  \(session.word("score", "成绩")) \(sitting.outcome?.score.description ?? "–")"
      )
      var table = AlignedTable(
        [
          session.word("topic", "知识点"), session.word("points", "得分"), session.word("of", "满分"), "%",
          session.word("read again", "需复习课程"),
        ], numbers: [1, 2, 3])
      for topic in topics {
        table.add([
          topic.topic, decimalText(topic.points, places: 2), decimalText(topic.maximum, places: 2),
          Score(part: max(0, topic.points), of: topic.maximum).map { "\($0)" } ?? "–",
          topic.lessons.joined(separator: ", "),
        ])
      }
      session.show(table)
      for place in places {
        session.say(
          "\n\(place.place + 1). \(MarkupText.plain(place.question.stem, place.question.markup))")
        let points = "\(decimalText(place.points, places: 2))/\(decimalText(place.item.points, places: 2))"
        let answer = ResponseText.text(place.response, place.question, place.item)
        session.say(isChinese ? "   作答：\(answer)  得分 \(points)" : "   answered: \(answer)  points \(points)")
        let key = ResponseText.key(place.question, place.item)
        if !key.isEmpty, place.points < place.item.points {
          session.say(isChinese ? "   正确：\(key)" : "   right: \(key)")
        }
        if !place.question.generalFeedback.isEmpty { session.say("   \(place.question.generalFeedback)") }
      }
    }
    return .done
  }

  static let examAppeal = Verb(
    "exam", "appeal", arguments: ["SITTING"],
    options: [
      Option("--question", "N", en: "the question's number on the paper; else the whole", zh: "题号，默认整卷"),
      Option("--text", "TEXT", en: "what is objected to", zh: "申诉内容"),
    ], needs: ["--text"], en: "object to a result", zh: "对成绩提出申诉",
    example: "merit exam appeal 12 --question 3 --text 'B is right too'"
  ) { session, input in
    let place = try input.integer("--question", in: 1...1_000).map { $0 - 1 }
    let number = try ResultDesk(try session.occasion()).appeal(
      try input.sitting(0), place: place, text: try input.required("--text"))
    session.report(.object([("appeal", .int(number))])) {
      session.say(session.word("appeal \(number) is taken down", "申诉 \(number) 已登记"))
    }
    return .done
  }

  static let examAppeals = Verb(
    "exam", "appeals", arguments: ["ID"], en: "list the appeals against an exam's results", zh: "列出申诉",
    example: "merit exam appeals hotline-five-1"
  ) { session, input in
    let appeals = try ResultDesk(try session.occasion(readOnly: true)).appeals(input.argument(0))
    session.report(Appeal.form.json(appeals)) {
      var table = AlignedTable(
        [
          "#", session.word("sitting", "考试号"), session.word("question", "题号"), session.word("text", "内容"),
          session.word("decision", "处理"),
        ],
        numbers: [0, 1, 2])
      for appeal in appeals {
        let decision = appeal.decision.map {
          ($0.isUpheld ? session.word("upheld: ", "成立：") : session.word("rejected: ", "不成立：")) + $0.reason
        }
        table.add([
          "\(appeal.id)", "\(appeal.sitting)", appeal.place.map { "\($0 + 1)" } ?? "–", appeal.text,
          decision ?? session.word("open", "待处理"),
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let examDecide = Verb(
    "exam", "decide", arguments: ["APPEAL"],
    options: [
      Option("--uphold", en: "the objection is right", zh: "申诉成立"),
      Option("--reject", en: "it is not", zh: "申诉不成立"),
      Option("--points", "N", en: "what the question earns now", zh: "该题改判得分"), reasonOption,
    ], needs: ["--reason"], en: "decide an appeal", zh: "处理申诉",
    example: "merit exam decide 1 --uphold --points 3 --reason 'the tariff changed in May'"
  ) { session, input in
    guard input.flag("--uphold") != input.flag("--reject"), let number = Int(input.argument(0)) else {
      throw Refusal(.usage, "an appeal is upheld or rejected", "add --uphold or --reject")
    }
    var points: Int?
    if let text = input.value("--points") {
      guard let value = ExactDecimal(text)?.scaled(to: 2), value >= 0 else {
        throw Refusal(.usage, "'\(text)' is no value for --points", "write points such as 2.5")
      }
      points = value
    }
    try ResultDesk(try session.occasion()).decide(
      number, isUpheld: input.flag("--uphold"), points: points, reason: try input.required("--reason"))
    session.report(.object([("appeal", .int(number)), ("upheld", .bool(input.flag("--uphold")))])) {
      session.say(session.word("appeal \(number) is decided", "申诉 \(number) 已处理"))
    }
    return .done
  }
}

extension Proportion {
  /// The 95 % interval in percent; a dash of none.
  var interval: String {
    wilson().map {
      "\(ItemAnalysisText.figure(100 * $0.low, 2))–\(ItemAnalysisText.figure(100 * $0.high, 2))"
    } ?? "–"
  }

  /// The share with its interval, for the end of a sentence.
  var words: String {
    Score(part: hits, of: of).map { " (\($0) %, \(interval))" } ?? ""
  }
}

extension ResultCause {
  var words: Words {
    switch self {
    case .submission: Words(en: "submission", zh: "交卷")
    case .marking: Words(en: "marking", zh: "阅卷")
    case .regrade: Words(en: "regrade", zh: "重新评分")
    case .appeal: Words(en: "appeal", zh: "申诉")
    case .annulment: Words(en: "annulled", zh: "作废")
    case .late: Words(en: "late answers", zh: "迟到作答")
    }
  }
}
