import Formats
import Glibc
import Quality
import SQLite
import Testing
import Workforce
import Workspace

private let now = Instant(seconds: 1_790_000_000)

/// A workspace with two agents, an assessor, the standard scorecard and twenty calls.
private struct House {
  let occasion: Occasion
  let quarter: Quarter
  static let calls = (0..<20).map { "C\($0),E\($0 % 2 + 1),2026-07-\($0 + 10) 09:00,120\n" }

  init() throws {
    let space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Workforce.migrations + Quality.migrations)
    occasion = Occasion(space, actor: Actor(account: "x", roles: [.administrator]), now: now)
    quarter = try #require(Quarter("2026Q3"))
    func table(_ text: String, _ shape: TableShape) throws -> TableReader {
      try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
    }
    let desk = WorkforceDesk(occasion)
    _ = try desk.importOrganisation(
      table("unit,name,kind\nT1,t,team\nT9,q,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table(
        "id,name,post,team,joined\nE1,a,x,T1,2024-01-01\nE2,b,x,T1,2024-01-01\nE9,q,qa,T9,2024-01-01\nE8,p,qa,T9,2024-01-01\nE7,l,lead,T1,2024-01-01\n",
        Person.shape),
      options: IntakeOptions())
    let card =
      "{merit: 'scorecard', id: 'card', version: 1, from: '2020-01-01', title: 'c', sections: [{id: 's', title: 's', weight: 100, items: [{id: 'ok', title: 'o', weight: 60, critical: 'customer'}, {id: 'tone', title: 't', weight: 40, scale: 'five', na: 'exclude'}]}]}"
    _ = try SchemeDesk(occasion, kinds: [SchemeKind(Scorecard.self)]).load([("c.json5", Array(card.utf8))])
  }

  func sample(_ rows: [String] = House.calls, seed: UInt64 = 3) throws -> (
    draw: SampleDesk.Outcome, rows: [[String]]
  ) {
    let text = "call,agent,started,seconds\n" + rows.joined()
    var drawn: [[String]] = []
    let draw = try SampleDesk(occasion).sample(
      TableReader(bytes: Array(text.utf8), named: "calls.csv", shape: SampleDesk.callShape),
      SampleDesk.Order(plan: SamplingPlan(perAgent: 3), quarter: quarter, seed: seed), dryRun: false
    ) { drawn.append($0) }
    return (draw, drawn)
  }

  func evaluate(_ text: String, _ options: IntakeOptions = IntakeOptions()) throws -> IntakeOutcome {
    let path = "/tmp/merit-evaluations-\(UInt64.random(in: 0 ... .max)).csv"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fputs("call,agent,assessor,date,kind,ok,tone\n" + text, file)
    fclose(file)
    return try QualityDesk(occasion).importEvaluations(.path(path), scorecard: "card", options: options)
  }

  func faults(_ text: String) -> [String] {
    (#expect(throws: Faults.self) { _ = try evaluate(text) })?.list.map(\.message) ?? []
  }
}

