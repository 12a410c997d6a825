import Exams
import Formats
import Improvement
import Terminal
import Training
import Workspace

extension Verb {
  static let courseRead = Verb(
    "course", "read", arguments: ["COURSE", "LESSON"],
    options: [Option("--staff", "ID", en: "who learns; you unless said", zh: "学员工号，默认本人")],
    en: "work through an online lesson and its check questions", zh: "在线学习并自测",
    example: "merit course read hotline-refresher hr-01 --staff E0007"
  ) { session, input in
    let occasion = try session.occasion()
    guard let staff = input.value("--staff") ?? occasion.actor.staff else {
      throw Refusal(
        .usage, "account '\(occasion.actor.account)' is nobody's own", "name who learns with --staff ID")
    }
    let desk = try ReadingDesk(
      occasion, staff: staff, course: input.argument(0), lesson: input.argument(1),
      isChinese: session.isChinese)
    var generator = SeededGenerator(seed: SystemRandom.number(), "reading")
    let checks = try desk.checks { generator.shuffled(Array(0..<$0)) }
    let width = min(Screen.width, 100)
    let lines = LineInput()
    if !session.isJSON {
      show(MarkdownText.lines(desk.lesson.body, width: width, styled: Screen.hasStyle), lines, session)
    }
    var responses: [Response] = []
    for (place, check) in checks.enumerated() {
      if !session.isJSON {
        let question = QuestionText.lines(
          check.question, item: check.item, number: place + 1, of: checks.count, width: width,
          chinese: session.isChinese)
        Screen.write("\n" + question.joined(separator: "\n"))
      }
      guard let response = answer(to: check, lines, session) else {
        throw Refusal(
          .no, "the input ended at question \(place + 1); nothing was recorded",
          "work through the lesson again")
      }
      responses.append(response)
    }
    let (points, score, isRecorded) = try desk.complete(checks: checks, responses: responses)
    session.report(
      .object([
        ("staff", .string(staff)), ("lesson", .string(desk.lesson.id)),
        ("score", score.map { .number("\($0)") } ?? .null), ("recorded", .bool(isRecorded)),
        (
          "checks",
          .array(
            zip(checks, points).map {
              .object([("question", .string($0.id)), ("points", .number(decimalText($1, places: 2)))])
            })
        ),
      ])
    ) {
      for (place, (check, own)) in zip(checks, points).enumerated() where own < 100 {
        let feedback = MarkupText.plain(check.question.generalFeedback, check.question.markup)
        session.say(
          session.word(
            "question \(place + 1): \(decimalText(own, places: 2)) of 1",
            "第 \(place + 1) 题：\(decimalText(own, places: 2)) / 1"))
        for line in wrapped(feedback, to: width - 2) { session.say("  \(line)") }
      }
      let result = score.map { session.word(", \($0) of 100", "，\($0) 分") } ?? ""
      if let score, score < desk.course.completionScore {
        session.say(
          session.word(
            "\(desk.course.completionScore) are needed for the lesson to count; work through it again",
            "达到 \(desk.course.completionScore) 分才算完成，请再学一遍"))
      }
      if !isRecorded { session.say(session.word("the better result of today stays", "今天较好的成绩保留")) }
      session.say(
        session.word(
          "\(staff) has worked through \(desk.lesson.id)\(result)", "\(staff) 完成 \(desk.lesson.id)\(result)"))
    }
    return .done
  }

  /// A page at a time at a terminal, so that nothing runs off before it was read.
  private static func show(_ text: [String], _ lines: LineInput, _ session: Session) {
    let isPaged = Screen.isInputTerminal && Screen.isTerminal
    let page = max(3, Screen.size.rows - 2)
    for (place, line) in text.enumerated() {
      if isPaged, place > 0, place % page == 0 {
        Screen.write(session.word("— Enter goes on —", "— 按回车继续 —"))
        _ = lines.next(secondsLeft: { nil })
      }
      Screen.write(line + "\n")
    }
  }

  /// What somebody types, asked again until it is an answer; `nil` where the input ends.
  private static func answer(to check: ReadingDesk.Check, _ lines: LineInput, _ session: Session) -> Response?
  {
    while true {
      if !session.isJSON {
        Screen.write("\(QuestionText.prompt(check.question, chinese: session.isChinese)): ")
      }
      guard case .text(let typed) = lines.next(secondsLeft: { nil }) else { return nil }
      if typed.trimmed == "-" { return .blank }
      if typed.trimmed.isEmpty {
        session.notice(session.word("type an answer, or - for none", "请输入答案，不会做请输入 -"))
        continue
      }
      do throws(UnreadableResponse) {
        return try ResponseReading.read(typed, to: check.question, options: check.item.options)
      } catch { session.notice(session.word(error.message)) }
    }
  }
}
