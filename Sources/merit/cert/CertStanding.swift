import Certification
import Formats
import Terminal
import Workspace

extension Verb {
  private static let whyOption = Option("--reason", "TEXT", en: "why", zh: "原因")

  private static func change(
    _ name: String, to kind: CertificateEvent.Kind, en: String, zh: String
  ) -> Verb {
    Verb(
      "cert", name, arguments: ["CERTIFICATE"],
      options: kind == .revoked ? [whyOption, yes] : [whyOption], needs: ["--reason"], en: en, zh: zh,
      example: "merit cert \(name) HOTLINE-5-2026-000201-5 --reason 'left the hotline'"
    ) { session, input in
      let reason = try input.required("--reason")
      if kind == .revoked {
        try session.confirm(
          session.word("Revoke \(input.argument(0))?", "确定撤销 \(input.argument(0))？"), input)
      }
      let occasion = try session.occasion()
      report(
        try StandingDesk(occasion).change(input.argument(0), to: kind, reason: reason), occasion, session)
      return .done
    }
  }

  static let certSuspend = change(
    "suspend", to: .suspended, en: "put a certificate aside for a time", zh: "暂停证书")
  static let certReinstate = change(
    "reinstate", to: .reinstated, en: "take a certificate back from where it was put aside", zh: "恢复证书")
  static let certRevoke = change("revoke", to: .revoked, en: "take a certificate away", zh: "撤销证书")

  static let certAppeal = Verb(
    "cert", "appeal", arguments: ["CERTIFICATE"], options: [whyOption],
    needs: ["--reason"], en: "ask that a suspension or revocation be looked at again", zh: "对暂停或撤销提出申诉",
    example: "merit cert appeal HOTLINE-5-2026-000201-5 --reason 'the call was not mine'"
  ) { session, input in
    let occasion = try session.occasion()
    report(
      try StandingDesk(occasion).appeal(input.argument(0), reason: input.required("--reason")), occasion,
      session)
    return .done
  }

  static let certHear = Verb(
    "cert", "hear", arguments: ["CERTIFICATE", "DECISION"], options: [whyOption],
    needs: ["--reason"], en: "hear an appeal: 'stands', or 'restored'", zh: "裁定申诉：stands 维持，restored 恢复",
    example: "merit cert hear HOTLINE-5-2026-000201-5 restored --reason 'the recording is of another agent'"
  ) { session, input in
    let words = ["stands", "restored"]
    guard words.contains(input.argument(1)) else {
      throw Refusal(.usage, "'\(input.argument(1))' is no decision", "write stands or restored")
    }
    let occasion = try session.occasion()
    report(
      try StandingDesk(occasion).hear(
        input.argument(0), stands: input.argument(1) == "stands", reason: input.required("--reason")),
      occasion, session)
    return .done
  }

  private static func report(_ held: HeldCertificate, _ occasion: Occasion, _ session: Session) {
    let status = held.status(on: occasion.today)
    session.report(HeldCertificate.standingForm.json((held, occasion.today))) {
      session.say(
        session.word(
          "\(held.certificate.number) of \(held.certificate.staff) is \(status.rawValue)\(held.hasOpenAppeal ? "; an appeal waits to be heard" : "")",
          "\(held.certificate.staff) 的 \(held.certificate.number)：\(status.words.zh)\(held.hasOpenAppeal ? "，申诉待裁定" : "")"
        ))
    }
  }

  static let certReview = Verb(
    "cert", "review", options: [Option("--apply", en: "do it; else only show it", zh: "执行，否则仅列出")],
    en: "what the ladders' rules suspend or revoke today", zh: "按规则检查证书",
    example: "merit cert review --apply"
  ) { session, input in
    let proposals = try StandingDesk(try session.occasion()).review(apply: input.flag("--apply"))
    session.report(StandingDesk.Proposal.form.json(proposals)) {
      var table = AlignedTable([
        session.word("staff", "工号"), session.word("number", "证书编号"), session.word("to be", "处理"),
        session.word("reason", "原因"),
      ])
      for one in proposals {
        table.add([one.held.certificate.staff, one.held.certificate.number, one.kind.rawValue, one.reason])
      }
      if !table.isEmpty { session.show(table) }
      session.say(
        input.flag("--apply")
          ? session.word("\(proposals.count) done", "已处理 \(proposals.count) 张")
          : session.word(
            "\(proposals.count) found; do it with --apply", "发现 \(proposals.count) 张；加 --apply 执行"))
    }
    return .done
  }

  static let certName = Verb(
    "cert", "name", arguments: ["STAFF", "HOW"],
    en: "how one's name is shown to whoever verifies: full, masked or none",
    zh: "验证时姓名的显示方式：full、masked、none",
    example: "merit cert name E0001 masked"
  ) { session, input in
    guard let shown = ShownName(rawValue: input.argument(1)) else {
      throw Refusal(.usage, "'\(input.argument(1))' is no way to show a name", "use full, masked or none")
    }
    try StandingDesk(try session.occasion()).show(shown, of: input.argument(0))
    session.report(.object([("staff", .string(input.argument(0))), ("name", .string(shown.rawValue))])) {
      session.say(
        session.word(
          "the name of '\(input.argument(0))' is shown \(shown == .none ? "to nobody" : shown.rawValue)",
          "\(input.argument(0)) 的姓名显示方式：\(shown.rawValue)"))
    }
    return .done
  }
}
