import Competitions
import Formats
import Terminal
import Training
import Workspace

extension Verb {
  static let contestEnter = Verb(
    "contest", "enter", arguments: ["CONTEST", "ENTRANT…?"],
    options: [Option("--staff", "FILE", en: "a table with a column 'id': who enters", zh: "选手名单，含 id 列")],
    en: "enter people or teams for a contest", zh: "竞赛报名",
    example: "merit contest enter service-star E0007 E0015"
  ) { session, input in
    let occasion = try session.occasion()
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    var ids = Array(input.arguments.dropFirst())
    if let path = input.value("--staff") { ids += try StaffList.ids(in: path) }
    guard !ids.isEmpty else {
      throw Refusal(.usage, "nobody is named", "name entrants, or give --staff FILE")
    }
    let count = try EntryDesk(occasion).enter(ids, contest: contest)
    session.report(.object([("entered", .int(count)), ("named", .int(ids.count))])) {
      session.say(
        session.word(
          "\(count) entered, \(ids.count - count) were entered already",
          "新报名 \(count)，已报名 \(ids.count - count)"))
    }
    return .done
  }

  static let contestWithdraw = Verb(
    "contest", "withdraw", arguments: ["CONTEST", "ENTRANT"],
    options: [Option("--reason", "TEXT", en: "why", zh: "原因")],
    needs: ["--reason"], en: "take an entrant out before the draw", zh: "抽签前撤回报名",
    example: "merit contest withdraw service-star E0007 --reason ill"
  ) { session, input in
    let occasion = try session.occasion()
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    try EntryDesk(occasion).withdraw(
      input.argument(1), contest: contest, reason: input.required("--reason"))
    session.report(.object([("withdrawn", .string(input.argument(1)))])) {
      session.say(session.word("'\(input.argument(1))' is withdrawn", "已撤回 \(input.argument(1))"))
    }
    return .done
  }

  static let contestDraw = Verb(
    "contest", "draw", arguments: ["CONTEST", "STAGE"],
    options: [Option("--seed", "N", en: "the seed; drawn by the system unless said", zh: "种子")],
    en: "draw the order and the heats of a stage by lot", zh: "抽签分组",
    example: "merit contest draw service-star simulation --seed 2026"
  ) { session, input in
    let occasion = try session.occasion()
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    let seed = try input.seed() ?? SystemRandom.number()
    let draw = try EntryDesk(occasion).draw(contest, stage: input.argument(1), seed: seed)
    report(draw.places, seed: "\(seed)", session)
    return .done
  }

  static let contestEntrants = Verb(
    "contest", "entrants", arguments: ["CONTEST", "STAGE?"],
    en: "show who is entered, or the order of a stage", zh: "查看选手或出场顺序",
    example: "merit contest entrants service-star simulation"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    let desk = EntryDesk(occasion)
    if let stage = input.optionalArgument(1) {
      let drawn = try desk.order(of: stage, in: contest)
      report(drawn.places, seed: drawn.seed, session)
      return .done
    }
    let entries = try desk.entrants(of: contest)
    session.report(ContestEntry.form.json(entries)) {
      var table = AlignedTable([
        session.word("entrant", "选手"), session.word("site", "地市"), session.word("team", "班组"),
      ])
      for entry in entries { table.add([entry.entrant, entry.site, entry.team]) }
      session.show(table)
    }
    return .done
  }

  private static func report(_ places: [ContestDraw.Place], seed: String, _ session: Session) {
    session.report(ContestDraw.form.json((seed, places))) {
      var table = AlignedTable(
        [session.word("number", "序号"), session.word("heat", "组"), session.word("entrant", "选手")],
        numbers: [0, 1])
      for place in places { table.add(["\(place.number)", "\(place.heat)", place.entrant]) }
      session.show(table)
      session.say(session.word("drawn with seed \(seed)", "种子 \(seed)"))
    }
  }
}
