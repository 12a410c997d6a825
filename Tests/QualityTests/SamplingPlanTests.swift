import Formats
import Foundation
import Quality
import SQLite
import Statistics
import Testing
import Workforce
import Workspace

private let now = Instant(seconds: 1_790_000_000)

/// Forty calls of each of two agents, in two queues, by day and by night.
private func calls() -> [String] {
  (0..<80).map { number in
    let queue = number % 10 < 2 ? "complaints" : number % 20 == 5 ? "internal" : "billing"
    let hour = number % 7 == 0 ? "20" : "10"
    let day = number % 28 + 1
    return
      "C\(number),E\(number % 2 + 1),2026-07-\(day < 10 ? "0" : "")\(day) \(hour):00,\(number % 13 == 0 ? 10 : 120),\(queue),phone,\(queue)\n"
  }
}

private let planText = """
  {merit: 'sampling', id: 'p', version: 1, from: '2020-01-01', title: 'p', per_agent: 6, reserve: 1, least_seconds: 20,
   exclude: {queue: ['internal']},
   strata: [{id: 'hard', queue: ['Complaints'], share: 30}, {id: 'night', hours: {from: 18, to: 8}, share: 10}],
   extra: [{who: 'newcomer', days: 60, calls: 2}, {class: ['complaints'], calls: 1}],
   assignment: {double: 50, days: 3}}
  """

private struct House {
  let occasion: Occasion
  let quarter: Quarter

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
      table("unit,name,kind\nT1,t,team\nT8,p,team\nT9,q,team\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table(
        "id,name,post,team,joined\nE1,a,x,T1,2024-01-01\nE2,b,x,T8,2026-07-20\nE8,p,qa,T8,2024-01-01\nE9,q,qa,T9,2024-01-01\n",
        Person.shape), options: IntakeOptions())
    _ = try SchemeDesk(occasion, kinds: [SchemeKind(SamplingPlan.self)]).load([
      ("p.json5", Array(planText.utf8))
    ])
  }

  func table(_ rows: [String]) throws -> TableReader {
    try TableReader(
      bytes: Array(("call,agent,started,seconds,queue,channel,class\n" + rows.joined()).utf8),
      named: "calls.csv", shape: SampleDesk.callShape)
  }

  func draw(
    _ rows: [String] = calls(), days: ClosedRange<CalendarDay>? = nil, seed: UInt64 = 11
  ) throws -> (outcome: SampleDesk.Outcome, rows: [[String]]) {
    let desk = SampleDesk(occasion)
    var drawn: [[String]] = []
    let outcome = try desk.sample(
      table(rows),
      SampleDesk.Order(
        plan: desk.plan("p", on: quarter.lastDay), quarter: quarter, days: days, seed: seed),
      dryRun: false
    ) { drawn.append($0) }
    return (outcome, drawn)
  }
}

@Suite struct AllocationTests {
  @Test(arguments: [
    // Minimum shares first, rounded up; then one of each; then where a call stands for most.
    (6, [40, 10, 5], [30, 0, 0], [4, 1, 1]),
    (6, [40, 10, 5], [0, 0, 0], [4, 1, 1]),
    (2, [40, 10, 5], [0, 0, 50], [1, 0, 1]),
    (10, [100, 100], [0, 0], [5, 5]),
    // No stratum gives more than it has, and no draw takes more than there are.
    (6, [2, 0, 3], [50, 20, 0], [2, 0, 3]),
    (3, [1, 50], [100, 0], [1, 2]),
    (0, [4], [0], [0]),
  ])
  func `draws are divided among strata`(_ wanted: Int, _ sizes: [Int], _ shares: [Int], _ expected: [Int]) {
    #expect(
      Allocation.counts(wanted, sizes: sizes, shares: shares.map { Weight(basisPoints: $0 * 100) })
        == expected)
  }
}

