import Formats
import Performance
import Quality
import Testing
import Workspace

/// What a quarter still lacks, whose it is to bring it, and how much of it there is.
@Suite struct QuarterStatusTests {
  private let house: QuarterHouse
  private var q3: Quarter { house.q3 }

  init() throws { house = try QuarterHouse() }

  private func missing(_ day: String = "2026-10-08", in quarter: Quarter? = nil) throws -> [String] {
    try QuarterStatusDesk(house.on(day)).status(of: quarter ?? q3).missing.map {
      "\($0.kind) \($0.owner) \($0.count) \($0.subjects.joined(separator: " "))"
    }
  }

  /// B4 has one call of the two and no survey, N0 no base, and three people no post that is judged; M1, on maternity leave
  /// for the whole quarter, lacks nothing.
  private static let always = [
    "few-evaluations L2 1 B4", "few-responses customer service 1 B4", "no-base hr 1 N0",
    "no-post hr 3 L1 L2 Q1",
  ]

  @Test func `too few calls, no base and no post are named with their owners`() throws {
    #expect(try missing() == Self.always)
  }

  @Test func `somebody without pay here needs no base, and somebody away needs no calls`() throws {
    try house.leave("B4,2026-06-20,2026-09-30,injury", on: "2026-10-08")
    #expect(try missing() == ["no-base hr 1 N0", "no-post hr 3 L1 L2 Q1"])
  }

  @Test func `a call that was handed out and not scored is its assessor's`() throws {
    let occasion = try house.head("2026-10-08")
    let plan = SamplingPlan(perAgent: 50)
    let day = try #require(CalendarDay("2026-09-20"))
    _ = try SampleDesk(occasion).sample(
      house.table("call,agent,started,seconds\nX-9,A1,2026-09-20 09:00,60\n", SampleDesk.callShape),
      SampleDesk.Order(plan: plan, quarter: q3, days: day...day, seed: 1), dryRun: false
    ) { _ in }
    _ = try AssignmentDesk(occasion).assign(q3, to: ["Q1"], plan: plan, seed: 1, dryRun: false)
    #expect(try missing() == Self.always + ["unscored Q1 1 X-9"])
  }

  @Test func `a dispute waits for the leader, then for the panel, and holds up nobody`() throws {
    try DisputeDesk(house.own("A3", on: "2026-09-30")).dispute(
      "A3-1", assessor: nil, text: "the tone was right", lateReason: nil)
    #expect(try missing() == Self.always + ["dispute leader 1 A3 A3-1"])
    #expect(try QuarterDesk(house.on("2026-10-08")).score(q3, pool: nil).assessed == 10)
    _ = try DisputeDesk(house.on("2026-10-08", as: "L1", [.leader], staff: "L1")).decide(
      "A3-1", assessor: nil, changes: nil, text: "no")
    #expect(try missing() == Self.always)
    try DisputeDesk(house.own("A3", on: "2026-10-09")).dispute(
      "A3-1", assessor: nil, text: "still", lateReason: nil)
    #expect(try missing("2026-10-09") == Self.always + ["dispute panel 1 A3 A3-1"])
  }

  @Test func `an exam whose results are held back is the examiner's, until it is released`() throws {
    try house.exam("held", of: ["B1", "B2"], on: "2026-09-16")
    #expect(try missing() == Self.always + ["unreleased examiner 1 held"])
    #expect(try house.preview("B1")?.evidence.exam == nil)
    try house.release("held", on: "2026-10-09")
    #expect(try missing("2026-10-09") == Self.always)
    #expect(try house.preview("B1")?.evidence.exam?.description == "100.00")
  }

  @Test func `an objection is HR's until it is decided`() throws {
    _ = try QuarterDesk(house.on("2026-10-08")).score(q3, pool: nil)
    _ = try PublicationDesk(house.on("2026-10-08")).publish(q3)
    for staff in ["A2", "B1"] {
      try PublicationDesk(house.own(staff, on: "2026-10-09")).answer(q3, staff: staff, objection: "wrong")
    }
    #expect(try missing("2026-10-09") == Self.always + ["objection hr 2 A2 B1"])
    for (staff, upheld) in [("A2", true), ("B1", false)] {
      try PublicationDesk(house.on("2026-10-09")).decide(q3, staff: staff, upheld: upheld, reason: "seen")
    }
    #expect(try missing("2026-10-09") == Self.always)
  }

  @Test func `a quarter without any survey says so once, not for each person`() throws {
    let status = try missing("2026-12-20", in: q3.next)
    #expect(status.contains("no-survey customer service 1 2026Q4"))
    #expect(!status.contains { $0.hasPrefix("few-responses") })
  }

  @Test func `what came after the close shows in the closed quarter and in the next`() throws {
    _ = try ClosingDesk(house.on("2026-10-08")).close(
      q3, pool: nil, haste: ClosingDesk.Haste(reason: "a test"))
    #expect(try missing() == [])
    #expect(try QuarterStatusDesk(house.on("2026-10-08")).status(of: q3).state == "closed")
    try house.complain(
      "C2,2026-08-06 10:00,service,K,A1,yes", "C3,2026-08-07 10:00,service,K,A1,yes", on: "2026-10-20")
    #expect(try missing("2026-10-20") == ["late hr 1 A1"])
    #expect(try missing("2026-10-20", in: q3.next).last == "late hr 1 A1")
    _ = try LateDesk(house.on("2026-10-21")).post(q3, staff: nil, payIn: nil, reason: "")
    #expect(try missing("2026-10-21") == [])
  }

  @Test func `only those who lead, judge or teach see how a quarter stands`() throws {
    #expect(
      refused { _ = try QuarterStatusDesk(house.own("A1", on: "2026-10-08")).status(of: q3) }
        == "account 'A1' may not see how a quarter stands")
    for role in [Role.leader, .examiner, .assessor, .trainer] {
      _ = try QuarterStatusDesk(house.on("2026-10-08", as: "x", [role])).status(of: q3)
    }
  }
}

extension QuarterHouse {
  fileprivate func preview(_ staff: String) throws -> QuarterResult? {
    try QuarterDesk(on("2026-10-09")).preview(q3, pool: nil).people.first { $0.id == staff }?.result
  }
}
