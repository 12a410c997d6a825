import Formats
import Quality
import Testing
import Workspace

private func card(_ text: String) throws -> Scorecard {
  try Scorecard.read(Array(text.utf8), named: "c.json5")
}

/// Four items of 10 points each, weights as given; `na` where the last may be left out.
private func points(_ weights: [Int], _ last: String = "") throws -> Scorecard {
  let items = weights.enumerated().map { index, weight in
    "{id: 'i\(index)', title: 'i', weight: \(weight), scale: 'points', points: 10\(index == weights.count - 1 ? last : "")}"
  }
  return try card(
    "{merit: 'scorecard', id: 'c', version: 1, from: '2026-01-01', title: 'c', sections: [{id: 's', title: 's', weight: 100, items: [\(items.joined(separator: ","))]}]}"
  )
}

@Suite struct ScoringTests {
  // Amazon Connect's worked example: weights 40/20/20/20, answers 10/5/5/0 of 10.
  @Test func `the worked example gives 60, and 75 when the last is not applicable`() throws {
    let card = try points([40, 20, 20, 20], ", na: 'exclude'")
    #expect(
      Scoring.result(card, [.steps(10), .steps(5), .steps(5), .steps(0)]).score?.description == "60.00")
    #expect(
      Scoring.result(card, [.steps(10), .steps(5), .steps(5), .notApplicable]).score?.description == "75.00")
  }

  @Test(arguments: [("exclude", "75.00"), ("zero", "60.00"), ("pass", "80.00")])
  func `what does not apply is left out, or counts as zero or as full`(_ policy: String, _ score: String)
    throws
  {
    let card = try points([40, 20, 20, 20], ", na: '\(policy)'")
    #expect(
      Scoring.result(card, [.steps(10), .steps(5), .steps(5), .notApplicable]).score?.description == score)
  }

  @Test func `nothing applicable is no score, not a full one`() throws {
    let card = try card(
      "{merit: 'scorecard', id: 'c', version: 1, from: '2026-01-01', title: 'c', sections: [{id: 's', title: 's', weight: 100, items: [{id: 'a', title: 'a', weight: 100, na: 'exclude'}]}]}"
    )
    #expect(Scoring.result(card, [.notApplicable]).score == nil)
  }

  @Test(arguments: [("call", "0.00", 1), ("section", "50.00", 1), ("flag", "75.00", 1)])
  func `a failed critical item makes the call or its section zero, or flags it`(
    _ effect: String, _ score: String, _ criticals: Int
  ) throws {
    let card = try card(
      """
      {merit: 'scorecard', id: 'c', version: 1, from: '2026-01-01', title: 'c', sections: [
        {id: 's', title: 's', weight: 50, items: [{id: 'a', title: 'a', weight: 50, critical: 'customer', effect: '\(effect)'}, {id: 'b', title: 'b', weight: 50}]},
        {id: 't', title: 't', weight: 50, items: [{id: 'c', title: 'c', weight: 100}]}]}
      """)
    let result = Scoring.result(card, [.steps(0), .steps(1), .steps(1)])
    #expect(result.score?.description == score)
    #expect(result.criticals == criticals)
    #expect(
      Scoring.result(card, [.steps(1), .steps(1), .steps(1)])
        == Scoring.result(card, [.steps(1), .steps(1), .steps(1)]))
    #expect(Scoring.result(card, [.steps(1), .steps(1), .steps(1)]).criticals == 0)
  }

  // DOMAIN.md §4 (study 004, table 2-2): full marks 20, 20, 21, 4, 10, 10, 15; end of 2010 as below.
  @Test func `the club audit scores 89_50 of 100 and loses 10_50`() throws {
    let audit = try #require(
      Quality.defaults.compactMap { try? Scorecard.read($0, named: "default") }.first {
        $0.head.id == "club-audit"
      })
    let found: [(String, Int)] = [
      ("environment", 20_00), ("identity", 19_50), ("facilities", 13_00), ("materials", 2_00),
      ("cross-region", 10_00),
      ("appearance", 10_00), ("bearing", 15_00),
    ]
    #expect(audit.items.map(\.id) == found.map(\.0))
    #expect(audit.items.reduce(0) { $0 + $1.full } == 100_00)
    let answers = zip(audit.items, found).map { ItemAnswer.steps($1.1 / $0.step) }
    let score = try #require(Scoring.result(audit, answers).score)
    #expect(score.description == "89.50")
    #expect((Score.full - score).description == "10.50")
  }

  @Test(arguments: [
    ("weight: 90", "the sections weigh 90%; they must sum to 100%"),
    ("weight: 100, extra: 1", "'sections[0].extra' is not a known key; known here: id, items, title, weight"),
  ])
  func `a form that does not add up is a fault`(_ section: String, _ message: String) {
    let text =
      "{merit: 'scorecard', id: 'c', version: 1, from: '2026-01-01', title: 'c', sections: [{id: 's', title: 's', \(section), items: [{id: 'a', title: 'a', weight: 100}]}]}"
    let faults = #expect(throws: Faults.self) { _ = try card(text) }
    #expect(faults?.list.map(\.message) == [message])
  }
}

