import Formats
import Terminal
import Training
import Workspace

extension Verb {
  static let courseBulletin = Verb(
    "course", "bulletin", arguments: ["FILE"], en: "issue a bulletin that people must read and confirm",
    zh: "发布业务通知", example: "merit course bulletin roaming-prices.md"
  ) { session, input in
    let bulletin = try BulletinDesk(try session.occasion()).issue(input.argument(0))
    session.report(Bulletin.issuedForm.json(bulletin)) {
      session.say(
        session.word(
          "\(bulletin.id): to be confirmed until \(bulletin.due) by \(bulletin.posts.joined(separator: ", ")), with: merit course confirm \(bulletin.id)",
          "\(bulletin.id)：\(bulletin.posts.joined(separator: "、")) 须在 \(bulletin.due) 前确认阅读"))
    }
    return .done
  }

  static let courseBulletins = Verb(
    "course", "bulletins", arguments: ["ID?"], en: "the bulletins; of one, its text and who has not read it",
    zh: "查看业务通知", example: "merit course bulletins roaming-prices"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let records = BulletinRecords(occasion.database)
    if let id = input.optionalArgument(0) {
      let (bulletin, missing) = try BulletinDesk(occasion).standing(id)
      session.report(Bulletin.standingForm.json((bulletin, missing.map(\.id)))) {
        session.say("\(session.word(bulletin.title))  (\(bulletin.due))\n")
        for line in MarkdownText.lines(bulletin.body, width: min(Screen.width, 100), styled: Screen.hasStyle)
        {
          Screen.write(line + "\n")
        }
        guard !missing.isEmpty else { return }
        session.say(session.word("\nnot confirmed by \(missing.count):", "\n未确认 \(missing.count) 人："))
        for person in missing { session.say("  \(person.id)  \(person.name)") }
      }
      return .done
    }
    let bulletins = try records.bulletins()
    let counts = try bulletins.map { try records.readers(of: $0.id).count }
    session.report(
      Bulletin.listForm.json(zip(bulletins, counts).map { ($0, $1, session.isChinese) })
    ) {
      var table = AlignedTable(
        [
          session.word("bulletin", "编号"), session.word("title", "标题"), session.word("due", "截止"),
          session.word("confirmed", "已确认"),
        ], numbers: [3])
      for (bulletin, count) in zip(bulletins, counts) {
        table.add([bulletin.id, session.word(bulletin.title), bulletin.due.description, "\(count)"])
      }
      session.show(table)
    }
    return .done
  }

  static let courseConfirm = Verb(
    "course", "confirm", arguments: ["BULLETIN", "STAFF?"],
    en: "confirm that one has read a bulletin", zh: "确认已阅读",
    example: "merit course confirm roaming-prices E0007"
  ) { session, input in
    let occasion = try session.occasion()
    guard let staff = input.optionalArgument(1) ?? occasion.actor.staff else {
      throw Refusal(.usage, "account '\(occasion.actor.account)' is nobody's own", "name the member of staff")
    }
    try BulletinDesk(occasion).confirm(input.argument(0), staff: staff)
    session.report(.object([("bulletin", .string(input.argument(0))), ("staff", .string(staff))])) {
      session.say(
        session.word("\(staff) has read '\(input.argument(0))'", "\(staff) 已阅读 \(input.argument(0))"))
    }
    return .done
  }
}
