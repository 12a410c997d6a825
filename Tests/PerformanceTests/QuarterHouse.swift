import Exams
import Formats
import Glibc
import Performance
import Quality
import SQLite
import Satisfaction
import Service
import Testing
import Workforce
import Workspace

/// A dozen people of two teams with a third quarter of 2026 behind them, and everything that it is settled from.
///
/// By hand, weights 50, 30, 10 and 10, everybody's survey at 80 but B2's at 65:
///
///     A1  calls 100 100  exam 100        (5000 + 2400 + 1000 + 1000) / 100  94.00  A
///     A2  calls  92  92  one complaint   (4600 + 2400 + 750) / 90           86.11  B
///     A3  calls  84 100                  (4600 + 2400 + 1000) / 90          88.89  B
///     B1  calls 100  84                  as A3                              88.89  B
///     B2  calls  76  76  survey 65       (3800 + 1950 + 1000) / 90          75.00  C, gate 0.9
///     B3  calls  68  68                  (3400 + 2400 + 1000) / 90          75.56  C
///     B4  one call, no survey            too little to be judged by
///     D1  calls 100 100  dispatched      (5000 + 2400 + 1000) / 90          93.33  A
///     M1  on maternity leave             neutral
///     N0  calls  92  92  no bonus base   88.89  B
///     O1  calls 100 100  outsourced      93.33  A, and no pay here
///     X1  calls  84  84  a clerk since 16 August: 46 days  84.44  B
///
/// The pool is 6 × 3000 + 2400 + 3000 ÷ 2 = 21,900 yuan, and the weights in days of 92 are 3600, 3 × 3000, 2160, 2400, 2880
/// and 1500: 21,540 in all.
final class QuarterHouse {
  let space: Workspace
  let q3 = Quarter(number: 2026 * 4 + 2)
  private let folder: String

  static let performance = """
    {merit: "performance", id: "agent", version: 1, from: "2026-01-01", title: {en: "Agent", zh: "客服"}, post: "agent",
     parts: [{id: "qa", title: {en: "Quality", zh: "质检"}, source: "qa", weight: 50, least: 2},
             {id: "survey", title: {en: "Survey", zh: "满意度"}, source: "satisfaction", weight: 30},
             {id: "exam", title: {en: "Exam", zh: "考试"}, source: "exam", weight: 10},
             {id: "complaints", title: {en: "Complaints", zh: "投诉"}, source: "complaint", weight: 10, per_complaint: 25}],
     competition_cap: 3,
     grades: [{grade: "A", from: 90, factor: 1.2}, {grade: "B", from: 80, factor: 1},
              {grade: "C", from: 70, factor: 0.8}, {grade: "D", from: 0, factor: 0.5}],
     satisfaction_gates: [{from: 75, factor: 1}, {from: 60, factor: 0.9}, {from: 0, factor: 0.8}],
     least_days: 15}
    """
  static let bonus = """
    {merit: "bonus", id: "company", version: 1, from: "2026-01-01", title: "Bonus", objection_days: 5}
    """
  private static let others = [
    """
    {merit: "scorecard", id: "card", version: 1, from: "2020-01-01", title: "c", sections: [{id: "s", title: "s", weight: 100,
     items: [{id: "ok", title: "Right", weight: 60}, {id: "tone", title: "Tone", weight: 40, scale: "five"}]}]}
    """,
    """
    {merit: "survey", id: "own", version: 1, from: "2020-01-01", title: "s",
     parts: [{id: "p", title: "p", weight: 100, questions: [{id: "how", title: "How", scale: 100, attributable: true}]}]}
    """,
    """
    {merit: "blueprint", id: "five", version: 1, from: "2020-01-01", title: "B", bank: "bank", level: "five", minutes: 10,
     pass: 60, rows: [{topic: "x", count: 4, points: 2}]}
    """,
    """
    {merit: "blueprint", id: "held", version: 1, from: "2020-01-01", title: "H", bank: "bank", level: "five", minutes: 10,
     pass: 60, review: {score: "on_release"}, rows: [{topic: "x", count: 4, points: 2}]}
    """,
  ]

  /// - Parameter onDisk: in a file, so that others can open it too; else in memory.
  init(onDisk: Bool = false) throws {
    folder = "/tmp/merit-quarter-\(UInt64.random(in: 0 ... .max))"
    mkdir(folder, 0o700)
    space = try Workspace.create(
      at: onDisk ? "\(folder)/merit.db" : ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: House.migrations)
    try load(([Self.performance, Self.bonus] + Self.others), on: "2026-06-01")
    try people()
    try judge(
      [
        "A1 100 100", "A2 92 92", "A3 84 100", "B1 100 84", "B2 76 76", "B3 68 68", "B4 92", "D1 100 100",
        "N0 92 92", "O1 100 100", "X1 84 84",
      ], days: ["2026-07-10", "2026-08-10"], on: "2026-09-28")
    try answer(
      ["A1", "A2", "A3", "B1", "B3", "D1", "N0", "O1", "X1"].flatMap { ["\($0) 80", "\($0) 80"] } + [
        "B2 60", "B2 70",
      ], days: ["2026-07-20", "2026-09-20"])
    try complain("C1,2026-08-05 10:00,service,K,A2,yes")
    try exam("five", of: ["A1"], on: "2026-09-15")
  }

