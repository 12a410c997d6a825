import Certification
import Competitions
import Exams
import Formats
import Glibc
import Improvement
import Performance
import Quality
import SQLite
import Satisfaction
import Testing
import Training
import Workforce
import Workspace

/// 2026-10-19 in Shanghai.
let start = Instant(seconds: 1_792_400_000)

/// A workspace with a team of two agents and their leader, an assessor, a course of two lessons, and a quarter's calls.
struct House {
  let space: Workspace
  let quarter: Quarter

  static let scorecard = """
    {merit: 'scorecard', id: 'card', version: 1, from: '2020-01-01', title: 'c', sections: [{id: 's', title: 's', weight: 100,
     items: [{id: 'ok', title: {en: 'Right', zh: '准确'}, weight: 60, lesson: 'l1'}, {id: 'tone', title: {en: 'Tone', zh: '语气'}, weight: 40, scale: 'five', lesson: 'l2'}]}]}
    """
  static let needs = """
    {merit: 'needs', id: 'hotline-needs', version: 1, from: '2020-01-01', title: 'n', weights: {quality: 50, complaint: 40, survey: 10},
     least: 1, most: 2, complaints: {charge: 'l2'}, questions: {effect: 'l1'}, below: {survey: 50}}
    """

  init() throws {
    space = try Workspace.create(
      at: ":memory:", zone: Zone(named: "Asia/Shanghai"),
      migrations: Workspace.migrations + Workforce.migrations + Training.migrations + Exams.migrations
        + Quality.migrations + Satisfaction.migrations + Certification.migrations + Competitions.migrations
        + Performance.migrations + Improvement.migrations)
    quarter = try #require(Quarter("2026Q3"))
    let desk = WorkforceDesk(at(start))
    _ = try desk.importOrganisation(
      table("unit,name,kind,leader\nT1,t,team,E7\nT9,q,team,\n", Unit.shape), options: IntakeOptions())
    _ = try desk.importRoster(
      table(
        "id,name,post,team,joined\nE1,a,x,T1,2024-01-01\nE2,b,x,T1,2024-01-01\nE7,l,lead,T1,2024-01-01\nE9,q,qa,T9,2024-01-01\n",
        Person.shape), options: IntakeOptions())
    _ = try SchemeDesk(
      at(start),
      kinds: [SchemeKind(Scorecard.self), SchemeKind(NeedsScheme.self), SchemeKind(IndicatorCatalogue.self)]
    ).load([("c.json5", Array(Self.scorecard.utf8)), ("n.json5", Array(Self.needs.utf8))])
    try loadCourse()
  }

  func at(_ moment: Instant, roles: Set<Role> = [.administrator]) -> Occasion {
    Occasion(space, actor: Actor(account: "x", roles: roles), now: moment)
  }

  /// Noon of a day in Shanghai.
  func on(_ day: String) throws -> Occasion {
    at(
      space.zone.instant(of: CivilTime(day: try #require(CalendarDay(day)), secondOfDay: 43_200, offset: nil))
    )
  }

  func table(_ text: String, _ shape: TableShape) throws -> TableReader {
    try TableReader(bytes: Array(text.utf8), named: "f.csv", shape: shape)
  }

  private func loadCourse() throws {
    let path = "/tmp/merit-course-\(UInt64.random(in: 0 ... .max))"
    mkdir(path, 0o755)
    defer {
      for name in (try? InputFile.names(inFolder: path)) ?? [] { unlink("\(path)/\(name)") }
      rmdir(path)
    }
    try write(
      "---\nid: c\nversion: 1\ntitle.en: C\ntitle.zh-Hans: 课\nlanguages: en\nposts: x\nareas: basics\nlessons:\n  - 01-a\n  - 02-b\n---\nAbout\n",
      to: "\(path)/course.md")
    for (stem, id) in [("01-a", "l1"), ("02-b", "l2")] {
      try write(
        "---\nid: \(id)\ntitle: Lesson \(id)\narea: basics\nminutes: 30\nmode: online\nobjectives:\n  - o\n---\n# t\n",
        to: "\(path)/\(stem).en.md")
    }
    _ = try TrainingDesk(at(start)).load(folders: [path])
  }

  private func write(_ text: String, to path: String) throws {
    let file = try #require(fopen(path, "w"))
    fputs(text, file)
    fclose(file)
  }

  /// Calls `body` with the path of a file that holds the text.
  private func file<T>(_ text: String, _ body: (String) throws -> T) throws -> T {
    let path = "/tmp/merit-improvement-\(UInt64.random(in: 0 ... .max)).csv"
    defer { unlink(path) }
    try write(text, to: path)
    return try body(path)
  }

  /// Draws calls (`C1,E1,2026-07-10`, three words a line) and judges each as it says after them: `C1,E1,2026-07-10,yes,4`.
  func judge(_ lines: [String], in quarter: Quarter? = nil, on day: String = "2026-10-19") throws {
    let cells = lines.map { $0.split(separator: ",").map(String.init) }
    let occasion = try on(day)
    let calls =
      "call,agent,started,seconds\n" + cells.map { "\($0[0]),\($0[1]),\($0[2]) 09:00,60\n" }.joined()
    _ = try SampleDesk(occasion).sample(
      table(calls, SampleDesk.callShape),
      SampleDesk.Order(plan: SamplingPlan(perAgent: 50), quarter: quarter ?? self.quarter, seed: 1),
      dryRun: false
    ) { _ in }
    let rows = cells.map { "\($0[0]),\($0[1]),E9,\($0[2]),random,\($0[3]),\($0[4])\n" }.joined()
    _ = try file("call,agent,assessor,date,kind,ok,tone\n" + rows) {
      try QualityDesk(occasion).importEvaluations(.path($0), scorecard: "card", options: IntakeOptions())
    }
  }

  func complain(_ rows: String, on day: String = "2026-10-19") throws {
    let occasion = try on(day)
    _ = try file("id,received,class,customer,about,liable,answered,closed,department,issue\n" + rows) {
      try SatisfactionDesk(occasion).importComplaints(.path($0), options: IntakeOptions())
    }
  }

  /// Answers to the standard customer survey: attitude, efficiency and effect, which the person can answer for.
  func answer(_ rows: String, on day: String = "2026-10-19") throws {
    let occasion = try on(day)
    let models = Satisfaction.defaults.enumerated().map { ("s\($0).json5", $1) }
    _ = try SchemeDesk(
      occasion, kinds: [SchemeKind(SurveyModel.self), SchemeKind(IndicatorCatalogue.self)]
    ).load(models.map { (name: $0.0, bytes: $0.1) })
    _ = try file(
      "response,date,staff,attitude,efficiency,effect,reach,network,bill,cares,leads,liked\n" + rows
    ) {
      try SatisfactionDesk(occasion).importSurvey(
        .path($0), model: "customer-survey", options: IntakeOptions())
    }
  }

  func observe(_ rows: String, on day: String = "2026-10-19") throws {
    let occasion = try on(day)
    _ = try file("indicator,subject,quarter,value\n" + rows) {
      try SatisfactionDesk(occasion).importObservations(.path($0), options: IntakeOptions())
    }
  }

  func attend(_ rows: String, on day: String = "2026-10-19") throws {
    _ = try TrainingDesk(on(day)).attend(
      table("course,staff,date,result,lesson\n" + rows, Attendance.shape), options: IntakeOptions())
  }
}
