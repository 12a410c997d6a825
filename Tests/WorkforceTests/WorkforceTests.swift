import Formats
import SQLite
import Testing
import Workforce
import Workspace

private let now = Instant(seconds: 1_790_000_000)

private struct House {
  let space: Workspace
  let occasion: Occasion

  init(roles: Set<Role> = [.administrator]) throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Workforce.migrations)
    occasion = Occasion(space, actor: Actor(account: "hr", roles: roles), now: now)
    let units = "unit,name,kind,parent\nC1,Centre,centre,\nT1,Team 1,team,C1\nT2,Team 2,team,C1\n"
    _ = try WorkforceDesk(occasion).importOrganisation(
      TableReader(bytes: Array(units.utf8), named: "o.csv", shape: Unit.shape), options: IntakeOptions())
  }

  func roster(_ text: String, _ options: IntakeOptions = IntakeOptions()) throws -> IntakeOutcome {
    try WorkforceDesk(occasion).importRoster(
      TableReader(bytes: Array(text.utf8), named: "r.csv", shape: Person.shape), options: options)
  }

  func faults(_ text: String) -> [String] {
    (#expect(throws: Faults.self) { _ = try roster(text) })?.list.map(\.description) ?? []
  }
}

@Suite struct RosterTests {
  private let head = "id,name,post,team,joined,level,base,employment,share\n"

  @Test func `a roster is taken in, once`() throws {
    let house = try House()
    let text = head + "0007,李晓燕,hotline-agent,T1,2024-03-01,五级,3000.50,派遣,\nE2,Bo,trainer,T2,2024-01-01,,,,\n"
    #expect(try house.roster(text).new == 2)
    let again = try house.roster(text)
    #expect((again.new, again.identical) == (0, 2))
    let (person, assignments) = try WorkforceDesk(house.occasion).person("0007")
    #expect(person.level == 5)
    #expect(person.base == Money(fen: 300_050))
    #expect(person.employment == .dispatched)
    #expect(assignments.map(\.post) == ["hotline-agent"])
  }

  @Test func `other content under a known id is a fault, or a correction with its reason`() throws {
    let house = try House()
    _ = try house.roster(head + "E1,Li,agent,T1,2024-03-01,,3000,,\n")
    let changed = head + "E1,Li,agent,T1,2024-03-01,,3600,,\n"
    #expect(
      house.faults(changed) == [
        "r.csv:2:1: 'E1' Li is there already with other content; to replace it, run again with --correct --reason TEXT"
      ])
    #expect(try house.roster(changed, IntakeOptions(correction: "raise")).corrected == 1)
    #expect(try WorkforceDesk(house.occasion).person("E1").person.base == Money(fen: 360_000))
  }

  @Test func `two posts share a person when their shares fill the time`() throws {
    let house = try House()
    #expect(
      try house.roster(
        head + "E1,Li,agent,T1,2024-03-01,,3000,,60%\nE1,Li,trainer,T2,2024-03-01,,3000,,0.4\n"
      ).new == 1)
    #expect(
      house.faults(head + "E2,Bo,agent,T1,2024-03-01,,,,60%\nE2,Bo,trainer,T2,2024-03-01,,,,30%\n") == [
        "r.csv:2:1: the shares of 'E2' sum to 90% on 2024-03-01; they must sum to 100%"
      ])
  }

  @Test func `ids that a terminal or a spreadsheet would act on are refused`() throws {
    let house = try House()
    #expect(
      house.faults(head + "=1+1,Li,agent,T1,2024-03-01,,,,\nE 2,B\u{7}o,agent,T1,2024-03-01,,,,\n") == [
        "r.csv:2:1: '=1+1' is no id; use letters, digits, '.', '_' and '-', 64 at most",
        "r.csv:3:1: 'E 2' is no id; use letters, digits, '.', '_' and '-', 64 at most",
        "r.csv:3:5: the name holds control characters; type it again",
      ])
  }

  @Test func `a dry run and a faulty file write nothing`() throws {
    let house = try House()
    #expect(try house.roster(head + "E1,Li,agent,T1,2024-03-01,,,,\n", IntakeOptions(dryRun: true)).new == 1)
    #expect(house.faults(head + "E1,Li,agent,T1,2024-03-01,,,,\nE2,Bo,agent,T9,2024-03-01,,,,\n").count == 1)
    #expect(try StaffRecords(house.space.database).keys().isEmpty)
  }

  @Test func `a transfer ends one post the day before the next begins`() throws {
    let house = try House()
    _ = try house.roster(head + "E1,Li,agent,T1,2024-03-01,,,,\n")
    try WorkforceDesk(house.occasion).transfer(
      "E1", post: "trainer", team: "T2", from: try #require(CalendarDay("2026-08-01")))
    let held = try WorkforceDesk(house.occasion).person("E1").assignments
    #expect(
      held.map { "\($0.post) \($0.from) \($0.to?.description ?? "-")" } == [
        "agent 2024-03-01 2026-07-31", "trainer 2026-08-01 -",
      ])
  }

  @Test func `a roster that agrees with a transfer leaves the history alone, one that does not is refused`()
    throws
  {
    let house = try House()
    _ = try house.roster(head + "E1,Li,agent,T1,2024-03-01,,3000,,\n")
    try WorkforceDesk(house.occasion).transfer(
      "E1", post: "trainer", team: "T2", from: try #require(CalendarDay("2026-08-01")))
    #expect(try house.roster(head + "E1,Li,trainer,T2,2024-03-01,,3000,,\n").identical == 1)
    #expect(
      try house.roster(head + "E1,Li,trainer,T2,2024-03-01,,3600,,\n", IntakeOptions(correction: "raise"))
        .corrected == 1)
    #expect(try WorkforceDesk(house.occasion).person("E1").assignments.map(\.post) == ["agent", "trainer"])
    #expect(
      house.faults(head + "E1,Li,agent,T1,2024-03-01,,3600,,\n").first?.hasPrefix(
        "r.csv:2:1: 'E1' was transferred to trainer in T2 from 2026-08-01") == true)
  }

  @Test func `a unit above itself is refused`() throws {
    let house = try House()
    let text = "unit,name,kind,parent\nA,a,centre,B\nB,b,centre,A\n"
    let faults = #expect(throws: Faults.self) {
      _ = try WorkforceDesk(house.occasion).importOrganisation(
        TableReader(bytes: Array(text.utf8), named: "o.csv", shape: Unit.shape), options: IntakeOptions())
    }
    #expect(
      faults?.list.map(\.message) == [
        "unit 'A' is above itself; mend the column 'parent'",
        "unit 'B' is above itself; mend the column 'parent'",
      ])
  }

  @Test func `who is not HR takes in no roster`() throws {
    let house = try House()
    let trainer = Occasion(house.space, actor: Actor(account: "t", roles: [.trainer]), now: now)
    #expect(throws: Refusal.self) {
      _ = try WorkforceDesk(trainer).importRoster(
        TableReader(bytes: Array(head.utf8), named: "r.csv", shape: Person.shape), options: IntakeOptions())
    }
  }
}

