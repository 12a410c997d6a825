import Formats
import Performance
import SQLite
import Service
import Testing
import Workforce
import Workspace

/// Suggestions, help and honours over the whole house.
@Suite struct HonourDeskTests {
  private static let schemes = [
    """
    {merit: "performance", id: "s", version: 1, from: "2026-01-01", title: "S", post: "agent",
     parts: [{id: "qa", title: "Q", source: "qa", weight: 100}], competition_cap: 0,
     grades: [{grade: "A", from: 0, factor: 1}], satisfaction_gates: [{from: 0, factor: 1}]}
    """,
    """
    {merit: "honours", id: "h", version: 1, from: "2026-01-01", title: "H", honours: [
      {id: "star", title: "Star", rule: "star", places: 1, posts: ["agent"], repeat_limit: {times: 1, quarters: 2}},
      {id: "improved", title: "Improved", rule: "improved", places: 1},
      {id: "idea", title: "Idea", rule: "suggestion", places: 1},
      {id: "help", title: "Help", rule: "help", places: 1}]}
    """,
  ]

  private let space: Workspace
  private let q3 = Quarter(number: 2026 * 4 + 2)

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"), migrations: House.migrations)
    let desk = WorkforceDesk(at(0))
    _ = try desk.importOrganisation(
      Self.table(
        """
        unit,name,kind,parent,leader
        C1,c,centre,,
        D1,d,department,C1,
        D2,e,department,C1,M2
        T1,a,team,D1,L1
        T2,b,team,D1,
        T3,c,team,D2,L3

        """, Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      Self.table(
        """
        id,name,post,team,joined
        A1,Li,agent,T1,2020-01-01
        A2,Wu,agent,T1,2021-01-01
        A3,He,agent,T3,2022-01-01
        L1,Qi,leader,T1,2019-01-01
        L3,Xu,leader,T3,2019-01-01
        M2,Lu,manager,T3,2018-01-01

        """, Person.shape), options: IntakeOptions())
    _ = try SchemeDesk(at(0), kinds: House.schemeKinds).load(
      Self.schemes.enumerated().map { ("\($0).json5", Array($1.utf8)) })
    // A2 was not assessed in the second quarter, so the first is what the third is held against.
    _ = try QuarterDesk(at(0)).importGrades(
      Self.table(
        """
        staff,quarter,grade,score
        A1,2026Q2,A,90
        A1,2026Q3,A,93
        A2,2026Q1,A,70
        A2,2026Q3,A,80
        A3,2026Q2,A,92
        A3,2026Q3,A,92

        """, EarlierGrade.shape), options: IntakeOptions())
    _ = try QuarterDesk(at(0)).score(q3, pool: nil)
    _ = try QuarterDesk(at(0)).score(q3.next, pool: nil)
  }

  private static func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  /// So many days after 2026-10-21.
  private func at(
    _ days: Int, as account: String = "head", _ roles: Set<Role> = [.hr], staff: String? = nil
  ) -> Occasion {
    Occasion(
      space, actor: Actor(account: account, roles: roles, staff: staff),
      now: Instant(seconds: 1_792_592_000 + days * 86_400))
  }

  private var own: Occasion { at(0, as: "li", [.staff], staff: "A1") }
  private func leader(_ staff: String) -> Occasion { at(0, as: staff, [.leader], staff: staff) }

  private func refused(_ body: () throws -> Void) -> String? {
    #expect(throws: Refusal.self, performing: body)?.summary
  }

  private func proposed(_ quarter: Quarter? = nil) throws -> [String] {
    try HonourAwardDesk(at(0)).proposals(in: quarter ?? q3).flatMap { list in
      list.proposals.filter(\.isProposed).map { "\(list.honour.id) \($0.staff): \($0.value.en)" }
    }
  }

  private func key(_ staff: String) throws -> Int {
    try #require(try StaffRecords(space.database).key(of: staff))
  }

  // MARK: Suggestions

