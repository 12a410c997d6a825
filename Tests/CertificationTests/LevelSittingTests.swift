import Certification
import Exams
import Formats
import Quality
import Satisfaction
import Statistics
import Testing
import Training
import Workforce
import Workspace

/// A level that is sat before examiners, with a sponsor and a board, from registering to the decision.
@Suite struct LevelSittingTests {
  private static let ladder = """
    {merit: "ladder", id: "top", version: 1, from: "2026-01-01", title: "Top", posts: ["agent"],
     levels: [{level: "two", valid_months: 24, months_in_post: 12, sponsor: true, board: 2,
               parts: [{practical: "call", title: "Call", pass: 60,
                        rubric: [{id: "a", title: "A", points: 60}, {id: "b", title: "B", points: 40}]}]}]}
    """

  private let space: Workspace

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Workforce.migrations + Training.migrations + Exams.migrations
        + Quality.migrations + Satisfaction.migrations + Certification.migrations)
    let desk = WorkforceDesk(at(0))
    _ = try desk.importOrganisation(
      Self.table("unit,name,kind,parent,leader\nT1,a,team,,L1\nT2,b,team,,L2\n", Unit.shape),
      options: IntakeOptions())
    _ = try desk.importRoster(
      Self.table(
        """
        id,name,post,team,joined
        A1,Li,agent,T1,2024-01-01
        A2,Wu,agent,T1,2026-03-02
        A3,He,agent,T2,2024-01-01
        L1,Xu,leader,T1,2020-01-01
        L2,Qi,leader,T2,2020-01-01

        """, Person.shape), options: IntakeOptions())
    _ = try SchemeDesk(at(0), kinds: [SchemeKind(Ladder.self)]).load([
      ("top.json5", Array(Self.ladder.utf8))
    ])
  }

  private static func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  /// So many days after 2026-09-21.
  private func at(_ days: Int, as actor: Actor = Actor(account: "head", roles: [.administrator])) -> Occasion
  {
    Occasion(space, actor: actor, now: Instant(seconds: 1_790_000_000 + days * 86_400))
  }

  private func open(capacity: Int = 5) throws -> Int {
    try LevelSittingDesk(at(0)).open(
      "top", level: 2, day: day("2026-10-10"), place: "Room 3", capacity: capacity, closes: nil
    ).id
  }

  private func refusal(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "not refused"
    } catch let refusal as Refusal { return refusal.summary } catch let faults as Faults {
      return faults.list.map(\.message).joined(separator: " | ")
    } catch { return "\(error)" }
  }

  @Test func `who lacks something, or has no fitting sponsor, is not registered, and nobody with them`()
    throws
  {
    let id = try open(capacity: 2)
    let desk = LevelSittingDesk(at(1))
    #expect(
      refusal { _ = try desk.register(["A1", "A2"], for: id, sponsor: "L1") }
        == "nobody was registered: 'A2' lacks: 12 months in post (in post since 2026-03-02, met from 2027-03-02)"
    )
    #expect(
      refusal { _ = try desk.register(["A1"], for: id, sponsor: nil) }
        == "nobody was registered: 'A1' needs a sponsor; name one with --sponsor STAFF")
    #expect(
      refusal { _ = try desk.register(["A1"], for: id, sponsor: "L2") }
        == "nobody was registered: sponsor 'L2' neither leads 'A1' nor holds level two or a higher one")
    #expect(
      refusal { _ = try desk.register(["A1"], for: id, sponsor: "A1") }
        == "nobody was registered: 'A1' cannot vouch for themselves")
    #expect(try desk.register(["A1"], for: id, sponsor: "L1").map(\.number) == [1])
    #expect(
      refusal { _ = try desk.register(["A1"], for: id, sponsor: "L1") }.contains("is registered already"))
    #expect(
      refusal { _ = try desk.register(["A3", "A2"], for: id, sponsor: "L2") }
        == "sitting \(id) has 1 of 2 places left, and 2 are asked for")
    #expect(
      refusal { _ = try LevelSittingDesk(at(30)).register(["A3"], for: id, sponsor: "L2") }.contains(
        "ended on 2026-10-09"))
    let leader = Actor(account: "xu", roles: [.leader], staff: "L1")
    #expect(
      refusal { _ = try LevelSittingDesk(at(1, as: leader)).register(["A3"], for: id, sponsor: "L2") }
        .contains("does not lead 'A3'"))
  }

  @Test func `points, votes and the decision come in their order, and are named where they do not`() throws {
    let id = try open()
    let desk = LevelSittingDesk(at(1))
    _ = try desk.register(["A1"], for: id, sponsor: "L1")
    _ = try desk.register(["A3"], for: id, sponsor: "L2")
    func mark(_ rows: String, days: Int = 20) throws {
      _ = try LevelSittingDesk(at(days)).importMarks(
        Self.table("staff,part,examiner,line,points\n" + rows, PracticalMark.shape), sitting: id,
        options: IntakeOptions())
    }
    #expect(refusal { try mark("A1,call,L2,a,50\n", days: 2) }.contains("which is not yet here"))
    #expect(
      refusal { _ = try LevelSittingDesk(at(2)).decide(id, dryRun: false) { "" } }.contains(
        "which is not yet here"))
    #expect(
      refusal {
        try mark("A1,call,L2,a,61\nA2,call,L2,a,5\nA1,talk,L2,a,5\nA1,call,L2,z,5\nA1,call,A1,a,5\n")
      }
        == [
          "'61' is outside 0.00 to 60.00", "'A2' is not registered for sitting \(id)",
          "'talk' is no practical test of this level (call)", "'z' is no line of 'call' (a, b)",
          "'A1' would examine themselves",
        ].joined(separator: " | "))
    try mark("A1,call,L2,a,50\nA1,call,L2,b,30\nA3,call,L1,a,30\nA3,call,L1,b,29.99\n")
    let later = LevelSittingDesk(at(21))
    #expect(
      refusal { try later.vote(id, staff: "A1", member: "L1", isFor: true, reason: "r") }.contains(
        "vouches for them"))
    #expect(
      refusal { try later.vote(id, staff: "A1", member: "Z9", isFor: true, reason: "r") }.contains(
        "nobody has the id 'Z9'"))
    try later.vote(id, staff: "A1", member: "L2", isFor: true, reason: "r")
    #expect(
      refusal { try later.vote(id, staff: "A1", member: "L2", isFor: true, reason: "r") }.contains(
        "voted about 'A1' already"))
    let early = try later.decide(id, dryRun: false) { "7K2M9QXD4TB" }
    #expect(early.map(\.isAwarded) == [false, false])
    #expect(early[0].found.contains("lacks a review board of 2: board 1 for, 0 against"))
    try later.vote(id, staff: "A1", member: "A3", isFor: true, reason: "r")
    let decided = try LevelSittingDesk(at(22)).decide(id, dryRun: false) { "7K2M9QXD4TB" }
    #expect(decided.map { "\($0.staff) \($0.isAwarded)" } == ["A1 true", "A3 false"])
    #expect(decided[1].found.contains("lacks practical call 60.00 or more: level sitting \(id), call: 59.99"))
    let held = try CertificationRecords(space.database).certificates(of: "A1")
    #expect(
      held.map(\.certificate.evidence) == [
        "sitting of 2026-10-10; in post since 2024-01-01; level sitting \(id), call: 80.00; sponsor L1; board 2 for, 0 against"
      ])
    #expect(try LevelSittingDesk(at(23)).decide(id, dryRun: false) { "7K2M9QXD4TC" }.map(\.staff) == ["A3"])
    #expect(refusal { try mark("A1,call,L1,a,1\n", days: 24) }.contains("it is decided"))
    let rates = try PassRateDesk(at(24)).rates("top", of: .decision, by: .level, on: at(24).today)
    #expect(rates.lines.map { "\($0.group) \($0.rate.hits)/\($0.rate.of)" } == ["two 1/2"])
  }
}
