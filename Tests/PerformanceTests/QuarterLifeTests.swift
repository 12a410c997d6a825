import Formats
import Performance
import SQLite
import Service
import Testing
import Workspace

/// A quarter from its opening to its close, over the whole house; the figures are worked out in `QuarterHouse`.
@Suite struct QuarterLifeTests {
  private let house: QuarterHouse
  private var q3: Quarter { house.q3 }

  init() throws { house = try QuarterHouse() }

  private func score(_ day: String = "2026-10-08", pool: Money? = nil) throws -> QuarterDesk.Summary {
    try QuarterDesk(house.on(day)).score(q3, pool: pool)
  }

  private func publish(_ day: String) throws -> QuarterBook.Publication {
    try PublicationDesk(house.on(day)).publish(q3)
  }

  private func close(_ day: String, early: String? = nil) throws -> QuarterDesk.Summary {
    try ClosingDesk(house.on(day)).close(
      q3, pool: nil, haste: early.map { ClosingDesk.Haste(reason: $0) })
  }

  // MARK: Opening and scoring

  @Test func `a quarter is opened with the schemes and the people that it will judge`() throws {
    let opened = try QuarterDesk(house.on("2026-07-01")).open(q3)
    #expect(opened.schemes == ["performance agent v1", "bonus company v1"])
    #expect(opened.judged == 12)
    #expect(opened.unjudged == ["L1", "L2", "Q1"])
    #expect(
      refused { _ = try QuarterDesk(house.own("A1", on: "2026-07-01")).open(q3) }
        == "account 'A1' may not open a quarter")
  }

  @Test func `scoring gives each person what the scheme says, to the fen`() throws {
    let summary = try score()
    #expect((summary.people, summary.assessed) == (12, 10))
    #expect(
      summary.unassessed.map { "\($0.status.text) \($0.count)" } == ["unjudged 1", "neutral:maternity 1"])
    #expect("\(summary.pool.amount) \(summary.paid)" == "21900.00 21900.00")
    #expect(summary.grades.map { "\($0.grade) \($0.count)" } == ["A 3", "B 5", "C 2", "D 0"])
    let results = try house.results()
    #expect(
      results.mapValues { $0.assessment.total?.description } == [
        "A1": "94.00", "A2": "86.11", "A3": "88.89", "B1": "88.89", "B2": "75.00", "B3": "75.56", "B4": nil,
        "D1": "93.33", "M1": nil, "N0": "88.89", "O1": "93.33", "X1": "84.44",
      ])
    // 21,900 × weight ÷ 21,540 in whole fen below: 366,016.7 305,013.9 219,610.03 244,011.1 292,813.4 152,506.96; the five
    // fen that are left go to the largest remainders.
    #expect(
      try house.bonuses() == [
        "A1": "3660.17", "A2": "3050.14", "A3": "3050.14", "B1": "3050.14", "B2": "2196.10", "B3": "2440.11",
        "B4": "0.00", "D1": "2928.13", "M1": "0.00", "N0": "0.00", "O1": "0.00", "X1": "1525.07",
      ])
    #expect(results["X1"]?.days == 46)
    #expect(results["B2"]?.assessment.gate == Weight(basisPoints: 9_000))
  }

  @Test func `a month is previewed on its own evidence, and the months add up to the quarter`() throws {
    let before = try Audit(house.space.database).head()
    func counts(_ from: String?, _ to: String?) throws -> [String: [Int]] {
      let span = try from.map { try #require(CalendarDay($0))...(#require(CalendarDay(to ?? $0))) }
      let people = try QuarterDesk(house.on("2026-10-08")).preview(q3, pool: nil, span: span).people
      return Dictionary(
        uniqueKeysWithValues: people.map {
          ($0.id, [$0.result.evaluations, $0.result.responses, $0.result.complaints])
        })
    }
    let months = [
      try counts("2026-07-01", "2026-07-31"), try counts("2026-08-01", "2026-08-31"),
      try counts("2026-09-01", "2026-09-30"),
    ]
    #expect(months.map { $0["A2"] } == [[1, 1, 0], [1, 0, 1], [0, 1, 0]])
    let whole = try counts(nil, nil)
    for (id, sum) in whole {
      #expect(sum == (0..<3).map { place in months.reduce(0) { $0 + ($1[id]?[place] ?? 0) } }, "\(id)")
    }
    #expect(whole["A2"] == [2, 2, 1])
    // Of one call a month nobody is judged by it: the survey alone makes September.
    let september = try QuarterDesk(house.on("2026-10-08")).preview(
      q3, pool: nil, span: #require(CalendarDay("2026-09-01"))...(#require(CalendarDay("2026-09-30"))))
    #expect(september.people.first { $0.id == "A3" }?.result.assessment.total?.description == "85.00")
    #expect(try Audit(house.space.database).head() == before)
    #expect(try QuarterRecords(house.space.database).state(of: q3) == .open)
  }

  // MARK: Publishing, confirming, objecting

  @Test func `a sheet is confirmed by oneself only, and once it is published`() throws {
    _ = try score()
    func confirm(_ staff: String, as other: String) throws {
      try PublicationDesk(house.own(other, on: "2026-10-09")).answer(q3, staff: staff, objection: nil)
    }
    #expect(
      refused { try confirm("A1", as: "A1") }
        == "2026Q3 is not published as it is scored, so nobody could object")
    #expect(try publish("2026-10-08").until.description == "2026-10-15")
    #expect(
      refused { _ = try publish("2026-10-08") }
        == "2026Q3 is published as it is scored, for objections until 2026-10-15")
    #expect(
      refused { try confirm("A1", as: "A2") } == "account 'A2' may not enter what others say of their sheets")
    try confirm("A1", as: "A1")
    #expect(
      refused { try confirm("L1", as: "L1") } == "'L1' has no result in 2026Q3")
    #expect(
      refused { _ = try QuarterDesk(house.own("A1", on: "2026-10-09")).score(q3, pool: nil) }
        == "account 'A1' may not score a quarter")
    #expect(try QuarterStatusDesk(house.on("2026-10-09")).status(of: q3).confirmed == 1)
  }

  @Test func `a confirmation of an older result no longer counts once another comes out`() throws {
    _ = try score()
    _ = try publish("2026-10-08")
    for staff in ["A1", "B1"] {
      try PublicationDesk(house.own(staff, on: "2026-10-09")).answer(q3, staff: staff, objection: nil)
    }
    func status() throws -> QuarterStatusDesk.Status {
      try QuarterStatusDesk(house.on("2026-10-12")).status(of: q3)
    }
    #expect(try status().confirmed == 2)
    // A liable complaint takes B1 to (4600 + 2400 + 750) / 90 = 86.11, still B: another sheet, and the same bonus for A1.
    try house.complain("C2,2026-08-06 10:00,service,K,B1,yes", on: "2026-10-12")
    let desk = try PublicationDesk(house.on("2026-10-12"))
    #expect(try desk.isShown(q3))
    _ = try score("2026-10-12")
    #expect(try desk.isShown(q3) == false)
    #expect(try status().state == "scored")
    #expect(
      refused {
        try PublicationDesk(house.own("A2", on: "2026-10-12")).answer(q3, staff: "A2", objection: nil)
      } == "2026Q3 is not published as it is scored")
    #expect(
      refused { try PublicationDesk(house.on("2026-10-12")).answer(q3, staff: "A2", objection: nil) }
        == "2026Q3 was scored again after it was published")
    #expect(try publish("2026-10-12").until.description == "2026-10-19")
    #expect(try status().state == "published")
    #expect(try status().confirmed == 1)
    // Who is asked to say something: A1's sheet is the one they confirmed, B1's is another, A2 never answered, L1 has none.
    let asked = try ["A1", "B1", "A2", "L1", "M1"].filter {
      try PublicationDesk(house.own($0, on: "2026-10-13")).awaitsAnswer(of: $0, in: q3)
    }
    #expect(asked == ["B1", "A2", "M1"])
    try PublicationDesk(house.own("B1", on: "2026-10-13")).answer(q3, staff: "B1", objection: nil)
    #expect(try status().confirmed == 2)
  }

  @Test func `an objection comes in time, and another than the person decides about it`() throws {
    _ = try score()
    _ = try publish("2026-10-08")
    func object(_ staff: String, _ day: String) throws {
      try PublicationDesk(house.own(staff, on: day)).answer(
        q3, staff: staff, objection: "call 2 was not mine")
    }
    func isAsked() throws -> Bool {
      try PublicationDesk(house.own("A3", on: "2026-10-15")).awaitsAnswer(of: "A3", in: q3)
    }
    #expect(try isAsked())
    try object("A3", "2026-10-15")
    #expect(try !isAsked())
    #expect(
      refused { try object("B1", "2026-10-16") } == "the days for objections to 2026Q3 ended on 2026-10-15")
    func decide(_ staff: String, _ occasion: Occasion, _ reason: String) throws {
      try PublicationDesk(occasion).decide(q3, staff: staff, upheld: false, reason: reason)
    }
    #expect(refused { try decide("A3", house.own("A3", on: "2026-10-16"), "x") } != nil)
    let ownHR = try house.on("2026-10-16", as: "A3", [.hr], staff: "A3")
    #expect(refused { try decide("A3", ownHR, "x") } == "nobody decides about themselves")
    #expect(refused { try decide("A3", house.on("2026-10-16"), "") } == "a decision needs a reason")
    #expect(
      refused { try decide("B1", house.on("2026-10-16"), "x") } == "'B1' has no open objection to 2026Q3")
    try decide("A3", house.on("2026-10-16"), "the recording was heard again")
    #expect(try isAsked())
    #expect(
      refused { try decide("A3", house.on("2026-10-16"), "again") } == "'A3' has no open objection to 2026Q3")
  }

  // MARK: Closing

  @Test func `a quarter closes once it is over, published, and the days for objections are gone`() throws {
    #expect(refused { _ = try close("2026-09-30") } == "2026Q3 still runs until 2026-09-30")
    let unpublished = "2026Q3 is not published as it is scored, so nobody could object"
    #expect(refused { _ = try close("2026-10-16") } == unpublished)
    _ = try score()
    #expect(refused { _ = try close("2026-10-16") } == unpublished)
    _ = try publish("2026-10-08")
    #expect(refused { _ = try close("2026-10-15") } == "people may object to 2026Q3 until 2026-10-15")
    let closed = try close("2026-10-16")
    #expect(closed.hash?.count == 64)
    #expect(try QuarterRecords(house.space.database).state(of: q3) == .closed)
    for deed in [
      { _ = try close("2026-10-17") }, { _ = try close("2026-10-17", early: "again") },
      { _ = try score("2026-10-17") }, { _ = try publish("2026-10-17") },
      { _ = try QuarterDesk(house.on("2026-10-17")).open(q3) },
      {
        try PublicationDesk(house.own("A1", on: "2026-10-17")).answer(q3, staff: "A1", objection: nil)
      },
      {
        try PublicationDesk(house.on("2026-10-17")).calibrate(q3, staff: "A1", grade: "B", reason: "x")
      },
    ] { #expect(refused(deed) == "2026Q3 is closed") }
    #expect(try House.faults(in: house.space) == [])
  }

  @Test func `what is decided after the close leaves the closed sheets as they were`() throws {
    _ = try score()
    _ = try publish("2026-10-08")
    let own = try PublicationDesk(house.own("A3", on: "2026-10-09"))
    try own.answer(q3, staff: "A3", objection: "call 2 was not mine")
    #expect(try own.answer(q3, staff: "A3", objection: nil))
    try own.answer(q3, staff: "A3", objection: "call 2 was not mine")
    _ = try close("2026-10-10", early: "the year ends")
    func sheets() throws -> String {
      let desk = SheetDesk(try house.on("2026-10-12"))
      var sheets = ""
      _ = try SheetText(desk, desk.binder(of: q3, SheetDesk.Wish())).csv { sheets += $0 }
      return sheets
    }
    let before = try sheets()
    #expect(before.contains("objected"))
    try PublicationDesk(house.on("2026-10-12")).decide(q3, staff: "A3", upheld: true, reason: "seen")
    #expect(try sheets() == before)
  }

  @Test func `only a calibration that stands can be taken back`() throws {
    let desk = try PublicationDesk(house.on("2026-10-08"))
    let nothing = "no calibration of 'A1' stands in 2026Q3"
    func takeBack() throws { try desk.calibrate(q3, staff: "A1", grade: nil, reason: "a slip") }
    #expect(refused { try takeBack() } == nothing)
    try desk.calibrate(q3, staff: "A1", grade: "B", reason: "the storm")
    try takeBack()
    #expect(refused { try takeBack() } == nothing)
  }

  @Test func `an early close says why on the sheet for ever`() throws {
    _ = try close("2026-10-05", early: "the year ends")
    let why = "closed without having been published as it was scored: the year ends"
    #expect(try FrozenRecords(house.space.database).revisions(of: q3).map(\.reason) == [why])
    let desk = SheetDesk(try house.on("2026-10-06"))
    let binder = try desk.binder(of: q3, SheetDesk.Wish())
    #expect(binder.note == why)
    var page = ""
    _ = try SheetPage(desk, binder).write { page += $0 }
    #expect(page.contains("<p class=\"warn\">\(why)</p>"))
  }

  @Test(arguments: [
    ("none", "2026-10-05", "closed without having been published as it was scored", "未经公示即关闭"),
    ("publish", "2026-10-15", "closed before the days for objections were over", "异议期未满即关闭"),
    ("object", "2026-10-16", "closed before all objections were decided", "异议未裁定完毕即关闭"),
    ("rescore", "2026-10-16", "closed without having been published as it was scored", "未经公示即关闭"),
    ("complain", "2026-10-16", "closed with other results than were published", "关闭结果与公示不一致"),
  ])
  func `an early close says what people were not granted`(
    before: String, day: String, en: String, zh: String
  ) throws {
    if before != "none" {
      _ = try score()
      _ = try publish("2026-10-08")
    }
    switch before {
    case "object":
      let own = try PublicationDesk(house.own("A3", on: "2026-10-09"))
      try own.answer(q3, staff: "A3", objection: "call 2 was not mine")
    case "rescore": _ = try score("2026-10-12")
    case "complain": try house.complain("C2,2026-08-06 10:00,service,K,B1,yes", on: "2026-10-12")
    default: break
    }
    _ = try close(day, early: "the year ends")
    let kept = try FrozenRecords(house.space.database).revisions(of: q3).map(\.reason)
    #expect(kept == ["\(en): the year ends"])
    #expect(kept.map { ClosingDesk.Haste.words(of: $0).zh } == ["\(zh)：the year ends"])
  }

  @Test func `a closed quarter is settled again byte for byte, and a changed one is told`() throws {
    let hash = try close("2026-10-05", early: "a test").hash
    let findings = try VerifyDesk(house.on("2026-10-06")).verify(q3)
    #expect(findings.map(\.faults) == [[]])
    #expect(findings.map(\.hash) == [hash])
    #expect(findings.map(\.people) == [12])
    let database = house.space.database
    try database.execute(
      "DROP TRIGGER result_no_update; UPDATE result SET bonus = bonus + 1 WHERE bonus = 366017")
    let faults = try VerifyDesk(house.on("2026-10-06")).verify(q3).flatMap(\.faults)
    #expect(faults.contains("'A1' comes out otherwise than it was closed"))
    #expect(faults.count == 2)
  }

  @Test func `a scheme that is loaded later leaves a closed quarter alone`() throws {
    _ = try close("2026-10-05", early: "a test")
    let bonuses = try house.bonuses()
    try house.load(
      [
        QuarterHouse.performance.replacing("version: 1", with: "version: 2")
          .replacing("2026-01-01", with: "2026-10-06").replacing(
            "from: 90, factor: 1.2", with: "from: 80, factor: 2"
          )
          .replacing("from: 80, factor: 1}", with: "from: 75, factor: 1}")
      ], on: "2026-10-06")
    #expect(try house.bonuses() == bonuses)
    #expect(try VerifyDesk(house.on("2026-10-07")).verify(q3).flatMap(\.faults) == [])
    #expect(try LateDesk(house.on("2026-10-07")).effects(on: q3).isEmpty)
    #expect(try house.results()["A1"]?.version == 1)
  }

  // MARK: What if

  @Test func `a changed scheme is tried without a trace, and its sums agree`() throws {
    _ = try score()
    let before = try Audit(house.space.database).head()
    // With A from 85: A2 and A3, B1 and N0 rise to 1.2; what all weigh is 21,540 + 3 × 600 = 23,340, of the same pool.
    let changed = QuarterHouse.performance.replacing("from: 90", with: "from: 85")
    let study = try WhatIfDesk(house.on("2026-10-08")).study(
      q3, files: [("new.json5", Array(changed.utf8))], pool: nil)
    #expect((study.gainers, study.losers, study.regraded) == (3, 5, 4))
    #expect("\(study.now.paid) \(study.then.paid)" == "21900.00 21900.00")
    #expect(study.people.reduce(Money.zero) { $0 + $1.difference } == .zero)
    // 21,900 × 3600 ÷ 23,340 = 3377.89.
    #expect(
      study.people.first { $0.id == "A2" }.map { "\($0.now.bonus) \($0.then.bonus)" } == "3050.14 3377.89")
    #expect(study.people.first?.id == "A1")
    #expect(try Audit(house.space.database).head() == before)
    #expect(try house.bonuses()["A2"] == "3050.14")
  }
}
