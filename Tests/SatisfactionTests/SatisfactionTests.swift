import Formats
import Glibc
import SQLite
import Satisfaction
import Testing
import Workforce
import Workspace

@Suite struct GapTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let what: String
    let own: Int
    let other: Int
    let gap: String
    var testDescription: String { what }
  }

  // DOMAIN.md §7 (study 004, tables 2-3 and 2-5).
  @Test(arguments: [
    Example(what: "network", own: 71_73, other: 87_20, gap: "-15.47"),
    Example(what: "complaints", own: 62_99, other: 57_70, gap: "5.29"),
    Example(what: "stores", own: 78_35, other: 84_30, gap: "-5.95"),
    Example(what: "hotline", own: 79_29, other: 86_00, gap: "-6.71"),
    Example(what: "club", own: 79_10, other: 89_40, gap: "-10.30"),
    Example(what: "brand 1", own: 78_75, other: 70_15, gap: "8.60"),
    Example(what: "brand 2", own: 74_05, other: 70_15, gap: "3.90"),
    Example(what: "brand 3", own: 80_30, other: 63_70, gap: "16.60"),
    Example(what: "brands overall", own: 79_21, other: 65_89, gap: "13.32"),
  ])
  func `the study's gaps come out to the digit`(_ example: Example) {
    let gap = Gap(own: Score(hundredths: example.own), other: Score(hundredths: example.other))
    #expect(gap.difference.description == example.gap)
  }

  @Test(arguments: [
    (100, 120, 2_000 as Int?), (200, 170, -1_500), (0, 5, nil), (-50, -40, -2_000), (300, 301, 33),
  ])
  func `a change is relative to what was, and undefined from nothing`(
    _ before: Int, _ after: Int, _ change: Int?
  ) {
    #expect(Gap.relativeChange(from: before, to: after) == change)
  }
}

private func standardModel() throws -> SurveyModel {
  try #require(Satisfaction.defaults.compactMap { try? SurveyModel.read($0, named: "default") }.first)
}

@Suite struct SurveyIndexTests {
  /// One response with these answers, computed by hand: x of 5 is 25·(x−1); a part is the mean of its questions.
  @Test(arguments: [
    // 100 everywhere.
    ([5, 5, 5, 5, 5, 5, 5, 5, 5], "100.00", "100.00", "100.00"),
    // Service (75+75+100+50+50+25)/6 = 62.50; image (50+75+25)/3 = 50.00; 0.7·62.5 + 0.3·50 = 58.75.
    ([4, 4, 5, 3, 3, 2, 3, 4, 2], "62.50", "50.00", "58.75"),
    // Service (0+25+0+0+25+0)/6 = 8.333 → 8.33; image (0+0+25)/3 = 8.33; 0.7·8.33 + 0.3·8.33 = 8.33.
    ([1, 2, 1, 1, 2, 1, 1, 1, 2], "8.33", "8.33", "8.33"),
  ])
  func `the index is 0_7 service and 0_3 image`(
    _ answers: [Int], _ service: String, _ image: String, _ index: String
  ) throws {
    let model = try standardModel()
    let sums = zip(model.questions, answers).map { (sum: $0.score($1).hundredths, n: 1) }
    let result = SurveyIndex(model: model, sums: sums, responses: 1)
    #expect(result.parts.map { $0.score?.description } == [service, image])
    #expect(result.index?.description == index)
  }

  @Test func `a part that nobody answered leaves the index undefined`() throws {
    let model = try standardModel()
    let sums = model.questions.indices.map { $0 < 6 ? (sum: 7_500, n: 1) : (sum: 0, n: 0) }
    let result = SurveyIndex(model: model, sums: sums, responses: 1)
    #expect(result.parts.map { $0.score?.description } == ["75.00", nil])
    #expect(result.index == nil)
  }

  @Test(arguments: [
    (5, 1, 0), (5, 3, 5_000), (7, 2, 1_667), (10, 10, 10_000), (10, 2, 1_111), (100, 86, 8_600),
  ])
  func `every scale maps to 0 to 100`(_ scale: Int, _ answer: Int, _ hundredths: Int) throws {
    let text =
      "{merit: 'survey', id: 'm', version: 1, from: '2026-01-01', title: 'm', parts: [{id: 'p', title: 'p', weight: 100, questions: [{id: 'q', title: 'q', scale: \(scale)}]}]}"
    let model = try SurveyModel.read(Array(text.utf8), named: "m")
    #expect(model.questions[0].score(answer).hundredths == hundredths)
  }
}

private struct House {
  let occasion: Occasion
  let quarter: Quarter

