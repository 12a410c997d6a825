import Certification
import Formats
import Performance
import Quality
import Service
import Testing
import Training
import Workforce
import Workspace

/// What departments bring to a step: the register, the roster's history, incidents, courses and earlier scorings.
@Suite struct PromotionEvidenceTests {
  private static let schemes = [
    """
    {merit: "performance", id: "s", version: 1, from: "2026-01-01", title: "S", post: "agent",
     parts: [{id: "qa", title: "Q", source: "qa", weight: 100}], competition_cap: 0,
     grades: [{grade: "A", from: 0, factor: 1}], satisfaction_gates: [{from: 0, factor: 1}]}
    """,
    """
    {merit: "ladder", id: "hotline", version: 1, from: "2020-01-01", title: "Hotline", posts: ["agent"],
     levels: [{level: "five", valid_months: 12, parts: [{exam: "x"}]}, {level: "four", valid_months: 12, parts: [{exam: "x"}]}]}
    """,
    """
    {merit: "promotion", id: "up", version: 1, from: "2026-01-01", title: "Up", post: "agent", step: "up", vacancies: 9,
     changes: {level: "three"}, level: "five", months_at_level: 18, months_in_post: 6, quarters: 2, grades: ["A"],
     criticals: 0, criticals_quarters: 2, training: ["hotline-refresher"],
     certificate: {ladder: "hotline", level: "four"}}
    """,
  ]

