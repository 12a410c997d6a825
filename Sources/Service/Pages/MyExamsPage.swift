import Exams
import Formats
import Workspace

extension PageRoute {
  /// A candidate's exams: to sit, sat, and what to read again.
  static let exams: [PageRoute] = [
    PageRoute("/exams", .signedIn) { call in
      let own = try OwnExams(try call.occasion, of: call.own())
      return .page(
        call.word("My exams", "我的考试"),
        Markup.section(call.word("To sit", "待考"), try offers(own, call))
          + Markup.section(call.word("Sat", "已考"), try past(own, call)))
    },
    PageRoute("/exam/{exam}/sit", .candidate) { call in
      let occasion = try call.occasion
      let exam = try ExamRecords(occasion.database).exam(call["exam"])
      let blueprint = try SchemeRecords(occasion.database).document(
        Blueprint.self, id: exam.blueprint, version: exam.blueprintVersion)
      return .page(
        call.word(blueprint.head.title),
        ExamPage(
          exam: exam.id, minutes: blueprint.minutes,
          questions: blueprint.rows.reduce(0) { $0 + $1.count }, languages: blueprint.languages,
          account: occasion.actor.account, isChinese: call.isChinese
        ).body, script: "exam.js")
    },
    PageRoute("/sittings/{sitting:number}", .signedIn) { call in try review(call) }
      .doing("appeal") { call in
        let place = call.form.given("question").flatMap { Int($0) }.map { $0 - 1 }
        let number = try ResultDesk(try call.occasion).appeal(
          call.call.number("sitting"), place: place,
          text: try call.required("text", Words(en: "what is wrong", zh: "申诉内容")))
        return .seeOther(
          "/sittings/\(call["sitting"])",
          notice: call.word("Appeal \(number) is taken down.", "申诉 \(number) 已登记。"))
      },
  ]

