import Formats
import Performance
import Workspace

extension Route {
  /// Honours that a quarter's rules propose, and those that were granted.
  static let honour: [Route] = [
    .get(
      "/honour/{quarter:quarter}/proposal", "honour.propose",
      "Whom the rules would honour, and who is passed over",
      .roles(.hr), answer: .list(HonourAwardDesk.List.form.schema)
    ) { call in
      let lists = try HonourAwardDesk(try call.occasion).proposals(in: try call.quarter())
      return HonourAwardDesk.List.form.json(lists.map { ($0, call.isChinese) })
    },
    .write(
      "POST", "/honour/{quarter:quarter}/grant", "honour.grant",
      "Grant the honours of a quarter that the rules propose, in the name of the account", .roles(.hr),
      mode: .longWrite, answer: .list(HonourGrant.form.schema)
    ) { call in
      let grants = try HonourAwardDesk(try call.occasion).grant(try call.quarter())
      return HonourGrant.form.json(grants.map { ($0, call.isChinese) })
    },
    .list(
      "/honour", "honour.list", "Honours granted; what they are for is told to HR and whose they are",
      .signedIn, query: [.init("quarter", .quarter, "of a quarter"), .init("staff", .name, "of a person")],
      of: HonourGrant.form, key: { "\($0.grant.id)" }
    ) { call in
      let isChinese = call.isChinese
      let grants = try HonourAwardDesk(try call.occasion).grants(
        in: call.query("quarter").flatMap { Quarter($0) },
        of: call.query("staff") == nil ? nil : try call.person())
      return grants.map { ($0, isChinese) }
    },
    .write(
      "POST", "/honour/{honour:number}/revoke", "honour.revoke", "Take an honour back", .roles(.hr),
      body: .object([.init("reason", .someText)]), answer: HonourGrant.form.schema
    ) { call in
      let grant = try HonourAwardDesk(try call.occasion).revoke(
        call.number("honour"), reason: call.text("reason"))
      return HonourGrant.form.json((grant, call.isChinese))
    },
    .write(
      "POST", "/honour/suggestion", "honour.suggest", "Record a suggestion to a unit", .ownOr(.hr, .leader),
      body: .object([
        .init("staff", .name, required: false, note: "whose it is; oneself unless said"),
        .init("title", .someText), .init("department", .name, note: "the unit that it is made to"),
      ]), answer: HonourDeed.form.schema, status: 201
    ) { call in
      HonourDeed.form.json(
        try HonourDeedDesk(try call.occasion).suggest(
          try call.personMember(), title: call.text("title"), to: call.text("department")))
    },
    .write(
      "POST", "/honour/help", "honour.helped", "Record help to another department", .ownOr(.hr, .leader),
      body: .object([
        .init("staff", .name, required: false, note: "who helped; oneself unless said"),
        .init("for", .name, note: "the unit of another department that was helped"),
        .init("days", .decimal, note: "0.01 to 92"), .init("what", .someText),
        .init("date", .day, required: false, note: "the first of the days; today unless said"),
      ]), answer: HonourDeed.form.schema, status: 201
    ) { call in
      guard let days = ExactDecimal(call.text("days"))?.scaled(to: 2), (1...92_00).contains(days) else {
        throw Refusal(
          .usage, "'\(call.text("days"))' is no number of days", "send 0.01 to 92, with at most two decimals")
      }
      return HonourDeed.form.json(
        try HonourDeedDesk(try call.occasion).help(
          try call.personMember(), for: call.text("for"), days: days, what: call.text("what"),
          on: call.dayMember("date")))
    },
    .write(
      "POST", "/honour/deed/{deed:number}/adopt", "honour.adopt", "Adopt a suggestion", .roles(.hr, .leader),
      body: .object([
        .init("saving", .yuan, required: false, note: "what it saves, in yuan"), .init("reason", .someText),
      ]), answer: answered
    ) { call in
      let saving = try call.money("saving")
      if let saving, saving < .zero {
        throw Refusal(
          .usage, "a saving of \(saving) yuan costs money", "send nought or more, or leave it out")
      }
      return try outcome(
        HonourDeedDesk(try call.occasion).adopt(
          call.number("deed"), saving: saving, reason: call.text("reason")), call)
    },
    .write(
      "POST", "/honour/deed/{deed:number}/confirm", "honour.confirm",
      "Confirm help, as who leads the department that was helped", .roles(.hr, .leader), answer: answered
    ) { try outcome(HonourDeedDesk(try $0.occasion).confirm($0.number("deed")), $0) },
    .write(
      "POST", "/honour/deed/{deed:number}/decline", "honour.decline", "Decline a suggestion or a help",
      .roles(.hr, .leader), body: .object([.init("reason", .someText)]), answer: answered
    ) { call in
      try outcome(
        HonourDeedDesk(try call.occasion).decline(call.number("deed"), reason: call.text("reason")), call)
    },
    .list(
      "/honour/deed", "honour.deeds",
      "Suggestions and help, and what became of them: everybody's for HR and leaders, else one's own",
      .signedIn, query: [.init("quarter", .quarter, "done or answered in a quarter")], of: HonourDeed.form,
      key: { "\($0.id)" }
    ) { try HonourDeedDesk(try $0.occasion).deeds(in: $0.query("quarter").flatMap { Quarter($0) }) },
  ]

  private static let answered = JSONSchema.object(
    HonourDeed.form.members.map { .init($0.name, $0.schema) } + [.init("notices", .list(.text))])

  /// What became of a deed, and that a closed quarter stays as it was.
  private static func outcome(_ deed: HonourDeed, _ call: Call) throws -> JSON {
    let quarters = deed.answer.flatMap { $0.kind == .declined ? nil : $0.quarter }
    let notices = try call.occasion.noticesOfClosedQuarters(Set([quarters].compactMap(\.self)))
    return HonourDeed.form.json(deed, with: [("notices", .array(notices.map(JSON.string)))])
  }
}