  deinit {
    for name in (try? InputFile.names(inFolder: folder)) ?? [] { unlink("\(folder)/\(name)") }
    rmdir(folder)
  }

  // MARK: Who and when

  /// Noon of a day in Shanghai, as HR unless said.
  func on(
    _ day: String, as account: String = "hr", _ roles: Set<Role> = [.hr], staff: String? = nil
  ) throws -> Occasion {
    let noon = CivilTime(day: try #require(CalendarDay(day)), secondOfDay: 43_200, offset: nil)
    return Occasion(
      space, actor: Actor(account: account, roles: roles, staff: staff), now: space.zone.instant(of: noon))
  }

  /// As somebody who may only see and answer for themselves.
  func own(_ staff: String, on day: String) throws -> Occasion {
    try on(day, as: staff, [.staff], staff: staff)
  }

  func head(_ day: String) throws -> Occasion { try on(day, as: "head", [.administrator]) }

  func load(_ texts: [String], on day: String) throws {
    _ = try SchemeDesk(head(day), kinds: House.schemeKinds).load(
      texts.enumerated().map { ("\($0).json5", Array($1.utf8)) })
  }

  // MARK: Files

  func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  /// A file that holds a text, in a folder that goes with the workspace.
  private func file(_ text: String, named name: String = "f.csv") throws -> String {
    let file = try #require(fopen("\(folder)/\(name)", "w"))
    fputs(text, file)
    fclose(file)
    return "\(folder)/\(name)"
  }

  private func people() throws {
    let desk = WorkforceDesk(try head("2026-06-01"))
    _ = try desk.importOrganisation(
      table(
        "unit,name,kind,parent,leader\nC1,Centre,centre,,\nT1,One,team,C1,L1\nT2,Two,team,C1,L2\nT9,Quality,team,C1,\n",
        Unit.shape), options: IntakeOptions())
    var roster = "id,name,post,team,joined,base,employment,employer\n"
    for (id, team) in [("A1", "T1"), ("A2", "T1"), ("A3", "T1"), ("X1", "T1"), ("M1", "T1")] {
      roster += "\(id),李\(id),agent,\(team),2024-01-01,3000,,\n"
    }
    for id in ["B1", "B2", "B3", "B4"] { roster += "\(id),王\(id),agent,T2,2024-01-01,3000,,\n" }
    roster += "D1,赵D1,agent,T1,2024-01-01,2400,dispatched,Agency\n"
    roster += "O1,钱O1,agent,T2,2024-01-01,3000,outsourced,Partner\n"
    roster += "N0,孙N0,agent,T2,2024-01-01,,,\n"
    for (id, team) in [("L1", "T1"), ("L2", "T2"), ("Q1", "T9")] {
      roster += "\(id),周\(id),clerk,\(team),2024-01-01,3000,,\n"
    }
    _ = try desk.importRoster(table(roster, Person.shape), options: IntakeOptions())
    try desk.transfer("X1", post: "clerk", team: "T2", from: #require(CalendarDay("2026-08-16")))
    try leave("M1,2026-05-01,2026-10-31,maternity")
  }

  /// Writes on the roster that somebody of the first team left.
  func leaveCompany(_ staff: String, on day: String) throws {
    _ = try WorkforceDesk(head("2026-10-08")).importRoster(
      table(
        "id,name,post,team,joined,base,left\n\(staff),李\(staff),agent,T1,2024-01-01,3000,\(day)\n",
        Person.shape),
      options: IntakeOptions(correction: "left"))
  }

  func leave(_ row: String, on day: String = "2026-06-01") throws {
    _ = try WorkforceDesk(head(day)).importLeave(
      table("id,from,to,kind\n\(row)\n", Leave.shape), options: IntakeOptions())
  }

  /// Draws and judges calls named `A1-1`, `A1-2`: `A1 100 92` for their scores, on these days in turn.
  ///
  /// A score of 60 + 8 × tone, tone from 0 to 5.
  func judge(
    _ people: [String], days: [String], on day: String, in quarter: Quarter? = nil, prefix: String = ""
  ) throws {
    var (calls, sheets) = ("call,agent,started,seconds\n", "call,agent,assessor,date,kind,ok,tone\n")
    for person in people {
      let words = person.split(separator: " ")
      for (place, score) in words.dropFirst().enumerated() {
        let (call, tone) = ("\(prefix)\(words[0])-\(place + 1)", ((Int(score) ?? 0) - 60) / 8)
        calls += "\(call),\(words[0]),\(days[place]) 09:00,60\n"
        sheets += "\(call),\(words[0]),Q1,\(day),random,yes,\(tone)\n"
      }
    }
    let occasion = try head(day)
    let drawn = try days.map { try #require(CalendarDay($0)) }
    _ = try SampleDesk(occasion).sample(
      table(calls, SampleDesk.callShape),
      SampleDesk.Order(
        plan: SamplingPlan(perAgent: 50), quarter: quarter ?? q3, days: drawn[0]...drawn[drawn.count - 1],
        seed: 1),
      dryRun: false
    ) { _ in }
    _ = try QualityDesk(occasion).importEvaluations(
      .path(file(sheets)), scorecard: "card", options: IntakeOptions())
  }

  /// Takes in survey answers: `A1 80`, on these days in turn.
  func answer(_ answers: [String], days: [String], on day: String = "2026-09-30", prefix: String = "S") throws
  {
    var text = "response,date,staff,how\n"
    for (place, answer) in answers.enumerated() {
      let words = answer.split(separator: " ")
      text += "\(prefix)\(place),\(days[place % days.count]),\(words[0]),\(words[1])\n"
    }
    _ = try SatisfactionDesk(head(day)).importSurvey(
      .path(file(text)), model: "own", options: IntakeOptions())
  }

  /// Takes in complaints; a correction where one of the name is there.
  func complain(_ rows: String..., correcting reason: String? = nil, on day: String = "2026-09-30") throws {
    let text = "id,received,class,customer,about,liable\n" + rows.map { "\($0)\n" }.joined()
    _ = try SatisfactionDesk(head(day)).importComplaints(
      .path(file(text)), options: IntakeOptions(correction: reason))
  }

  /// Lets people sit an exam of four questions, and answer all of them right.
  func exam(_ blueprint: String, of staff: [String], on day: String) throws {
    let occasion = try head(day)
    if try ExamRecords(space.database).exams().isEmpty { try bank(occasion) }
    let exam = try ExamDesk(occasion).create(blueprint: blueprint, named: blueprint, seed: 7)
    try ExamDesk(occasion).open(exam.id)
    let room = try ExamRoom(occasion, exam: exam.id)
    for id in staff {
      let (sitting, _) = try room.begin(staff: id, language: "en", holder: id)
      for place in try room.paper(of: sitting).indices {
        try room.keep(.choice([0]), place: place, in: sitting, holder: id)
      }
      _ = try room.submit(sitting)
    }
  }

  func release(_ exam: String, on day: String) throws { try ExamDesk(head(day)).release(exam) }

  private func bank(_ occasion: Occasion) throws {
    var paths: [String] = []
    for language in ["en", "zh-Hans"] {
      let text = (0..<8).map {
        "// [id:q\($0)] [tag:level:five] [tag:topic:x] [tag:difficulty:easy] [tag:lesson:l]\n::T\($0)::Question \($0) \(language)? {=right ~wrong ~also wrong}\n\n"
      }.joined()
      paths.append(try file(text, named: "x.\(language).gift"))
    }
    mkdir("\(folder)/bank", 0o700)
    for language in ["en", "zh-Hans"] {
      rename("\(folder)/x.\(language).gift", "\(folder)/bank/x.\(language).gift")
    }
    _ = try BankDesk(occasion).load(["\(folder)/bank"])
    for language in ["en", "zh-Hans"] { unlink("\(folder)/bank/x.\(language).gift") }
    rmdir("\(folder)/bank")
  }

  // MARK: What came out

  func key(_ staff: String) throws -> Int { try #require(try StaffRecords(space.database).key(of: staff)) }

  /// Everybody's results by id, of the newest run unless another is named.
  func results(in quarter: Quarter? = nil, revision: Int? = nil) throws -> [String: QuarterResult] {
    let (records, quarter) = (PerformanceRecords(space.database), quarter ?? q3)
    let batch = try revision.flatMap { number in
      try FrozenRecords(space.database).revisions(of: quarter).first { $0.number == number }?.batch
    }
    let run = try #require(try batch ?? records.run(of: quarter)?.batch)
    var results: [String: QuarterResult] = [:]
    try records.forEachResult(ofRun: run) { id, _, result in results[id] = result }
    return results
  }

  /// What people get of the pool by id, as text.
  func bonuses(in quarter: Quarter? = nil, revision: Int? = nil) throws -> [String: String] {
    try results(in: quarter, revision: revision).mapValues { "\($0.bonus)" }
  }
}

/// The summary of the refusal that `body` is met with; `nil`, and a failed test, without one.
func refused(
  _ body: () throws -> Void, at location: SourceLocation = #_sourceLocation
) -> String? {
  #expect(throws: Refusal.self, sourceLocation: location, performing: body)?.summary
}
