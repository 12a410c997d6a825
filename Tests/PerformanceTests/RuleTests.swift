import Formats
import Performance
import Testing
import Workspace

@Suite struct PoolSplitTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let pool: Int128
    let weights: [Int128]
    let shares: [Int128]?
    var testDescription: String { "\(pool) over \(weights)" }
  }

  @Test(arguments: [
    Example(pool: 100, weights: [1, 1, 1], shares: [34, 33, 33]),
    Example(pool: 10_000_000, weights: [1, 1, 1], shares: [3_333_334, 3_333_333, 3_333_333]),
    Example(pool: -100, weights: [1, 1, 1], shares: [-34, -33, -33]),
    Example(pool: 0, weights: [0, 0], shares: [0, 0]),
    Example(pool: 5, weights: [0, 0], shares: nil), Example(pool: 5, weights: [], shares: nil),
    Example(pool: 7, weights: [0, 3, -2], shares: [0, 7, 0]),
    // Remainders .5, .5: the first listed.
    Example(pool: 1, weights: [1, 1], shares: [1, 0]),
    // 10·(5, 3, 2)/10 exactly.
    Example(pool: 10, weights: [5, 3, 2], shares: [5, 3, 2]),
    // 37 over 20/70/10: 7.4, 25.9, 3.7 → 7, 26, 4 (quality-kpi-pay.md §4).
    Example(pool: 37, weights: [20, 70, 10], shares: [7, 26, 4]),
    // 7 over 10/20/40/20/10: .7, 1.4, 2.8, 1.4, .7 → 1, 1, 3, 1, 1.
    Example(pool: 7, weights: [10, 20, 40, 20, 10], shares: [1, 1, 3, 1, 1]),
    // Products past 128 bits.
    Example(
      pool: Int128(Int.max), weights: [Int128.max / 2, Int128.max / 2],
      shares: [4_611_686_018_427_387_904, 4_611_686_018_427_387_903]),
  ])
  func `shares are whole fen and sum to the pool`(_ example: Example) {
    let shares = PoolSplit.shares(of: example.pool, weights: example.weights)
    #expect(shares == example.shares)
    if let shares { #expect(shares.reduce(0, +) == example.pool) }
  }

  @Test func `any pool over any weights sums exactly`() {
    var generator = SeededGenerator(seed: 3, "pools")
    for _ in 0..<500 {
      let weights = (0..<(1 + generator.below(40))).map { _ in Int128(generator.below(1_000_000)) }
      let pool = Int128(generator.below(1_000_000_000))
      guard let shares = PoolSplit.shares(of: pool, weights: weights) else { continue }
      #expect(shares.reduce(0, +) == pool)
      let sum = weights.reduce(0, +)
      for (share, weight) in zip(shares, weights) {
        // Nobody is a whole fen away from the exact share.
        #expect(abs(share * sum - pool * weight) < sum)
      }
    }
  }
}

private let scheme = """
  {merit: "performance", id: "s", version: 1, from: "2026-01-01", title: "S", post: "p",
   parts: [{id: "qa", title: "Q", source: "qa", weight: 35},
           {id: "sat", title: "S", source: "satisfaction", weight: 30, least: 2},
           {id: "exam", title: "E", source: "exam", weight: 15, missing: "zero"},
           {id: "train", title: "T", source: "training", weight: 10},
           {id: "compl", title: "C", source: "complaint", weight: 10, per_complaint: 25}],
   competition_cap: 3,
   grades: [{grade: "A", from: 90, factor: 1.2}, {grade: "B", from: 80, factor: 1}, {grade: "C", from: 70, factor: 0.8}, {grade: "D", from: 0, factor: 0.5}],
   satisfaction_gates: [{from: 75, factor: 1}, {from: 60, factor: 0.9}, {from: 0, factor: 0.8}],
   critical_cap: {calls: 2, grade: "C"}}
  """

@Suite struct AssessmentTests {
  private func assess(_ change: (inout Evidence) -> Void) throws -> Assessment {
    var evidence = Evidence()
    evidence.qa = Score(hundredths: 90_00)
    evidence.evaluations = 5
    evidence.satisfaction = Score(hundredths: 80_00)
    evidence.responses = 5
    evidence.exam = Score(hundredths: 85_00)
    evidence.lessonsGiven = 4
    evidence.lessonsDone = 3
    change(&evidence)
    return Assessment(evidence, scheme: try PerformanceScheme.read(Array(scheme.utf8), named: "s"))
  }

  @Test func `the total is the weighted mean of the published parts`() throws {
    // 90·.35 + 80·.30 + 85·.15 + 75·.10 + 100·.10 = 31.5 + 24 + 12.75 + 7.5 + 10.
    let assessment = try assess { _ in }
    #expect(assessment.total?.description == "85.75")
    #expect(assessment.grade == "B")
    #expect(assessment.flags == [])
  }