  init() throws {
    let space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Workforce.migrations + Satisfaction.migrations)
    occasion = Occasion(
      space, actor: Actor(account: "x", roles: [.administrator]), now: Instant(seconds: 1_790_000_000))
    quarter = try #require(Quarter("2026Q3"))
    func table(_ text: String, _ shape: TableShape) throws -> TableReader {
      try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
    }
    let desk = WorkforceDesk(occasion)
    _ = try desk.importOrganisation(
      table("unit,name,kind\nT1,t,team\nS1,s,site\nS2,s,site\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table("id,name,post,team,joined\nE1,a,x,T1,2024-01-01\n", Person.shape), options: IntakeOptions())
    let kinds = [SchemeKind(SurveyModel.self), SchemeKind(IndicatorCatalogue.self)]
    _ = try SchemeDesk(occasion, kinds: kinds).load(Satisfaction.defaults.enumerated().map { ("d\($0)", $1) })
  }

  func take(_ text: String, _ body: (String) throws -> IntakeOutcome) throws -> IntakeOutcome {
    let path = "/tmp/merit-satisfaction-\(UInt64.random(in: 0 ... .max)).csv"
    defer { unlink(path) }
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
    return try body(path)
  }
}

@Suite struct SatisfactionDeskTests {
  private let head = "response,date,staff,attitude,efficiency,effect,reach,network,bill,cares,leads,liked\n"

  @Test func `a person answers for attitude, efficiency and effect, not for the network`() throws {
    let house = try House()
    let desk = SatisfactionDesk(house.occasion)
    // (100+75+75)/3 = 83.33 and (50+50)/2 = 50.00: a mean of 66.665, away from zero 66.67.
    let text =
      head
      + "S1,2026-07-02,E1,5,4,4,1,1,1,1,1,1\nS2,2026-07-03,E1,3,,3,5,5,5,5,5,5\nS3,2026-07-03,,1,1,1,1,1,1,1,1,1\n"
    #expect(
      try house.take(text) {
        try desk.importSurvey(.path($0), model: "customer-survey", options: IntakeOptions())
      }
      .new == 3)
    #expect(
      try house.take(text) {
        try desk.importSurvey(.path($0), model: "customer-survey", options: IntakeOptions())
      }
      .identical == 3)
    let persons = try SatisfactionRecords(house.occasion.database).persons(in: house.quarter)
    #expect(persons.values.map { "\($0.score?.description ?? "-") \($0.responses)" } == ["66.67 2"])
  }

  @Test func `answers off the scale and strangers are all named`() throws {
    let house = try House()
    let desk = SatisfactionDesk(house.occasion)
    let faults = #expect(throws: Faults.self) {
      _ = try house.take(head + "S1,2026-07-02,E7,6,4,4,0,1,1,1,x,1\n") {
        try desk.importSurvey(.path($0), model: "customer-survey", options: IntakeOptions())
      }
    }
    #expect(
      faults?.list.map(\.message) == [
        "nobody has the id 'E7'; see: merit staff list",
        "'6' is off the scale of question 'attitude'; write a whole number from 1 to 5",
        "'0' is off the scale of question 'reach'; write a whole number from 1 to 5",
        "'x' is off the scale of question 'leads'; write a whole number from 1 to 5",
      ])
  }

  @Test func `complaints count against whoever is liable, and are timed to the second`() throws {
    let house = try House()
    let desk = SatisfactionDesk(house.occasion)
    let text = """
      id,received,class,customer,about,liable,closed,satisfaction,channel_satisfaction
      P1,2026-07-01 09:00:00,service,K1,E1,yes,2026-07-02 09:00:00,5,4
      P2,2026-07-01 09:00:00,费用,K2,E1,no,2026-07-02 09:00:01,2,
      P3,2026-07-01 09:00:00,technical,K3,,,,,1

      """
    #expect(try house.take(text) { try desk.importComplaints(.path($0), options: IntakeOptions()) }.new == 3)
    let records = SatisfactionRecords(house.occasion.database)
    #expect(try records.liable(in: house.quarter).values.map { $0 } == [1])
    let summary = ComplaintSummary(
      try records.complaints(in: house.quarter), asOf: house.occasion.now)
    #expect(summary.closedInTime == 1 && summary.closed == 2 && summary.overdue == 1)
    #expect(summary.closureInTime?.description == "33.33")
    // (100 + 25) / 2.
    #expect(summary.satisfaction?.description == "62.50")
    // (75 + 0) / 2, of the channel.
    #expect(summary.channelSatisfaction?.description == "37.50")
    #expect(summary.byClass == [.service: 1, .charge: 1, .technical: 1])
  }

  @Test func `a relative target stands on the same quarter a year before`() throws {
    let house = try House()
    let desk = SatisfactionDesk(house.occasion)
    let text =
      "indicator,subject,quarter,value\ncomplaint-rate,company,2025Q3,20\ncomplaint-rate,company,2026Q3,17.01\ndrop-rate,company,2026Q3,0.5\ndrop-rate,S1,2026Q3,0.4\ndrop-rate,S2,2026Q3,0.61\n"
    #expect(
      try house.take(text) { try desk.importObservations(.path($0), options: IntakeOptions()) }.new == 5)
    let readings = try desk.readings(in: house.quarter).readings
    let rate = try #require(readings.first { $0.indicator.id == "complaint-rate" })
    // −15 % of 20 is 17.00.
    #expect(rate.target == 17_0000)
    #expect(rate.isMet == false)
    let drop = try #require(readings.first { $0.indicator.id == "drop-rate" })
    #expect(drop.isMet == true)
    #expect(drop.mean == 5_050)
    #expect(drop.highest?.subject == "S2")
    #expect(drop.lowest?.subject == "S1")
    #expect(readings.first { $0.indicator.id == "response-speed" }?.isMet == nil)
  }
}