@Suite struct SamplingTests {
  private func sample(_ calls: [(agent: Int, call: String)], seed: UInt64, perAgent: Int = 3) -> [[String]] {
    let sampler = CallSampler(perAgent: perAgent, seed: seed)
    for _ in 0..<4 { sampler.addAgent() }
    for (agent, call) in calls {
      var call = call
      let bytes = Array(call.utf8)
      _ = call.withUTF8 { sampler.offer(agent: agent, call: $0, value: sampler.value(of: $0)) { bytes } }
    }
    return (0..<4).map { sampler.kept($0).map(\.call) }
  }

  private let calls = (0..<400).map { (agent: $0 % 4, call: "C\($0)") }

  @Test func `any order of rows gives the same calls`() {
    let drawn = sample(calls, seed: 2026)
    #expect(drawn.allSatisfy { $0.count == 3 })
    #expect(sample(calls.reversed(), seed: 2026) == drawn)
    var generator = SeededGenerator(seed: 1, "order")
    #expect(sample(generator.shuffled(calls), seed: 2026) == drawn)
    #expect(sample(calls, seed: 2027) != drawn)
  }

  @Test func `the lowest hashes are those drawn`() {
    let hash = SipHash(key: 5)
    let expected = (0..<100).map { "C\($0 * 4)" }.sorted {
      hash.hash(Array($0.utf8)) < hash.hash(Array($1.utf8))
    }.prefix(3)
    #expect(sample(calls, seed: 5)[0] == Array(expected))
  }

  @Test func `a call listed twice is drawn once, and a short list wholly`() {
    #expect(sample([(0, "a"), (0, "a"), (0, "b")], seed: 1)[0].sorted() == ["a", "b"])
  }
}

@Suite struct LostPointsTests {
  private static let text = """
    {merit: 'scorecard', id: 'c', version: 1, from: '2026-01-01', title: 'c', sections: [
      {id: 's', title: 's', weight: 60, items: [
        {id: 'a', title: 'a', weight: 50, scale: 'five', na: 'exclude'},
        {id: 'b', title: 'b', weight: 50, critical: 'business', effect: 'section', na: 'exclude'}]},
      {id: 't', title: 't', weight: 40, items: [
        {id: 'k', title: 'k', weight: 50, critical: 'customer', na: 'exclude'},
        {id: 'm', title: 'm', weight: 50, critical: 'customer', na: 'zero'}]}]}
    """

  /// Worked out by hand: a and b weigh 30 each, k and m 20 each.
  @Test(arguments: [
    ([5, 1, 1, 1], ["0.00", "0.00", "0.00", "0.00"]),
    ([2, 1, 1, 1], ["18.00", "0.00", "0.00", "0.00"]),
    // b makes its section zero: its own 30, and the 30 that a earned.
    ([5, 0, 1, 1], ["0.00", "60.00", "0.00", "0.00"]),
    // k makes the call zero: its own 20, and the 62 that the others earned; a lost its own 18.
    ([2, 1, 0, 1], ["18.00", "0.00", "82.00", "0.00"]),
    // Both fail: each its 20 and half of the 60 that was earned.
    ([5, 1, 0, 0], ["0.00", "0.00", "50.00", "50.00"]),
    // The call's failure bears everything that was earned; b bears its own only.
    ([5, 0, 0, 1], ["0.00", "30.00", "70.00", "0.00"]),
    // a is left out: the form is 70 wide, and k's 20 of it are 28.57; m, not applicable as zero, lost but did not fail.
    ([255, 1, 1, 255], ["0.00", "0.00", "0.00", "28.57"]),
    ([255, 1, 0, 1], ["0.00", "0.00", "100.00", "0.00"]),
    ([255, 255, 255, 255], ["0.00", "0.00", "0.00", "100.00"]),
  ])
  func `items bear together what a call lacks to a hundred`(_ bytes: [UInt8], _ lost: [String]) throws {
    let card = try Scorecard.read(Array(Self.text.utf8), named: "c")
    let scores = LostPoints.lost(card, bytes: bytes)
    #expect(scores.map(\.description) == lost)
  }
}
