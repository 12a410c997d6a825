import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let payShow = Verb(
    "pay", "show", arguments: ["Q"],
    options: [
      Option(
        "--revisions", "N,M", en: "whose bonus differs between two revisions of a closed quarter",
        zh: "比较两个修订版本的奖金")
    ], en: "show everybody's score, grade and bonus", zh: "查看绩效与奖金", example: "merit pay show 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let desk = PayDesk(try session.occasion(readOnly: true))
    if let text = input.value("--revisions") {
      return try compare(text, desk, quarter, session)
    }
    var rows: [PayDesk.Row] = []
    try desk.forEachResult(in: quarter) { rows.append(($0, $1, $2)) }
    session.report(PayDesk.rowForm.json(rows)) {
      var table = AlignedTable(
        [
          session.word("id", "工号"), session.word("name", "姓名"), session.word("total", "总分"),
          session.word("grade", "等级"), session.word("factor", "系数"), session.word("gate", "满意度系数"),
          session.word("days", "天数"), session.word("base", "基数"), session.word("bonus", "奖金"),
        ],
        numbers: [2, 4, 5, 6, 7, 8])
      for (id, name, result) in rows {
        table.add([
          id, name, result.assessment.total?.description ?? "–", result.assessment.grade ?? "–",
          result.assessment.factor.factorText,
          result.assessment.gate.factorText, "\(result.days)", result.base.description,
          result.bonus.description,
        ])
      }
      session.show(table)
    }
    return .done
  }

  private static func compare(
    _ text: String, _ desk: PayDesk, _ quarter: Quarter, _ session: Session
  ) throws -> ExitCode {
    let numbers = text.split(separator: ",").compactMap { Int($0) }
    guard numbers.count == 2 else {
      throw Refusal(.usage, "'\(text)' names no two revisions", "write --revisions 1,2")
    }
    let differences = try desk.differences(in: quarter, from: numbers[0], to: numbers[1])
    func difference(_ before: QuarterResult?, _ after: QuarterResult?) -> Money {
      (after?.bonus ?? .zero) - (before?.bonus ?? .zero)
    }
    session.report(PayDesk.differenceForm.json(differences)) {
      var table = AlignedTable(
        [
          session.word("id", "工号"), session.word("name", "姓名"), session.word("grade", "等级"),
          session.word("revision \(numbers[0])", "第\(numbers[0])版"),
          session.word("revision \(numbers[1])", "第\(numbers[1])版"), session.word("difference", "差额"),
        ], numbers: [3, 4, 5])
      for (id, name, before, after) in differences {
        let grades = [before?.assessment.grade ?? "–", after?.assessment.grade ?? "–"]
        table.add([
          id, name, grades[0] == grades[1] ? grades[0] : grades.joined(separator: " → "),
          before?.bonus.description ?? "–", after?.bonus.description ?? "–", "\(difference(before, after))",
        ])
      }
      session.show(table)
      let sum = differences.reduce(Money.zero) { $0 + difference($1.before, $1.after) }
      session.say(
        session.word(
          "\(differences.count) differ, \(sum) yuan in all", "差异 \(differences.count) 人，合计 \(sum) 元"))
    }
    return .done
  }
}
