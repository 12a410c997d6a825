import Certification
import Formats
import Service
import Testing
import Workforce
import Workspace

/// What a ladder's rules of conduct do about certificates, and what stays decided.
@Suite struct CertificateReviewTests {
  private static let ladder = """
    {merit: "ladder", id: "hotline", version: 1, from: "2026-01-01", title: "Hotline", posts: ["agent"],
     stop_clock: {kinds: ["maternity"], days: 30}, suspend: {absence_days: 180},
     levels: [{level: "five", valid_months: 12, parts: [{exam: "x"}]}]}
    """

  private let space: Workspace

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"), migrations: House.migrations)
    let desk = WorkforceDesk(at(0))
    _ = try desk.importOrganisation(
      Self.table("unit,name,kind\nT1,a,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      Self.table(
        "id,name,post,team,joined\nA1,Li,agent,T1,2024-01-01\nA2,Wu,agent,T1,2024-01-01\n", Person.shape),
      options: IntakeOptions())
    _ = try SchemeDesk(at(0), kinds: House.schemeKinds).load([("l.json5", Array(Self.ladder.utf8))])
    var codes = ["7K2M9QXD4TB", "7K2M9QXD4TC"].makeIterator()
    _ = try CertificationDesk(at(0)).importHeld(
      Self.table(
        "staff,scheme,level,awarded\nA1,hotline,five,2026-03-01\nA2,hotline,five,2026-03-01\n",
        HeldBefore.shape),
      dryRun: false
    ) { codes.next() ?? "" }
  }

  private static func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  /// So many days after 2026-09-21.
  private func at(_ days: Int, as account: String = "head") -> Occasion {
    Occasion(
      space, actor: Actor(account: account, roles: [.administrator]),
      now: Instant(seconds: 1_790_000_000 + days * 86_400))
  }

  private func leave(_ rows: String, _ options: IntakeOptions = IntakeOptions()) throws {
    _ = try WorkforceDesk(at(0)).importLeave(
      Self.table("id,from,to,kind\n" + rows, Leave.shape), options: options)
  }

  private func review(_ days: Int, apply: Bool = false) throws -> [String] {
    try StandingDesk(at(days)).review(apply: apply).map {
      "\($0.held.certificate.staff) \($0.kind.rawValue): \($0.reason)"
    }
  }

  // From 1 April, the 180th day is 27 September 2026: six days after 21 September.
  @Test func `a long absence suspends once, and what was taken back stays taken back`() throws {
    try leave("A1,2026-04-01,2026-12-31,sick\n")
    #expect(try review(5) == [])
    let ground = "A1 suspended: absent since 2026-04-01, 180 days or more"
    #expect(try review(6) == [ground])
    #expect(try review(6, apply: true) == [ground])
    #expect(try review(7) == [])
    let records = CertificationRecords(space.database)
    let held = try #require(try records.certificates(of: "A1").first)
    #expect(held.status(on: at(7).today) == .suspended)
    #expect(try records.levels(on: at(7).today).count == 1)
    _ = try StandingDesk(at(8, as: "other")).change(
      held.certificate.number, to: .reinstated, reason: "back soon")
    #expect(try review(9) == [])
  }

  // 98 days of maternity leave move the end from 2027-02-28 to 2027-06-06; the last day counts.
  @Test func `maternity leave moves the end, and a corrected leave moves it again`() throws {
    try leave("A2,2026-05-01,2026-08-06,maternity\n")
    func end() throws -> String? {
      try CertificationRecords(space.database).certificates(of: "A2").first?.expires.description
    }
    #expect(try end() == "2027-06-06")
    #expect(throws: Faults.self) { try leave("A2,2026-05-11,2026-08-06,maternity\n") }
    try leave("A2,2026-05-11,2026-08-06,maternity\n", IntakeOptions(correction: "she worked until the tenth"))
    #expect(try end() == "2027-05-27")
    let expiring = try CertificationDesk(at(0)).expiring(within: 400, on: at(0).today)
    #expect(expiring.map { "\($0.certificate.staff) \($0.expires)" } == ["A1 2027-02-28", "A2 2027-05-27"])
  }
}
