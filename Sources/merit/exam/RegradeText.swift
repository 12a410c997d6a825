import Exams
import Formats
import Performance
import Terminal
import Workspace

/// What a regrade changes, for people.
enum RegradeText {
  static func show(_ preview: RegradeStudy.Preview, _ session: Session) {
    func passed(_ flag: Bool) -> String {
      flag ? session.word("passed", "通过") : session.word("failed", "不通过")
    }
    var table = AlignedTable(
      [
        session.word("sitting", "考试号"), session.word("staff", "工号"), session.word("old", "原分"),
        session.word("new", "新分"),
        session.word("result", "结果"),
      ], numbers: [0, 2, 3])
    for change in preview.changes {
      table.add([
        "\(change.sitting.id)", change.sitting.staff, change.old?.score.description ?? "–",
        change.score.description,
        change.crosses
          ? "\(passed(!change.isPassed)) → \(passed(change.isPassed))" : passed(change.isPassed),
      ])
    }
    session.show(table)
    let crossing = preview.changes.count(where: \.crosses)
    session.say(
      session.word(
        "\(preview.changes.count) sittings change, \(crossing) cross the pass line",
        "\(preview.changes.count) 份成绩变化，其中 \(crossing) 份跨越及格线"))
    for effect in preview.certificates {
      session.say(
        session.word(
          "certificate: \(effect.staff) \(effect.ladder) level \(effect.level) \(effect.kind.words.en)",
          "证书：\(effect.staff) \(effect.ladder) \(effect.level) 级 \(effect.kind.words.zh)"))
    }
    guard let pay = preview.pay else {
      session.notice(
        session.word("grades and bonus are shown to accounts with the role hr", "等级与奖金影响仅对 hr 角色显示"))
      return
    }
    var money = AlignedTable(
      [
        session.word("staff", "工号"), session.word("quarter", "季度"), session.word("grade", "等级"),
        session.word("bonus", "奖金"), session.word("new", "变为"),
      ], numbers: [3, 4])
    for effect in pay {
      let (old, new) = (effect.oldGrade ?? "–", effect.newGrade ?? "–")
      money.add([
        effect.staff, effect.quarter.description, old == new ? old : "\(old) → \(new)",
        effect.oldBonus.description,
        effect.newBonus.description,
      ])
    }
    if !money.isEmpty { session.show(money) }
    session.say(
      session.word(
        "\(pay.count) people's grade or bonus would change in open quarters", "未关账季度中 \(pay.count) 人的等级或奖金将变化"
      ))
    for quarter in preview.closedQuarters {
      session.say(
        session.word(
          "\(quarter) is closed: its results stay as they are", "\(quarter) 已关账：其结果不变"))
    }
  }
}