  @Test func `a missing part is left out, or zero, as the scheme says`() throws {
    // Without satisfaction: (31.5 + 12.75 + 7.5 + 10) / .70 = 88.214….
    let without = try assess { $0.responses = 1 }
    #expect(without.total?.description == "88.21")
    #expect(without.flags == ["renormalised:sat", "no-satisfaction"])
    #expect(without.gate == .whole)
    // Exam zero: 73.00.
    let zero = try assess { $0.exam = nil }
    #expect(zero.total?.description == "73.00")
    #expect(zero.flags == ["zero:exam"])
    #expect(zero.grade == "C")
  }

  @Test func `nobody without evidence is assessed, and nobody gets a zero for it`() throws {
    let assessment = Assessment(
      Evidence(), scheme: try PerformanceScheme.read(Array(scheme.utf8), named: "s"))
    #expect(assessment.total == nil)
    #expect(assessment.grade == nil)
    #expect(assessment.factor.basisPoints == 0)
    #expect(assessment.flags.contains("not-assessed"))
  }

  // A qa score moves the total by 0.35 of itself: found by hand for each boundary.
  @Test(arguments: [(100_00, 4, "91.75", "A"), (95_01, 4, "90.00", "A"), (94_98, 4, "89.99", "B")])
  func `grades begin at their bound`(_ qa: Int, _ lessons: Int, _ total: String, _ grade: String) throws {
    let assessment = try assess {
      $0.qa = Score(hundredths: qa)
      $0.lessonsDone = lessons
    }
    #expect(assessment.total?.description == total)
    #expect(assessment.grade == grade)
  }

  @Test(arguments: [(75_00, 10_000), (74_99, 9_000), (60_00, 9_000), (59_99, 8_000), (0, 8_000)])
  func `the gate goes by satisfaction`(_ satisfaction: Int, _ gate: Int) throws {
    #expect(try assess { $0.satisfaction = Score(hundredths: satisfaction) }.gate.basisPoints == gate)
  }

  @Test func `competitions add up to their cap and never past 100`() throws {
    #expect(try assess { $0.competition = Score(hundredths: 2_50) }.total?.description == "88.25")
    #expect(try assess { $0.competition = Score(hundredths: 9_00) }.total?.description == "88.75")
    let best = try assess {
      $0.qa = .full
      $0.satisfaction = .full
      $0.exam = .full
      $0.lessonsDone = 4
      $0.competition = Score(hundredths: 3_00)
    }
    #expect(best.total?.description == "100.00")
  }

  @Test(arguments: [(0, "B"), (1, "B"), (2, "C")])
  func `critical calls cap the grade`(_ calls: Int, _ grade: String) throws {
    #expect(try assess { $0.criticals = calls }.grade == grade)
  }

  @Test(arguments: [(0, "100.00"), (1, "75.00"), (4, "0.00"), (5, "0.00")])
  func `each liable complaint takes its points, down to none`(_ count: Int, _ score: String) throws {
    #expect(try assess { $0.liableComplaints = count }.parts.last?.score?.description == score)
  }
}

@Suite struct SchemeFaultTests {
  private func faults(_ from: String, _ to: String) -> [String] {
    let text = scheme.split(separator: from, maxSplits: 1, omittingEmptySubsequences: false).joined(
      separator: to)
    return (#expect(throws: Faults.self) { _ = try PerformanceScheme.read(Array(text.utf8), named: "s") })?
      .list.map(\.message) ?? []
  }

  @Test func `weights, gaps, cliffs and strangers are found`() {
    #expect(faults("weight: 35", "weight: 34") == ["the parts weigh 99%; they must sum to 100%"])
    #expect(
      faults("grade: \"D\", from: 0", "grade: \"D\", from: 50") == [
        "'grades' leaves a gap below 50.00; let the last start at 0"
      ])
    #expect(
      faults("from: 80, factor: 1", "from: 95, factor: 1") == [
        "'grades' must go down: 95.00 does not come below 90.00"
      ])
    #expect(
      faults("from: 70, factor: 0.8", "from: 70, factor: 1.1") == [
        "'grades' pays more from 70.00 (1.1) than from 80.00 (1); a better score never earns less"
      ])
    #expect(
      faults("source: \"exam\"", "source: \"exm\"") == [
        "'parts[2].source' is 'exm', which is none of qa, satisfaction, exam, training, complaint, competition, indicator; did you mean 'exam'?"
      ])
    // The sum is of what is written, also in a part that has another fault; of a weight that is not there, there is none.
    #expect(
      faults("source: \"exam\", weight: 15", "source: \"exm\", weight: 14").first
        == "the parts weigh 99%; they must sum to 100%")
    #expect(faults(", weight: 35", "").map { $0.hasPrefix("'parts[0].weight' is missing") } == [true])
    #expect(
      faults("calls: 2, grade: \"C\"", "calls: 2, grade: \"E\"") == [
        "'grade' is 'E', which is no grade of this scheme"
      ])
  }
}
