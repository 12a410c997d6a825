import Formats
import Improvement
import Quality
import Testing
import Workspace

@Suite struct DepartmentWarningTests {
  private let quarter = Quarter(number: 8_106)
  private let due = CalendarDay(number: 20_000)

  /// 59.99 % cannot be had of few; 11 of 19 are 57.89 %, 12 of 20 are 60 %.
  @Test(arguments: [
    (20, 12, 0, false, []), (19, 11, 0, false, ["exam e pass-rate"]), (9, 0, 0, false, []),
    (10, 5, 0, false, ["exam e pass-rate"]), (20, 20, 1, true, ["exam e unmarked"]),
    (20, 20, 0, true, ["exam e unreleased"]), (20, 20, 0, false, []), (0, 0, 0, true, []),
    (0, 0, 3, true, ["exam e unmarked"]), (10, 0, 2, false, ["exam e pass-rate", "exam e unmarked"]),
  ])
  func `an exam warns of a low pass rate of enough sittings, and of what waits`(
    _ marked: Int, _ passed: Int, _ unmarked: Int, _ held: Bool, _ sources: [String]
  ) {
    let facts = DepartmentWarnings.ExamFacts(
      id: "e", marked: marked, passed: passed, unmarked: unmarked, isHeldBack: held)
    #expect(DepartmentWarnings.warnings(ofExams: [facts], in: quarter, due: due).map(\.source) == sources)
  }

  private func complaint(
    _ id: String, _ customer: String, _ matter: String, hour: Int, open: Bool = false
  ) -> DepartmentWarnings.ComplaintFacts {
    DepartmentWarnings.ComplaintFacts(
      id: id, customer: customer, matter: matter, received: Instant(seconds: hour * 3_600), isOpen: open,
      owner: "billing")
  }

  private func sources(_ complaints: [DepartmentWarnings.ComplaintFacts], hour: Int) -> [String] {
    DepartmentWarnings.warnings(
      ofComplaints: complaints, in: quarter, now: Instant(seconds: hour * 3_600), due: due
    ).map { "\($0.source) \($0.owner)" }
  }

  @Test func `an open complaint is overdue after twenty-four hours, a closed one never`() {
    #expect(sources([complaint("P1", "K", "bill", hour: 0, open: true)], hour: 24) == [])
    #expect(
      sources([complaint("P1", "K", "bill", hour: 0, open: true)], hour: 25)
        == ["complaint P1 overdue billing"])
    #expect(sources([complaint("P1", "K", "bill", hour: 0)], hour: 25) == [])
  }

  @Test func `the same customer with the same matter within seven days is a repeat, once`() {
    let first = complaint("P1", "K", "bill", hour: 0)
    #expect(
      sources([first, complaint("P2", "K", "bill", hour: 168)], hour: 200)
        == ["complaint P1 repeat billing"])
    #expect(sources([first, complaint("P2", "K", "bill", hour: 169)], hour: 200) == [])
    #expect(sources([first, complaint("P2", "K", "line", hour: 1)], hour: 200) == [])
    #expect(sources([first, complaint("P2", "L", "bill", hour: 1)], hour: 200) == [])
    #expect(
      sources(
        [complaint("P3", "K", "bill", hour: 3), first, complaint("P2", "K", "bill", hour: 2)], hour: 200)
        == ["complaint P1 repeat billing"])
  }

  /// Of two errors of 2.5 points, five points below.
  @Test func `a team is surely below once its interval ends below the company`() {
    func below(_ index: Int) -> Bool {
      DepartmentWarnings.isSurelyBelow(
        Score(hundredths: index), error: 2.5, company: Score(hundredths: 80_00), quantile: 2)
    }
    #expect(below(74_99))
    #expect(!below(75_00))
    #expect(!below(80_00))
  }

  @Test func `a cycle warns of those who have not completed it, and is silent once all have`() {
    func what(_ completed: Int) -> String? {
      DepartmentWarnings.warning(
        ofCycle: 3, course: "c", enrolled: 12, completed: completed, in: quarter, due: due)?.what.en
    }
    #expect(what(11) == "cycle 3 of c has ended, and 1 of 12 have not completed it")
    #expect(what(12) == nil)
  }

  @Test(arguments: [
    ("qa p", "quality"), ("dispute C1", "quality"), ("indicator x floor", "indicators"),
    ("survey s", "satisfaction"),
    ("complaint P1 repeat", "complaints"), ("exam e unmarked", "exams"), ("cycle 3", "training"),
    ("training c", "training"), ("certificate H-1", "certification"), ("else", nil),
  ])
  func `the first word of its source says whose a warning is`(_ source: String, _ department: String?) {
    let warning = Warning(
      subject: .company, quarter: quarter, source: source, what: Words(en: "", zh: ""), owner: "o", due: due)
    #expect(warning.department?.rawValue == department)
  }
}

