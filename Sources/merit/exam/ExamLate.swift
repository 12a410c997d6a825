import Exams
import Formats
import Terminal
import Workspace

extension Verb {
  static let examLate = Verb(
    "exam", "late", arguments: ["ID"],
    en: "list answers that came after the deadline, which count only once somebody decides so",
    zh: "列出逾期到达的作答（须经处理才计分）", example: "merit exam late hotline-five-1"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let late = try LateAnswerDesk(occasion).list(input.argument(0))
    let zone = occasion.workspace.zone
    session.report(LateAnswerDesk.lateForm.json(late)) {
      var table = AlignedTable(
        [
          session.word("sitting", "考试号"), session.word("staff", "工号"), session.word("question", "题号"),
          session.word("given", "作答时间"), session.word("arrived", "到达时间"), session.word("response", "作答"),
          session.word("decision", "处理"),
        ], numbers: [0, 2])
      for entry in late {
        for answer in entry.answers {
          let decision = entry.decisions.first { answer.id <= $0.through }
          table.add([
            "\(entry.sitting.id)", entry.sitting.staff, "\(answer.place + 1)", zone.text(answer.said),
            zone.text(answer.received), String(answer.response.stored.prefix(40)),
            decision.map {
              ($0.isAccepted ? session.word("accepted: ", "采纳：") : session.word("rejected: ", "不采纳："))
                + $0.reason
            } ?? session.word("open", "待处理"),
          ])
        }
      }
      session.show(table)
      let open = late.reduce(0) { $0 + $1.undecided }
      session.say(
        session.word(
          "\(open) late answers wait for a decision; the time given is the candidate's own clock's",
          "\(open) 条逾期作答待处理；作答时间为考生端时钟"))
    }
    return .done
  }

  static let examLateDecide = Verb(
    "exam", "late-decide", arguments: ["SITTING"],
    options: [
      Option("--accept", en: "what came late counts like what came in time", zh: "采纳逾期作答"),
      Option("--reject", en: "it does not count", zh: "不采纳"), reasonOption,
    ], needs: ["--reason"], en: "decide about the answers that came late to a sitting", zh: "处理某次考试的逾期作答",
    example: "merit exam late-decide 12 --accept --reason 'the line of room 3 was down'"
  ) { session, input in
    let number = try input.sitting(0)
    guard input.flag("--accept") != input.flag("--reject") else {
      throw Refusal(.usage, "late answers are accepted or rejected", "add --accept or --reject")
    }
    let isAccepted = input.flag("--accept")
    let change = try LateAnswerDesk(try session.occasion()).decide(
      number, isAccepted: isAccepted, reason: try input.required("--reason"))
    session.report(LateAnswerDesk.decisionForm.json((number, isAccepted, change))) {
      if let change {
        session.say(
          session.word(
            "accepted; sitting \(number) has \(decimalText(change.points, places: 2)) points now, score \(change.score): \(change.isPassed ? "passed" : "not passed")",
            "已采纳，考试 \(number) 现得 \(decimalText(change.points, places: 2)) 分，百分成绩 \(change.score)，\(change.isPassed ? "通过" : "未通过")"
          ))
      } else if isAccepted {
        session.say(
          session.word(
            "accepted; people have still to mark sitting \(number)", "已采纳，考试 \(number) 尚待阅卷人评分"))
      } else {
        session.say(
          session.word("rejected; the result is as it was", "不采纳，成绩不变"))
      }
    }
    return .done
  }
}