  @Test func `a suggestion is one's own or recorded by HR or the leader, and adopted by another`() throws {
    let desk = HonourDeedDesk(own)
    let first = try desk.suggest("A1", title: "one form for moves", to: "D2")
    #expect(first.answer == nil)
    #expect(refused { _ = try desk.suggest("A2", title: "x", to: "D2") } != nil)
    #expect(refused { _ = try HonourDeedDesk(leader("L3")).suggest("A2", title: "x", to: "D2") } != nil)
    _ = try HonourDeedDesk(leader("L1")).suggest("A2", title: "shorter greeting", to: "D1")
    #expect(
      refused { _ = try desk.suggest("A1", title: "x", to: "D9") }
        == "there is no unit 'D9' in the organisation")
    // Nobody adopts their own; a leader adopts what was made to a unit that they lead, or to one below.
    #expect(refused { _ = try desk.adopt(1, saving: nil, reason: "good") } != nil)
    let ownHR = HonourDeedDesk(at(0, as: "li", [.hr], staff: "A1"))
    #expect(
      refused { _ = try ownHR.adopt(1, saving: nil, reason: "good") }
        == "nobody may answer a suggestion of themselves")
    #expect(
      refused { _ = try HonourDeedDesk(leader("L1")).adopt(1, saving: nil, reason: "good") }
        == "account 'L1' does not lead 'D2' and may not answer suggestion 1")
    let adopted = try HonourDeedDesk(leader("M2")).adopt(
      1, saving: Money(fen: 1_200_00), reason: "saves a form")
    #expect(adopted.answer?.saving == Money(fen: 1_200_00))
    #expect(adopted.answer?.quarter == q3.next)
    #expect(
      refused { _ = try HonourDeedDesk(at(0)).decline(1, reason: "no") }
        == "'M2' has adopted suggestion 1 already")
    _ = try HonourDeedDesk(at(0)).decline(2, reason: "it is short enough")
    #expect(refused { _ = try HonourDeedDesk(at(0)).adopt(9, saving: nil, reason: "x") } != nil)
    #expect(
      refused { _ = try HonourDeedDesk(at(0)).confirm(1) } == "number 1 is a suggestion, which is adopted")
    let records = HonourRecords(space.database)
    #expect(try records.adopted(in: q3.next) == [key("A1"): 1])
    #expect(try records.adopted(in: q3) == [:])
    #expect(try proposed(q3.next) == ["idea A1: 1 adopted, saving 1200.00 yuan"])
  }

  // MARK: Help

  private func help(_ unit: String, days: Int = 1_50, on day: String = "2026-08-03", by occasion: Occasion)
    throws
    -> HonourDeed
  {
    try HonourDeedDesk(occasion).help(
      "A1", for: unit, days: days, what: "stood in", on: CalendarDay(day))
  }

  @Test func `help is to another department, and its leader confirms it, never who recorded it`() throws {
    for unit in ["T1", "T2", "D1", "C1"] {
      #expect(
        refused { _ = try help(unit, by: own) } == "'\(unit)' belongs to the department of 'A1'")
    }
    #expect(refused { _ = try help("T9", by: own) } == "there is no unit 'T9' in the organisation")
    #expect(refused { _ = try help("T3", on: "2026-10-22", by: own) } == "2026-10-22 is not yet here")
    #expect(
      refused { _ = try help("T3", on: "2019-12-31", by: own) } == "'A1' belongs to no team on 2019-12-31")
    _ = try help("T3", by: own)
    _ = try help("T3", days: 2_00, on: "2026-09-30", by: at(0))
    _ = try help("D2", days: 9_00, by: own)
    #expect(refused { _ = try HonourDeedDesk(own).confirm(1) } != nil)
    #expect(
      refused { _ = try HonourDeedDesk(leader("L1")).confirm(1) }
        == "account 'L1' does not lead 'T3' and may not answer help 1")
    // HR who is a person leads nothing by that.
    #expect(refused { _ = try HonourDeedDesk(at(0, as: "wu", [.hr], staff: "A2")).confirm(1) } != nil)
    #expect(try HonourDeedDesk(leader("L3")).confirm(1).answer?.quarter == q3)
    #expect(refused { _ = try HonourDeedDesk(at(0)).confirm(2) } == "'head' recorded help 2")
    // Who leads a unit above confirms as well.
    _ = try HonourDeedDesk(leader("M2")).confirm(2)
    #expect(refused { _ = try HonourDeedDesk(leader("L3")).confirm(3) } != nil)
    let records = HonourRecords(space.database)
    #expect(try records.helped(in: q3) == [key("A1"): 2])
    #expect(try records.helped(in: q3.next) == [:])
    #expect(try proposed().contains("help A1: 3.50 days in 2 turns"))
    #expect(try HonourDeedDesk(own).deeds(in: q3).map(\.id) == [1, 2, 3])
    #expect(try HonourDeedDesk(at(0, as: "wu", [.staff], staff: "A2")).deeds(in: nil).isEmpty)
  }

  // MARK: Honours

  @Test func `the rules propose from a scored quarter, and a rise counts from the last assessed one`() throws
  {
    #expect(try proposed() == ["star A1: 93.00", "improved A2: rose 10.00 from 70.00 in 2026Q1"])
    #expect(refused { _ = try HonourAwardDesk(at(0)).proposals(in: q3.previous) } == "2026Q2 is not scored")
    #expect(refused { _ = try HonourAwardDesk(at(0, as: "x", [.trainer])).proposals(in: q3) } != nil)
  }

  @Test func `honours are granted once, by somebody who is not among them`() throws {
    let among = at(0, as: "li", [.hr], staff: "A1")
    #expect(
      refused { _ = try HonourAwardDesk(among).grant(q3) } == "nobody may grant an honour to themselves")
    #expect(try HonourAwardDesk(at(0)).grants().isEmpty)
    #expect(refused { _ = try HonourAwardDesk(leader("L1")).grant(q3) } != nil)
    let granted = try HonourAwardDesk(at(0)).grant(q3).map { "\($0.id) \($0.honour) \($0.staff) \($0.by)" }
    #expect(granted == ["1 star A1 head", "2 improved A2 head"])
    #expect(try HonourAwardDesk(at(1)).grant(q3).isEmpty)
    let deeds = try Audit(space.database).rows(last: 2).map { "\($0.deed) \($0.subject)" }
    #expect(deeds == ["honour.grant 2026Q3 improved A2", "honour.grant 2026Q3 star A1"])
    // The next quarters pass A1 over; nothing was assessed in 2026Q4, so nobody is in reach there.
    #expect(try proposed(q3.next) == [])
  }

  @Test func `a grant that the rules no longer bear out is revoked before others are made`() throws {
    _ = try HonourAwardDesk(at(0)).grant(q3)
    _ = try QuarterDesk(at(0)).importGrades(
      Self.table("staff,quarter,grade,score\nA3,2026Q3,A,95\n", EarlierGrade.shape),
      options: IntakeOptions(correction: "a mark was missing"))
    let desk = HonourAwardDesk(at(0))
    #expect(
      refused { _ = try desk.grant(q3) }
        == "'A1' was granted 'star' of 2026Q3, and the rule no longer proposes them")
    #expect(refused { _ = try desk.revoke(1, reason: "") } == "the revocation gives no reason")
    #expect(try desk.revoke(1, reason: "a mark was missing").revoked == "a mark was missing")
    #expect(refused { _ = try desk.revoke(1, reason: "again") } == "honour 1 of 'A1' is revoked already")
    #expect(refused { _ = try desk.revoke(7, reason: "x") } == "there is no honour with the number 7")
    #expect(try desk.grant(q3).map { "\($0.honour) \($0.staff)" } == ["star A3"])
    #expect(try desk.grants(of: "A1").map(\.revoked) == ["a mark was missing"])
    #expect(try HonourAwardDesk(at(0, as: "wu", [.staff], staff: "A2")).grants(of: "A1").isEmpty)
    #expect(try HonourAwardDesk(own).grants(of: "A1").count == 1)
  }

  @Test func `nobody revokes their own, and nothing that was recorded is rewritten`() throws {
    _ = try HonourAwardDesk(at(0)).grant(q3)
    let hr = HonourAwardDesk(at(0, as: "li", [.hr], staff: "A1"))
    #expect(refused { _ = try hr.revoke(1, reason: "modest") } == "nobody may revoke an honour of themselves")
    _ = try HonourDeedDesk(own).suggest("A1", title: "x", to: "D2")
    for statement in [
      "UPDATE honour_grant SET rank = 9", "DELETE FROM honour_grant", "UPDATE honour_deed SET what = 'y'",
      "DELETE FROM honour_deed",
    ] {
      #expect(throws: (any Error).self) { try space.database.run(statement) }
    }
  }
}
