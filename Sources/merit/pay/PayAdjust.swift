import Formats
import Performance
import Terminal
import Workspace

extension Verb {
  static let payAdjust = Verb(
    "pay", "adjust", arguments: ["Q", "STAFF?"],
    options: [
      Option("--post", en: "post them; without it they are only shown", zh: "登记；否则仅显示"),
      Option(
        "--into", "Q", en: "the open quarter that pays them; the next one unless said", zh: "支付季度，默认下一季度"),
      Option("--reason", "TEXT", en: "what is written beside the cause", zh: "说明"),
    ],
    en: "what came after a quarter was closed, and what it is worth: plus or minus, with its cause",
    zh: "关闭后新依据引起的奖金调整", example: "merit pay adjust 2026Q3 --post --reason 'dispute upheld'"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let staff = input.optionalArgument(1)
    let into = try input.value("--into").map(input.quarter)
    if input.flag("--post") {
      let posted = try LateDesk(try session.occasion()).post(
        quarter, staff: staff, payIn: into, reason: input.value("--reason") ?? "")
      session.report(LateDesk.postedForm.json(posted)) {
        for (staff, adjustment) in posted {
          session.say(
            session.word(
              "\(staff): \(adjustment.amount) yuan with \(adjustment.quarter)  (\(adjustment.text))",
              "\(staff)：随 \(adjustment.quarter) 调整 \(adjustment.amount) 元（\(adjustment.text)）"))
        }
        if posted.isEmpty { session.say(nothing(quarter, session)) }
      }
      return .done
    }
    let effects = try LateDesk(try session.occasion(readOnly: true)).effects(on: quarter, staff: staff)
      .map(\.effect)
    session.report(LateDesk.effectForm.json(effects.map { ($0, session.isChinese) })) {
      if effects.isEmpty { return session.say(nothing(quarter, session)) }
      var table = AlignedTable(
        [
          session.word("id", "工号"), session.word("paid", "已发"), session.word("earned", "应得"),
          session.word("due", "调整"),
        ], numbers: [1, 2, 3])
      for effect in effects {
        table.add([
          effect.staff, "\(effect.closed.bonus + effect.posted)", "\(effect.earned)", "\(effect.due)",
        ])
      }
      session.show(table)
      // What changed is as long as it is, and a column of it would go past the screen.
      for effect in effects {
        session.say("\(effect.staff)\(session.word(": ", "："))\(session.word(effect.changes))")
      }
      session.say(session.word("nothing is posted yet; add --post", "尚未登记；加 --post 登记"))
    }
    return .done
  }

  private static func nothing(_ quarter: Quarter, _ session: Session) -> String {
    session.word(
      "nothing that came after the close of \(quarter) changes anybody's pay", "\(quarter) 关闭后的新依据不影响任何人的奖金")
  }
}
