import Certification
import Formats
import Workforce
import Workspace

extension Route {
  /// Certificates: the register, who may sit, awards, and what is done about a certificate afterwards.
  static let cert: [Route] = [
    Route(
      "GET", "/cert/verify/{code}", "cert.verify", "What anybody is told who asks about a certificate's code",
      .everybody, .quickRead, answer: .json(Verification.schema)
    ) { call in
      let found = try Verification(of: call["code"], in: try call.occasion.workspace)
      return .json(found.json(on: try call.occasion.today))
    },
    .list(
      "/cert", "cert.list", "The register", .roles(.examiner, .hr, .leader, .trainer),
      query: [
        .init("ladder", .name, "only this ladder"), levelParameter,
        .init("status", .choice(CertificateStatus.allCases.map(\.rawValue)), "only this status"),
      ], of: HeldCertificate.form, key: \.held.certificate.code
    ) { call in
      let occasion = try call.occasion
      return try CertificationDesk(occasion).register(
        ladder: call.query("ladder"), level: call.query("level").flatMap(level(named:)),
        status: call.query("status").flatMap { CertificateStatus(rawValue: $0) }
      ).map { ($0, occasion.today) }
    },
    .list(
      "/cert/expiring", "cert.expiring", "Certificates that end soon or may still be renewed",
      .roles(.examiner, .hr, .leader, .trainer),
      query: [.init("days", .integer(0...10_000), "within so many; as each ladder warns unless said")],
      of: HeldCertificate.form, key: \.held.certificate.code
    ) { call in
      let occasion = try call.occasion
      return try CertificationDesk(occasion).expiring(
        within: call.queryNumber("days"), on: occasion.today
      ).map { ($0, occasion.today) }
    },
    .list(
      "/cert/staff/{staff}", "cert.show", "A person's certificates and what happened to them",
      .ownOr(.examiner, .hr, .leader, .trainer), of: HeldCertificate.form, key: \.held.certificate.code
    ) { call in
      let occasion = try call.occasion
      return try CertificationDesk(occasion).certificates(of: try call.person()).map { ($0, occasion.today) }
    },
    .write(
      "PUT", "/cert/staff/{staff}/name", "cert.name", "How one's name is shown to whoever verifies",
      .ownOr(.hr), body: .object([.init("name", .choice(ShownName.allCases.map(\.rawValue)))]),
      answer: shownForm.schema
    ) { call in
      let (staff, shown) = (try call.person(), ShownName(rawValue: call.text("name")) ?? .masked)
      try StandingDesk(try call.occasion).show(shown, of: staff)
      return shownForm.json((staff, shown))
    },

    // MARK: Ladders

    .list(
      "/cert/ladder/{ladder}/eligible", "cert.eligible",
      "Who may sit a level; for the rest, what is missing and from when",
      .ownOr(.examiner, .hr, .trainer, .leader),
      query: [
        .init("level", .choice(levels), required: true, "which level"),
        .init("staff", .name, "only this person, 'me' for oneself; everybody unless said"),
        .init("date", .day, "on this day; today unless said"),
      ], of: Eligibility.form, key: \.one.staff
    ) { call in
      let occasion = try call.occasion
      let day = call.day("date") ?? occasion.today
      let only = try call.query("staff").map { _ in [try call.person()] } ?? []
      return try CertificationDesk(occasion).eligibility(
        call["ladder"], level: call.query("level").flatMap(level(named:)) ?? 0, on: day, staff: Set(only)
      ).map { ($0, day, call.isChinese) }
    },
    .write(
      "POST", "/cert/ladder/{ladder}/award", "cert.award",
      "Award every certificate that is earned, and renew those that may be",
      .roles(.examiner, .hr), mode: .longWrite, query: [levelParameter, Call.intakeParameters[1]],
      answer: .list(CertificationDesk.Finding.form.schema)
    ) { call in
      let occasion = try call.occasion
      let findings = try CertificationDesk(occasion).award(
        call["ladder"], level: call.query("level").flatMap(level(named:)), on: occasion.today,
        dryRun: call.flag("dry_run")
      ) { SystemRandom.token(11) }
      return CertificationDesk.Finding.form.json(findings.map { ($0, call.isChinese) })
    },
    .get(
      "/cert/ladder/{ladder}/rates", "cert.rates", "Who passes, with 95 % intervals",
      .roles(.examiner, .hr, .trainer),
      query: [
        .init(
          "by", .choice(PassRates.Grouping.allCases.map(\.rawValue)), "what the groups are; level unless said"
        ),
        .init(
          "of", .choice(PassRateDesk.Attempts.allCases.map(\.rawValue)),
          "theory papers, or decisions of sittings; theory unless said"),
      ], answer: PassRates.form.schema
    ) { call in
      let occasion = try call.occasion
      return PassRates.form.json(
        try PassRateDesk(occasion).rates(
          call["ladder"], of: call.query("of").flatMap { PassRateDesk.Attempts(rawValue: $0) } ?? .theory,
          by: call.query("by").flatMap { PassRates.Grouping(rawValue: $0) } ?? .level, on: occasion.today))
    },
    .get(
      "/cert/ladder/{ladder}/badges", "cert.badges", "A ladder's certificates as Open Badges 2.0 documents",
      .roles(.hr, .examiner),
      query: [
        .init("url", .string(.free, 8...400), required: true, "where the documents will stand on the web"),
        .init("email", .name, "the issuer's, where the ladder names none"),
      ], answer: .object([.init("documents", .list(badgeForm.schema))])
    ) { call in
      let documents = try CertificationDesk(try call.occasion).badges(
        call["ladder"], base: call.query("url") ?? "", email: call.query("email"))
      return .object([("documents", badgeForm.json(documents))])
    },
    .intake("/cert/held", "cert.import", "Take certificates from before Merit into the register", .roles(.hr))
    {
      call, options in
      try CertificationDesk(try call.occasion).importHeld(
        try call.table(HeldBefore.shape), dryRun: options.dryRun
      ) { SystemRandom.token(11) }
    },

    // MARK: One certificate

    Route(
      "GET", "/cert/{certificate}/page", "cert.page", "A certificate as a page to print",
      .ownOr(.examiner, .hr, .trainer), .read,
      query: [.init("format", .choice(["html", "svg"]), "html unless said")],
      answer: .file(["text/html; charset=utf-8", "image/svg+xml"])
    ) { call in
      let occasion = try call.occasion
      let held = try StandingDesk(occasion).printed(call["certificate"])
      let page = CertificatePage(
        held, ladder: try CertificationDesk(occasion).ladder(held.certificate.ladder, on: occasion.today),
        on: occasion.today)
      return call.query("format") == "svg"
        ? .file(Array(page.svg.utf8), type: "image/svg+xml", name: "\(held.certificate.number).svg")
        : .file(
          Array(page.html.utf8), type: "text/html; charset=utf-8", name: "\(held.certificate.number).html")
    },
    change("suspend", to: .suspended, "Put a certificate aside for a time"),
    change("reinstate", to: .reinstated, "Take a certificate back from where it was put aside"),
    change("revoke", to: .revoked, "Take a certificate away"),
    .write(
      "POST", "/cert/{certificate}/appeal", "cert.appeal",
      "Ask that a suspension or revocation be looked at again",
      .ownOr(.hr), body: .object([.init("reason", .someText)]), answer: HeldCertificate.standingForm.schema
    ) { call in
      let occasion = try call.occasion
      let held = try StandingDesk(occasion).appeal(call["certificate"], reason: call.text("reason"))
      return HeldCertificate.standingForm.json((held, occasion.today))
    },
    .write(
      "POST", "/cert/{certificate}/hear", "cert.hear",
      "Hear an appeal; never by who decided in the first place",
      .roles(.hr, .examiner),
      body: .object([.init("decision", .choice(["stands", "restored"])), .init("reason", .someText)]),
      answer: HeldCertificate.standingForm.schema
    ) { call in
      let occasion = try call.occasion
      let held = try StandingDesk(occasion).hear(
        call["certificate"], stands: call.text("decision") == "stands", reason: call.text("reason"))
      return HeldCertificate.standingForm.json((held, occasion.today))
    },
    .get(
      "/cert/review", "cert.review", "What the ladders' rules would suspend or revoke today",
      .roles(.hr, .examiner), answer: .list(StandingDesk.Proposal.form.schema)
    ) { StandingDesk.Proposal.form.json(try StandingDesk(try $0.occasion).review(apply: false)) },
    .write(
      "POST", "/cert/review", "cert.apply-review", "Suspend and revoke what the ladders' rules say today",
      .roles(.hr, .examiner), mode: .longWrite, answer: .list(StandingDesk.Proposal.form.schema)
    ) { StandingDesk.Proposal.form.json(try StandingDesk(try $0.occasion).review(apply: true)) },
  ]

  private static func change(_ verb: String, to kind: CertificateEvent.Kind, _ summary: String) -> Route {
    .write(
      "POST", "/cert/{certificate}/\(verb)", "cert.\(verb)", summary, .roles(.hr, .examiner),
      body: .object([.init("reason", .someText)]), answer: HeldCertificate.standingForm.schema
    ) { call in
      let occasion = try call.occasion
      let held = try StandingDesk(occasion).change(call["certificate"], to: kind, reason: call.text("reason"))
      return HeldCertificate.standingForm.json((held, occasion.today))
    }
  }

  /// The names of levels, the highest number first.
  static let levels = [5, 4, 3, 2, 1].map(Person.levelName)

  static let levelParameter = Parameter("level", .choice(levels), "only this level")

  static func level(named name: String) -> Int? { levels.firstIndex(of: name).map { 5 - $0 } }

  private static let shownForm = JSONForm<(staff: String, shown: ShownName)>([
    .text("staff") { $0.staff }, .choice("name") { $0.shown },
  ])

  private static let badgeForm = JSONForm<(path: String, document: JSON)>([
    .text("path") { $0.path }, .init("document", .any) { $0.document },
  ])
}
