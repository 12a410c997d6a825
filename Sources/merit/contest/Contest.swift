import Competitions
import Formats
import Service
import Terminal
import Workspace

extension Verb {
  static let contestScore = Verb(
    "contest", "score", arguments: ["SCHEME", "MARKS"], options: intake,
    en: "score judges' marks; kept where there is a workspace with the scheme loaded", zh: "计算竞赛成绩",
    example: "merit contest score service-star marks.csv"
  ) { session, input in
    let name = input.argument(0)
    let isFile = InputFile.exists(name)
    // Marks can be scored from files alone; with a workspace they are taken in as evidence.
    let occasion = InputFile.exists(session.path) ? try session.occasion() : nil
    let contest: Contest
    if isFile {
      contest = try Contest.read(try InputFile.bytes(of: name), named: name)
    } else {
      let schemes = SchemeRecords(try occasion?.workspace.database ?? session.open(readOnly: true).database)
      guard let newest = try schemes.versions(kind: Contest.kind, id: name).last else {
        throw Refusal(
          .noInput, "there is no contest '\(name)'",
          "name a scheme file, or load one with: merit scheme load FILE")
      }
      contest = try Contest.read(Array(newest.text.utf8), named: newest.label)
    }
    let table = try TableReader(path: input.argument(1), shape: JudgeMark.shape)
    let standings: [Standing]
    if let occasion,
      let loaded = try SchemeRecords(occasion.database).find(
        kind: Contest.kind, id: contest.head.id, version: contest.head.version)
    {
      // Marks that are kept are scored by the rules that are loaded, never by an edited copy of them.
      if isFile, loaded.hash != SHA256.hex(String(decoding: try InputFile.bytes(of: name), as: UTF8.self)) {
        throw Refusal(
          .badData, "'\(name)' is not the loaded \(loaded.label)",
          "make it the next version and load it with: merit scheme load \(name), or name the contest '\(contest.head.id)'"
        )
      }
      let desk = CompetitionDesk(occasion)
      let outcome = try desk.importMarks(table, contest: contest, options: input.intake())
      if outcome.isDryRun {
        session.report(outcome)
        return .done
      }
      session.notice(
        session.word(
          "\(outcome.new) marks taken in, \(outcome.corrected) corrected, \(outcome.identical) there already",
          "新增 \(outcome.new) 个评分，更正 \(outcome.corrected)，已存在 \(outcome.identical)"))
      standings = try desk.board(contest)
    } else {
      let rows = try JudgeMark.read(table, contest: contest)
      try table.faults.throwIfAny()
      standings = Ranking.standings(contest, marks: rows.map(\.row))
      session.notice(session.word("scored from the files alone; nothing was kept", "仅按文件计算，未保存"))
    }
    show(standings, contest, session)
    return .done
  }

  static let contestBoard = Verb(
    "contest", "board", arguments: ["ID"], en: "show a contest's standings", zh: "查看竞赛排名",
    example: "merit contest board service-star"
  ) { session, input in
    let occasion = try session.occasion(readOnly: true)
    guard
      let newest = try SchemeRecords(occasion.database).versions(kind: Contest.kind, id: input.argument(0))
        .last
    else {
      throw Refusal(.noInput, "there is no contest '\(input.argument(0))'", "see: merit scheme list")
    }
    let contest = try Contest.read(Array(newest.text.utf8), named: newest.label)
    show(try CompetitionDesk(occasion).board(contest), contest, session)
    return .done
  }

  private static func show(_ standings: [Standing], _ contest: Contest, _ session: Session) {
    session.report(.object([("entrants", .array(standings.map(\.json)))])) {
      var table = AlignedTable(
        [session.word("rank", "名次"), session.word("entrant", "选手")]
          + contest.stages.map { session.word($0.title) } + [
            session.word("total", "总分"), session.word("decided by", "决胜项"),
          ],
        numbers: Set([0] + (2..<(contest.stages.count + 3))))
      for standing in standings {
        table.add(
          [standing.rank.map(String.init) ?? "–", standing.entrant]
            + standing.stages.map { $0.panel?.text(places: 2) ?? "–" }
            + [standing.total?.text(places: 4) ?? "–", standing.tieBreak ?? ""])
      }
      session.show(table)
    }
  }
}
