import Formats
import Performance
import Testing
import Workforce
import Workspace

func bonusScheme(_ members: String) throws -> BonusScheme {
  try BonusScheme.read(
    Array("{merit: 'bonus', id: 'b', version: 1, from: '2026-01-01', title: 'B', \(members)}".utf8),
    named: "b")
}

/// What there is to share out and who gets which fen of it, worked out by hand.
@Suite struct BonusPoolTests {
  private func settle(
    _ cases: [QuarterCase], _ bonus: String? = nil, given: Int? = nil, index: Int? = nil,
    scheme: PerformanceScheme? = nil
  ) throws -> Settlement {
    try Settlement(
      QuarterInputs(
        quarter: thirdQuarter, schemes: [scheme ?? examScheme()], bonus: bonus.map(bonusScheme),
        poolGiven: given.map(Money.init(fen:)), index: index.map(Score.init(hundredths:)), cases: cases))
  }

  private func fen(_ settlement: Settlement) -> [Int] {
    (0..<settlement.count).map { settlement.result(at: $0).bonus.fen }
  }

  @Test func `without a pool it is what everybody assessed would get at factor 1 for their days`() throws {
    let half = examined("E2", 95_00) {
      $0 = QuarterCase(
        id: $0.id, employment: .dispatched, base: $0.base,
        stints: [
          Stint(
            post: "p", team: "t", share: .whole, from: thirdQuarter.firstDay,
            to: thirdQuarter.firstDay.adding(days: 45))
        ], evidence: $0.evidence)
    }
    let vendor = examined("E3", 95_00) {
      $0 = QuarterCase(
        id: $0.id, employment: .outsourced, base: $0.base, stints: $0.stints, evidence: $0.evidence)
    }
    // 1000.00 for 92 days and 500.00 for 46; who is not assessed and who is paid by a supplier add nothing.
    let settlement = try settle([examined("E1", 85_00), half, vendor, examined("E4", nil)])
    #expect(settlement.pool.base.fen == 1_500_00)
    #expect(settlement.pool.amount.fen == 1_500_00)
    #expect(!settlement.pool.isGiven)
    // Weights of 1 · 92 and 1.2 · 46: 1500 · 1 / 1.6 and 1500 · 0.6 / 1.6.
    #expect(fen(settlement) == [937_50, 562_50, 0, 0])
    #expect(settlement.result(at: 2).assessment.grade == "A")
    #expect(settlement.paid.fen == 1_500_00)
  }

  // The scheme's pool, the one given, the index with its curve, and what comes of them.
  @Test(
    arguments: [
      ("pool: 300", nil, nil, 300_00, 10_000, 300_00), ("pool: 300", 200_00, nil, 200_00, 10_000, 200_00),
      ("pool: 300", 0, nil, 0, 10_000, 0), ("pool: 0", nil, nil, 0, 10_000, 0),
      ("pool: 300", nil, 80_00, 300_00, 10_000, 300_00),
      ("pool: 300, \(index)", nil, nil, 300_00, 10_000, 300_00),
      ("pool: 300, \(index)", nil, 70_00, 300_00, 10_000, 300_00),
      ("pool: 300, \(index)", nil, 77_50, 300_00, 10_500, 315_00),
      ("pool: 300, \(index)", nil, 85_01, 300_00, 11_000, 330_00),
      ("pool: 300, \(index)", nil, 55_00, 300_00, 9_000, 270_00),
      // 1.05 fen, 10.5 and 9.45: a half goes up.
      ("\(index)", 1, 77_50, 1, 10_500, 1), ("\(index)", 10, 77_50, 10, 10_500, 11),
      ("\(index)", 9, 77_50, 9, 10_500, 9),
    ] as [(String, Int?, Int?, Int, Int, Int)])
  func `the company's index scales the pool`(
    _ bonus: String, _ given: Int?, _ index: Int?, _ base: Int, _ factor: Int, _ amount: Int
  ) throws {
    let settlement = try settle([examined("E1", 85_00)], bonus, given: given, index: index)
    #expect(settlement.pool.base.fen == base)
    #expect(settlement.pool.factor.basisPoints == factor)
    #expect(settlement.pool.amount.fen == amount)
    #expect(settlement.pool.isGiven == (given != nil))
    #expect(fen(settlement) == [amount])
  }

  private static let index =
    "index: {survey: 's', curve: {points: [{at: 55, factor: 0.9}, {at: 70, factor: 1}, {at: 85, factor: 1.1}]}}"