@Suite struct SamplingPlanTests {
  @Test func `strata, exclusions and extras come out as the plan says`() throws {
    let house = try House()
    let (outcome, rows) = try house.draw()
    #expect(outcome.notices.contains { $0.hasSuffix("calls are excluded by the plan") })
    let kinds = Dictionary(grouping: rows) { "\($0[1]) \($0[9])" }.mapValues(\.count)
    // Six by chance for both; on top one complaint each, and two for E2, who joined in the quarter's last 60 days or later.
    #expect(kinds["E1 random"] == 6 && kinds["E2 random"] == 6)
    #expect(kinds["E1 targeted"] == 1)
    for agent in ["E1", "E2"] {
      let base = rows.filter { $0[1] == agent && $0[9] == "random" }
      // What the base stands for is the whole of the agent's frame.
      let weights = try base.reduce(0) { sum, row in
        sum + (try #require(ExactDecimal(row[10])?.scaled(to: 4)))
      }
      let frame = calls().filter { line in
        let cells = line.split(separator: ",")
        return cells[1] == agent && cells[4] != "internal" && cells[3] != "10"
      }.count
      #expect(abs(weights - frame * 10_000) <= 6)
      #expect(base.count { $0[8] == "hard" } >= 2 && base.allSatisfy { $0[4] != "internal" })
    }
  }

  @Test func `a draw is the same in any order and proves itself`() throws {
    let house = try House()
    let (first, rows) = try house.draw()
    #expect(!first.wasDrawn)
    let again = try house.draw(calls().reversed())
    #expect(again.outcome.wasDrawn && again.rows == rows)
    let draw = try #require(try SampleDesk(house.occasion).storedDraws(in: house.quarter).first)
    #expect(try SampleDesk(house.occasion).verify(house.table(calls()), draw).different == [])
    // A list without one of the drawn calls draws another in its place.
    let missing = rows[0][0]
    let short = calls().filter { !$0.hasPrefix("\(missing),") }
    let proof = try SampleDesk(house.occasion).verify(house.table(short), draw)
    #expect(proof.different.contains(missing) && proof.different.count >= 2)
  }

  @Test func `weekly draws never take a call twice, and days are drawn once`() throws {
    let house = try House()
    func days(_ from: Int, _ to: Int) throws -> ClosedRange<CalendarDay> {
      try #require(CalendarDay(year: 2026, month: 7, day: from))...#require(
        CalendarDay(year: 2026, month: 7, day: to))
    }
    let first = try house.draw(days: days(1, 7)).rows.map { $0[0] }
    let second = try house.draw(days: days(8, 14)).rows.map { $0[0] }
    #expect(!first.isEmpty && !second.isEmpty && Set(first).isDisjoint(with: second))
    #expect(throws: Refusal.self) { _ = try house.draw(days: days(14, 20)) }
  }