@Suite struct AccountTests {
  @Test func `a password is kept as a yescrypt hash that only it opens`() throws {
    let hash = try Password.hash("correct horse battery", random: [UInt8](repeating: 7, count: 16))
    #expect(hash.hasPrefix("$y$"))
    #expect(Password.matches("correct horse battery", hash: hash))
    #expect(!Password.matches("correct horse batterz", hash: hash))
    #expect(throws: Refusal.self) { _ = try Password.hash("short", random: [UInt8](repeating: 7, count: 16)) }
  }

  @Test func `an actor has the roles that were given and not taken`() throws {
    let house = try House()
    let desk = AccountDesk(house.occasion)
    try desk.add("li", roles: [.staff, .assessor], staff: nil)
    try desk.setRole(.assessor, of: "li", granted: false)
    try desk.setRole(.examiner, of: "li", granted: true)
    #expect(try AccountDesk.actor(named: "li", in: house.space).roles == [.staff, .examiner])
    #expect(throws: Refusal.unknownAccount("bo")) { _ = try AccountDesk.actor(named: "bo", in: house.space) }
    #expect(throws: Refusal.self) { try desk.add("li", roles: [], staff: nil) }
  }

  @Test func `a code opens one exam, for one candidate, in its time`() throws {
    let house = try House()
    _ = try house.roster("id,name,post,team,joined\nE1,Li,agent,T1,2024-03-01\nE2,Bo,agent,T1,2024-03-01\n")
    let desk = AccountDesk(house.occasion)
    _ = try desk.giveCode(to: "E1", code: "ABCD2345")
    @discardableResult func use(_ code: String, _ staff: String, _ exam: String, later seconds: Int = 0)
      throws -> Bool
    {
      let occasion = Occasion(house.space, actor: house.occasion.actor, now: now.adding(seconds: seconds))
      let isFresh = try AccountDesk.isFresh(code, staff: staff, exam: exam, on: occasion)
      try AccountDesk.useCode(code, staff: staff, exam: exam, on: occasion)
      return isFresh
    }
    #expect(throws: Refusal.codeRefused) { try use("ABCD2346", "E1", "x") }
    #expect(throws: Refusal.codeRefused) { try use("ABCD2345", "E2", "x") }
    #expect(throws: Refusal.codeRefused) { try use("ABCD2345", "E1", "x", later: 13 * 3_600) }
    #expect(try use("abcd2345", "E1", "x"))
    // Bound to its exam it goes on with that one, also later, and opens no other.
    #expect(try !use("ABCD2345", "E1", "x", later: 13 * 3_600))
    #expect(throws: Refusal.codeRefused) { try use("ABCD2345", "E1", "y") }
    #expect(
      try house.space.database.integer("SELECT COUNT(*) FROM one_time_code WHERE hash = 'ABCD2345'") == 0)
  }
}