@Suite struct QualityDeskTests {
  @Test func `the same list, number and seed are the same sample; another is refused`() throws {
    let house = try House()
    let first = try house.sample()
    #expect(
      (first.draw.agents, first.draw.calls, first.draw.sampled, first.draw.wasDrawn) == (2, 20, 6, false))
    let again = try house.sample(House.calls.reversed())
    #expect(again.rows == first.rows)
    #expect(again.draw.wasDrawn)
    #expect(throws: Refusal.self) { _ = try house.sample(seed: 4) }
    #expect(try house.occasion.database.integer("SELECT COUNT(*) FROM call") == 6)
  }

  @Test func `calls outside the quarter are left out, also by the zone`() throws {
    let house = try House()
    // 2026-09-30T16:30Z is October in Shanghai; 2026-06-30T16:30Z is July there.
    let draw = try house.sample([
      "A,E1,2026-09-30T16:30:00Z,10\n", "B,E1,2026-06-30T16:30:00Z,10\n", "C,E1,2026-06-30 23:59,10\n",
    ]).draw
    #expect(draw.calls == 1)
    #expect(draw.notices == ["2 calls lie outside 2026Q3 and were left out"])
  }

  @Test func `evaluations are scored, and only the random ones count`() throws {
    let house = try House()
    let drawn = try house.sample().rows.filter { $0[1] == "E1" }.map { $0[0] }
    let rows =
      "\(drawn[0]),E1,E9,2026-07-20,random,yes,4\n\(drawn[1]),E1,E9,2026-07-20,,yes,NA\n\(drawn[2]),E1,E9,2026-07-20,random,no,5\nX1,E1,E9,2026-07-20,targeted,no,0\n"
    #expect(try house.evaluate(rows).new == 4)
    #expect(try house.evaluate(rows).identical == 4)
    let results = try ResultsDesk(house.occasion).results(in: house.quarter)
    // 92.00, 100.00 and, for the failed critical item, 0.00: a mean of 64.00.
    #expect(
      results.map {
        "\($0.id) \($0.result.score?.description ?? "-") \($0.result.evaluations) \($0.result.criticalCalls) \($0.handled ?? -1)"
      } == ["E1 64.00 3 1 10"])
  }

  @Test func `a call that was judged before the draw can still be drawn`() throws {
    let house = try House()
    #expect(
      try house.evaluate(
        (0..<20).map { "C\($0),E\($0 % 2 + 1),E9,2026-07-\($0 + 10),targeted,yes,5\n" }.joined()
      ).new == 20)
    #expect(try house.sample().draw.sampled == 6)
    #expect(try house.occasion.database.integer("SELECT COUNT(*) FROM call WHERE is_sampled = 1") == 6)
    #expect(throws: Faults.self) {
      _ = try house.sample(["X,E1,2026-07-01 09:00,10\n", "X,E2,2026-07-01 09:00,10\n"])
    }
  }

  @Test func `a file is judged by the scorecard of its own days`() throws {
    let house = try House()
    let today = house.occasion.today
    let next =
      "{merit: 'scorecard', id: 'card', version: 2, from: '\(today)', title: 'c', sections: [{id: 's', title: 's', weight: 100, items: [{id: 'ok', title: 'o', weight: 50, critical: 'customer'}, {id: 'tone', title: 't', weight: 50, scale: 'five', na: 'exclude'}]}]}"
    let call = try house.sample().rows[0]
    let row = "\(call[0]),\(call[1]),E9,2026-07-20,random,yes,4\n"
    _ = try house.evaluate(row)
    _ = try SchemeDesk(house.occasion, kinds: [SchemeKind(Scorecard.self)]).load([
      ("c.json5", Array(next.utf8))
    ])
    #expect(try house.evaluate(row).identical == 1)
    #expect(
      house.faults("Z1,E1,E9,2026-07-20,targeted,yes,4\nZ2,E1,E9,\(today),targeted,yes,4\n") == [
        "on \(today) version 2 of scorecard 'card' was in force, and this file is judged by version 1; import its days apart"
      ])
  }

  @Test func `a corrected evaluation supersedes, the old one stays`() throws {
    let house = try House()
    let call = try house.sample().rows[0]
    let (id, agent) = (call[0], call[1])
    _ = try house.evaluate("\(id),\(agent),E9,2026-07-20,random,no,5\n")
    #expect(throws: Faults.self) { _ = try house.evaluate("\(id),\(agent),E9,2026-07-20,random,yes,5\n") }
    for (tone, score) in [("5", "100.00"), ("4", "92.00")] {
      _ = try house.evaluate(
        "\(id),\(agent),E9,2026-07-20,random,yes,\(tone)\n", IntakeOptions(correction: "misheard"))
      let results = try ResultsDesk(house.occasion).results(in: house.quarter)
      #expect(results.map { $0.result.score?.description } == [score])
      #expect(results.map(\.result.evaluations) == [1])
    }
    #expect(try house.occasion.database.integer("SELECT COUNT(*) FROM evaluation") == 3)
  }

  @Test func `what cannot count is refused with every reason at once`() throws {
    let house = try House()
    let drawn = try house.sample().rows
    let (mine, other) = (
      try #require(drawn.first { $0[1] == "E1" })[0], try #require(drawn.first { $0[1] == "E2" })[0]
    )
    #expect(
      house.faults(
        "NOPE,E1,E9,2026-07-20,random,yes,5\n\(mine),E2,E9,2026-07-20,random,yes,5\n\(mine),E1,E1,2026-07-20,random,yes,5\n\(other),E2,E9,2026-07-20,random,NA,6\n\(other),E2,,2026-07-20,random,yes,5\n"
      )
        == [
          "call 'NOPE' is not in the sample; draw it with: merit qa sample, or give its kind as targeted",
          "call '\(mine)' belongs to somebody else; mend the agent or the call",
          "an assessor does not judge a call of their own; assign it to another",
          "item 'ok' must be answered; its scorecard does not allow NA",
          "'6' is no answer to item 'tone'; write a number from 0 to 5 in steps of 1",
          "'assessor' is empty; a value is required",
        ])
    #expect(try house.occasion.database.integer("SELECT COUNT(*) FROM evaluation") == 0)
  }
}

@Suite struct JudgedOnceTests {
  /// The first drawn call of E1.
  private func drawn(_ house: House) throws -> String {
    try #require(try house.sample().rows.first { $0[1] == "E1" })[0]
  }

