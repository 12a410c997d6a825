import Formats
import Glibc
import Performance
import Quality
import Service
import Testing
import Workforce
import Workspace

/// What would have been, over a workspace with two agents, three judged calls each and 200.00 to share.
///
/// E1 has 92.00, 0.00 for a failed critical item, and 100.00: 64.00 by quality, 71.20 in all, a C at 0.8. E2 has 100.00 in
/// all, an A at 1.2. Every expected figure follows from these by hand.
@Suite struct CounterfactualTests {
  private let space: Workspace
  /// The calls of E1 that were drawn: of 92.00, of 0.00 and of 100.00.
  private let calls: [String]

  private static let schemes = [
    "{merit: 'scorecard', id: 'card', version: 1, from: '2020-01-01', title: 'c', sections: [{id: 's', title: 's', weight: 100, items: [{id: 'greeting', title: 'g', weight: 60, critical: 'customer'}, {id: 'tone', title: 't', weight: 40, scale: 'five', na: 'exclude'}]}]}",
    """
    {merit: 'performance', id: 's', version: 1, from: '2026-01-01', title: 'S', post: 'agent',
     parts: [{id: 'quality', title: 'Q', source: 'qa', weight: 80}, {id: 'complaints', title: 'C', source: 'complaint', weight: 20, per_complaint: 25}],
     grades: [\(bands)], satisfaction_gates: [{from: 0, factor: 1}]}
    """,
  ]

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"), migrations: House.migrations)
    let occasion = Occasion(
      space, actor: Actor(account: "head", roles: [.administrator]), now: Instant(seconds: 1_790_000_000))
    func table(_ text: String, _ shape: TableShape) throws -> TableReader {
      try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
    }
    let workforce = WorkforceDesk(occasion)
    _ = try workforce.importOrganisation(
      table("unit,name,kind\nT1,t,team\nT9,q,team\n", Unit.shape), options: IntakeOptions())
    _ = try workforce.importRoster(
      table(
        "id,name,post,team,joined,base\nE1,a,agent,T1,2024-01-01,1000\nE2,b,agent,T1,2024-01-01,1000\nE9,q,qa,T9,2024-01-01,\n",
        Person.shape), options: IntakeOptions())
    _ = try SchemeDesk(occasion, kinds: House.schemeKinds).load(
      Self.schemes.enumerated().map { ("\($0).json5", Array($1.utf8)) })
    let list =
      "call,agent,started,seconds\n"
      + (0..<20).map { "C\($0),E\($0 % 2 + 1),2026-07-\($0 + 10) 09:00,120\n" }.joined()
    var drawn: [[String]] = []
    _ = try SampleDesk(occasion).sample(
      table(list, SampleDesk.callShape),
      SampleDesk.Order(plan: SamplingPlan(perAgent: 3), quarter: thirdQuarter, seed: 3), dryRun: false
    ) { drawn.append($0) }
    let own = drawn.filter { $0[1] == "E1" }.map { $0[0] }
    calls = own
    let judged =
      zip(own, ["yes,4", "no,5", "yes,5"]).map { "\($0),E1,E9,2026-07-30,random,\($1)\n" }
      + drawn.filter { $0[1] == "E2" }.map { "\($0[0]),E2,E9,2026-07-30,random,yes,5\n" }
    let path = "/tmp/merit-counterfactual-\(UInt64.random(in: 0 ... .max)).csv"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fputs("call,agent,assessor,date,kind,greeting,tone\n" + judged.joined(), file)
    fclose(file)
    _ = try QualityDesk(occasion).importEvaluations(.path(path), scorecard: "card", options: IntakeOptions())
    _ = try QuarterDesk(occasion).score(thirdQuarter, pool: Money(fen: 200_00))
  }

  private func suppose(_ text: String, of staff: String = "E1") throws -> Counterfactual {
    let occasion = Occasion(
      space, actor: Actor(account: "head", roles: [.hr]), now: Instant(seconds: 1_790_000_100))
    return try CounterfactualDesk(occasion).suppose(
      try #require(Counterfactual.Supposition(text)), of: staff, in: thirdQuarter)
  }

  /// Total, grade and bonus as they would be, then what each changed call would have scored.
  private func said(_ text: String) throws -> String {
    let found = try suppose(text)
    let calls = found.calls.map { "\($0.now?.description ?? "–")→\($0.then?.description ?? "–")" }
    return
      ([
        found.then.total?.description ?? "–", found.then.grade ?? "–", found.bonus.description,
        found.difference.description,
      ] + calls).joined(separator: " ")
  }

  @Test func `the quarter is what the others are held against`() throws {
    let now = try suppose("complaints 0").now
    #expect(now.assessment.total?.description == "71.20")
    #expect(now.assessment.grade == "C")
    #expect(now.bonus.fen == 80_00)
    #expect(try said("complaints 0") == "71.20 C 80.00 0.00")
  }

  @Test func `an item passed moves the calls where it was not, the total, the grade and the bonus`() throws {
    // (92 + 100 + 100) / 3 = 97.33, · 0.8 + 20 = 97.86; 200 · 1.2 / 2.4.
    #expect(try said("item greeting passed") == "97.86 A 100.00 20.00 0.00→100.00")
    #expect(try said("item greeting passed on \(calls[1])") == "97.86 A 100.00 20.00 0.00→100.00")
    // Where it was passed already nothing moves.
    #expect(try said("item greeting passed on \(calls[0])") == "71.20 C 80.00 0.00")
    // (100 + 0 + 100) / 3 = 66.67, · 0.8 + 20 = 73.34: still a C.
    #expect(try said("item tone passed") == "73.34 C 80.00 0.00 92.00→100.00")
  }

  @Test func `a call left out takes its score with it`() throws {
    // (92 + 100) / 2 = 96, · 0.8 + 20.
    #expect(try said("call \(calls[1]) left out") == "96.80 A 100.00 20.00 0.00→–")
    // (92 + 0) / 2 = 46: a D; 200 · 0.5 / 1.7 = 58.82.
    #expect(try said("call \(calls[2]) left out") == "56.80 D 58.82 -21.18 100.00→–")
  }

  // 0.8 · 87.49 + 20 = 89.99; a hundredth more reaches the A. 200 · 1 / 2.2 = 90.91.
  @Test(arguments: [
    ("part quality 87.49", "89.99 B 90.91 10.91"), ("part quality 87.5", "90.00 A 100.00 20.00"),
    ("part quality 0", "20.00 D 58.82 -21.18"), ("part complaints 0", "51.20 D 58.82 -21.18"),
    // One complaint: 51.20 + 15.
    ("complaints 1", "66.20 D 58.82 -21.18"), ("complaints 4", "51.20 D 58.82 -21.18"),
    ("complaints 5", "51.20 D 58.82 -21.18"),
  ])
  func `another part or other complaints move the total`(_ supposition: String, _ outcome: String) throws {
    #expect(try said(supposition) == outcome)
  }

  @Test func `whatever is not there is named, with what is`() throws {
    func refusal(_ text: String) -> Refusal? { #expect(throws: Refusal.self) { _ = try suppose(text) } }
    let item = refusal("item greting passed")
    #expect(item?.summary == "'greting' is no item of the scorecards used; did you mean 'greeting'?")
    #expect(item?.remedy == "it has greeting, tone")
    #expect(refusal("item closing passed")?.summary == "'closing' is no item of the scorecards used")
    let call = refusal("call C99 left out")
    #expect(call?.summary == "call 'C99' is none of those by which this quarter was judged")
    #expect(refusal("item greeting passed on C99")?.summary == call?.summary)
    let part = refusal("part manners 90")
    #expect(part?.summary == "'manners' is no part of s v1")
    #expect(part?.remedy == "it has quality, complaints")
  }
}
