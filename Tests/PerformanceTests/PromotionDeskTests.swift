import Formats
import Performance
import SQLite
import Service
import Testing
import Workforce
import Workspace

/// Deciding on steps over the whole house, from a scored quarter to the roster and back.
@Suite struct PromotionDeskTests {
  private static let schemes = [
    """
    {merit: "performance", id: "s", version: 1, from: "2026-01-01", title: "S", post: "agent",
     parts: [{id: "qa", title: "Q", source: "qa", weight: 100}], competition_cap: 0,
     grades: [{grade: "A", from: 80, factor: 1}, {grade: "D", from: 0, factor: 0.5}],
     satisfaction_gates: [{from: 0, factor: 1}]}
    """,
    """
    {merit: "promotion", id: "star", version: 1, from: "2026-01-01", title: "Star", post: "agent", step: "star 3",
     changes: {star: 3}, quarters: 2, grades: ["A", "B"], vacancies: 2, ranking: ["joined"]}
    """,
    """
    {merit: "promotion", id: "four", version: 1, from: "2026-01-01", title: "Four", post: "agent", step: "four",
     changes: {level: "four", post: "senior"}, level: "five", ranking: ["joined"]}
    """,
    """
    {merit: "promotion", id: "down", version: 1, from: "2026-01-01", title: "Down", post: "agent", step: "star 1",
     direction: "back", changes: {star: 1}, quarters: 2, grades: ["D"]}
    """,
  ]

  private let space: Workspace
  private let q3 = Quarter(number: 2026 * 4 + 2)

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"), migrations: House.migrations)
    let desk = WorkforceDesk(at(0))
    _ = try desk.importOrganisation(
      Self.table("unit,name,kind,leader\nT1,a,team,L1\nT2,b,team,\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      Self.table(
        """
        id,name,post,team,joined,site,level,star
        A1,Li,agent,T1,2020-01-01,North,five,2
        A2,Wu,agent,T1,2021-01-01,North,five,2
        A3,He,agent,T2,2022-01-01,South,five,2
        A4,Xu,agent,T2,2023-01-01,South,,4
        L1,Qi,leader,T1,2019-01-01,North,,

        """, Person.shape), options: IntakeOptions())
    _ = try SchemeDesk(at(0), kinds: House.schemeKinds).load(
      Self.schemes.enumerated().map { ("\($0).json5", Array($1.utf8)) })
    _ = try QuarterDesk(at(0)).importGrades(
      Self.table(
        """
        staff,quarter,grade
        A1,2026Q2,B
        A1,2026Q3,A
        A2,2026Q2,B
        A2,2026Q3,B
        A3,2026Q2,A
        A3,2026Q3,B
        A4,2026Q2,D
        A4,2026Q3,D

        """, EarlierGrade.shape), options: IntakeOptions())
    // Nobody has evidence in the quarter: the grades brought from before stand.
    _ = try QuarterDesk(at(0)).score(q3, pool: nil)
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

  @discardableResult
  private func decide(
    _ staff: String, _ scheme: String, _ verdict: PromotionDecision.Verdict, reason: String? = nil,
    from: String? = nil, correct: Bool = false, at occasion: Occasion? = nil
  ) throws -> [String] {
    let order = PromotionOrder(
      quarter: q3, staff: staff, scheme: scheme, verdict: verdict, reason: reason,
      from: from.flatMap { CalendarDay($0) }, isCorrection: correct)
    return try PromotionDecisionDesk(occasion ?? at(0)).decide(order).changes.map {
      "\($0.words.en)\($0.isDone ? "" : ", not yet")"
    }
  }

  private func refused(_ body: () throws -> Void) -> String? {
    #expect(throws: Refusal.self, performing: body)?.summary
  }

  private func list(_ scheme: String) throws -> [String] {
    try PromotionDesk(at(0)).lists(in: q3, scheme: scheme)[0].proposals.map {
      "\($0.person.staff) \($0.rank.map(String.init) ?? "–")\($0.isProposed ? " yes" : "")"
    }
  }

  private func star(_ staff: String) throws -> Int? { try StaffRecords(space.database).person(staff)?.star }

  @Test func `the rule proposes by rank, and whoever has the star already is not asked`() throws {
    #expect(try list("star") == ["A1 1 yes", "A2 2 yes", "A3 3", "A4 –"])
    #expect(try list("down") == ["A4 – yes", "A1 –", "A2 –", "A3 –"])
  }

  @Test func `a decision as proposed needs no reason, and changes the roster with an audit row`() throws {
    #expect(try decide("A1", "star", .promote) == ["star 2 → 3 from 2026-10-21"])
    #expect(try star("A1") == 3)
    let deeds = try Audit(space.database).rows(last: 2).map { "\($0.deed) \($0.subject) \($0.actor)" }
    #expect(deeds == ["promotion.decide A1 star 2026Q3 head", "staff.star A1 head"])
    // Whoever was promoted stays among those whom the places were for: nobody moves up into the place.
    #expect(try list("star") == ["A1 1 yes", "A2 2 yes", "A3 3", "A4 –"])
    #expect(try decide("A4", "down", .stepBack) == ["star 4 → 1 from 2026-10-21"])
    #expect(try star("A4") == 1)
  }

