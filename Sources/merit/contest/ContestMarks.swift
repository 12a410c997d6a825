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
    } else if let occasion {
      contest = try CompetitionDesk(occasion).contest(name)
    } else {
      throw Refusal.unknownContest(name)
    }
    let table = try TableReader(path: input.argument(1), shape: JudgeMark.shape)
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
      let outcome = try CompetitionDesk(occasion).importMarks(
        table, contest: contest, options: input.intake())
      return try taken(outcome, contest, occasion, session)
    }
    let rows = try JudgeMark.read(table, contest: contest)
    try table.faults.throwIfAny()
    session.notice(session.word("scored from the files alone; nothing was kept", "仅按文件计算，未保存"))
    let standings = Ranking.standings(contest, marks: rows.map(\.row))
    session.report(.object([("entrants", .array(standings.map(\.json)))])) {
      session.show(BoardText(contest: contest, isChinese: session.isChinese).table(standings))
    }
    return .done
  }

  static let contestMark = Verb(
    "contest", "mark", arguments: ["CONTEST", "STAGE", "ENTRANT", "MARK…"],
    options: [
      Option("--judge", "ID", en: "whose marks these are; yours unless said", zh: "评委，默认本人")
    ] + intake, en: "enter a judge's marks for one entrant: 87.5, or CRITERION=87.5 for each", zh: "录入评分",
    example: "merit contest mark service-star simulation E0007 solution=88 empathy=92.5 language=90"
  ) { session, input in
    let occasion = try session.occasion()
    let contest = try CompetitionDesk(occasion).contest(input.argument(0))
    let judge = input.value("--judge") ?? occasion.actor.staff ?? occasion.actor.account
    var lines = CSVWriter.line(["stage", "entrant", "judge", "criterion", "mark"])
    for word in input.arguments.dropFirst(3) {
      let sides = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      lines += CSVWriter.line([
        input.argument(1), input.argument(2), judge, sides.count == 2 ? sides[0] : "", sides.last ?? "",
      ])
    }
    let table = try TableReader(bytes: Array(lines.utf8), named: "marks", shape: JudgeMark.shape)
    let outcome = try CompetitionDesk(occasion).importMarks(table, contest: contest, options: input.intake())
    session.report(outcome)
    return .done
  }

  static let contestTake = Verb(
    "contest", "take", arguments: ["CONTEST", "STAGE", "EXAM"], options: intake,
    en: "take an exam's results as the marks of a stage", zh: "将考试成绩计入竞赛环节",
    example: "merit contest take service-star written star-paper"
  ) { session, input in
    let occasion = try session.occasion()
    let desk = CompetitionDesk(occasion)
    let contest = try desk.contest(input.argument(0))
    session.report(
      try desk.takeExam(
        input.argument(2), stage: input.argument(1), contest: contest, options: input.intake()))
    return .done
  }

  private static func taken(
    _ outcome: IntakeOutcome, _ contest: Contest, _ occasion: Occasion, _ session: Session
  ) throws -> ExitCode {
    if outcome.isDryRun {
      session.report(outcome)
      return .done
    }
    session.notice(
      session.word(
        "\(outcome.new) marks taken in, \(outcome.corrected) corrected, \(outcome.identical) there already",
        "新增 \(outcome.new) 个评分，更正 \(outcome.corrected)，已存在 \(outcome.identical)"))
    let board = try CompetitionDesk(occasion).board(contest, isJury: true)
    session.report(.object([("entrants", .array(board.standings.map(\.json)))])) {
      session.show(BoardText(contest: contest, isChinese: session.isChinese).table(board))
    }
    return .done
  }
}
