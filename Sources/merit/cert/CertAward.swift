import Certification
import Formats
import Terminal
import Workforce
import Workspace

extension Input {
  /// The level that `--level` names.
  func level() throws -> Int? {
    guard let name = value("--level") else { return nil }
    guard let level = Person.levels.first(where: { $0.1.contains(name) })?.0 else {
      throw Refusal(.usage, "'\(name)' is no level", "use five, four, three, two or one")
    }
    return level
  }

  func requiredLevel() throws -> Int {
    guard let level = try level() else {
      throw Refusal(.usage, "option --level is missing", "add it, such as --level four")
    }
    return level
  }
}

extension Verb {
  static let levelOption = Option(
    "--level", "LEVEL", en: "the level, such as five", zh: "等级，如 five 或 五级")

  static let certEligible = Verb(
    "cert", "eligible", arguments: ["LADDER"],
    options: [
      levelOption, Option("--staff", "ID", en: "only this person", zh: "仅此员工"),
      Option("--date", "DATE", en: "on this day; today unless said", zh: "日期，默认今天"),
      Option("--all", en: "list those who hold it already, too", zh: "同时列出已持证者"),
    ], needs: ["--level"], en: "who may sit a level; for the rest, what is missing and from when",
    zh: "查看报考资格",
    example: "merit cert eligible hotline --level four"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let day = try input.day("--date") ?? occasion.today
    let standings = try CertificationDesk(occasion).eligibility(
      input.argument(0), level: input.requiredLevel(), on: day,
      staff: Set(input.value("--staff").map { [$0] } ?? []))
    session.report(Eligibility.form.json(standings.map { ($0, day, session.isChinese) })) {
      var table = AlignedTable([
        session.word("staff", "工号"), session.word("name", "姓名"), session.word("may sit", "可报考"),
        session.word("what is missing", "缺少条件"),
      ])
      for one in standings where one.holds == nil || input.flag("--all") || input.value("--staff") != nil {
        let when =
          one.isEligible
          ? session.word("now", "现在") : one.from.map { session.word("from \($0)", "\($0) 起") } ?? "–"
        let missing =
          one.holds.map { [session.word("holds it until \($0.expires)", "持证至 \($0.expires)")] }
          ?? one.missing.map { "\(session.word($0.what)) (\($0.brief))" }
        table.add([one.staff, one.name, one.holds == nil ? when : "–", missing.first ?? ""])
        for further in missing.dropFirst() { table.add(["", "", "", further]) }
      }
      if !table.isEmpty { session.show(table) }
      let (eligible, holding) = (standings.count(where: \.isEligible), standings.count { $0.holds != nil })
      session.say(
        session.word(
          "\(eligible) of \(standings.count) may sit on \(day); \(holding) hold it already",
          "\(day) 可报考 \(eligible) 人，共 \(standings.count) 人；\(holding) 人已持证"))
    }
    return .done
  }

  static let certAward = Verb(
    "cert", "award", arguments: ["LADDER"],
    options: [
      levelOption,
      Option("--date", "DATE", en: "the day of the award; today unless said", zh: "颁发日期，默认今天"), dryRun,
    ], en: "award every certificate that is earned, and renew those that may be", zh: "颁发与续期证书",
    example: "merit cert award hotline --level five"
  ) { session, input in
    let occasion = try session.occasion()
    let findings = try CertificationDesk(occasion).award(
      input.argument(0), level: input.level(), on: input.day("--date") ?? occasion.today,
      dryRun: input.flag("--dry-run")
    ) { SystemRandom.token(11) }
    session.report(CertificationDesk.Finding.form.json(findings.map { ($0, session.isChinese) })) {
      var table = AlignedTable([
        session.word("staff", "工号"), session.word("name", "姓名"), session.word("level", "等级"),
        session.word("number", "证书编号"), session.word("code", "验证码"),
      ])
      for finding in findings {
        guard let certificate = finding.certificate else { continue }
        table.add([
          finding.staff, finding.name, Person.levelName(finding.level),
          certificate.number
            + (certificate.source == .renewal ? session.word(" (renewed)", "（续期）") : ""), certificate.code,
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

  static let certImport = Verb(
    "cert", "import", arguments: ["FILE"], options: [dryRun],
    en: "take certificates from before Merit into the register", zh: "导入此前持有的证书",
    example: "merit cert import held.csv"
  ) { session, input in
    let table = try TableReader(path: input.argument(0), shape: HeldBefore.shape)
    session.report(
      try CertificationDesk(try session.occasion()).importHeld(table, dryRun: input.flag("--dry-run")) {
        SystemRandom.token(11)
      })
    return .done
  }
}
