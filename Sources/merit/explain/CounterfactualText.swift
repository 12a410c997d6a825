import Formats
import Performance
import Quality
import Terminal
import Workspace

/// What would have been, for people.
enum CounterfactualText {
  static func show(_ found: Counterfactual, _ session: Session) {
    var table = AlignedTable(
      ["", session.word("now", "现在"), session.word("then", "假设")], numbers: [1, 2])
    for (call, now, then) in found.calls {
      table.add([
        session.word("call \(call)", "通话 \(call)"), now?.description ?? "–",
        then?.description ?? session.word("left out", "不计"),
      ])
    }
    for (now, then) in zip(found.now.assessment.parts, found.then.parts) where now.score != then.score {
      table.add([now.id, now.score?.description ?? "–", then.score?.description ?? "–"])
    }
    let (now, then) = (found.now.assessment, found.then)
    table.add([
      session.word("total", "总分"), now.total?.description ?? "–", then.total?.description ?? "–",
    ])
    table.add([session.word("grade", "等级"), now.grade ?? "–", then.grade ?? "–"])
    table.add([session.word("factor", "系数"), now.factor.factorText, then.factor.factorText])
    table.add([session.word("bonus", "奖金"), "\(found.now.bonus)", "\(found.bonus)"])
    session.show(table)
    session.say(
      found.difference == .zero
        ? session.word("the bonus would be the same", "奖金不变")
        : session.word(
          "the bonus would be \(found.difference) yuan different, while all others' evidence stays",
          "其他人依据不变时，奖金相差 \(found.difference) 元"))
  }

  /// Why a call was judged, in Chinese.
  private static func name(_ kind: Evaluation.Kind) -> String {
    switch kind {
    case .random: "随机"
    case .targeted: "专项"
    case .live: "旁听"
    case .calibration: "校准"
    case .coaching: "辅导"
    }
  }

  static func show(_ trace: CounterfactualDesk.CallTrace, _ session: Session) {
    session.say(
      session.word(
        "call \(trace.call) of \(trace.staff) counts in \(trace.quarter)",
        "通话 \(trace.call)（\(trace.staff)）计入 \(trace.quarter)"))
    for (assessor, kind, score, day) in trace.evaluations {
      session.say(
        session.word(
          "  judged by \(assessor) on \(day), \(kind): \(score?.description ?? "–")",
          "  \(day) \(assessor) 质检（\(name(kind))）：\(score?.description ?? "–")"))
    }
    if let note = trace.note { session.say("  \(session.word(note))") }
    if let without = trace.without {
      session.say(session.word("Without it:", "若不计该通话："))
      show(without, session)
    }
    for adjustment in trace.adjustments {
      session.say(
        session.word(
          "adjusted in \(adjustment.quarter) by \(adjustment.amount) yuan: \(adjustment.text)",
          "\(adjustment.quarter) 调整 \(adjustment.amount) 元：\(adjustment.text)"))
    }
  }
}
