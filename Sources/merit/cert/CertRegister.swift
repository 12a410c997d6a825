import Certification
import Formats
import Service
import Terminal
import Workforce
import Workspace

extension Verb {
  static let certShow = Verb(
    "cert", "show", arguments: ["STAFF"], en: "show a person's certificates and what happened to them",
    zh: "查看员工证书",
    example: "merit cert show E0001"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let certificates = try CertificationDesk(occasion).certificates(of: input.argument(0))
    session.report(HeldCertificate.form.json(certificates.map { ($0, occasion.today) })) {
      for held in certificates {
        let certificate = held.certificate
        session.say(
          "\(certificate.number)  \(Person.levelName(certificate.level))  \(certificate.awarded) – \(held.expires)  \(session.word(held.status(on: occasion.today).words))"
        )
        for part in certificate.evidence.split(separator: "; ") { session.say("    \(part)") }
        if let old = certificate.renews.flatMap({ code in certificates.first { $0.certificate.code == code } }
        ) {
          session.say(
            session.word("    follows \(old.certificate.number)", "    续 \(old.certificate.number)"))
        }
        for event in held.events {
          session.say("  \(event.day)  \(event.kind.rawValue)  \(event.by)  \(event.reason)")
        }
        if held.stopped > 0 {
          session.say(
            session.word(
              "  \(held.stopped) days of leave moved its end from \(held.certificate.expires) to \(held.expires)",
              "  \(held.stopped) 天长假使有效期由 \(held.certificate.expires) 顺延至 \(held.expires)"))
        }
      }
    }
    return .done
  }

  static let certList = Verb(
    "cert", "list",
    options: [
      levelOption, Option("--ladder", "ID", en: "only this ladder", zh: "仅该序列"),
      Option("--status", "STATUS", en: "only valid, expired, suspended or revoked", zh: "仅该状态"),
    ], en: "the register", zh: "证书登记册", example: "merit cert list --status suspended"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let status = try input.value("--status").map { word in
      guard let status = CertificateStatus(rawValue: word) else {
        throw Refusal(.usage, "'\(word)' is no status", "use valid, expired, suspended or revoked")
      }
      return status
    }
    let level = try input.level()
    let register = try CertificationDesk(occasion).register(
      ladder: input.value("--ladder"), level: level, status: status)
    session.report(HeldCertificate.form.json(register.map { ($0, occasion.today) })) {
      list(register, on: occasion.today, session)
      session.say(session.word("\(register.count) certificates", "共 \(register.count) 张"))
    }
    return .done
  }

  static let certExpiring = Verb(
    "cert", "expiring",
    options: [Option("--days", "N", en: "within so many days; as each ladder warns unless said", zh: "天数")],
    en: "certificates that end soon or may still be renewed", zh: "查看即将到期的证书",
    example: "merit cert expiring --days 90"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let list = try CertificationDesk(occasion).expiring(
      within: input.integer("--days", in: 0...10_000), on: occasion.today)
    session.report(HeldCertificate.form.json(list.map { ($0, occasion.today) })) {
      var table = AlignedTable(
        [
          session.word("ends", "到期"), session.word("days", "剩余天数"), session.word("staff", "工号"),
          session.word("name", "姓名"), session.word("number", "证书编号"),
        ], numbers: [1])
      for held in list {
        table.add([
          held.expires.description, "\(held.expires.number - occasion.today.number)", held.certificate.staff,
          held.certificate.name, held.certificate.number,
        ])
      }
      if !table.isEmpty { session.show(table) }
      session.say(
        session.word(
          "\(list.count) end soon; who has done what renewal asks is renewed by: merit cert award LADDER",
          "\(list.count) 张即将到期；满足续期条件者由 merit cert award 续期"))
    }
    return .done
  }

  static let certVerify = Verb(
    "cert", "verify", arguments: ["CODE"], en: "is this certificate genuine, and valid today?", zh: "验证证书",
    example: "merit cert verify 7K2M9QXD4TBA"
  ) { session, input in
    let workspace = try session.open(readOnly: true)
    let found = try Verification(of: input.argument(0), in: workspace)
    let today = workspace.zone.day(of: session.now)
    session.report(found.json(on: today)) {
      guard let held = found.held else {
        if CertificateNumber.isSound(input.argument(0)) {
          return session.say(
            session.word(
              "\(input.argument(0)) is a certificate's number; it is verified by the code that stands on it",
              "\(input.argument(0)) 是证书编号，请输入证书上的验证码"))
        }
        let why =
          found.isSound
          ? session.word("no certificate has this code", "没有该验证码的证书")
          : session.word("the code has a slip in it; read it again", "验证码有误，请核对")
        return session.say("\(found.code): \(why)")
      }
      let certificate = held.certificate
      session.say("\(found.code): \(session.word(held.status(on: today).words))")
      session.say(
        "\(found.name ?? session.word("(name not shown)", "（不公开姓名）"))  \(certificate.number)  \(Person.levelName(certificate.level))  \(certificate.awarded) – \(held.expires)"
      )
      for event in held.events { session.say("  \(event.day)  \(event.kind.rawValue)") }
    }
    return found.held?.status(on: today) == .valid ? .done : .no
  }

  static let certPage = Verb(
    "cert", "page", arguments: ["CERTIFICATE"],
    options: [Option("--out", "FILE", en: "where to write it; .svg or .html", zh: "输出文件，.svg 或 .html")],
    needs: ["--out"], en: "write a certificate as a page to print, in both languages", zh: "导出可打印的证书",
    example: "merit cert page HOTLINE-5-2026-000201-5 --out certificate.html"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let held = try StandingDesk(occasion).printed(input.argument(0))
    let path = try input.required("--out")
    let page = CertificatePage(
      held, ladder: try CertificationDesk(occasion).ladder(held.certificate.ladder, on: occasion.today),
      on: occasion.today)
    try session.write(Array((path.hasSuffix(".svg") ? page.svg : page.html).utf8), to: path, mode: 0o644)
    session.report(.object([("file", .string(path))])) {
      session.say(
        session.word("\(path): \(held.certificate.number)", "\(path)：\(held.certificate.number)"))
    }
    return .done
  }

  private static func list(_ certificates: [HeldCertificate], on day: CalendarDay, _ session: Session) {
    var table = AlignedTable([
      session.word("staff", "工号"), session.word("number", "证书编号"), session.word("level", "等级"),
      session.word("awarded", "取得日期"), session.word("expires", "有效期止"), session.word("status", "状态"),
    ])
    for held in certificates {
      let certificate = held.certificate
      table.add([
        certificate.staff, certificate.number, Person.levelName(certificate.level),
        certificate.awarded.description, held.expires.description, session.word(held.status(on: day).words),
      ])
    }
    session.show(table)
  }
}