@Suite struct ComplaintDeskTests {
  private let file =
    "id,received,class,customer,about,department\nP1,2026-07-01 09:00,service,K1,E1,billing\n"

  private func take(_ house: House, _ text: String, _ options: IntakeOptions = IntakeOptions()) throws
    -> IntakeOutcome
  {
    try house.take(text) {
      try SatisfactionDesk(house.occasion).importComplaints(.path($0), options: options)
    }
  }

  @Test func `a file read again changes nothing of what was done since`() throws {
    let house = try House()
    let desk = ComplaintDesk(house.occasion)
    _ = try take(house, file)
    var details = ComplaintDesk.Details()
    try desk.take("P1", to: .handled, details, handlers: [:])
    try desk.take("P1", to: .answered, details, handlers: [:])
    details.isLiable = true
    #expect(throws: Refusal.self) { try desk.take("P1", to: .closed, details, handlers: [:]) }
    details.text = "heard on the call"
    try desk.take("P1", to: .closed, details, handlers: [:])
    #expect(try take(house, file).identical == 1)
    // A correction of one thing leaves the rest as it was taken on.
    let corrected = file.replacing("K1", with: "K2")
    #expect(try take(house, corrected, IntakeOptions(correction: "misheard")).corrected == 1)
    let course = try desk.course("P1")
    #expect(course.state == .closed && course.complaint.isLiable == true && course.complaint.customer == "K2")
    #expect(course.owner == nil && course.department == "billing")
    #expect(try take(house, corrected).identical == 1)
    try desk.take("P1", to: .reopened, ComplaintDesk.Details(), handlers: [:])
    #expect(try desk.open().map(\.complaint.name) == ["P1"])
    #expect(
      try SatisfactionRecords(house.occasion.database).liable(in: house.quarter).values.map { $0 } == [1])
  }

  @Test func `steps go one after another, and nobody decides about themselves`() throws {
    let house = try House()
    _ = try take(house, file)
    let own = Occasion(
      house.occasion.workspace, actor: Actor(account: "a", roles: [.leader], staff: "E1"),
      now: house.occasion.now)
    #expect(throws: Refusal.self) {
      try ComplaintDesk(own).take("P1", to: .handled, ComplaintDesk.Details(), handlers: [:])
    }
    #expect(throws: Refusal.self) {
      try ComplaintDesk(house.occasion).take("P1", to: .closed, ComplaintDesk.Details(), handlers: [:])
    }
  }

  @Test func `dated observations are one value, and the whole quarter's counts before them`() throws {
    let house = try House()
    let desk = SatisfactionDesk(house.occasion)
    let text =
      "indicator,subject,quarter,date,value,n\ndrop-rate,S1,,2026-07-02,0.2,1\ndrop-rate,S1,,2026-08-02,0.5,2\ndrop-rate,S2,2026Q3,,0.8,\ndrop-rate,S2,,2026-07-02,9,\n"
    _ = try house.take(text) { try desk.importObservations(.path($0), options: IntakeOptions()) }
    let drop = try #require(
      try desk.readings(in: house.quarter).readings.first { $0.indicator.id == "drop-rate" })
    // (0.2 + 2·0.5)/3 = 0.4 and 0.8.
    #expect(drop.values.map(\.value) == [4_000, 8_000] && drop.mean == 6_000)
  }
}
