import Performance
import Quality
import Service
import Testing
import Workspace

/// What comes after a close: dated adjustments in the open quarter, and revisions beside the first close.
@Suite struct QuarterAdjustmentTests {
  private let house: QuarterHouse
  private var q3: Quarter { house.q3 }
  private var q4: Quarter { house.q3.next }

  /// Closes the third quarter on 8 October with A3's dispute of a call of 84 still waiting.
  init() throws {
    house = try QuarterHouse()
    try DisputeDesk(house.own("A3", on: "2026-09-30")).dispute(
      "A3-1", assessor: nil, text: "the tone was right", lateReason: nil)
    _ = try ClosingDesk(house.on("2026-10-08")).close(
      q3, pool: nil, haste: ClosingDesk.Haste(reason: "a test"))
  }

  /// The leader finds that the tone was perfect: A3's calls are 100 and 100, the total is 93.33, the grade A.
  private func upholdDispute() throws {
    _ = try DisputeDesk(house.on("2026-10-20", as: "L1", [.leader], staff: "L1")).decide(
      "A3-1", assessor: nil, changes: ["tone": "5"], text: "heard again")
  }

  private func late(_ day: String = "2026-10-21") throws -> [String] {
    try LateDesk(house.on(day)).effects(on: q3).map { "\($0.effect.staff) \($0.effect.due)" }
  }

  private func post(_ day: String = "2026-10-21", reason: String = "") throws -> [String] {
    try LateDesk(house.on(day)).post(q3, staff: nil, payIn: nil, reason: reason).map {
      "\($0.staff) \($0.adjustment.amount) with \($0.adjustment.quarter): \($0.adjustment.text)"
    }
  }

  @Test func `an open dispute marks its person and holds up nobody`() throws {
    let results = try house.results()
    #expect(results["A3"]?.assessment.flags == ["renormalised:exam", "disputed:1"])
    #expect(try house.bonuses()["A3"] == "3050.14")
    #expect(try house.bonuses()["A1"] == "3660.17")
  }