  private let space: Workspace
  private let q3 = Quarter(number: 2026 * 4 + 2)

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"), migrations: House.migrations)
    let desk = WorkforceDesk(at(0))
    _ = try desk.importOrganisation(
      Self.table("unit,name,kind\nT1,a,team\nT2,b,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      Self.table(
        "id,name,post,team,joined\nA1,Li,agent,T1,2020-01-01\nA2,Wu,clerk,T1,2020-01-01\n", Person.shape),
      options: IntakeOptions())
    _ = try SchemeDesk(at(0), kinds: House.schemeKinds).load(
      Self.schemes.enumerated().map { ("\($0).json5", Array($1.utf8)) })
  }

  private static func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  /// So many days after 2026-10-21.
  private func at(_ days: Int, as account: String = "head") -> Occasion {
    Occasion(
      space, actor: Actor(account: account, roles: [.administrator]),
      now: Instant(seconds: 1_792_592_000 + days * 86_400))
  }

  private func score(_ quarter: Quarter) throws { _ = try QuarterDesk(at(0)).score(quarter, pool: nil) }

  private func found(_ id: String, of staff: String = "A1", in quarter: Quarter? = nil) throws -> String? {
    let list = try PromotionDesk(at(0)).lists(in: quarter ?? q3)[0]
    let proposal = list.proposals.first { $0.person.staff == staff }
    return proposal?.conditions.first { $0.id == id }.map { "\($0.isMet) \($0.found.en)" }
  }

  private func hold(_ rows: String) throws {
    var codes = ["7K2M9QXD4TB", "7K2M9QXD4TC", "7K2M9QXD4TD"].makeIterator()
    _ = try CertificationDesk(at(0)).importHeld(
      Self.table("staff,scheme,level,awarded,expires\n" + rows, HeldBefore.shape), dryRun: false
    ) { codes.next() ?? "" }
  }

  @Test func `a level is held since the first of the certificates that follow one another`() throws {
    try score(q3)
    #expect(try found("months_at_level") == "false not held")
    // 2025-03-30 to 2026-09-30 are eighteen months; the fifth level runs until the fourth begins.
    try hold("A1,hotline,five,2025-03-30,2026-03-29\nA1,hotline,four,2026-03-30,2027-03-29\n")
    #expect(try found("level") == "true four")
    #expect(try found("months_at_level") == "true since 2025-03-30")
    #expect(try found("certificate") == "true four")
  }

  @Test func `a gap of a day between certificates begins the months anew`() throws {
    try score(q3)
    try hold("A1,hotline,five,2025-03-30,2026-03-28\nA1,hotline,four,2026-03-30,2027-03-29\n")
    #expect(try found("months_at_level") == "false 6 of 18 months on 2026-09-30")
  }

  @Test func `an expired certificate holds nothing`() throws {
    try score(q3)
    try hold("A1,hotline,four,2025-09-30,2026-09-29\n")
    #expect(try found("level") == "false none")
    #expect(try found("certificate") == "false none valid on 2026-09-30")
  }

  @Test func `months in the post run over transfers inside it, and begin anew after another`() throws {
    let desk = WorkforceDesk(at(0))
    try desk.transfer("A1", post: "agent", team: "T2", from: #require(CalendarDay("2026-08-01")))
    try desk.transfer("A2", post: "agent", team: "T2", from: #require(CalendarDay("2026-04-01")))
    try score(q3)
    #expect(try found("months_in_post") == "true since 2020-01-01")
    #expect(try found("months_in_post", of: "A2") == "false 5 of 6 months on 2026-09-30")
  }

  @Test func `a confirmed incident weighs as much as a critical call, for as many quarters as are asked for`()
    throws
  {
    _ = try IncidentDesk(at(0)).importIncidents(
      Self.table("id,staff,date,kind\nI1,A1,2026-05-03,abuse\n", Incident.shape), options: IntakeOptions())
    try score(q3.previous)
    try score(q3)
    #expect(try found("criticals") == "true 0")
    try IncidentDesk(at(0, as: "second")).confirm("I1")
    try score(q3.previous)
    #expect(try found("criticals") == "false 1, 1 too many")
    try score(q3.next)
    #expect(try found("criticals", in: q3.next) == "true 0")
  }

  @Test func `a quarter away on maternity leave is passed over, and one without a result breaks the row`()
    throws
  {
    _ = try QuarterDesk(at(0)).importGrades(
      Self.table("staff,quarter,grade\nA1,2026Q1,A\nA1,2026Q3,A\n", EarlierGrade.shape),
      options: IntakeOptions())
    try score(q3.previous)
    try score(q3)
    #expect(try found("grades") == "false A, –: 1 of 2 quarters")
    _ = try WorkforceDesk(at(0)).importLeave(
      Self.table("id,from,to,kind\nA1,2026-04-01,2026-06-30,maternity\n", Leave.shape),
      options: IntakeOptions())
    try score(q3.previous)
    #expect(try found("grades") == "true A, neutral, A")
  }

  @Test func `a course completed by the quarter's last day counts`() throws {
    try score(q3)
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    _ = try TrainingDesk(at(0)).load(folders: ["/\(root)/Curriculum/hotline-refresher"])
    func attend(_ day: String) throws {
      _ = try TrainingDesk(at(0)).attend(
        Self.table("course,staff,date,result\nhotline-refresher,A1,\(day),completed\n", Attendance.shape),
        options: IntakeOptions())
    }
    try attend("2026-10-01")
    #expect(try found("training") == "false not completed by 2026-09-30")
    try attend("2026-09-30")
    #expect(try found("training") == "true on 2026-09-30")
  }

  @Test func `a level that a decision raised is held from its first day on`() throws {
    try score(q3)
    _ = try PromotionDecisionDesk(at(0)).decide(
      PromotionOrder(
        quarter: q3, staff: "A1", scheme: "up", verdict: .promote, reason: "the board saw it so",
        from: CalendarDay("2026-10-01")))
    // The quarter that it was decided about is judged as it was; the next one knows the level.
    #expect(try found("step") == "true none")
    #expect(try found("level") == "false none")
    try score(q3.next)
    #expect(try found("level", in: q3.next) == "true three")
    #expect(try found("step", in: q3.next) == "false three")
    #expect(try found("months_at_level", in: q3.next) == "false 2 of 18 months on 2026-12-31")
  }
}
