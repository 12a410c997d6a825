import Formats
import Improvement
import Statistics
import Terminal
import Workspace

extension Verb {
  static let improveEffect = Verb(
    "improve", "effect", arguments: ["CYCLE"],
    options: [
      Option("--before", "QUARTER", en: "the quarter before the cycle unless said", zh: "训前季度"),
      Option("--after", "QUARTER", en: "the quarter after it unless said", zh: "训后季度"),
    ], en: "did a cycle help? reaction, learning, behaviour, results", zh: "培训效果四级评估",
    example: "merit improve effect 3 --before 2026Q2 --after 2026Q4"
  ) { session, input in
    let report = try EffectDesk(try session.occasion(readOnly: true)).effect(
      of: input.number(0, "cycle"), before: try input.value("--before").map(input.quarter),
      after: try input.value("--after").map(input.quarter))
    session.report(EffectDesk.Report.form.json(report)) { show(report, session) }
    return .done
  }

  private static func show(_ report: EffectDesk.Report, _ session: Session) {
    func figure(_ value: Double?) -> String { ItemAnalysisText.figure(value, 1) }
    func tell(_ lines: [String]) {
      for line in lines {
        for part in wrapped(line, to: min(Screen.width, 100) - 4) { session.say("    \(part)") }
      }
    }
    session.say(
      session.word(
        "\(report.course): \(report.completed) of \(report.enrolled) completed it",
        "\(report.course)：\(report.enrolled) 人中 \(report.completed) 人结业"))
    let reaction = report.reaction
    session.say(session.word("1 Reaction (of 5)", "1 反应层（满分 5）"))
    tell(
      [
        session.word(
          "content \(figure(reaction.content)), teaching \(figure(reaction.teaching)), usefulness \(figure(reaction.usefulness)); \(reaction.responses) responses",
          "内容 \(figure(reaction.content))，讲授 \(figure(reaction.teaching))，实用 \(figure(reaction.usefulness))；\(reaction.responses) 份"
        )
      ] + reaction.comments.prefix(5).map { "“\($0)”" })
    session.say(session.word("2 Learning (tests before and after)", "2 学习层（训前训后测试）"))
    tell(
      report.learning.map { EffectText.lines($0, dropped: 0, chinese: session.isChinese) }
        ?? [session.word("no tests: bring them with merit course prepost", "无测试数据：merit course prepost 导入")])
    for (title, change) in [
      (session.word("3 Behaviour (call quality)", "3 行为层（通话质检）"), report.behaviour),
      (session.word("4 Results (satisfaction)", "4 结果层（满意度）"), report.results),
    ] {
      session.say("\(title), \(change.before) → \(change.after)")
      if change.effect.n == 0 {
        tell([session.word("nobody has scores of both quarters", "没有两个季度都有数据的人员")])
        continue
      }
      tell(EffectText.lines(change.effect, dropped: 0, chinese: session.isChinese))
      if change.unmatched > 0 {
        tell([
          session.word(
            "\(change.unmatched) trained had nobody within \(EffectDesk.distance) points before, and are left out of the comparison",
            "\(change.unmatched) 名受训者在训前 \(EffectDesk.distance) 分之内无可比对象，未计入比较")
        ])
      }
    }
    if let needs = report.needs {
      session.say(
        session.word(
          "Needs behind it, by the evidence of \(needs.quarter)", "培训所对应的需求（\(needs.quarter) 证据）"))
      tell([
        session.word(
          "of \(needs.lines.count), \(needs.count(.gone)) are gone, \(needs.count(.less)) are less, \(needs.count(.notLess)) are not less, \(needs.count(.notMeasured)) are of people whom nobody judged since",
          "共 \(needs.lines.count) 项：消除 \(needs.count(.gone))，减轻 \(needs.count(.less))，未减轻 \(needs.count(.notLess))，\(needs.count(.notMeasured)) 项未被评价、无法判断"
        )
      ])
    }
  }
}
