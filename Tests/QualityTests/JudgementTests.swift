import Formats
import Quality
import Statistics
import Testing
import Workspace

private func card(_ items: String, _ further: String = "") throws -> Scorecard {
  try Scorecard.read(
    Array(
      "{merit: 'scorecard', id: 'c', version: 1, from: '2026-01-01', title: 'c', \(further) sections: [{id: 's', title: 's', weight: 100, items: [\(items)]}]}"
        .utf8), named: "c")
}

@Suite struct BonusAndCommentTests {
  private let items =
    "{id: 'a', title: 'a', weight: 60}, {id: 'b', title: 'b', weight: 40, scale: 'five', comment: 'lost'}, {id: 'x', title: 'x', scale: 'five', bonus: 3, na: 'exclude'}"

  // 60 + 40·4/5 = 92, and 3·b/5 on top, never above 100.
  @Test(arguments: [
    (1, 4, 5, "95.00"), (1, 4, 1, "92.60"), (1, 5, 5, "100.00"), (1, 4, 255, "92.00"), (0, 4, 5, "35.00"),
  ])
  func `a bonus is added on top of the form`(_ a: UInt8, _ b: UInt8, _ x: UInt8, _ score: String) throws {
    #expect(try Scoring.result(card(items), bytes: [a, b, x]).score?.description == score)
  }

  @Test func `weights sum without the bonus, and both at once are a fault`() throws {
    let faults = #expect(throws: Faults.self) {
      _ = try card("{id: 'a', title: 'a', weight: 100}, {id: 'x', title: 'x', weight: 5, bonus: 3}")
    }
    #expect(
      faults?.list.map(\.message) == [
        "'bonus' and 'weight' are both given; a bonus is added on top of the form"
      ])
  }

  @Test func `lost marks want a comment, full marks and not applicable do not`() throws {
    let item = try card(items).items[1]
    #expect(
      item.wantsComment(.steps(4)) && !item.wantsComment(.steps(5)) && !item.wantsComment(.notApplicable))
    #expect(!(try card(items)).items[0].wantsComment(.steps(0)))
  }

  @Test func `a form that is being filled in shows the score so far and what is missing`() throws {
    let form = try card(items)
    var draft = ScoringDraft(items: [1, ScoringDraft.unanswered, ScoringDraft.unanswered])
    #expect(draft.running(form).score?.description == "100.00")
    draft.items[1] = 3
    // 60 + 24 of 100.
    #expect(draft.running(form).score?.description == "84.00")
    #expect(draft.gaps(form).answers == [2] && draft.gaps(form).comments == [1])
    draft.notes["b"] = "cut in twice"
    #expect(draft.gaps(form).comments == [])
  }
}

@Suite struct DisputeTests {
  private let day = CalendarDay(number: 20_000)

  private func step(_ kind: DisputeStep.Kind) -> DisputeStep {
    DisputeStep(
      kind: kind, outcome: nil, text: "", isLate: false, at: Instant(seconds: 20_000 * 86_400), by: "x")
  }

  private func dispute(_ kinds: [DisputeStep.Kind], until: Int? = 0, again: Int = 0) -> Dispute {
    Dispute(
      kinds.map(step), until: until.map { day.adding(days: $0) }, again: { _ in day.adding(days: again) },
      today: day)
  }

  @Test func `the last day is in time, the day after is not`() {
    #expect(dispute([]).state == .open(until: day))
    #expect(dispute([], until: -1).state == .settled)
    #expect(dispute([], until: nil).state == .settled)
    #expect(dispute([], until: -1).mayDispute(isLate: true))
    #expect(!dispute([], until: -1).mayDispute(isLate: false))
  }

  @Test func `first the leader, then the panel, then nobody`() {
    #expect(dispute([.disputed]).state == .waiting(.leader))
    #expect(dispute([.disputed, .leader]).state == .decided(until: day))
    #expect(dispute([.disputed, .leader], again: -1).state == .settled)
    #expect(dispute([.disputed, .leader, .disputed]).state == .waiting(.panel))
    #expect(dispute([.disputed, .leader, .disputed, .panel]).state == .settled)
    #expect(!dispute([.disputed, .leader, .disputed, .panel]).mayDispute(isLate: true))
  }

  @Test(arguments: [[DisputeStep.Kind.acknowledged], [.disputed, .withdrawn]])
  func `what was accepted is settled for good`(_ kinds: [DisputeStep.Kind]) {
    #expect(dispute(kinds).state == .settled)
    #expect(!dispute(kinds).mayDispute(isLate: true))
  }
}