  private static func offers(_ own: OwnExams, _ call: PageCall) throws -> String {
    let cards = try own.offers().map { offer in
      let title = call.word(offer.blueprint.head.title)
      let questions = offer.blueprint.rows.reduce(0) { $0 + $1.count }
      let minutes = offer.blueprint.minutes + (offer.candidate?.extraMinutes ?? 0)
      var facts = [
        (call.word("Exam", "考试"), offer.exam.id),
        (
          call.word("Length", "题量与时长"),
          call.word("\(questions) questions, \(minutes) minutes", "\(questions) 题，\(minutes) 分钟")
        ), (call.word("Pass mark", "及格线"), offer.blueprint.pass.description),
      ]
      if let opens = offer.candidate?.opens ?? offer.exam.opens {
        facts.append((call.word("From", "开始"), try call.time(opens)))
      }
      if let closes = offer.candidate?.closes ?? offer.exam.closes {
        facts.append((call.word("Begin before", "最迟开始"), try call.time(closes)))
      }
      if let room = offer.candidate?.room, !room.isEmpty {
        let seat = offer.candidate?.seat.map { " \($0)" } ?? ""
        facts.append((call.word("Room and seat", "考场座位"), room + seat))
      }
      let path = "/exam/\(offer.exam.id)/sit"
      let deed =
        offer.running != nil
        ? "<a class=\"button primary\" href=\"\(path)\">\(call.word("Go on", "继续作答"))</a>"
        : offer.objection.map {
          "<p class=\"note\"\(call.isChinese ? " lang=\"en\"" : "")>\(Markup.escaped($0.summary))</p>"
        }
          ?? "<a class=\"button primary\" href=\"\(path)\">\(call.word("Sit it", "进入考试"))<span class=\"spoken\"> \(Markup.escaped(title))</span></a>"
      return "<article class=\"box\"><h3>\(Markup.escaped(title))</h3>\(Markup.facts(facts))\(deed)</article>"
    }
    return cards.isEmpty
      ? Markup.paragraph(call.word("No exam is open for you.", "目前没有可参加的考试。"), kind: "note")
      : "<div class=\"columns\">\(cards.joined(separator: "\n"))</div>"
  }

  private static func past(_ own: OwnExams, _ call: PageCall) throws -> String {
    let rows = try own.past().map { past in
      let sitting = past.sitting
      let outcome = past.isShown ? sitting.outcome : nil
      let state =
        sitting.submitted == nil
        ? Markup.badge(call.word("running", "考试中"), "busy")
        : outcome.map {
          $0.cause == .annulment
            ? Markup.badge(call.word("annulled", "已作废"), "bad")
            : Markup.badge(call.word(PageWords.passed($0.isPassed)), $0.isPassed ? "good" : "bad")
        } ?? Markup.badge(call.word("not released yet", "成绩未发布"))
      return [
        Markup.Cell.markup(
          outcome == nil
            ? Markup.escaped(call.word(past.title))
            : Markup.link("/sittings/\(sitting.id)", call.word(past.title))),
        .text(sitting.exam), .text(try call.time(sitting.submitted ?? sitting.started)),
        .number(outcome?.score.description ?? "–"), .markup(state),
      ]
    }
    return Markup.table(
      call.word("Exams that I sat", "已参加的考试"),
      [
        call.word("exam", "考试"), call.word("id", "编号"), call.word("submitted", "交卷时间"),
        call.word("score", "成绩"), call.word("result", "结果"),
      ], numbers: [3], rows, empty: call.word("Nothing yet.", "暂无。"))
  }

  private static func review(_ call: PageCall) throws -> PageReply {
    let (sitting, topics, places) = try ResultDesk(try call.occasion).review(call.call.number("sitting"))
    let outcome = sitting.outcome
    let rows = topics.map { topic in
      [
        Markup.Cell.text(topic.topic),
        .number("\(decimalText(topic.points, places: 2)) / \(decimalText(topic.maximum, places: 2))"),
        .number(Score(part: max(0, topic.points), of: topic.maximum).map { "\($0) %" } ?? "–"),
        .text(topic.lessons.joined(separator: ", ")),
      ]
    }
    var body =
      Markup.facts([
        (call.word("Exam", "考试"), sitting.exam), (call.word("Staff", "工号"), sitting.staff),
        (call.word("Score", "成绩"), outcome?.score.description ?? "–"),
        (call.word("Result", "结果"), outcome.map { call.word(PageWords.passed($0.isPassed)) } ?? "–"),
      ])
      + Markup.section(
        call.word("By topic, and what to read again", "按知识点：得分与需复习课次"),
        Markup.table(
          call.word("Points by topic", "各知识点得分"),
          [
            call.word("topic", "知识点"), call.word("points", "得分"), call.word("share", "得分率"),
            call.word("read again", "需复习课次"),
          ], numbers: [1, 2], rows, empty: "–"))
    if !places.isEmpty {
      body += Markup.section(call.word("Question by question", "逐题回顾"), reviewed(places, call))
    }
    body += Markup.section(
      call.word("Object to the result", "对成绩提出申诉"),
      Markup.form(
        call, "appeal", kind: "stack",
        Markup.field(
          "question", call.word("Question number; empty for the whole", "题号，留空为整卷"),
          value: call.form["question"] ?? "", attributes: "inputmode=\"numeric\" pattern=\"[0-9]*\"")
          + Markup.area("text", call.word("What is wrong", "申诉内容"), value: call.form["text"] ?? "")
          + Markup.button(call.word("Object", "提交申诉"), isPrimary: false)))
    return .page(call.word("Sitting \(sitting.id)", "第 \(sitting.id) 号考试"), body)
  }

  private static func reviewed(_ places: [ResultDesk.PlaceReview], _ call: PageCall) -> String {
    let items = places.map { place in
      let isWhole = place.points >= place.item.points
      let points =
        "\(decimalText(place.points, places: 2)) / \(decimalText(place.item.points, places: 2))"
      let feedback = place.question.generalFeedback
      return
        "<li><p class=\"stem\">\(Markup.escaped(MarkupText.plain(place.question.stem, place.question.markup)))</p><p>\(Markup.badge(points, isWhole ? "good" : "bad"))</p>\(feedback.isEmpty ? "" : Markup.paragraph(MarkupText.plain(feedback, place.question.markup), kind: "note"))</li>"
    }
    return "<ol class=\"reviewed\">\(items.joined(separator: "\n"))</ol>"
  }
}
