import Formats
import HTTP
import Service
import Testing
import Training
import Workforce
import Workspace

@Suite struct TrainingRoutesTests {
  /// A door behind which a course of two lessons is loaded, as trainers do from a folder.
  private func school() throws -> Door {
    let door = try Door()
    _ = try TrainingDesk(door.root).load(folders: ["\(Self.root)/Curriculum/hotline-onboarding"])
    return door
  }

  private static let root = #filePath.split(separator: "/").dropLast(3).map { "/\($0)" }.joined()

  @Test func `courses and their lessons are read by everybody who is signed in`() throws {
    let empty = try Door()
    #expect(try empty.hold("GET", "/course", as: "li") == "{\"items\":[],\"next\":null}\n")
    let door = try school()
    #expect(try door.hold("GET", "/course", as: "li").contains("\"id\":\"hotline-onboarding\""))
    try door.hold("GET", "/course/hotline-onboarding", as: "li")
    #expect(
      try door.hold("GET", "/course/hotline-onboarding/lesson/hl-17", as: "li").contains("\"mode\":\"drill\"")
    )
    try door.hold("GET", "/course/hotline-onboarding/lesson/none", as: "li", status: 404)
    try door.hold("GET", "/course/none", as: "li", status: 404)
    try door.hold("POST", "/course", as: "trainer", body: "x", type: "application/zip", status: 422)
  }

  @Test func `a cycle is opened, fills up, and the first who waits moves up`() throws {
    let door = try school()
    #expect(try door.hold("GET", "/cycle", as: "hr") == "{\"items\":[],\"next\":null}\n")
    let cycle = """
      {"course":"hotline-onboarding","staff":["E1"],"from":"2026-10-01","to":"2026-10-31"}
      """
    try door.hold("POST", "/cycle", as: "hr", body: cycle, status: 403)
    #expect(
      try door.hold("POST", "/cycle", as: "trainer", body: cycle)
        == "{\"cycle\":1,\"course\":\"hotline-onboarding\",\"enrolled\":1}\n")
    try door.hold("POST", "/cycle", as: "trainer", body: cycle, status: 422)
    #expect(
      try door.hold("POST", "/cycle/1/enrol", as: "trainer", body: "{\"staff\":[\"E2\"],\"capacity\":1}")
        == "{\"enrolled\":[],\"waiting\":[\"E2\"],\"there_already\":[]}\n")
    try door.hold("POST", "/cycle/1/enrol", as: "li", body: "{\"staff\":[\"E2\"]}", status: 403)
    #expect(
      try door.hold("POST", "/cycle/1/enrol", as: "li", body: "{}").contains("\"there_already\":[\"E1\"]"))
    try door.hold(
      "POST", "/cycle/1/leave", as: "wang", body: "{\"staff\":\"E1\",\"reason\":\"x\"}", status: 403)
    // Whose place comes free is nobody's business among colleagues.
    #expect(
      try door.hold("POST", "/cycle/1/leave", as: "li", body: "{\"reason\":\"ill\"}")
        == "{\"left\":\"E1\",\"moved_up\":null}\n")
    #expect(try door.hold("GET", "/cycle", as: "trainer").contains("{\"staff\":\"E2\",\"lessons\":0,"))
    #expect(try door.hold("GET", "/cycle/1/invitations", as: "hr").contains("E2"))
    try door.hold("GET", "/cycle/9/invitations", as: "hr", status: 404)
  }

  @Test func `a session is planned, listed with its code to those who may know it, and cancelled`() throws {
    let door = try school()
    try door.hold(
      "POST", "/cycle", as: "trainer",
      body:
        "{\"course\":\"hotline-onboarding\",\"staff\":[\"E1\"],\"from\":\"2026-09-21\",\"to\":\"2026-10-31\"}"
    )
    #expect(try door.hold("GET", "/cycle/sessions", as: "leader") == "{\"items\":[],\"next\":null}\n")
    let scheme = try #require(
      try SchemeRecords(door.space.database).allInForce(kind: TrainingScheme.kind, on: door.root.today).first)
    let training = try TrainingScheme.read(Array(scheme.text.utf8), named: scheme.label)
    let room = training.rooms.first?.id ?? "R1"
    let teacher = try #require(training.instructors.first?.id)
    func session(_ from: String, _ to: String) -> String {
      "{\"date\":\"2026-10-02\",\"from\":\"\(from)\",\"to\":\"\(to)\",\"room\":\"\(room)\",\"instructor\":\"\(teacher)\"}"
    }
    try door.hold("POST", "/cycle/1/sessions", as: "hr", body: session("09:00", "12:00"), status: 403)
    try door.hold("POST", "/cycle/1/sessions", as: "trainer", body: session("25:00", "12:00"), status: 422)
    try door.hold("POST", "/cycle/1/sessions", as: "trainer", body: session("09:00", "12:00"))
    try door.hold("POST", "/cycle/1/sessions", as: "trainer", body: session("11:00", "13:00"), status: 422)
    #expect(try door.hold("GET", "/cycle/sessions?from=2026-10-01", as: "leader").contains("\"code\":\""))
    try door.hold("GET", "/cycle/sessions", as: "li", status: 403)
    #expect(try door.hold("GET", "/cycle/sessions/calendar", as: "hr").hasPrefix("BEGIN:VCALENDAR"))
    #expect(try door.hold("GET", "/cycle/sessions/1/sheet", as: "trainer").contains("E1"))
    try door.hold("POST", "/cycle/checkin", as: "li", body: "{\"code\":\"NONE\"}", status: 404)
    try door.hold("POST", "/cycle/checkin", as: "li", body: "{\"code\":\"X\",\"staff\":\"E2\"}", status: 403)
    let sessions = try door.hold("GET", "/cycle/sessions?from=2026-10-01", as: "trainer")
    let code = try #require(sessions.split(separator: "\"code\":\"").last?.prefix { $0 != "\"" })
    let started = try #require(Instant("2026-10-02T01:00:00Z"))
    door.clock.now = started
    #expect(
      try door.hold("POST", "/cycle/checkin", as: "li", body: "{\"code\":\"\(code)\"}").contains("\"E1\""))
    door.clock.now = Door.start
    try door.hold(
      "POST", "/cycle/2/sessions/1/cancel", as: "trainer", body: "{\"reason\":\"x\"}", status: 422)
    #expect(
      try door.hold("POST", "/cycle/1/sessions/1/cancel", as: "trainer", body: "{\"reason\":\"x\"}")
        == "{\"cancelled\":1}\n")
  }

  @Test func `a bulletin is issued, read and confirmed; who has not is told to those who lead`() throws {
    let door = try Door()
    let text = """
      ---
      id: prices
      title.en: Prices
      title.zh-Hans: 价格
      posts: hotline-agent
      due: 2026-12-01
      ---
      Roaming costs more.

      """
    try door.hold("POST", "/course/bulletins", as: "li", body: text, type: "text/markdown", status: 403)
    #expect(
      try door.hold("POST", "/course/bulletins?file=b.md", as: "leader", body: text, type: "text/markdown")
        == "{\"bulletin\":\"prices\",\"due\":\"2026-12-01\"}\n")
    try door.hold("POST", "/course/bulletins", as: "hr", body: "x", type: "text/markdown", status: 422)
    #expect(
      try door.hold("POST", "/course/bulletins/prices/confirm", as: "li", body: "{}")
        == "{\"bulletin\":\"prices\",\"staff\":\"E1\"}\n")
    try door.hold(
      "POST", "/course/bulletins/prices/confirm", as: "li", body: "{\"staff\":\"E2\"}", status: 403)
    #expect(
      try door.hold("GET", "/course/bulletins", as: "li", language: "zh-Hans").contains(
        "\"title\":\"价格\",\"due\":\"2026-12-01\",\"confirmed\":1"))
    let seen = try door.hold("GET", "/course/bulletins/prices", as: "li")
    #expect(seen.contains("\"missing\":[]") && seen.contains("Roaming costs more."))
    #expect(try door.hold("GET", "/course/bulletins/prices", as: "leader").contains("\"missing\":[\"E2\"]"))
  }

  @Test func `attendance is taken in, and one's own hours are seen`() throws {
    let door = try school()
    let table = "course,staff,date,lesson,result,hours\nhotline-onboarding,E1,2026-09-01,hl-01,attended,1.5\n"
    #expect(
      try door.hold("POST", "/cycle/attendance?file=a.csv", as: "trainer", body: table, type: "text/csv")
        .contains("\"new\":1"))
    try door.hold(
      "POST", "/cycle/attendance", as: "trainer", body: "course,staff\nx,y\n", type: "text/csv", status: 422)
    #expect(
      try door.hold("GET", "/course/hours?staff=me&year=2026", as: "li").contains("\"hours\":1.5"))
    try door.hold("GET", "/course/hours?staff=E1", as: "wang", status: 403)
    try door.hold("GET", "/course/hours", as: "wang", status: 403)
    try door.hold("GET", "/course/hours?year=9999", as: "hr", status: 422)
  }

  @Test func `a plan says who needs what, and is opened by a trainer`() throws {
    let door = try school()
    _ = try TrainingDesk(door.root).load(folders: ["\(Self.root)/Curriculum/hotline-refresher"])
    let path = "/cycle/plan/hotline-training"
    try door.hold("GET", "\(path)?until=2026-12-31", as: "leader")
    try door.hold("GET", "\(path)/needs?until=2026-12-31&staff=E1", as: "hr")
    try door.hold("GET", "\(path)?until=2199-12-31", as: "hr", status: 422)
    try door.hold("GET", "\(path)?until=2026-12-31", as: "li", status: 403)
    try door.hold("GET", "/cycle/plan/none?until=2026-12-31", as: "hr", status: 404)
    try door.hold("POST", "\(path)?until=2026-12-31", as: "hr", status: 403)
    try door.hold("POST", "\(path)?until=2026-12-31", as: "trainer")
  }
}