  @Test func `a call has one random evaluation, whatever was corrected before`() throws {
    let house = try House()
    let call = try drawn(house)
    _ = try house.evaluate("\(call),E1,E9,2026-07-20,targeted,yes,4\n")
    _ = try house.evaluate(
      "\(call),E1,E9,2026-07-20,random,yes,4\n", IntakeOptions(correction: "was the drawn one"))
    #expect(
      house.faults("\(call),E1,E8,2026-07-20,random,no,4\n") == [
        "call '\(call)' has its random evaluation by 'E9' already; give this one's kind as calibration"
      ])
    #expect(try house.evaluate("\(call),E1,E8,2026-07-20,calibration,no,4\n").new == 1)
    let results = try ResultsDesk(house.occasion).results(in: house.quarter)
    #expect(results.map { "\($0.id) \($0.result.evaluations)" } == ["E1 1"])
  }

  @Test func `a call that nobody drew is written once for all who judge it, in the quarter of the call`()
    throws
  {
    let house = try House()
    let rows = "Z,E1,E9,2026-07-20,coaching,yes,4\nZ,E1,E8,2026-07-20,calibration,yes,5\n"
    #expect(try house.evaluate(rows).new == 2)
    #expect(try house.evaluate(rows).identical == 2)
    #expect(
      house.faults("Y,E1,E9,2026-07-20,coaching,yes,4\nY,E2,E8,2026-07-20,coaching,yes,4\n") == [
        "call 'Y' belongs to somebody else in this file; mend the agent or the call"
      ])
    #expect(try house.occasion.database.integer("SELECT COUNT(*) FROM call WHERE name = 'Z'") == 1)
  }

  @Test func `nobody judges their own team, led ones included, nor in the future`() throws {
    let house = try House()
    let call = try drawn(house)
    #expect(
      house.faults("\(call),E1,E7,2026-07-20,random,yes,4\n") == [
        "an assessor does not judge their own team; assign the call to another"
      ])
    #expect(
      house.faults("\(call),E1,E9,2031-07-20,random,yes,4\n").contains(
        "2031-07-20 lies in the future; mend the date"))
  }

  @Test func `what was decided stands against the assessor's corrections`() throws {
    let house = try House()
    let call = try drawn(house)
    let row = "\(call),E1,E9,2026-09-20,random,no,4\n"
    _ = try house.evaluate(row)
    let space = house.occasion.workspace
    func desk(_ account: String, _ staff: String?, _ roles: Set<Role>) -> DisputeDesk {
      DisputeDesk(Occasion(space, actor: Actor(account: account, roles: roles, staff: staff), now: now))
    }
    try desk("a", "E1", [.staff]).dispute(call, assessor: nil, text: "it was right", lateReason: nil)
    let open = try ResultsDesk(house.occasion).results(in: house.quarter)
    #expect(open.map { [$0.result.criticalCalls, $0.result.openCriticals] } == [[0, 1]])
    #expect(throws: Refusal.self) {
      _ = try desk("q", "E9", [.leader, .assessor]).decide(
        call, assessor: nil, changes: ["ok": "yes"], text: "x")
    }
    let score = try desk("l", nil, [.leader]).decide(
      call, assessor: nil, changes: ["ok": "yes"], text: "x"
    ).score
    #expect(score?.description == "92.00")
    // The assessor's own sheet, read again, changes nothing; another one is refused, also as a correction.
    #expect(try house.evaluate(row).identical == 1)
    #expect(throws: Faults.self) {
      _ = try house.evaluate(
        "\(call),E1,E9,2026-09-20,random,no,5\n", IntakeOptions(correction: "second thoughts"))
    }
    let decided = try ResultsDesk(house.occasion).results(in: house.quarter)
    #expect(decided.map { $0.result.score?.description } == ["92.00"])
  }

  @Test func `an incident counts once a second person has confirmed it, and anew after a correction`() throws
  {
    let house = try House()
    let space = house.occasion.workspace
    func desk(_ account: String) -> IncidentDesk {
      IncidentDesk(Occasion(space, actor: Actor(account: account, roles: [.leader]), now: now))
    }
    func take(_ kind: String, _ options: IntakeOptions = IntakeOptions()) throws {
      let text = "id,staff,date,kind\nI1,E1,2026-08-03,\(kind)\n"
      _ = try desk("one").importIncidents(
        TableReader(bytes: Array(text.utf8), named: "i.csv", shape: Incident.shape), options: options)
    }
    func counted() throws -> Int {
      try IncidentRecords(space.database).confirmed(in: house.quarter).values.reduce(0, +)
    }
    try take("abuse")
    #expect(try counted() == 0)
    #expect(throws: Refusal.self) { try desk("one").confirm("I1") }
    try desk("two").confirm("I1")
    #expect(try counted() == 1)
    try take("fraud", IntakeOptions(correction: "worse"))
    #expect(try counted() == 0)
    try desk("two").confirm("I1")
    #expect(try counted() == 1)
  }

  @Test func `a list that repeats a call cannot be trusted`() throws {
    let house = try House()
    let faults = #expect(throws: Faults.self) { _ = try house.sample(House.calls + House.calls) }
    #expect(faults?.list.first?.message.hasSuffix("stands in the list before; name every call once") == true)
  }
}
