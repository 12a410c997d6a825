import Performance
import Testing
import Workspace

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
    return Assessment(evidence, scheme: try schemeOfFiveParts())
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
      Evidence(), scheme: try schemeOfFiveParts())
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

  /// One thing that a person can do better.
  private func improve(_ evidence: inout Evidence, _ generator: inout SeededGenerator) {
    let step = 1 + generator.below(9_00)
    func raised(_ score: Score?) -> Score? {
      score.map { Score(hundredths: min(100_00, $0.hundredths + step)) }
    }
    switch generator.below(7) {
    case 0: evidence.qa = raised(evidence.qa)
    case 1: evidence.satisfaction = raised(evidence.satisfaction)
    case 2: evidence.exam = raised(evidence.exam)
    case 3: evidence.lessonsDone = min(8, evidence.lessonsDone + 1)
    case 4: evidence.competition = raised(evidence.competition) ?? .zero
    case 5: evidence.liableComplaints = max(0, evidence.liableComplaints - 1)
    default: evidence.criticals = max(0, evidence.criticals - 1)
    }
  }

  @Test(arguments: ["", ", bonus: {floor: 60, target: 85, stretch: 95}"])
  func `better evidence never lowers a total, nor what it earns`(_ bonus: String) throws {
    let scheme = try schemeOfFiveParts("competition_cap: 3", "competition_cap: 3\(bonus)")
    var generator = SeededGenerator(seed: 4, "better")
    for _ in 0..<2_000 {
      var evidence = Evidence()
      evidence.qa = Score(hundredths: generator.below(100_01))
      evidence.evaluations = 3
      evidence.satisfaction = Score(hundredths: generator.below(100_01))
      evidence.responses = 3
      evidence.exam = Score(hundredths: generator.below(100_01))
      evidence.lessonsGiven = 8
      evidence.lessonsDone = generator.below(9)
      evidence.competition = Score(hundredths: generator.below(4_00))
      evidence.liableComplaints = generator.below(5)
      evidence.criticals = generator.below(4)
      let before = Assessment(evidence, scheme: scheme)
      improve(&evidence, &generator)
      let after = Assessment(evidence, scheme: scheme)
      #expect((before.total ?? .zero) <= (after.total ?? .zero))
      #expect(before.factor <= after.factor)
      #expect(before.gate <= after.gate)
    }
  }
}