  @Test func `a lost recording is replaced by the next in the draw`() throws {
    let house = try House()
    let rows = try house.draw().rows
    let lost = try #require(rows.first { $0[1] == "E1" && $0[8] == "rest" && $0[9] == "random" })[0]
    let desk = SampleDesk(house.occasion)
    let next = try #require(try desk.replace(lost: lost, reason: "recorder down"))
    #expect(!rows.map { $0[0] }.contains(next))
    #expect(throws: Refusal.self) { _ = try desk.replace(lost: lost, reason: "again") }
    // The reserve of a stratum holds one call: the next loss there has nothing to take its place.
    let other = try #require(
      rows.first { $0[1] == "E1" && $0[8] == "rest" && $0[9] == "random" && $0[0] != lost })[0]
    #expect(try desk.replace(lost: other, reason: "also down") == nil)
    #expect(try desk.losses(in: house.quarter).map(\.replacement).contains(next))
  }

  @Test func `damaged rows are passed over with what is wrong, or refuse the whole`() throws {
    let house = try House()
    let damaged =
      calls() + [
        ",E1,2026-07-03 10:00,60,q,p,c\n", "X1,E1,yesterday,60,q,p,c\n", "X2,NOBODY,2026-07-03,-5,q,p,c\n",
      ]
    #expect(throws: Faults.self) { _ = try house.draw(damaged) }
    var rejected: [[String]] = []
    let desk = SampleDesk(house.occasion)
    let outcome = try desk.sample(
      house.table(damaged),
      SampleDesk.Order(plan: desk.plan("p", on: house.quarter.lastDay), quarter: house.quarter, seed: 11),
      dryRun: true, rejected: { rejected.append($1) }
    ) { _ in }
    #expect(outcome.bad == 3)
    #expect(rejected.map(\.count) == [1, 1, 2])
  }

  @Test func `assignments are even, blind to the order, and never within a team`() throws {
    let calls = (0..<30).map {
      CallAssigning.Call(id: $0, name: "C\($0)", staff: $0 % 3, teams: ["T\($0 % 3)"], isBase: true)
    }
    let assessors = [10, 11, 12].map {
      CallAssigning.Assessor(key: $0, id: "Q\($0)", teams: $0 == 10 ? ["T0"] : ["T9"], load: 0)
    }
    let half = Weight(basisPoints: 5_000)
    let result = CallAssigning.assign(calls, to: assessors, doubleShare: half, seed: 4)
    #expect(result.assignments.count == 45 && result.unassigned.isEmpty)
    #expect(result.assignments.count { $0.kind == .calibration } == 15)
    let loads = Dictionary(grouping: result.assignments, by: \.assessor).mapValues(\.count)
    #expect((loads.values.max() ?? 0) - (loads.values.min() ?? 0) <= 2)
    #expect(result.assignments.allSatisfy { $0.assessor != 10 || $0.call % 3 != 0 })
    #expect(Set(result.assignments.map { [$0.call, $0.assessor] }).count == 45)
    let again = CallAssigning.assign(calls.reversed(), to: assessors.reversed(), doubleShare: half, seed: 4)
    #expect(
      again.assignments.map { [$0.call, $0.assessor] } == result.assignments.map { [$0.call, $0.assessor] })
  }

  @Test func `a deadline counts working days by the calendar`() throws {
    let friday = try #require(CalendarDay(year: 2026, month: 9, day: 25))
    #expect(WorkingCalendar().day(1, after: friday).description == "2026-09-28")
    #expect(WorkingCalendar().day(5, after: friday).description == "2026-10-02")
    let holidays = (1...7).compactMap { CalendarDay(year: 2026, month: 10, day: $0) }
    let saturday = try #require(CalendarDay(year: 2026, month: 9, day: 26))
    var named = Dictionary(uniqueKeysWithValues: holidays.map { ($0, false) })
    named[saturday] = true
    let calendar = WorkingCalendar(named)
    #expect(calendar.day(1, after: friday) == saturday)
    // The Saturday, Monday to Wednesday, and then the eighth of October.
    #expect(calendar.day(5, after: friday).description == "2026-10-08")
    #expect(calendar.count(after: friday, through: holidays[6]) == 4)
  }
}

@Suite struct StratifiedMeanTests {
  private struct Design: Decodable {
    struct Stratum: Decodable {
      let N: Int
      let values: [Double]
    }
    let strata: [Stratum]
    let estimate: Double
    let se: Double
  }
  private struct File: Decodable { let stratified: [Design] }

  @Test func `estimates and errors are those of exact fractions`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = try JSONDecoder().decode(
      File.self, from: Data(contentsOf: folder.appendingPathComponent("Figures/stratified/expected.json")))
    #expect(file.stratified.count == 3)
    for design in file.stratified {
      let mean = StratifiedMean(
        design.strata.map { stratum in
          var sums = SampleSums()
          for value in stratum.values { sums.add(Int((value * 100).rounded())) }
          return StratifiedMean.Stratum(size: stratum.N, judged: stratum.values.count, scores: sums)
        })
      #expect(mean.estimate == Score(hundredths: Int((design.estimate * 100).rounded())))
      #expect(abs((mean.error ?? -1) / 100 - design.se) < 1e-10)
    }
  }

  @Test func `a single call of a stratum borrows the spread of the others`() throws {
    var two = SampleSums()
    two.add(80_00)
    two.add(90_00)
    var one = SampleSums()
    one.add(70_00)
    let mean = StratifiedMean([
      .init(size: 10, judged: 2, scores: two), .init(size: 10, judged: 1, scores: one),
    ])
    // (85 + 70)/2; s² = 50 for both: ¼·(0.8·50/2 + 0.9·50/1) = 16.25.
    #expect(mean.estimate == Score(hundredths: 77_50))
    #expect(abs((mean.error ?? 0) / 100 - 16.25.squareRoot()) < 1e-12)
    #expect(mean.freedom == 1 && mean.stoodFor == 20)
  }

  @Test(arguments: [(1_000, 278), (400, 197), (120, 92), (50, 45), (100_000, 383)])
  func `sample sizes are those of the textbook`(_ population: Int, _ expected: Int) {
    // A proportion of one half has a deviation of one half; its formula has N − 1 where the mean's has N.
    let z = normalQuantile(0.975)
    let count = SampleSize.forMean(error: 0.05, deviation: 0.5, z: z, population: population)
    #expect(abs(count - expected) <= 1)
  }
}