@Suite struct CalibrationTests {
  private func judged(_ assessor: String, _ day: Int, _ score: Int, _ items: [UInt8]) -> Calibration.Judgement
  {
    Calibration.Judgement(assessor: assessor, day: day, score: Score(hundredths: score), items: items)
  }

  // Five calls, A against B; by hand: A's scores lie 0, 0, 0, −20, −20 from B's.
  private var calls: [[Calibration.Judgement]] {
    [
      [judged("A", 1, 100_00, [1, 1]), judged("B", 1, 100_00, [1, 1])],
      [judged("A", 2, 100_00, [1, 1]), judged("B", 2, 100_00, [1, 1])],
      [judged("A", 3, 50_00, [0, 1]), judged("B", 3, 50_00, [0, 1])],
      [judged("A", 4, 60_00, [0, 1]), judged("B", 4, 80_00, [1, 1])],
      [judged("A", 5, 60_00, [1, 255]), judged("B", 5, 80_00, [0, 255])],
    ]
  }

  @Test func `agreement, severity and drift are those by hand`() throws {
    let form = try card(
      "{id: 'a', title: 'a', weight: 50}, {id: 'b', title: 'b', weight: 50, na: 'exclude'}",
      "calibration: {agreement: 80, severity: 5},")
    let result = Calibration(calls, card: form)
    #expect(result.calls == 5)
    #expect(result.form.agreement == 0.6)
    #expect(result.items[0].agreement == 0.6 && result.items[1].agreement == 1)
    // Item a, two by two: both 1 twice, both 0 once, one of each way: po = 0.6, pe = 0.6·0.6 + 0.4·0.4 = 0.52.
    #expect(abs((result.items[0].cohen ?? 0) - 0.08 / 0.48) < 1e-12)
    let (a, b) = (result.assessors[0], result.assessors[1])
    #expect(a.severity == -8 && b.severity == 8)
    // Days 1 and 2 against 3, 4 and 5: −40/3 less 0.
    #expect(abs((a.drift ?? 0) + 40.0 / 3) < 1e-12)
    #expect(a.agreement == 0.8 && a.mustRecalibrate && b.mustRecalibrate)
  }

  @Test func `with fewer than five common calls nobody is told to recalibrate`() throws {
    let form = try card(
      "{id: 'a', title: 'a', weight: 50}, {id: 'b', title: 'b', weight: 50, na: 'exclude'}")
    #expect(Calibration(Array(calls.suffix(4)), card: form).assessors.allSatisfy { !$0.mustRecalibrate })
  }
}

@Suite struct QualityChartTests {
  @Test func `one failed call of one is chance, three of ten are a signal`() {
    #expect(abs(Proportion.tail(atLeast: 1, of: 1, share: 0.06) - 0.06) < 1e-15)
    // scipy.stats.binom.sf(2, 10, 0.06) and sf(4, 10, 0.06).
    #expect(abs(Proportion.tail(atLeast: 3, of: 10, share: 0.06) - 0.018837836524) < 1e-11)
    #expect(Proportion.tail(atLeast: 5, of: 10, share: 0.06) < 0.00135)
    #expect(Proportion.tail(atLeast: 0, of: 4, share: 0.5) == 1)
    #expect(Proportion.tail(atLeast: 5, of: 4, share: 0.5) == 0)
  }
}

@Suite struct AuditLossTests {
  @Test func `losses are ranked, the club audit to the digit`() throws {
    let form = try #require(
      Quality.defaults.compactMap { try? Scorecard.read($0, named: "default") }.first {
        $0.head.id == "club-audit"
      })
    // DOMAIN.md §4: halves of points, as the form counts them.
    let bytes: [UInt8] = [40, 39, 26, 4, 20, 20, 30]
    let audit = SiteAudit(
      name: "v", unit: "S1", visitor: "x", day: CalendarDay(number: 0), scorecard: "club-audit", version: 1,
      items: bytes, score: Scoring.result(form, bytes: bytes).score, criticals: 0, comment: nil)
    #expect(audit.score?.description == "89.50")
    let losses = AuditLoss.ranking([audit], card: form)
    #expect(losses.prefix(3).map(\.item) == ["facilities", "materials", "identity"])
    #expect(losses.map(\.lost.description) == ["-8.00", "-2.00", "-0.50", "0.00", "0.00", "0.00", "0.00"])
    #expect(losses.prefix(2).map { "\($0.full) \($0.got)" } == ["21.00 13.00", "4.00 2.00"])
  }
}