  @Test func `a decision that differs from the rule, or goes beyond the places, says why`() throws {
    #expect(
      refused { try decide("A1", "star", .keep) }
        == "the decision differs from the rule, which proposes promote, and gives no reason")
    #expect(
      refused { try decide("A3", "star", .promote) }
        == "the decision differs from the rule, which proposes keep, and gives no reason")
    #expect(
      refused { try decide("A4", "down", .keep) }
        == "the decision differs from the rule, which proposes step-back, and gives no reason")
    try decide("A3", "star", .promote, reason: "ran the night line alone")
    try decide("A1", "star", .promote)
    // A1 and A3 have used both places; the rule still proposes A2.
    #expect(
      refused { try decide("A2", "star", .promote) }
        == "the decision goes beyond the places, and gives no reason")
    try decide("A2", "star", .promote, reason: "the board added one")
    #expect(
      try PromotionDesk(at(0)).decisions(in: q3).map { "\($0.decision.staff) \($0.decision.differs)" } == [
        "A3 true", "A1 false", "A2 false",
      ])
  }

  @Test func `nobody decides about themselves, nor without the role, nor against the scheme's direction`()
    throws
  {
    let own = at(0, as: "li", [.hr], staff: "A1")
    #expect(
      refused { try decide("A1", "star", .promote, at: own) } == "nobody may decide on a step of themselves")
    try decide("A2", "star", .promote, at: own)
    #expect(refused { try decide("A1", "star", .promote, at: at(0, as: "chief", [.leader])) } != nil)
    #expect(
      refused { try decide("A1", "star", .stepBack) } == "'star' leads up, and 'step-back' does not fit")
    #expect(
      refused { try decide("A4", "down", .promote) } == "'down' leads back, and 'promote' does not fit")
    #expect(
      refused { try decide("L1", "star", .promote) } == "'L1' holds no post of 'star' with a result in 2026Q3"
    )
    #expect(refused { try decide("Z9", "star", .promote) } == "nobody has the id 'Z9'")
    #expect(
      refused { try decide("A1", "sun", .promote) } == "no promotion scheme 'sun' is in force on 2026-09-30")
  }

  @Test func `a decision is replaced only with a reason, and takes back what it changed`() throws {
    try decide("A1", "star", .promote)
    #expect(
      refused { try decide("A1", "star", .keep, reason: "no") }
        == "'head' decided 'promote' about 'A1' in 2026Q3 already")
    #expect(
      refused { try decide("A1", "star", .keep, correct: true) }
        == "the decision replaces decision 1, and gives no reason")
    #expect(
      try decide("A1", "star", .keep, reason: "an incident came to light", correct: true) == [
        "star 3 → 2 from 2026-10-21"
      ])
    #expect(try star("A1") == 2)
    #expect(
      refused { try decide("A2", "star", .promote, reason: "x", correct: true) }
        == "nothing was decided about 'A2' by 'star' in 2026Q3 yet")
    #expect(try PromotionDesk(at(0)).lists(in: q3, scheme: "star")[0].decisions["A1"]?.verdict == .keep)
    try decide("A1", "star", .promote, reason: "it was another's", correct: true)
    #expect(try star("A1") == 3)
    // The place is used once, by the decision in force.
    try decide("A2", "star", .promote)
  }

  @Test func `what is due later waits for its day`() throws {
    #expect(try decide("A1", "star", .promote, from: "2026-10-23") == ["star 2 → 3 from 2026-10-23, not yet"])
    #expect(try star("A1") == 2)
    #expect(try PromotionDecisionDesk(at(1)).applyDue().isEmpty)
    #expect(try PromotionDecisionDesk(at(2)).applyDue().map(\.staff) == ["A1"])
    #expect(try star("A1") == 3)
    #expect(try PromotionDecisionDesk(at(3)).applyDue().isEmpty)
    // What was replaced before its day falls away.
    try decide("A2", "star", .promote, from: "2026-11-01")
    try decide("A2", "star", .keep, reason: "left the line", correct: true)
    #expect(try PromotionDecisionDesk(at(30)).applyDue().isEmpty)
    #expect(try star("A2") == 2)
  }

  private func vacancies(_ rows: String, _ options: IntakeOptions = IntakeOptions()) throws -> IntakeOutcome {
    try VacancyDesk(at(0)).importVacancies(
      Self.table("post,level,places,site,from\n" + rows, Vacancy.shape), options: options)
  }

  private func left() throws -> [String] {
    try VacancyDesk(at(0)).balances().map { "\($0.vacancy.site ?? "–") \($0.used) used, \($0.left) left" }
  }

  @Test func `imported vacancies are filled by site, used up by decisions, and opened anew by a correction`()
    throws
  {
    #expect(try list("four") == ["A1 1", "A2 2", "A3 3", "A4 –"])
    #expect(try vacancies("senior,four,1,North,\nsenior,four,1,,\nsenior,three,9,,\n").new == 3)
    #expect(try vacancies("senior,four,1,North,\n").identical == 1)
    #expect(try list("four") == ["A1 1 yes", "A2 2 yes", "A3 3", "A4 –"])
    #expect(
      try decide("A1", "four", .promote, from: "2026-11-01") == [
        "level five → four from 2026-11-01, not yet", "post agent T1 → senior from 2026-11-01",
      ])
    let posts = try StaffRecords(space.database).assignments(of: "A1").map {
      "\($0.post) \($0.from) \($0.to?.description ?? "–")"
    }
    #expect(posts == ["agent 2020-01-01 2026-10-31", "senior 2026-11-01 –"])
    // By level: three before four is not the order; five comes first. North's own place is used before the open one.
    #expect(try left() == ["– 0 used, 1 left", "North 1 used, 0 left", "– 0 used, 9 left"])
    try decide("A2", "four", .promote)
    #expect(try left() == ["– 1 used, 0 left", "North 1 used, 0 left", "– 0 used, 9 left"])
    try decide("A3", "four", .promote, reason: "the board agreed to one more")
    let faults = #expect(throws: Faults.self) { try vacancies("senior,four,1,North,2027-01-01\n") }
    #expect(
      faults?.list.first?.message.hasPrefix("'senior' at level four in North is there already") ?? false)
    _ = try vacancies("senior,four,1,North,2027-01-01\n", IntakeOptions(correction: "the round of 2027"))
    #expect(try left().contains("North 0 used, 1 left"))
  }

  @Test func `a vacancy at no known site, or twice, is a fault`() throws {
    let faults = #expect(throws: Faults.self) {
      try vacancies(
        "senior,four,1,West,\nsenior,nine,1,,\nsenior,five,-1,,\nsenior,four,1,,\nsenior,四级,2,,\n")
    }
    #expect(
      faults?.list.map(\.message) == [
        "nobody on the roster is at 'West'; write it as the roster does",
        "'nine' is none of five, four, three, two, one",
        "'-1' is not a whole number from 0 to 100000",
        "the same vacancies stand on line 5 already; keep one",
      ])
  }

  @Test func `a post taken back returns to the old one`() throws {
    _ = try vacancies("senior,four,1,,\n")
    try decide("A1", "four", .promote)
    try decide("A1", "four", .keep, reason: "withdrawn", correct: true)
    let person = try WorkforceDesk(at(0)).person("A1")
    #expect(person.person.level == 5)
    #expect(person.assignments.last?.post == "agent")
    #expect(try left() == ["– 0 used, 1 left"])
  }

  @Test func `staff see their own standing, leaders that of those they lead`() throws {
    func seen(_ staff: String, by occasion: Occasion) throws -> [String] {
      try PromotionDesk(occasion).standing(of: staff, in: q3).map(\.scheme.head.id)
    }
    let own = at(0, as: "li", [.staff], staff: "A1")
    // What is scored and not yet published may still change, and is shown to nobody.
    #expect(refused { _ = try seen("A1", by: own) } == "2026Q3 is not published as it is scored")
    _ = try PublicationDesk(at(24 * 90)).publish(q3)
    #expect(try seen("A1", by: own) == ["down", "four", "star"])
    #expect(refused { _ = try seen("A2", by: at(0, as: "li", [.staff], staff: "A1")) } != nil)
    let leader = at(0, as: "qi", [.leader], staff: "L1")
    #expect(try seen("A2", by: leader) == ["down", "four", "star"])
    #expect(refused { _ = try seen("A3", by: leader) } != nil)
    #expect(
      try PromotionDesk(leader).lists(in: q3, scheme: "star")[0].proposals.map(\.person.staff) == [
        "A1", "A2",
      ])
    #expect(refused { _ = try PromotionDesk(at(0, as: "x", [.trainer])).lists(in: q3) } != nil)
    #expect(
      refused { _ = try PromotionDesk(at(0)).lists(in: q3.previous) } == "2026Q2 is not scored")
  }

  @Test func `decisions and their changes are never rewritten`() throws {
    try decide("A1", "star", .promote)
    for statement in [
      "UPDATE promotion_decision SET reason = 'x'", "DELETE FROM promotion_decision",
      "UPDATE roster_change SET becomes = '5'", "DELETE FROM roster_change_done",
    ] {
      #expect(throws: (any Error).self) { try space.database.run(statement) }
    }
  }
}