  @Test func `a pool past 64 bits is refused in words, and the largest is paid to the fen`() throws {
    let one = try settle([examined("E1", 85_00, base: Int.max)])
    #expect(fen(one) == [Int.max])
    let sentence =
      "the pool of 2026Q3 is larger than 92233720368547758.07 yuan, the most that can be paid exactly"
    let two = #expect(throws: Refusal.self) {
      try settle([examined("E1", 85_00, base: Int.max), examined("E2", 85_00, base: 1)])
    }
    #expect(two?.summary == sentence)
    let scaled = #expect(throws: Refusal.self) {
      try settle([examined("E1", 85_00)], Self.index, given: Int.max, index: 70_08)
    }
    #expect(scaled?.summary == sentence)
    #expect(scaled?.code == .badData)
  }

  @Test func `the fen that is left goes to the first by id of equals, and an unearned pool stays unspent`()
    throws
  {
    let three = ["E1", "E2", "E3"].map { examined($0, 85_00) }
    #expect(fen(try settle(three, given: 100)) == [34, 33, 33])
    #expect(fen(try settle(three, given: 101)) == [34, 34, 33])
    // 1.2 : 1 : 0.5 of 270.
    let graded = [examined("E1", 90_00), examined("E2", 80_00), examined("E3", 0)]
    #expect(fen(try settle(graded, given: 270)) == [120, 100, 50])
    let forfeiting = try examScheme("forfeits: [{for: 'incidents', from: 1}]")
    let idle = three.map { own in
      var own = own
      own.evidence.incidents = 1
      return own
    }
    let unspent = try settle(idle, given: 100, scheme: forfeiting)
    #expect(fen(unspent) == [0, 0, 0])
    #expect(unspent.pool.amount.fen == 100)
    #expect(unspent.paid == .zero)
  }

  @Test func `teams share by their result first, and then their people`() throws {
    // a: 90 and 80, mean 85, factor 1. b: 70, factor 0.5. Equal bases: 2 : 0.5 of 500.
    let cases = [
      examined("E1", 90_00, team: "a"), examined("E2", 80_00, team: "a"), examined("E3", 70_00, team: "b"),
    ]
    let settlement = try settle(
      cases, "teams: {by: 'score', curve: {pass: 80, fail_factor: 0.5}}", given: 500)
    #expect(
      settlement.pool.teams.map { "\($0.team) \($0.result?.description ?? "–") \($0.amount.fen)" } == [
        "a 85.00 400", "b 70.00 100",
      ])
    // 400 · 1.2 / 2.2 = 218.18, and 181.82: the larger remainder gets the fen.
    #expect(fen(settlement) == [218, 182, 100])
    #expect(settlement.pool.sharesByTeam)
    #expect(settlement.pool.share(of: "b")?.amount.fen == 100)
  }

  @Test func `a team's satisfaction is weighed by responses, and a team without one counts at factor 1`()
    throws
  {
    func answered(_ id: String, _ team: String, _ satisfaction: Int?, _ responses: Int) -> QuarterCase {
      examined(id, 85_00, team: team) {
        $0.evidence.satisfaction = satisfaction.map(Score.init(hundredths:))
        $0.evidence.responses = responses
      }
    }
    // a: (90 · 1 + 60 · 3) / 4 = 67.50, factor 0.5; b: nobody asked.
    let settlement = try settle(
      [answered("E1", "a", 90_00, 1), answered("E2", "a", 60_00, 3), answered("E3", "b", nil, 0)],
      "teams: {by: 'satisfaction', curve: {pass: 67.51, fail_factor: 0.5}}", given: 200)
    #expect(settlement.pool.teams.map { $0.result?.description ?? "–" } == ["67.50", "–"])
    #expect(settlement.pool.teams.map(\.factor.basisPoints) == [5_000, 10_000])
    #expect(fen(settlement) == [50, 50, 100])
  }

  @Test func `a team where nobody earns anything leaves its share to the others`() throws {
    var idle = examined("E2", 85_00, team: "b")
    idle.evidence.incidents = 1
    let settlement = try settle(
      [examined("E1", 85_00, team: "a"), idle], "teams: {by: 'score', curve: {pass: 0}}", given: 77,
      scheme: examScheme("forfeits: [{for: 'incidents', from: 1}]"))
    #expect(fen(settlement) == [77, 0])
  }

  @Test(arguments: [(0, 100), (5, 105), (-99, 1), (-100, 0), (-101, 0), (-9_999, 0)])
  func `an adjustment reduces what was not yet earned and never goes below nothing`(
    _ adjustment: Int, _ payable: Int
  ) throws {
    let settlement = try settle(
      [examined("E1", 85_00) { $0.adjustment = Money(fen: adjustment) }], given: 100)
    let result = settlement.result(at: 0)
    #expect(result.bonus.fen == 100)
    #expect(result.adjustment.fen == adjustment)
    #expect(result.payable.fen == payable)
  }
}
