import Formats
import Performance
import Terminal
import Workspace

/// What a changed scheme would do, for people.
enum WhatIfText {
  static func show(_ study: WhatIfDesk.Study, all: Bool, _ session: Session) {
    session.say(
      session.word(
        "\(study.gainers) would gain, \(study.losers) would lose, \(study.regraded) would get another grade",
        "\(study.gainers) 人增加，\(study.losers) 人减少，\(study.regraded) 人等级变动"))
    var sums = AlignedTable(
      ["", session.word("now", "现行"), session.word("then", "变更后")], numbers: [1, 2])
    sums.add([session.word("assessed", "评定人数"), "\(study.now.assessed)", "\(study.then.assessed)"])
    sums.add([session.word("pool", "奖金池"), "\(study.now.pool.amount)", "\(study.then.pool.amount)"])
    sums.add([session.word("paid", "发放"), "\(study.now.paid)", "\(study.then.paid)"])
    for name in names(study) {
      func share(_ summary: QuarterDesk.Summary) -> String {
        let count = summary.grades.first { $0.grade == name }?.count ?? 0
        return "\(count)" + (Score(part: count, of: summary.assessed).map { " (\($0) %)" } ?? "")
      }
      sums.add([session.word("grade \(name)", "等级 \(name)"), share(study.now), share(study.then)])
    }
    session.show(sums)
    let changed = study.people.filter { $0.difference != .zero }
    let shown = all || changed.count <= 10 ? changed : Array(changed.prefix(5) + changed.suffix(5))
    guard !shown.isEmpty else { return }
    var table = AlignedTable(
      [
        session.word("id", "工号"), session.word("grade", "等级"), session.word("total", "总分"),
        session.word("bonus now", "现行奖金"), session.word("then", "变更后"), session.word("difference", "差额"),
      ], numbers: [2, 3, 4, 5])
    for person in shown {
      let (now, then) = (person.now.assessment, person.then.assessment)
      let grades = [now.grade ?? "–", then.grade ?? "–"]
      let totals = [now.total?.description ?? "–", then.total?.description ?? "–"]
      table.add([
        person.id, grades[0] == grades[1] ? grades[0] : grades.joined(separator: " → "),
        totals[0] == totals[1] ? totals[0] : totals.joined(separator: " → "), "\(person.now.bonus)",
        "\(person.then.bonus)", "\(person.difference)",
      ])
    }
    session.show(table)
    if shown.count < changed.count {
      session.say(
        session.word(
          "the five who lose and gain most of \(changed.count); --all shows everybody",
          "变动 \(changed.count) 人中减少与增加最多的各五人；--all 列出全部"))
    }
  }

  private static func names(_ study: WhatIfDesk.Study) -> [String] {
    var names = study.now.grades.map(\.grade)
    for (grade, _) in study.then.grades where !names.contains(grade) { names.append(grade) }
    return names
  }
}