  @Test func `a dispute upheld after the close is paid in the open quarter, with its cause, once`() throws {
    #expect(try late().isEmpty)
    let before = try house.bonuses()
    try upholdDispute()
    // At the rate of the closed quarter 21,900 × 3600 ÷ 21,540 = 3660.17; 3050.14 were paid.
    #expect(try late() == ["A3 610.03"])
    #expect(
      try post(reason: "dispute upheld") == [
        "A3 610.03 with 2026Q4: qa 92.00 → 100.00, total 88.89 → 93.33, grade B → A; dispute upheld"
      ])
    #expect(try post() == [])
    #expect(try late() == [])
    #expect(try house.bonuses() == before)
    #expect(try VerifyDesk(house.on("2026-10-22")).verify(q3).flatMap(\.faults) == [])
    // It waits in the fourth quarter for A3 alone.
    let waiting = try QuarterDesk(house.on("2026-10-22")).preview(q4, pool: nil).people
      .filter { $0.result.adjustment != .zero }
    #expect(waiting.map { "\($0.id) \($0.result.adjustment) \($0.result.payable)" } == ["A3 610.03 610.03"])
    #expect(try House.faults(in: house.space) == [])
  }

  @Test func `only HR posts, into a later quarter that is open`() throws {
    try upholdDispute()
    #expect(
      refused {
        _ = try LateDesk(house.own("A3", on: "2026-10-21")).post(q3, staff: nil, payIn: nil, reason: "")
      } == "account 'A3' may not post adjustments")
    func post(into quarter: Quarter) throws {
      _ = try LateDesk(house.on("2026-10-21")).post(q3, staff: nil, payIn: quarter, reason: "")
    }
    #expect(refused { try post(into: q3) } == "2026Q3 is closed")
    #expect(refused { try post(into: q3.previous) } == "2026Q2 does not come after 2026Q3")
    try post(into: q4.next)
    #expect(
      try QuarterBook(house.space.database).adjustments(in: q4.next).map(\.amount) == [Money(fen: 610_03)])
    #expect(
      refused { _ = try LateDesk(house.on("2026-10-21")).effects(on: q4) }
        == "nothing is frozen of 2026Q4: it is open, or it was closed before inputs were frozen")
  }

  @Test func `what is taken back posts the opposite`() throws {
    // Two liable complaints take A1 to (5000 + 2400 + 1000 + 500) / 100 = 89.00, B: 21,900 × 3000 ÷ 21,540 = 3050.14.
    try house.complain(
      "C2,2026-08-06 10:00,service,K,A1,yes", "C3,2026-08-07 10:00,service,K,A1,yes", on: "2026-10-20")
    #expect(
      try post() == ["A1 -610.03 with 2026Q4: complaints 100.00 → 50.00, total 94.00 → 89.00, grade A → B"])
    #expect(try late() == [])
    // One was not theirs after all: 91.50, A again.
    try house.complain("C2,2026-08-06 10:00,service,K,A1,no", correcting: "mixed up", on: "2026-10-23")
    #expect(
      try post("2026-10-24") == ["A1 610.03 with 2026Q4: complaints 100.00 → 75.00, total 94.00 → 91.50"])
    #expect(try late("2026-10-25") == [])
    let adjustments = try QuarterBook(house.space.database).adjustments(becauseOf: q3)
    #expect(adjustments.map(\.amount.fen) == [-610_03, 610_03])
    #expect(adjustments.map(\.kind) == [.late, .late])
  }

  @Test func `who has left by then is paid, and shown, what late evidence still brings`() throws {
    try house.leaveCompany("A3", on: "2026-09-30")
    try upholdDispute()
    _ = try post()
    try house.judge(
      ["A1 100 100"], days: ["2026-10-10", "2026-11-10"], on: "2026-12-20", in: q4, prefix: "Q4-")
    let closed = try ClosingDesk(house.on("2027-01-05")).close(
      q4, pool: Money(fen: 100_00), haste: ClosingDesk.Haste(reason: "a test"))
    #expect("\(closed.paid) \(closed.adjusted) \(closed.payable)" == "100.00 610.03 710.03")
    let own = try #require(try house.results(in: q4)["A3"])
    #expect("\(own.status.text) \(own.days) \(own.bonus) \(own.payable)" == "unjudged 0 0.00 610.03")
    #expect(try VerifyDesk(house.on("2027-01-06")).verify(q4).flatMap(\.faults) == [])
    #expect(try LateDesk(house.on("2027-01-06")).effects(on: q4).isEmpty)
    var sheet = ""
    let desk = SheetDesk(try house.on("2027-01-06"))
    _ = try SheetText(desk, desk.binder(of: q4, SheetDesk.Wish())).csv { sheet += $0 }
    #expect(sheet.contains("\r\nA3,李A3,"))
    #expect(sheet.contains(",0.00,610.03,610.03,2027-01,"))
    let why = try ExplainDesk(house.on("2027-01-06")).explain("A3", in: q4)
    #expect(why.value == "610.03")
    // Of the twelve A3 has left and X1 is a clerk: whoever is only owed something is not counted as judged.
    #expect(try QuarterDesk(house.on("2027-01-06")).open(q4.next).judged == 10)
  }

  @Test func `a bonus too small for what is taken back pays nothing, and the next quarter bears the rest`()
    throws
  {
    try house.complain(
      "C2,2026-08-06 10:00,service,K,A1,yes", "C3,2026-08-07 10:00,service,K,A1,yes", on: "2026-10-20")
    _ = try post()
    // In the fourth quarter A1 alone is judged, and gets the whole pool of 100 yuan.
    try house.judge(
      ["A1 100 100"], days: ["2026-10-10", "2026-11-10"], on: "2026-12-20", in: q4, prefix: "Q4-")
    let hundred = Money(fen: 100_00)
    let closed = try ClosingDesk(house.on("2027-01-05")).close(
      q4, pool: hundred, haste: ClosingDesk.Haste(reason: "a test"))
    #expect("\(closed.paid) \(closed.adjusted) \(closed.payable)" == "100.00 -610.03 0.00")
    let own = try #require(try house.results(in: q4)["A1"])
    #expect("\(own.bonus) \(own.adjustment) \(own.payable)" == "100.00 -610.03 0.00")
    let carried = try QuarterBook(house.space.database).adjustments(in: q4.next)
    #expect(carried.map { "\($0.amount) \($0.kind) \($0.cause)" } == ["-510.03 carry 2026Q4"])
    #expect(try VerifyDesk(house.on("2027-01-06")).verify(q4).flatMap(\.faults) == [])
    // What was carried is no late evidence about the fourth quarter, nor about the third.
    #expect(try LateDesk(house.on("2027-01-06")).effects(on: q4).isEmpty)
    #expect(try late("2027-01-06") == [])
  }

  @Test func `a revision stands beside the first close, and everybody's sums agree`() throws {
    let first = try house.bonuses()
    try upholdDispute()
    _ = try post()
    #expect(refused { _ = try revise(reason: "") } == "a revision needs a reason")
    let (summary, number, adjustments) = try revise(reason: "the tone of every call was heard again")
    #expect(number == 2)
    #expect("\(summary.paid)" == "21900.00")
    // A3 weighs 3600 of now 22,140: 21,900 × 3600 ÷ 22,140 = 3560.98; with 610.03 posted, 3660.17 were paid.
    let names = try Dictionary(uniqueKeysWithValues: first.keys.map { (try house.key($0), $0) })
    let posted = Dictionary(
      uniqueKeysWithValues: adjustments.map { (names[$0.staff] ?? "", "\($0.amount)") })
    #expect(posted["A3"] == "-99.19")
    #expect(posted.keys.sorted() == ["A1", "A2", "A3", "B1", "B2", "B3", "D1", "X1"])
    #expect(adjustments.reduce(Money.zero) { $0 + $1.amount } == Money(fen: -610_03))
    #expect(adjustments.allSatisfy { $0.kind == .revision && $0.quarter == q4 })
    #expect(try house.bonuses(revision: 1) == first)
    // What was paid first, and everything that was posted since, is what the revision says.
    let second = try house.results(revision: 2)
    let all = Dictionary(
      grouping: try QuarterBook(house.space.database).adjustments(becauseOf: q3), by: \.staff)
    for (id, result) in try house.results(revision: 1) {
      let paid = (all[try house.key(id)] ?? []).reduce(result.bonus) { $0 + $1.amount }
      #expect(paid == second[id]?.bonus, "\(id)")
    }
    let findings = try VerifyDesk(house.on("2026-10-26")).verify(q3)
    #expect(findings.map(\.revision) == [1, 2])
    #expect(findings.flatMap(\.faults) == [])
    #expect(Set(findings.map(\.hash)).count == 2)
    #expect(try late("2026-10-26") == [])
    #expect(try House.faults(in: house.space) == [])
    // The same once more: a third revision, and nothing to pay.
    #expect(try revise(reason: "once more").adjustments.isEmpty)
  }

  private func revise(
    reason: String
  ) throws -> (summary: QuarterDesk.Summary, revision: Int, adjustments: [Adjustment]) {
    try ClosingDesk(house.on("2026-10-25")).revise(q3, reason: reason, payIn: nil)
  }

  @Test func `a revision keeps to the schemes that the quarter was closed with`() throws {
    try house.load(
      [
        QuarterHouse.performance.replacing("version: 1", with: "version: 2")
          .replacing("2026-01-01", with: "2026-10-09").replacing("from: 90", with: "from: 85")
      ], on: "2026-10-09")
    #expect(try revise(reason: "to see").adjustments.isEmpty)
    #expect(Set(try house.results(revision: 2).values.map(\.version)) == [1])
    #expect(
      refused { _ = try ClosingDesk(house.on("2026-10-25")).revise(q4, reason: "x", payIn: nil) }
        == "nothing is frozen of 2026Q4: it is open, or it was closed before inputs were frozen")
  }
}