@Suite struct WarningDeskTests {
  @Test func `complaints, cycles and disputes of every department stand in one list, each once`() throws {
    let house = try House()
    try house.judge(["C1,E1,2026-09-29,no,5"], on: "2026-09-30")
    try house.complain(
      "P1,2026-09-28 10:00,charge,K1,,,,,billing,bill\nP2,2026-09-29 10:00,charge,K1,,,,,billing,bill\n",
      on: "2026-09-30")
    let desk = NeedPlanDesk(try house.on("2026-09-30"))
    let cycle = try #require(
      try desk.open(
        try desk.plan(
          house.quarter, least: nil, from: CalendarDay("2026-09-30"), to: CalendarDay("2026-09-30"))
      ).first)
    let warnings = WarningDesk(try house.on("2026-10-19"))
    let raised = try warnings.raise(house.quarter, scorecard: "card")
    #expect(
      raised.map { "\($0.source) | \($0.owner) | \($0.due)" } == [
        "complaint P1 overdue | billing | 2026-10-20", "complaint P2 overdue | billing | 2026-10-20",
        "complaint P1 repeat | billing | 2026-10-20", "cycle \(cycle) | training | 2026-11-02",
      ])
    #expect(try warnings.raise(house.quarter, scorecard: "card").isEmpty)
    #expect(try warnings.warnings(openOnly: true).count == 4)
  }

  @Test func `one department's evidence can be looked at alone`() throws {
    let house = try House()
    try house.complain("P1,2026-09-28 10:00,charge,K1,,,,,billing,bill\n", on: "2026-09-30")
    let warnings = WarningDesk(try house.on("2026-10-19"))
    #expect(try warnings.raise(house.quarter, scorecard: "card", of: [.training]).isEmpty)
    #expect(
      try warnings.raise(house.quarter, scorecard: "card", of: [.complaints]).map(\.source) == [
        "complaint P1 overdue"
      ])
  }
}

@Suite struct WarningSourcesTests {
  @Test func `a dispute that waits is seen to by the agent's leader within five working days`() throws {
    let house = try House()
    try house.judge(["C1,E1,2026-09-28,no,5"], on: "2026-09-28")
    try DisputeDesk(house.on("2026-09-29")).dispute(
      "C1", assessor: nil, text: "it was right", lateReason: nil)
    let raised = try WarningDesk(house.on("2026-09-30")).raise(
      house.quarter, scorecard: "card", of: [.quality])
    // 2026-09-29 is a Tuesday; five working days later is the Tuesday after, where no calendar says otherwise.
    #expect(
      raised.map { "\($0.source) | \($0.subject.id) | \($0.owner) | \($0.due)" }
        == ["dispute C1 | E1 | E7 | 2026-10-06"])
  }

  @Test func `a team surely below the company is warned of, one that may be there by chance is not`() throws {
    let house = try House()
    func answers(_ staff: String, _ mark: (Int) -> Int, _ count: Int) -> String {
      (0..<count).map { number in
        let own = mark(number)
        return
          "\(staff)\(number),2026-08-10,\(staff),\(own),\(own),\(own),\(own),\(own),\(own),\(own),\(own),\(own)\n"
      }.joined()
    }
    // Team T1 (E1) answers 2 and 3 in turn, 25 and 50: 37.50; the other team 4 and 5, 75 and 100: 87.50.
    try house.answer(answers("E1", { 2 + $0 % 2 }, 40) + answers("E9", { 4 + $0 % 2 }, 40))
    let raised = try WarningDesk(house.on("2026-10-19")).raise(
      house.quarter, scorecard: "card", of: [.satisfaction])
    #expect(
      raised.map { "\($0.subject.id) | \($0.what.en) | \($0.owner)" }
        == ["T1 | satisfaction index 37.50, surely below the company's 62.50 | E7"])
  }

  @Test func `too few answers warn of no team`() throws {
    let house = try House()
    try house.answer(
      "S1,2026-08-10,E1,1,1,1,1,1,1,1,1,1\nS2,2026-08-10,E1,2,2,2,2,2,2,2,2,2\nS3,2026-08-10,E9,5,5,5,5,5,5,5,5,5\n"
    )
    #expect(
      try WarningDesk(house.on("2026-10-19")).raise(house.quarter, scorecard: "card", of: [.satisfaction])
        .isEmpty)
  }
}
