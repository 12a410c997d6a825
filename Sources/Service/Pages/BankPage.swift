import Exams
import Formats
import Workforce
import Workspace

extension PageRoute {
  /// The question banks, and how each question does; never its key.
  static let bank: [PageRoute] = [
    PageRoute("/bank", .roles(.trainer, .examiner)) { call in
      let rows = try BankDesk(try call.occasion).counts().map { count in
        [
          Markup.Cell.markup(
            Markup.link(
              "/bank/\(PageFrame.encoded(count.bank))?topic=\(PageFrame.encoded(count.topic))",
              "\(count.bank) · \(count.topic)")),
          .text(call.word(PageWords.level(count.level))), .number("\(count.count)"),
        ]
      }
      return .page(
        call.word("Question bank", "题库"),
        Markup.table(
          call.word("Questions by bank, topic and level", "各题库、知识点、等级的题数"),
          [
            call.word("bank and topic", "题库与知识点"), call.word("level", "等级"),
            call.word("questions", "题数"),
          ], numbers: [2], rows, empty: call.word("No bank was loaded yet.", "尚未装入题库。")))
    },
    PageRoute("/bank/{bank}", .roles(.trainer, .examiner)) { call in
      let all = try BankDesk(try call.occasion).statistics(of: call["bank"])
      let topic = call.query("topic")
      let shown = all.filter { topic == nil || $0.question.topic == topic }.prefix(500)
      let rows = shown.map { standing in
        [
          Markup.Cell.markup(
            Markup.escaped(standing.question.id)
              + (standing.isRetired ? " " + Markup.badge(call.word("retired", "停用"), "bad") : "")),
          .text(typeWord(standing.question.type, call)),
          .text(call.word(PageWords.level(standing.question.level))),
          .text(difficulty(standing.question.difficulty, call)), .text(standing.question.lesson),
          .number("\(standing.figures.exposure)"), .number("\(standing.figures.sittings)"),
          .number(PageWords.figure(standing.figures.facility, 3)),
          .number(PageWords.figure(standing.figures.discrimination, 3)),
        ]
      }
      return .page(
        call.word("Bank \(call["bank"])", "题库 \(call["bank"])"),
        Markup.paragraph(
          (topic.map { "\($0): " } ?? "")
            + call.word("\(shown.count) of \(all.count) questions", "共 \(all.count) 题，列出 \(shown.count) 题"))
          + Markup.table(
            call.word("Questions and how they did", "题目与统计"),
            [
              call.word("question", "题目"), call.word("type", "题型"), call.word("level", "等级"),
              call.word("difficulty", "难度"), call.word("lesson", "课次"), call.word("papers", "组卷次数"),
              call.word("answered", "作答"), call.word("facility", "得分率"), call.word("discrimination", "区分度"),
            ], numbers: [5, 6, 7, 8], rows, empty: call.word("No question of this topic.", "没有符合的题目。"))
          + "<p>\(Markup.link("/bank", call.word("All banks", "全部题库")))</p>")
    },
  ]

  private static func typeWord(_ type: String, _ call: PageCall) -> String {
    let names = [
      "multichoice": "选择题", "truefalse": "判断题", "shortanswer": "填空题", "numerical": "数值题", "matching": "匹配题",
      "ordering": "排序题", "essay": "简答题", "drill": "实操题", "description": "阅读材料",
    ]
    return call.isChinese ? names[type] ?? type : type
  }

  private static func difficulty(_ difficulty: Question.Difficulty, _ call: PageCall) -> String {
    switch difficulty {
    case .easy: call.word("easy", "易")
    case .medium: call.word("medium", "中")
    case .hard: call.word("hard", "难")
    }
  }
}
