import Certification
import Formats
import Terminal
import Workforce
import Workspace

extension Verb {
  static let certAward = Verb(
    "cert", "award", arguments: ["LADDER"],
    options: [
      Option("--level", "LEVEL", en: "only this level, such as five", zh: "仅该等级"),
      Option("--date", "DATE", en: "the day of the award; today unless said", zh: "颁发日期，默认今天"), dryRun,
    ], en: "award every certificate that is earned", zh: "颁发证书",
    example: "merit cert award hotline --level five"
  ) { session, input in
    let occasion = try session.occasion()
    let level = try input.value("--level").map { name in
      guard let level = Person.levels.first(where: { $0.1.contains(name) })?.0 else {
        throw Refusal(.usage, "'\(name)' is no level", "use five, four, three, two or one")
      }
      return level
    }
    let findings = try CertificationDesk(occasion).award(
      input.argument(0), level: level, on: input.day("--date") ?? occasion.today,
      dryRun: input.flag("--dry-run")
    ) { SystemRandom.token(11) }
    session.report(
      .array(
        findings.map { finding in
          .object([
            ("staff", .string(finding.staff)), ("level", .string(Person.levelName(finding.level))),
            ("awarded", .bool(finding.certificate != nil)),
            ("number", .optional(finding.certificate?.number)),
            ("code", .optional(finding.certificate?.code)),
            (
              "requirements",
              .array(
                finding.requirements.map {
                  .object([
                    ("what", .string(session.word($0.what))), ("met", .bool($0.isMet)),
                    ("found", .string($0.found)),
                  ])
                })
            ),
          ])
        })
    ) {
      var table = AlignedTable([
        session.word("staff", "工号"), session.word("name", "姓名"), session.word("level", "等级"),
        session.word("number", "证书编号"), session.word("code", "验证码"),
      ])
      for finding in findings {
        guard let certificate = finding.certificate else { continue }
        table.add([
          finding.staff, finding.name, Person.levelName(finding.level), certificate.number, certificate.code,
        ])
      }
      if !table.isEmpty { session.show(table) }
      let awarded = findings.count { $0.certificate != nil }
      session.say(
        session.word(
          "\(awarded) awarded; \(findings.count - awarded) lack something (see --json for what)",
          "颁发 \(awarded) 张；\(findings.count - awarded) 项条件未满足（--json 查看详情）"))
    }
    return .done
  }

  static let certShow = Verb(
    "cert", "show", arguments: ["STAFF"], en: "show a person's certificates", zh: "查看员工证书",
    example: "merit cert show E0001"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    if occasion.actor.staff != input.argument(0) {
      try occasion.require(.examiner, .hr, .leader, .trainer, to: "see others' certificates")
    }
    let certificates = try CertificationDesk(occasion).certificates(of: input.argument(0))
    session.report(
      .array(
        certificates.map {
          .object([
            ("number", .string($0.number)), ("ladder", .string($0.ladder)),
            ("level", .string(Person.levelName($0.level))),
            ("awarded", .string($0.awarded.description)), ("expires", .string($0.expires.description)),
            ("status", .string($0.status(on: occasion.today))), ("code", .string($0.code)),
            ("evidence", .string($0.evidence)),
          ])
        })
    ) {
      var table = AlignedTable([
        session.word("number", "证书编号"), session.word("level", "等级"), session.word("awarded", "取得日期"),
        session.word("expires", "有效期止"),
        session.word("status", "状态"), session.word("evidence", "依据"),
      ])
      for certificate in certificates {
        table.add([
          certificate.number, Person.levelName(certificate.level), certificate.awarded.description,
          certificate.expires.description,
          certificate.status(on: occasion.today), certificate.evidence,
        ])
      }
      session.show(table)
    }
    return .done
  }

  static let certVerify = Verb(
    "cert", "verify", arguments: ["CODE"], en: "is this certificate genuine, and valid today?", zh: "验证证书",
    example: "merit cert verify 7K2M9QXD4TBA"
  ) { session, input in
    let workspace = try session.open(readOnly: true)
    let (code, certificate) = try CertificationDesk.verify(input.argument(0), in: workspace)
    let today = workspace.zone.day(of: session.now)
    session.report(Certificate.verification(code: code, certificate, on: today)) {
      guard let certificate else {
        let why =
          CertificateCode.isSound(code)
          ? session.word("no certificate has this code", "没有该验证码的证书")
          : session.word("the code has a slip in it; read it again", "验证码有误，请核对")
        return session.say("\(code): \(why)")
      }
      session.say("\(code): \(certificate.status(on: today))")
      session.say(
        "\(certificate.name)  \(certificate.number)  \(Person.levelName(certificate.level))  \(certificate.awarded) – \(certificate.expires)"
      )
    }
    return certificate?.status(on: today) == "valid" ? .done : .no
  }
}
