import Certification
import Competitions
import Formats
import Performance
import SQLite
import Service
import Testing
import Workforce
import Workspace

/// A contest from entering to annulment, over the whole house.
@Suite struct HonoursTests {
  private static let rules = """
    {merit: "contest", id: "star", version: 1, from: "2026-01-01", title: "Star", held: "2026-09-18",
     quota: {per: "team", most: 2}, stages: [{id: "call", title: "Call", weight: 100}],
     awards: [{to: 1, title: "Gold", points: 3, certificate: {ladder: "hotline", level: "four"}},
              {from: 2, to: 3, title: "Silver", points: 1.5}]}
    """

  private static let ladder = """
    {merit: "ladder", id: "hotline", version: 1, from: "2026-01-01", title: "Hotline", posts: ["agent"],
     levels: [{level: "five", valid_months: 24, parts: [{exam: "x"}]}, {level: "four", valid_months: 24, parts: [{exam: "x"}]}]}
    """

  private let space: Workspace
  private let contest: Contest

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"), migrations: House.migrations)
    let occasion = Occasion(
      space, actor: Actor(account: "head", roles: [.administrator]), now: Instant(seconds: 1_790_000_000))
    let desk = WorkforceDesk(occasion)
    _ = try desk.importOrganisation(
      Self.table("unit,name,kind\nT1,a,team\nT2,b,team\nT3,c,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      Self.table(
        """
        id,name,post,team,joined
        A1,Li,agent,T1,2024-01-01
        A2,Wu,agent,T1,2024-01-01
        A3,He,agent,T1,2024-01-01
        B1,Xu,agent,T2,2024-01-01
        J1,Qi,agent,T3,2020-01-01
        J2,Lu,agent,T2,2020-01-01

        """, Person.shape), options: IntakeOptions())
    _ = try SchemeDesk(occasion, kinds: House.schemeKinds).load([
      ("star.json5", Array(Self.rules.utf8)), ("hotline.json5", Array(Self.ladder.utf8)),
    ])
    contest = try CompetitionDesk(occasion).contest("star")
  }

  private static func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  private func at(
    _ hours: Int, as account: String = "head", _ roles: Set<Role> = [.administrator], staff: String? = nil
  )
    -> Occasion
  {
    Occasion(
      space, actor: Actor(account: account, roles: roles, staff: staff),
      now: Instant(seconds: 1_790_000_000 + hours * 3_600))
  }

  private func mark(_ rows: String, _ options: IntakeOptions = IntakeOptions(), hours: Int = 1) throws {
    _ = try CompetitionDesk(at(hours)).importMarks(
      Self.table("stage,entrant,judge,mark\n" + rows, JudgeMark.shape), contest: contest, options: options)
  }

  @Test func `a quota holds, an unknown entrant and a second entry are told apart`() throws {
    let desk = EntryDesk(at(0))
    #expect(try desk.enter(["A1", "B1"], contest: contest) == 2)
    #expect(try desk.enter(["A1"], contest: contest) == 0)
    #expect(throws: Refusal.self) { try desk.enter(["Z9"], contest: contest) }
    let refusal = #expect(throws: Refusal.self) { try desk.enter(["A2", "A3"], contest: contest) }
    #expect(refusal?.summary.contains("T1") ?? false)
    #expect(try EntryRecords(space.database).entries(of: "star").map(\.entrant) == ["A1", "B1"])
  }

  @Test func `the same seed draws the same order, and a stage is drawn once`() throws {
    _ = try EntryDesk(at(0)).enter(["A1", "A2", "B1"], contest: contest)
    let draw = try EntryDesk(at(0)).draw(contest, stage: "call", seed: 7)
    #expect(
      draw.places.map(\.entrant)
        == ContestDraw(["B1", "A2", "A1"], contest: "star", stage: contest.stages[0], seed: 7).places.map(
          \.entrant))
    #expect(throws: Refusal.self) { try EntryDesk(at(0)).draw(contest, stage: "call", seed: 8) }
  }

  @Test func `nobody judges themselves, their own team or somebody who is not entered`() throws {
    _ = try EntryDesk(at(0)).enter(["A1", "B1"], contest: contest)
    let faults = #expect(throws: Faults.self) {
      try mark("call,B1,J2,90\ncall,A1,A1,90\ncall,A2,J1,80\ncall,A1,J1,101\n")
    }
    #expect(
      Set(faults?.list.map(\.message) ?? []) == [
        "'101' is outside 0.0000 to 100.0000",
        "judge 'J2' belongs to the team of 'B1'; let another judge mark them",
        "'A1' would judge their own performance",
        "'A2' is not entered in contest 'star'; enter them first: merit contest enter star A2",
      ])
  }

  @Test func `a second mark of a judge needs a reason and takes the place of the first`() throws {
    try mark("call,A1,J1,80\n")
    let faults = #expect(throws: Faults.self) { try mark("call,A1,J1,85\n", hours: 2) }
    #expect(faults?.list.first?.message.contains("--correct --reason") ?? false)
    try mark("call,A1,J1,85\n", IntakeOptions(correction: "misheard"), hours: 2)
    let board = try CompetitionDesk(at(3)).board(contest, isJury: true)
    #expect(board.standings.map { $0.total?.text(places: 2) } == ["85.00"])
  }

  @Test func `after a freeze the public sees what was shown, the jury sees on`() throws {
    try mark("call,A1,J1,80\n")
    try FinalDesk(at(2)).freeze(contest)
    try mark("call,B1,J1,90\n", hours: 3)
    let visitor = at(4, as: "visitor", [])
    let seen = try CompetitionDesk(visitor).board(contest, isJury: false)
    #expect(seen.standings.map(\.entrant) == ["A1"])
    #expect(seen.pending == ["B1": 1])
    #expect(try CompetitionDesk(at(4)).board(contest, isJury: true).standings.map(\.entrant) == ["B1", "A1"])
    #expect(throws: Refusal.self) { try CompetitionDesk(visitor).board(contest, isJury: true) }
  }

  @Test func `a final result gives points and certificates once, moves no more, and is taken back`() throws {
    try mark("call,A1,J1,80\ncall,B1,J1,90\ncall,A2,J1,80\n")
    #expect(try FinalRecords(space.database).points(in: Quarter(of: contest.held)).isEmpty)
    let honours = try HonoursDesk(at(2)).finalise(contest) { "7K2M9QXD4TB" }
    #expect(honours.map(\.result.entrant) == ["B1", "A1", "A2"])
    #expect(honours.map(\.result.points.hundredths) == [300, 150, 150])
    #expect(
      honours.map(\.certificates) == [
        ["HOTLINE-4-2026-000001-0"], [], [],
      ])
    let refusal = #expect(throws: Refusal.self) {
      try mark("call,A1,J1,99\n", IntakeOptions(correction: "x"), hours: 3)
    }
    #expect(refusal?.summary.contains("final") ?? false)
    #expect(throws: Refusal.self) { try HonoursDesk(at(3)).finalise(contest) { "7K2M9QXD4TB" } }
    let certificate = try #require(try CertificationRecords(space.database).certificates(of: "B1").first)
    #expect(certificate.certificate.evidence == "contest star rank 1 as B1")
    #expect(certificate.status(on: at(3).today) == .valid)

    let outcome = try HonoursDesk(at(4)).annul(contest, entrant: "B1", reason: "another's headset")
    #expect(outcome.entrants == ["B1"])
    #expect(outcome.revoked == [certificate.certificate.number])
    #expect(
      try FinalRecords(space.database).points(in: Quarter(of: contest.held)).keys.sorted() == ["A1", "A2"])
    #expect(
      try CertificationRecords(space.database).certificates(of: "B1").first?.status(on: at(5).today)
        == .revoked)
    #expect(try FinalRecords(space.database).results(of: "star").map(\.rank) == [1, 2, 2])
    #expect(throws: Refusal.self) { try HonoursDesk(at(5)).annul(contest, entrant: "B1", reason: "again") }
    #expect(try House.faults(in: space) == [])
  }

  @Test func `nothing comes in once a contest is final, not even what was on its way`() throws {
    try mark("call,A1,J1,80\n")
    _ = try HonoursDesk(at(2)).finalise(contest) { "7K2M9QXD4TB" }
    #expect(throws: SQLiteError.self) {
      try space.database.run(
        "INSERT INTO judge_mark (batch, contest, version, stage, entrant, judge, criterion, mark) VALUES (1, 'star', 1, 'call', 'B1', 'J1', '', 1)"
      )
    }
    // The same file again changes nothing and is no fault.
    try mark("call,A1,J1,80\n", hours: 3)
  }

  @Test func `a contest names its ladders and a ladder its blueprints; the standard schemes lack none`()
    throws
  {
    let text = Self.rules.replacing("\"star\"", with: "\"moon\"").replacing(
      "\"hotline\"", with: "\"broadband\"")
    let desk = SchemeDesk(at(0), kinds: House.schemeKinds)
    func lacks(_ file: String, _ text: String) throws -> [SchemeReference] {
      try desk.load([(file, Array(text.utf8))], dryRun: true).flatMap(\.lacks)
    }
    #expect(try lacks("moon.json5", text) == [SchemeReference(kind: "ladder", id: "broadband")])
    #expect(try lacks("star.json5", Self.rules) == [])
    #expect(try lacks("hotline.json5", Self.ladder) == [SchemeReference(kind: "blueprint", id: "x")])
    let fresh = try Workspace.create(
      at: ":memory:", zone: Zone(named: "UTC"), migrations: House.migrations)
    let standard = SchemeDesk(
      Occasion(fresh, actor: Actor(account: "root", roles: [.administrator]), now: at(0).now),
      kinds: House.schemeKinds)
    #expect(try standard.load(House.defaults()).flatMap(\.lacks) == [])
  }

  @Test func `who came further and has no marks keeps the result open`() throws {
    let text = """
      {merit: "contest", id: "two", version: 1, from: "2026-01-01", title: "Two", held: "2026-09-18",
       stages: [{id: "a", title: "A", weight: 40, advance: {top: 1}}, {id: "b", title: "B", weight: 60}]}
      """
    _ = try SchemeDesk(at(0), kinds: House.schemeKinds).load([("two.json5", Array(text.utf8))])
    let two = try CompetitionDesk(at(0)).contest("two")
    func give(_ rows: String) throws {
      _ = try CompetitionDesk(at(1)).importMarks(
        Self.table("stage,entrant,judge,mark\n" + rows, JudgeMark.shape), contest: two,
        options: IntakeOptions())
    }
    try give("a,A1,J1,90\na,B1,J1,80\n")
    let refusal = #expect(throws: Refusal.self) { try HonoursDesk(at(2)).finalise(two) { "7K2M9QXD4TB" } }
    #expect(refusal?.summary == "'two' is not marked out: 'A1' has no marks in 'b'")
    let worse = #expect(throws: Refusal.self) {
      try HonoursDesk(at(2)).finalise(two, allowsGaps: true) { "7K2M9QXD4TB" }
    }
    #expect(worse?.summary == "'A1' came further in 'two' than others and have no marks there")
    try give("b,A1,J1,0\n")
    #expect(try HonoursDesk(at(3)).finalise(two) { "7K2M9QXD4TB" }.map(\.result.entrant) == ["A1", "B1"])
  }

  @Test func `who has marks can neither be left off the list nor withdrawn, and a frozen board stays`() throws
  {
    try mark("call,A1,J1,80\n")
    #expect(throws: Refusal.self) { try EntryDesk(at(2)).enter(["B1"], contest: contest) }
    #expect(try EntryDesk(at(2)).enter(["A1", "B1"], contest: contest) == 2)
    #expect(throws: Refusal.self) { try EntryDesk(at(2)).withdraw("A1", contest: contest, reason: "ill") }
    try EntryDesk(at(2)).withdraw("B1", contest: contest, reason: "ill")
    #expect(try EntryRecords(space.database).entries(of: "star").map(\.entrant) == ["A1"])
    #expect(try EntryDesk(at(2)).enter(["B1"], contest: contest) == 1)
    try FinalDesk(at(3)).freeze(contest)
    #expect(throws: Refusal.self) { try EntryDesk(at(4)).draw(contest, stage: "call", seed: 1) }
    #expect(throws: Refusal.self) { try EntryDesk(at(4)).enter(["A2"], contest: contest) }
    try FinalDesk(at(5)).thaw(contest, reason: "too early")
    #expect(throws: Refusal.self) { try FinalDesk(at(5)).thaw(contest, reason: "again") }
    #expect(
      try EntryDesk(at(5)).draw(contest, stage: "call", seed: 1).places.map(\.entrant).sorted() == [
        "A1", "B1",
      ])
    let drawn = #expect(throws: Faults.self) { try mark("call,A2,J1,70\n", hours: 6) }
    #expect(drawn?.list.first?.message.contains("'A2' is not entered") ?? false)
    // B1 is on the list and has no marks: said, unless the result is wanted as it is.
    let gaps = #expect(throws: Refusal.self) { try HonoursDesk(at(7)).finalise(contest) { "7K2M9QXD4TB" } }
    #expect(gaps?.summary == "'star' is not marked out: 'B1' has no marks")
    #expect(
      try HonoursDesk(at(7)).finalise(contest, allowsGaps: true) { "7K2M9QXD4TB" }.map(\.result.rank) == [1])
  }

  @Test func `a certificate and the one it renewed fall together, and nobody decides about their own`() throws
  {
    let held = try Self.table(
      "staff,scheme,level,awarded\nA1,hotline,five,2026-01-05\nB1,hotline,five,2026-01-05\n", HeldBefore.shape
    )
    let desk = CertificationDesk(at(1))
    var codes = ["7K2M9QXD4TB", "7K2M9QXD4TC"].makeIterator()
    #expect(try desk.importHeld(held, dryRun: false) { codes.next() ?? "" }.new == 2)
    let again = try Self.table("staff,scheme,level,awarded\nA1,hotline,five,2026-01-05\n", HeldBefore.shape)
    #expect(try desk.importHeld(again, dryRun: false) { "" }.identical == 1)
    let number = try #require(
      try CertificationRecords(space.database).certificates(of: "A1").first?.certificate.number)
    let own = at(2, as: "li", [.examiner], staff: "A1")
    #expect(throws: Refusal.self) { try StandingDesk(own).change(number, to: .suspended, reason: "x") }
    #expect(
      try StandingDesk(at(2)).change(number, to: .suspended, reason: "x").status(on: at(2).today)
        == .suspended)
    #expect(throws: Refusal.self) { try StandingDesk(at(2)).change(number, to: .suspended, reason: "x") }
    #expect(
      try StandingDesk(at(3, as: "li", [.staff], staff: "A1")).appeal(number, reason: "not me").hasOpenAppeal)
    #expect(throws: Refusal.self) { try StandingDesk(at(3)).hear(number, stands: false, reason: "y") }
    #expect(throws: Refusal.self) { try StandingDesk(own).hear(number, stands: false, reason: "y") }
    let other = at(4, as: "other", [.hr])
    #expect(
      try StandingDesk(other).hear(number, stands: false, reason: "mistaken").status(on: at(4).today)
        == .valid)
    #expect(try CertificationRecords(space.database).levels(on: at(4).today).count == 2)
  }

  @Test func `the board's page escapes what it shows`() throws {
    try mark("call,A1,J1,80\n")
    let page = BoardPage(contest, try CompetitionDesk(at(2)).board(contest, isJury: false), isChinese: true)
    #expect(page.html.contains("<td>A1</td>"))
    #expect(page.html.contains("lang=\"zh-Hans\""))
    #expect(!page.html.contains("<script"))
  }
}
