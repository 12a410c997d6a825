import Formats
import Improvement
import SQLite
import Testing
import Workspace

private func day(_ text: String) -> CalendarDay { CalendarDay(text) ?? CalendarDay(number: 0) }

private func measure(_ target: Measure.Target = .item("ok"), expected: Int? = nil, due: String = "2026-11-30")
  -> Measure
{
  Measure(
    department: "hotline", owner: "E7", due: day(due), target: target, what: "w", expected: expected,
    made: day("2026-10-19"))
}

@Suite struct MeasureTests {
  @Test(arguments: [
    ("2026-10-19", "2026-11-30", "2026Q3", "2027Q1"), ("2026-12-31", "2026-12-31", "2026Q3", "2027Q1"),
    ("2027-01-01", "2027-01-01", "2026Q4", "2027Q2"),
  ])
  func `the quarter before it was decided is set against the first whole one after it was due`(
    _ made: String, _ due: String, _ before: String, _ after: String
  ) {
    let measure = Measure(
      department: "d", owner: "o", due: day(due), target: .item("i"), what: "w", made: day(made))
    #expect((measure.before.description, measure.after.description) == (before, after))
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var before: MeasureFigure?
    var after: MeasureFigure?
    var isHigherBetter = true
    var today = "2027-04-01"
    let verdict: Measure.Verdict
  }

  /// Of errors 3 and 4 the difference has 5, and 1.959964 of them are 9.79982.
  @Test(arguments: [
    Example(
      testDescription: "the quarter after still runs", before: .init(value: 1), after: .init(value: 2),
      today: "2027-03-31", verdict: .tooEarly),
    Example(testDescription: "nothing before", after: .init(value: 2), verdict: .unknown),
    Example(testDescription: "nothing after", before: .init(value: 2), verdict: .unknown),
    Example(
      testDescription: "counted, higher", before: .init(value: 10), after: .init(value: 11), verdict: .better),
    Example(
      testDescription: "counted, equal", before: .init(value: 10), after: .init(value: 10), verdict: .same),
    Example(
      testDescription: "counted, lower is better", before: .init(value: 10), after: .init(value: 9),
      isHigherBetter: false, verdict: .better),
    Example(
      testDescription: "counted, lower is worse", before: .init(value: 10), after: .init(value: 9),
      verdict: .worse),
    Example(
      testDescription: "within chance", before: .init(value: 100, error: 3),
      after: .init(value: 109, error: 4), verdict: .same),
    Example(
      testDescription: "beyond chance", before: .init(value: 100, error: 3),
      after: .init(value: 110, error: 4), verdict: .better),
    Example(
      testDescription: "beyond chance the other way", before: .init(value: 110, error: 3),
      after: .init(value: 100, error: 4), verdict: .worse),
    Example(
      testDescription: "one side counted", before: .init(value: 100, error: 3), after: .init(value: 106),
      verdict: .better),
  ])
  func `a sampled figure must move beyond chance, a counted one by anything`(_ example: Example) {
    #expect(
      measure().verdict(
        before: example.before, after: example.after, isHigherBetter: example.isHigherBetter,
        today: day(example.today)) == example.verdict)
  }

  @Test func `the expected value is reached from its side, and unknown without a figure`() {
    let own = measure(expected: 85_0000)
    #expect(own.isReached(MeasureFigure(value: 85_0000), isHigherBetter: true) == true)
    #expect(own.isReached(MeasureFigure(value: 84_9999), isHigherBetter: true) == false)
    #expect(own.isReached(MeasureFigure(value: 85_0000), isHigherBetter: false) == true)
    #expect(own.isReached(MeasureFigure(value: 85_0001), isHigherBetter: false) == false)
    #expect(own.isReached(nil, isHigherBetter: true) == nil)
    #expect(measure().isReached(MeasureFigure(value: 1), isHigherBetter: true) == nil)
  }
}

@Suite struct MeasureDeskTests {
  @Test func `a measure on an item is checked against the calls of the quarter after it was due`() throws {
    let house = try House()
    // In 2026Q3 two of eight calls are right (25 %); in 2027Q1 all eight.
    func calls(_ name: String, _ month: String, right: Int) -> [String] {
      (0..<8).map { "\(name)\($0),E\($0 % 2 + 1),\(month)-1\($0),\($0 < right ? "yes" : "no"),5" }
    }
    try house.judge(calls("A", "2026-08", right: 2))
    let id = try MeasureDesk(house.on("2026-10-19")).add(measure(expected: 90_0000))
    let early = try MeasureDesk(house.on("2026-12-01")).check(id)
    #expect((early.verdict, early.before?.text, early.after) == (.tooEarly, "25", nil))
    let later = try #require(Quarter("2027Q1"))
    try house.judge(calls("B", "2027-02", right: 8), in: later, on: "2027-04-01")
    let late = try MeasureDesk(house.on("2027-04-02")).check(id)
    #expect(
      (late.verdict, late.before?.text, late.after?.text, late.isReached) == (.better, "25", "100", true))
    let standing = try #require(
      try MeasureDesk(house.on("2027-04-02")).measures(madeIn: Quarter("2026Q4")).first)
    #expect(
      (standing.last?.verdict, standing.measure.owner, standing.measure.target) == (
        .better, "E7", .item("ok")
      ))
    #expect(try MeasureDesk(house.on("2027-04-02")).measures(madeIn: later).isEmpty)
  }

  @Test func `a measure on a lesson counts who needs it among whoever was judged`() throws {
    let house = try House()
    try house.judge(["A1,E1,2026-08-10,no,5", "A2,E2,2026-08-11,yes,5"])
    let id = try MeasureDesk(house.on("2026-10-19")).add(measure(.lesson("l1")))
    #expect(try MeasureDesk(house.on("2026-10-20")).check(id).before?.text == "50")
  }

  @Test func `what a measure names must be there`() throws {
    let house = try House()
    let desk = MeasureDesk(try house.on("2026-10-19"))
    func refused(_ measure: Measure) -> String? {
      (#expect(throws: Refusal.self) { _ = try desk.add(measure) })?.description
    }
    #expect(refused(measure(.item("okk"))) == "no scorecard has an item 'okk'; did you mean 'ok'?")
    #expect(refused(measure(.lesson("zz"))) == "no loaded course has a lesson 'zz'; see: merit course list")
    #expect(refused(measure(.indicator("zz"))) == "no catalogue has an indicator 'zz'; see: merit kpi show")
    #expect(
      refused(measure(due: "2026-10-18")) == "the due day 2026-10-18 is past; give --due a day from today on")
    #expect(try desk.add(measure(.item("card/ok"), due: "2026-10-19")) == 1)
    let trainer = MeasureDesk(house.at(start, roles: [.trainer]))
    #expect(throws: Refusal.self) { _ = try trainer.add(measure()) }
  }

  @Test func `measures and checks are never changed`() throws {
    let house = try House()
    let id = try MeasureDesk(house.on("2026-10-19")).add(measure())
    _ = try MeasureDesk(house.on("2026-10-19")).check(id)
    for statement in [
      "UPDATE measure SET what = 'x'", "DELETE FROM measure_check",
      "UPDATE measure_check SET verdict = 'better'",
    ] {
      #expect(throws: (any Error).self) { try house.space.database.execute(statement) }
    }
  }
}
