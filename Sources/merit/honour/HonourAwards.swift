import Formats
import Performance
import Terminal
import Workforce
import Workspace

extension Verb {
  static let honourPropose = Verb(
    "honour", "propose", arguments: ["Q"],
    options: [Option("--all", en: "everybody whom a rule counts", zh: "列出规则涉及的所有人")],
    en: "show whom the rules would honour, and who is passed over", zh: "查看荣誉建议名单",
    example: "merit honour propose 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    let lists = try HonourAwardDesk(try session.occasion(readOnly: true)).proposals(in: quarter)
    session.report(HonourAwardDesk.List.form.json(lists.map { ($0, session.isChinese) })) {
      for list in lists { show(list, all: input.flag("--all"), session) }
    }
    return .done
  }

  static let honourGrant = Verb(
    "honour", "grant", arguments: ["Q"], options: [yes],
    en: "grant the honours of a quarter that the rules propose, in the name of the account",
    zh: "以本账号的名义授予季度荣誉", example: "merit honour grant 2026Q3"
  ) { session, input in
    let quarter = try input.quarter(input.argument(0))
    try session.confirm(
      session.word("Honours stay on record. Grant those of \(quarter)?", "荣誉授予后留存记录。授予 \(quarter) 的荣誉？"),
      input)
    let occasion = try session.occasion()
    let desk = HonourAwardDesk(occasion)
    let grants = try desk.grant(quarter)
    if try QuarterRecords(occasion.database).state(of: quarter) != .closed {
      session.notice(
        session.word("\(quarter) is not closed: its figures may still change", "\(quarter) 尚未关账，数据仍可能变化"))
    }
    try report(grants, desk, session)
    return .done
  }

  static let honourList = Verb(
    "honour", "list", arguments: ["Q|STAFF?"], en: "show honours granted, of a quarter or of a person",
    zh: "查看已授予的荣誉", example: "merit honour list E0005"
  ) { session, input in
    let text = input.optionalArgument(0)
    let quarter = text.flatMap { Quarter($0) }
    let desk = HonourAwardDesk(try session.occasion(readOnly: true))
    try report(desk.grants(in: quarter, of: quarter == nil ? text : nil), desk, session)
    return .done
  }

  static let honourRevoke = Verb(
    "honour", "revoke", arguments: ["NUMBER"], options: [Option("--reason", "TEXT", en: "why", zh: "原因")],
    needs: ["--reason"], en: "take an honour back", zh: "撤销荣誉",
    example: "merit honour revoke 2 --reason 'an incident came to light'"
  ) { session, input in
    let grant = try HonourAwardDesk(try session.occasion()).revoke(
      input.number(0, "honour"), reason: input.required("--reason"))
    session.report(HonourGrant.form.json((grant, session.isChinese))) {
      session.say(
        session.word(
          "honour \(grant.id) of \(grant.staff) \(grant.name) is revoked",
          "已撤销 \(grant.staff) \(grant.name) 的荣誉 \(grant.id)"))
    }
    return .done
  }

  /// The honour with those who have it in reach: down to the last one proposed or tied.
  private static func show(_ list: HonourAwardDesk.List, all: Bool, _ session: Session) {
    session.say(
      session.word(
        "\(list.honour.title.en)  \(list.scheme.id) v\(list.scheme.version)  \(list.honour.places) \(list.honour.places == 1 ? "place" : "places")",
        "\(list.honour.title.zh)  \(list.scheme.id) v\(list.scheme.version)  名额 \(list.honour.places)"))
    let reach =
      all ? list.proposals.count : (list.proposals.lastIndex { $0.isProposed || $0.isTied } ?? -1) + 1
    if reach == 0 { return session.say(session.word("  nobody", "  无")) }
    var table = AlignedTable(
      [
        session.word("rank", "名次"), session.word("id", "工号"), session.word("name", "姓名"),
        session.word("for", "依据"), session.word("proposed", "建议"), session.word("note", "说明"),
      ], numbers: [0])
    for one in list.proposals.prefix(reach) {
      var notes = one.against.map { session.word($0) }
      if one.isTied { notes.append(session.word("tied across the last place", "并列跨越最后名额")) }
      if list.granted.contains(one.staff) { notes.append(session.word("granted", "已授予")) }
      table.add([
        one.rank.map(String.init) ?? "–", one.staff, one.name, session.word(one.value),
        one.isProposed ? session.word("yes", "是") : session.word("no", "否"), notes.joined(separator: "; "),
      ])
    }
    session.show(table)
  }

  private static func report(_ grants: [HonourGrant], _ desk: HonourAwardDesk, _ session: Session) throws {
    let titles = try desk.titles(of: grants)
    session.report(HonourGrant.form.json(grants.map { ($0, session.isChinese) })) {
      var table = AlignedTable(
        [
          session.word("number", "编号"), session.word("quarter", "季度"), session.word("honour", "荣誉"),
          session.word("id", "工号"), session.word("name", "姓名"), session.word("for", "依据"),
          session.word("by", "授予人"), session.word("revoked", "撤销"),
        ], numbers: [0])
      for grant in grants {
        let title = titles["\(grant.scheme) \(grant.version) \(grant.honour)"]
        table.add([
          "\(grant.id)", grant.quarter.description, title.map { session.word($0) } ?? grant.honour,
          grant.staff, grant.name, session.word(grant.ground), grant.by, grant.revoked ?? "",
        ])
      }
      session.show(table)
    }
  }
}
