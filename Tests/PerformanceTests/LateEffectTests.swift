import Formats
import Performance
import Testing
import Workforce
import Workspace

/// What late evidence is worth at a closed quarter's own rate, worked out by hand.
@Suite struct LateEffectTests {
  /// Three equal people at factor 1, among whom 100.00 were shared as 33.34, 33.33 and 33.33.
  private let cases = ["E1", "E2", "E3"].map { examined($0, 85_00) }

  private func settle(_ cases: [QuarterCase], given: Int = 100_00) throws -> Settlement {
    try Settlement(
      QuarterInputs(
        quarter: thirdQuarter, schemes: [examScheme()], poolGiven: Money(fen: given), cases: cases))
  }

  /// The effect on the first of the three of another exam.
  private func effect(
    exam: Int?, posted: Int = 0, given: Int = 100_00, isPaidHere: Bool = true
  ) throws -> LateEffect {
    let closed = try settle(cases, given: given)
    let now = try settle([examined("E1", exam), cases[1], cases[2]], given: given)
    return LateEffect(
      staff: "E1", closed: closed.result(at: 0), now: now.result(at: 0), isPaidHere: isPaidHere,
      share: closed.pool.share(of: "t"), posted: Money(fen: posted))
  }

  @Test(arguments: [
    // The same weight has earned the fen of the remainder too, though the rate says 33.33.
    (85_00 as Int?, 33_34, 0), (80_00, 33_34, 0), (89_99, 33_34, 0),
    // 100.00 · 1.2 / 3.
    (90_00, 40_00, 6_66),
    // 100.00 · 0.8 / 3 = 26.666…, and · 0.5 / 3 = 16.666….
    (79_99, 26_67, -6_67), (69_99, 16_67, -16_67),
    // Nothing is left to judge by.
    (nil, 0, -33_34),
  ])
  func `the closed quarter's rate holds, and an unchanged weight earned what was paid`(
    _ exam: Int?, _ earned: Int, _ due: Int
  ) throws {
    let effect = try effect(exam: exam)
    #expect(effect.earned.fen == earned)
    #expect(effect.due.fen == due)
  }

  @Test func `a half of a fen is rounded away from nothing`() throws {
    // 9 · 0.5 / 3 = 1.5 fen, and 8 · 0.5 / 3 = 1.33.
    #expect(try effect(exam: 0, given: 9).earned.fen == 2)
    #expect(try effect(exam: 0, given: 8).earned.fen == 1)
    #expect(try effect(exam: 90_00, given: 0).earned.fen == 0)
  }

  @Test(arguments: [(0, 6_66), (6_00, 66), (6_66, 0), (7_00, -34)])
  func `only what was not posted before is due, so posting again posts nothing`(_ posted: Int, _ due: Int)
    throws
  {
    #expect(try effect(exam: 90_00, posted: posted).due.fen == due)
  }

  @Test func `evidence that is taken back takes its adjustment back`() throws {
    #expect(try effect(exam: 85_00, posted: 6_66).due.fen == -6_66)
    #expect(try effect(exam: 85_00, posted: -16_67).due.fen == 16_67)
  }

  @Test func `posting after each of many changes ends at what is earned`() throws {
    var generator = SeededGenerator(seed: 8, "late")
    var posted = 0
    for _ in 0..<60 {
      let exam = generator.below(100_01)
      posted += try effect(exam: exam, posted: posted).due.fen
      #expect(try effect(exam: exam, posted: posted).due == .zero)
    }
    posted += try effect(exam: 90_00, posted: posted).due.fen
    #expect(33_34 + posted == 40_00)
  }

  @Test func `outsourced staff are owed nothing here`() throws {
    let vendor = QuarterCase(
      id: "E1", employment: .outsourced, base: Money(fen: 1_000_00), stints: cases[0].stints,
      evidence: cases[0].evidence)
    let closed = try settle([vendor, cases[1], cases[2]])
    var better = vendor
    better.evidence.exam = .full
    let effect = LateEffect(
      staff: "E1", closed: closed.result(at: 0),
      now: try settle([better, cases[1], cases[2]]).result(at: 0), isPaidHere: false,
      share: closed.pool.share(of: "t"), posted: .zero)
    #expect(effect.earned == .zero)
    #expect(effect.due == .zero)
  }

  @Test func `what changed is said in both languages, and what did not is not`() throws {
    #expect(try effect(exam: 90_00).changes.en == "exam 85.00 → 90.00, total 85.00 → 90.00, grade B → A")
    #expect(try effect(exam: nil).changes.zh == "exam 85.00 → –，总分 85.00 → –，等级 B → –")
    #expect(try effect(exam: 85_00).changes.en == "")
  }
}
